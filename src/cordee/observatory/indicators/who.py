"""Who on the home's works signs from a place, and which research units of the home are on them."""

from __future__ import annotations

import ibis.expr.types as ir

from cordee.observatory.indicators.people import (
    list_countries,
    list_organisations,
)
from cordee.observatory.indicators.places import home_units, is_in_city, placed_partners
from cordee.observatory.indicators.tables import get_table


def people_of_country() -> ir.Table:
    """Return one row a person and side: those with an affiliation in the country asked for.

    Columns: person, side. The same for `people_of_organisation` (a ROR id) and `people_of_city`
    (``GB/London``, by the organisations there).
    """
    found = list_countries(get_table("home_authors"))
    return _list_people_of(found.semi_join(get_table("asked"), [("country", "value")]))


def people_of_organisation() -> ir.Table:
    """Return one row a person and side, as `people_of_country` does."""
    found = list_organisations(get_table("home_authors"))
    return _list_people_of(found.semi_join(get_table("asked"), [("organisation", "value")]))


def people_of_city() -> ir.Table:
    """Return one row a person and side, as `people_of_country` does."""
    rows, asked = placed_partners(), get_table("asked")
    there = rows.semi_join(asked, is_in_city(rows, asked.value))
    there = there.select("organisation").distinct()
    found = list_organisations(get_table("home_authors"))
    return _list_people_of(found.semi_join(there, "organisation"))


def working_units() -> ir.Table:
    """Return the rows of `places.home_units` with `first` and `last`.

    These are the works whose first, or last, author signs from the unit.
    """
    units, led = home_units(), _count_leads_of_units()
    joined = units.left_join(led, "unit")
    return joined.select(
        *(units[column] for column in units.columns),
        first=led["first"].fill_null(0),
        last=led["last"].fill_null(0),
    )


def _count_leads_of_units() -> ir.Table:
    authors = get_table("home_authors")
    ends = authors.filter(
        (authors.position == authors.first_position) | (authors.position == authors.last_position)
    )
    printed = ends.select(
        "work",
        first=ends.position == ends.first_position,
        last=ends.position == ends.last_position,
        affiliation=ends.affiliations.unnest(),
    )
    coded = get_table("unit_affiliations").select("unit", "affiliation")
    rows = printed.inner_join(coded, "affiliation").select("unit", "work", "first", "last")
    return rows.group_by("unit").aggregate(
        first=rows.work.nunique(where=rows["first"]), last=rows.work.nunique(where=rows["last"])
    )


def _list_people_of(found: ir.Table) -> ir.Table:
    rows = get_table("home_people").semi_join(found, ["work", "position"])
    return rows.select("person", "side").distinct()
