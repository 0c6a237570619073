"""Which works stand behind a figure, as expressions over the home view."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from cordee.observatory.indicators.classes import CLASSES, is_of_class
from cordee.observatory.indicators.finder import of_few
from cordee.observatory.indicators.partners import HOME_LEADS, leads
from cordee.observatory.indicators.places import is_in_city, placed_partners
from cordee.observatory.indicators.tables import PLACES, ROLES, get_table


SIDES = ("home", "national", "abroad")

KINDS: dict[str, str] = {
    "works": "",
    "covered": "",
    "unknown": "",
    "international": "",
    "domestic": "",
    "national": "",
    "single_organisation": "",
    "single_author": "",
    "intramural": "",
    "zone": "",
    "eu": "",
    "eu27": "",
    "other_international": "",
    "bilateral": "",
    "trilateral": "",
    "multilateral": "",
    "themed": "",
    "industry": "",
    "located": "",
    "near": "",
    "far": "",
    "hyper": "",
    "usual": "",
    "few_organisations": "",
    "country": "country:US",
    "organisation": "organisation:02vjkv261",
    "group": "group:02vjkv261",
    "partner": "partner:02vjkv261",
    "own": "own:02vjkv261",
    "theme": "theme:mesh/C04",
    "themes": "themes:mesh/C04+mesh/C10",
    "heading": "heading:mesh/C04",
    "keyword": "keyword:mesh/C04",
    "unit": "unit:UMR8104",
    "person": "person:0000-0002-1825-0097",
    "city": "city:GB/London",
    "year": "year:2020",
    "lead": "lead:FR",
    "first": "first:abroad",
    "last": "last:home",
    "corresponding": "corresponding:national",
}
"""Each kind of selection with an example of its value; an empty example means it takes none."""


def selected_works(kinds: tuple[str, ...]) -> ir.Table:
    """Return the works of the home, one column `work`, that fulfil a condition of each kind.

    The value of condition number *i* stands in the table `asked` at `part` = *i*, so one expression
    serves all values. Each condition is read from the same column as the figure it stands behind,
    which is why a list can never differ from its figure. Several rows of `asked` at one `part` are
    alternatives: an organisation and its parts for a `group`.
    """
    works = get_table("home_works")
    for part, kind in enumerate(kinds):
        works = _narrow(works, part, kind)
    return works.select("work", "year")


def _narrow(works: ir.Table, part: int, kind: str) -> ir.Table:
    if kind == "works":
        return works
    if kind in CLASSES:
        return works.filter(is_of_class(works, kind))
    if kind == "few_organisations":
        return works.semi_join(of_few(get_table("home_organisations")), "work")
    value = _get_asked(part)
    if kind == "year":
        return works.semi_join(value, works.year == value.value.cast("int16"))
    if kind in ROLES:
        value = value.mutate(place=value.value.cases(*PLACES.items(), else_=PLACES["nowhere"]))
        return works.semi_join(value, works[f"{kind}_place"] == value.place)
    return works.semi_join(_find_works(kind, value), "work")


def _find_works(kind: str, value: ir.Table) -> ir.Table:
    if kind in ("country", "lead"):
        rows = _list_leads() if kind == "lead" else get_table("home_countries")
        return rows.semi_join(value, rows.country == value.value)
    if kind in ("organisation", "group", "partner", "own"):
        rows = get_table("home_organisations")
        if kind in ("partner", "own"):
            rows = rows.filter(~rows.home & (rows.own if kind == "own" else ~rows.own))
        return rows.semi_join(value, rows.organisation == value.value)
    if kind == "unit":
        rows = get_table("unit_works")
        return rows.semi_join(value, rows.unit == value.value)
    if kind == "person":
        rows = get_table("home_people")
        sided = rows.side + "/" + rows.person
        return rows.semi_join(value, (rows.person == value.value) | (sided == value.value))
    if kind == "city":
        rows = placed_partners()
        return rows.semi_join(value, is_in_city(rows, value.value))
    rows = get_table("home_themes")
    if kind == "themes":
        # By a pattern: what Spark splits by is one, in which a plus alone has no meaning.
        several = value.select(one=value.value.re_split("[+]").unnest())
        return rows.semi_join(several, rows.vocabulary + "/" + rows.theme == several.one)
    rows = rows if kind == "theme" else rows.filter(rows[kind] == 1)
    return rows.semi_join(value, rows.vocabulary + "/" + rows.theme == value.value)


def _list_leads() -> ir.Table:
    """Return the works with each country they are led from, and `home` for the home's together."""
    rows = leads()
    ours = rows.filter(rows.lead_place >= PLACES["national"])
    found = rows.filter(rows.lead).select("work", "country")
    return found.union(ours.select("work", country=ibis.literal(HOME_LEADS)))


def _get_asked(part: int) -> ir.Table:
    asked = get_table("asked")
    return asked.filter(asked.part == part)
