"""Writing and reading the audit: one line for each change and for each view of a restricted record."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext_noop

from cordee.kernel.chain import Entry, Head, append_entry, find_breaks, write_canonical
from cordee.kernel.errors import SourceError
from cordee.kernel.files import replacing
from cordee.kernel.messages import Sentence
from cordee.ledger.bulk import insert_rows
from cordee.ledger.models import ChainHead, Event
from cordee.ledger.rights import Actor


Change = Mapping[str, tuple[object, object]]
"""What changed: a field's name with its value before and after."""

MOST_ROWS_AT_ONCE = 2_000
"""Events read from the database at a time when the chain is verified: some two megabytes."""

COLUMNS = (
    "number",
    "at",
    "actor",
    "action",
    "kind",
    "record",
    "organisation",
    "text",
    "previous",
    "hash",
)

_COLUMNS_DIFFER = gettext_noop(
    "Entry {number} was edited: a column beside its text says something else than the text."
)


@dataclass(frozen=True)
class Subject:
    """What an event is about: a kind of record, its identifier, and the organisation it belongs to."""

    kind: str
    record: str
    organisation: UUID | None = None


@dataclass(frozen=True)
class Deed:
    """What is to be written of one change: what was done, to what, with which values before and after."""

    action: str
    subject: Subject
    change: Change
    reason: str = ""


@dataclass(frozen=True)
class Told:
    """An event as a person reads it."""

    number: int
    at: datetime
    actor: UUID | None
    actor_name: str
    action: str
    kind: str
    record: str
    organisation: UUID | None
    reason: str
    origin: str
    change: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    is_damaged: bool = False
    """Whether the text was edited so that nobody can read it; the columns beside it are what is left."""


def record_event(
    action: str,
    subject: Subject,
    *,
    by: Actor,
    at: datetime,
    change: Change | None = None,
    reason: str = "",
) -> None:
    """Write one line of the audit, inside the transaction of what it tells of.

    `change` holds each field with its values before and after; the content of a case and the rows of
    a cohort never go here. Raises when no transaction is open: a change and its line stand or fall
    together.
    """
    record_events([Deed(action, subject, change or {}, reason)], by=by, at=at)


def record_events(deeds: Iterable[Deed], *, by: Actor, at: datetime) -> None:
    """Write a line of the audit for each deed, in their order, inside the transaction of what they tell of.

    The chain is held once for all of them, which is what makes an import of many records quick. Deeds
    may be made as they are taken: no more than some thousands are in memory at a time.
    """
    if not transaction.get_connection().in_atomic_block:
        message = "an event is written in the transaction of the change it tells of"
        raise RuntimeError(message)
    head = ChainHead.objects.select_for_update().get(id=1)
    chain = _Chain((head.number, head.hash) if head.number else None)
    rows = (
        _make_row(chain.append(_write_text(deed, by=by, at=at)), deed, by, at) for deed in deeds
    )
    insert_rows(Event, COLUMNS, rows)
    if chain.last is not None:
        ChainHead.objects.filter(id=1).update(number=chain.last[0], hash=chain.last[1])


class _Chain:
    """The chain as far as it is written: the number and hash of its last entry."""

    def __init__(self, last: tuple[int, str] | None) -> None:
        self.last = last

    def append(self, text: str) -> Entry:
        entry = append_entry(self.last, text)
        self.last = (entry.number, entry.hash)
        return entry


def _make_row(entry: Entry, deed: Deed, by: Actor, at: datetime) -> tuple[object, ...]:
    """Return an event's values in the order of `COLUMNS`."""
    return (
        entry.number,
        at,
        by.account,
        deed.action,
        deed.subject.kind,
        deed.subject.record,
        deed.subject.organisation,
        entry.text,
        entry.previous,
        entry.hash,
    )


def _write_text(deed: Deed, *, by: Actor, at: datetime) -> str:
    subject = deed.subject
    return write_canonical(
        {
            "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
            "actor": str(by.account) if by.account else None,
            "actor_name": by.name,
            "origin": by.origin,
            "action": deed.action,
            "kind": subject.kind,
            "record": subject.record,
            "organisation": str(subject.organisation) if subject.organisation else None,
            "reason": deed.reason,
            "change": {
                name: [_write_value(before), _write_value(after)]
                for name, (before, after) in deed.change.items()
            },
        }
    )


def find_change(before: Mapping[str, object], after: Mapping[str, object]) -> Change:
    """Return the fields whose value differs, each with both values.

    >>> find_change({"name": "A", "city": "Lyon"}, {"name": "B", "city": "Lyon"})
    {'name': ('A', 'B')}
    """
    return {
        name: (before.get(name), after.get(name))
        for name in sorted({*before, *after})
        if before.get(name) != after.get(name)
    }


def read_fields(
    record: models.Model, *, without: frozenset[str] = frozenset()
) -> dict[str, object]:
    """Return a record's columns as plain values, for `find_change`."""
    return {
        column.name: getattr(record, column.attname)
        for column in record._meta.concrete_fields
        if column.name not in without
    }


