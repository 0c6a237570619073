"""Find out what a file is by looking inside, whatever its name says."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Any

import orjson

from cordee.kernel.errors import SourceError
from cordee.kernel.messages import N_
from cordee.observatory.sources import (
    archive,
    cordis,
    crossref,
    europepmc_xml,
    openalex_snapshot,
    scopus,
    wos_split,
)
from cordee.observatory.sources.pubmed_split import check_entities, check_prologue
from cordee.observatory.sources.transport import is_workbook, read_head


class Format(StrEnum):
    """What Cordée can read."""

    PUBMED = "pubmed"  # PubMed or MEDLINE XML
    OPENALEX_LINES = "openalex-lines"  # one work a line
    OPENALEX_PAGE = "openalex-page"  # {"meta": …, "results": […]} or a list of works
    OPENALEX_CSV = "openalex-csv"  # the site's export
    OPENALEX_MANIFEST = "openalex-manifest"  # of a snapshot's folder
    OPENALEX_MERGES = "openalex-merges"  # ids that were given up, and for which
    HAL = "hal"  # {"response": {"docs": […]}}
    HAL_CSV = "hal-csv"  # the same, with wt=csv
    CROSSREF = "crossref"  # {"items": […]}, {"message": …} or a list of works
    CROSSREF_LINES = "crossref-lines"  # one work a line
    CROSSREF_ARCHIVE = "crossref-archive"  # a tar of such files
    EUROPEPMC = "europepmc"  # {"resultList": {"result": […]}}
    EUROPEPMC_XML = "europepmc-xml"  # <responseWrapper>
    CORDIS_PROJECTS = "cordis-projects"  # project.csv
    CORDIS_ORGANISATIONS = "cordis-organisations"  # organization.csv
    CORDIS_SUBJECTS = "cordis-subjects"  # euroSciVoc.csv
    SCOPUS = "scopus"  # CSV export
    WOS = "wos"  # Web of Science, plain text
    WOS_TABS = "wos-tabs"  # Web of Science, tab-delimited
    TABLE = "table"  # declared collaborations, delimited text
    WORKBOOK = "workbook"  # declared collaborations, Excel


BLANKS = b" \t\r\n\x00\x0b\x0c"
"""What may stand before the first sign: NULs too, which some disk images leave."""


_HAL = re.compile(rb'\{\s*"response(?:Header)?"\s*:\s*\{')
_EUROPEPMC = re.compile(
    rb'\{\s*"(?:version|hitCount|nextCursorMark|nextPageUrl|request|resultList)"\s*:'
)
_CROSSREF = re.compile(rb'\{\s*"(?:items"\s*:\s*\[|message-type"|status"\s*:\s*"ok")')
_MANIFEST = re.compile(rb'\{\s*"entries"\s*:\s*\[')
_HAL_COLUMNS = frozenset({"halId_s", "docid", "uri_s"})


def find_files(paths: Iterable[Path]) -> list[Path]:
    """Return the files to read: those given, and all inside the folders given, sorted.

    Files and folders whose name begins with a dot are left out when found inside a folder, and what
    an OpenAlex snapshot or CORDIS's archive holds besides what is read. Raises `SourceError` when a path does not exist or a folder has no file.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file() and not _is_hidden(p, path))
            if not inside:
                raise SourceError(
                    N_("The folder {path} has no file to read. Check its name."), path=str(path)
                )
            chosen = cordis.choose_files(openalex_snapshot.choose_files(inside))
            found.update(dict.fromkeys(chosen))
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
    if archive.is_archive(head):
        return _sniff_archive(path)
    if head.startswith(b"<"):
        if root := europepmc_xml.ROOT.search(head):
            check_entities(head[: root.start()], str(path))
            return Format.EUROPEPMC_XML
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
    found = _find_answer(head) or _find_openalex(head)
    if found is not None:
        return found
    if b'"DOI"' in head or _CROSSREF.match(head):
        return Format.CROSSREF if crossref.is_document(head) else Format.CROSSREF_LINES
    raise SourceError(
        N_(
            "{file} is JSON, but not works of OpenAlex, Crossref, HAL or Europe PMC: no record has "
            "an id of theirs. Give works, one a line, or an answer of their API."
        ),
        file=str(path),
    )


