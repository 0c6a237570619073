"""Who may read the directory at all."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext_noop

from cordee.directory.queries.lines import get_parts
from cordee.kernel.errors import NotFoundError
from cordee.ledger.rights import Actor, can, list_reached
from cordee.ledger.states import Action


def check_sees_directory(by: Actor, *, on: date) -> None:
    """Raise `NotFoundError` unless a role lets `by` see the directory: to others it does not exist."""
    # The right reaches any organisation, so none is named.
    if not can(by, Action.SEE_DIRECTORY, frozenset(), on=on):
        raise NotFoundError(gettext_noop("No page has this address."))


def list_own(by: Actor, action: Action, *, on: date) -> frozenset[UUID]:
    """Return the organisations, with their parts, at which a role of `by` allows `action` as one's own."""
    reached = list_reached(by, action, on=on)
    return get_parts(reached, on=on) if reached else frozenset()
