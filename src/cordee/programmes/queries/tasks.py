"""What waits in programmes: for who applies, for who runs calls, for who leads a project."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Count, F, Model, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_noop

from cordee.directory.queries import get_parts
from cordee.kernel.messages import Sentence
from cordee.ledger.rights import Actor, list_reached
from cordee.ledger.states import Action
from cordee.ledger.tasks import Task
from cordee.programmes.granting.states import ReportStage
from cordee.programmes.life import ApplicationStage, CallStage
from cordee.programmes.models import (
    Appeal,
    Application,
    Call,
    Decision,
    Instalment,
    Judged,
    Question,
    Report,
    Review,
    Session,
    Tie,
)
from cordee.programmes.moving.states import Sort
from cordee.programmes.queries.applications import read_call
from cordee.programmes.queries.moves import list_due
from cordee.programmes.reviewing.states import ReviewStage
from cordee.programmes.selecting.states import SessionStage
from cordee.programmes.states import Verdict


Row = TypeVar("Row", bound=Model)

ASKED = (
    ReviewStage.PROPOSED,
    ReviewStage.INVITED,
    ReviewStage.ACCEPTED,
    ReviewStage.SUBMITTED,
)
"""Stages of reviews that an application has, or may still have."""

REPORTS_AHEAD = timedelta(days=60)
"""Two months before its day a report is worth beginning."""

SUBMIT = gettext_noop("Finish and submit your application")
HAVE_SIGNED = gettext_noop("Have your partners sign ({count}), finish and submit")
PUBLISH = gettext_noop("Publish the call, or cancel it")
ANSWER_QUESTION = gettext_noop("Answer a question about the call")
SETTLE = gettext_noop("Settle the applications whose verdict is incomplete: {count}")
FIND_REVIEWERS = gettext_noop("Find reviewers: applications that lack some: {count}")
REMIND = gettext_noop("Remind the reviewers who are late: {count}")
WEIGH_TIE = gettext_noop("A tie of a reviewer appeared: release them, or set it aside")
SIT = gettext_noop("Sit in the committee")
HOLD = gettext_noop("Hold the session of the committee")
SEND_LETTERS = gettext_noop("Send the letters of decision: {count}")
ANSWER_APPEAL = gettext_noop("Answer the appeal")
RECEIVE_REPORT = gettext_noop("Have the report handed in")
READ_REPORT = gettext_noop("Read the report, accept it or return it")
PAY = gettext_noop("Pay the instalment")
LOOK_BACK = gettext_noop("Look back at the mission, {months} months after it")
ACT = gettext_noop("Do what was promised to the delegation: {action}")


def list_tasks(by: Actor, *, at: datetime) -> tuple[Task, ...]:
    """Return what `by` has to do in programmes at a moment."""
    on = at.date()
    reached = list_reached(by, Action.RUN_PROGRAMMES, on=on)
    offices = get_parts(reached, on=on) if reached else reached
    found = [*_list_own(by, at), *_list_seats(by, at)]
    if offices is None or offices:
        for part in (_list_calls, _list_reviewers, _list_decisions, _list_projects):
            found += part(offices, at)
        found += _list_abroad(offices, by, on)
    return tuple(found)


def _list_own(by: Actor, at: datetime) -> Iterator[Task]:
    if by.account is None or (by.limit is not None and Action.APPLY not in by.limit):
        return
    drafts = (
        Application.objects.filter(
            Q(call__closes_at__isnull=True) | Q(call__closes_at__gt=at),
            account=by.account,
            stage=ApplicationStage.DRAFT.value,
            call__stage=CallStage.PUBLISHED.value,
        )
        .select_related("call")
        .annotate(unsigned=Count("partners", filter=Q(partners__signed_at__isnull=True)))
    )
    for row in drafts:
        deed = Sentence(HAVE_SIGNED, {"count": row.unsigned}) if row.unsigned else Sentence(SUBMIT)
        closes = row.call.closes_at
        titles = (row.title, row.title) if row.title else (row.call.title_fr, row.call.title_en)
        yield Task(deed, "application", row.id, *titles, due=closes.date() if closes else None)


def _list_seats(by: Actor, at: datetime) -> Iterator[Task]:
    if by.account is None:
        return
    rows = Session.objects.filter(
        members__account=by.account, stage=SessionStage.PLANNED.value, starts_at__gte=at
    ).distinct()
    for row in rows:
        yield Task(Sentence(SIT), "session", row.id, row.title, row.title, row.starts_at.date())


def _list_calls(offices: frozenset[UUID] | None, at: datetime) -> Iterator[Task]:
    calls = _narrow(Call.objects.filter(stage=CallStage.DRAFT.value), "office", offices)
    for row in calls:
        opens = row.opens_at.date() if row.opens_at else None
        yield Task(Sentence(PUBLISH), "call", row.id, row.title_fr, row.title_en, opens)
    questions = Question.objects.filter(answered_at__isnull=True).select_related("call")
    for one in _narrow(questions, "call__office", offices):
        call = one.call
        # An answer is of use to those who apply until the deadline.
        closes = call.closes_at.date() if call.closes_at else None
        yield Task(
            Sentence(ANSWER_QUESTION), "question", one.id, call.title_fr, call.title_en, closes
        )
    yield from _count(select_unsettled(offices, at), SETTLE, "applications")


def _list_reviewers(offices: frozenset[UUID] | None, at: datetime) -> Iterator[Task]:
    on = at.date()
    asked = Q(reviews__stage__in=[one.value for one in ASKED])
    rows = _select_judged(offices, at).annotate(asked=Count("reviews", filter=asked, distinct=True))
    wanting: Counter[UUID] = Counter()
    calls = {}
    for row in rows.select_related("call"):
        plan = read_call(row.call).definition.review
        if plan is not None and row.asked < plan.reviewers:
            wanting[row.call_id] += 1
            calls[row.call_id] = row.call
    for identifier, count in wanting.items():
        call = calls[identifier]
        deed = Sentence(FIND_REVIEWERS, {"count": count})
        yield Task(deed, "reviewers", identifier, call.title_fr, call.title_en)
    awaited = Review.objects.filter(
        stage__in=[ReviewStage.INVITED.value, ReviewStage.ACCEPTED.value],
        application__stage=ApplicationStage.SUBMITTED.value,
    )
    late = _narrow(awaited.filter(due_on__lt=on), "application__call__office", offices)
    yield from _count(late, REMIND, "reviewers", path="application__call")
    ties = Tie.objects.filter(reviewer__isnull=False, set_aside_at=None).filter(
        reviewer__reviews__in=awaited, application=F("reviewer__reviews__application")
    )
    for tie in _narrow(ties, "application__call__office", offices).select_related("application"):
        title = tie.application.title
        yield Task(Sentence(WEIGH_TIE), "reviewers_of", tie.application_id, title, title)


def _list_decisions(offices: frozenset[UUID] | None, _at: datetime) -> Iterator[Task]:
    sessions = Session.objects.filter(stage=SessionStage.PLANNED.value)
    for row in _narrow(sessions, "call__office", offices):
        yield Task(Sentence(HOLD), "session", row.id, row.title, row.title, row.starts_at.date())
    unsent = Decision.objects.filter(replaced_by__isnull=True, letter_sent_at__isnull=True)
    rows = _narrow(unsent, "application__call__office", offices)
    yield from _count(rows, SEND_LETTERS, "applications", path="application__call")
    appeals = Appeal.objects.filter(outcome="").select_related("decision__application")
    for one in _narrow(appeals, "decision__application__call__office", offices):
        application = one.decision.application
        title = application.title
        yield Task(Sentence(ANSWER_APPEAL), "application", application.id, title, title)


def _list_projects(offices: frozenset[UUID] | None, at: datetime) -> Iterator[Task]:
    on = at.date()
    open_stages = [one.value for one in (ReportStage.DUE, ReportStage.RETURNED)]
    reports = Report.objects.filter(
        Q(stage__in=open_stages, due_on__lte=on + REPORTS_AHEAD)
        | Q(stage=ReportStage.SUBMITTED.value)
    ).select_related("project")
    for row in _narrow(reports, "project__office", offices):
        deed = READ_REPORT if row.stage == ReportStage.SUBMITTED.value else RECEIVE_REPORT
        title = str(row.project)
        yield Task(Sentence(deed), "project", row.project_id, title, title, row.due_on)
    unpaid = Instalment.objects.filter(
        Q(waits_for__isnull=True) | Q(waits_for__stage=ReportStage.ACCEPTED.value),
        paid_on__isnull=True,
        due_on__lte=on + REPORTS_AHEAD,
    ).select_related("project")
    for one in _narrow(unpaid, "project__office", offices):
        title = str(one.project)
        yield Task(Sentence(PAY), "project", one.project_id, title, title, one.due_on)


def _list_abroad(offices: frozenset[UUID] | None, by: Actor, on: date) -> Iterator[Task]:
    for due in list_due(by=by, on=on):
        if offices is not None and due.office not in offices:
            continue
        if due.sort is Sort.MISSION:
            deed = Sentence(LOOK_BACK, {"months": due.months})
        else:
            deed = Sentence(ACT, {"action": due.text})
        yield Task(deed, due.sort.value, due.record, due.title, due.title, due.due_on)


def select_unsettled(offices: frozenset[UUID] | None, at: datetime) -> QuerySet[Application]:
    """Return what was submitted to calls that take no more, not decided yet, with an incomplete verdict."""
    last = Judged.objects.filter(application=OuterRef("id")).order_by("-at", "id")
    rows = _select_judged(offices, at).annotate(last=Subquery(last.values("verdict")[:1]))
    return rows.filter(last=Verdict.INCOMPLETE.value)


def _select_judged(offices: frozenset[UUID] | None, at: datetime) -> QuerySet[Application]:
    """Return what was submitted to calls that take no more, and is not decided yet."""
    rows = Application.objects.filter(
        Q(call__closes_at__lte=at) | Q(call__stage=CallStage.CLOSED.value),
        stage=ApplicationStage.SUBMITTED.value,
        decisions__isnull=True,
    )
    return _narrow(rows, "call__office", offices)


def _count(rows: QuerySet[Any], deed: str, kind: str, *, path: str = "call") -> Iterator[Task]:
    """Return one task for each call, with how many of `rows` it is about."""
    columns = (f"{path}_id", f"{path}__title_fr", f"{path}__title_en")
    counted = rows.order_by().values_list(*columns).annotate(count=Count("id", distinct=True))
    for call, title_fr, title_en, count in counted.order_by(f"{path}_id"):
        yield Task(Sentence(deed, {"count": count}), kind, call, title_fr, title_en)


def _narrow(rows: QuerySet[Row], path: str, offices: frozenset[UUID] | None) -> QuerySet[Row]:
    return rows if offices is None else rows.filter(**{f"{path}__in": offices})
