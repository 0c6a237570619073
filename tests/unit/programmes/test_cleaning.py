"""Files for reviewers who may not know who applies: the planted name is nowhere in their bytes."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import pytest
from docx import Document
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Text
from pypdf.generic import DecodedStreamObject, NameObject, TextStringObject

from cordee.agreements.contents import JPEG, OPEN_DOCUMENT, PDF, PNG, TEXT, WORD, find_media_type
from cordee.kernel.errors import SourceError
from cordee.programmes.reviewing.cleaning import clean_file


NAME = "Planted-Zyxwv"


def make_pdf(change: Callable[[PdfWriter], object] = lambda _: None) -> bytes:
    writer = PdfWriter()
    page = writer.add_blank_page(100, 100)
    writer.add_metadata({"/Author": NAME, "/Creator": NAME, "/Custom": NAME})
    xmp = DecodedStreamObject()
    xmp.set_data(f"<x:xmpmeta>{NAME}</x:xmpmeta>".encode())
    xmp.update(
        {NameObject("/Type"): NameObject("/Metadata"), NameObject("/Subtype"): NameObject("/XML")}
    )
    writer.root_object[NameObject("/Metadata")] = writer._add_object(xmp)
    page[NameObject("/PieceInfo")] = writer._add_object(DecodedStreamObject())
    note = Text(rect=(1, 1, 9, 9), text="A remark.")
    note[NameObject("/T")] = TextStringObject(NAME)
    writer.add_annotation(0, note)
    change(writer)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def test_a_pdf_loses_its_metadata_and_keeps_its_pages() -> None:
    content = make_pdf()
    assert NAME.encode() in content
    cleaned = clean_file(content, PDF)
    assert NAME.encode() not in cleaned
    reader = PdfReader(io.BytesIO(cleaned))
    assert len(reader.pages) == 1
    assert reader.xmp_metadata is None
    told = " ".join(map(str, (reader.metadata or {}).values()))
    assert NAME not in told
    assert reader.pages[0]["/Annots"][0].get_object()["/Contents"] == "A remark."


@pytest.mark.parametrize(
    "change",
    [
        lambda writer: writer.add_attachment("cv.txt", NAME.encode()),
        lambda writer: writer.encrypt("secret"),
    ],
    ids=["carries a file", "encrypted"],
)
def test_a_pdf_that_cannot_be_promised_is_kept_back(change: Callable[[PdfWriter], object]) -> None:
    with pytest.raises(SourceError, match="kept back"):
        clean_file(make_pdf(change), PDF)


def make_word() -> bytes:
    document = Document()
    document.core_properties.author = NAME
    document.core_properties.last_modified_by = NAME
    document.add_paragraph("What we do.")
    picture = io.BytesIO(make_jpeg())
    document.add_picture(picture)
    document.add_comment(document.paragraphs[0].runs, text="Why?", author=NAME, initials="PZ")
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def unpack(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return b"\n".join(packed.read(one) for one in packed.namelist())


def test_a_word_document_loses_authors_and_keeps_its_text() -> None:
    content = make_word()
    assert NAME.encode() in unpack(content)
    cleaned = clean_file(content, WORD)
    assert find_media_type(cleaned) == WORD
    assert NAME.encode() not in unpack(cleaned)
    assert b'w:initials=""' in unpack(cleaned)
    document = Document(io.BytesIO(cleaned))
    assert document.paragraphs[0].text == "What we do."
    assert document.core_properties.author == ""


def make_open_document(**parts: str) -> bytes:
    whole = {
        "meta.xml": f"<office:document-meta><dc:creator>{NAME}</dc:creator></office:document-meta>",
        "content.xml": f"<text:p><office:annotation><dc:creator>{NAME}</dc:creator></office:annotation>Text.</text:p>",
        **parts,
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr("mimetype", OPEN_DOCUMENT)
        for name, text in whole.items():
            packed.writestr(name, text.encode())
    return made.getvalue()


def test_an_open_document_loses_authors() -> None:
    cleaned = clean_file(make_open_document(), OPEN_DOCUMENT)
    assert find_media_type(cleaned) == OPEN_DOCUMENT
    assert NAME.encode() not in unpack(cleaned)
    assert b"Text." in unpack(cleaned)


@pytest.mark.parametrize(
    "parts",
    [
        {"ObjectReplacements/Object 1": NAME},
        {"content.xml": f'<?xml version="1.0" encoding="UTF-16"?><p>{NAME}</p>'},
    ],
)
def test_a_packed_document_that_hides_something_is_kept_back(parts: dict[str, str]) -> None:
    with pytest.raises(SourceError, match="kept back"):
        clean_file(make_open_document(**parts), OPEN_DOCUMENT)


def make_jpeg() -> bytes:
    made = io.BytesIO()
    exif = Image.Exif()
    exif[0x013B] = NAME
    Image.new("RGB", (8, 8), "red").save(made, "JPEG", exif=exif, comment=NAME.encode())
    return made.getvalue()


def make_png() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(made, "PNG")
    whole = made.getvalue()
    note = b"tEXt" + f"Author\0{NAME}".encode()
    chunk = struct.pack(">I", len(note) - 4) + note + struct.pack(">I", zlib.crc32(note))
    return whole[:33] + chunk + whole[33:] + NAME.encode()


@pytest.mark.parametrize(("content", "kind"), [(make_jpeg(), JPEG), (make_png(), PNG)])
def test_a_picture_loses_what_cameras_note(content: bytes, kind: str) -> None:
    assert NAME.encode() in content
    cleaned = clean_file(content, kind)
    assert NAME.encode() not in cleaned
    with Image.open(io.BytesIO(cleaned)) as seen:
        seen.load()
        assert seen.size == (8, 8)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7 and nothing", PDF),
        (b"PK\x03\x04", WORD),
        (b"\x89PNG\r\n\x1a\n\0\0", PNG),
        (b"\xff\xd8\xff\xe0", JPEG),
    ],
)
def test_what_is_broken_is_kept_back(content: bytes, kind: str) -> None:
    with pytest.raises(SourceError, match="kept back"):
        clean_file(content, kind)


def test_plain_text_has_nothing_beside_it() -> None:
    assert clean_file(b"Words.", TEXT) == b"Words."
