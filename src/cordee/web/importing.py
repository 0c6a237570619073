"""What can be brought in, and the files that wait between their upload and their import.

A file waits in the state's folder under its owner's identifier and a word of chance, never under a name
that anybody gave; after a day it is swept away, and a person has a few at most. The backup leaves these files out.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext_noop

from cordee.agreements.imports.permits.write import PERMITS
from cordee.agreements.imports.write import AGREEMENTS
from cordee.agreements.queries import find_named
from cordee.directory.imports.kinds import FileKind
from cordee.directory.imports.people.write import PEOPLE
from cordee.directory.imports.resources.write import RESOURCES
from cordee.directory.imports.write import make_organisation_kind
from cordee.directory.queries import get_line
from cordee.directory.queries.access import list_own
from cordee.kernel.cells import Cell, guard
from cordee.kernel.errors import NotFoundError, UsageError
from cordee.ledger.imports import get_import
from cordee.ledger.rights import Actor, can
from cordee.ledger.sheets import (
    Sheet,
    Table,
    clean_file_name,
    match_columns,
    read_sheet,
    read_table,
)
from cordee.ledger.states import Action
from cordee.programmes.imports.write import CORDIS


UPLOADS = "uploads"
WAITS = timedelta(days=1)
"""How long a file waits: over a night, for who asks a colleague first."""

MOST_WAITING = 3
"""Files that wait for one person: a second thought and a third, but no disk filled at 50 MB a file."""


@dataclass(frozen=True)
class Waiting:
    """A file that waits to be brought in, for whom, as what."""

    id: UUID
    kind: FileKind[Any]
    organisation: UUID
    file_name: str
    content: bytes

    @property
    def sha256(self) -> str:
        """Return the file's hash."""
        return find_hash(self.content)

    def read(self) -> Sheet:
        """Return the file's table; `SourceError` when it has none."""
        return read_sheet(self.content, self.file_name)

    def read_again(self, titles: Mapping[str, str], *, on: date) -> Table:
        """Return the file's values, read from the columns of those titles, with no fault of a dry run."""
        if self.kind.read is not None:
            return self.kind.read(self.content, self.file_name, self.organisation, on)
        sheet = self.read()
        places = {name: sheet.columns.index(title) for name, title in titles.items()}
        return read_chosen(sheet, self.kind, places, {})[0]


FILE_KINDS: Mapping[str, FileKind[Any]] = {
    one.name: one
    for one in (
        make_organisation_kind(find_named),
        PEOPLE,
        RESOURCES,
        AGREEMENTS,
        PERMITS,
    )
}
"""The tables that can be brought in, by name."""

KINDS: Mapping[str, FileKind[Any]] = {**FILE_KINDS, CORDIS.name: CORDIS}
"""Everything that can be brought in, with what comes in an archive and whose columns nobody chooses."""


def get_file_kind(name: str) -> FileKind[Any]:
    """Return the kind of file; `NotFoundError` for none."""
    if name not in KINDS:
        raise NotFoundError(gettext_noop("No page has this address."))
    return KINDS[name]


def list_undoable(by: Actor, *, on: date) -> dict[str, frozenset[UUID]]:
    """Return for each kind of file the organisations, with their parts, where `by` may undo it."""
    own = list_own(by, Action.IMPORT_RECORDS, on=on)
    return {name: own & list_own(by, one.needs_to_undo, on=on) for name, one in KINDS.items()}


def find_hash(content: bytes) -> str:
    """Return the hash by which the audit knows a file that was brought in."""
    return hashlib.sha256(content).hexdigest()


def undo(identifier: UUID, *, by: Actor, at: datetime) -> None:
    """Undo an import, whatever its kind; to who may not, there is none."""
    found = get_import(identifier)
    kind, line = get_file_kind(found.kind), get_line(found.organisation, on=at.date())
    needed = (Action.IMPORT_RECORDS, kind.needs_to_undo)
    if not all(can(by, one, line, on=at.date()) for one in needed):
        raise NotFoundError(gettext_noop("There is no such import."))
    kind.undo(identifier, by=by, at=at)


