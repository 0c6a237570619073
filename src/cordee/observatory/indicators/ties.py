"""What the strength of a tie is judged against: all works of a partner in the corpus, and all works.

The *corpus tables* depend on the snapshot alone, so an engine builds them once a snapshot, in the
order of `CORPUS_BUILD`; they are narrow, one row a partner a year. The totals of a question are their
sum over the question's years. Nothing here depends on the home but which partners are asked about.
"""

from __future__ import annotations

from collections.abc import Callable

import ibis.expr.types as ir

from cordee.observatory.indicators.tables import get_table


def country_years() -> ir.Table:
    """Return one row a country a year: `works`, all works of the corpus on which it is."""
    rows = _add_years(get_table("work_countries").filter(lambda t: t.country.notnull()))
    return rows.group_by("country", "year").aggregate(works=rows.count())


def organisation_years() -> ir.Table:
    """Return one row an organisation a year: `works`, all works of the corpus on which it is."""
    rows = _add_years(get_table("work_organisations"))
    return rows.group_by("organisation", "year").aggregate(works=rows.count())


def corpus_years() -> ir.Table:
    """Return one row a year: `covered` works (a country is known), `linked` (an organisation is)."""
    works = get_table("works").filter(lambda t: t.year.notnull()).select("work", "year")
    covered = get_table("work_countries").filter(lambda t: t.country.notnull())
    covered = covered.select("work").distinct()
    linked = get_table("work_organisations").select("work").distinct()
    joined = works.left_join(covered, works.work == covered.work).left_join(
        linked, works.work == linked.work
    )
    rows = joined.select(year=works.year, covered=covered.work, linked=linked.work)
    return rows.group_by("year").aggregate(covered=rows.covered.count(), linked=rows.linked.count())


def sites() -> ir.Table:
    """Return one row an organisation on some work: where it is, and whether it is a company."""
    rows = get_table("organisations").semi_join(get_table("work_organisations"), "organisation")
    return rows.select(
        "organisation",
        "latitude",
        "longitude",
        company=rows.types.contains("company").fill_null(False),
    )


def citation_years() -> ir.Table:
    """Return one row a year, a type and a number of citations: `works` of the corpus with so many."""
    works = get_table("works")
    known = works.filter(works.citations.notnull(), works.year.notnull(), works.type.notnull())
    return known.group_by("year", "type", "citations").aggregate(works=known.count())


CORPUS_BUILD: dict[str, Callable[[], ir.Table]] = {
    "sites": sites,
    "country_years": country_years,
    "organisation_years": organisation_years,
    "corpus_years": corpus_years,
    "citation_years": citation_years,
}
"""The corpus tables; none reads another."""


def country_totals() -> ir.Table:
    """Return one row a country on the home's works: `works`, all of the corpus's in these years."""
    asked = get_table("home_countries").select("country").distinct()
    rows = get_table("country_years").semi_join(get_table("home_years"), "year")
    rows = rows.semi_join(asked, "country")
    return rows.group_by("country").aggregate(works=rows.works.sum())


def organisation_totals() -> ir.Table:
    """Return one row an organisation on the home's works: `works`, as in `country_totals`."""
    asked = get_table("home_organisations").select("organisation").distinct()
    rows = get_table("organisation_years").semi_join(get_table("home_years"), "year")
    rows = rows.semi_join(asked, "organisation")
    return rows.group_by("organisation").aggregate(works=rows.works.sum())


def corpus_totals() -> ir.Table:
    """Return one row: `covered` and `linked` works of the corpus in the question's years, or 0."""
    rows = get_table("corpus_years").semi_join(get_table("home_years"), "year")
    return rows.aggregate(
        covered=rows.covered.sum().fill_null(0), linked=rows.linked.sum().fill_null(0)
    )


def _add_years(rows: ir.Table) -> ir.Table:
    # The year is the work's own, as in the home view, so that a part is never larger than its whole.
    works = get_table("works").filter(lambda t: t.year.notnull())
    rows = rows.drop("year")
    return rows.inner_join(works, rows.work == works.work).select(
        *[rows[name] for name in rows.columns if name in ("country", "organisation")],
        year=works.year,
    )
