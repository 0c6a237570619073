from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from cordee.kernel.errors import ReferenceFileError
from cordee.kernel.faults import Severity
from cordee.reference.organisations import SHIPPED, load_registry
from cordee.reference.records import Organisation
from cordee.reference.ror_dump import open_dump, read_dump, update_registry


DUMPS = Path(__file__).parent / "dumps"
V1 = DUMPS / "v2.9-2026-06-23-ror-data.json"
V2 = DUMPS / "v2.9-2026-06-23-ror-data_schema_v2.json"


def make_zip(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def share(one: Organisation) -> tuple[object, ...]:
    """What both schemas say of an organisation."""
    return (
        one.id, one.name, one.country, one.city, one.latitude, one.longitude, one.types, one.status,
        one.established, one.parents, one.children, one.related, one.successors, one.predecessors,
        one.region, one.geonames_id, one.external_ids,
        {name.text for name in one.names},
        {name.text for name in one.names if "acronym" in name.kinds},
    )  # fmt: skip


def test_both_schemas_tell_the_same() -> None:
    first, faults_1 = read_dump(V1)
    second, faults_2 = read_dump(V2)
    assert faults_1 == faults_2 == ()
    assert len(first) == 9
    assert [share(one) for one in first] == [share(one) for one in second]


def test_schema_2_gives_what_ships() -> None:
    shipped = load_registry(SHIPPED)
    for one in read_dump(V2)[0]:
        assert one == shipped.get(one.id)


def test_relations_that_go_in_a_circle_end(tmp_path: Path) -> None:
    records = json.loads(V2.read_bytes())[:3]
    circle = [record["id"] for record in records]
    for place, record in enumerate(records):
        below, above = circle[(place + 1) % 3], circle[place - 1]
        # The last is also above itself.
        ends = [("child", below), ("parent", above)] + [("parent", circle[2])] * (place == 2)
        record["relationships"] = [{"type": kind, "id": one, "label": ""} for kind, one in ends]
    dump, target = tmp_path / V2.name, tmp_path / "ror.parquet"
    dump.write_text(json.dumps(records), encoding="utf-8")
    update_registry(dump, target)
    registry = load_registry(target)
    ids = frozenset(one.removeprefix("https://ror.org/") for one in circle)
    for one in ids:
        assert registry.with_parts([one]) == registry.with_parents([one]) == ids


def test_update_from_json(tmp_path: Path) -> None:
    target = tmp_path / "new" / "ror.parquet"
    report = update_registry(V2, target)
    assert (report.organisations, report.version, report.schema, report.destination) == (
        9, "2.9", 2, target,
    )  # fmt: skip
    registry = load_registry(target)
    assert registry.version == "2.9"
    assert registry.date == "2026-06-23"
    assert registry.search("inserm")[0].organisation.id == "02vjkv261"
    assert list(target.parent.iterdir()) == [target]


def test_zip_with_both_schemas_prefers_the_second(tmp_path: Path) -> None:
    path = make_zip(
        tmp_path / "v2.9-2026-06-23-ror-data.zip",
        {
            V1.name: V1.read_bytes() + b" " * 10_000,
            V2.name: V2.read_bytes(),
            "v2.9-2026-06-23-ror-data.csv": b"id,name\n",
            "__MACOSX/._x_schema_v2.json": b"\0" * 90_000,
        },
    )
    dump, faults = open_dump(path)
    assert (dump.schema, dump.version, dump.date, faults) == (2, "2.9", "2026-06-23", ())


def test_faults_are_gathered_by_record(tmp_path: Path) -> None:
    records = json.loads(V2.read_text(encoding="utf-8"))
    del records[0]["id"]
    records[1]["names"] = []
    records[2]["status"] = "sleeping"
    records[3]["established"] = 99999
    records[4]["relationships"].append({"type": "friend", "id": "x"})
    records[5] = "a text"
    records.append(records[6])
    path = tmp_path / "dump.json"
    path.write_text(json.dumps(records), encoding="utf-8")
    organisations, faults = read_dump(path)
    assert len(organisations) == 6
    told = [(fault.where, fault.severity, str(fault.sentence)) for fault in faults]
    assert [where.split(" (")[0] for where, _, _ in told] == [
        "record 1", "record 2", "record 3", "record 4", "record 5", "record 6", "record 10",
    ]  # fmt: skip
    assert told[0][1:] == (Severity.RECORD, "It has no ROR id. It is left out.")
    assert told[1][1:] == (Severity.RECORD, "It has no name. It is left out.")
    assert told[2][1] is Severity.WARNING
    assert "sleeping" in told[2][2]
    assert "https://ror.org/" in told[2][0]
    assert "99999" in told[3][2]


WRONG = {
    "empty": (b"", "is empty"),
    "not JSON": (b"<html>", "is not a ROR dump, which is a JSON list"),
    "an object": (b'{"a": 1}', "is not a ROR dump, which is a JSON list"),
    "another list": (b'[{"a": 1}, 5]', "none of its records has a ROR id"),
    "no record": (b"[]", "none of its records"),
    "truncated": (V2.read_bytes()[:90_000][:-40_000], "breaks off after record"),
    "NUL bytes": (b'[{"id": "\x00"}]', "breaks off after record 0"),
    "not UTF-8": (b'[{"id": "\xff\xfe"}]', "breaks off after record 0"),
    "too deep": (b"[" * 200_000, "breaks off after record 0"),
}


@pytest.mark.parametrize("kind", WRONG)
@pytest.mark.parametrize("zipped", [False, True])
def test_wrong_files_are_refused_and_nothing_changes(
    tmp_path: Path, kind: str, zipped: bool
) -> None:
    content, reason = WRONG[kind]
    path = tmp_path / "dump.json"
    path.write_bytes(content)
    if zipped:
        path = make_zip(tmp_path / "dump.zip", {"dump.json": content})
    target = tmp_path / "place" / "ror.parquet"
    target.parent.mkdir()
    target.write_bytes(b"the former registry")
    with pytest.raises(ReferenceFileError, match=reason) as caught:
        update_registry(path, target)
    assert path.name in str(caught.value)
    assert target.read_bytes() == b"the former registry"
    assert list(target.parent.iterdir()) == [target]


def test_zip_without_json(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "dump.zip", {"readme.txt": b"hello"})
    with pytest.raises(ReferenceFileError, match="holds no JSON file"):
        read_dump(path)


def test_damaged_zip(tmp_path: Path) -> None:
    whole = make_zip(tmp_path / "dump.zip", {V2.name: V2.read_bytes()}).read_bytes()
    path = tmp_path / "damaged.zip"
    path.write_bytes(whole[:2000] + bytes(500) + whole[2500:])
    with pytest.raises(ReferenceFileError, match="damaged or protected"):
        read_dump(path)


def test_zip_bomb_is_refused_by_what_it_declares(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "bomb.zip", {"dump.json": b"[" + b" " * (8 << 20)})
    with pytest.raises(ReferenceFileError, match="unpacks to more than 4 MB"):
        read_dump(path, largest=4 << 20)


def test_zip_bomb_is_refused_by_what_comes_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_zip(tmp_path / "bomb.zip", {"dump.json": b"[" + b" " * (8 << 20)})
    honest = zipfile.ZipFile.infolist

    def declare_little(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
        # The library itself stops at the declared size, so the lie is told to our check alone.
        copies = []
        for one in honest(archive):
            copy = zipfile.ZipInfo(one.filename, one.date_time)
            copy.file_size = 10
            copies.append(copy)
        return copies

    monkeypatch.setattr(zipfile.ZipFile, "infolist", declare_little)
    real_open = zipfile.ZipFile.open
    monkeypatch.setattr(
        zipfile.ZipFile, "open", lambda archive, member: real_open(archive, member.filename)
    )
    with pytest.raises(ReferenceFileError, match="unpacks to more than 4 MB"):
        read_dump(path, largest=4 << 20)


def test_missing_dump(tmp_path: Path) -> None:
    with pytest.raises(ReferenceFileError, match="cannot be read: No such file"):
        read_dump(tmp_path / "none.zip")


def test_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ReferenceFileError, match="former registry is unchanged"):
        update_registry(V2, tmp_path / "file" / "ror.parquet")


def test_full_disk_leaves_the_former_registry(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "ror.parquet"
    update_registry(V2, target)
    former = target.read_bytes()

    def fill(table: object, path: Path) -> None:
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("cordee.reference.ror_dump.write_table", fill)
    with pytest.raises(ReferenceFileError, match="No space left on device"):
        update_registry(V1, target)
    assert target.read_bytes() == former
    assert list(tmp_path.iterdir()) == [target]
