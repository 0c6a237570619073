"""What a record says of itself whoever keeps it, and what the reader may do with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_noop

from cordee.directory.models.kept import Kept
from cordee.directory.queries.lines import Named, get_keeping_line, present_name
from cordee.directory.rules import is_confirmed
from cordee.kernel.errors import NotFoundError
from cordee.ledger.rights import Actor, can
from cordee.ledger.states import Action


@dataclass(frozen=True)
class Keeping:
    """Who keeps an entry, how fresh it is, and what the reader may do with it."""

    keeper: Named
    confirmed_on: date | None
    is_confirmed: bool
    is_demonstration: bool
    end: date | None
    version: int
    may_edit: bool
    may_confirm: bool
    may_audit: bool


def present_keeping(row: Kept, action: Action, *, by: Actor, on: date) -> Keeping:
    """Return how an entry is kept; `action` is what changing it asks for."""
    line = get_keeping_line(row.keeper_id, on=on)
    return Keeping(
        keeper=present_name(row.keeper),
        confirmed_on=row.confirmed_on,
        is_confirmed=is_confirmed(row.confirmed_on, on=on),
        is_demonstration=row.is_demonstration,
        end=row.end,
        version=row.version,
        may_edit=can(by, action, line, on=on),
        may_confirm=can(by, Action.CONFIRM_ENTRIES, line, on=on),
        may_audit=can(by, Action.SEE_AUDIT, line, on=on),
    )


def refuse_unknown() -> NotFoundError:
    """Return the error for an entry that does not exist."""
    return NotFoundError(gettext_noop("The directory has no such entry."))


@dataclass(frozen=True)
class Reference:
    """Another entry by its identifier and names."""

    id: UUID
    name_fr: str
    name_en: str
