"""Who is closest on both sides of a possible partner: its people and units, and the home's.

What is asked stands in the table `asked`. For those *there* as in `indicators.finder`: themes at the
part `THEMES`, candidates at `CANDIDATES`. For those *here* each part is a set of themes (``mesh/C04``),
and the answer is given a part. Both read the table `theme_rows`.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from cordee.observatory.indicators.finder import CANDIDATES, THEMES
from cordee.observatory.indicators.people import list_organisations, list_persons
from cordee.observatory.indicators.places import list_own_units, list_unit_works
from cordee.observatory.indicators.tables import get_table


def candidate_people() -> ir.Table:
    """Return organisation, work, year, person, name: the authors who sign from a candidate.

    Of its works with a theme asked for. A person is known as in `indicators.people`.
    """
    works = _list_candidate_works()
    authors = get_table("authorships").semi_join(works, "work")
    authors = list_persons(authors).filter(lambda t: t.folded != "")
    ties = list_organisations(authors).inner_join(works, ["work", "organisation"])
    ties = ties.select("work", "position", "organisation", "year")
    known = get_table("orcid_names").rename("known_{name}")
    named = authors.select("work", "position", "name", "folded", "orcid")
    rows = named.left_join(known, [("folded", "known_name")]).inner_join(ties, ["work", "position"])
    return rows.select(
        "organisation",
        "work",
        "year",
        person=ibis.coalesce(rows.orcid.upper(), rows.known_orcid, rows.folded),
        name=rows["name"],
    )


def people_there() -> ir.Table:
    """Return one row a person of a candidate: organisation, person, works, first and last year."""
    rows = get_table("candidate_people")
    return rows.group_by("organisation", "person").aggregate(
        works=rows.work.nunique(), first_year=rows.year.min(), last_year=rows.year.max()
    )


def names_there() -> ir.Table:
    """Return one row a printed name of the people asked for, as ``organisation/person``.

    Columns: organisation, person, name, works.
    """
    rows, asked = get_table("candidate_people"), get_table("asked")
    rows = rows.semi_join(asked, rows.organisation + "/" + rows.person == asked.value)
    return rows.group_by("organisation", "person", "name").aggregate(works=rows.work.nunique())


def units_there() -> ir.Table:
    """Return one row a research unit of a candidate: organisation, unit, name, works, last_year.

    Only French units have a code that works print.
    """
    works = _list_candidate_works()
    coded = get_table("unit_works").select("unit", "work").distinct()
    rows = list_own_units().inner_join(coded, "unit").inner_join(works, ["organisation", "work"])
    rows = rows.select("organisation", "unit", "work", "year")
    return _name_units(
        rows.group_by("organisation", "unit").aggregate(
            works=rows.count(), last_year=rows.year.max()
        )
    )


def people_here() -> ir.Table:
    """Return one row a person of the home and set of themes.

    Columns: part, person, works, first_year, last_year.

    Works of the home that she signs from it, with at least one theme of the set.
    """
    people = get_table("home_people").filter(lambda t: t.side == "home")
    people = people.select("work", "year", "person").distinct()
    rows = people.inner_join(_list_theme_sets(), "work")
    return rows.group_by("part", "person").aggregate(
        works=rows.count(), first_year=rows.year.min(), last_year=rows.year.max()
    )


def units_here() -> ir.Table:
    """Return one row a unit of the home and set of themes: part, unit, name, works, last_year."""
    rows = list_unit_works().inner_join(_list_theme_sets(), "work")
    return _name_units(
        rows.group_by("part", "unit").aggregate(works=rows.count(), last_year=rows.year.max())
    )


def _list_candidate_works() -> ir.Table:
    asked = get_table("asked")
    themes = asked.filter(asked.part == THEMES)
    candidates = asked.filter(asked.part == CANDIDATES)
    rows = get_table("theme_rows").semi_join(themes, [("key", "value")])
    on_theme = rows.select("work", "year").distinct()
    theirs = get_table("work_organisations").semi_join(candidates, [("organisation", "value")])
    return theirs.select("work", "organisation").inner_join(on_theme, "work")


def _list_theme_sets() -> ir.Table:
    rows = get_table("theme_rows").inner_join(get_table("asked"), [("key", "value")])
    return rows.select("part", "work").distinct()


def _name_units(counted: ir.Table) -> ir.Table:
    units = get_table("units")
    units = units.select("unit", name=ibis.coalesce(units.name, units.acronym))
    return counted.left_join(units, "unit").select(*counted.columns, "name")
