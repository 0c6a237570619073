"""Reading the works behind a figure, and the evidence of one work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum

import duckdb

from cordee.kernel.errors import NotFoundError
from cordee.kernel.messages import N_
from cordee.observatory.figures.lake_facts import Place, Row, query_rows
from cordee.observatory.figures.selection import Selection
from cordee.observatory.figures.warehouse import HomeView
from cordee.observatory.figures.works import (
    EvidenceAffiliation,
    EvidenceAuthor,
    EvidenceCountry,
    EvidenceLink,
    EvidenceTheme,
    WorkEvidence,
    WorkRow,
    WorksPage,
)
from cordee.observatory.indicators.classes import belongs_to


FIRST_AUTHORS = 3
"""Names shown in a list, as reference lists do before “et al.”."""


class Order(StrEnum):
    """In which order works are listed; equals come by title."""

    LATEST = "latest"  # the latest first
    SHARED = "shared"  # the most organisations first, then the most countries


# A work known by its year alone comes after those of that year known by day or month.
_LATEST = "works.year DESC, works.date DESC NULLS LAST"

_ORDERS = {
    Order.LATEST: _LATEST,
    Order.SHARED: f"home_works.organisations DESC, home_works.countries DESC, {_LATEST}",
}

_PAGE = """
SELECT works.work, title, works.year, venue, type, doi, pmid, authors,
       home_works.organisations, home_works.countries
FROM home_records AS works
JOIN (SELECT work, organisations, countries FROM home_works SEMI JOIN selected USING (work))
  AS home_works USING (work)
