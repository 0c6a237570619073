"""Files without what tells who made them: what a reviewer gets who may not know who applies.

Only what programs write beside the text is taken out: authors, programs, dates, comments' authors, what
cameras note. What stands in the text itself stays. A file that cannot be made so is kept back.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Iterator

from django.utils.translation import gettext_noop
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import PdfFileWriter, copy_into_new_writer

from cordee.agreements.contents import JPEG, OPEN_DOCUMENT, PDF, PNG, WORD
from cordee.kernel.errors import SourceError


KEPT_BACK = gettext_noop(
    "This document is kept back: what it tells of who made it could not be taken out. Ask the office of the call for it."
)


def clean_file(content: bytes, media_type: str) -> bytes:
    """Return a file without what tells who made it; `SourceError` where that cannot be promised.

    Raises for PDFs that are signed, encrypted, carry other files or XFA forms, and for packed documents
    with objects of other programs in them.
    """
    try:
        if media_type == PDF:
            return _clean_pdf(content)
        if media_type in (WORD, OPEN_DOCUMENT):
            return _clean_packed(content)
        if media_type == PNG:
            return b"".join(_keep_chunks(content))
        if media_type == JPEG:
            return b"".join(_keep_segments(content))
    except (
        PdfError, zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, IndexError,
        OSError, RecursionError, NotImplementedError, RuntimeError, struct.error,
    ) as error:  # fmt: skip
        # Whatever a broken file does to a reader: it is not handed out half cleaned.
        raise SourceError(KEPT_BACK) from error
    return content


_TELLING = ("/Metadata", "/PieceInfo", "/LastModified", "/SpiderInfo", "/WebCapture")
"""Entries of PDF dictionaries that say who made a part, with what and when (ISO 32000-2, 14.3 to 14.10)."""

_CARRYING = ("/EmbeddedFiles", "/AF", "/XFA", "/Perms")
"""Entries with which a PDF carries other files, forms of another kind or somebody's signature."""


def _clean_pdf(content: bytes) -> bytes:
    reader = PdfFileReader(io.BytesIO(content), strict=False)
    if reader.encrypted or reader.embedded_signatures:
        raise SourceError(KEPT_BACK)
    once = copy_into_new_writer(reader, {"info": None})
    for one in list(once.objects.values()):
        _clean_object(one)
    # Written twice: what nothing names any more is not copied the second time.
    return _write(copy_into_new_writer(PdfFileReader(_to_stream(once)), {"info": None}))


def _clean_object(one: object) -> None:
    if isinstance(one, generic.DictionaryObject):
        if any(name in one for name in _CARRYING) or one.get("/Subtype") == "/FileAttachment":
            raise SourceError(KEPT_BACK)
        for name in _TELLING:
            one.pop(name, None)
        if "/Subtype" in one and "/Rect" in one:
            # Whose remark it is; a form's field has its name there, which is of the form.
            if one.get("/Subtype") != "/Widget":
                one.pop("/T", None)
            one.pop("/M", None)
        for value in list(dict.values(one)):
            _clean_object(value)
    elif isinstance(one, generic.ArrayObject):
        for value in list.__iter__(one):
            _clean_object(value)


def _to_stream(writer: PdfFileWriter) -> io.BytesIO:
    stream = io.BytesIO()
    writer.write(stream)  # type: ignore[no-untyped-call]  # pyHanko says no type here
    stream.seek(0)
    return stream


def _write(writer: PdfFileWriter) -> bytes:
    return _to_stream(writer).getvalue()


_EMPTY_PARTS = {
    "docProps/core.xml": b'<?xml version="1.0" encoding="UTF-8"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    "docProps/app.xml": b'<?xml version="1.0" encoding="UTF-8"?><Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": b'<?xml version="1.0" encoding="UTF-8"?><Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
    "meta.xml": b'<?xml version="1.0" encoding="UTF-8"?><office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.3"><office:meta/></office:document-meta>',
}
"""The parts of Word and OpenDocument files that say who made them, saying nothing."""

