"""The whole corpus, whoever publishes: works of each country, who publishes with whom, and how that moves.

There is no home here, so every country is one among others. All is read from the cube of country
sets (`cordee.observatory.indicators.world`), which a set's pairs make exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import duckdb
import pyarrow as pa

from cordee.kernel.cells import Cell
from cordee.kernel.messages import N_, translate
from cordee.kernel.periods import Years
from cordee.observatory.figures.answer import Share
from cordee.observatory.figures.assemble import is_partial
from cordee.observatory.figures.exports import Table
from cordee.observatory.figures.lake_facts import Row, query_rows
from cordee.observatory.figures.statistics import get_ranks, get_share, make_share
from cordee.observatory.figures.ties import get_affinity, get_salton
from cordee.observatory.figures.warehouse import Warehouse
from cordee.reference.countries import name_of


@dataclass(frozen=True, slots=True)
class WorldYear:
    """One year of the corpus. Every work is unknown, domestic, bilateral, trilateral or multilateral."""

    year: int
    works: int
    unknown_works: int
    domestic_works: int
    bilateral_works: int
    trilateral_works: int
    multilateral_works: int
    international: Share  # of the works with a known country


@dataclass(frozen=True, slots=True)
class WorldCountry:
    """One country by full counting: `share` is of the works with a known country."""

    code: str
    rank: int
    works: int
    share: float | None
    international: Share  # of this country's works


@dataclass(frozen=True, slots=True)
class WorldLink:
    """Two countries, source before target, and the works that name both (full counting).

    `affinity` and `salton` as in `cordee.observatory.figures.ties`; None under five works.
    """

    source: str
    target: str
    works: int
    affinity: float | None
    salton: float | None


@dataclass(frozen=True)
class World:
    """The corpus in a period. Links come the most works first, countries by rank, years in order."""

    asked: Years
    works: int
    covered_works: int
    coverage: Share
    international: Share
    by_year: tuple[WorldYear, ...]
    countries: tuple[WorldCountry, ...]
    links: tuple[WorldLink, ...]
    latest_date: date | None  # in the last month the lake holds in full
    snapshot: str | None
    prepared: bool  # read from tables of `cordee build`, else counted now

    @property
    def partial_years(self) -> tuple[int, ...]:
        """The years before whose end the publications at hand stop."""
        return tuple(one.year for one in self.by_year if is_partial(one.year, self.latest_date))

    def get_matrix(self, most: int) -> tuple[tuple[str, ...], tuple[tuple[int, ...], ...]]:
        """Return the `most` countries with the most works, and the works each shares with each.

        The diagonal holds a country's own works, so a row says at a glance what part is shared.
        """
        codes = tuple(one.code for one in self.countries[:most])
        shared = {(one.source, one.target): one.works for one in self.links}
        own = {one.code: one.works for one in self.countries}
        rows = tuple(
            tuple(own[a] if a == b else shared.get((min(a, b), max(a, b)), 0) for b in codes)
            for a in codes
        )
        return codes, rows

    def to_dict(self, language: str = "en") -> dict[str, Any]:
        """Return the answer as JSON values, countries named in `language`."""
        return {
            "period": {"first": self.asked.first, "last": self.asked.last},
            "counting": "full",
            "works": self.works,
            "covered_works": self.covered_works,
            "coverage": asdict(self.coverage),
            "international": asdict(self.international),
            "by_year": [asdict(one) for one in self.by_year],
            "countries": [
                asdict(one) | {"name": name_of(one.code, language)} for one in self.countries
            ],
            "links": [asdict(one) for one in self.links],
            "snapshot": self.snapshot,
            "prepared": self.prepared,
        }


_YEARS = """
SELECT year, size, CAST(sum(works) AS BIGINT) AS works FROM (
    SELECT year, least(size, 4) AS size, works FROM country_sets SEMI JOIN asked_years USING (year))
GROUP BY ALL ORDER BY year
"""

_COUNTRIES = """
SELECT country, CAST(sum(works) AS BIGINT) AS works,
       CAST(sum(international) AS BIGINT) AS international