ORDER BY {order}, lower(title) NULLS LAST, works.work
LIMIT ? OFFSET ?
"""

_NAMES = """
SELECT work, name FROM authorships SEMI JOIN (SELECT unnest(?::BIGINT[]) AS work) USING (work)
WHERE position BETWEEN 1 AND ?
ORDER BY work, position
"""

_COUNTRIES = """
SELECT work, country FROM home_countries SEMI JOIN (SELECT unnest(?::BIGINT[]) AS work) USING (work)
ORDER BY work, country
"""


def list_works(
    view: HomeView, selection: Selection, page: int, size: int, order: Order = Order.LATEST
) -> WorksPage:
    """Return one page of the selected works of a home view."""
    return _read_page(view, view.select_works(selection), page, size, order)


def iterate_pages(view: HomeView, selection: Selection, size: int) -> Iterator[WorksPage]:
    """Yield every page of the selected works, the latest first; one without works when there are none."""
    total = view.select_works(selection)
    for page in range(1, max(1, -(-total // size)) + 1):
        yield _read_page(view, total, page, size, Order.LATEST)


def _read_page(view: HomeView, total: int, page: int, size: int, order: Order) -> WorksPage:
    sql = _PAGE.format(order=_ORDERS[order])
    rows = view.query(sql, [size, (page - 1) * size]) if (page - 1) * size < total else []
    works = [row["work"] for row in rows]
    countries = _group(view.query(_COUNTRIES, [works]), "country")
    found = (
        row
        | {
            "countries": countries.get(row["work"], ()),
            "international": belongs_to(row, "international"),
        }
        for row in rows
    )
    return WorksPage(make_work_rows(view.query, found), total, page, size)


def make_work_rows(
    query: Callable[[str, Sequence[object]], list[Row]], rows: Iterable[Row]
) -> tuple[WorkRow, ...]:
    """Return lines of a list of works, with the names of their first authors read by `query`.

    `rows` have what a `WorkRow` has but for these names; the number of authors may be null.
    """
    found = list(rows)
    works = [row["work"] for row in found]
    names = _group(query(_NAMES, [works, FIRST_AUTHORS]), "name")
    return tuple(
        WorkRow(
            work=row["work"],
            title=row["title"],
            year=row["year"],
            venue=row["venue"],
            type=row["type"],
            doi=row["doi"],
            pmid=row["pmid"],
            authors=row["authors"] or 0,
            first_authors=names.get(row["work"], ()),
            countries=tuple(row["countries"]),
            organisations=row["organisations"],
            international=row["international"],
        )
        for row in found
    )


def _group(rows: Iterable[Row], column: str) -> dict[int, tuple[str, ...]]:
    groups: defaultdict[int, list[str]] = defaultdict(list)
    for row in rows:
        groups[row["work"]].append(row[column])
    return {work: tuple(values) for work, values in groups.items()}


def read_evidence(
    cursor: duckdb.DuckDBPyConnection, work: int, places: Mapping[str, Place]
) -> WorkEvidence:
    """Return everything the figures of one work rest on; `NotFoundError` when it is not there.

    `places` are the names and countries of organisations.
    """
    rows = query_rows(
        cursor,
        "SELECT title, year, date, type, venue, language, doi, pmid, sources, retracted "
        "FROM works WHERE work = ?",
        [work],
    )
    if not rows:
        raise NotFoundError(
            N_("The lake has no work {work}. It may have been withdrawn; search it by its title."),
            work=work,
        )
    row = rows[0]
    authors = _read_authors(cursor, work)
    keys = tuple(dict.fromkeys(key for author in authors for key in author.affiliations))
    return WorkEvidence(
        work=work,
        **{name: row[name] for name in row if name not in ("sources", "retracted")},
        sources=tuple(row["sources"] or ()),
        retracted=bool(row["retracted"]),
        countries=_read_column(cursor, "country", "work_countries", work),
        organisations=_read_column(cursor, "organisation", "work_organisations", work),
        authors=authors,
        affiliations=_read_affiliations(cursor, keys, places),
        themes=_read_themes(cursor, work),
    )


def _read_column(
    cursor: duckdb.DuckDBPyConnection, column: str, table: str, work: int
) -> tuple[str, ...]:
    sql = f"SELECT DISTINCT {column} AS value FROM {table} WHERE work = ? ORDER BY value"  # noqa: S608 -- our own names
    return tuple(row["value"] for row in query_rows(cursor, sql, [work]) if row["value"])


def _read_authors(cursor: duckdb.DuckDBPyConnection, work: int) -> tuple[EvidenceAuthor, ...]:
    rows = query_rows(
        cursor,
        "SELECT position, name, orcid, corresponding, collective, affiliations, "
        "stated_organisations, stated_countries FROM authorships WHERE work = ? ORDER BY position",
        [work],
    )
    return tuple(
        EvidenceAuthor(
            position=row["position"],
            name=row["name"] or "",
            orcid=row["orcid"],
            corresponding=row["corresponding"],
            collective=bool(row["collective"]),
            affiliations=tuple(row["affiliations"] or ()),
            stated_organisations=tuple(row["stated_organisations"] or ()),
            stated_countries=tuple(row["stated_countries"] or ()),
        )
        for row in rows
    )


def _read_affiliations(
    cursor: duckdb.DuckDBPyConnection, keys: tuple[int, ...], places: Mapping[str, Place]
) -> tuple[EvidenceAffiliation, ...]:
    wanted = "SEMI JOIN (SELECT unnest(?::BIGINT[]) AS affiliation) USING (affiliation)"
    texts = query_rows(cursor, f"SELECT affiliation, text FROM affiliations {wanted}", [keys])  # noqa: S608
    links = query_rows(
        cursor,
        "SELECT affiliation, organisation, score, reason, start, links.end FROM links "  # noqa: S608 -- no values
        f"{wanted} ORDER BY affiliation, start, links.end, organisation",
        [keys],
    )
    countries = query_rows(
        cursor,
        f"SELECT affiliation, country, basis FROM affiliation_countries {wanted} "  # noqa: S608
        "ORDER BY affiliation, country",
        [keys],
    )
    text_of = {row["affiliation"]: row["text"] for row in texts}
    return tuple(
        EvidenceAffiliation(
            affiliation=key,
            text=text_of.get(key, ""),
            links=tuple(_make_link(row, places) for row in links if row["affiliation"] == key),
            countries=tuple(
                EvidenceCountry(row["country"], row["basis"])
                for row in countries
                if row["affiliation"] == key
            ),
        )
        for key in keys
    )


def _make_link(row: Row, places: Mapping[str, Place]) -> EvidenceLink:
    place = places.get(row["organisation"])
    return EvidenceLink(
        organisation=row["organisation"],
        name=place.name if place else row["organisation"],
        country=place.country if place else None,
        score=row["score"],
        reason=row["reason"],
        start=row["start"],
        end=row["end"],
    )


def _read_themes(cursor: duckdb.DuckDBPyConnection, work: int) -> tuple[EvidenceTheme, ...]:
    rows = query_rows(
        cursor,
        "SELECT vocabulary, code, label, major FROM themes WHERE work = ? "
        "ORDER BY major DESC, vocabulary, label, code",
        [work],
    )
    return tuple(
        EvidenceTheme(row["vocabulary"], row["code"], row["label"], bool(row["major"]))
        for row in rows
    )
