"""Reads of all applications on their way, for who runs programmes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max, Min, Q

from cordee.directory.queries import get_parts
from cordee.kernel.errors import NotFoundError
from cordee.ledger.rights import Actor, list_reached
from cordee.ledger.states import Action
from cordee.programmes.applied import FrozenCall
from cordee.programmes.life import ApplicationStage
from cordee.programmes.models import Application, Call, Decision, Review, Reviewer
from cordee.programmes.pipeline import Course
from cordee.programmes.queries.applications import NO_CALL, read_call
from cordee.programmes.reviewing.states import ReviewStage
from cordee.programmes.selecting.states import DecisionKind


_AWAITED = (ReviewStage.INVITED.value, ReviewStage.ACCEPTED.value)


@dataclass(frozen=True)
class Running:
    """A call with the applications submitted to it; of those being written only how many is told."""

    call: FrozenCall
    courses: tuple[Course, ...]
    drafts: int


@dataclass(frozen=True)
class Load:
    """What one reviewer was asked in all calls: reviews awaited, late among them, and handed in."""

    name: str
    awaited: int
    late: int
    submitted: int


def list_running(by: Actor, *, at: datetime) -> tuple[Running, ...]:
    """Return the calls that `by` sees applications of, the latest opening first.

    Raises `NotFoundError` for who sees none anywhere: to them there is no such page.
    """
    rows = Call.objects.exclude(definition=None)
    offices = find_offices(by, at)
    if offices is not None:
        rows = rows.filter(office__in=offices)
    calls = list(rows.order_by("-opens_at", "id"))
    courses: dict[UUID, list[Course]] = {}
    for one in _list_courses([call.id for call in calls]):
        courses.setdefault(one.call, []).append(one)
    drafts = dict(
        Application.objects.filter(
            call__in=calls, submitted_at=None, stage=ApplicationStage.DRAFT.value
        )
        .order_by()
        .values_list("call_id")
        .annotate(count=Count("id"))
    )
    return tuple(
        Running(read_call(call), tuple(courses.get(call.id, ())), drafts.get(call.id, 0))
        for call in calls
    )


def list_loads(by: Actor, *, at: datetime) -> tuple[Load, ...]:
    """Return the reviewers of the calls that `by` sees applications of, who has most to do first."""
    rows = Reviewer.objects.all()
    offices = find_offices(by, at)
    if offices is not None:
        rows = rows.filter(call__office__in=offices)
    awaited = Q(reviews__stage__in=_AWAITED)
    found = (
        rows.order_by()
        .values_list("email")
        .annotate(
            name=Max("name"),
            awaited=Count("reviews", filter=awaited),
            late=Count("reviews", filter=awaited & Q(reviews__due_on__lt=at.date())),
            submitted=Count("reviews", filter=Q(reviews__stage=ReviewStage.SUBMITTED.value)),
        )
        .values_list("name", "awaited", "late", "submitted")
    )
    loads = (Load(*row) for row in found)
    return tuple(sorted(loads, key=lambda one: (-one.late, -one.awaited, one.name)))


def find_offices(by: Actor, at: datetime) -> frozenset[UUID] | None:
    """Return the offices that `by` sees applications of, None for all; `NotFoundError` without any."""
    reached = list_reached(by, Action.SEE_APPLICATIONS, on=at.date())
    if reached is None:
        return None
    if not reached:
        raise NotFoundError(NO_CALL)
    return get_parts(reached, on=at.date())


def _list_courses(calls: list[UUID]) -> list[Course]:
    applications = Application.objects.filter(call__in=calls, submitted_at__isnull=False)
    reviews = Review.objects.filter(application__in=applications.order_by())
    asked = {
        row[0]: row[1:]
        for row in reviews.order_by()
        .values_list("application_id")
        .annotate(
            began=Min("invited_at"),
            ended=Max("submitted_at"),
            awaited=Count("id", filter=Q(stage__in=_AWAITED)),
        )
    }
    decisions = {
        one.application_id: one
        for one in Decision.objects.filter(
            application__in=applications.order_by(), replaced_by__isnull=True
        )
    }
    found = []
    for row in applications.order_by("call", "number"):
        began, ended, awaited = asked.get(row.id, (None, None, 0))
        decision = decisions.get(row.id)
        assert row.submitted_at is not None
        found.append(
            Course(
                application=row.id,
                call=row.call_id,
                number=row.number,
                title=row.acronym or row.title,
                submitted_at=row.submitted_at,
                is_withdrawn=row.stage == ApplicationStage.WITHDRAWN.value,
                review_began_at=began,
                reviewed_at=ended,
                awaited=awaited,
                decision=DecisionKind(decision.kind) if decision else None,
                decided_at=decision.decided_at if decision else None,
                told_at=decision.letter_sent_at if decision else None,
            )
        )
    return found
