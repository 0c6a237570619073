from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest

from cordee.observatory.lake.ingest import Outcome, ingest
from cordee.observatory.lake.store import Lake, create_lake
from cordee.observatory.lake.verify import verify_lake
from cordee.observatory.sources.sniff import find_files


AT = datetime(2026, 1, 1, tzinfo=UTC)


def make_part(root: Path, day: str, *works: tuple[str, str], number: int = 0) -> Path:
    path = root / f"works/updated_date={day}/part_{number:03d}.gz"
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [
        {
            "id": f"https://openalex.org/{name}",
            "title": title,
            "updated_date": day,
            "type": "article",
        }
        for name, title in works
    ]
    path.write_bytes(gzip.compress(b"\n".join(orjson.dumps(line) for line in lines), mtime=0))
    return path


def make_merges(root: Path, day: str, *pairs: tuple[str, str]) -> Path:
    path = root / f"merged_ids/works/{day}.csv.gz"
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = "".join(f"{day},{one},{into}\n" for one, into in pairs)
    path.write_bytes(gzip.compress(f"merge_date,id,merge_into_id\n{rows}".encode(), mtime=0))
    return path


def make_manifest(root: Path, *parts: Path, size: int | None = None) -> Path:
    entries = [
        {
            "url": f"s3://openalex/data/works/{part.parent.name}/{part.name}",
            "meta": {"content_length": part.stat().st_size if size is None else size},
        }
        for part in parts
    ]
    path = root / "works/manifest"
    path.write_bytes(orjson.dumps({"entries": entries}))
    return path


def read(lake: Lake) -> list[tuple[str, str]]:
    query = "SELECT source_id, title FROM works ORDER BY source_id"
    return lake.connect().execute(query).fetchall()


def make_lake(folder: Path, *paths: Path) -> Lake:
    lake = create_lake(folder, at=AT)
    for path in paths:
        ingest(lake, [path], at=AT)
    assert verify_lake(lake) == []
    return lake


def test_one_command_reads_works_alone(tmp_path):
    root = tmp_path / "snapshot/data"
    part = make_part(root, "2024-01-31", ("W1", "One"), ("W2", "Two"))
    make_manifest(root, part)
    merges = make_merges(root, "2024-02-01", ("W2", "W1"))
    for name in ("authors/updated_date=2024-01-31/part_000.gz", "authors/manifest"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(b'{"id":"https://openalex.org/A1"}')
    (root / "merged_ids/authors").mkdir()
    (root / "merged_ids/authors/2024-02-01.csv").write_text("merge_date,id,merge_into_id\n")
    (root.parent / "RELEASE_NOTES.txt").write_text("Notes")
    assert find_files([root.parent]) == [merges, root / "works/manifest", part]
    lake = create_lake(tmp_path / "lake", at=AT)
    report = ingest(lake, [root.parent], at=AT)
    assert report.faults == ()
    assert read(lake) == [("W1", "One")]


def test_only_new_partitions_are_read_again(tmp_path):
    root = tmp_path / "data"
    make_part(root, "2024-01-31", ("W1", "Old"))
    lake = make_lake(tmp_path / "lake", root)
    make_part(root, "2024-02-29", ("W1", "New"))
    report = ingest(lake, [root], at=AT)
    outcomes = [file.outcome for file in report.files]
    assert outcomes == [Outcome.DUPLICATE, Outcome.INGESTED]
    assert read(lake) == [("W1", "New")]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0)])
def test_the_latest_update_counts_whatever_the_order(tmp_path, order):
    days = ("2023-12-01", "2024-01-31", "2024-02-01")
    parts = [make_part(tmp_path / "d", day, ("W1", f"Of {day}")) for day in days]
    lake = make_lake(tmp_path / "lake", *(parts[place] for place in order))
    assert read(lake) == [("W1", "Of 2024-02-01")]


def test_of_two_versions_in_one_file_the_later_counts(tmp_path):
    path = tmp_path / "works.jsonl"
    path.write_bytes(
        b'{"id":"https://openalex.org/W1","title":"New","updated_date":"2024-02-01T10:00:00.1"}\n'
        b'{"id":"https://openalex.org/W1","title":"Old","updated_date":"2024-01-01T10:00:00.1"}\n'
    )
    assert read(make_lake(tmp_path / "lake", path)) == [("W1", "New")]


