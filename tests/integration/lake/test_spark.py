"""Spark gives what DuckDB gives: each table and each expression, on a cluster of two workers."""

from __future__ import annotations

import importlib
import math
import pkgutil
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from inspect import getmembers, isfunction, signature
from pathlib import Path

import duckdb
import ibis.expr.types as ir
import pyarrow as pa
import pytest
from tests.integration.lake.full_lake import ASKED, AT, GIVEN, write_full_lake
from tests.integration.lake.spark_cluster import SETTINGS, running_cluster
from tests.unit.observatory.building.made_lakes import draw_works, write_lake
from tests.unit.observatory.figures.lakes import COUNTRY_OF, A, B, SmallRegistry

from cordee.kernel.errors import LakeError, UsageError
from cordee.observatory import indicators
from cordee.observatory.building.build import build_lake
from cordee.observatory.building.engine import Home, Source
from cordee.observatory.building.plan import CORPUS_TABLES, HOME_BUILD, Indicator
from cordee.observatory.building.spark_engine import SparkEngine
from cordee.observatory.indicators.closest import candidate_people
from cordee.observatory.indicators.compiling import compile_indicator, compile_selection
from cordee.observatory.indicators.finder import of_few, partner_pairs, theme_rows
from cordee.observatory.indicators.networks import MEMBERS, network_pairs
from cordee.observatory.indicators.other_side import ASKED_BUILD
from cordee.observatory.indicators.people import (
    PEOPLE_BUILD,
    list_countries,
    list_organisations,
    list_persons,
    orcid_names,
)
from cordee.observatory.indicators.selections import KINDS
from cordee.observatory.indicators.tables import SCHEMAS, get_table
from cordee.observatory.indicators.ties import count_by_year
from cordee.observatory.lake.store import Lake


