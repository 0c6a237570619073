"""What an application holds, as values that pages, rules and documents read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from cordee.programmes.definition.parts import Definition
from cordee.programmes.judging.facts import Facts
from cordee.programmes.judging.limits import Result
from cordee.programmes.life import ApplicationStage, CallDays
from cordee.programmes.states import CostCategory, Finding, Verdict


Answer = str | bool | list[str]
"""An answer as it is kept: texts, numbers and days as text, yes or no, or the codes chosen."""

Answers = Mapping[str, Answer]


@dataclass(frozen=True)
class FrozenCall:
    """A call as applications need it: its office, its frozen instrument, its days."""

    id: UUID
    office: UUID
    reference: str
    title_fr: str
    title_en: str
    year: int
    days: CallDays
    time_zone: str
    definition: Definition
    is_demonstration: bool = False

    def to_title(self, language: str) -> str:
        """Return the title in `language` ("fr", or anything else for English)."""
        return self.title_fr if language == "fr" else self.title_en

    def to_local(self, at: datetime) -> datetime:
        """Return a moment on the clock of the place where the call's days are read."""
        return at.astimezone(ZoneInfo(self.time_zone))


@dataclass(frozen=True)
class PartnerPart:
    """What is said of a partner, by who applies or by the partner."""

    name: str
    team: str = ""
    country: str = ""
    organisation: UUID | None = None
    is_company: bool = False
    contact_name: str = ""
    contact_email: str = ""
    contribution: str = ""


@dataclass(frozen=True)
class PartnerTold:
    """A partner of an application, and where its part stands. `mark` changes with what the part says."""

    id: UUID
    part: PartnerPart
    mark: str
    invited_at: datetime | None = None
    lapses_at: datetime | None = None
    signed_at: datetime | None = None
    signed_name: str = ""
    signed_function: str = ""

    @property
    def is_signed(self) -> bool:
        """Return whether the partner signed; what is signed stays as it is."""
        return self.signed_at is not None


@dataclass(frozen=True)
class Money:
    """A line of the budget: asked for in a category, or brought by a partner (`is_cofunding`)."""

    category: CostCategory
    amount: Decimal
    note: str = ""
    is_cofunding: bool = False
    partner: UUID | None = None


@dataclass(frozen=True)
class FileTold:
    """A document that goes with the application; `code` says which one of those asked for."""

    id: UUID
    code: str
    sha256: str
    size: int
    file_name: str
    media_type: str
    added_at: datetime


@dataclass(frozen=True)
class Written:
    """What the writer of an application saves: all of it but partners and documents."""

    title: str = ""
    acronym: str = ""
    months: int | None = None
    answers: Answers = field(default_factory=dict)
    budget: tuple[Money, ...] = ()


@dataclass(frozen=True)
class ApplicationRecord:
    """An application, whole, for who may see it."""

    id: UUID
    call: FrozenCall
    number: int
    account: UUID
    person: UUID | None
    organisation: UUID | None
    written: Written
    partners: tuple[PartnerTold, ...]
    files: tuple[FileTold, ...]
    stage: ApplicationStage
    stage_since: datetime
    submitted_at: datetime | None
    receipt: str
    version: int
    changed_at: datetime
    is_demonstration: bool

    @property
    def asked(self) -> dict[CostCategory, Decimal] | None:
        """Return what is asked for by category; None before anything is."""
        return sum_asked(self.written.budget)


@dataclass(frozen=True)
class JudgedTold:
    """One time the rules were asked, as it was kept."""

    id: UUID
    at: datetime
    by: str
    reference_day: date
    verdict: Verdict
    admissibility: Finding
    facts: Facts
    results: tuple[Result, ...]
    reason: str


@dataclass(frozen=True)
class ApplicationLine:
    """An application in a list."""

    id: UUID
    call: FrozenCall
    number: int
    title: str
    acronym: str
    stage: ApplicationStage
    submitted_at: datetime | None
    changed_at: datetime
    organisation: UUID | None
    person: UUID | None
    countries: tuple[str, ...]
    asked: Decimal | None
    verdict: Verdict | None
    is_demonstration: bool


def sum_asked(budget: tuple[Money, ...]) -> dict[CostCategory, Decimal] | None:
    """Return what is asked for by category, co-funding left out; None when nothing is asked yet.

    >>> sum_asked((Money(CostCategory.TRAVEL, Decimal(5)), Money(CostCategory.TRAVEL, Decimal(2))))
    {<CostCategory.TRAVEL: 'travel'>: Decimal('7')}
    """
    found: dict[CostCategory, Decimal] = {}
    for one in budget:
        if not one.is_cofunding:
            found[one.category] = found.get(one.category, Decimal(0)) + one.amount
    return found or None