def test_the_partition_dates_a_record_that_does_not(tmp_path):
    path = tmp_path / "d/works/updated_date=2024-03-01/part_000.gz"
    path.parent.mkdir(parents=True)
    path.write_bytes(gzip.compress(b'{"id":"https://openalex.org/W1","title":"New"}'))
    old = make_part(tmp_path / "d", "2024-02-01", ("W1", "Old"))
    assert read(make_lake(tmp_path / "lake", path, old)) == [("W1", "New")]


MERGES = [
    # merges, what is left of W1 to W4 (all of 2024-01-31)
    ([("W2", "W1")], "W1 W3 W4"),
    ([("W2", "W1"), ("W1", "W3")], "W3 W4"),  # a chain
    ([("W2", "W4285719527")], "W1 W3 W4"),  # what OpenAlex deletes
    ([("W2", "W9")], "W1 W2 W3 W4"),  # stands for what is not there
    ([("W2", "W9"), ("W3", "W9")], "W1 W3 W4"),  # one stands, not two
    ([("W2", "W9"), ("W9", "W1")], "W1 W3 W4"),  # a chain over what is not there
    ([("W1", "W2"), ("W2", "W1")], "W1 W2 W3 W4"),  # a circle says nothing
]


@pytest.mark.parametrize(("pairs", "left"), MERGES)
def test_what_was_merged_away_gives_way(tmp_path, pairs, left):
    merges = make_merges(tmp_path, "2024-02-01", *pairs)
    names = ("W1", "W2", "W4", "W3") if ("W3", "W9") in pairs else ("W1", "W2", "W3", "W4")
    part = make_part(tmp_path, "2024-01-31", *((name, f"Title {name}") for name in names))
    lake = make_lake(tmp_path / "lake", *((merges, part) if len(pairs) > 1 else (part, merges)))
    assert [row[0] for row in read(lake)] == left.split()


def test_a_work_changed_after_its_merge_is_there_again(tmp_path):
    merges = make_merges(tmp_path, "2024-02-01", ("W2", "W1"))
    part = make_part(tmp_path, "2024-03-01", ("W1", "One"), ("W2", "Two"))
    lake = make_lake(tmp_path / "lake", part, merges)
    assert [row[0] for row in read(lake)] == ["W1", "W2"]


def test_a_manifest_tells_what_is_missing_or_of_another_size(tmp_path):
    part = make_part(tmp_path, "2024-01-31", ("W1", "One"))
    other = tmp_path / "works/updated_date=2024-02-29/part_000.gz"
    other.parent.mkdir()
    other.write_bytes(b"x")
    manifest = make_manifest(tmp_path, part, other, size=7)
    other.unlink()
    lake = create_lake(tmp_path / "lake", at=AT)
    texts = [fault.sentence.to_text() for fault in ingest(lake, [manifest], at=AT).faults]
    assert len(texts) == 2
    assert "1 of the 2 parts it names are not there, first updated_date=2024-02-29" in texts[0]
    assert f"has {part.stat().st_size} bytes where the manifest says 7" in texts[1]


@pytest.mark.parametrize(
    "text",
    [
        '{"entries": [{"url": "s3://openalex/data/works/../../etc/passwd"}]}',
        '{"entries": [{"url": 3}, "x"]}',
        '{"entries": [{"url": "s3:',
    ],
)
def test_a_strange_manifest_is_refused(tmp_path, text):
    path = tmp_path / "manifest"
    path.write_text(text)
    report = ingest(create_lake(tmp_path / "lake", at=AT), [path], at=AT)
    assert [file.outcome for file in report.files] == [Outcome.REFUSED]


def test_rows_that_merge_nothing_are_named(tmp_path):
    path = tmp_path / "merges.csv"
    path.write_text("merge_date,id,merge_into_id\n2024-01-01,W1,W2\n2024-01-01,A1,A2\nx,W3,W4\n")
    report = ingest(create_lake(tmp_path / "lake", at=AT), [path], at=AT)
    assert [fault.where for fault in report.faults] == ["row 3", "row 4"]
    assert report.files[0].counts == {"merges": 1}
