"""Organisations, people, resources and themes, as they are sent and sent back."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from cordee.directory.operations.organisations import OrganisationValues
from cordee.directory.operations.people import PersonValues, SkillValues
from cordee.directory.operations.resources import ResourceValues
from cordee.directory.operations.themes import ThemeValues
from cordee.directory.queries.organisations import OrganisationRecord
from cordee.directory.states import (
    Audience,
    Evidence,
    InvolvementKind,
    Kind,
    ResourceKind,
    Sort,
    Standing,
    ThemeKind,
)
from cordee.web.api.schemas.plain import (
    Code,
    Country,
    Day,
    Flag,
    Id,
    Mail,
    Name,
    Prose,
    Sent,
    Share,
    Town,
    Website,
    Word,
)
from cordee.web.api.schemas.shared import NamedOut, ReferenceOut, StandingOut


class OrganisationIn(Sent):
    """An organisation, whole: what is left out is emptied."""

    kind: Kind
    name_fr: Name = ""
    name_en: Name = ""
    acronym: Code = ""
    other_names: Annotated[Prose, Field(max_length=3000)] = ""
    ror: Code = ""
    country: Country = ""
    city: Town = ""
    latitude: Annotated[float, Field(strict=True, ge=-90, le=90, allow_inf_nan=False)] | None = None
    longitude: Annotated[float, Field(strict=True, ge=-180, le=180, allow_inf_nan=False)] | None = (
        None
    )
    website: Website = ""
    description_fr: Prose = ""
    description_en: Prose = ""
    start: Day | None = None
    end: Day | None = None

    def to_values(self) -> OrganisationValues:
        return OrganisationValues(**pick(self, OrganisationValues))


class NewOrganisationIn(OrganisationIn):
    """An organisation, who keeps its entry, and what it is part of."""

    keeper: Id
    part_of: Id | None = None


class LinkOut(Schema):
    """A dated link to another organisation; `forwards` when this one is the first of the two."""

    id: UUID
    standing: Standing
    forwards: bool
    other: NamedOut
    start: date | None
    end: date | None
    share: Decimal | None


class LinkIn(Sent):
    """How an organisation stands to another, from a day to a day."""

    standing: Standing
    other: Id
    start: Day | None = None
    end: Day | None = None
    share: Share | None = None


class InvolvementOut(Schema):
    """What a person is at an organisation."""

    id: UUID
    person: UUID
    person_name: str
    role: InvolvementKind
    organisation: NamedOut
    start: date | None
    end: date | None
    share: Decimal | None
    grade: str


class SkillOut(Schema):
    id: UUID
    name_fr: str
    name_en: str
    evidence: Evidence
    evidence_text: str
    end: date | None


class SkillIn(Sent):
    """What somebody can do, and what shows it."""

    name_fr: Word = ""
    name_en: Word = ""
    evidence: Evidence
    evidence_text: Annotated[str, Field(max_length=1000, pattern=r"^[^\x00-\x1f\x7f]*$")]

    def to_values(self) -> SkillValues:
        return SkillValues(**pick(self, SkillValues))


class TieOut(Schema):
    """That something belongs to a theme, or that a person leads it."""

    id: UUID
    theme: ReferenceOut
    theme_kind: ThemeKind
    subject: ReferenceOut
    sort: Sort
    leads: bool
    start: date | None
    end: date | None


class TieIn(Sent):
    """What belongs to a theme: an organisation, a person or a resource by its identifier."""

    record: Id
    leads: Flag = False
    start: Day | None = None
    end: Day | None = None


class OrganisationOut(Schema):
    """All that the directory says of an organisation. At most 400 links; `links_left` counts the rest."""

    id: UUID
    kind: Kind
    name_fr: str
    name_en: str
    acronym: str
    other_names: list[str]
    ror: str | None
    country: str
    city: str
    latitude: float | None
    longitude: float | None
    website: str
    description_fr: str
    description_en: str
    start: date | None
    end: date | None
    confirmed_on: date | None
    is_confirmed: bool
    is_demonstration: bool
    changed_at: datetime
    version: int
    keeper: NamedOut | None
    links: list[LinkOut]
    links_left: int
    may_edit: bool
    may_confirm: bool
    may_edit_team: bool

    @staticmethod
    def from_record(record: OrganisationRecord) -> dict[str, Any]:
        named = record.named
        own = {one.name: getattr(record, one.name) for one in fields(record)}
        return {**own, **{one.name: getattr(named, one.name) for one in fields(named)}}


class PersonIn(Sent):
    """A person, whole: what is left out is emptied."""

    family_name: Annotated[Town, Field(min_length=1)]
    given_name: Town = ""
    orcid: Code = ""
    email: Mail = ""
    website: Website = ""
    description_fr: Prose = ""
    description_en: Prose = ""
    end: Day | None = None

    def to_values(self) -> PersonValues:
        return PersonValues(**pick(self, PersonValues))


class NewPersonIn(PersonIn):
    """A person, who keeps the entry, and what they are there from a day on."""

    keeper: Id
    role: InvolvementKind | None = None
    start: Day | None = None


class AwardOut(Schema):
    id: UUID
    code: str
    start: date
    end: date | None
    reference: str


class AwardIn(Sent):
    """An award by its code, such as ERC-StG, from a day to a day."""

    code: Annotated[Code, Field(min_length=1)]
    start: Day
    end: Day | None = None
    reference: Word = ""


class InvolvementIn(Sent):
    """What a person is at an organisation, from a day to a day."""

    role: InvolvementKind
    organisation: Id
    start: Day | None = None
    end: Day | None = None
    share: Share | None = None
    grade: Annotated[Word, Field(max_length=40)] = ""


class PersonOut(Schema):
    """A person. `email` is empty for who may not see addresses of people there."""

    id: UUID
    name: str
    given_name: str
    family_name: str
    orcid: str
    email: str
    website: str
    description_fr: str
    description_en: str
    standing: StandingOut
    involvements: list[InvolvementOut]
    awards: list[AwardOut]
    skills: list[SkillOut]


class ResourceIn(Sent):
    """A facility, a machine or a service, whole: what is left out is emptied."""

    kind: ResourceKind
    audience: Audience
    name_fr: Name = ""
    name_en: Name = ""
    description_fr: Prose = ""
    description_en: Prose = ""
    conditions_fr: Prose = ""
    conditions_en: Prose = ""
    booking: Website = ""
    parent: Id | None = None
    contact: Id | None = None
    start: Day | None = None
    end: Day | None = None

    def to_values(self) -> ResourceValues:
        return ResourceValues(**pick(self, ResourceValues))


class NewResourceIn(ResourceIn):
    """A facility, a machine or a service, and the organisation that has it."""

    keeper: Id


class ResourceTold(Schema):
    """A facility, a machine or a service on one line."""

    id: UUID
    kind: ResourceKind
    name_fr: str
    name_en: str
    audience: Audience
    end: date | None


class ResourceOut(Schema):
    id: UUID
    kind: ResourceKind
    audience: Audience
    name_fr: str
    name_en: str
    description_fr: str
    description_en: str
    conditions_fr: str
    conditions_en: str
    booking: str
    start: date | None
    standing: StandingOut
    parent: ReferenceOut | None
    contact: ReferenceOut | None
    parts: list[ResourceTold]


class ThemeIn(Sent):
    """A theme, an axis or a sector, whole: what is left out is emptied."""

    kind: ThemeKind
    name_fr: Name = ""
    name_en: Name = ""
    description_fr: Prose = ""
    description_en: Prose = ""
    mesh: Code = ""
    parent: Id | None = None
    start: Day | None = None
    end: Day | None = None

    def to_values(self) -> ThemeValues:
        return ThemeValues(**pick(self, ThemeValues))


class NewThemeIn(ThemeIn):
    """A theme, an axis or a sector, and the organisation that keeps it."""

    keeper: Id


class ThemeOut(Schema):
    id: UUID
    kind: ThemeKind
    name_fr: str
    name_en: str
    description_fr: str
    description_en: str
    mesh: str
    start: date | None
    standing: StandingOut
    parent: ReferenceOut | None
    parts: list[ReferenceOut]
    ties: list[TieOut]


def pick(sent: Sent, values: type[Any]) -> dict[str, Any]:
    """Return the fields of `sent` that a frozen value of a room has."""
    return {one.name: getattr(sent, one.name) for one in fields(values)}
