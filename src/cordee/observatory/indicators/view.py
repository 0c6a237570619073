"""The home view: a few small tables, restricted to the works of one home, that indicators read.

A *home* is a set of organisations looked at as one. For each question an engine holds, beside the
lake's snapshot tables, the *question tables*, and builds the *view tables* in the order of `BUILD`;
both are in `cordee.observatory.indicators.tables`.

Two choices serve portability: no value of a question is ever inside an expression (it stands in a
question table, so an expression compiles once for all questions), and nothing but filters, joins,
groups, lists taken apart, simple aggregates and windows over one key is used.
"""

from __future__ import annotations

from collections.abc import Callable

import ibis
import ibis.expr.types as ir

from cordee.observatory.indicators.tables import ROLES, ZONES, get_table, to_flag
from cordee.observatory.indicators.works import home_works
from cordee.observatory.units.evidence import OWN_ROLES


def home_ids() -> ir.Table:
    """Return the works of the home: an organisation of the home on it, a year in the period."""
    works = get_table("works")
    dated = _of_members(works).semi_join(get_table("home_years"), "year")
    return dated.select(
        "work",
        "year",
        pubmed=to_flag(works.source == "pubmed"),
        authors=works.authors,
        type=works.type,
        citations=works.citations,
    )


def undated_works() -> ir.Table:
    """Return one row, `works`: the home's works whose year is unknown; they are in no figure."""
    undated = get_table("works").filter(lambda t: t.year.isnull())
    works = _of_members(undated.select("work"))
    return works.aggregate(works=works.count())


def home_countries() -> ir.Table:
    """Return the countries of the home's works with what each is to the home.

    Membership of a zone is judged at the year of publication.
    """
    rows = get_table("work_countries").filter(lambda t: t.country.notnull())
    ids, zones = get_table("home_ids"), get_table("zone_years")
    here = get_table("home_members").select("country").distinct()
    # The year is the work's own, so that a mart built before a correction cannot split a work.
    joined = (
        rows.inner_join(ids, rows.work == ids.work)
        .left_join(here, rows.country == here.country)
        .left_join(zones, [rows.country == zones.country, ids.year == zones.year])
    )
    return joined.select(
        work=rows.work,
        year=ids.year,
        country=rows.country,
        weight=rows.weight,
        home=here.country.notnull(),
        **{name: zones[name].fill_null(0) for name in ZONES},
        **_get_roles(rows),
    )


def home_cotutelles() -> ir.Table:
    """Return the organisations that no affiliation of a work of the home names without the home.

    French laboratories have several supervising bodies (tutelles), and their authors print them all:
    "Inserm, CNRS, Université Paris Cité, U1016". The university is no partner of Inserm on such a
    work. An affiliation names the home when it is linked to it, or when it bears the code of a research
    unit that is the home's own. Where another affiliation of the work names the organisation apart
    from the home, it is a partner there. Source: the CWTS Leiden Ranking tells component, joint and
    associated organisations apart for the same reason, by lists; ours is judged text by text.
    """
    ids, links = get_table("home_ids"), get_table("links")
    authorships = get_table("authorships").semi_join(ids, "work")
    printed = authorships.select("work", affiliation=authorships.affiliations.unnest()).distinct()
    named = printed.inner_join(links.select("affiliation", "organisation"), "affiliation")
    ours = _texts_of_home().mutate(ours=ibis.literal(1, "int8"))
    rows = named.left_join(ours, named.affiliation == ours.affiliation)
    found = rows.group_by(rows.work, rows.organisation).aggregate(
        together=rows.ours.fill_null(0).min()
    )
    return found.filter(found.together == 1).select("work", "organisation")


def _texts_of_home() -> ir.Table:
    """Return the affiliations that name the home or a research unit of its own, one column."""
    members = get_table("home_members")
    linked = get_table("links").semi_join(members, "organisation").select("affiliation")
    ties = get_table("unit_organisations")
    ties = ties.filter(ties.role.isin([str(role) for role in OWN_ROLES]))
    units = ties.semi_join(members, "organisation")
    coded = get_table("unit_affiliations").semi_join(units, "unit").select("affiliation")
    return linked.union(coded).distinct()


def home_organisations() -> ir.Table:
    """Return the organisations of the home's works, and what each is to the home.

    An own body is kin of the home in the registry, on every work, or an organisation of a home
    country that is its co-tutelle on this work (`home_cotutelles`); texts that glue two countries
    together make no co-tutelle of a foreign partner.
    """
    rows, ids = get_table("work_organisations"), get_table("home_ids")
    members, kin = get_table("home_members"), get_table("home_kin")
    here = members.select("country").distinct()
    beside = get_table("home_cotutelles")
    joined = (
        rows.inner_join(ids, rows.work == ids.work)
        .left_join(members, rows.organisation == members.organisation)
        .left_join(kin, rows.organisation == kin.organisation)
        .left_join(here, rows.country == here.country)
        .left_join(beside, [rows.work == beside.work, rows.organisation == beside.organisation])
    )
    is_home = members.organisation.notnull()
    is_cotutelle = beside.work.notnull() & here.country.notnull()
    return joined.select(
        work=rows.work,
        year=ids.year,
        organisation=rows.organisation,
        country=rows.country,
        weight=rows.weight,
        home=is_home,
        own=~is_home & (kin.organisation.notnull() | is_cotutelle),
        **_get_roles(rows),
    )


def home_themes() -> ir.Table:
    """Return the themes of the home's works, each once a work, and who named it."""
    rows = get_table("work_themes").semi_join(get_table("home_ids"), "work")
    return rows.group_by("work", "vocabulary", "theme").aggregate(
        heading=to_flag(rows.basis == "heading").max(),
        keyword=to_flag(rows.basis == "keyword").max(),
    )


BUILD: dict[str, Callable[[], ir.Table]] = {
    "home_ids": home_ids,
    "home_countries": home_countries,
    "home_cotutelles": home_cotutelles,
    "home_organisations": home_organisations,
    "home_themes": home_themes,
    "home_works": home_works,
}
"""The view tables in the order in which an engine builds them: later ones read earlier ones."""


def _of_members(works: ir.Table) -> ir.Table:
    of_home = get_table("work_organisations").semi_join(get_table("home_members"), "organisation")
    return works.semi_join(of_home, "work")


def _get_roles(rows: ir.Table) -> dict[str, ir.BooleanValue]:
    return {role: rows[role].fill_null(False) for role in ROLES}
