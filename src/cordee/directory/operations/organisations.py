"""Writes of organisations and of how they stand to one another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from cordee.directory.models import Organisation, OrganisationLink
from cordee.directory.operations.changing import change, create, lock, to_columns, touch
from cordee.directory.operations.search import (
    put_around_in_search,
    put_organisations_in_search,
    put_skills_of_in_search,
)
from cordee.directory.queries.lines import get_above, get_keeping_line, get_line
from cordee.directory.rules import (
    check_dates,
    check_has_name,
    check_joins_two,
    check_no_circle,
    check_share,
)
from cordee.directory.states import ROLES_REACH_THROUGH, Kind, Standing
from cordee.kernel.errors import RuleError
from cordee.kernel.identifiers import parse_ror
from cordee.ledger.rights import Actor, can, check_can
from cordee.ledger.states import Action


@dataclass(frozen=True)
class OrganisationValues:
    """What is written of an organisation. `ror` may be given in any of its forms, or not at all."""

    kind: Kind
    name_fr: str = ""
    name_en: str = ""
    acronym: str = ""
    other_names: str = ""
    ror: str = ""
    country: str = ""
    city: str = ""
    latitude: float | None = None
    longitude: float | None = None
    website: str = ""
    description_fr: str = ""
    description_en: str = ""
    start: date | None = None
    end: date | None = None


@transaction.atomic
def create_organisation(
    values: OrganisationValues, *, keeper: UUID, part_of: UUID | None, by: Actor, at: datetime
) -> Organisation:
    """Enter an organisation by hand, kept by the editors of `keeper`; they have just confirmed it.

    With `part_of` it is a part of that organisation from its first day on.
    """
    on = at.date()
    check_can(by, Action.EDIT_DIRECTORY, get_line(keeper, on=on), on=on)
    made = Organisation(keeper_id=keeper, confirmed_on=on, changed_at=at, **_check(values, None))
    create(made, "organisation", made.id, by=by, at=at)
    put_organisations_in_search([made])
    if part_of is not None:
        link_organisations(
            made.id, Standing.PART_OF, part_of, start=values.start, end=None, by=by, at=at
        )
    return made


@transaction.atomic
def change_organisation(
    identifier: UUID, values: OrganisationValues, *, version: int, by: Actor, at: datetime
) -> bool:
    """Change an organisation; who changes it confirms it. Returns whether anything differed."""
    row = _lock_for(identifier, Action.EDIT_DIRECTORY, by=by, at=at)
    written = {**_check(values, row.id), "confirmed_on": at.date()}
    done = change(row, "organisation", row.id, written, by=by, at=at, version=version)
    if done:
        put_organisations_in_search([row])
        put_around_in_search(row.id)
    return done


@transaction.atomic
def end_organisation(
    identifier: UUID, *, last_day: date, version: int, by: Actor, at: datetime
) -> None:
    """Say since when an organisation is no more. Its links that were open end on the same day."""
    row = _lock_for(identifier, Action.EDIT_DIRECTORY, by=by, at=at)
    check_dates(row.start, last_day)
    change(
        row, "organisation", row.id, {"end": last_day}, by=by, at=at, version=version, deed="end"
    )
    put_organisations_in_search([row])
    put_skills_of_in_search([row.id])
    open_links = OrganisationLink.objects.select_for_update().filter(end__isnull=True)
    for link in [*open_links.filter(first=row), *open_links.filter(second=row)]:
        # A successor comes after the end, so that link goes on.
        if Standing(link.standing) is not Standing.SUCCESSOR_OF:
            day = max(last_day, link.start) if link.start else last_day
            change(link, "organisation_link", row.id, {"end": day}, by=by, at=at, deed="end")
            touch(Organisation, [link.first_id], at=at)


@transaction.atomic
def confirm_organisation(identifier: UUID, *, by: Actor, at: datetime) -> None:
    """Say that an organisation's entry is still true today."""
    row = _lock_for(identifier, Action.CONFIRM_ENTRIES, by=by, at=at)
    values = {"confirmed_on": at.date()}
    if change(row, "organisation", row.id, values, by=by, at=at, deed="confirm"):
        put_organisations_in_search([row])
        put_skills_of_in_search([row.id])


