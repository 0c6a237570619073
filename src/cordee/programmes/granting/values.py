"""Projects as values: what pages, letters and other rooms are given instead of rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from cordee.programmes.definition.parts import Bilingual, Definition
from cordee.programmes.granting.money import Line, Total, add_up, select_counted
from cordee.programmes.granting.states import (
    MoneyKind,
    ParticipantRole,
    ProjectChangeKind,
    ProjectRole,
    ProjectStage,
    ReportStage,
)
from cordee.programmes.states import CostCategory, ReportKind


@dataclass(frozen=True)
class ProjectDraft:
    """What a person writes about a project itself."""

    title: str
    acronym: str = ""
    reference: str = ""
    summary: str = ""
    funder: str = ""
    programme: str = ""
    grant_number: str = ""
    funder_call: str = ""
    website: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    follows: UUID | None = None
    is_public: bool = False


@dataclass(frozen=True)
class ParticipantTold:
    """An organisation in a project; without an entry of the directory only its name is known."""

    id: UUID
    organisation: UUID | None
    name: str
    country: str
    role: ParticipantRole
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True)
class PersonTold:
    """A person of a project."""

    id: UUID
    person: UUID | None
    participant: UUID | None
    name: str
    role: ProjectRole
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True)
class MoneyTold:
    """A line of money."""

    id: UUID
    kind: MoneyKind
    amount: Decimal
    currency: str
    category: CostCategory | None = None
    participant: UUID | None = None
    rate: Decimal | None = None
    rate_on: date | None = None
    note: str = ""

    def to_line(self) -> Line:
        """Return it as it is added up."""
        is_share = self.participant is not None
        return Line(self.kind, self.amount, self.currency, self.rate, self.category, is_share)


@dataclass(frozen=True)
class ReportTold:
    """A report that is to come, or was handed in."""

    id: UUID
    kind: ReportKind
    number: int
    due_on: date
    stage: ReportStage
    text: str = ""
    spent: Mapping[CostCategory, Decimal] = field(default_factory=dict)
    sha256: str = ""
    file_name: str = ""
    size: int | None = None
    submitted_at: datetime | None = None
    submitted_by: str = ""
    remark: str = ""
    settled_at: datetime | None = None
    settled_by: str = ""

    @property
    def is_open(self) -> bool:
        """Return whether it has not been accepted."""
        return self.stage is not ReportStage.ACCEPTED

    def is_late(self, on: date) -> bool:
        """Return whether it should have been handed in."""
        return self.stage in {ReportStage.DUE, ReportStage.RETURNED} and self.due_on < on


@dataclass(frozen=True)
class InstalmentTold:
    """Money to be paid, or paid."""

    id: UUID
    position: int
    due_on: date
    amount: Decimal
    currency: str
    participant: UUID | None = None
    waits_for: UUID | None = None
    paid_on: date | None = None
    payment_reference: str = ""


@dataclass(frozen=True)
class MilestoneTold:
    """Something a project means to reach by a day."""

    id: UUID
    title: str
    due_on: date
    reached_on: date | None = None
    note: str = ""

    def is_late(self, on: date) -> bool:
        """Return whether its day has passed without it."""
        return self.reached_on is None and self.due_on < on


@dataclass(frozen=True)
class ChangeTold:
    """A change that was granted or noted."""

    id: UUID
    kind: ProjectChangeKind
    on: date
    before: Mapping[str, str]
    after: Mapping[str, str]
    reason: str
    noted_by: str


@dataclass(frozen=True)
class Kin:
    """Another project, by its identifier and title."""

    id: UUID
    title: str
    instrument: Definition | None


@dataclass(frozen=True)
class ProjectRecord:
    """A whole project. What only those concerned see is empty for anybody else (`is_whole` is False)."""

    id: UUID
    office: UUID
    draft: ProjectDraft
    stage: ProjectStage
    stage_since: datetime
    definition: Definition | None
    award: UUID | None
    application: UUID | None
    agreement: UUID | None
    is_demonstration: bool
    version: int
    changed_at: datetime
    changed_by: str
    participants: tuple[ParticipantTold, ...]
    follows: Kin | None
    followed_by: tuple[Kin, ...]
    is_whole: bool
    may_run: bool
    """Whether the reader runs the programmes of its office."""
    leads: bool
    """Whether the reader leads it, and so reports."""
    people: tuple[PersonTold, ...] = ()
    money: tuple[MoneyTold, ...] = ()
    instalments: tuple[InstalmentTold, ...] = ()
    milestones: tuple[MilestoneTold, ...] = ()
    reports: tuple[ReportTold, ...] = ()
    changes: tuple[ChangeTold, ...] = ()

    @property
    def title(self) -> str:
        """Return what it is called: its acronym where it has one."""
        return self.draft.acronym or self.draft.title

    def sum_money(self, kind: MoneyKind) -> Total:
        """Return the sum of the money of a kind."""
        return add_up(select_counted([one.to_line() for one in self.money], kind))

    def find_report(self, identifier: UUID | None) -> ReportTold | None:
        """Return a report by its identifier."""
        return next((one for one in self.reports if one.id == identifier), None)

    def find_participant(self, identifier: UUID | None) -> ParticipantTold | None:
        """Return a participant by its identifier."""
        return next((one for one in self.participants if one.id == identifier), None)


@dataclass(frozen=True)
class ProjectLine:
    """A project in a list. `granted` is None where its money is of several currencies, or none is written."""

    id: UUID
    office: UUID
    title: str
    acronym: str
    reference: str
    instrument: Bilingual | None
    funder: str
    programme: str
    grant_number: str
    stage: ProjectStage
    starts_on: date | None
    ends_on: date | None
    granted: Decimal | None
    currency: str
    granted_euros: Decimal | None
    countries: tuple[str, ...]
    leader: str
    is_late: bool
    is_public: bool
    is_demonstration: bool


@dataclass(frozen=True)
class Sought:
    """What is looked for among projects; empty is any."""

    text: str = ""
    stage: ProjectStage | None = None
    instrument: str = ""
    funder: str = ""
    country: str = ""
    year: int | None = None
    is_late: bool = False


@dataclass(frozen=True)
class Sums:
    """How many projects, how many of them run and are late, and what was granted to them.

    `without_rate` counts those whose money lacks a rate, or is not written, and is left out of the euros.
    """

    count: int
    running: int
    late: int
    euros: Decimal
    without_rate: int


@dataclass(frozen=True)
class FundedPair:
    """An organisation of ours and a foreign partner that an award joined, and the award's year."""

    organisation: UUID
    partner: UUID
    year: int
    project: UUID