def find_faults(signed: tuple[Head, ...] = ()) -> list[Sentence]:
    """Return what is wrong with the whole chain of events, against the row of its head and `signed`.

    `signed` are heads kept outside the database. Columns that repeat the signed text are compared
    with it too, because lists are read from them.
    """
    head = ChainHead.objects.filter(id=1).first()
    heads = list(signed)
    if head is not None and head.number:
        heads.append(Head(head.number, head.hash, "ledger_chainhead"))
    return [*find_breaks(_read_entries(), heads), *_find_wrong_columns()]


def count_events() -> int:
    """Return how many lines the audit has."""
    return Event.objects.count()


def find_last(action: str) -> datetime | None:
    """Return when an action was last done, or None."""
    last = Event.objects.filter(action=action).order_by("-number").first()
    return last.at if last else None


def list_done(action: str, records: Iterable[str]) -> frozenset[str]:
    """Return those of the records about which an action stands in the audit; few at a time."""
    rows = Event.objects.filter(action=action, record__in=list(records))
    return frozenset(rows.values_list("record", flat=True))


def export_events(path: Path) -> int:
    """Write every line of the audit to `path`, one JSON object a line, and return how many.

    The file is written beside and put in place whole.
    """
    count = 0
    with replacing(path) as draft, draft.open("w", encoding="utf-8") as file:
        for entry in _read_entries():
            file.write(json.dumps(asdict(entry), ensure_ascii=False) + "\n")
            count += 1
    return count


def find_faults_of_export(path: Path, signed: tuple[Head, ...]) -> tuple[int, list[Sentence]]:
    """Return how many lines an export has and what is wrong with them; no database is asked."""
    entries: list[Entry] = []
    try:
        # A line ends at a line feed and nowhere else: texts may hold other marks that part lines.
        with path.open(encoding="utf-8", newline="\n") as file:
            entries.extend(Entry(**json.loads(line)) for line in file)
    except (ValueError, TypeError) as error:
        raise SourceError(
            gettext_noop("{file}, line {line}: this is no line of an audit. Export it anew."),
            file=str(path),
            line=len(entries) + 1,
        ) from error
    return len(entries), find_breaks(entries, signed)


def read_events(events: Iterable[Event]) -> tuple[Told, ...]:
    """Return events as people read them, from the text that is signed."""
    return tuple(_tell(event) for event in events)


def select_events(
    organisations: frozenset[UUID], *, kind: str = "", record: str = "", action: str = ""
) -> models.QuerySet[Event]:
    """Return the events of these organisations, the latest first, narrowed where asked.

    Whether the reader may see them is asked before: these are the organisations they may audit.
    """
    narrowed = {
        name: value
        for name, value in (("kind", kind), ("record", record), ("action", action))
        if value
    }
    return Event.objects.filter(organisation__in=organisations, **narrowed).order_by("-number")


def _read_entries() -> Iterator[Entry]:
    events = Event.objects.order_by("number").only("number", "text", "previous", "hash")
    for event in events.iterator(chunk_size=MOST_ROWS_AT_ONCE):
        yield Entry(event.number, event.text, event.previous, event.hash)


def _find_wrong_columns() -> Iterator[Sentence]:
    for event in Event.objects.order_by("number").iterator(chunk_size=MOST_ROWS_AT_ONCE):
        if not _agrees(event):
            yield Sentence(_COLUMNS_DIFFER, {"number": event.number})


def _agrees(event: Event) -> bool:
    """Return whether the columns of an event say what its text says; a text nobody can read says nothing."""
    try:
        told = json.loads(event.text)
        return (
            datetime.fromisoformat(told["at"]) == event.at
            and told["actor"] == (str(event.actor) if event.actor else None)
            and told["organisation"] == (str(event.organisation) if event.organisation else None)
            and (told["action"], told["kind"], told["record"])
            == (event.action, event.kind, event.record)
        )
    except (ValueError, KeyError, TypeError):
        return False


def _tell(event: Event) -> Told:
    told, is_damaged = _read_text(event.text)
    return Told(
        number=event.number,
        at=event.at,
        actor=event.actor,
        actor_name=told.get("actor_name", ""),
        action=event.action,
        kind=event.kind,
        record=event.record,
        organisation=event.organisation,
        reason=told.get("reason", ""),
        origin=told.get("origin", ""),
        change=told.get("change", {}),
        is_damaged=is_damaged,
    )


def _read_text(text: str) -> tuple[dict[str, Any], bool]:
    """Return what an event's text tells beside its columns, and whether it tells nothing."""
    try:
        told = json.loads(text)
        change = {name: (str(both[0]), str(both[1])) for name, both in told["change"].items()}
        names = {name: str(told[name]) for name in ("actor_name", "reason", "origin")}
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        return {}, True
    return {**names, "change": change}, False


def _write_value(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)
