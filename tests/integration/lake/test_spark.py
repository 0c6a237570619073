"""Spark prepares what DuckDB prepares: every table, of one lake, on a cluster of two workers."""

from __future__ import annotations

import math
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest
from tests.integration.lake.spark_cluster import running_cluster
from tests.unit.observatory.building.made_lakes import AT, draw_works, write_lake
from tests.unit.observatory.figures.lakes import COUNTRY_OF, A, SmallRegistry

from cordee.kernel.errors import LakeError, UsageError
from cordee.observatory.building.build import build_lake
from cordee.observatory.building.engine import Source
from cordee.observatory.building.spark_engine import SparkEngine


LOCAL = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.executor.memory": "512m",
    # A few dozen rows: each piece of a shuffle is a task to start.
    "spark.sql.shuffle.partitions": "2",
}

# Spark's own Python side leaves the sockets of its results to the collector.
pytestmark = [
    pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java, and there is none here")
    with running_cluster(tmp_path_factory.mktemp("cluster")) as address:
        yield address


def compare(label: str, ours: list[tuple[object, ...]], theirs: list[tuple[object, ...]]) -> None:
    assert len(ours) == len(theirs), label
    for one, other in zip(sorted(ours, key=repr_row), sorted(theirs, key=repr_row), strict=True):
        for left, right in zip(one, other, strict=True):
            if isinstance(left, float) and isinstance(right, float):
                assert math.isclose(left, right, abs_tol=1e-9), label
            else:
                assert left == right, label


def repr_row(row: tuple[object, ...]) -> tuple[str, ...]:
    return tuple(f"{cell:.6f}" if isinstance(cell, float) else repr(cell) for cell in row)


@pytest.mark.slow
@pytest.mark.xdist_group("spark")
def test_a_lake_prepared_by_spark_is_the_one_duckdb_prepares(master: str, tmp_path: Path):
    found = []
    for name, settings in (("duckdb", {}), ("spark", {"start": make_start(master)})):
        lake = write_lake(tmp_path / name, draw_works(6))
        report = build_lake(lake, registry=SmallRegistry(), organisations=[A], at=AT, **settings)
        assert report.engine.lower().startswith(name)
        found.append(lake)
    files = [lake.manifest.prepared[0].list_files() for lake in found]
    for ours, theirs in zip(*files, strict=True):
        assert (ours.table, ours.rows) == (theirs.table, theirs.rows)
        rows = [
            duckdb.execute(f"FROM read_parquet('{lake.path / stored.path}')").fetchall()
            for lake, stored in zip(found, (ours, theirs), strict=True)
        ]
        compare(ours.table, *rows)


def make_start(master: str) -> Callable[[Source], SparkEngine]:
    return lambda source: SparkEngine(source, master, LOCAL)


def test_a_master_that_is_not_there_is_said_and_the_lake_stays(tmp_path: Path):
    lake = write_lake(tmp_path / "lake", draw_works(1))
    build_lake(lake, registry=SmallRegistry(), organisations=[A], at=AT)
    before = lake.manifest
    with pytest.raises(LakeError, match=r"No Spark master answers at spark://127\.0\.0\.1:9\."):
        build_lake(
            lake,
            registry=SmallRegistry(),
            organisations=list(COUNTRY_OF)[:3],
            start=make_start("spark://127.0.0.1:9"),
            at=AT,
        )
    assert lake.manifest == before


@pytest.mark.parametrize("master", ["spark", "spark://", "spark://a", "http://a:1", "local[", ""])
def test_what_is_no_engine(master: str, tmp_path: Path):
    with pytest.raises(UsageError, match="is not an engine"):
        SparkEngine(Source({}, tmp_path), master)
