"""Agreements as they are sent back, and what is looked for among them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Self
from uuid import UUID

from ninja import Schema
from pydantic import Field, WithJsonSchema

from cordee.agreements.evidence import split_years
from cordee.agreements.life import Stage, Step
from cordee.agreements.portfolio import Filter
from cordee.agreements.states import (
    AmendmentKind,
    ClauseKind,
    ClauseState,
    DocumentKind,
    Follows,
    GateKind,
    Kind,
    Opinion,
    PartyRole,
    Permitted,
    Renewal,
    ScopeKind,
)
from cordee.agreements.values import AgreementTold, Record
from cordee.kernel.messages import Sentence
from cordee.web.api.schemas.plain import (
    NUMBER,
    AskedCountry,
    AskedFlag,
    Day,
    Id,
    Sent,
    Word,
)
from cordee.web.api.schemas.shared import Listed, NamedOut, Paging
from cordee.web.errors import say_sentence
from cordee.web.works_together import WorksTogether


# Organisations have kinds of their own; the description would know but one of two lists of that name.
AgreementKind = Annotated[
    Kind, WithJsonSchema({"type": "string", "enum": [one.value for one in Kind]})
]


class ScopeOut(Schema):
    kind: ScopeKind
    text: str


class PartyOut(Schema):
    id: UUID
    organisation: UUID
    role: PartyRole
    signatory_name: str
    signatory_function: str
    language: str
    signed_on: date | None


class GateOut(Schema):
    id: UUID
    kind: GateKind
    authority: str
    is_blocking: bool
    due_on: date | None
    answer: Opinion | None
    answered_on: date | None
    answered_by: str
    remarks: str
    document: UUID | None


class ClauseOut(Schema):
    kind: ClauseKind
    state: ClauseState | None
    text: str


class PermitOut(Schema):
    id: UUID
    action: Permitted
    giver: UUID
    receiver: UUID
    clause: str
    conditions: str


class AmendmentOut(Schema):
    id: UUID
    number: int
    kind: AmendmentKind
    text: str
    signed_on: date
    new_end: date | None


class VersionOut(Schema):
    """One file of a document; `signatures` are those read in a PDF."""

    id: UUID
    number: int
    sha256: str
    size: int
    file_name: str
    media_type: str
    added_at: datetime
    added_by: str
    signatures: list[dict[str, Any]]


class DocumentOut(Schema):
    id: UUID
    kind: DocumentKind
    title: str
    language: str
    versions: list[VersionOut]


class KinOut(Schema):
    id: UUID
    reference: str
    title_fr: str
    title_en: str
    follows: Follows


class DaysOut(Schema):
    """The period that runs today: its last day, the last day to give notice, whether another follows."""

    end: date | None
    notice_day: date | None
    renewals: int
    goes_on: bool


class MoveOut(Schema):
    """A move out of the stage; `obstacle` says why it cannot be made now, empty when it can."""

    step: Step
    target: Stage
    needs_reason: bool
    obstacle: str


class AgreementOut(Schema):
    """A whole agreement. `gates` and `documents` are null for who may not see them.

    `days` are those of the period that runs today, tacit renewals counted; `start` and `end` are the
    text's own.
    """

    id: UUID
    office: UUID
    kind: AgreementKind
    reference: str
    title_fr: str
    title_en: str
    summary: str
    is_binding: bool
    amount: Decimal | None
    currency: str
    start: date | None
    end: date | None
    renewal: Renewal
    renewal_months: int | None
    most_renewals: int | None
    notice_months: int | None
    notice_given_on: date | None
    closed_on: date | None
    days: DaysOut
    stage: Stage
    stage_since: datetime
    scope: list[ScopeOut]
    parties: list[PartyOut]
    clauses: list[ClauseOut]
    permits: list[PermitOut]
    amendments: list[AmendmentOut]
    parent: KinOut | None
    children: list[KinOut]
    gates: list[GateOut] | None
    documents: list[DocumentOut] | None
    moves: list[MoveOut]
    is_demonstration: bool
    version: int
    changed_at: datetime
    changed_by: str
    may_edit: bool
    may_move: bool

    @staticmethod
    def from_record(record: Record, **more: object) -> dict[str, Any]:
        draft, terms = record.draft, record.draft.terms
        return {**vars(record), **vars(draft), **vars(terms), "parent": record.parent, **more}


class LineOut(Schema):
    """An agreement on one line."""

    id: UUID
    reference: str
    kind: AgreementKind
    title_fr: str
    title_en: str
    stage: Stage
    start: date | None
    days: DaysOut
    office: UUID
    parties: list[NamedOut]
    countries: list[str]
    is_demonstration: bool


class AgreementsAsked(Paging):
    """What is looked for in the portfolio; `within` are months until an end or a last day of notice."""

    kind: AgreementKind | None = None
    stage: Stage | None = None
    live: AskedFlag = False
    country: AskedCountry | None = None
    organisation: Id | None = None
    within: Annotated[int, Field(ge=1, le=120), NUMBER] | None = None
    q: Word = ""

    def to_filter(self) -> Filter:
        return Filter(
            kind=self.kind,
            stage=self.stage,
            is_live=self.live,
            country=self.country or "",
            organisation=self.organisation,
            within=self.within or 0,
            text=self.q,
        )


class AgreementsOut(Listed):
    """A page of the agreements that this token's owner may see: those that end soonest first."""

    items: list[LineOut]

    @staticmethod
    def from_lines(lines: tuple[AgreementTold, ...], asked: Paging) -> dict[str, object]:
        first = (asked.page - 1) * asked.size
        return {
            "page": asked.page,
            "size": asked.size,
            "total": len(lines),
            "pages": max(1, -(-len(lines) // asked.size)),
            "items": list(lines[first : first + asked.size]),
        }


class PermissionAsked(Sent):
    """Whether `organisation` may do `action` with what is `counterpart`'s, on a day (today unless said)."""

    action: Permitted
    organisation: Id
    counterpart: Id
    on: Day | None = None


class PermissionOut(Schema):
    """The answer, why, until when, and by which agreement: that last only for who may see it."""

    is_allowed: bool
    reason: str
    until: date | None
    agreement: UUID | None
    reference: str
    clause: str
    conditions: str


class WorksOfYearOut(Schema):
    year: int
    works: int


class EvidenceOut(Schema):
    """Works that at least two parties signed together, before, during and after the agreement.

    When publications cannot tell them, `why_not` says so and the numbers are none. `organisations` are
    the parties' ROR identifiers, by which the pages of publications find the works.
    """

    why_not: str
    organisations: list[str]
    known_until: int | None
    before: int | None
    during: int | None
    after: int | None
    years: list[WorksOfYearOut]

    @classmethod
    def from_works(cls, record: Record, found: WorksTogether | Sentence) -> Self:
        """Return what is sent back."""
        if isinstance(found, Sentence):
            return cls(
                why_not=say_sentence(found),
                organisations=[],
                known_until=None,
                before=None,
                during=None,
                after=None,
                years=[],
            )
        period = record.draft.terms.start, record.days.end
        before, during, after = split_years(found.years, *period)
        return cls(
            why_not="",
            organisations=list(found.rors),
            known_until=found.known_until,
            before=before,
            during=during,
            after=after,
            years=[WorksOfYearOut(year=year, works=works) for year, works in found.years.items()],
        )
