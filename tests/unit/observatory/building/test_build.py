from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from tests.unit.observatory.building.made_lakes import AT, draw_works, put_works, write_lake
from tests.unit.observatory.figures.lakes import A, B, G, SmallRegistry, U

from cordee.kernel.errors import LakeBusyError, LakeError, NotFoundError
from cordee.kernel.periods import Years
from cordee.observatory.building import duckdb_engine, plan
from cordee.observatory.building.build import BuildReport, build_lake
from cordee.observatory.building.duckdb_engine import DuckdbEngine
from cordee.observatory.building.plan import find_prepared
from cordee.observatory.figures.compute import Observatory
from cordee.observatory.figures.question import Counting, Question
from cordee.observatory.figures.selection import Selection
from cordee.observatory.lake.manifest import parse_manifest
from cordee.observatory.lake.storage import Content
from cordee.observatory.lake.store import Lake, create_lake
from cordee.observatory.lake.verify import verify_lake


REGISTRY = SmallRegistry()
US_WORKS = Selection.of("country", "US")


def build(lake: Lake, *organisations: str, **settings: object) -> BuildReport:
    return build_lake(lake, registry=REGISTRY, organisations=organisations, at=AT, **settings)


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return write_lake(tmp_path / "lake", draw_works(1))


def list_questions() -> list[Question]:
    return [
        Question((A,)),
        Question((A,), Years(2019, 2020), Counting.FRACTIONAL),
        Question((A,), Years(1990, 1999)),
        Question((A,), within=US_WORKS),
        Question((A,), within=Selection.of("theme", "mesh/C04")),
        Question((A,), with_parts=True),
        Question((A,), zone="EA"),
        Question((A, B)),
        Question((G,), Years(2021, None)),
        Question((U,)),
    ]


def answer(lake: Lake, question: Question) -> tuple[object, object]:
    observatory = Observatory(lake, REGISTRY)
    works = observatory.get_works(question, US_WORKS)
    return observatory.get_figures(question).to_dict(), (works.rows, works.total)


def test_what_is_prepared_changes_no_answer(lake):
    before = [answer(lake, question) for question in list_questions()]
    build(lake, A, G)
    assert [answer(lake, question) for question in list_questions()] == before


def test_a_prepared_home_reads_its_own_tables_alone(lake):
    build(lake, A)
    observatory = Observatory(lake, REGISTRY)
    observatory.get_figures(Question((A,)))
    for name in ("works", "work_countries", "work_organisations", "work_themes"):
        observatory._open()._connection.execute(f"DROP VIEW {name}")
    observatory.get_figures(Question((A,), Years(2019, 2020)))
    observatory.get_figures(Question((A,), within=US_WORKS))
    with pytest.raises(duckdb.CatalogException):
        observatory.get_figures(Question((B,)))


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_parts_of_any_size_add_up_to_the_same(lake, monkeypatch, size):
    whole = read_corpus(lake)
    monkeypatch.setattr(duckdb_engine, "PART", size)
    build(lake, A)
    assert read_corpus(lake) == whole


def read_corpus(lake: Lake) -> dict[str, list[tuple[object, ...]]]:
    warehouse = Observatory(lake, REGISTRY)._open()
    with warehouse.open_world() as cursor:
        return {
            name: sorted(cursor.execute(f"SELECT COLUMNS(*) FROM {name} ORDER BY ALL").fetchall())
            for name in ("country_sets", "country_links", "country_classes", "corpus_years")
        }


def test_the_largest_organisations_are_homes_unasked(lake):
    report = build(lake, most=2)
    counted = [
        (-sum(one in work.organisations for work in draw_works(1)), one)
        for one in REGISTRY.organisations
    ]
    assert report.homes == tuple(one for _, one in sorted(counted)[:2])


def test_what_holds_is_not_built_again(lake):
    first = build(lake, A)
    assert build(lake, A) == build(lake)
    assert build(lake).tables == 0
    second = build(lake, G)
    assert second.homes == (*first.homes, G)
    assert second.built == (G,)
    assert not verify_lake(lake)


def test_a_home_that_left_the_registry_stops_no_build(lake):
    build(lake, A, G)
    put_works(lake, draw_works(2))
    smaller = SmallRegistry()
    del smaller.organisations[G]
    report = build_lake(lake, registry=smaller, at=AT)
    assert (report.homes, report.dropped) == ((A,), (G,))


