"""Records brought in from a file: what is planned line by line, what was done, and how it is undone.

What a line means is known by the room whose records it holds; here stands what all rooms share.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_noop

from cordee.kernel.errors import NotFoundError, RuleError
from cordee.ledger.audit import Change, Deed, Subject, record_events
from cordee.ledger.bulk import chunk, insert_rows
from cordee.ledger.models import Import, ImportedRecord
from cordee.ledger.rights import Actor, Line, check_can
from cordee.ledger.sheets import CellFault, Faults
from cordee.ledger.states import Action


class Outcome(StrEnum):
    """What becomes of a line."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True)
class PlannedLine:
    """What becomes of a line: whether its record is new, what it is called, and what differs."""

    line: int
    outcome: Outcome
    title: str
    change: Change = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """What an import would do, before anything is written. A line with a fault is not planned."""

    lines: tuple[PlannedLine, ...]
    faults: tuple[CellFault, ...]
    fault_count: int
    faulty_lines: int

    def count(self, outcome: Outcome) -> int:
        """Return how many lines come to that."""
        return sum(one.outcome is outcome for one in self.lines)


@dataclass(frozen=True)
class Source:
    """The file that is brought in: its name, its hash, and the header each field is read from."""

    file_name: str
    sha256: str
    mapping: Mapping[str, str]


@dataclass(frozen=True)
class Written:
    """A record that was made (`before` is None) or changed, with its version just afterwards."""

    kind: str
    record: UUID
    version: int = 0
    before: Mapping[str, object] | None = None


class Versioned(Protocol):
    """A record that counts its changes."""

    version: int


@dataclass(frozen=True)
class Imported:
    """An import as its list shows it."""

    id: UUID
    kind: str
    organisation: UUID
    by: str
    at: datetime
    file_name: str
    created: int
    changed: int
    left: int
    skipped: int
    undone_at: datetime | None
    undone_by: str


def make_plan(lines: Sequence[PlannedLine], faults: Faults) -> Plan:
    """Return the plan of the lines that have no fault, with the faults in the order of the file."""
    return Plan(
        tuple(one for one in lines if one.line not in faults.lines),
        tuple(sorted(faults.kept, key=lambda one: one.line)),
        faults.count,
        len(faults.lines),
    )


def check_may_run(plan: Plan, *, only_good: bool) -> None:
    """Raise `RuleError` when lines have faults and were not chosen to be left out, or nothing is new."""
    if plan.fault_count and not only_good:
        raise RuleError(
            gettext_noop(
                "Lines with faults: {count}. Nothing was written. Correct them, or choose to bring in the other lines only."
            ),
            count=plan.faulty_lines,
        )
    if plan.count(Outcome.SAME) == len(plan.lines):
        raise RuleError(
            gettext_noop("No line says anything new, so nothing was written. Choose another file.")
        )


def record_import(
    kind: str,
    organisation: UUID,
    source: Source,
    plan: Plan,
    written: Iterable[Written],
    *,
    by: Actor,
    at: datetime,
) -> UUID:
    """Write down that a file was brought in, and what it made and changed, within its transaction."""
    assert by.account is not None
    made = Import.objects.create(
        kind=kind,
        organisation=organisation,
        account_id=by.account,
        account_name=by.name,
        at=at,
        file_name=source.file_name,
        sha256=source.sha256,
        mapping=dict(source.mapping),
        created=plan.count(Outcome.NEW),
        changed=plan.count(Outcome.CHANGED),
        left=plan.count(Outcome.SAME),
        skipped=plan.faulty_lines,
    )
    insert_rows(
        ImportedRecord,
        ("imported", "kind", "record", "version", "before"),
        (
            (
                made.id,
                one.kind,
                one.record,
                one.version,
                None if one.before is None else dict(one.before),
            )
            for one in written
        ),
    )
    change = {
        "file": ("", made.file_name),
        "sha256": ("", made.sha256),
        "created": (0, made.created),
        "changed": (0, made.changed),
        "skipped": (0, made.skipped),
    }
    subject = Subject("import", str(made.id), organisation)
    record_events([Deed("import.run", subject, change)], by=by, at=at)
    return made.id


