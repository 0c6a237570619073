"""Everything an organisation owns as one archive: tables, the same as JSON, and documents.

``manifest.json`` says what the archive holds: format, day, whose it is, the rows of each table, what rights
held back, and the SHA-256 of every other member. ``tables/NAME.csv`` are the tables of the directory and of
agreements as they stand, with identifiers and codes; ``data.json`` says the same for programs.
``organisations.csv`` and ``agreements.csv`` have the columns of imports, in a language, and come in again as
they are. ``documents/`` holds the files of agreements.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, TypeAlias, cast
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils.translation import gettext_noop

from cordee.agreements import exports as agreements
from cordee.agreements.contents import read_content
from cordee.agreements.imports.export import list_agreement_rows
from cordee.directory import exports as directory
from cordee.directory.imports.export import iterate_organisation_rows
from cordee.directory.imports.kinds import FileKind
from cordee.directory.queries import get_names
from cordee.kernel.cells import Cell, guard
from cordee.kernel.files import replacing
from cordee.kernel.progress import SILENT, Progress
from cordee.ledger.audit import Subject, record_event
from cordee.ledger.bulk import ROWS_AT_ONCE, take
from cordee.ledger.cells import Field
from cordee.ledger.exports import Takings
from cordee.ledger.moments import reading_at_one_moment
from cordee.ledger.rights import Actor
from cordee.programmes import exports as programmes
from cordee.web.importing import FILE_KINDS


FORMAT = 2
"""The archive's format; the first one, without a number, held organisations and agreements alone."""

READING = gettext_noop("Reading the tables")
ADDING = gettext_noop("Adding the documents")
PIECE = 1024 * 1024

Row: TypeAlias = Mapping[str, object]


@dataclass(frozen=True)
class Exported:
    """How many rows of tables and how many files an archive holds."""

    rows: int
    files: int


@dataclass(frozen=True)
class Wanted:
    """Whose records are taken out, in which language tables to bring in again are headed, where files lie."""

    organisation: UUID
    language: str
    documents: Path


