"""What the corpus knows from the other side: who else publishes with a country.

The country is the value of the table `asked` at part 0. All works of the corpus with it, in the years
of the question, are looked at, whether the home is on them or not. They are found once, in
tables that an engine builds when the country is asked for (`ASKED_BUILD`).
"""

from __future__ import annotations

from collections.abc import Callable

import ibis
import ibis.expr.types as ir

from cordee.observatory.indicators.tables import get_table


def organisations_with_country() -> ir.Table:
    """Return one row an organisation of another country on the country's works, or of the home.

    Columns: organisation; country; works. The organisations of the home come as one row, `""`, with
    the works on which any of them is, so that the home is ranked as the one it is looked at as.
    """
    asked, members = get_table("asked"), get_table("home_members")
    rows = get_table("asked_organisations")
    ours = rows.semi_join(members, "organisation")
    home = ours.aggregate(works=ours.work.nunique()).filter(lambda t: t.works > 0)
    others = rows.anti_join(members, "organisation").filter(lambda t: t.country.notnull())
    others = others.anti_join(asked, others.country == asked.value)
    # An organisation has one row a work, so that its rows are its works.
    counted = others.group_by("organisation", "country").aggregate(works=others.count())
    nobody = ibis.literal("")
    return counted.union(home.select(organisation=nobody, country=nobody, works=home.works))


def countries_with_country() -> ir.Table:
    """Return one row another country on the country's works: country; works (full counting)."""
    asked, works = get_table("asked"), _list_works()
    rows = get_table("work_countries").semi_join(works, "work")
    kept = rows.filter(rows.country.notnull()).anti_join(asked, rows.country == asked.value)
    return kept.group_by("country").aggregate(works=kept.count())


def asked_works() -> ir.Table:
    """Return the works of the corpus with the country: work and year, the work's own."""
    asked = get_table("asked")
    rows = get_table("work_countries").semi_join(asked, [("country", "value")]).select("work")
    return get_table("works").semi_join(rows, "work").select("work", "year")


def asked_organisations() -> ir.Table:
    """Return the organisations on these works, of the years of the question."""
    rows = get_table("work_organisations").semi_join(_list_works(), "work")
    return rows.select("work", "organisation", "country")


ASKED_BUILD: dict[str, Callable[[], ir.Table]] = {
    "asked_works": asked_works,
    "asked_organisations": asked_organisations,
}
"""What an engine builds once the country stands in the table `asked`, in this order."""


def _list_works() -> ir.Table:
    return get_table("asked_works").semi_join(get_table("home_years"), "year").select("work")