# Spark's own Python side leaves the sockets of its results to the collector.
pytestmark = [
    pytest.mark.long,
    pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

Rows = list[tuple[object, ...]]

BUILT: Mapping[str, Indicator] = {
    **CORPUS_TABLES,
    **HOME_BUILD,
    "orcid_names": orcid_names,
    **PEOPLE_BUILD,
    "network_rows": MEMBERS["unit-partners"],  # of all kinds: homes, others, circles
    "network_pairs": network_pairs,
    "theme_rows": theme_rows,
    "partner_pairs": partner_pairs,  # of the home's partners, which are asked for
    **ASKED_BUILD,
    "candidate_people": candidate_people,
}
"""The tables that other expressions read, in the order in which they are built."""

PIECE = 6
"""Kinds of selections asked at once: Spark takes longer to plan a small query than to run it, and more
than twice as long to plan one that is twice as large."""


def of_table(make: Callable[[ir.Table], ir.Table], name: str) -> Indicator:
    return lambda: make(get_table(name))


WITH_ARGUMENTS: Mapping[str, Indicator | None] = {
    "people.list_organisations": of_table(list_organisations, "home_authors"),
    "people.list_countries": of_table(list_countries, "home_authors"),
    "people.list_persons": of_table(list_persons, "authorships"),
    "finder.of_few": of_table(of_few, "home_organisations"),
    "ties.count_by_year": of_table(count_by_year, "work_countries"),
    "selections.selected_works": None,  # compared kind by kind
}
"""Expressions made of something else, and what they are compared on."""


def list_public_expressions() -> dict[str, Callable[..., ir.Table]]:
    """Return every public function that makes an expression, wherever it is written."""
    found = {}
    for module in pkgutil.iter_modules(indicators.__path__):
        loaded = importlib.import_module(f"{indicators.__name__}.{module.name}")
        for name, make in getmembers(loaded, isfunction):
            own = make.__module__ == loaded.__name__ and not name.startswith("_")
            if own and make.__annotations__.get("return") == "ir.Table" and make is not get_table:
                found[f"{module.name}.{name}"] = make
    return found


def list_cases() -> dict[str, Indicator]:
    """Return what is compared: the expressions that are no table of `BUILT`, and every table."""
    cases = {
        name: make
        for name, make in list_public_expressions().items()
        if not signature(make).parameters and make not in BUILT.values()
    }
    return {**cases, **{name: make for name, make in WITH_ARGUMENTS.items() if make}}


def test_each_expression_of_an_argument_has_a_case():
    expressions = list_public_expressions()
    assert {"counts.counts_by_class", "world.country_sets", "networks.pairs"} <= expressions.keys()
    of_arguments = {name for name, make in expressions.items() if signature(make).parameters}
    assert of_arguments == WITH_ARGUMENTS.keys()


@dataclass(frozen=True)
class Both:
    """One lake, prepared by each engine, and the session that Spark prepared it in."""

    by_duckdb: Lake
    by_spark: Lake
    spark: SparkEngine
    duck: duckdb.DuckDBPyConnection

    def put(self, name: str, table: pa.Table) -> None:
        self.spark.put(name, table)
        self.put_here(name, table)

    def put_here(self, name: str, table: pa.Table) -> None:
        self.duck.register("given", table)
        self.duck.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS FROM given")
        self.duck.unregister("given")

    def put_asked(self, asked: Mapping[int, tuple[str, ...]]) -> None:
        pairs = [{"part": part, "value": one} for part, values in asked.items() for one in values]
        self.put("asked", pa.Table.from_pylist(pairs, schema=SCHEMAS["asked"]))

    def build(self, name: str, make: Indicator) -> str:
        """Build a table by each engine; return what differs."""
        rows = self.spark.run(compile_indicator(make, "pyspark"))
        self.spark.put(name, rows)
        self.duck.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {compile_indicator(make)}")
        return tell_difference(self.duck.execute(f"FROM {name}"), rows)

    def run(self, duckdb_query: str, spark_query: str) -> str:
        """Run a query by each engine; return what differs."""
        try:
            rows = self.spark.run(spark_query)
        except LakeError as fault:
            return str(fault)
        return tell_difference(self.duck.execute(duckdb_query), rows)

    def select(self, kinds: list[str]) -> str:
        """Select works by each of `kinds` and by each engine; return what differs."""
        ours, theirs = (gather(kinds, dialect) for dialect in ("duckdb", "pyspark"))
        found = {kind for (kind,) in self.duck.execute(f"SELECT kind FROM ({ours})").fetchall()}
        return self.run(ours, theirs) if found == {*kinds} else f"no work of one of {kinds}"


def gather(kinds: list[str], dialect: str) -> str:
    """Return one query for the works of each kind."""
    return " UNION ALL ".join(
        f"SELECT '{kind}' AS kind, work, year FROM ({compile_selection((kind,), dialect)}) AS t"
        for kind in kinds
    )


def tell_difference(ours: duckdb.DuckDBPyConnection, theirs: pa.Table) -> str:
    """Return in what two results differ, columns, types or rows; "" for none."""
    names = [column[0] for column in ours.description]
    rows = ours.fetchall()
    if sorted(theirs.column_names) != sorted(names):
        return f"columns {names} and {theirs.column_names}"
    columns = [theirs[name].to_pylist() for name in names]
    if not rows:
        return "no rows, which would prove nothing: let the lake or what is asked say something"
    return compare(rows, list(zip(*columns, strict=True)))


def compare(ours: Rows, theirs: Rows) -> str:
    if len(ours) != len(theirs):
        return f"{len(ours)} and {len(theirs)} rows"
    for one, other in zip(sorted(ours, key=repr_row), sorted(theirs, key=repr_row), strict=True):
        if not all(map(is_same, one, other)):
            return f"{one} and {other}"
    return ""


def is_same(left: object, right: object) -> bool:
    if isinstance(left, float) and isinstance(right, float):
        return math.isclose(left, right, abs_tol=1e-9)
    # A decimal may equal a float, but a page would show it otherwise.
    return type(left) is type(right) and left == right


def repr_row(row: tuple[object, ...]) -> tuple[str, ...]:
    return tuple(f"{cell:.6f}" if isinstance(cell, float) else repr(cell) for cell in row)


class LastingEngine(SparkEngine):
    """A session that outlives the build, so that what was built can be read on."""

    def close(self) -> None:
        """Leave the session to the fixture that opened it."""


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java, and there is none here")
    folder = tmp_path_factory.mktemp("spark")
    lakes = [write_full_lake(folder / name) for name in ("duckdb", "spark")]
    engines = []
    with running_cluster(folder) as master:

        def start(source: Source) -> SparkEngine:
            engines.append(LastingEngine(source, master, SETTINGS))
            return engines[0]

        for lake, choice in zip(lakes, ({}, {"start": start}), strict=True):
            build_lake(lake, registry=SmallRegistry(), organisations=[A], at=AT, **choice)
        found = Both(*lakes, engines[0], lakes[0].connect())
        for name, table in Home(A, "FR", (B,), 2018, 2021).make_question().items():
            found.put_here(name, table)
        yield found
        found.duck.close()
        SparkEngine.close(engines[0])


@pytest.mark.slow
def test_a_lake_prepared_by_spark_is_the_one_duckdb_prepares(both: Both):
    lakes = (both.by_duckdb, both.by_spark)
    prepared = [lake.manifest.prepared[0] for lake in lakes]
    assert [one.engine.split()[0] for one in prepared] == ["DuckDB", "Spark"]
    files = [one.list_files() for one in prepared]
    assert {stored.table for stored in files[0]} == {*CORPUS_TABLES, *HOME_BUILD}
    for ours, theirs in zip(*files, strict=True):
        assert (ours.table, ours.rows) == (theirs.table, theirs.rows)
        rows = [
            duckdb.execute(f"FROM read_parquet('{lake.path / stored.path}')").fetchall()
            for lake, stored in zip(lakes, (ours, theirs), strict=True)
        ]
        assert compare(*rows) == "", ours.table


@pytest.mark.slow
def test_every_indicator_and_selection(both: Both):
    both.put_asked(ASKED)
    for name, rows in GIVEN.items():
        both.put(name, pa.Table.from_pylist(rows, schema=SCHEMAS[name]))
    differences = {}
    for name, make in BUILT.items():
        if name in {**CORPUS_TABLES, **HOME_BUILD}:
            # Spark's own is in its session, and has been compared as a file.
            both.duck.execute(f"CREATE TEMP TABLE {name} AS {compile_indicator(make)}")
        else:
            differences[name] = both.build(name, make)
    for name, make in list_cases().items():
        differences[name] = both.run(compile_indicator(make), compile_indicator(make, "pyspark"))
    kinds = [kind for kind in KINDS if kind != "year"]
    pieces = [kinds[first : first + PIECE] for first in range(0, len(kinds), PIECE)]
    for piece in pieces:
        differences[", ".join(piece)] = both.select(piece)
    both.put_asked({0: ("2020",)})  # a year is a number, and stands alone
    differences["year"] = both.select(["year"])
    assert {name: said for name, said in differences.items() if said} == {}


def test_a_master_that_is_not_there_is_said_and_the_lake_stays(tmp_path: Path):
    lake = write_lake(tmp_path / "lake", draw_works(1))
    build_lake(lake, registry=SmallRegistry(), organisations=[A], at=AT)
    before = lake.manifest
    with pytest.raises(LakeError, match=r"No Spark master answers at spark://127\.0\.0\.1:9\."):
        build_lake(
            lake,
            registry=SmallRegistry(),
            organisations=list(COUNTRY_OF)[:3],
            start=lambda source: SparkEngine(source, "spark://127.0.0.1:9"),
            at=AT,
        )
    assert lake.manifest == before


@pytest.mark.parametrize("master", ["spark", "spark://", "spark://a", "http://a:1", "local[", ""])
def test_what_is_no_engine(master: str, tmp_path: Path):
    with pytest.raises(UsageError, match="is not an engine"):
        SparkEngine(Source({}, tmp_path), master)
