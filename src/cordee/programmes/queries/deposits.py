"""Awards as the registration of grants asks for them, for who runs the programmes that gave them.

Only what is told to the world anyhow is read: projects that their office made public, of an award that
stands. Who leads them is named where people are published, by their entry in the directory.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from cordee.directory.models import Person
from cordee.directory.queries import get_names, get_parts
from cordee.directory.queries.lines import Named
from cordee.directory.queries.published import find_people_presence
from cordee.ledger.publishing import Sharing, Window
from cordee.ledger.rights import Actor, list_reached
from cordee.ledger.states import Action
from cordee.programmes.granting.states import ProjectRole
from cordee.programmes.models import ProjectPerson
from cordee.programmes.queries.projects import LEADING
from cordee.programmes.queries.published_projects import select_public
from cordee.programmes.selecting.states import DecisionKind
from cordee.programmes.states import InstrumentKind


@dataclass(frozen=True)
class Investigator:
    """Who leads a project, and the organisation they do it at."""

    given_name: str
    family_name: str
    orcid: str
    leads: bool
    affiliation: Named | None


@dataclass(frozen=True)
class Deposit:
    """An award. `number` is the office's own; `scheme` the call it was given in."""

    project: UUID
    title: str
    summary: str
    number: str
    funder: Named | None
    scheme: str
    kind: InstrumentKind
    amount: Decimal | None
    currency: str
    awarded_on: date
    starts_on: date | None
    ends_on: date | None
    investigators: tuple[Investigator, ...]


def list_deposits(sharing: Sharing, *, by: Actor, at: datetime) -> tuple[Deposit, ...]:
    """Return the public awards of the offices whose programmes a person runs, by number."""
    on = at.date()
    reached = list_reached(by, Action.RUN_PROGRAMMES, on=on)
    rows: Any = select_public(sharing)
    rows = rows.filter(is_public=True, award__isnull=False, decided=DecisionKind.FUND.value)
    if reached is not None:
        rows = rows.filter(office__in=get_parts(reached, on=on)) if reached else rows.none()
    found: list[Any] = list(
        rows.select_related("award__application__call").order_by("reference", "id")
    )
    leaders = _list_leaders(found, sharing, Window(at))
    names = get_names(row.office for row in found)
    return tuple(
        Deposit(
            project=row.id,
            title=row.title,
            summary=row.summary,
            number=row.grant_number or row.reference,
            funder=names.get(row.office),
            scheme=row.award.application.call.title_en or row.award.application.call.title_fr,
            kind=InstrumentKind((row.definition or {}).get("kind", InstrumentKind.FUNDING)),
            amount=row.granted,
            currency=row.currency,
            awarded_on=row.decided_at.astimezone(at.tzinfo).date(),
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            investigators=leaders.get(row.id, ()),
        )
        for row in found
    )


def _list_leaders(
    rows: list[Any], sharing: Sharing, window: Window
) -> dict[UUID, tuple[Investigator, ...]]:
    named = list(
        ProjectPerson.objects.filter(project__in=rows, role__in=LEADING, person__isnull=False)
        .select_related("participant")
        .order_by("-role", "id")
    )
    people = {one.person for one in named if one.person is not None}
    there = find_people_presence(people, sharing, window)
    told = {one for one, presence in there.items() if presence.is_there}
    entries = {one.id: one for one in Person.objects.filter(id__in=told).defer("email")}
    places = get_names(
        one.participant.organisation
        for one in named
        if one.participant is not None and one.participant.organisation is not None
    )
    found: dict[UUID, tuple[Investigator, ...]] = {}
    for one in named:
        entry = entries.get(one.person) if one.person else None
        if entry is None:
            continue
        place = one.participant.organisation if one.participant else None
        investigator = Investigator(
            given_name=entry.given_name,
            family_name=entry.family_name,
            orcid=entry.orcid or "",
            leads=one.role == ProjectRole.LEADER.value,
            affiliation=places.get(place) if place else None,
        )
        found[one.project_id] = (*found.get(one.project_id, ()), investigator)
    return found
