"""What a day asks about reviewers: the late reminded, ties looked for once more, the long gone forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from cordee.ledger.audit import Subject, record_event
from cordee.ledger.rights import Actor
from cordee.programmes.life import ApplicationStage
from cordee.programmes.models import Review, Reviewer, Tie
from cordee.programmes.operations.reviewers import (
    LINK_LASTS,
    WAITED_FOR,
    Find,
    describe_tie,
    find_new,
)
from cordee.programmes.queries.applications import read_call
from cordee.programmes.reviewing.states import ReviewLetter


REMIND_AT = (timedelta(days=-7), timedelta(days=-2), timedelta(days=2))
"""Days from the due day on which who has not written is reminded, once each."""


@transaction.atomic
def remind_late(*, at: datetime) -> int:
    """Let reminders go out to those whose review is due soon or late, once for each of the days; how many."""
    rows = Review.objects.select_for_update(of=("self",)).select_related(
        "reviewer", "application__call"
    )
    count = 0
    for row in rows.filter(
        stage__in=WAITED_FOR, letter="", application__stage=ApplicationStage.SUBMITTED.value
    ).exclude(due_on=None):
        assert row.due_on is not None
        call = read_call(row.application.call)
        today = call.to_local(at).date()
        due = row.due_on
        days = [day for day in (due + one for one in REMIND_AT) if day <= today]
        last = max(filter(None, (row.invited_at, row.reminded_at)), default=None)
        if days and (last is None or call.to_local(last).date() < days[-1]):
            row.reminded_at, row.letter = at, ReviewLetter.REMINDER.value
            row.save()
            count += 1
    return count


@transaction.atomic
def look_again(find: Find, *, at: datetime) -> int:
    """Look once more for ties of those who are to review, and keep what appeared since; how many."""
    rows = Review.objects.filter(
        stage__in=WAITED_FOR,
        reviewer__person__isnull=False,
        application__stage=ApplicationStage.SUBMITTED.value,
    ).select_related("reviewer", "application__call")
    count = 0
    for row in rows:
        plan = read_call(row.application.call).definition.review
        for tie in find_new(row, find, plan.conflict_years if plan else 0):
            Tie.objects.create(**describe_tie(row.application, row.reviewer, tie, at))
            record_event(
                "review.find_tie",
                Subject("application", str(row.application_id), row.application.call.office),
                by=Actor(name="Cordée"),
                at=at,
                change={"name": ("", row.reviewer.name), "ties": ("", tie.kind.value)},
            )
            count += 1
    return count


@transaction.atomic
def forget_reviewers(*, at: datetime) -> int:
    """Take out names and addresses of reviewers a year after their link lapsed; what they judged stays."""
    rows = Reviewer.objects.filter(lapses_at__lte=at - LINK_LASTS, forgotten_at=None)
    count = 0
    for row in rows:
        row.name, row.email = "…", f"{row.id}@forgotten.invalid"
        row.person, row.secret_hash, row.forgotten_at = None, "", at
        row.save()
        Tie.objects.filter(reviewer=row).update(evidence={}, person=None)
        count += 1
    return count
