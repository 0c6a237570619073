"""What anybody may read of what organisations pool, once an administrator publishes it, as it stands today.

Facilities and equipment are told whomever they are open to; services only where anyone may ask for them;
skills only of people and organisations that are told themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from cordee.directory.models import Organisation, Person, Resource, Skill
from cordee.directory.queries.published import find_people_presence, find_presence
from cordee.directory.states import Audience, ResourceKind
from cordee.ledger.publishing import Sharing, Window


@dataclass(frozen=True)
class OfferedResource:
    """A facility, a machine or a service. `parent` is a facility that is told too.

    The conditions are those of what anyone may ask for; of what is not open to all they are not told.
    """

    id: UUID
    is_demonstration: bool
    kind: ResourceKind
    name_fr: str
    name_en: str
    description_fr: str
    description_en: str
    conditions_fr: str
    conditions_en: str
    is_open: bool
    owner: UUID | None
    parent: UUID | None


@dataclass(frozen=True)
class OfferedSkill:
    """What somebody, or an organisation, can do; never what shows it."""

    id: UUID
    is_demonstration: bool
    name_fr: str
    name_en: str
    person: UUID | None
    organisation: UUID | None


@dataclass(frozen=True)
class NamedAgent:
    """An organisation or a person that something told refers to, by names and registered identifier."""

    id: UUID
    is_person: bool
    names: tuple[tuple[str, str], ...]
    """Each with its language, "" for a person's."""
    acronym: str
    identifier: str


def list_resources(sharing: Sharing, window: Window) -> tuple[OfferedResource, ...]:
    """Return facilities, equipment and services that are told, by identifier."""
    chosen = Q(pk__in=[])
    if sharing.equipment:
        chosen |= Q(kind__in=[ResourceKind.FACILITY.value, ResourceKind.EQUIPMENT.value])
    if sharing.services:
        chosen |= Q(kind=ResourceKind.SERVICE.value, audience=Audience.ANYONE.value)
    rows = [
        row
        for row in Resource.objects.filter(sharing.narrow(), chosen).order_by("id")
        if not window.is_gone(row.end)
    ]
    told = {row.id for row in rows}
    there = find_presence({row.keeper_id for row in rows}, sharing, window)
    found = []
    for row in rows:
        is_open = row.audience == Audience.ANYONE.value
        owner = there.get(row.keeper_id)
        found.append(
            OfferedResource(
                id=row.id,
                is_demonstration=row.is_demonstration,
                kind=ResourceKind(row.kind),
                name_fr=row.name_fr,
                name_en=row.name_en,
                description_fr=row.description_fr,
                description_en=row.description_en,
                conditions_fr=row.conditions_fr if is_open else "",
                conditions_en=row.conditions_en if is_open else "",
                is_open=is_open,
                owner=row.keeper_id if owner and owner.is_there else None,
                parent=row.parent_id if row.parent_id in told else None,
            )
        )
    return tuple(found)


def list_skills(sharing: Sharing, window: Window) -> tuple[OfferedSkill, ...]:
    """Return the skills of people and organisations that are told, by identifier."""
    if not sharing.skills:
        return ()
    rows = [
        row
        for row in Skill.objects.select_related("person", "organisation").order_by("id")
        if not window.is_gone(row.end)
    ]
    people = find_people_presence({row.person_id for row in rows if row.person_id}, sharing, window)
    there = find_presence(
        {row.organisation_id for row in rows if row.organisation_id}, sharing, window
    )
    told = {**people, **there}
    found = []
    for row in rows:
        owner = row.person or row.organisation
        if owner is None or owner.id not in told or not told[owner.id].is_there:
            continue
        found.append(
            OfferedSkill(
                row.id,
                owner.is_demonstration,
                row.name_fr,
                row.name_en,
                row.person_id,
                row.organisation_id,
            )
        )
    return tuple(found)


def name_agents(
    organisations: set[UUID], people: set[UUID], sharing: Sharing
) -> tuple[NamedAgent, ...]:
    """Return organisations and people that were found to be told, by their names."""
    found = [
        NamedAgent(
            row.id,
            is_person=False,
            names=(("fr", row.name_fr), ("en", row.name_en)),
            acronym=row.acronym,
            identifier=row.ror or "",
        )
        for row in Organisation.objects.filter(sharing.narrow(), id__in=organisations).order_by(
            "id"
        )
    ]
    found += [
        NamedAgent(
            row.id,
            is_person=True,
            names=(("", f"{row.given_name} {row.family_name}".strip()),),
            acronym="",
            identifier=row.orcid or "",
        )
        for row in Person.objects.filter(sharing.narrow(), id__in=people)
        .defer("email")
        .order_by("id")
    ]
    return tuple(found)
