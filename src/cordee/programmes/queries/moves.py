"""Reads of missions, stays, delegations, trainings, prizes and events.

They are seen by who may see agreements at the office that keeps them: who knows with whom the house has
agreed knows who comes and goes under it. Students are personal data of people who are not of the house:
only who may see applications there sees them. What one may not see raises `NotFoundError`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_noop

from cordee.agreements.queries import select_visible as select_agreements
from cordee.directory.queries import get_line, get_names, get_parts
from cordee.directory.queries.lines import Named
from cordee.kernel.errors import NotFoundError, UsageError
from cordee.ledger.bulk import chunk
from cordee.ledger.rights import Actor, can, list_reached
from cordee.ledger.states import Action
from cordee.programmes.granting.states import ProjectRole
from cordee.programmes.models import (
    Course,
    Delegation,
    DelegationAction,
    DelegationItem,
    DelegationParticipant,
    Event,
    Laureate,
    Mission,
    MissionEquipment,
    MissionFollowUp,
    MissionMember,
    MissionTraining,
    Prize,
    Project,
    ProjectPerson,
    Stay,
    Student,
    Training,
)
from cordee.programmes.models.moves import Move, Part
from cordee.programmes.moving.life import CLOSED_STAGES
from cordee.programmes.moving.states import Direction, Sort
from cordee.programmes.moving.values import Due, Line, PartTold, Sought, Told
from cordee.programmes.queries.projects import make_public


NOTHING_HERE = gettext_noop("There is no such record.")


@dataclass(frozen=True)
class Shape:
    """How records of a sort are kept: their table, the lists that belong to them, what is read of them.

    `title` and `detail` are the columns that name one in a list; `kind` is the column that says what it
    is, `organisations` those that name an organisation of the directory. `restricted` are lists that
    only who may see applications reads.
    """

    model: type[Move]
    title: str
    detail: str = ""
    kind: str = ""
    parts: Mapping[str, type[Part]] = field(default_factory=dict)
    organisations: tuple[str, ...] = ()
    restricted: frozenset[str] = frozenset()

    @property
    def has_stages(self) -> bool:
        """Return whether its records go from stage to stage."""
        return any(column.name == "stage" for column in self.model._meta.concrete_fields)


SHAPES: Mapping[Sort, Shape] = {
    Sort.MISSION: Shape(
        Mission,
        "title",
        "organisation_name",
        parts={
            "members": MissionMember,
            "trainings": MissionTraining,
            "equipment": MissionEquipment,
            "follow_ups": MissionFollowUp,
        },
        organisations=("organisation",),
    ),
    Sort.STAY: Shape(Stay, "name", "host_name", "direction", organisations=("home", "host")),
    Sort.DELEGATION: Shape(
        Delegation,
        "title",
        "place",
        "direction",
        parts={
            "items": DelegationItem,
            "participants": DelegationParticipant,
            "actions": DelegationAction,
        },
    ),
    Sort.TRAINING: Shape(
        Training,
        "title",
        "organisation_name",
        "kind",
        parts={"courses": Course, "students": Student},
        organisations=("organisation",),
        restricted=frozenset({"students"}),
    ),
    Sort.PRIZE: Shape(Prize, "title", "code", parts={"laureates": Laureate}),
    Sort.EVENT: Shape(Event, "title", "place", "kind"),
}
"""Every sort of record, and all that its pages, its export and its audit need to know of its tables."""


def get_record(sort: Sort, identifier: UUID, *, by: Actor, on: date) -> Told:
    """Return a whole record for who may see it."""
    return read_record(sort, find_visible(sort, identifier, by=by, on=on), by=by, on=on)


def find_visible(sort: Sort, identifier: UUID, *, by: Actor, on: date) -> Move:
    """Return the row of a record that a person may see; `NotFoundError` for any other."""
    row = SHAPES[sort].model._default_manager.filter(id=identifier).first()
    if row is None or not may(row.office, Action.SEE_AGREEMENTS, by=by, on=on):
        raise NotFoundError(NOTHING_HERE)
    return row


def may(office: UUID, action: Action, *, by: Actor, on: date) -> bool:
    """Return whether a person may do `action` at the office."""
    return can(by, action, get_line(office, on=on), on=on)


def read_record(sort: Sort, row: Move, *, by: Actor, on: date) -> Told:
    """Return a row as a value, with the lists that a person may see."""
    shape = SHAPES[sort]
    reads_all = may(row.office, Action.SEE_APPLICATIONS, by=by, on=on)
    hidden = frozenset() if reads_all else shape.restricted
    return Told(
        sort=sort,
        id=row.id,
        office=row.office,
        country=row.country,
        title=str(getattr(row, shape.title)),
        stage=getattr(row, "stage", ""),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        agreement=row.agreement,
        is_demonstration=row.is_demonstration,
        may_run=may(row.office, Action.RUN_PROGRAMMES, by=by, on=on),
        version=row.version,
        changed_at=row.changed_at,
        changed_by=row.changed_by,
        values=read_values(row),
        parts={
            name: tuple(
                PartTold(one.id, read_values(one))
                for one in model._default_manager.filter(**{sort.value: row})
            )
            for name, model in shape.parts.items()
            if name not in hidden
        },
        hidden=hidden,
    )


def read_values(row: Move | Part) -> dict[str, Any]:
    """Return a row by the names of its columns."""
    return {column.attname: getattr(row, column.attname) for column in row._meta.concrete_fields}


def list_lines(
    sort: Sort, sought: Sought | None = None, *, by: Actor, on: date
) -> tuple[Line, ...]:
    """Return the records of a sort that a person may see, the latest first."""
    rows = _narrow(sort, select_visible(sort, by=by, on=on), sought or Sought())
    return tuple(_read_line(sort, row) for row in rows)


def list_countries(*, by: Actor, on: date) -> tuple[str, ...]:
    """Return the countries of all that a person may see here."""
    found: set[str] = set()
    for sort in Sort:
        rows = select_visible(sort, by=by, on=on).exclude(country="")
        found.update(rows.order_by().values_list("country", flat=True).distinct())
    return tuple(sorted(found))


def list_with_country(country: str, *, by: Actor, on: date) -> Mapping[Sort, tuple[Line, ...]]:
    """Return all that a person may see with a country, by sort; sorts with nothing are left out."""
    found = {sort: list_lines(sort, Sought(country=country), by=by, on=on) for sort in Sort}
    return {sort: lines for sort, lines in found.items() if lines}


def list_due(*, by: Actor, on: date) -> tuple[Due, ...]:
    """Return what is still to be done of all that a person may see, the earliest day first."""
    rows = (select_visible(one, by=by, on=on) for one in (Sort.MISSION, Sort.DELEGATION))
    missions, delegations = (one.order_by().values("id") for one in rows)
    return read_due(Q(mission__in=missions), Q(delegation__in=delegations))


def read_due(of_missions: Q | None = None, of_delegations: Q | None = None) -> tuple[Due, ...]:
    """Return what is still to be done, of some records or of all; no rights are asked."""
    follow_ups = MissionFollowUp.objects.filter(of_missions or Q(), done_on__isnull=True)
    actions = DelegationAction.objects.filter(of_delegations or Q(), done_on__isnull=True)
    found = [
        *(
            _tell_due(row, Sort.MISSION, row.mission, months=row.months)
            for row in follow_ups.exclude(mission__stage__in=CLOSED_STAGES).select_related(
                "mission"
            )
        ),
        *(
            _tell_due(row, Sort.DELEGATION, row.delegation, text=row.text, owner=row.owner)
            for row in actions.exclude(delegation__stage__in=CLOSED_STAGES).select_related(
                "delegation"
            )
        ),
    ]
    return tuple(sorted(found, key=lambda one: (one.due_on, str(one.item))))


def list_offices(by: Actor, *, on: date) -> tuple[Named, ...]:
    """Return the organisations for which a person may write here: where each role is held."""
    reached = list_reached(by, Action.RUN_PROGRAMMES, on=on) or frozenset()
    names = get_names(reached)
    return tuple(sorted(names.values(), key=lambda one: one.to_name("en")))


def select_visible(sort: Sort, *, by: Actor, on: date) -> QuerySet[Any]:
    """Return the records of a sort that a person may see, narrowed in the database."""
    rows = SHAPES[sort].model._default_manager.all()
    reached = list_reached(by, Action.SEE_AGREEMENTS, on=on)
    if reached is None:
        return rows
    return rows.filter(office__in=get_parts(reached, on=on)) if reached else rows.none()


def find_project(told: str, office: UUID) -> UUID:
    """Return the project of an office by its reference, acronym or grant number.

    Raises `UsageError` when there is none, or several are called so.
    """
    said = told.strip()
    named = Q(reference__iexact=said) | Q(acronym__iexact=said) | Q(grant_number__iexact=said)
    found = list(Project.objects.filter(named, office=office).values_list("id", flat=True)[:2])
    if len(found) != 1:
        raise UsageError(
            gettext_noop(
                "No project, or more than one, is called {name} here. Give its reference."
            ),
            name=said,
        )
    return found[0]


def name_projects(identifiers: Iterable[UUID]) -> dict[UUID, str]:
    """Return what projects are called in a form: reference, acronym or number, else the title."""
    found: dict[UUID, str] = {}
    for some in chunk(set(identifiers)):
        for row in Project.objects.filter(id__in=some):
            found[row.id] = row.reference or row.acronym or row.grant_number or row.title
    return found


def name_agreements(
    identifiers: Iterable[UUID], *, by: Actor, on: date
) -> dict[UUID, tuple[str, str, str]]:
    """Return the reference and both titles of those of some agreements that a person may see."""
    rows = select_agreements(by, on=on).filter(id__in=set(identifiers))
    return {row.id: (row.reference, row.title_fr, row.title_en) for row in rows}


def list_projects_with(country: str, *, by: Actor, on: date) -> tuple[Project, ...]:
    """Return the projects with a participant in a country that a person may see, the latest first."""
    reached = list_reached(by, Action.SEE_APPLICATIONS, on=on)
    seen = make_public()
    if reached is None:
        seen = Q()
    elif reached:
        seen |= Q(office__in=get_parts(reached, on=on))
    rows = Project.objects.filter(seen, participants__country=country).distinct()
    return tuple(rows)


def list_contacts(country: str, *, by: Actor, on: date) -> tuple[tuple[str, str], ...]:
    """Return who of ours has been there or leads projects there, by name, each with what from.

    Of missions and stays that a person may see with the country, and of its projects.
    """
    missions = select_visible(Sort.MISSION, by=by, on=on).filter(country=country)
    stays = select_visible(Sort.STAY, by=by, on=on).filter(
        country=country, direction=Direction.OUTGOING.value
    )
    leaders = ProjectPerson.objects.filter(
        project__in=list_projects_with(country, by=by, on=on),
        role=ProjectRole.LEADER.value,
    )
    found = {
        *MissionMember.objects.filter(mission__in=missions).values_list("name", "mission__title"),
        *stays.values_list("name", "host_name"),
        *leaders.values_list("name", "project__title"),
    }
    return tuple(sorted(found))


def _narrow(sort: Sort, rows: QuerySet[Any], sought: Sought) -> QuerySet[Any]:
    shape = SHAPES[sort]
    if sought.country:
        rows = rows.filter(country=sought.country)
    if sought.year:
        first, last = date(sought.year, 1, 1), date(sought.year, 12, 31)
        # What lasts from one year into another is of both.
        rows = rows.filter(starts_on__lte=last).filter(
            Q(ends_on__gte=first) | Q(ends_on__isnull=True, starts_on__gte=first)
        )
    if sought.stage and shape.has_stages:
        rows = rows.filter(stage=sought.stage)
    if sought.kind and shape.kind:
        rows = rows.filter(**{shape.kind: sought.kind})
    if sought.text:
        texts = Q(**{f"{shape.title}__icontains": sought.text})
        if shape.detail:
            texts |= Q(**{f"{shape.detail}__icontains": sought.text})
        rows = rows.filter(texts)
    return rows


def _read_line(sort: Sort, row: Move) -> Line:
    shape = SHAPES[sort]
    return Line(
        sort=sort,
        id=row.id,
        office=row.office,
        country=row.country,
        title=str(getattr(row, shape.title)),
        detail=str(getattr(row, shape.detail)) if shape.detail else "",
        stage=getattr(row, "stage", ""),
        kind=str(getattr(row, shape.kind)) if shape.kind else "",
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        is_demonstration=row.is_demonstration,
    )


def _tell_due(
    row: MissionFollowUp | DelegationAction,
    sort: Sort,
    record: Mission | Delegation,
    *,
    text: str = "",
    months: int = 0,
    owner: str = "",
) -> Due:
    return Due(
        item=row.id,
        sort=sort,
        record=record.id,
        office=record.office,
        title=record.title,
        text=text,
        months=months,
        owner=owner,
        due_on=row.due_on,
    )
