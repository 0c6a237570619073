"""Reads of projects. What a person may not see raises like what does not exist.

A project is seen whole by who may see applications at its office, and by who leads it: the account that
wrote the application, or the one whose address is that of a leader's entry in the directory. One that is
public shows anybody what it is about, and nothing of its reports, its people and its money but the grant.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_noop

from cordee.directory.queries import get_line, get_parts
from cordee.directory.queries.evidence import find_like
from cordee.kernel.errors import NotFoundError
from cordee.ledger.models import Account
from cordee.ledger.rights import Actor, can, list_reached
from cordee.ledger.states import Action
from cordee.programmes.granting.rules import LIVE
from cordee.programmes.granting.states import ProjectRole, ReportStage
from cordee.programmes.granting.values import FundedPair, ProjectRecord, ReportTold
from cordee.programmes.models import (
    Decision,
    Instalment,
    Milestone,
    Participant,
    Project,
    ProjectPerson,
    Report,
)
from cordee.programmes.queries.project_reading import read_project, read_report
from cordee.programmes.selecting.states import DecisionKind


NO_PROJECT = gettext_noop("There is no such project.")
NO_AWARD = gettext_noop("There is no such award.")

LEADING = (ProjectRole.LEADER.value, ProjectRole.CO_LEADER.value)
"""Who leads a project, and so reports on it."""


def get_project(identifier: UUID, *, by: Actor, on: date) -> ProjectRecord:
    """Return a project: whole for who may see all of it, what is public for others."""
    rows = Project.objects.select_related("award", "follows").prefetch_related("followed_by")
    row = rows.filter(id=identifier).first()
    if row is None:
        raise NotFoundError(NO_PROJECT)
    leads = is_led(row, by=by)
    is_whole = leads or sees(row, by=by, on=on)
    if not is_whole and not Project.objects.filter(make_public(), id=row.id).exists():
        raise NotFoundError(NO_PROJECT)
    may_run = runs(row.office, by=by, on=on)
    record = read_project(row, is_whole=is_whole, may_run=may_run, leads=leads)
    if is_whole and sees(row, by=by, on=on):
        return record
    return _without_unseen(record, by=by, on=on)


def find_project(identifier: UUID, *, by: Actor, on: date) -> Project:
    """Return the row of a project that a person sees whole."""
    row = Project.objects.filter(id=identifier).first()
    if row is None or not (is_led(row, by=by) or sees(row, by=by, on=on)):
        raise NotFoundError(NO_PROJECT)
    return row


def get_report(identifier: UUID, *, by: Actor, on: date) -> tuple[ProjectRecord, ReportTold]:
    """Return a report with its project, for who sees the project whole."""
    row = Report.objects.filter(id=identifier).first()
    if row is None:
        raise NotFoundError(gettext_noop("There is no such report."))
    project = get_project(row.project_id, by=by, on=on)
    if not project.is_whole:
        raise NotFoundError(gettext_noop("There is no such report."))
    return project, read_report(row)


def sees(row: Project, *, by: Actor, on: date) -> bool:
    """Return whether a person may see applications at the project's office."""
    return can(by, Action.SEE_APPLICATIONS, get_line(row.office, on=on), on=on)


def runs(office: UUID, *, by: Actor, on: date) -> bool:
    """Return whether a person runs the programmes of an office."""
    return can(by, Action.RUN_PROGRAMMES, get_line(office, on=on), on=on)


def is_led(row: Project, *, by: Actor) -> bool:
    """Return whether an account leads the project."""
    return Project.objects.filter(_leads(by), id=row.id).exists() if _may_lead(by) else False


def select_visible(by: Actor, *, on: date) -> QuerySet[Project]:
    """Return the projects that a person sees whole, narrowed in the database."""
    places = find_offices(by, on=on)
    if places is None:
        return Project.objects.all()
    wanted = Q(office__in=places)
    if _may_lead(by):
        wanted |= Q(id__in=list(Project.objects.filter(_leads(by)).values_list("id", flat=True)))
    return Project.objects.filter(wanted)


def find_offices(by: Actor, *, on: date) -> frozenset[UUID] | None:
    """Return the offices whose projects a person sees; None means all."""
    reached = list_reached(by, Action.SEE_APPLICATIONS, on=on)
    return get_parts(reached, on=on) if reached else reached


def list_run(by: Actor, *, on: date) -> tuple[UUID, ...]:
    """Return the organisations at which a person runs programmes: where each role is held."""
    return tuple(sorted(list_reached(by, Action.RUN_PROGRAMMES, on=on) or (), key=str))


def list_projects_with(
    *,
    by: Actor,
    on: date,
    country: str = "",
    organisation: UUID | None = None,
    person: UUID | None = None,
    agreement: UUID | None = None,
) -> tuple[Project, ...]:
    """Return the projects that a person sees, of a country, an organisation, a person or an agreement.

    An organisation has the projects that it keeps or takes part in; what is left out narrows nothing.
    """
    rows = select_visible(by, on=on)
    if country:
        rows = rows.filter(Exists(_participants().filter(country=country)))
    if organisation is not None:
        takes_part = Exists(_participants().filter(organisation=organisation))
        rows = rows.filter(Q(office=organisation) | takes_part)
    if person is not None:
        rows = rows.filter(
            Exists(ProjectPerson.objects.filter(project=OuterRef("id"), person=person))
        )
    if agreement is not None:
        rows = rows.filter(agreement=agreement)
    return tuple(rows)


