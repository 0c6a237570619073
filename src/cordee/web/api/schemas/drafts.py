"""Agreements and their parts as they are sent: begun, changed, moved."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from cordee.agreements.life import Step
from cordee.agreements.periods import Terms
from cordee.agreements.states import (
    AmendmentKind,
    ClauseKind,
    ClauseState,
    DocumentKind,
    Follows,
    GateKind,
    Opinion,
    PartyRole,
    Permitted,
    Renewal,
    ScopeKind,
)
from cordee.agreements.values import Draft, Scope
from cordee.web.api.schemas.agreements import AgreementKind
from cordee.web.api.schemas.plain import (
    COUNT,
    LINE,
    Code,
    Day,
    Flag,
    Id,
    Money,
    Name,
    Prose,
    Sent,
    Word,
)


class ScopeIn(Sent):
    """One thing the agreement is about; a country by its two letters."""

    kind: ScopeKind
    text: Annotated[str, Field(min_length=1, max_length=300, pattern=LINE)]


class DraftIn(Sent):
    """What is written of an agreement itself, whole: what is left out is emptied. One title is needed."""

    kind: AgreementKind
    title_fr: Name = ""
    title_en: Name = ""
    reference: Code = ""
    summary: Prose = ""
    is_binding: Flag = True
    amount: Money | None = None
    currency: Annotated[str, Field(pattern=r"^([A-Z]{3})?$")] = ""
    start: Day | None = None
    end: Day | None = None
    renewal: Renewal = Renewal.NONE
    renewal_months: Annotated[int, Field(ge=1, le=600), COUNT] | None = None
    most_renewals: Annotated[int, Field(ge=1, le=100), COUNT] | None = None
    notice_months: Annotated[int, Field(ge=1, le=120), COUNT] | None = None
    parent: Id | None = None
    follows: Follows | None = None
    scope: Annotated[list[ScopeIn], Field(max_length=200)] = Field(default_factory=list)

    def to_draft(self) -> Draft:
        terms = Terms(
            self.start,
            self.end,
            self.renewal,
            self.renewal_months,
            self.most_renewals,
            self.notice_months,
        )
        return Draft(
            kind=self.kind,
            title_fr=self.title_fr,
            title_en=self.title_en,
            terms=terms,
            reference=self.reference,
            summary=self.summary,
            is_binding=self.is_binding,
            amount=Decimal(self.amount) if self.amount is not None else None,
            currency=self.currency,
            parent=self.parent,
            follows=self.follows,
            scope=tuple(Scope(one.kind, one.text) for one in self.scope),
        )


class NewAgreementIn(DraftIn):
    """An agreement to begin as a draft, and the organisation that keeps its record."""

    office: Id


class ChangedAgreementIn(DraftIn):
    """An agreement written anew; in force, with the reason of the correction."""

    reason: Prose = ""


class AgreementMoveIn(Sent):
    """A move of its life. A reason where one must be given; the last day of one that is terminated."""

    step: Step
    reason: Prose = ""
    closed_on: Day | None = None


class NoticeIn(Sent):
    """The day a party gave notice."""

    given_on: Day
    reason: Prose = ""


class SignatoryIn(Sent):
    role: PartyRole
    signatory_name: Word = ""
    signatory_function: Word = ""
    language: Annotated[str, Field(pattern=r"^(fr|en|both|other)?$")] = ""
    reason: Prose = ""


class NewPartyIn(SignatoryIn):
    """An organisation that becomes a party."""

    organisation: Id


class PartyIn(SignatoryIn):
    """Who signs for a party, and the day it signed."""

    signed_on: Day | None = None


class GateIn(Sent):
    """An opinion that is needed; one that is blocking stops the signature."""

    kind: GateKind
    authority: Annotated[Word, Field(min_length=1)]
    is_blocking: Flag = True
    due_on: Day | None = None


class AnswerIn(Sent):
    """What an authority answered."""

    opinion: Opinion
    answered_on: Day
    answered_by: Word = ""
    remarks: Prose = ""
    document: Id | None = None


class ClauseIn(Sent):
    kind: ClauseKind
    state: ClauseState
    text: Annotated[Prose, Field(max_length=2000)] = ""


class ClausesIn(Sent):
    """What the reading of the text found; a subject left out was not read for."""

    clauses: Annotated[list[ClauseIn], Field(max_length=len(ClauseKind))]
    reason: Prose = ""


class PermitIn(Sent):
    """What one party (the giver) lets another (the receiver) do, by which clause."""

    action: Permitted
    giver: Id
    receiver: Id
    clause: Annotated[str, Field(min_length=1, max_length=120, pattern=LINE)]
    conditions: Prose = ""
    reason: Prose = ""


class AmendmentIn(Sent):
    """What the parties changed later, signed by all; a renewal sets a later end."""

    kind: AmendmentKind
    text: Annotated[Prose, Field(min_length=1)]
    signed_on: Day
    new_end: Day | None = None


class DocumentIn(Sent):
    """What a file is to its agreement; a new document has a title, another version names the document."""

    kind: DocumentKind
    title: Word = ""
    language: Annotated[str, Field(pattern=r"^(fr|en|both|other)?$")] = ""
    follows: Id | None = None