@dataclass
class _Archive:
    """An archive that is being written, with what its manifest will say."""

    zip: zipfile.ZipFile
    language: str
    marks: dict[str, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    own: set[UUID] = field(default_factory=set)
    met: set[UUID] = field(default_factory=set)

    @contextmanager
    def adding(self, name: str) -> Iterator[Callable[[bytes], object]]:
        """Yield what writes a member, whose mark is noted once it is whole."""
        mark = hashlib.sha256()
        with self.zip.open(name, "w", force_zip64=True) as member:

            def write(some: bytes) -> None:
                mark.update(some)
                member.write(some)

            yield write
        self.marks[name] = mark.hexdigest()

    def add_table(self, name: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
        """Add a table as CSV, and return how many rows it has."""
        count = 0
        with self.adding(name) as write:
            write(b"\xef\xbb\xbf")  # Excel reads UTF-8 as such only behind its mark.
            for some in take(chain([columns], rows), ROWS_AT_ONCE):
                text = io.StringIO()
                csv.writer(text, delimiter=";" if self.language == "fr" else ",").writerows(
                    [guard(cell) for cell in row] for row in some
                )
                write(text.getvalue().encode())
                count += len(some)
        return count - 1

    def note(self, row: Row) -> None:
        """Note what a row is, what it names, and the file it tells of."""
        for column, value in row.items():
            if isinstance(value, UUID):
                (self.own if column == "id" else self.met).add(value)
        if row.get("sha256"):
            self.files[str(row["sha256"])] = str(row["file_name"])


def export_everything(wanted: Wanted, *, by: Actor, at: datetime) -> IO[bytes]:
    """Return the archive as a file that is gone once it is closed; the audit tells who took it.

    Raises `NotFoundError` for who may not take records out there.
    """
    with ExitStack() as stack:
        file = cast(IO[bytes], stack.enter_context(TemporaryFile()))
        _write(file, wanted, by=by, at=at, progress=SILENT)
        file.seek(0)
        # Closed by who sends it, from here on.
        stack.pop_all()
        return file


def write_export(
    path: Path, wanted: Wanted, *, by: Actor, at: datetime, progress: Progress = SILENT
) -> Exported:
    """Write the archive to `path`, which appears whole or not at all; the audit tells who took it.

    Raises `NotFoundError` for who may not take records out there.
    """
    with replacing(path) as draft, draft.open("wb") as file:
        return _write(cast(IO[bytes], file), wanted, by=by, at=at, progress=progress)


def _write(
    file: IO[bytes], wanted: Wanted, *, by: Actor, at: datetime, progress: Progress
) -> Exported:
    on, organisation = at.date(), wanted.organisation
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        archive = _Archive(packed, wanted.language)
        with reading_at_one_moment():
            takings = (
                directory.select_tables(organisation, by=by, on=on),
                agreements.select_tables(organisation, by=by, on=on),
                programmes.select_tables(organisation, by=by, on=on),
            )
            _add_tables(archive, takings, progress)
            for name, rows in (
                ("organisations", iterate_organisation_rows(organisation, by=by, on=on)),
                ("agreements", list_agreement_rows(organisation, by=by, on=on)),
            ):
                _add_importable(archive, FILE_KINDS[name], rows)
        _add_files(archive, wanted.documents, progress)
        _add_manifest(archive, takings, organisation, by, at)
    with transaction.atomic():
        record_event(
            "export.take",
            Subject("export", str(organisation), organisation),
            by=by,
            at=at,
            change={name: (None, count) for name, count in archive.counts.items()},
        )
    return Exported(sum(archive.counts.values()), len(archive.files))


def _add_tables(archive: _Archive, takings: Iterable[Takings], progress: Progress) -> None:
    """Add every table as CSV, and all of them as JSON, reading each row once."""
    tables = [table for one in takings for table in one.tables]
    progress.start(READING, sum(table.count() for table in tables), "")
    with TemporaryFile() as said:
        for table in tables:
            rows = _watch(table.iterate(), archive, progress)
            _add_both(archive, table.name, table.columns, rows, said)
        named = directory.name_entries(archive.met - archive.own)
        _add_both(archive, "named", directory.NAMED_COLUMNS, named, said)
        said.write(b"\n}\n")
        said.seek(0)
        with archive.adding("data.json") as write:
            while piece := said.read(PIECE):
                write(piece)


def _add_both(
    archive: _Archive, name: str, columns: Sequence[str], rows: Iterable[Row], said: IO[bytes]
) -> None:
    said.write(f"{',' if archive.counts else '{'}\n{json.dumps(name)}: [".encode())

    def tell() -> Iterator[Sequence[Cell]]:
        comma = ""
        for row in rows:
            text = json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False)
            said.write(f"{comma}\n{text}".encode())
            comma = ","
            yield [_write_plain(row[one]) for one in columns]

    archive.counts[name] = archive.add_table(f"tables/{name}.csv", columns, tell())
    said.write(b"]")


def _watch(rows: Iterable[Row], archive: _Archive, progress: Progress) -> Iterator[Row]:
    for number, row in enumerate(rows, start=1):
        archive.note(row)
        yield row
        if number % ROWS_AT_ONCE == 0:
            progress.advance(ROWS_AT_ONCE)


def _add_importable(archive: _Archive, kind: FileKind[Any], rows: Iterable[Row]) -> None:
    """Add a table that an import reads, with the headers of a language."""
    archive.add_table(
        f"{kind.name}.csv",
        [one.to_header(archive.language) for one in kind.fields],
        ([_write_field(one, row.get(one.name)) for one in kind.fields] for row in rows),
    )


def _add_files(archive: _Archive, documents: Path, progress: Progress) -> None:
    progress.start(ADDING, len(archive.files), "")
    for sha256, name in archive.files.items():
        # Under its hash, so that two of one name stand side by side; the name was cleaned before.
        with archive.adding(f"documents/{sha256[:12]}-{name}") as write:
            write(read_content(sha256, documents))
        progress.advance(1)


def _add_manifest(
    archive: _Archive, takings: Iterable[Takings], organisation: UUID, by: Actor, at: datetime
) -> None:
    name = get_names([organisation])[organisation]
    told = {
        "format": FORMAT,
        "cordee": version("cordee"),
        "at": at.isoformat(timespec="seconds"),
        "by": by.name,
        "organisation": {"id": str(organisation), "name": name.to_name("en"), "ror": name.ror},
        "rows": archive.counts,
        "files": len(archive.files),
        "withheld": [table for one in takings for table in one.withheld],
        "members": archive.marks,
    }
    text = json.dumps(told, ensure_ascii=False, indent=1)
    archive.zip.writestr("manifest.json", text + "\n")


def _write_plain(value: object) -> Cell:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | dict):
        return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return value if isinstance(value, int | float) else str(value)


def _write_field(one: Field, value: object) -> Cell:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "; ".join(map(str, value))
    if one.choices:
        return str(one.choices.get(str(value), value))
    return value if isinstance(value, int | float) else str(value)
