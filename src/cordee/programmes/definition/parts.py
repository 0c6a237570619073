"""What an instrument is made of. A definition is a value: made once, compared, kept in a call as it was.

The fields follow CERIF 2 (funding, call) where it has a word; ceilings by zone, rotation of zones and
rules with evidence are ours. Amounts are decimal numbers in the currency named beside them; durations
are months; shares are percent.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from cordee.agreements.states import GateKind
from cordee.programmes.states import (
    Aim,
    Before,
    Blind,
    CostCategory,
    FieldKind,
    InstrumentKind,
    MixedZones,
    Opening,
    Outcome,
    Per,
    Phase,
    QuotaScope,
    ReferenceDay,
    ReportKind,
    Weight,
)


Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]
"""What a part is called by other parts and by programs: never shown to an applicant."""

Count = Annotated[int, Field(ge=0, le=10_000)]
Months = Annotated[int, Field(ge=1, le=240)]
Percent = Annotated[Decimal, Field(ge=0, le=100)]
Money = Annotated[Decimal, Field(ge=0, le=Decimal("999999999999.99"), decimal_places=2)]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
CountryCode = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
Year = Annotated[int, Field(ge=1900, le=2200)]


MOST_MEGABYTES = 25
"""No document that is kept is larger: an instrument does not promise more."""


class Part(BaseModel):
    """Base of all parts: nothing unknown is taken, nothing changes afterwards."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Bilingual(Part):
    """A text in both languages; neither may be empty."""

    fr: Annotated[str, Field(min_length=1, max_length=4000)]
    en: Annotated[str, Field(min_length=1, max_length=4000)]

    def to_text(self, language: str) -> str:
        """Return the text in `language` ("fr", or anything else for English).

        >>> Bilingual(fr="Tremplin international", en="First Step").to_text("fr")
        'Tremplin international'
        """
        return self.fr if language == "fr" else self.en


class Source(Part):
    """Where an instrument is described in public, and when that was read."""

    title: Annotated[str, Field(min_length=1, max_length=300)]
    address: Annotated[str, Field(pattern=r"^(https://.*)?$", max_length=500)] = ""
    read_on: date | None = None


class Bounds(Part):
    """The least and the most of something; None leaves it open."""

    min: Count | None = None
    max: Count | None = None


class Member(Part):
    """A country's time in a zone that the instrument itself defines; open ends are None."""

    country: CountryCode
    since: date | None = None
    until: date | None = None


class InstrumentZone(Part):
    """A zone as the instrument means it. A country belongs to the first zone of the list that takes it.

    `reference` names a dated zone of the reference data (EU, EEA, EUROPE), `continents` GeoNames' codes
    (AF, AS, EU, NA, OC, SA), `members` single countries; `is_rest` takes whatever is left.
    """

    code: Code
    label: Bilingual
    reference: str = ""
    continents: tuple[str, ...] = ()
    members: tuple[Member, ...] = ()
    is_rest: bool = False


class Ceiling(Part):
    """The most that may be asked with partners in a zone; an empty zone is any."""

    zone: str = ""
    max: Money


class Cap(Part):
    """The greatest share of what is asked that may go to a category: 0 forbids it."""

    category: CostCategory
    percent: Percent


class Funding(Part):
    """How much may be asked, counted over what, and for what."""

    currency: Currency = "EUR"
    per: Per = Per.TOTAL
    mixed_zones: MixedZones = MixedZones.HIGHEST
    ceilings: Annotated[tuple[Ceiling, ...], Field(min_length=1)]
    caps: tuple[Cap, ...] = ()


class PartnerLimits(Part):
    """How many partners. `countries` counts foreign ones."""

    foreign: Bounds = Bounds()
    total: Bounds = Bounds()
    countries: Bounds = Bounds()
    companies: Bounds = Bounds()


class Quota(Part):
    """How many awards, and how much money, over a call, a year or a plan."""

    scope: QuotaScope
    max: Count | None = None
    envelope: Money | None = None
    plan: Annotated[str, Field(max_length=60)] = ""
    """The plan's years as people write them (2021-2025), for the scope of a plan."""


class YearOut(Part):
    """A year that leaves the cycle, with the zones open in it."""

    year: Year
    zones: tuple[Code, ...]


