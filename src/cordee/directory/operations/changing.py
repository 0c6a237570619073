"""What every change of an entry does: lock it, compare versions, write, tell the audit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_noop

from cordee.directory.models import Resource, Theme
from cordee.directory.models.entries import Entry
from cordee.directory.rules import check_version
from cordee.kernel.errors import NotFoundError, RuleError
from cordee.ledger.audit import Change, Subject, find_change, read_fields, record_event
from cordee.ledger.bulk import chunk
from cordee.ledger.rights import Actor


NOT_CHANGES = frozenset({"id", "changed_at", "version"})
"""Columns that follow from a change and are none themselves."""

PRIVATE = frozenset({"email"})
"""Columns of which the audit says that they changed, and never what stood there: nothing is struck from it."""

HIDDEN = "…"

Row = TypeVar("Row", bound=models.Model)
Parted = TypeVar("Parted", Resource, Theme)


def lock(rows: models.QuerySet[Row], identifier: UUID) -> Row:
    """Return a row held until the transaction ends; `NotFoundError` when there is none."""
    # Rows read along with it are not changed, and PostgreSQL cannot lock those that may be absent.
    found = rows.select_for_update(of=("self",)).filter(pk=identifier).first()
    if found is None:
        raise NotFoundError(gettext_noop("The directory has no such entry."))
    return found


def create(
    row: models.Model, kind: str, organisation: UUID | None, *, by: Actor, at: datetime
) -> None:
    """Write a new row with its line in the audit; what a demonstration account enters is marked so."""
    if isinstance(row, Entry):
        row.is_demonstration = row.is_demonstration or by.is_demonstration
    row.save(force_insert=True)
    record_event(
        f"{kind}.create",
        Subject(kind, str(row.pk), organisation),
        by=by,
        at=at,
        change=hide(find_change({}, read_own(row))),
    )


def change(
    row: models.Model,
    kind: str,
    organisation: UUID | None,
    values: Mapping[str, object],
    *,
    by: Actor,
    at: datetime,
    deed: str = "change",
    version: int | None = None,
) -> bool:
    """Write new values into a locked row with a line in the audit; return whether anything differed.

    `version` is the one the writer had read; `StaleError` when the entry has moved on.
    """
    if isinstance(row, Entry) and version is not None:
        check_version(version, row.version)
    before = read_own(row)
    for name, value in values.items():
        setattr(row, name, value)
    found = find_change(before, read_own(row))
    if not found:
        return False
    if isinstance(row, Entry):
        row.version += 1
        row.changed_at = at
    row.save()
    record_event(
        f"{kind}.{deed}",
        Subject(kind, str(row.pk), organisation),
        by=by,
        at=at,
        change=hide(found),
    )
    return True


def touch(table: type[Entry], identifiers: Iterable[UUID], *, at: datetime) -> None:
    """Note that what is said of entries changed in a row of another table: a link, an involvement.

    Their versions stay, as nothing changed that a form of theirs holds; who reads what changed since
    some moment reads them anew.
    """
    for some in chunk(set(identifiers)):
        table._default_manager.filter(pk__in=some).update(changed_at=at)


def to_columns(values: Any, *links: str) -> dict[str, object]:
    """Return a dataclass as columns: texts without the space around them, `links` to other entries by identifier."""
    return {
        f"{name}_id" if name in links else name: value.strip() if isinstance(value, str) else value
        for name, value in asdict(values).items()
    }


def check_not_own_part(
    table: type[Parted], identifier: UUID | None, parent: UUID | None, sentence: str
) -> None:
    """Raise `RuleError` with a sentence when an entry would be a part of its own part."""
    seen: set[UUID] = set()
    while parent is not None and parent not in seen:
        seen.add(parent)
        if parent == identifier:
            raise RuleError(sentence)
        parent = lock(table._default_manager.all(), parent).parent_id


def read_own(row: models.Model) -> dict[str, object]:
    """Return what the audit compares of a row: its columns, less those that follow from a change."""
    return read_fields(row, without=NOT_CHANGES)


def hide(change: Change) -> Change:
    """Return a change without what the audit does not keep.

    >>> hide({"email": (None, "nina@example.org"), "orcid": (None, None)})
    {'email': (None, '…'), 'orcid': (None, None)}
    """
    return {
        name: (before and HIDDEN, after and HIDDEN) if name in PRIVATE else (before, after)
        for name, (before, after) in change.items()
    }
