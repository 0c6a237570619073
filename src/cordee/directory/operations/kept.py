"""Entering, changing and confirming what an organisation keeps: people, resources, themes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from cordee.directory.models import Offer, Person, Resource, Theme
from cordee.directory.models.kept import Kept
from cordee.directory.operations.changing import change, create, lock
from cordee.directory.operations.search import (
    put_offers_in_search,
    put_people_in_search,
    put_resources_in_search,
    put_themes_in_search,
)
from cordee.directory.queries.lines import get_keeping_line, get_organisation
from cordee.ledger.rights import Actor, check_can
from cordee.ledger.states import Action


KeptRow = TypeVar("KeptRow", Offer, Person, Resource, Theme)


@dataclass(frozen=True)
class Care:
    """How entries of one table are called in the audit, who may change them, how they are found."""

    kind: str
    action: Action
    put_in_search: Callable[[Iterable[UUID]], None]


CARE: Mapping[type[Kept], Care] = {
    Offer: Care("offer", Action.OFFER, put_offers_in_search),
    Person: Care("person", Action.EDIT_OWN_TEAM, put_people_in_search),
    Resource: Care("resource", Action.EDIT_OWN_TEAM, put_resources_in_search),
    Theme: Care("theme", Action.EDIT_DIRECTORY, put_themes_in_search),
}


def check_may_keep(organisation: UUID, action: Action, *, by: Actor, at: datetime) -> None:
    """Raise `RefusedError` unless `by` may do `action` for the organisation's entries."""
    found = get_organisation(organisation)
    check_can(by, action, get_keeping_line(found.id, on=at.date()), on=at.date())


def create_kept(
    table: type[KeptRow],
    values: Mapping[str, object],
    *,
    keeper: UUID,
    by: Actor,
    at: datetime,
) -> KeptRow:
    """Enter something that `keeper` keeps; who enters it confirms it."""
    care = CARE[table]
    check_may_keep(keeper, care.action, by=by, at=at)
    row = table(keeper_id=keeper, confirmed_on=at.date(), changed_at=at, **values)
    create(row, care.kind, keeper, by=by, at=at)
    care.put_in_search([row.id])
    return row


def change_kept(
    row: KeptRow, values: Mapping[str, object], *, version: int, by: Actor, at: datetime
) -> bool:
    """Change a locked entry; who changes it confirms it. Returns whether anything differed."""
    care = CARE[type(row)]
    check_may_keep(row.keeper_id, care.action, by=by, at=at)
    written = {**values, "confirmed_on": at.date()}
    done = change(row, care.kind, row.keeper_id, written, by=by, at=at, version=version)
    if done:
        care.put_in_search([row.id])
    return done


def confirm_kept(table: type[KeptRow], identifier: UUID, *, by: Actor, at: datetime) -> None:
    """Say that an entry is still true today."""
    care = CARE[table]
    row = lock(table._default_manager.all(), identifier)
    check_may_keep(row.keeper_id, Action.CONFIRM_ENTRIES, by=by, at=at)
    values = {"confirmed_on": at.date()}
    if change(row, care.kind, row.keeper_id, values, by=by, at=at, deed="confirm"):
        care.put_in_search([row.id])