@transaction.atomic
def link_organisations(
    first: UUID,
    standing: Standing,
    second: UUID,
    *,
    start: date | None,
    end: date | None,
    by: Actor,
    at: datetime,
    share: Decimal | None = None,
) -> OrganisationLink:
    """Link two organisations: the first is part of, member of… the second from a day to a day.

    Who speaks for the first may write it. A membership, a founder or a successor may also be written
    by who speaks for the second: a network lists its members.
    """
    for one in (first, second):
        lock(Organisation.objects.all(), one)
    _check_may_link(first, standing, second, by=by, at=at)
    check_joins_two(first, second)
    check_dates(start, end)
    check_share(share)
    check_no_circle(standing, first, get_above(second, start=start, end=end))
    if OrganisationLink.objects.filter(
        first=first, standing=standing, second=second, start=start
    ).exists():
        raise RuleError(gettext_noop("The two are linked so already. Change that link's dates."))
    made = OrganisationLink(
        first_id=first, standing=standing, second_id=second, start=start, end=end, share=share
    )
    create(made, "organisation_link", first, by=by, at=at)
    touch(Organisation, [first], at=at)
    return made


@transaction.atomic
def end_link(identifier: UUID, *, last_day: date, by: Actor, at: datetime) -> None:
    """Say until when two organisations were linked. The link stays, with its dates."""
    row = lock(OrganisationLink.objects.all(), identifier)
    _check_may_link(row.first_id, Standing(row.standing), row.second_id, by=by, at=at)
    check_dates(row.start, last_day)
    change(row, "organisation_link", row.first_id, {"end": last_day}, by=by, at=at, deed="end")
    touch(Organisation, [row.first_id], at=at)


def may_link(first: UUID, standing: Standing, second: UUID, *, by: Actor, on: date) -> bool:
    """Return whether `by` may write such a link or end it."""
    ends = [first] if standing in ROLES_REACH_THROUGH else [first, second]
    return any(can(by, Action.EDIT_DIRECTORY, get_keeping_line(one, on=on), on=on) for one in ends)


def _check_may_link(
    first: UUID, standing: Standing, second: UUID, *, by: Actor, at: datetime
) -> None:
    # A role held at the second reaches its parts, so only the first can say that it is one.
    if not may_link(first, standing, second, by=by, on=at.date()):
        check_can(by, Action.EDIT_DIRECTORY, get_keeping_line(first, on=at.date()), on=at.date())


def _lock_for(identifier: UUID, action: Action, *, by: Actor, at: datetime) -> Organisation:
    row = lock(Organisation.objects.all(), identifier)
    check_can(by, action, get_keeping_line(identifier, on=at.date()), on=at.date())
    return row


def _check(values: OrganisationValues, identifier: UUID | None) -> dict[str, object]:
    """Return the values as columns, or raise the first rule they break."""
    check_has_name(values.name_fr, values.name_en)
    check_dates(values.start, values.end)
    ror = parse_ror(values.ror) if values.ror.strip() else None
    if values.ror.strip() and ror is None:
        raise RuleError(
            gettext_noop(
                "“{given}” is not a ROR identifier: nine characters that begin with 0, such as 02vjkv261."
            ),
            given=values.ror,
        )
    holder = Organisation.objects.filter(ror=ror).first() if ror else None
    if holder is not None and holder.id != identifier:
        raise RuleError(
            gettext_noop("{name} has this ROR identifier already; two entries cannot share it."),
            name=str(holder),
        )
    return {**to_columns(values), "kind": Kind(values.kind).value, "ror": ror}
