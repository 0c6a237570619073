"""What every write of an agreement begins and ends with."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_noop

from cordee.agreements.life import Stage
from cordee.agreements.models import Agreement
from cordee.agreements.queries import NOTHING_HERE, sees
from cordee.agreements.rules import check_can_change, check_version
from cordee.directory.queries import get_line, get_names
from cordee.kernel.errors import NotFoundError, RuleError
from cordee.ledger.audit import Change, Subject, read_fields, record_event
from cordee.ledger.rights import Actor, check_can
from cordee.ledger.states import Action


NOT_CHANGES = frozenset(
    {"id", "office", "changed_at", "changed_by", "created_at", "stage_since", "version"}
)
"""Columns that follow from a change and are none themselves."""


def open_agreement(
    identifier: UUID, version: int, action: Action, *, by: Actor, at: datetime
) -> Agreement:
    """Return the row, locked, for who may do `action` for the office that keeps it.

    Who may not even see it is told that there is none. Raises `StaleError` when the record changed
    since the form with that `version` was opened.
    """
    row = Agreement.objects.select_for_update().filter(id=identifier).first()
    on = at.date()
    if row is None or not sees(row, Action.SEE_AGREEMENTS, by=by, on=on):
        raise NotFoundError(NOTHING_HERE)
    check_can(by, action, get_line(row.office, on=on), on=on)
    check_version(version, row.version, row.changed_by)
    return row


def open_to_change(
    identifier: UUID, version: int, *, reason: str, by: Actor, at: datetime
) -> Agreement:
    """Return the row, locked, for who may change what the agreement says; in force, for a reason."""
    row = open_agreement(identifier, version, Action.EDIT_AGREEMENTS, by=by, at=at)
    check_can_change(Stage(row.stage), reason=reason)
    return row


def close_agreement(
    row: Agreement, what: str, change: Change, *, by: Actor, at: datetime, reason: str = ""
) -> None:
    """Count the change, say who made it, and write its line in the audit."""
    Agreement.objects.filter(id=row.id).update(
        version=row.version + 1, changed_at=at, changed_by=by.name
    )
    record_event(f"agreement.{what}", tell(row), by=by, at=at, change=change, reason=reason.strip())


def read_own(row: Agreement) -> dict[str, object]:
    """Return what the audit compares of an agreement: its columns, less those that follow from a change."""
    return read_fields(row, without=NOT_CHANGES)


def tell(row: Agreement) -> Subject:
    """Return what the audit says an event is about."""
    return Subject("agreement", str(row.id), row.office)


def check_organisation(identifier: UUID) -> str:
    """Return the name of an organisation of the directory; `NotFoundError` when it has no such."""
    named = get_names([identifier]).get(identifier)
    if named is None:
        raise NotFoundError(gettext_noop("The directory has no such organisation."))
    return named.to_name("en")


def check_is_party(row: Agreement, organisation: UUID) -> None:
    """Raise `RuleError` unless the organisation is a party."""
    if not row.parties.filter(organisation=organisation).exists():
        raise RuleError(gettext_noop("Only parties permit and are permitted. Choose among them."))
