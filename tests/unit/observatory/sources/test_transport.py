from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from cordee.kernel.errors import SourceError
from cordee.observatory.sources.sniff import Format, find_files, sniff_format
from cordee.observatory.sources.transport import read_blocks


XML = b"<?xml version='1.0'?><PubmedArticleSet></PubmedArticleSet>"


def make_zip(**members: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize(
    "pack",
    [
        pytest.param(lambda data: data, id="plain"),
        pytest.param(gzip.compress, id="gzip"),
        pytest.param(lambda data: gzip.compress(data) + gzip.compress(b" "), id="two-members"),
        pytest.param(lambda data: make_zip(a=data), id="zip"),
    ],
)
def test_plain_gzip_and_zip_give_the_same(tmp_path, pack):
    path = tmp_path / "any.name"
    path.write_bytes(pack(XML))
    told: list[int] = []
    assert b"".join(read_blocks(path, on_read=told.append)).strip() == XML
    assert sniff_format(path) is Format.PUBMED


@pytest.mark.parametrize("cut", [15, 40, -1, -6])
def test_a_truncated_gzip_is_refused(tmp_path, cut):
    path = tmp_path / "cut.xml.gz"
    path.write_bytes(gzip.compress(XML * 50)[:cut])
    with pytest.raises(SourceError, match="is damaged"):
        b"".join(read_blocks(path))


def test_a_wrong_checksum_is_refused(tmp_path):
    path = tmp_path / "bad.gz"
    content = bytearray(gzip.compress(XML))
    content[-6] ^= 1
    path.write_bytes(content)
    with pytest.raises(SourceError, match="is damaged"):
        b"".join(read_blocks(path))


@pytest.mark.parametrize(
    "pack",
    [
        pytest.param(gzip.compress, id="gzip"),
        pytest.param(lambda data: make_zip(a=data), id="zip"),
    ],
)
def test_a_bomb_is_refused_unless_a_person_trusts_it(tmp_path, pack):
    path = tmp_path / "bomb"
    path.write_bytes(pack(b"\x00" * 80_000_000))
    with pytest.raises(SourceError, match="expands to more than 200 times"):
        for _ in read_blocks(path):
            pass
    assert sum(len(block) for block in read_blocks(path, max_expansion=2000)) == 80_000_000


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b" \n\x00\n", "is empty"),
        pytest.param(gzip.compress(b""), "is empty", id="empty gzip"),
        (b"<html></html>", "no PubmedArticleSet"),
        (b'{"a": 1}\n', "not works of"),
        (b"[1, 2]", "not works of"),
        (b"%PDF-1.7 \x00\x01\x02", "none of the formats"),
        (b"just some words", "none of the formats"),
        (bytes(range(1, 32)) * 20 + b",;", "none of the formats"),
        pytest.param(make_zip(a=XML, b=XML), "zip archive with 2 files", id="zip of two"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(tmp_path, content, sentence):
    path = tmp_path / "file.xml"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=sentence) as caught:
        sniff_format(path)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b'\xef\xbb\xbf{"id": "https://openalex.org/W1"}\n', Format.OPENALEX_LINES),
        (b'{broken\n{"id": "https://openalex.org/W1"}\n', Format.OPENALEX_LINES),
        (b'{"meta": {}, "results": []}', Format.OPENALEX_PAGE),
        (b'{\n  "meta": {},\n  "results": []\n}', Format.OPENALEX_PAGE),
        (b'[{"id": "https://openalex.org/W1"}]', Format.OPENALEX_PAGE),
        (b"id,doi,authorships.countries\n", Format.OPENALEX_CSV),
        ("Équipe;Pays\nA;France\n".encode("cp1252"), Format.TABLE),
    ],
)
def test_the_format_is_found_by_looking(tmp_path, content, kind):
    path = tmp_path / "misleading.xml"
    path.write_bytes(content)
    assert sniff_format(path) is kind


def test_folders_are_read_through_and_sorted(tmp_path):
    for name in ("b/2.xml", "a.xml", "b/1.xml", ".hidden/x.xml", "b/.part"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(XML)
    found = find_files([tmp_path / "b/2.xml", tmp_path])
    assert [p.relative_to(tmp_path).as_posix() for p in found] == ["b/2.xml", "a.xml", "b/1.xml"]


def test_what_is_not_there_is_said(tmp_path):
    with pytest.raises(SourceError, match="no file or folder"):
        find_files([tmp_path / "none"])
    with pytest.raises(SourceError, match="no file to read"):
        find_files([tmp_path])
    with pytest.raises(SourceError, match="cannot be read"):
        list(read_blocks(Path(tmp_path / "none")))
