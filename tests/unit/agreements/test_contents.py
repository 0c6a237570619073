from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from cordee.agreements.contents import (
    JPEG,
    MOST_BYTES,
    OPEN_DOCUMENT,
    PDF,
    PNG,
    TEXT,
    WORD,
    clean_name,
    find_media_type,
    find_path,
    keep_content,
    read_content,
)
from cordee.kernel.errors import NotFoundError, SourceError


def pack(**files: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return target.getvalue()


WORDS = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"}


def make_file(kind: str) -> bytes:
    return {
        "pdf": b"%PDF-1.7\n",
        "png": b"\x89PNG\r\n\x1a\n",
        "jpeg": b"\xff\xd8\xff\xe0",
        "text": "Accord signé à Lyon\n".encode(),
        "word": pack(**WORDS),
        "odt": pack(mimetype=OPEN_DOCUMENT.encode(), **{"content.xml": b"<x/>"}),
        "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        "html": b"<!doctype html><p>Hello",
        "hidden html": b"Hello <script>alert(1)</script>",
        "program": b"\x7fELF\x02\x01\x01\x00",
        "old word": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 50,
        "spreadsheet": pack(**{"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"}),
        "macros": pack(**WORDS, **{"word/vbaProject.bin": b"x"}),
        "bomb": pack(**WORDS, **{"word/media/a.png": b"\0" * (201 * 1024**2)}),
        "broken": b"PK\x03\x04" + b"nothing",
        "empty": b"",
        "large": b"%PDF-" + b"\0" * MOST_BYTES,
    }[kind]


@pytest.mark.parametrize(
    ("kind", "media_type"),
    [
        ("pdf", PDF),
        ("png", PNG),
        ("jpeg", JPEG),
        ("text", TEXT),
        ("word", WORD),
        ("odt", OPEN_DOCUMENT),
    ],
)
def test_content_decides(kind: str, media_type: str) -> None:
    assert find_media_type(make_file(kind)) == media_type


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("svg", "This is no PDF"),
        ("html", "This is no PDF"),
        ("hidden html", "This is no PDF"),
        ("program", "This is no PDF"),
        ("old word", "This is no PDF"),
        ("spreadsheet", "This is no PDF"),
        ("macros", "carries macros"),
        ("bomb", "far too large"),
        ("broken", "This is no PDF"),
        ("empty", "is empty"),
        ("large", "larger than 25 MB"),
    ],
)
def test_the_rest_is_refused(kind: str, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        find_media_type(make_file(kind))


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\temp\\Accord.docx", "Accord.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie x.pdf"),
        ("\u202efdp.exe", "fdp.pdf"),
        ("", "document.pdf"),
        ("...", "document.pdf"),
        ("é" * 300 + ".pdf", "é" * 120 + ".pdf"),
    ],
)
def test_names_are_only_names(name: str, clean: str) -> None:
    assert clean_name(name, PDF) == clean


def test_a_file_lies_under_its_hash_once(tmp_path: Path) -> None:
    first = keep_content(b"%PDF-1.7\n", "a.pdf", tmp_path)
    second = keep_content(b"%PDF-1.7\n", "b.pdf", tmp_path)
    assert first.sha256 == second.sha256
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1
    assert read_content(first.sha256, tmp_path) == b"%PDF-1.7\n"


def test_an_altered_or_missing_file_is_told(tmp_path: Path) -> None:
    kept = keep_content(b"%PDF-1.7\n", "a.pdf", tmp_path)
    find_path(kept.sha256, tmp_path).write_bytes(b"%PDF-1.7 other\n")
    with pytest.raises(SourceError, match="altered"):
        read_content(kept.sha256, tmp_path)
    find_path(kept.sha256, tmp_path).unlink()
    with pytest.raises(NotFoundError, match="missing"):
        read_content(kept.sha256, tmp_path)
