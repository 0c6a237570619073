"""What the corpus knows from the other side: who else publishes with a country.

The country is the value of the table `asked` at part 0. All works of the corpus with it, in the years
of the question, are looked at, whether the home is on them or not.
"""

from __future__ import annotations

import ibis.expr.types as ir

from cordee.observatory.indicators.tables import get_table


def organisations_with_country() -> ir.Table:
    """Return one row an organisation of another country on the country's works, or of the home.

    Columns: organisation; country; works. The organisations of the home come as one row, `""`, with
    the works on which any of them is, so that the home is ranked as the one it is looked at as.
    """
    asked, works = get_table("asked"), _list_works()
    members = get_table("home_members").select(member="organisation").distinct()
    rows = get_table("work_organisations").semi_join(works, "work")
    rows = rows.left_join(members, rows.organisation == members.member)
    rows = rows.select(
        work=rows.work,
        organisation=rows.member.notnull().ifelse("", rows.organisation),
        country=rows.member.notnull().ifelse("", rows.country),
    )
    kept = rows.filter(rows.country.notnull()).anti_join(asked, rows.country == asked.value)
    return kept.group_by("organisation", "country").aggregate(works=kept.work.nunique())


def countries_with_country() -> ir.Table:
    """Return one row another country on the country's works: country; works (full counting)."""
    asked, works = get_table("asked"), _list_works()
    rows = get_table("work_countries").semi_join(works, "work")
    kept = rows.filter(rows.country.notnull()).anti_join(asked, rows.country == asked.value)
    return kept.group_by("country").aggregate(works=kept.work.nunique())


def _list_works() -> ir.Table:
    asked = get_table("asked")
    rows = get_table("work_countries").semi_join(asked, [("country", "value")]).select("work")
    # The year is the work's own, as in the home view.
    dated = get_table("works").semi_join(get_table("home_years"), "year").select("work")
    return dated.semi_join(rows, "work")