_CARRIED = re.compile(r"^word/embeddings/|^Object |^ObjectReplacements/", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"""([\w.-]+:(?:author|initials|userId|providerId))\s*=\s*("[^"]*"|'[^']*')"""
)
_CREATOR = re.compile(
    r"<((?:dc|meta|loext):(?:creator|initial-creator|sender-initials|creator-initials))>[^<]*</\1>"
)


def _clean_packed(content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as packed, zipfile.ZipFile(made, "w") as out:
        for one in packed.infolist():
            if _CARRIED.search(one.filename):
                raise SourceError(KEPT_BACK)
            kept = zipfile.ZipInfo(one.filename)
            # The specification of OpenDocument wants the type unpacked.
            is_type = one.filename == "mimetype"
            kept.compress_type = zipfile.ZIP_STORED if is_type else zipfile.ZIP_DEFLATED
            out.writestr(kept, _clean_part(one.filename, packed.read(one)))
    return made.getvalue()


def _clean_part(name: str, content: bytes) -> bytes:
    if name in _EMPTY_PARTS:
        return _EMPTY_PARTS[name]
    lower = name.lower()
    if lower.endswith((".xml", ".rels")):
        # Another encoding would hide from what is looked for.
        text = content.decode("utf-8-sig")
        if re.match(r"""<\?xml[^>]*encoding=["'](?!utf-8["'])""", text, re.IGNORECASE):
            raise SourceError(KEPT_BACK)
        return _CREATOR.sub(r"<\1></\1>", _ATTRIBUTE.sub(r'\1=""', text)).encode()
    if lower.endswith(".png"):
        return b"".join(_keep_chunks(content))
    if lower.endswith((".jpg", ".jpeg")):
        return b"".join(_keep_segments(content))
    return content


_TELLING_CHUNKS = frozenset({b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"})
_PNG_HEAD = b"\x89PNG\r\n\x1a\n"


def _keep_chunks(content: bytes) -> Iterator[bytes]:
    """Yield a PNG's signature and the chunks that are the picture (PNG, third edition, 11)."""
    if not content.startswith(_PNG_HEAD):
        raise SourceError(KEPT_BACK)
    yield _PNG_HEAD
    place = len(_PNG_HEAD)
    while place < len(content):
        length, kind = struct.unpack_from(">I4s", content, place)
        end = place + 12 + length
        if end > len(content):
            raise SourceError(KEPT_BACK)
        if kind not in _TELLING_CHUNKS:
            yield content[place:end]
        place = end
        if kind == b"IEND":
            # What hangs on after the end is no part of the picture.
            return
    raise SourceError(KEPT_BACK)


_SCAN, _COMMENT = 0xDA, 0xFE
_KEPT_APPS = frozenset({0xE0, 0xE2, 0xEE})
"""JFIF, the colour profile, and what Adobe's decoders need to show the colours."""


def _keep_segments(content: bytes) -> Iterator[bytes]:
    """Yield a JPEG without what cameras and programs noted in it (ITU-T T.81, annex B)."""
    if not content.startswith(b"\xff\xd8"):
        raise SourceError(KEPT_BACK)
    yield content[:2]
    place = 2
    while True:
        mark, kind = struct.unpack_from(">BB", content, place)
        if mark != 0xFF:
            raise SourceError(KEPT_BACK)
        if kind == 0xFF:
            place += 1
            continue
        (length,) = struct.unpack_from(">H", content, place + 2)
        end = place + 2 + length
        if kind == _SCAN:
            last = content.rfind(b"\xff\xd9")
            if last < end:
                raise SourceError(KEPT_BACK)
            yield content[place : last + 2]
            return
        is_noted = kind == _COMMENT or (0xE0 <= kind <= 0xEF and kind not in _KEPT_APPS)
        if not is_noted:
            yield content[place:end]
        place = end