def test_a_new_snapshot_leaves_what_was_prepared_unread(lake):
    build(lake, A)
    works = draw_works(2)
    put_works(lake, works)
    assert find_prepared(lake.manifest) is None
    figures = Observatory(lake, REGISTRY).get_figures(Question((A,)))
    assert figures.works == sum(A in work.organisations and work.year is not None for work in works)
    assert build(lake).built == (A,)  # remembered


def test_a_page_that_runs_follows_the_lake(lake):
    observatory, question = Observatory(lake, REGISTRY), Question((A,))
    before = observatory.get_figures(question)
    build(lake, A)
    assert observatory.get_figures(question).to_dict() == before.to_dict()
    assert observatory._open().state.prepared
    put_works(lake, draw_works(3))
    assert observatory.get_figures(question).works != before.works
    assert not observatory._open().state.prepared


def test_tables_of_other_expressions_are_not_read(lake, monkeypatch):
    build(lake, A)
    assert find_prepared(lake.manifest)
    monkeypatch.setattr(plan, "get_recipe", lambda: "another")
    assert find_prepared(lake.manifest) is None


def test_the_manifest_keeps_what_is_prepared(lake):
    build(lake, A)
    assert parse_manifest(lake.manifest.to_bytes(), "here") == lake.manifest
    assert {stored.path for stored in lake.manifest.prepared[0].list_files()} <= (
        lake.manifest.get_paths()
    )


def test_files_have_the_types_of_their_expressions(lake):
    build(lake, A)
    makes = plan.CORPUS_TABLES | plan.HOME_BUILD
    for stored in lake.manifest.prepared[0].list_files():
        kept = pq.read_schema(lake.path / stored.path)
        wanted = plan.get_schema(makes[stored.table])
        assert dict(zip(kept.names, kept.types, strict=True)) == dict(
            zip(wanted.names, wanted.types, strict=True)
        ), stored.table


def test_two_builds_at_once(lake):
    with lake.write(), pytest.raises(LakeBusyError):
        build(lake, A)


class Stopping(DuckdbEngine):
    """An engine that dies when it has given two tables."""

    def build_corpus(self) -> Iterator[tuple[str, Content]]:
        for number, found in enumerate(super().build_corpus()):
            if number == 2:
                self._run("SELECT error('no more memory')")
            yield found


def test_an_engine_that_stops_leaves_the_lake_as_it_was(lake):
    build(lake, A)
    put_works(lake, draw_works(2))
    before, files = lake.manifest, list_files(lake)
    with pytest.raises(LakeError, match="no more memory"):
        build(lake, start=Stopping)
    assert lake.manifest == before
    assert list_files(lake) == files


def list_files(lake: Lake) -> set[Path]:
    return set(lake.path.rglob("*.parquet"))


def test_a_lake_without_works_or_an_unknown_organisation(tmp_path, lake):
    with pytest.raises(LakeError, match="no works yet"):
        build(create_lake(tmp_path / "empty", at=AT))
    with pytest.raises(NotFoundError):
        build(lake, "04t0gwh46")


def test_a_lake_of_undated_works(tmp_path):
    works = draw_works(1)
    for work in works:
        work.year = None
    lake = write_lake(tmp_path / "undated", works)
    before = answer(lake, Question((A,)))
    build(lake, A)
    assert answer(lake, Question((A,))) == before


@pytest.mark.parametrize("question", list_questions(), ids=str)
def test_key_figures_and_main_partners_begin_the_whole_answer(lake, question):
    build(lake, A, G)
    observatory = Observatory(lake, REGISTRY)
    whole, key = observatory.get_figures(question), observatory.get_key_figures(question)
    for name in ("organisations", "works", "covered_works", "coverage", "international", "eu"):
        assert getattr(key, name) == getattr(whole, name), name
    assert key.by_year == whole.by_year
    partners = {one.id: one.works for one in whole.partner_organisations}
    main = observatory.list_main_partners(question)
    assert {one.id: one.works for one in main} == partners
    # To the last digit: a sum must not depend on the order in which an engine adds it up.
    weights = {one.id: one.works_fractional for one in whole.partner_organisations}
    assert {one.id: one.works_fractional for one in main} == weights
    [*first] = observatory.list_main_partners(question, most=2)
    assert [one.works for one in first] == sorted(partners.values(), reverse=True)[:2]