class Rotation(Part):
    """Which zones are open in which year: a cycle from an anchor year, and years that leave it."""

    anchor_year: Year
    cycle: Annotated[tuple[tuple[Code, ...], ...], Field(min_length=1)]
    exceptions: tuple[YearOut, ...] = ()


class Condition(Part):
    """One comparison of a sentence: a fact, how it is compared, with what."""

    fact: Annotated[str, Field(max_length=80)]
    comparison: Annotated[str, Field(max_length=20)]
    value: str | int | float | bool | tuple[str, ...]


class Sentence(Part):
    """A rule as an officer builds it: conditions of which all, or any, must hold."""

    all_of: bool = True
    conditions: Annotated[tuple[Condition, ...], Field(min_length=1, max_length=12)]


class Rule(Part):
    """A comparison of facts, with what to say when it is not met and what would show that it is.

    `expression` is CEL over the facts; where `sentence` is given, it is what the sentence says.
    """

    id: Code
    phase: Phase
    weight: Weight = Weight.BLOCKING
    expression: str
    sentence: Sentence | None = None
    label: Bilingual
    message: Bilingual
    evidence: Bilingual | None = None


class Gate(Part):
    """An opinion that must be there before a step."""

    kind: GateKind
    before: Before
    is_blocking: bool = True


class Choice(Part):
    """One of the answers a field offers."""

    code: Code
    label: Bilingual


class FormField(Part):
    """A question of a form. `most_characters` bounds texts, `min` and `max` numbers.

    What `is_naming` tells who applies: who reviews without knowing names is not shown it.
    """

    key: Code
    kind: FieldKind
    label: Bilingual
    help: Bilingual | None = None
    is_required: bool = False
    most_characters: Annotated[int, Field(ge=1, le=50_000)] | None = None
    min: Decimal | None = None
    max: Decimal | None = None
    choices: tuple[Choice, ...] = ()
    is_naming: bool = False


class Section(Part):
    """Questions that belong together."""

    title: Bilingual
    fields: Annotated[tuple[FormField, ...], Field(min_length=1)]


class DocumentAsked(Part):
    """A file that goes with an application; one that `is_naming`, as a CV is, tells who applies."""

    code: Code
    label: Bilingual
    is_required: bool = True
    most_megabytes: Annotated[int, Field(ge=1, le=MOST_MEGABYTES)] = 10
    is_naming: bool = False


class Criterion(Part):
    """What reviewers score, from 0 to `most`, and its weight among the others."""

    code: Code
    label: Bilingual
    most: Annotated[int, Field(ge=1, le=100)] = 5
    weight: Annotated[Decimal, Field(gt=0, le=100)] = Decimal(1)


class ReviewPlan(Part):
    """How applications are reviewed; `conflict_years` looks back for what ties a reviewer."""

    rounds: Annotated[int, Field(ge=1, le=5)] = 1
    reviewers: Annotated[int, Field(ge=1, le=10)] = 2
    blind: Blind = Blind.SINGLE
    conflict_years: Annotated[int, Field(ge=0, le=20)] = 5
    has_committee: bool = True
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1)]


class ReportAsked(Part):
    """A report, by one of three clocks: every so many months, at a month, or before the end."""

    kind: ReportKind
    every_months: Months | None = None
    after_months: Months | None = None
    before_end_months: Annotated[int, Field(ge=0, le=240)] | None = None


class Definition(Part):
    """An instrument, whole. What it leaves out it does not limit."""

    code: Code
    label: Bilingual
    summary: Bilingual
    source: Source | None = None
    aim: Aim
    kind: InstrumentKind
    opening: Opening
    outcome: Outcome
    funding: Funding | None = None
    months: Bounds = Bounds()
    partners: PartnerLimits = PartnerLimits()
    quotas: tuple[Quota, ...] = ()
    zones: tuple[InstrumentZone, ...] = ()
    rotation: Rotation | None = None
    reference_day: ReferenceDay = ReferenceDay.DEADLINE
    fixed_day: date | None = None
    rules: Annotated[tuple[Rule, ...], Field(max_length=60)] = ()
    gates: tuple[Gate, ...] = ()
    sections: tuple[Section, ...] = ()
    documents: tuple[DocumentAsked, ...] = ()
    review: ReviewPlan | None = None
    reports: tuple[ReportAsked, ...] = ()

    def list_fields(self) -> tuple[FormField, ...]:
        """Return the questions of the application form, in their order."""
        return tuple(field for section in self.sections for field in section.fields)