def list_funded_pairs(instrument: str) -> tuple[FundedPair, ...]:
    """Return, for the awards of an instrument, each organisation of ours with each foreign partner.

    Ours are the participants of the office's country; a partner counts only by its entry in the directory.
    The year is that in which the award was decided. Whoever shows it asks for rights first.
    """
    rows = (
        Project.objects.filter(award__isnull=False, instrument_version__instrument__code=instrument)
        .select_related("award")
        .prefetch_related("participants")
        .order_by("award__decided_at", "id")
    )
    found: dict[tuple[UUID, UUID, int], FundedPair] = {}
    for row in rows:
        assert row.award is not None
        year = row.award.decided_at.year
        named = [one for one in row.participants.all() if one.organisation is not None]
        own = _find_own(row, named)
        home = {one.country for one in named if one.organisation in own}
        for ours in sorted(own, key=str):
            for one in named:
                if one.organisation in own or one.country in home or one.organisation is None:
                    continue
                key = (ours, one.organisation, year)
                found.setdefault(key, FundedPair(*key, row.id))
    return tuple(found.values())


def list_awards_waiting(by: Actor, *, on: date) -> tuple[Decision, ...]:
    """Return the awards in force without a project, at the offices whose programmes a person runs."""
    reached = list_reached(by, Action.RUN_PROGRAMMES, on=on)
    rows = Decision.objects.filter(
        kind=DecisionKind.FUND.value, replaced_by__isnull=True, project__isnull=True
    )
    if reached is not None:
        rows = rows.filter(application__call__office__in=get_parts(reached, on=on))
    return tuple(rows.select_related("application__call").order_by("-decided_at", "id"))


def find_award(identifier: UUID, *, by: Actor, on: date) -> Decision:
    """Return an award for who runs the programmes of its call's office."""
    rows = Decision.objects.select_related("application__call__instrument_version")
    row = rows.filter(id=identifier, kind=DecisionKind.FUND.value).first()
    if row is None or not runs(row.application.call.office, by=by, on=on):
        raise NotFoundError(NO_AWARD)
    return row


def make_late(on: date) -> Q:
    """Return what narrows projects to those where something should have been done before a day."""
    # Found by day first, then by project: asked of each project in turn, ten thousand take seconds.
    waiting = (ReportStage.DUE.value, ReportStage.RETURNED.value)
    reports = Report.objects.filter(stage__in=waiting, due_on__lt=on)
    milestones = Milestone.objects.filter(reached_on__isnull=True, due_on__lt=on)
    instalments = Instalment.objects.filter(
        Q(waits_for__isnull=True) | Q(waits_for__stage=ReportStage.ACCEPTED.value),
        paid_on__isnull=True,
        due_on__lt=on,
    )
    late = Q()
    for parts in (reports, milestones, instalments):
        late |= Q(id__in=parts.order_by().values("project"))
    return late & Q(stage__in=[one.value for one in LIVE])


def make_public() -> Q:
    """Return what narrows projects to those anybody may read: made public, and not refused after all."""
    standing = Decision.objects.filter(
        application=OuterRef("award__application"),
        kind=DecisionKind.FUND.value,
        replaced_by__isnull=True,
    )
    return Q(is_public=True) & (Q(award__isnull=True) | Q(Exists(standing)))


def _participants() -> QuerySet[Participant]:
    return Participant.objects.filter(project=OuterRef("id"))


def _find_own(row: Project, named: Iterable[Participant]) -> frozenset[UUID]:
    """Return the participants that are the office or a part of it; the office itself when none is."""
    parts = get_parts([row.office], on=row.created_at.date())
    own = parts & {one.organisation for one in named}
    return own or frozenset({row.office})


def _may_lead(by: Actor) -> bool:
    return by.account is not None and (by.limit is None or Action.APPLY in by.limit)


def _leads(by: Actor) -> Q:
    """Return what narrows projects to those an account leads."""
    assert by.account is not None
    email = Account.objects.filter(id=by.account).values_list("email", flat=True).first()
    people = find_like(emails=[email], orcids=(), name="", near=()) if email else ()
    leading = ProjectPerson.objects.filter(person__in=people, role__in=LEADING)
    ids = list(leading.values_list("project_id", flat=True)) if people else []
    return Q(award__application__account=by.account) | Q(id__in=ids)


def _without_unseen(record: ProjectRecord, *, by: Actor, on: date) -> ProjectRecord:
    """Leave out the projects it grew out of, or became, that the reader would not be shown."""
    kin = [one.id for one in (*record.followed_by, *((record.follows,) if record.follows else ()))]
    if not kin:
        return record
    seen = set(select_visible(by, on=on).filter(id__in=kin).values_list("id", flat=True))
    seen |= set(Project.objects.filter(make_public(), id__in=kin).values_list("id", flat=True))
    return replace(
        record,
        follows=record.follows if record.follows and record.follows.id in seen else None,
        followed_by=tuple(one for one in record.followed_by if one.id in seen),
    )
