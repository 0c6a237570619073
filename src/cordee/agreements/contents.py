"""Files of documents: what may be brought in, under which name, and where it lies.

Only what a lawyer exchanges is taken: PDF, Word (.docx), OpenDocument text, plain text, PNG and JPEG. The
content decides, never the name. A file lies under the SHA-256 of its content, so that no name given by
anybody is ever a path, and the same file is kept once.
"""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_noop

from cordee.kernel.errors import NotFoundError, SourceError
from cordee.kernel.files import replacing


MOST_BYTES = 25 * 1024 * 1024
"""A scanned contract of a hundred pages has some ten megabytes."""

MOST_UNPACKED = 200 * 1024 * 1024
"""What a packed document may grow to. A text with pictures stays well below; a bomb does not."""

LONGEST_NAME = 120
"""Letters kept of a file's name: what the column holds with its ending, and every system accepts."""

PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument.text"
TEXT = "text/plain"
PNG = "image/png"
JPEG = "image/jpeg"

ENDINGS = {
    PDF: ".pdf",
    WORD: ".docx",
    OPEN_DOCUMENT: ".odt",
    TEXT: ".txt",
    PNG: ".png",
    JPEG: ".jpg",
}

_HEADS = ((b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG))
# Names that Windows keeps for devices, whatever ending follows (Microsoft, "Naming Files, Paths").
_DEVICE = re.compile(r"(?:CON|PRN|AUX|NUL|(?:COM|LPT)[0-9¹²³])(?:\..*)?\Z", re.IGNORECASE)
# Where Word and OpenDocument keep programs.
_MACRO = re.compile(r"vbaProject\.bin$|vbaData\.xml$|^(?:Basic|Scripts)/.", re.IGNORECASE)
_CONTROL = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


@dataclass(frozen=True)
class KeptFile:
    """A file that was kept: its hash, its size in bytes, its cleaned name and its type."""

    sha256: str
    size: int
    file_name: str
    media_type: str


def keep_content(content: bytes, name: str, folder: Path) -> KeptFile:
    """Keep a file under the hash of its content, and return what it is.

    Raises `SourceError` for a file that is empty, too large, or none of the types that are taken.
    """
    media_type = find_media_type(content)
    digest = hashlib.sha256(content).hexdigest()
    path = find_path(digest, folder)
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with replacing(path) as draft:
            draft.write_bytes(content)
    return KeptFile(digest, len(content), clean_name(name, media_type), media_type)


def read_content(sha256: str, folder: Path) -> bytes:
    """Return a file's content; `NotFoundError` when it is gone, `SourceError` when it was altered."""
    path = find_path(sha256, folder)
    if not path.is_file():
        raise NotFoundError(
            gettext_noop(
                "The file of this document is missing on the server. Restore it from a backup."
            )
        )
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise SourceError(
            gettext_noop(
                "The file of this document was altered on the server. Restore it from a backup."
            )
        )
    return content


def find_path(sha256: str, folder: Path) -> Path:
    """Return where the content with that hash lies."""
    return folder / sha256[:2] / sha256


def find_media_type(content: bytes) -> str:
    """Return the type of a file by its content; `SourceError` when it is not taken.

    >>> find_media_type(b"Nothing but words.")
    'text/plain'
    """
    if not content:
        raise SourceError(gettext_noop("The file is empty. Choose another."))
    if len(content) > MOST_BYTES:
        raise SourceError(
            gettext_noop("The file is larger than {most} MB. Make a smaller one, or split it."),
            most=MOST_BYTES // 1024**2,
        )
    for head, media_type in _HEADS:
        if content.startswith(head):
            return media_type
    if content.startswith(b"PK\x03\x04"):
        return _find_packed_type(content)
    if _is_plain_text(content):
        return TEXT
    raise SourceError(_NOT_TAKEN)


def clean_name(name: str, media_type: str) -> str:
    """Return a name that is safe to offer: no folders, no control letters, the ending of its type.

    >>> clean_name("../../etc/passwd", "application/pdf")
    'passwd.pdf'
    >>> clean_name("Accord Curie–Heidelberg.PDF", "application/pdf")
    'Accord Curie–Heidelberg.pdf'
    >>> clean_name("con.pdf", "application/pdf")
    '_con.pdf'
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    shown = "".join(letter for letter in last if unicodedata.category(letter) not in _CONTROL)
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", re.sub(r'[<>:"|?*;%]', "", shown)).strip(" .")
    name = stem[:LONGEST_NAME].strip(" .") or "document"
    return ("_" if _DEVICE.match(name) else "") + name + ENDINGS[media_type]


_NOT_TAKEN = gettext_noop(
    "This is no PDF, Word (.docx), OpenDocument text, plain text, PNG or JPEG. Save it as one of these."
)


def _find_packed_type(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = set(packed.namelist())
            unpacked = sum(one.file_size for one in packed.infolist())
            if unpacked > MOST_UNPACKED:
                raise SourceError(
                    gettext_noop("Unpacked, the file would be far too large. Save it anew.")
                )
            if any(map(_MACRO.search, names)):
                raise SourceError(
                    gettext_noop("The file carries macros. Save it as .docx without them.")
                )
            if {"[Content_Types].xml", "word/document.xml"} <= names:
                return WORD
            # The specification puts the type first and unpacked, so it is short.
            is_named = "mimetype" in names and (
                packed.getinfo("mimetype").file_size <= len(OPEN_DOCUMENT)
            )
            if is_named and packed.read("mimetype") == OPEN_DOCUMENT.encode():
                return OPEN_DOCUMENT
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError) as error:
        raise SourceError(_NOT_TAKEN) from error
    raise SourceError(_NOT_TAKEN)


def _is_plain_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    if any(letter < " " and letter not in "\t\n\r\f" for letter in text):
        return False
    # Pages and drawings are text to a machine, and programs to a browser.
    return not re.match(r"\s*<", text) and not re.search(
        r"<(script|svg|html)\b", text, re.IGNORECASE
    )
