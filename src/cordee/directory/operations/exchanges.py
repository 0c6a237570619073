"""Writes of offers and of the requests for them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from cordee.directory.models import Offer, Organisation, Request, Resource
from cordee.directory.operations.changing import change, create, lock, to_columns
from cordee.directory.operations.kept import change_kept, check_may_keep, confirm_kept, create_kept
from cordee.directory.queries.exchanges import find_sides
from cordee.directory.queries.lines import get_line
from cordee.directory.rules import (
    check_dates,
    check_has_name,
    check_is_open,
    check_may_be_asked,
    check_move,
)
from cordee.directory.states import MOVES, Audience, Move, OfferKind, RequestState, Side
from cordee.kernel.errors import NotFoundError, RefusedError, RuleError
from cordee.ledger.letters import Posted
from cordee.ledger.rights import Actor, can
from cordee.ledger.states import Action


logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class OfferValues:
    """What is written of an offer; `resource` and `agreement` by identifier."""

    kind: OfferKind
    audience: Audience
    name_fr: str = ""
    name_en: str = ""
    description_fr: str = ""
    description_en: str = ""
    conditions_fr: str = ""
    conditions_en: str = ""
    resource: UUID | None = None
    agreement: UUID | None = None
    start: date | None = None
    end: date | None = None


@transaction.atomic
def create_offer(values: OfferValues, *, keeper: UUID, by: Actor, at: datetime) -> Offer:
    """Offer something on behalf of `keeper`."""
    return create_kept(Offer, _check(values, None, by=by, at=at), keeper=keeper, by=by, at=at)


@transaction.atomic
def change_offer(
    identifier: UUID, values: OfferValues, *, version: int, by: Actor, at: datetime
) -> bool:
    """Change an offer; returns whether anything differed."""
    row = lock(Offer.objects.all(), identifier)
    written = _check(values, row.resource_id, by=by, at=at)
    return change_kept(row, written, version=version, by=by, at=at)


@transaction.atomic
def confirm_offer(identifier: UUID, *, by: Actor, at: datetime) -> None:
    """Say that an offer still stands today."""
    confirm_kept(Offer, identifier, by=by, at=at)


@transaction.atomic
def ask_for(
    offer: UUID,
    organisation: UUID,
    *,
    purpose: str,
    wanted_from: date | None,
    wanted_until: date | None,
    by: Actor,
    at: datetime,
) -> Request:
    """Ask for an offer on behalf of an organisation at which one holds a role."""
    on = at.date()
    row = lock(Offer.objects.all(), offer)
    lock(Organisation.objects.all(), organisation)
    line = get_line(organisation, on=on)
    if by.account is None or not can(by, Action.ASK, line, on=on):
        raise RefusedError(
            gettext_noop(
                "None of your roles at this organisation lets you ask for it. Ask on behalf of your own."
            )
        )
    check_is_open(row.start, row.end, on=on)
    check_may_be_asked(Audience(row.audience), row.keeper_id, line)
    check_dates(wanted_from, wanted_until)
    if not purpose.strip():
        raise RuleError(gettext_noop("Say what it is for: the others decide by it."))
    made = Request(
        offer=row,
        organisation_id=organisation,
        asked_by=by.account,
        asked_by_name=by.name[:200],
        asked_at=at,
        purpose=purpose.strip(),
        wanted_from=wanted_from,
        wanted_until=wanted_until,
    )
    create(made, "request", row.keeper_id, by=by, at=at)
    return made


@transaction.atomic
def move_request(identifier: UUID, move: Move, text: str, *, by: Actor, at: datetime) -> None:
    """Evaluate, accept, decline or withdraw a request, or state what was used."""
    row = lock(Request.objects.select_related("offer"), identifier)
    found = MOVES[move]
    sides = find_sides(row.offer.keeper_id, row.organisation_id, by=by, on=at.date())
    if not sides:
        raise NotFoundError(gettext_noop("There is no such request."))
    if found.side not in sides:
        raise RefusedError(
            gettext_noop("Only those who offer may answer.")
            if found.side is Side.OFFERING
            else gettext_noop("Only those who asked may do that.")
        )
    check_move(move, RequestState(row.state), text)
    values = {"state": found.target.value, found.text: text.strip()}
    change(row, "request", row.offer.keeper_id, values, by=by, at=at, deed=move.value)


def ask_what_was_used(tell: Callable[[UUID], object], *, at: datetime) -> Posted:
    """Ask by `tell`, once each, what was used of requests whose time is over.

    Each is claimed before its letter is sent, and given back when that fails: nobody is asked twice,
    what cannot be sent is tried anew and keeps no other letter back, and no transaction waits for mail.
    """
    due = Request.objects.filter(
        state=RequestState.ACCEPTED, wanted_until__lt=at.date(), use_asked_on__isnull=True
    )
    sent = failed = 0
    for identifier in list(due.order_by("wanted_until", "id").values_list("id", flat=True)):
        if not due.filter(id=identifier).update(use_asked_on=at.date()):
            continue
        try:
            tell(identifier)
        except Exception:
            Request.objects.filter(id=identifier).update(use_asked_on=None)
            logger.exception("what was used of request %s could not be asked", identifier)
            failed += 1
        else:
            sent += 1
    return Posted(sent, failed)


def _check(
    values: OfferValues, resource: UUID | None, *, by: Actor, at: datetime
) -> dict[str, object]:
    """Return the values as columns, or raise the first rule they break.

    What others keep is offered with their right alone; `resource` is what the offer was of before.
    """
    check_has_name(values.name_fr, values.name_en)
    check_dates(values.start, values.end)
    if values.resource is not None:
        found = lock(Resource.objects.all(), values.resource)
        if found.id != resource:
            check_may_keep(found.keeper_id, Action.OFFER, by=by, at=at)
    return to_columns(values, "resource")
