"""Citations of the home's works, against what works of their year and type have in the corpus."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from cordee.observatory.indicators.tables import get_table


FEWEST_COMPARED = 50
"""A mean of citations leans on its few most cited works; under fifty works of a year and a type, one of
them alone can double it, and a tenth of them is under five works."""

TOP = 0.1
"""The part of the works of a year and a type that are the most cited."""


def citation_norms() -> ir.Table:
    """Return one row a year, a type and a number of citations found in the corpus.

    Columns: year; type; citations; compared (works of that year and type with known citations);
    expected (their mean citations); top (0 to 1: how far a work with so many citations is among the
    tenth most cited). Works at the very bound share what is left of the tenth, so that the tenth is
    always one. Waltman and Schreiber, "On the calculation of percentile-based bibliometric
    indicators" (2013), doi:10.1002/asi.22775.
    """
    rows = get_table("citation_years")
    group = ibis.window(group_by=["year", "type"])
    most_first = ibis.window(
        group_by=["year", "type"], order_by=ibis.desc("citations"), preceding=None, following=0
    )
    found = rows.mutate(
        compared=rows.works.sum().over(group),
        sum=(rows.works * rows.citations).sum().over(group),
        reached=rows.works.sum().over(most_first),
    )
    # The number 0.1 is a decimal to Spark; times one that is none, it is none.
    left = TOP * found.compared.cast("float64") - (found.reached - found.works)
    part = left / found.works
    return found.select(
        "year",
        "type",
        "citations",
        "compared",
        expected=found["sum"] / found.compared,
        top=ibis.cases((part < 0, 0.0), (part > 1, 1.0), else_=part),
    )


def cited_works() -> ir.Table:
    """Return the home's works with known citations and how they compare.

    Columns: work; year; countries and company as in `home_works`; citations; compared (1 when enough works
    of its year and type are known, else 0); score (citations over expected) and top, both 0 where it
    is not compared.
    """
    ids, works = get_table("home_ids"), get_table("home_works")
    norms = citation_norms()
    known = ids.filter(ids.citations.notnull())
    rows = known.inner_join(works, known.work == works.work).left_join(
        norms,
        [known.year == norms.year, known.type == norms.type, known.citations == norms.citations],
    )
    is_compared = (norms.compared.fill_null(0) >= FEWEST_COMPARED) & (
        norms.expected.fill_null(0.0) > 0
    )
    return rows.select(
        work=known.work,
        year=known.year,
        countries=works.countries,
        company=works.company,
        citations=known.citations,
        compared=is_compared.ifelse(1, 0),
        score=is_compared.ifelse(known.citations / norms.expected, 0.0),
        top=is_compared.ifelse(norms.top, 0.0),
    )


def citations_by_class() -> ir.Table:
    """Return one row a number of countries and presence of a company, columns of `_add_up`."""
    return _add_up(cited_works(), "countries", "company")


def citations_by_year() -> ir.Table:
    """Return one row a year, columns of `_add_up`."""
    return _add_up(cited_works(), "year")


def citations_by_country() -> ir.Table:
    """Return one row a partner country, columns of `_add_up`."""
    rows, partners = cited_works(), get_table("home_countries").filter(lambda t: ~t.home)
    joined = rows.inner_join(partners, rows.work == partners.work)
    return _add_up(joined.select(*[rows[name] for name in rows.columns], "country"), "country")


def _add_up(rows: ir.Table, *keys: str) -> ir.Table:
    """Return by `keys`: works, citations, compared, and sums of score, its square and top."""
    return rows.group_by(*keys).aggregate(
        works=rows.count(),
        citations=rows.citations.cast("int64").sum(),
        compared=rows.compared.sum(),
        score=rows.score.sum(),
        square=(rows.score * rows.score).sum(),
        top=rows.top.sum(),
    )
