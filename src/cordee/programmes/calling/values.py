"""Calls as values: what an officer writes, and what pages and the rest of the room are given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from cordee.programmes.calling.clock import LocalTime, read_local
from cordee.programmes.definition.parts import Definition, InstrumentZone
from cordee.programmes.definition.zones import list_open_zones
from cordee.programmes.life import CallDays, CallMoment, CallStage
from cordee.programmes.states import Opening, QuotaScope


@dataclass(frozen=True)
class CallDraft:
    """What an officer writes of a call; its days as a clock in `time_zone` shows them.

    Without `opens` a call opens when it is published; without `closes` it has no deadline.
    """

    title_fr: str
    title_en: str
    year: int
    text_fr: str = ""
    text_en: str = ""
    reference: str = ""
    time_zone: str = "Europe/Paris"
    opens: LocalTime | None = None
    closes: LocalTime | None = None
    envelope: Decimal | None = None
    currency: str = ""
    most_awards: int | None = None


@dataclass(frozen=True)
class InBoth:
    """The same said in French and in English."""

    fr: str
    en: str


@dataclass(frozen=True)
class CallTold:
    """A call. `definition` is the instrument as it froze it, and while it is a draft as it would.

    `moment` is what it is on the clock at the time of reading; `is_public` whether anybody may read it.
    """

    id: UUID
    office: UUID
    instrument: UUID
    instrument_version: UUID
    number: int
    definition: Definition
    is_frozen: bool
    reference: str
    title_fr: str
    title_en: str
    text_fr: str
    text_en: str
    year: int
    stage: CallStage
    stage_since: datetime
    opens_at: datetime | None
    closes_at: datetime | None
    time_zone: str
    envelope: Decimal | None
    currency: str
    most_awards: int | None
    is_demonstration: bool
    version: int
    changed_at: datetime
    changed_by: str
    moment: CallMoment

    @property
    def days(self) -> CallDays:
        """Return its stage with its days: what it is on the clock follows from them."""
        return CallDays(self.stage, self.opens_at, self.closes_at, self.stage_since)

    @property
    def opening(self) -> Opening:
        """Return how one comes to apply."""
        return self.definition.opening

    @property
    def is_public(self) -> bool:
        """Return whether it has a public page: once published, and not by invitation alone."""
        return self.is_frozen and self.opening is not Opening.DIRECT

    @property
    def zones(self) -> tuple[InstrumentZone, ...]:
        """Return the zones that are open in its year; none where the instrument has no zones."""
        return list_open_zones(self.definition, self.year)

    def to_draft(self) -> CallDraft:
        """Return what an officer would write to have the call as it is."""
        return CallDraft(
            title_fr=self.title_fr,
            title_en=self.title_en,
            year=self.year,
            text_fr=self.text_fr,
            text_en=self.text_en,
            reference=self.reference,
            time_zone=self.time_zone,
            opens=read_local(self.opens_at, self.time_zone) if self.opens_at else None,
            closes=read_local(self.closes_at, self.time_zone) if self.closes_at else None,
            envelope=self.envelope,
            currency=self.currency,
            most_awards=self.most_awards,
        )

    def to_title(self, language: str) -> str:
        """Return the title in `language`; a draft may have only the other."""
        pair = (self.title_fr, self.title_en)
        return next(filter(None, pair if language == "fr" else pair[::-1]), "")

    def to_text(self, language: str) -> str:
        """Return the text in `language`; a draft may have only the other."""
        pair = (self.text_fr, self.text_en)
        return next(filter(None, pair if language == "fr" else pair[::-1]), "")


@dataclass(frozen=True)
class AnnouncementTold:
    """News of a call."""

    id: UUID
    given_at: datetime
    text_fr: str
    text_en: str


@dataclass(frozen=True)
class QuestionTold:
    """A question about a call with its answer; who asked is never part of it."""

    id: UUID
    asked_at: datetime
    question: str
    answer_fr: str
    answer_en: str
    answered_at: datetime | None
    is_public: bool


@dataclass(frozen=True)
class QuotaTold:
    """How many awards at most, and how much money, over what; `plan` names the plan's years."""

    scope: QuotaScope
    most: int | None
    envelope: Decimal | None
    currency: str
    plan: str = ""
