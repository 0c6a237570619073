"""Instruments, calls and projects as they are sent back, and what is looked for among them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from ninja import Schema

from cordee.programmes.calling.values import CallTold
from cordee.programmes.definition.reading import write_definition
from cordee.programmes.granting.states import (
    MoneyKind,
    ParticipantRole,
    ProjectRole,
    ProjectStage,
    ReportStage,
)
from cordee.programmes.granting.values import ProjectRecord
from cordee.programmes.life import CallMoment
from cordee.programmes.queries.instruments import InstrumentTold, VersionTold
from cordee.programmes.states import Aim, InstrumentKind, Opening, ReportKind
from cordee.web.api.schemas.plain import Id
from cordee.web.api.schemas.shared import Listed, Paging


class InstrumentOut(Schema):
    """An instrument as the version in use says it."""

    id: UUID
    office: UUID
    code: str
    number: int
    published_at: datetime | None
    label_fr: str
    label_en: str
    summary_fr: str
    summary_en: str
    aim: Aim
    kind: InstrumentKind
    opening: Opening
    is_demonstration: bool

    @staticmethod
    def from_told(told: InstrumentTold, version: VersionTold) -> dict[str, Any]:
        definition = version.definition
        return {
            **vars(told),
            "number": version.number,
            "published_at": version.published_at,
            "label_fr": definition.label.fr,
            "label_en": definition.label.en,
            "summary_fr": definition.summary.fr,
            "summary_en": definition.summary.en,
            "aim": definition.aim,
            "kind": definition.kind,
            "opening": definition.opening,
        }


class WholeInstrumentOut(InstrumentOut):
    """An instrument with its whole definition, as the file it can be brought in from."""

    definition: dict[str, Any]

    @staticmethod
    def from_told(told: InstrumentTold, version: VersionTold) -> dict[str, Any]:
        whole = InstrumentOut.from_told(told, version)
        return {**whole, "definition": write_definition(version.definition)}


class InstrumentsOut(Listed):
    items: list[InstrumentOut]


class CallOut(Schema):
    """A call that anybody may read; `moment` is what it is on the clock."""

    id: UUID
    office: UUID
    instrument: UUID
    reference: str
    title_fr: str
    title_en: str
    text_fr: str
    text_en: str
    year: int
    moment: CallMoment
    opens_at: datetime | None
    closes_at: datetime | None
    time_zone: str
    envelope: Decimal | None
    currency: str
    most_awards: int | None
    is_demonstration: bool

    @staticmethod
    def from_told(told: CallTold) -> dict[str, Any]:
        return dict(vars(told))


class CallsAsked(Paging):
    """What is looked for among calls."""

    instrument: Id | None = None
    moment: CallMoment | None = None


class CallsOut(Listed):
    items: list[CallOut]


class ParticipantOut(Schema):
    organisation: UUID | None
    name: str
    country: str
    role: ParticipantRole
    start: date | None
    end: date | None


class ProjectPersonOut(Schema):
    person: UUID | None
    name: str
    role: ProjectRole
    start: date | None
    end: date | None


class ProjectMoneyOut(Schema):
    kind: MoneyKind
    amount: Decimal
    currency: str


class ProjectReportOut(Schema):
    kind: ReportKind
    number: int
    due_on: date
    stage: ReportStage


class ProjectOut(Schema):
    """A project. `granted` is None where its money is of several currencies, or none is written."""

    id: UUID
    office: UUID
    acronym: str
    title: str
    reference: str
    funder: str
    programme: str
    grant_number: str
    website: str
    stage: ProjectStage
    starts_on: date | None
    ends_on: date | None
    granted: Decimal | None
    currency: str
    is_public: bool
    is_demonstration: bool


class WholeProjectOut(ProjectOut):
    """A project with its participants. `people`, `money` and `reports` are null for who sees only what is public."""

    summary: str
    participants: list[ParticipantOut]
    people: list[ProjectPersonOut] | None
    money: list[ProjectMoneyOut] | None
    reports: list[ProjectReportOut] | None

    @staticmethod
    def from_record(
        record: ProjectRecord, granted: Decimal | None, currency: str
    ) -> dict[str, Any]:
        hidden = {} if record.is_whole else {"people": None, "money": None, "reports": None}
        return {
            **vars(record),
            **vars(record.draft),
            "granted": granted,
            "currency": currency,
            **hidden,
        }


class ProjectsAsked(Paging):
    """What is looked for among projects."""

    stage: ProjectStage | None = None
    instrument: Id | None = None


class ProjectsOut(Listed):
    items: list[ProjectOut]
