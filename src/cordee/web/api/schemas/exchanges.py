"""Offers, and requests for them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import Field

from cordee.directory.operations.exchanges import OfferValues
from cordee.directory.states import Audience, Move, OfferKind, RequestState
from cordee.web.api.schemas.directory import pick
from cordee.web.api.schemas.plain import Day, Id, Name, Prose, Sent
from cordee.web.api.schemas.shared import NamedOut, ReferenceOut, StandingOut


class OfferIn(Sent):
    """An offer, whole: what is left out is emptied."""

    kind: OfferKind
    audience: Audience
    name_fr: Name = ""
    name_en: Name = ""
    description_fr: Prose = ""
    description_en: Prose = ""
    conditions_fr: Prose = ""
    conditions_en: Prose = ""
    resource: Id | None = None
    agreement: Id | None = None
    start: Day | None = None
    end: Day | None = None

    def to_values(self) -> OfferValues:
        return OfferValues(**pick(self, OfferValues))


class NewOfferIn(OfferIn):
    """An offer, and the organisation on whose behalf it is made."""

    keeper: Id


class OfferTold(Schema):
    """An offer on one line."""

    id: UUID
    kind: OfferKind
    name_fr: str
    name_en: str
    audience: Audience
    end: date | None


class OfferOut(Schema):
    id: UUID
    kind: OfferKind
    audience: Audience
    name_fr: str
    name_en: str
    description_fr: str
    description_en: str
    conditions_fr: str
    conditions_en: str
    resource: ReferenceOut | None
    agreement: UUID | None
    start: date | None
    standing: StandingOut
    may_ask: bool


class RequestIn(Sent):
    """What is asked for, on behalf of which organisation, and for what."""

    organisation: Id
    purpose: Annotated[Prose, Field(min_length=1)]
    wanted_from: Day | None = None
    wanted_until: Day | None = None


class RequestMoveIn(Sent):
    """What is done with a request, with the sentence that the other side reads."""

    move: Move
    text: Annotated[Prose, Field(min_length=1)]


class RequestOut(Schema):
    """A request, what was said of it, and what this token's owner may do with it now."""

    id: UUID
    offer: ReferenceOut
    keeper: NamedOut
    organisation: NamedOut
    asked_by_name: str
    asked_at: datetime
    purpose: str
    wanted_from: date | None
    wanted_until: date | None
    state: RequestState
    evaluation: str
    answer: str
    use_statement: str
    moves: list[Move]


class RequestsOut(Schema):
    """The requests of either side, those that wait first, then the latest: 200 at most."""

    items: list[RequestOut]
    total: int