def _find_answer(head: bytes) -> Format | None:
    """Return the format when an answer of HAL or Europe PMC, or a manifest, begins so."""
    if _MANIFEST.match(head) and b'"url"' in head:
        return Format.OPENALEX_MANIFEST
    if _HAL.match(head) and b'"docs"' in head:
        return Format.HAL
    if _EUROPEPMC.match(head) and b'"resultList"' in head:
        return Format.EUROPEPMC
    return None


def _find_openalex(head: bytes) -> Format | None:
    """Return which of OpenAlex's formats begins so, None when none does."""
    first = None if head.startswith(b"[") else _load(head.split(b"\n", 1)[0])
    if isinstance(first, dict):
        if "results" in first:
            return Format.OPENALEX_PAGE
        named = "openalex.org/" in str(first.get("id", "")) or "authorships" in first
        return Format.OPENALEX_LINES if named else None
    if not head.startswith(b"[") and b'"results"' in head and b'"meta"' in head:
        return Format.OPENALEX_PAGE
    if _is_like_work(head):
        # Of lines: one longer than the head, or a broken first line among good ones.
        return Format.OPENALEX_PAGE if head.startswith(b"[") else Format.OPENALEX_LINES
    return None


def _sniff_archive(path: Path) -> Format:
    head = archive.read_first(path)
    if b'"DOI"' in head or _CROSSREF.match(head):
        return Format.CROSSREF_ARCHIVE
    raise SourceError(
        N_(
            "{file} is an archive of files, and they are not Crossref's. Unpack it into a folder "
            "and give the folder."
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
    if wos_split.is_export(head):
        return Format.WOS
    text = head.replace(b"\x00", b"").decode("utf-8", errors="replace")
    header = text.splitlines()[0]
    if wos_split.COLUMNS.issubset(header.split("\t")):
        return Format.WOS_TABS
    names = next(csv.reader(io.StringIO(header)), [])
    if "id" in names and any(name.startswith("authorships.") for name in names):
        return Format.OPENALEX_CSV
    if scopus.COLUMNS.issubset(names):
        return Format.SCOPUS
    if openalex_snapshot.MERGE_COLUMNS.issubset(names):
        return Format.OPENALEX_MERGES
    if _HAL_COLUMNS.intersection(names) and any(name.endswith(("_s", "_i")) for name in names):
        return Format.HAL_CSV
    if found := _find_cordis(next(csv.reader(io.StringIO(header), delimiter=";"), [])):
        return found
    if len(head) > 1 and _count_odd(head) < len(head) // 10 and any(s in header for s in ",;\t|"):
        return Format.TABLE
    raise SourceError(
        N_(
            "{file} is none of the formats Cordée reads: PubMed or Europe PMC XML, works of "
            "OpenAlex, HAL, Crossref or Europe PMC as JSON or CSV, exports of Scopus or Web of Science, "
            "European projects of CORDIS, or a table with a header."
        ),
        file=str(path),
    )


def _find_cordis(names: list[str]) -> Format | None:
    """Return which of CORDIS's tables has columns of these names, None when none has."""
    tables = (
        (cordis.PROJECT_COLUMNS, Format.CORDIS_PROJECTS),
        (cordis.ORGANISATION_COLUMNS, Format.CORDIS_ORGANISATIONS),
        (cordis.SUBJECT_COLUMNS, Format.CORDIS_SUBJECTS),
    )
    return next((kind for columns, kind in tables if columns.issubset(names)), None)


def _count_odd(head: bytes) -> int:
    """Return how many control bytes there are, which text has not."""
    return sum(head.count(bytes([n])) for n in range(32) if n not in b"\t\r\n")