FROM country_classes SEMI JOIN asked_years USING (year) GROUP BY country
"""

_LINKS = """
SELECT source, target, CAST(sum(works) AS BIGINT) AS works
FROM country_links SEMI JOIN asked_years USING (year) GROUP BY ALL
ORDER BY works DESC, source, target
"""

_CELLS = """
SELECT year, source, target, works FROM country_links SEMI JOIN asked_years USING (year)
ORDER BY year, source, target
"""


def answer_world(years: Years, warehouse: Warehouse) -> World:
    """Return the figures of the whole corpus in `years`; works without a year are in none."""
    with warehouse.open_world() as cursor:
        _put_years(cursor, years, warehouse)
        by_year = tuple(_make_years(query_rows(cursor, _YEARS)))
        countries, links = query_rows(cursor, _COUNTRIES), query_rows(cursor, _LINKS)
    works = sum(one.works for one in by_year)
    covered = works - sum(one.unknown_works for one in by_year)
    return World(
        asked=years,
        works=works,
        covered_works=covered,
        coverage=make_share(covered, works),
        international=make_share(sum(one.international.works for one in by_year), covered),
        by_year=by_year,
        countries=_make_countries(countries, covered),
        links=_make_links(links, {row["country"]: row["works"] for row in countries}, covered),
        latest_date=warehouse.facts.latest_date,
        snapshot=warehouse.state.snapshot,
        prepared=warehouse.state.prepared is not None,
    )


def read_world_cells(years: Years, warehouse: Warehouse) -> pa.Table:
    """Return the matrix with its years: columns year, source, target (source before it) and works."""
    with warehouse.open_world() as cursor:
        _put_years(cursor, years, warehouse)
        return cursor.sql(_CELLS).to_arrow_table()


def _put_years(cursor: duckdb.DuckDBPyConnection, years: Years, warehouse: Warehouse) -> None:
    cursor.execute(
        "CREATE TEMP TABLE asked_years AS SELECT unnest(?::SMALLINT[]) AS year",
        [warehouse.list_years(years)],
    )


def _make_years(rows: Iterable[Row]) -> Iterable[WorldYear]:
    sizes: dict[int, dict[int, int]] = {}
    for row in rows:
        sizes.setdefault(row["year"], {})[row["size"]] = row["works"]
    for year, counts in sizes.items():
        unknown, one, two, three, more = (counts.get(size, 0) for size in range(5))
        international = two + three + more
        yield WorldYear(
            year=year,
            works=unknown + one + international,
            unknown_works=unknown,
            domestic_works=one,
            bilateral_works=two,
            trilateral_works=three,
            multilateral_works=more,
            international=make_share(international, one + international),
        )


def _make_countries(rows: list[Row], covered: int) -> tuple[WorldCountry, ...]:
    ranks = get_ranks({row["country"]: row["works"] for row in rows})
    found = [
        WorldCountry(
            code=row["country"],
            rank=ranks[row["country"]],
            works=row["works"],
            share=get_share(row["works"], covered),
            international=make_share(row["international"], row["works"]),
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda one: (one.rank, one.code)))


def _make_links(rows: list[Row], works: Mapping[str, int], covered: int) -> tuple[WorldLink, ...]:
    return tuple(
        WorldLink(
            source=row["source"],
            target=row["target"],
            works=row["works"],
            affinity=get_affinity(
                row["works"], works[row["source"]], works[row["target"]], covered
            ),
            salton=get_salton(row["works"], works[row["source"]], works[row["target"]]),
        )
        for row in rows
    )


YEAR_HEADERS = (
    N_("year"),
    N_("works"),
    N_("international works"),
    N_("international share"),
    N_("domestic works"),
    N_("bilateral works"),
    N_("trilateral works"),
    N_("multilateral works"),
    N_("works with no known country"),
)
COUNTRY_HEADERS = (
    N_("rank"),
    N_("code"),
    N_("country"),
    N_("works"),
    N_("share of works"),
    N_("international works"),
    N_("international share"),
)
CELL_HEADERS = (N_("year"), N_("country"), N_("with"), N_("works"))


def make_year_table(world: World, language: str = "en") -> Table:
    """Return the years as a table."""
    rows: Iterable[tuple[Cell, ...]] = (
        (
            one.year,
            one.works,
            one.international.works,
            one.international.value,
            one.domestic_works,
            one.bilateral_works,
            one.trilateral_works,
            one.multilateral_works,
            one.unknown_works,
        )
        for one in world.by_year
    )
    return Table("world_years", _translate(YEAR_HEADERS, language), tuple(rows))


def make_country_table(world: World, language: str = "en") -> Table:
    """Return the countries as a table."""
    rows: Iterable[tuple[Cell, ...]] = (
        (
            one.rank,
            one.code,
            name_of(one.code, language),
            one.works,
            one.share,
            one.international.works,
            one.international.value,
        )
        for one in world.countries
    )
    return Table("world_countries", _translate(COUNTRY_HEADERS, language), tuple(rows))


def make_cell_table(cells: pa.Table, language: str = "en") -> Table:
    """Return the matrix with its years as a table: one row a year and pair of countries."""
    columns = [cells[name].to_pylist() for name in ("year", "source", "target", "works")]
    return Table(
        "world_matrix", _translate(CELL_HEADERS, language), tuple(zip(*columns, strict=True))
    )


def _translate(headers: tuple[str, ...], language: str) -> tuple[str, ...]:
    return tuple(translate(text, language) for text in headers)
