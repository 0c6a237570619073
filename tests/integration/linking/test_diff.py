"""A small lake linked twice, and what is told of the difference."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from cordee.cli import exits
from cordee.cli.__main__ import run
from cordee.kernel.progress import Silent
from cordee.observatory.figures.moves import KeyFigures, find_moves
from cordee.observatory.lake.marts import build_marts
from cordee.observatory.lake.store import Lake, create_lake
from cordee.observatory.lake.twin import open_twin
from cordee.observatory.lake.verify import verify_lake
from cordee.observatory.linking.diff import (
    ChangedStrings,
    Maker,
    MovedOrganisation,
    compare_lakes,
    keep_before,
    list_largest,
)
from cordee.observatory.linking.stage import LinkReport
from cordee.observatory.schemas import SNAPSHOT_TABLES
from cordee.reference.organisations import SHIPPED, load_registry


AT = datetime(2026, 1, 1, tzinfo=UTC)
CURIE, INSERM, OXFORD, BONN = "04t0gwh46", "02vjkv261", "052gg0110", "041nas322"
COUNTRIES = {CURIE: "FR", INSERM: "FR", OXFORD: "GB", BONN: "DE"}

# What each of six affiliations names, and each stands alone on one work with Institut Curie.
BEFORE = {1: [CURIE], 2: [OXFORD], 3: [OXFORD, INSERM], 4: [OXFORD], 5: [], 6: []}
AFTER = {1: [CURIE], 2: [OXFORD, INSERM], 3: [INSERM], 4: [BONN], 5: [], 6: []}
STATED_AFTER = {5: "GB"}


def put(lake: Lake, linker: str, links: dict[int, list[str]], stated: dict[int, str]) -> LinkReport:
    named = [(one, id_) for one, ids in links.items() for id_ in ids]
    countries = {(one, COUNTRIES[id_]) for one, id_ in named} | set(stated.items())
    known = {one for one, _ in countries}
    rows: dict[str, list[dict[str, object]]] = {
        "works": [{"work": one, "year": 2021, "source": "pubmed"} for one in links],
        "authorships": [
            {"work": work, "position": place, "affiliations": [affiliation], "collective": False}
            for work in links
            for place, affiliation in ((1, 1), (2, work))
        ],
        "affiliations": [{"affiliation": one, "text": f"text {one}"} for one in links],
        "links": [{"affiliation": one, "organisation": id_, "score": 1.0} for one, id_ in named],
        "affiliation_countries": [
            {"affiliation": one, "country": country, "basis": "text"}
            for one, country in [*sorted(countries), *((one, None) for one in links.keys() - known)]
        ],
        "organisations": [
            {"organisation": id_, "name": f"Name {id_}", "country": country}
            for id_, country in COUNTRIES.items()
        ],
    }
    with lake.write() as transaction:
        tables = {
            name: pa.Table.from_pylist(found, schema=SNAPSHOT_TABLES[name])
            for name, found in rows.items()
        }
        transaction.put_snapshot_tables(tables, at=AT, linker=linker, registry="2.9")
        build_marts(transaction, at=AT, progress=Silent())
        transaction.commit()
    return LinkReport(len(links), 0, len(COUNTRIES), 0, linker, "2.9")


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    lake = create_lake(tmp_path / "lake", at=AT)
    put(lake, "1", BEFORE, {})
    return lake


def relink(lake: Lake) -> LinkReport:
    return put(lake, "2", AFTER, STATED_AFTER)


def relink_the_same(lake: Lake) -> LinkReport:
    return put(lake, "2", BEFORE, {})


@pytest.mark.parametrize("trial", [False, True])
def test_strings_and_organisations_that_changed(lake: Lake, *, trial: bool) -> None:
    with keep_before(lake, relink, trial=trial) as (before, after, report):
        found = compare_lakes(before, after)

    assert report.linker == "2"
    assert (found.before, found.after) == (Maker("1", "2.9"), Maker("2", "2.9"))
    assert found.strings == ChangedStrings(
        compared=6, new=0, changed=4, gained=1, lost=1, replaced=1, country=4, country_alone=1
    )
    assert found.organisations == (
        MovedOrganisation(OXFORD, f"Name {OXFORD}", 3, 1),
        MovedOrganisation(INSERM, f"Name {INSERM}", 1, 2),
        MovedOrganisation(BONN, f"Name {BONN}", 0, 1),
    )
    assert not found.is_empty


def test_only_figures_that_moved_are_told(lake: Lake) -> None:
    registry = load_registry(SHIPPED)
    with keep_before(lake, relink) as (before, after, _):
        moves = find_moves(before, after, registry, [CURIE, OXFORD])
        same = find_moves(before, before, registry, [CURIE, OXFORD])

    assert same == ()
    assert [move.id for move in moves] == [CURIE, OXFORD]
    assert moves[0].before == KeyFigures(6, 3, 0.5, 0.0, 1)
    # The works with Oxford, with Bonn, and the one whose text speaks of Britain: three of six.
    assert moves[0].after == KeyFigures(6, 3, 0.5, pytest.approx(1 / 6), 2)
    assert (moves[1].before.works, moves[1].after.works) == (3, 1)


def test_a_trial_leaves_the_lake_as_it_was(lake: Lake) -> None:
    manifest = lake.manifest
    with keep_before(lake, relink, trial=True) as (_, after, _):
        assert after.manifest.linker == "2"

    assert lake.manifest == manifest
    assert not verify_lake(lake)
    assert [one.name for one in lake.path.parent.iterdir()] == [lake.path.name]


def test_a_failing_linking_leaves_no_twin(lake: Lake) -> None:
    def fail(_: Lake) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), keep_before(lake, fail):
        pass
    assert [one.name for one in lake.path.parent.iterdir()] == [lake.path.name]


def test_a_twin_shares_its_files_and_does_not_follow(lake: Lake) -> None:
    with open_twin(lake) as twin:
        own, other = Path(lake.table_paths("links")[0]), Path(twin.table_paths("links")[0])
        assert own.samefile(other)
        relink(lake)
        relink_the_same(lake)  # the second writer sweeps the files of the first state
        relink(lake)
        assert twin.manifest.linker == "1"
        assert not verify_lake(twin)


def test_a_file_system_without_links_gets_copies(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "no links here")

    monkeypatch.setattr("os.link", refuse)
    with open_twin(lake) as twin:
        assert not verify_lake(twin)


def test_nothing_changed_is_empty(lake: Lake) -> None:
    with keep_before(lake, relink_the_same) as (before, after, _):
        assert compare_lakes(before, after).is_empty


def test_strings_never_linked_are_new(tmp_path: Path) -> None:
    lake = create_lake(tmp_path / "new", at=AT)
    with keep_before(lake, relink) as (before, after, _):
        found = compare_lakes(before, after, most=1)

    assert found.before == Maker(None, None)
    assert (found.strings.compared, found.strings.new, found.strings.changed) == (0, 6, 0)
    assert [one.id for one in found.organisations] == [CURIE]
    assert found.moved == 4


def test_the_largest_organisations_come_first(lake: Lake) -> None:
    assert list_largest(lake) == (CURIE, OXFORD, INSERM)
    assert list_largest(lake, 1) == (CURIE,)


# --- the command -----------------------------------------------------------------------------------


@pytest.fixture
def linking(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def link_lake(lake: Lake, **_: object) -> LinkReport:
        return relink(lake)

    monkeypatch.setattr("cordee.observatory.linking.stage.link_lake", link_lake)
    return


@pytest.mark.usefixtures("linking")
def test_the_command_tells_what_moved(lake: Lake, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--lang", "en", "link", "--lake", str(lake.path), "--diff"]
    assert run([*words, "--dry-run", "--format", "json", "--org", CURIE]) == exits.OK
    told = json.loads(capsys.readouterr().out)

    assert told["kept"] is False
    assert told["strings"]["changed"] == 4
    assert [one["id"] for one in told["figures"]] == [CURIE]
    assert lake.manifest.linker == "1"

    assert run(words) == exits.OK
    shown = capsys.readouterr().out
    assert "Before: linker 1, registry 2.9. Now: linker 2, registry 2.9." in shown
    assert "organisation replaced" in shown
    assert "partner countries" in shown
    assert lake.manifest.linker == "2"

    assert run(words) == exits.OK
    assert "Nothing changed" in capsys.readouterr().out


@pytest.mark.parametrize("option", [["--dry-run"], ["--org", CURIE], ["--format", "json"]])
def test_options_of_the_difference_need_it(lake: Lake, option: list[str]) -> None:
    assert run(["link", "--lake", str(lake.path), *option]) == exits.USAGE


@pytest.mark.usefixtures("linking")
def test_an_unknown_organisation_is_said_before_anything_is_linked(lake: Lake) -> None:
    words = ["link", "--lake", str(lake.path), "--diff", "--org", "00000zz99"]
    assert run(words) == exits.NOT_FOUND
    assert lake.manifest.linker == "1"
