"""What the strength of a tie is judged against: all works of a partner in the corpus, and all works.

The *corpus tables* depend on the snapshot alone, so an engine builds them once a snapshot, in the
order of `CORPUS_BUILD`; they are narrow, one row a partner a year. The totals of a question are their
sum over the question's years. Nothing here depends on the home but which partners are asked about.
"""

from __future__ import annotations

from collections.abc import Callable

import ibis.expr.types as ir

from cordee.observatory.indicators.tables import get_table, to_flag


def country_years() -> ir.Table:
    """Return one row a country a year: `works`, all works of the corpus on which it is."""
    rows = _get_dated("work_countries", "country")
    return rows.group_by("country", "year").aggregate(works=rows.count())


def organisation_years() -> ir.Table:
    """Return one row an organisation a year: `works`, all works of the corpus on which it is.

    The works without a year are a row too; the years of a question leave it out.
    """
    rows = get_table("work_organisations")
    return rows.group_by("organisation", "year").aggregate(works=rows.count())


def corpus_years() -> ir.Table:
    """Return one row a year: `covered` works (a country is known), `linked` (an organisation is)."""
    works = get_table("works").filter(lambda t: t.year.notnull())
    years = works.group_by("year").aggregate(works=works.count())
    covered = count_by_year(_get_dated("work_countries", "country"))
    linked = count_by_year(_get_dated("work_organisations", "organisation"))
    joined = years.left_join(covered, years.year == covered.year).left_join(
        linked, years.year == linked.year
    )
    return joined.select(
        year=years.year, covered=covered.works.fill_null(0), linked=linked.works.fill_null(0)
    )


def count_by_year(rows: ir.Table) -> ir.Table:
    """Return one row a year: `works`, how many works all the `rows` of a mart are of.

    The weights of a work sum to one in each mart (`cordee.observatory.lake.marts`; a lake is verified
    for it), so the sum of weights is the number of works but for rounding far below a half: one pass
    over two columns, where telling the works apart would remember each of them.
    """
    return rows.group_by("year").aggregate(works=rows.weight.sum().round().cast("int64"))


def citation_years() -> ir.Table:
    """Return one row a year, a type and a number of citations: `works` of the corpus with so many."""
    works = get_table("works")
    known = works.filter(works.citations.notnull(), works.year.notnull(), works.type.notnull())
    return known.group_by("year", "type", "citations").aggregate(works=known.count())


def work_days() -> ir.Table:
    """Return one row a year, a day, a source and whether it counts citations: `works` of the corpus."""
    works = get_table("works")
    rows = works.select("year", "date", "source", cited=to_flag(works.citations.notnull()))
    return rows.group_by("year", "date", "source", "cited").aggregate(works=rows.count())


CORPUS_BUILD: dict[str, Callable[[], ir.Table]] = {
    "country_years": country_years,
    "organisation_years": organisation_years,
    "corpus_years": corpus_years,
    "citation_years": citation_years,
    "work_days": work_days,
}
"""The corpus tables counted from the works; none reads another."""


def named_organisations() -> ir.Table:
    """Return one row an organisation that some work names: `works`, dated or not."""
    rows = get_table("organisation_years")
    return rows.group_by("organisation").aggregate(works=rows.works.sum())


def sites() -> ir.Table:
    """Return one row an organisation on some work: where it is, and whether it is a company."""
    rows = get_table("organisations").semi_join(get_table("named_organisations"), "organisation")
    return rows.select(
        "organisation",
        "latitude",
        "longitude",
        company=rows.types.contains("company").fill_null(False),
    )


NAMED_BUILD: dict[str, Callable[[], ir.Table]] = {
    "named_organisations": named_organisations,
    "sites": sites,
}
"""Who is in the corpus, read from `organisation_years`, in the order in which they are built."""


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


def _get_dated(mart: str, who: str) -> ir.Table:
    return get_table(mart).filter(lambda t: t.year.notnull(), lambda t: t[who].notnull())
