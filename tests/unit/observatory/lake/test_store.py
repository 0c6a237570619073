from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cordee.kernel.errors import (
    LakeBusyError,
    LakeError,
    LakeTooNewError,
    NotFoundError,
    StorageError,
)
from cordee.observatory.lake import storage
from cordee.observatory.lake.store import Lake, create_lake, open_lake
from cordee.observatory.lake.verify import verify_lake
from cordee.observatory.schemas import LATER_COLUMNS, SNAPSHOT_TABLES


AT = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def lake(tmp_path) -> Lake:
    return create_lake(tmp_path / "my lake's", at=AT)


def make_countries(*works: int) -> pa.Table:
    rows = [
        {"work": work, "country": "FR", "weight": 1.0, "first": True, "last": True}
        for work in works
    ]
    return pa.Table.from_pylist(rows, schema=SNAPSHOT_TABLES["work_countries"])


def put(lake: Lake, *works: int) -> None:
    with lake.write() as transaction:
        transaction.put_snapshot_tables({"work_countries": make_countries(*works)}, at=AT)


def read(lake: Lake) -> list[int]:
    rows = lake.connect().execute("SELECT work FROM work_countries ORDER BY work").fetchall()
    return [work for (work,) in rows]


def test_a_new_lake_has_every_table_empty_with_its_columns(lake):
    connection = lake.connect()
    for name, schema in SNAPSHOT_TABLES.items():
        found = connection.sql(f"SELECT * FROM {name}").to_arrow_table()
        assert found.num_rows == 0
        assert found.schema.names == schema.names
    assert lake.snapshot_id is None


@pytest.mark.parametrize("name", LATER_COLUMNS)
def test_a_table_of_an_earlier_version_has_its_later_columns_as_null(lake, name):
    schema = SNAPSHOT_TABLES[name]
    old = schema.empty_table().drop_columns(list(LATER_COLUMNS[name]))
    old = pa.Table.from_pylist([{old.schema.names[0]: 1}], schema=old.schema)
    with lake.write() as transaction:
        transaction.put_snapshot_tables({name: lambda path: pq.write_table(old, path)}, at=AT)
    found = lake.connect().sql(f"SELECT * FROM {name}").to_arrow_table()
    assert found.schema.names == schema.names
    assert found.num_rows == 1
    assert found[LATER_COLUMNS[name][0]].null_count == 1
    assert verify_lake(lake) == []


def test_what_is_put_is_seen_after_the_commit_alone(lake):
    with lake.write() as transaction:
        transaction.put_snapshot_tables({"work_countries": make_countries(1)}, at=AT)
        assert read(lake) == []
        assert transaction.connect().execute("FROM work_countries").fetchall() != []
    assert read(lake) == [1]
    assert lake.snapshot_id == "000001"


def test_tables_not_given_stay(lake):
    put(lake, 1)
    with lake.write() as transaction:
        transaction.put_snapshot_tables({"links": SNAPSHOT_TABLES["links"].empty_table()}, at=AT)
    assert read(lake) == [1]
    assert lake.snapshot_id == "000002"


def test_an_exception_leaves_the_former_state(lake):
    put(lake, 1)
    before = sorted(lake.path.rglob("*"))

    def put_and_fail() -> None:
        with lake.write() as transaction:
            transaction.put_snapshot_tables({"work_countries": make_countries(2)}, at=AT)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        put_and_fail()
    assert read(lake) == [1]
    assert sorted(lake.path.rglob("*")) == before


def test_a_reader_keeps_its_snapshot_while_another_is_written(lake):
    put(lake, 1)
    reader = lake.connect()
    put(lake, 2)
    assert reader.execute("SELECT work FROM work_countries").fetchall() == [(1,)]
    assert read(lake) == [2]
    put(lake, 3)
    put(lake, 4)
    assert not (lake.path / "snapshots" / "000001").exists()


def test_rubbish_is_swept_by_the_next_writer(lake):
    put(lake, 1)
    rubbish = lake.path / "batches" / "000009-dead" / "works-00000.parquet"
    rubbish.parent.mkdir()
    rubbish.write_bytes(b"half")
    put(lake, 2)
    assert not rubbish.parent.exists()
    assert read(lake) == [2]


def test_one_writer_at_a_time(lake):
    with lake.write(), pytest.raises(LakeBusyError, match="Another process"), lake.write():
        pass
    put(lake, 1)


def test_wrong_columns_are_refused(lake):
    with pytest.raises(ValueError, match="names"), lake.write() as transaction:
        transaction.put_snapshot_tables({"links": make_countries(1)}, at=AT)


@pytest.mark.parametrize(
    ("content", "error", "sentence"),
    [
        (b'{"format": 99, "anything": []}', LakeTooNewError, "format 99"),
        (b'{"format": 1}', LakeError, "damaged"),
        (b"{", LakeError, "damaged"),
        (b"", LakeError, "damaged"),
        (b"[]", LakeError, "damaged"),
    ],
)
def test_a_manifest_that_cannot_be_used_says_why(lake, content, error, sentence):
    (lake.path / "manifest.json").write_bytes(content)
    with pytest.raises(error, match=sentence) as caught:
        open_lake(lake.path)
    assert "my lake's" in str(caught.value)


def test_what_is_no_lake_is_said(tmp_path):
    with pytest.raises(NotFoundError, match="no lake"):
        open_lake(tmp_path / "none")
    with pytest.raises(NotFoundError, match="is not a lake"):
        open_lake(tmp_path)
    (tmp_path / "thesis.docx").write_bytes(b"x")
    with pytest.raises(LakeError, match="holds other things"):
        create_lake(tmp_path, at=AT)
    with pytest.raises(LakeError, match="is a file"):
        create_lake(tmp_path / "thesis.docx", at=AT)


def test_creating_a_lake_twice_opens_it(lake):
    put(lake, 1)
    assert read(create_lake(lake.path, at=AT)) == [1]


@pytest.mark.parametrize("damage", ["remove", "change", "cut"])
def test_verify_finds_damaged_files(lake, damage):
    put(lake, 1)
    path = lake.path / "snapshots/000001/work_countries.parquet"
    content = path.read_bytes()
    path.unlink()
    if damage == "change":
        path.write_bytes(content[:-9] + b"X" + content[-8:])
    elif damage == "cut":
        path.write_bytes(content[:100])
    (fault,) = verify_lake(lake)
    assert "work_countries.parquet" in str(fault.sentence)


def test_verify_finds_rows_that_point_nowhere(lake):
    put(lake, 1)
    assert [fault.where for fault in verify_lake(lake)] == ["work_countries"]


class FullDisk(io.BytesIO):
    def write(self, *_: object) -> int:
        raise OSError(28, "No space left on device")

    def fileno(self) -> int:
        raise OSError(28, "No space left on device")


def test_a_full_disk_leaves_the_former_state(lake, monkeypatch):
    put(lake, 1)
    original = Path.open

    def open_full(self: Path, mode: str = "r", *rest: object, **more: object) -> object:
        return FullDisk() if "w" in mode else original(self, mode, *rest, **more)

    monkeypatch.setattr(Path, "open", open_full)
    with pytest.raises(StorageError, match="No space left on device"):
        put(lake, 2)
    monkeypatch.undo()
    assert read(lake) == [1]


def test_a_refusing_disk_is_a_sentence(tmp_path):
    with pytest.raises(StorageError, match="as it was before"):
        storage.write_parquet(make_countries(1), tmp_path / "none" / "x.parquet")