def read_chosen(
    sheet: Sheet,
    kind: FileKind[Any],
    chosen: Mapping[str, int] | None,
    remembered: Mapping[str, str],
) -> tuple[Table, dict[str, int]]:
    """Return a sheet's values with the column each field was read from: chosen, or else guessed."""
    places = (
        match_columns(sheet.columns, kind.fields, remembered)
        if chosen is None
        else {name: place for name, place in chosen.items() if 0 <= place < len(sheet.columns)}
    )
    if not places:
        raise UsageError(
            gettext_noop(
                "None of the columns of {file} is known here. Its headers are: {headers}. Start from the template."
            ),
            file=sheet.name,
            headers=", ".join(filter(None, sheet.columns))[:300],
        )
    return read_table(sheet, kind.fields, places), places


def write_template(kind: FileKind[Any], language: str) -> str:
    """Return a table with the headers in a language, and one line as an example."""
    example = [one.example[0 if language == "fr" else 1] for one in kind.fields]
    return write_table(kind, [example], language)


def write_table(kind: FileKind[Any], lines: Iterable[Sequence[Cell]], language: str) -> str:
    """Return lines as CSV with headers in a language; no cell is run as a formula by a spreadsheet."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";" if language == "fr" else ",")
    writer.writerow([one.to_header(language) for one in kind.fields])
    writer.writerows([guard(cell) for cell in cells] for cells in lines)
    # Excel reads UTF-8 as such only behind its mark.
    return "\ufeff" + file.getvalue()


def pack(files: Iterable[tuple[str, bytes]]) -> tuple[str, bytes]:
    """Return files that belong together as one: a single one as it is, several as an archive."""
    every = list(files)
    if len(every) == 1:
        return every[0]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, content) in enumerate(every, start=1):
            # Two may bear one name: each keeps its own, in a folder of its own.
            archive.writestr(f"{number}/{clean_file_name(name)}", content)
    return " + ".join(clean_file_name(name) for name, _content in every), packed.getvalue()


def keep_upload(
    state: Path,
    content: bytes,
    name: str,
    kind: FileKind[Any],
    organisation: UUID,
    *,
    owner: UUID,
    at: datetime,
) -> Waiting:
    """Keep an uploaded file until it is brought in; of one person the latest few are kept."""
    sweep_uploads(state, at=at)
    folder = state / UPLOADS
    made = Waiting(uuid4(), kind, organisation, clean_file_name(name), content)
    place = folder / str(owner) / str(made.id)
    place.mkdir(mode=0o700, parents=True)
    told = {"subject": kind.name, "organisation": str(organisation), "name": made.file_name}
    try:
        (place / "content").write_bytes(content)
        (place / "told.json").write_text(json.dumps(told), "utf-8")
    except OSError:
        # On a full disk half a file would take the room that the next one needs.
        shutil.rmtree(place, ignore_errors=True)
        raise
    ages = {
        one: age
        for one in (folder / str(owner)).iterdir()
        if (age := _find_time(one)) and one != place
    }
    for one in sorted(ages, key=lambda one: ages[one], reverse=True)[MOST_WAITING - 1 :]:
        shutil.rmtree(one, ignore_errors=True)
    return made


def get_upload(state: Path, identifier: UUID, *, owner: UUID) -> Waiting:
    """Return a file that waits for its owner; to anybody else it does not exist."""
    place = state / UPLOADS / str(owner) / str(identifier)
    if not (place / "told.json").is_file():
        raise NotFoundError(
            gettext_noop("No file waits at this address. It was brought in, or lay too long.")
        )
    told = json.loads((place / "told.json").read_text("utf-8"))
    return Waiting(
        identifier,
        get_file_kind(told["subject"]),
        UUID(told["organisation"]),
        told["name"],
        (place / "content").read_bytes(),
    )


def drop_upload(state: Path, identifier: UUID, *, owner: UUID) -> None:
    """Drop a file that needs to wait no longer."""
    shutil.rmtree(state / UPLOADS / str(owner) / str(identifier), ignore_errors=True)


def sweep_uploads(state: Path, *, at: datetime) -> None:
    """Drop the files that waited too long; what another sweep dropped meanwhile is no fault."""
    for one in (state / UPLOADS).glob("*/*"):
        kept_at = _find_time(one)
        if kept_at is not None and abs(at.timestamp() - kept_at) > WAITS.total_seconds():
            shutil.rmtree(one, ignore_errors=True)


def _find_time(place: Path) -> float | None:
    """Return when a file was kept, in seconds of the system's clock; None when it is gone."""
    try:
        return place.stat().st_mtime
    except OSError:
        return None
