"""The record of an offer; requests, for those who asked and those who offer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Case, Q, When
from django.utils.translation import gettext_noop

from cordee.directory.models import Offer, Request
from cordee.directory.queries.access import check_sees_directory, list_own
from cordee.directory.queries.kept import (
    Keeping,
    Reference,
    present_keeping,
    refuse_unknown,
)
from cordee.directory.queries.lines import (
    Named,
    get_keeping_line,
    get_line,
    present_name,
)
from cordee.directory.states import MOVES, Audience, Move, OfferKind, RequestState, Side
from cordee.kernel.errors import NotFoundError
from cordee.ledger.bulk import chunk
from cordee.ledger.rights import Actor, can, list_reached
from cordee.ledger.states import Action


MOST_REQUESTS = 200
"""The longest list of requests; those that wait stand first."""


@dataclass(frozen=True)
class OfferTold:
    """An offer on one line."""

    id: UUID
    kind: OfferKind
    name_fr: str
    name_en: str
    audience: Audience
    end: date | None


@dataclass(frozen=True)
class OfferRecord:
    """All that the directory says of an offer."""

    id: UUID
    kind: OfferKind
    audience: Audience
    name_fr: str
    name_en: str
    description_fr: str
    description_en: str
    conditions_fr: str
    conditions_en: str
    resource: Reference | None
    agreement: UUID | None
    start: date | None
    standing: Keeping
    may_ask: bool


@dataclass(frozen=True)
class RequestRecord:
    """A request, what was said of it, and what the reader may do with it now."""

    id: UUID
    offer: Reference
    keeper: Named
    organisation: Named
    asked_by_name: str
    asked_at: datetime
    purpose: str
    wanted_from: date | None
    wanted_until: date | None
    state: RequestState
    evaluation: str
    answer: str
    withdrawal: str
    use_statement: str
    moves: tuple[Move, ...]


def get_offer_record(identifier: UUID, *, by: Actor, on: date) -> OfferRecord:
    """Return the record; `NotFoundError` when there is none, or `by` may not see the directory."""
    check_sees_directory(by, on=on)
    row = Offer.objects.select_related("keeper", "resource").filter(id=identifier).first()
    if row is None:
        raise refuse_unknown()
    resource = row.resource
    return OfferRecord(
        id=row.id,
        kind=OfferKind(row.kind),
        audience=Audience(row.audience),
        name_fr=row.name_fr,
        name_en=row.name_en,
        description_fr=row.description_fr,
        description_en=row.description_en,
        conditions_fr=row.conditions_fr,
        conditions_en=row.conditions_en,
        resource=Reference(resource.id, resource.name_fr, resource.name_en) if resource else None,
        agreement=row.agreement,
        start=row.start,
        standing=present_keeping(row, Action.OFFER, by=by, on=on),
        may_ask=bool(list_reached(by, Action.ASK, on=on)) and (row.end is None or on <= row.end),
    )


def list_offers_of(organisation: UUID) -> tuple[OfferTold, ...]:
    """Return what an organisation offers or offered, by name."""
    rows = Offer.objects.filter(keeper=organisation).order_by("name_en", "name_fr")
    return tuple(
        OfferTold(
            id=row.id,
            kind=OfferKind(row.kind),
            name_fr=row.name_fr,
            name_en=row.name_en,
            audience=Audience(row.audience),
            end=row.end,
        )
        for row in rows
    )


def find_agreements_named(agreements: Iterable[UUID]) -> frozenset[UUID]:
    """Return which of these agreements an offer names for its conditions."""
    found: set[UUID] = set()
    for some in chunk(agreements):
        named = Offer.objects.filter(agreement__in=some).values_list("agreement", flat=True)
        found.update(one for one in named if one is not None)
    return frozenset(found)


def find_sides(keeper: UUID, asking: UUID, *, by: Actor, on: date) -> frozenset[Side]:
    """Return on which sides of a request somebody stands; neither sees nothing of it."""
    sides = set()
    if can(by, Action.ANSWER_REQUESTS, get_keeping_line(keeper, on=on), on=on):
        sides.add(Side.OFFERING)
    if can(by, Action.ASK, get_line(asking, on=on), on=on):
        sides.add(Side.ASKING)
    return frozenset(sides)


def get_request_record(identifier: UUID, *, by: Actor, on: date) -> RequestRecord:
    """Return a request; `NotFoundError` when there is none or `by` stands on neither side of it."""
    rows = Request.objects.select_related("offer__keeper", "organisation")
    row = rows.filter(id=identifier).first()
    sides = (
        find_sides(row.offer.keeper_id, row.organisation_id, by=by, on=on) if row else frozenset()
    )
    if row is None or not sides:
        raise NotFoundError(gettext_noop("There is no such request."))
    return _tell(row, sides)


def list_requests(by: Actor, *, on: date) -> tuple[RequestRecord, ...]:
    """Return the requests on either side of which `by` stands, those that wait first, then the latest."""
    check_sees_directory(by, on=on)
    asking = list_own(by, Action.ASK, on=on)
    offering = list_own(by, Action.ANSWER_REQUESTS, on=on)
    # Those that wait come first before the list is cut, or an old one would wait unseen.
    is_done = ~Q(state__in=(RequestState.ASKED, RequestState.EVALUATED))
    rows = (
        Request.objects.filter(Q(organisation__in=asking) | Q(offer__keeper__in=offering))
        .select_related("offer__keeper", "organisation")
        .order_by(Case(When(is_done, then=1), default=0), "-asked_at")[:MOST_REQUESTS]
    )
    return tuple(_tell(row, frozenset()) for row in rows)


def _tell(row: Request, sides: frozenset[Side]) -> RequestRecord:
    offer, state = row.offer, RequestState(row.state)
    return RequestRecord(
        id=row.id,
        offer=Reference(offer.id, offer.name_fr, offer.name_en),
        keeper=present_name(offer.keeper),
        organisation=present_name(row.organisation),
        asked_by_name=row.asked_by_name,
        asked_at=row.asked_at,
        purpose=row.purpose,
        wanted_from=row.wanted_from,
        wanted_until=row.wanted_until,
        state=state,
        evaluation=row.evaluation,
        answer=row.answer,
        withdrawal=row.withdrawal,
        use_statement=row.use_statement,
        moves=tuple(
            move for move, one in MOVES.items() if one.side in sides and state in one.sources
        ),
    )
