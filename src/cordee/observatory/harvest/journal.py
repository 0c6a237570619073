"""How far a harvest has come: kept beside its pages, so that it goes on where it was stopped."""

from __future__ import annotations

import gzip
import hashlib
import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import orjson

from cordee.kernel.files import replacing


JOURNAL_NAME = ".harvest.json"
"""Begins with a dot, so that whoever ingests the folder leaves it out."""

PAGES_IN_FILE = 100
"""Pages kept in one file: a file becomes a batch of the lake, and thousands of small ones would slow
every later build; a hundred pages are still fetched again in a minute should one be damaged."""


@dataclass(frozen=True)
class Journal:
    """What was fetched. `query` counts the requests a wish is split into; `mark` is the next page's."""

    wish: str
    query: int = 0
    mark: str | None = None
    pages: int = 0
    records: int = 0
    total: int = 0  # as the service says for the queries begun
    before: int = 0  # of these, for the queries that are done
    size: int = 0  # bytes of the last file that are whole pages
    done: bool = False
    ingested: bool = False

    @property
    def file(self) -> int:
        """The number of the file the next page goes to."""
        return self.pages // PAGES_IN_FILE + 1


def read_journal(folder: Path, wish: str) -> Journal:
    """Return the journal of `folder`; a new one when there is none that can be read, for this wish."""
    try:
        found = Journal(**orjson.loads((folder / JOURNAL_NAME).read_bytes()))
    except (FileNotFoundError, ValueError, TypeError):
        return Journal(wish)
    return found if found.wish == wish else Journal(wish)


def write_journal(folder: Path, journal: Journal) -> None:
    """Replace the journal of `folder` in one step."""
    with replacing(folder / JOURNAL_NAME) as draft:
        draft.write_bytes(orjson.dumps(asdict(journal), option=orjson.OPT_INDENT_2))


def get_file(folder: Path, number: int) -> Path:
    """Return the path of a file of pages."""
    return folder / f"pages-{number:05d}.gz"


def add_page(folder: Path, journal: Journal, content: bytes, records: int) -> Journal:
    """Append a page to the last file and return the journal that knows it; not yet written.

    Each page is a gzip stream of its own, so that a file is whole after each. What a run that was
    killed left behind its last whole page is cut off first.
    """
    path = get_file(folder, journal.file)
    first = journal.pages % PAGES_IN_FILE == 0
    with path.open("ab") as stream:
        stream.truncate(0 if first else journal.size)
        stream.seek(0, os.SEEK_END)
        stream.write(gzip.compress(content, mtime=0))
        stream.flush()
        os.fsync(stream.fileno())
        size = stream.tell()
    return replace(journal, pages=journal.pages + 1, records=journal.records + records, size=size)


def clear_pages(folder: Path) -> None:
    """Remove all files of pages."""
    for path in folder.glob("pages-*.gz"):
        path.unlink()


def sign(*parts: str) -> str:
    """Return a short name for what `parts` say, the same each time."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]