def open_undo(
    identifier: UUID, kind: str, line: Line, *, needs: Action, by: Actor, at: datetime
) -> list[Written]:
    """Return what an import wrote, for it to be undone, and hold the import till that is done.

    Beside the right to import, `by` needs the one to write such records.
    """
    row = Import.objects.select_for_update().filter(id=identifier, kind=kind).first()
    if row is None:
        raise NotFoundError(gettext_noop("There is no such import."))
    for action in (Action.IMPORT_RECORDS, needs):
        check_can(by, action, line, on=at.date())
    if row.undone_at is not None:
        raise RuleError(
            gettext_noop("This import was undone already, by {name}."), name=row.undone_by
        )
    return [
        Written(one.kind, one.record, one.version, one.before)
        for one in row.records.order_by("id").iterator()
    ]


def close_undo(identifier: UUID, *, by: Actor, at: datetime) -> None:
    """Write down that an import was undone."""
    row = Import.objects.get(id=identifier)
    Import.objects.filter(id=identifier).update(undone_at=at, undone_by=by.name)
    subject = Subject("import", str(identifier), row.organisation)
    change = {"file": (row.file_name, "")}
    record_events([Deed("import.undo", subject, change)], by=by, at=at)


def find_touched(
    written: Iterable[Written], rows: Mapping[UUID, Versioned], used: Container[UUID | None]
) -> list[str]:
    """Return what of an import is gone, was changed since, or is among what came into use."""
    return [
        str(rows.get(one.record, one.record))
        for one in written
        if one.record not in rows or rows[one.record].version != one.version or one.record in used
    ]


def check_untouched(changed_since: Sequence[str]) -> None:
    """Raise `RuleError` when records of an import were changed since; the first of them is named."""
    if changed_since:
        raise RuleError(
            gettext_noop(
                "Nothing was undone: records of this import were changed or came into use since ({count}), {name} first. Change them one by one."
            ),
            count=len(changed_since),
            name=changed_since[0],
        )


def list_written_later(identifier: UUID, records: Iterable[UUID]) -> frozenset[UUID]:
    """Return those of the records that another import wrote after this one, and that was not undone."""
    first = ImportedRecord.objects.filter(imported=identifier).order_by("id").first()
    found: set[UUID] = set()
    for some in chunk(records):
        rows = ImportedRecord.objects.filter(
            record__in=some, id__gt=first.id if first else 0, imported__undone_at__isnull=True
        )
        found |= set(rows.exclude(imported=identifier).values_list("record", flat=True))
    return frozenset(found)


def get_import(identifier: UUID) -> Imported:
    """Return an import; `NotFoundError` when there is none. Who may see it is decided by who asks."""
    row = Import.objects.filter(id=identifier).first()
    if row is None:
        raise NotFoundError(gettext_noop("There is no such import."))
    return _present(row)


def list_imports(places: Mapping[str, Iterable[UUID]], *, most: int) -> tuple[Imported, ...]:
    """Return the latest imports, of each kind for its organisations."""
    wanted = Q()
    for kind, organisations in places.items():
        wanted |= Q(kind=kind, organisation__in=list(organisations))
    rows = Import.objects.filter(wanted)[:most] if places else ()
    return tuple(map(_present, rows))


def get_last_mapping(kind: str, organisation: UUID) -> dict[str, str]:
    """Return the headers that fields were read from when such a file was last brought in there."""
    last = Import.objects.filter(kind=kind, organisation=organisation).first()
    return dict(last.mapping) if last else {}


def _present(row: Import) -> Imported:
    return Imported(
        id=row.id,
        kind=row.kind,
        organisation=row.organisation,
        by=row.account_name,
        at=row.at,
        file_name=row.file_name,
        created=row.created,
        changed=row.changed,
        left=row.left,
        skipped=row.skipped,
        undone_at=row.undone_at,
        undone_by=row.undone_by,
    )
