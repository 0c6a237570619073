"""Which works stand behind a figure, as expressions over the home view."""

from __future__ import annotations

from collections.abc import Callable

import ibis.expr.types as ir

from cordee.observatory.indicators.view import get_table


ROLES = ("first", "last", "corresponding")
SIDES = ("home", "national", "abroad")

KINDS: dict[str, str] = {
    "works": "",
    "covered": "",
    "unknown": "",
    "international": "",
    "domestic": "",
    "national": "",
    "single_organisation": "",
    "zone": "",
    "eu": "",
    "eu27": "",
    "other_international": "",
    "bilateral": "",
    "trilateral": "",
    "multilateral": "",
    "themed": "",
    "country": "country:US",
    "organisation": "organisation:02vjkv261",
    "theme": "theme:mesh/C04",
    "heading": "heading:mesh/C04",
    "keyword": "keyword:mesh/C04",
    "year": "year:2020",
    "lead": "lead:FR",
    "first": "first:abroad",
    "last": "last:home",
    "corresponding": "corresponding:national",
}
"""Each kind of selection with an example of its value; an empty example means it takes none."""

_CLASSES = (
    "covered",
    "international",
    "domestic",
    "national",
    "single_organisation",
    "zone",
    "eu",
    "eu27",
    "other_international",
    "themed",
)


def selected_works(kinds: tuple[str, ...]) -> ir.Table:
    """Return the works of the home, one column `work`, that fulfil a condition of each kind.

    The value of condition number *i* stands in the table `asked` at `part` = *i*, so one expression
    serves all values. Each condition is read from the same column as the figure it stands behind,
    which is why a list can never differ from its figure.
    """
    works = get_table("home_works")
    for part, kind in enumerate(kinds):
        works = _narrow(works, part, kind)
    return works.select("work", "year")


def _narrow(works: ir.Table, part: int, kind: str) -> ir.Table:
    if kind == "works":
        return works
    if kind == "unknown":
        return works.filter(~works.covered)
    if kind in _CLASSES:
        return works.filter(works[kind])
    if kind in _NUMBERS:
        return works.filter(_NUMBERS[kind](works.countries))
    value = _get_asked(part)
    if kind == "year":
        return works.semi_join(value, works.year == value.value.cast("int16"))
    if kind in ROLES:
        return works.semi_join(value, works[f"{kind}_side"] == value.value)
    return works.semi_join(_find_works(kind, value), "work")


def _find_works(kind: str, value: ir.Table) -> ir.Table:
    if kind in ("country", "lead"):
        rows = get_table("home_countries")
        rows = rows.filter(rows.lead) if kind == "lead" else rows
        return rows.semi_join(value, rows.country == value.value)
    if kind == "organisation":
        rows = get_table("home_organisations")
        return rows.semi_join(value, rows.organisation == value.value)
    rows = get_table("home_themes")
    rows = rows if kind == "theme" else rows.filter(rows[kind])
    return rows.semi_join(value, rows.vocabulary + "/" + rows.theme == value.value)


def _get_asked(part: int) -> ir.Table:
    asked = get_table("asked")
    return asked.filter(asked.part == part)


_NUMBERS: dict[str, Callable[[ir.IntegerColumn], ir.BooleanValue]] = {
    "bilateral": lambda countries: countries == 2,
    "trilateral": lambda countries: countries == 3,
    "multilateral": lambda countries: countries >= 4,
}
