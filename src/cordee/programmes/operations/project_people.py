"""Who takes part in a project: organisations and people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from cordee.directory.queries.evidence import show_people
from cordee.kernel.errors import NotFoundError, RuleError, UsageError
from cordee.ledger.audit import find_change
from cordee.programmes.granting.rules import check_period
from cordee.programmes.granting.states import (
    ParticipantRole,
    ProjectChangeKind,
    ProjectRole,
    ProjectStage,
)
from cordee.programmes.models import Participant, Project, ProjectPerson
from cordee.programmes.operations.project_writing import (
    Who,
    check_reason,
    close_project,
    find_name,
    find_part,
    note_change,
    open_to_change,
)


@dataclass(frozen=True)
class ParticipantDraft:
    """What is said of an organisation in a project: its entry, or only its name and country."""

    organisation: UUID | None
    name: str
    country: str
    role: ParticipantRole
    start: date | None = None
    end: date | None = None


@transaction.atomic
def add_participant(project: UUID, draft: ParticipantDraft, who: Who, *, reason: str = "") -> UUID:
    """Name an organisation of a project; once it runs it is kept as a change, for a reason."""
    row = open_to_change(project, who.version, by=who.by, at=who.at)
    values = _read_participant(draft)
    made = Participant.objects.create(project=row, **values)
    _note_participants(row, {}, {"participant": made.name}, reason, who)
    change = {"participant": ("", made.name), "role": ("", made.role)}
    close_project(row, "add_participant", change, by=who.by, at=who.at, reason=reason)
    return made.id


@transaction.atomic
def change_participant(
    project: UUID, participant: UUID, draft: ParticipantDraft, who: Who, *, reason: str = ""
) -> None:
    """Change what is said of an organisation in a project."""
    row = open_to_change(project, who.version, by=who.by, at=who.at)
    found = find_part(row.participants, participant)
    values = _read_participant(draft)
    before = {name: getattr(found, name) for name in values}
    change = find_change(before, values)
    if not change:
        return
    Participant.objects.filter(id=found.id).update(**values)
    told = {name: pair[0] for name, pair in change.items()}
    after = {name: pair[1] for name, pair in change.items()}
    named = {"participant": found.name}
    _note_participants(
        row, {**named, **told}, {"participant": values["name"], **after}, reason, who
    )
    whole = {"participant": ("", found.name), **change}
    close_project(row, "change_participant", whole, by=who.by, at=who.at, reason=reason)


@transaction.atomic
def remove_participant(project: UUID, participant: UUID, who: Who, *, reason: str = "") -> None:
    """Take an organisation out; its money must go first."""
    row = open_to_change(project, who.version, by=who.by, at=who.at)
    found = find_part(row.participants, participant)
    if found.money.exists() or found.instalments.exists():
        raise RuleError(
            gettext_noop("Money is written for {name}. Take it out first."), name=found.name
        )
    _note_participants(row, {"participant": found.name}, {}, reason, who)
    found.delete()
    change = {"participant": (found.name, "")}
    close_project(row, "remove_participant", change, by=who.by, at=who.at, reason=reason)


@transaction.atomic
def add_person(
    project: UUID,
    *,
    person: UUID | None,
    name: str,
    role: ProjectRole,
    participant: UUID | None,
    who: Who,
) -> UUID:
    """Name a person of a project, by the entry in the directory or by name alone."""
    row = open_to_change(project, who.version, by=who.by, at=who.at)
    shown = show_people([person]).get(person) if person else None
    if person is not None and shown is None:
        raise NotFoundError(gettext_noop("The directory has no such entry."))
    told = shown.name if shown else " ".join(name.split())[:200]
    if not told:
        raise UsageError(gettext_noop("Give a name, or choose an entry of the directory."))
    at_place = find_part(row.participants, participant) if participant else None
    made = ProjectPerson.objects.create(
        project=row, person=person, name=told, role=role.value, participant=at_place
    )
    change = {"person": ("", told), "role": ("", role.value)}
    close_project(row, "add_person", change, by=who.by, at=who.at)
    return made.id


@transaction.atomic
def remove_person(project: UUID, person: UUID, who: Who) -> None:
    """Take a person out of a project."""
    row = open_to_change(project, who.version, by=who.by, at=who.at)
    found = find_part(row.people, person)
    found.delete()
    change = {"person": (found.name, ""), "role": (found.role, "")}
    close_project(row, "remove_person", change, by=who.by, at=who.at)


def _read_participant(draft: ParticipantDraft) -> dict[str, object]:
    name, country = find_name(draft.organisation)
    if draft.organisation is not None and not name:
        raise NotFoundError(gettext_noop("The directory has no such organisation."))
    told = name or " ".join(draft.name.split())[:300]
    if not told:
        raise UsageError(gettext_noop("Give a name, or choose an organisation of the directory."))
    check_period(draft.start, draft.end)
    return {
        "organisation": draft.organisation,
        "name": told,
        "country": country or draft.country,
        "role": draft.role.value,
        "start": draft.start,
        "end": draft.end,
    }


def _note_participants(
    row: Project, before: dict[str, object], after: dict[str, object], reason: str, who: Who
) -> None:
    # Before it runs, and of a grant from elsewhere, it is only being written down.
    if row.stage == ProjectStage.PLANNED.value or row.award_id is None:
        return
    check_reason(reason)
    kind = ProjectChangeKind.PARTICIPANTS
    note_change(row, kind, before, after, reason=reason, by=who.by, at=who.at)
