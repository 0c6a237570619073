"""The record of an organisation, and the entries that wait to be confirmed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_noop

from cordee.directory.models import Organisation, OrganisationLink
from cordee.directory.queries.access import check_sees_directory, list_own
from cordee.directory.queries.lines import (
    Named,
    get_keeping_line,
    get_organisation,
    present_by_name,
    present_name,
)
from cordee.directory.rules import is_confirmed
from cordee.directory.states import Standing
from cordee.kernel.errors import NotFoundError
from cordee.kernel.identifiers import parse_ror
from cordee.ledger.rights import Actor, can
from cordee.ledger.states import Action


MOST_LINKS = 400
"""The longest list of links a record shows; the rest is found by the search."""


@dataclass(frozen=True)
class LinkTold:
    """A link as one of its ends sees it: forwards when that end is the first."""

    id: UUID
    standing: Standing
    forwards: bool
    other: Named
    start: date | None
    end: date | None
    share: Decimal | None


@dataclass(frozen=True)
class OrganisationRecord:
    """All that the directory says of an organisation, and what the reader may do with it."""

    named: Named
    other_names: tuple[str, ...]
    city: str
    latitude: float | None
    longitude: float | None
    website: str
    description_fr: str
    description_en: str
    start: date | None
    end: date | None
    confirmed_on: date | None
    is_confirmed: bool
    is_demonstration: bool
    changed_at: datetime
    version: int
    keeper: Named | None
    links: tuple[LinkTold, ...]
    links_left: int
    may_edit: bool
    may_confirm: bool
    may_edit_team: bool
    may_audit: bool


def get_organisation_record(identifier: UUID, *, by: Actor, on: date) -> OrganisationRecord:
    """Return the record; `NotFoundError` when there is none, or `by` may not see the directory."""
    check_sees_directory(by, on=on)
    row = get_organisation(identifier)
    line = get_keeping_line(identifier, on=on)
    links, left = _list_links(identifier)
    return OrganisationRecord(
        named=present_name(row),
        other_names=tuple(filter(None, row.other_names.splitlines())),
        city=row.city,
        latitude=row.latitude,
        longitude=row.longitude,
        website=row.website,
        description_fr=row.description_fr,
        description_en=row.description_en,
        start=row.start,
        end=row.end,
        confirmed_on=row.confirmed_on,
        is_confirmed=is_confirmed(row.confirmed_on, on=on),
        is_demonstration=row.is_demonstration,
        changed_at=row.changed_at,
        version=row.version,
        keeper=present_name(row.keeper) if row.keeper else None,
        links=links,
        links_left=left,
        may_edit=can(by, Action.EDIT_DIRECTORY, line, on=on),
        may_confirm=can(by, Action.CONFIRM_ENTRIES, line, on=on),
        may_edit_team=can(by, Action.EDIT_OWN_TEAM, line, on=on),
        may_audit=can(by, Action.SEE_AUDIT, line, on=on),
    )


def find_by_ror(ror: str) -> Named:
    """Return the organisation with that ROR id; `NotFoundError` when the directory has none."""
    row = Organisation.objects.filter(ror=parse_ror(ror) or "").first()
    if row is None:
        raise NotFoundError(
            gettext_noop("The directory has no organisation with the ROR id {ror}."), ror=ror
        )
    return present_name(row)


def list_homes(by: Actor, action: Action, *, on: date) -> tuple[Named, ...]:
    """Return the organisations at which `by` holds a role that allows `action`, by name.

    Parts are left out: what is entered is kept for the whole house unless said otherwise.
    """
    held = {grant.organisation for grant in by.grants if grant.holds(on)}
    own = list_own(by, action, on=on)
    rows = Organisation.objects.filter(id__in=held & own)
    return present_by_name(rows)


def _list_links(identifier: UUID) -> tuple[tuple[LinkTold, ...], int]:
    rows = OrganisationLink.objects.filter(
        Q(first=identifier) | Q(second=identifier)
    ).select_related("first", "second")
    found = sorted(
        (
            LinkTold(
                id=row.id,
                standing=Standing(row.standing),
                forwards=row.first_id == identifier,
                other=present_name(row.second if row.first_id == identifier else row.first),
                start=row.start,
                end=row.end,
                share=row.share,
            )
            for row in rows
        ),
        key=lambda one: (one.end is not None, one.other.to_name("en").casefold()),
    )
    return tuple(found[:MOST_LINKS]), max(0, len(found) - MOST_LINKS)
