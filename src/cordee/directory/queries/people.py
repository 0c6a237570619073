"""The record of a person; who is involved at an organisation; who can do what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet

from cordee.directory.models import Award, Involvement, Person, Skill
from cordee.directory.queries.access import check_sees_directory
from cordee.directory.queries.kept import Keeping, present_keeping, refuse_unknown
from cordee.directory.queries.lines import Named, get_lines, present_name
from cordee.directory.states import Evidence, InvolvementKind
from cordee.ledger.rights import Actor, can
from cordee.ledger.states import Action


MOST_PEOPLE = 200
"""The longest list of people on the record of an organisation; the search finds the others."""


@dataclass(frozen=True)
class InvolvementTold:
    """What a person is at an organisation; `organisation` and `person` name both ends."""

    id: UUID
    person: UUID
    person_name: str
    role: InvolvementKind
    organisation: Named
    start: date | None
    end: date | None
    share: Decimal | None
    grade: str


@dataclass(frozen=True)
class AwardTold:
    """An award, from a day to a day."""

    id: UUID
    code: str
    start: date
    end: date | None
    reference: str


@dataclass(frozen=True)
class SkillTold:
    """A skill, with what shows it."""

    id: UUID
    name_fr: str
    name_en: str
    evidence: Evidence
    evidence_text: str
    end: date | None


@dataclass(frozen=True)
class PersonRecord:
    """All that the directory says of a person to this reader: without right to it, no e-mail address."""

    id: UUID
    name: str
    given_name: str
    family_name: str
    orcid: str
    email: str
    website: str
    description_fr: str
    description_en: str
    standing: Keeping
    involvements: tuple[InvolvementTold, ...]
    awards: tuple[AwardTold, ...]
    skills: tuple[SkillTold, ...]


def get_person_record(identifier: UUID, *, by: Actor, on: date) -> PersonRecord:
    """Return the record; `NotFoundError` when there is none, or `by` may not see the directory."""
    check_sees_directory(by, on=on)
    row = Person.objects.select_related("keeper").filter(id=identifier).first()
    if row is None:
        raise refuse_unknown()
    involvements = _tell_involvements(row.involvements.select_related("person", "organisation"))
    standing = present_keeping(row, Action.EDIT_OWN_TEAM, by=by, on=on)
    return PersonRecord(
        id=row.id,
        name=str(row),
        given_name=row.given_name,
        family_name=row.family_name,
        orcid=row.orcid or "",
        email=row.email if _sees_contact(row, involvements, standing, by=by, on=on) else "",
        website=row.website,
        description_fr=row.description_fr,
        description_en=row.description_en,
        standing=standing,
        involvements=involvements,
        awards=tuple(_tell_award(one) for one in row.awards.order_by("-start", "code")),
        skills=tell_skills(row.skills.all()),
    )


def list_involved(organisation: UUID) -> tuple[tuple[InvolvementTold, ...], int]:
    """Return who is or was involved at an organisation, who is first, and how many are left out."""
    rows = Involvement.objects.filter(organisation=organisation)
    found = _tell_involvements(rows.select_related("person", "organisation"))
    return found[:MOST_PEOPLE], max(0, len(found) - MOST_PEOPLE)


def list_skills_of(organisation: UUID) -> tuple[SkillTold, ...]:
    """Return what an organisation as a whole can do."""
    return tell_skills(Skill.objects.filter(organisation=organisation))


def get_skill_owner(identifier: UUID) -> tuple[UUID | None, UUID | None]:
    """Return the person or the organisation that has a skill; `NotFoundError` when there is none."""
    row = Skill.objects.filter(id=identifier).first()
    if row is None:
        raise refuse_unknown()
    return row.person_id, row.organisation_id


def tell_skills(rows: QuerySet[Skill]) -> tuple[SkillTold, ...]:
    """Return skills as values, by name."""
    told = (
        SkillTold(
            id=row.id,
            name_fr=row.name_fr,
            name_en=row.name_en,
            evidence=Evidence(row.evidence),
            evidence_text=row.evidence_text,
            end=row.end,
        )
        for row in rows
    )
    return tuple(sorted(told, key=lambda one: (one.name_en or one.name_fr).casefold()))


def _sees_contact(
    row: Person,
    involvements: tuple[InvolvementTold, ...],
    standing: Keeping,
    *,
    by: Actor,
    on: date,
) -> bool:
    if by.account is not None and standing.may_edit:
        return True
    places = {one.organisation.id for one in involvements if one.end is None or one.end >= on}
    lines = get_lines({*places, row.keeper_id}, on=on)
    return any(can(by, Action.SEE_CONTACTS, line, on=on) for line in lines.values())


def _tell_involvements(rows: QuerySet[Involvement]) -> tuple[InvolvementTold, ...]:
    order = list(InvolvementKind)
    told = (
        InvolvementTold(
            id=row.id,
            person=row.person_id,
            person_name=str(row.person),
            role=InvolvementKind(row.role),
            organisation=present_name(row.organisation),
            start=row.start,
            end=row.end,
            share=row.share,
            grade=row.grade,
        )
        for row in rows
    )
    return tuple(
        sorted(
            told,
            key=lambda one: (
                one.end is not None,
                order.index(one.role),
                one.person_name.casefold(),
                str(one.id),
            ),
        )
    )


def _tell_award(row: Award) -> AwardTold:
    return AwardTold(row.id, row.code, row.start, row.end, row.reference)
