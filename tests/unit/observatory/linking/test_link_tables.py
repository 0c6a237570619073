from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cordee.cli import exits
from cordee.cli.__main__ import run
from cordee.kernel.errors import SourceError, StorageError, UsageError
from cordee.observatory.linking import link_tables, table_files
from cordee.observatory.linking.link_tables import LinkedFile, link_table
from cordee.observatory.linking.table_files import open_table


KNOWN = {
    "Curie": [("04t0gwh46", "FR")],
    "Curie and Oxford": [("04t0gwh46", "FR"), ("052gg0110", "GB")],
    "Somewhere, FR": [(None, "FR")],
}


class FakeLinker:
    """Knows three strings, and what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str | None] = []

    def link(self, strings: Iterable[str | None]) -> pa.Table:
        given = list(strings)
        self.asked += given
        rows = [
            {
                "string": text,
                "ror_id": id_,
                "country": country,
                "score": 0.9 if id_ else None,
                "reason": "name" if id_ else None,
                "start": 0,
                "end": 5,
            }
            for text in given
            for id_, country in KNOWN.get(text or "", [(None, None)])
        ]
        types = [pa.string()] * 3 + [pa.float64(), pa.string(), pa.int32(), pa.int32()]
        names = ["string", "ror_id", "country", "score", "reason", "start", "end"]
        return pa.Table.from_pylist(rows, schema=pa.schema(zip(names, types, strict=True)))


ROWS = [
    {"id": "007", "aff": "Curie", "note": "é, è"},
    {"id": "2", "aff": "Curie and Oxford", "note": "two\nlines"},
    {"id": "3", "aff": "Curie", "note": None},
    {"id": "4", "aff": "Somewhere, FR", "note": 'a "quote"'},
    {"id": "5", "aff": "unknown", "note": None},
]
ROR_IDS = ["04t0gwh46", "04t0gwh46", "052gg0110", "04t0gwh46", None, None]


def write(folder: Path, form: str) -> Path:
    path = folder / f"in.{form}"
    if form == "parquet":
        pq.write_table(pa.Table.from_pylist(ROWS), path)
    elif form == "xlsx":
        book = openpyxl.Workbook()
        for cells in ([None, None], list(ROWS[0]), *(list(row.values()) for row in ROWS)):
            book.active.append(cells)
        book.save(path)
    elif form == "jsonl":
        path.write_text("\n".join(json.dumps(row) for row in ROWS), "utf-8")
    else:
        encoding, delimiter = {"csv": ("utf-8-sig", ","), "tsv": ("utf-16", "\t")}.get(
            form, ("cp1252", ";")
        )
        with path.open("w", encoding=encoding, newline="") as stream:
            writer = csv.DictWriter(stream, list(ROWS[0]), delimiter=delimiter)
            writer.writeheader()
            writer.writerows(ROWS)
        if form == "csv.gz":
            path.write_bytes(gzip.compress(path.read_bytes()))
    return path


def read(path: Path) -> list[dict[str, Any]]:
    if path.suffix == ".parquet":
        rows: list[dict[str, Any]] = pq.read_table(path).to_pylist()
        return rows
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    with path.open(encoding="utf-8", newline="") as stream:
        return [{k: v or None for k, v in row.items()} for row in csv.DictReader(stream)]


def link(source: Path, target: Path, column: str = "aff", **settings: Any) -> LinkedFile:
    return link_table(open_table(source), column, target, FakeLinker(), **settings)


def test_no_spreadsheet_runs_what_stood_in_the_table(tmp_path: Path) -> None:
    rows = [
        {"=name": f"{sign}cmd|' /C calc'!A0", "aff": "Curie", "x": "-2.5"} for sign in "=+-@\t\r"
    ]
    rows += [{"=name": "'=1", "aff": "Curie", "x": "'s"}]
    source, first, again = (tmp_path / name for name in ("in.parquet", "1.csv", "2.jsonl"))
    pq.write_table(pa.Table.from_pylist(rows), source)
    link(source, first)
    link(first, again)

    guarded = read(first)
    assert [row["'=name"] for row in guarded] == [f"'{row['=name']}" for row in rows]
    assert [row["x"] for row in guarded] == [row["x"] for row in rows]
    assert [{name: row[name] for name in rows[0]} for row in read(again)] == rows


@pytest.mark.parametrize("out", ["parquet", "csv", "jsonl"])
@pytest.mark.parametrize("form", ["csv", "tsv", "txt", "csv.gz", "xlsx", "parquet", "jsonl"])
def test_any_table_becomes_any_other_with_all_its_columns(
    tmp_path: Path, form: str, out: str
) -> None:
    found = link(write(tmp_path, form), tmp_path / f"out.{out}")
    rows = read(tmp_path / f"out.{out}")

    assert (found.rows, found.written, found.strings, found.named) == (5, 6, 4, 2)
    assert list(rows[0]) == ["id", "aff", "note", "ror_id", "country", "score", "reason"]
    assert [row["ror_id"] for row in rows] == ROR_IDS
    assert [row["country"] for row in rows] == ["FR", "FR", "GB", "FR", "FR", None]
    expected = [ROWS[n] for n in (0, 1, 1, 2, 3, 4)]
    assert [{name: row[name] or None for name in ROWS[0]} for row in rows] == expected


def test_each_distinct_string_is_linked_once_over_all_batches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_files, "BATCH", 2)
    linker = FakeLinker()
    link_table(open_table(write(tmp_path, "csv")), "aff", tmp_path / "out.csv", linker)

    assert linker.asked == ["Curie", "Curie and Oxford", "Somewhere, FR", "unknown"]


def test_the_memory_of_strings_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_files, "BATCH", 1)
    monkeypatch.setattr(link_tables, "MOST_REMEMBERED", 1)
    link(write(tmp_path, "csv"), tmp_path / "out.csv")

    assert [row["ror_id"] for row in read(tmp_path / "out.csv")] == ROR_IDS


def test_columns_of_the_same_name_stay_and_the_new_ones_give_way(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text("aff,country,linked_country\nCurie,old,older\n")
    found = link(source, tmp_path / "out.csv")

    assert found.added == ("ror_id", "linked_linked_country", "score", "reason")
    row = read(tmp_path / "out.csv")[0]
    assert (row["country"], row["linked_linked_country"]) == ("old", "FR")


def test_json_keeps_its_types_and_its_nested_values(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    rows = [
        {"aff": "Curie", "n": 1, "x": 1, "flag": True, "list": [1, {"a": "é"}]},
        {"aff": "Curie", "n": None, "x": 2.5, "big": 2**64 - 1, "mixed": "text"},
        {"aff": None, "mixed": 3},
    ]
    source.write_text("".join(json.dumps(row) + "\n" for row in rows))
    link(source, tmp_path / "out.jsonl")
    link(source, tmp_path / "out.csv")
    told = read(tmp_path / "out.jsonl")

    assert [{k: v for k, v in row.items() if v is not None and k in rows[0] | rows[1]} for row in told] == [
        {k: v for k, v in row.items() if v is not None} for row in rows
    ]  # fmt: skip
    assert read(tmp_path / "out.csv")[0]["list"] == '[1,{"a":"é"}]'


def test_parquet_keeps_its_types(tmp_path: Path) -> None:
    source = tmp_path / "in.parquet"
    table = pa.table(
        {
            "aff": pa.array(["Curie and Oxford", None]).dictionary_encode(),
            "day": [date(2026, 1, 2), None],
            "names": [["a"], []],
        }
    )
    pq.write_table(table, source)
    link(source, tmp_path / "out.parquet")
    link(source, tmp_path / "out.csv")
    link(source, tmp_path / "out.jsonl")
    kept = pq.read_table(tmp_path / "out.parquet")

    assert kept.schema.field("day").type == pa.date32()
    assert kept["names"].to_pylist() == [["a"], ["a"], []]
    assert read(tmp_path / "out.csv")[0]["names"] == '["a"]'
    assert read(tmp_path / "out.jsonl")[2]["names"] == []


def test_a_missing_column_is_said_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"“affiliation”.* id, aff, note\."):
        link(write(tmp_path, "csv"), tmp_path / "out.csv", "affiliation")
    assert not (tmp_path / "out.csv").exists()


def test_a_column_of_numbers_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "in.parquet"
    pq.write_table(pa.table({"aff": [1, 2]}), source)

    with pytest.raises(SourceError, match="int64"):
        link(source, tmp_path / "out.csv")


def test_what_is_there_stays_unless_it_is_to_be_replaced(tmp_path: Path) -> None:
    source, target = write(tmp_path, "csv"), tmp_path / "out.csv"
    target.write_text("mine")
    with pytest.raises(UsageError, match="--overwrite"):
        link(source, target)
    assert target.read_text() == "mine"
    link(source, target, overwrite=True)
    assert len(read(target)) == 6

    with pytest.raises(UsageError, match="made from"):
        link(source, source, overwrite=True)
    with pytest.raises(UsageError, match=r"\.parquet, \.csv"):
        link(source, tmp_path / "out.doc")


def test_a_failure_in_the_middle_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, target = write(tmp_path, "csv"), tmp_path / "out.csv"
    target.write_text("mine")

    def refuse(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", refuse)
    with pytest.raises(StorageError, match="No space left"):
        link(source, target, overwrite=True)
    assert target.read_text() == "mine"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["in.csv", "out.csv"]


def test_lines_that_are_wrong_are_told(tmp_path: Path) -> None:
    lines, text = tmp_path / "in.jsonl", tmp_path / "in.csv"
    lines.write_text('{"aff": "Curie"}\n{broken\n[1]\n\n{"aff": "Curie"}\n')
    text.write_text("aff,id\nCurie,1\nCurie\n\nCurie,3,extra,cells\n")

    found = link(lines, tmp_path / "out.csv")
    assert (found.rows, [fault.where for fault in found.faults]) == (2, ["line 2", "line 3"])
    found = link(text, tmp_path / "out.csv", overwrite=True)
    assert (found.rows, [fault.where for fault in found.faults]) == (3, ["line 5"])
    assert [row["id"] for row in read(tmp_path / "out.csv")] == ["1", None, "3"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        (b"<?xml version='1.0'?><PubmedArticleSet/>", "none of the tables"),
        (b"PAR1 broken", "damaged"),
        (b"{broken\n", "none of the tables"),
        (b"aff,aff\nx,y\n", "several columns called “aff”"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "none of the tables"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    source = tmp_path / "in.csv"
    source.write_bytes(content)

    with pytest.raises(SourceError, match=said):
        open_table(source)


def test_a_table_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"none\.csv"):
        open_table(tmp_path / "none.csv")


def test_an_empty_table_has_its_columns_all_the_same(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text("aff,id\n")
    found = link(source, tmp_path / "out.parquet")

    assert found.written == 0
    assert pq.read_schema(tmp_path / "out.parquet").names[:3] == ["aff", "id", "ror_id"]


def test_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        "cordee.observatory.linking.linker.Linker.load", lambda *_, **__: FakeLinker()
    )
    source, target = write(tmp_path, "csv"), tmp_path / "out.csv"
    words = ["--lang", "en", "link-file", str(source), "--out", str(target)]

    assert run([*words, "--column", "aff"]) == exits.OK
    assert "5 rows, 4 distinct affiliations, 2 of them" in " ".join(capsys.readouterr().err.split())
    assert run([*words, "--column", "aff"]) == exits.USAGE
    assert run([*words, "--column", "none", "--overwrite"]) == exits.SOURCE
    assert "id, aff, note" in " ".join(capsys.readouterr().err.split())
