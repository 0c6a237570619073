"""Find out what a file is by looking inside, whatever its name says."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Any

import orjson

from cordee.kernel.errors import SourceError
from cordee.kernel.messages import N_
from cordee.observatory.sources.pubmed_split import check_prologue
from cordee.observatory.sources.transport import is_workbook, read_head


class Format(StrEnum):
    """What Cordée can read."""

    PUBMED = "pubmed"  # PubMed or MEDLINE XML
    OPENALEX_LINES = "openalex-lines"  # one work a line
    OPENALEX_PAGE = "openalex-page"  # {"meta": …, "results": […]} or a list of works
    OPENALEX_CSV = "openalex-csv"  # the site's export
    TABLE = "table"  # declared collaborations, delimited text
    WORKBOOK = "workbook"  # declared collaborations, Excel


BLANKS = b" \t\r\n\x00\x0b\x0c"
"""What may stand before the first sign: NULs too, which some disk images leave."""


def find_files(paths: Iterable[Path]) -> list[Path]:
    """Return the files to read: those given, and all inside the folders given, sorted.

    Files and folders whose name begins with a dot are left out when found inside a folder. Raises
    `SourceError` when a path does not exist or a folder has no file.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file() and not _is_hidden(p, path))
            if not inside:
                raise SourceError(
                    N_("The folder {path} has no file to read. Check its name."), path=str(path)
                )
            found.update(dict.fromkeys(inside))
        elif path.exists():
            found[path] = None
        else:
            raise SourceError(
                N_("There is no file or folder {path}. Check its name."), path=str(path)
            )
    return list(found)


def sniff_format(path: Path) -> Format:
    """Return the format of the file at `path`.

    Raises `SourceError` when the file is empty, unreadable, or none of `Format`.
    """
    if path.is_file() and path.stat().st_size == 0:
        raise make_empty(path)
    if is_workbook(path):
        return Format.WORKBOOK
    head = read_head(path)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", errors="replace").encode()
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip(BLANKS)
    if not head:
        raise make_empty(path)
    if head.startswith(b"<"):
        check_prologue(head, str(path))
        return Format.PUBMED
    if head.startswith((b"{", b"[")):
        return _sniff_json(path, head)
    return _sniff_text(path, head)


def make_empty(path: Path) -> SourceError:
    """Return the error for a file without contents."""
    return SourceError(
        N_("{file} is empty. Get it again from where it came, or leave it out."), file=str(path)
    )


def _is_hidden(path: Path, root: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(root).parts)


def _sniff_json(path: Path, head: bytes) -> Format:
    if head.startswith(b"["):
        if _is_like_work(head):
            return Format.OPENALEX_PAGE
    else:
        first = _load(head.split(b"\n", 1)[0])
        if isinstance(first, dict):
            if "results" in first:
                return Format.OPENALEX_PAGE
            if "openalex.org/" in str(first.get("id", "")) or "authorships" in first:
                return Format.OPENALEX_LINES
        elif b'"results"' in head and b'"meta"' in head:
            return Format.OPENALEX_PAGE
        elif _is_like_work(head):
            # A line longer than the head, or a broken first line among good ones.
            return Format.OPENALEX_LINES
    raise SourceError(
        N_(
            "{file} is JSON, but not OpenAlex works: no record has an OpenAlex id. Give works, one "
            "a line, or an answer of the OpenAlex API."
        ),
        file=str(path),
    )


def _is_like_work(head: bytes) -> bool:
    return b"openalex.org/W" in head or b'"authorships"' in head


def _load(line: bytes) -> Any:
    try:
        return orjson.loads(line)
    except ValueError:
        return None


def _sniff_text(path: Path, head: bytes) -> Format:
    text = head.replace(b"\x00", b"").decode("utf-8", errors="replace")
    header = text.splitlines()[0]
    names = next(csv.reader(io.StringIO(header)), [])
    if "id" in names and any(name.startswith("authorships.") for name in names):
        return Format.OPENALEX_CSV
    if len(head) > 1 and _count_odd(head) < len(head) // 10 and any(s in header for s in ",;\t|"):
        return Format.TABLE
    raise SourceError(
        N_(
            "{file} is none of the formats Cordée reads: PubMed XML, OpenAlex works (JSON lines, "
            "API answer, CSV), or a table with a header."
        ),
        file=str(path),
    )


def _count_odd(head: bytes) -> int:
    """Return how many control bytes there are, which text has not."""
    return sum(head.count(bytes([n])) for n in range(32) if n not in b"\t\r\n")
