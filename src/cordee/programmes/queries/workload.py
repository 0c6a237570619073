"""What waits for each office that runs programmes: verdicts, decisions, letters, appeals, reports, payments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from cordee.directory.queries.holders import list_who_may
from cordee.ledger.rights import Actor
from cordee.ledger.states import Action
from cordee.programmes.granting.states import ReportStage
from cordee.programmes.models import Appeal, Decision, Instalment, Report
from cordee.programmes.pipeline import Waypoint
from cordee.programmes.queries.pipeline import Running, find_offices
from cordee.programmes.queries.tasks import select_unsettled


@dataclass(frozen=True)
class Work:
    """What waits for one office, counted. `people` is how many accounts run its programmes."""

    office: UUID
    people: int
    to_settle: int
    to_decide: int
    letters: int
    appeals: int
    to_read: int
    late: int
    payments: int

    @property
    def total(self) -> int:
        """Return how much waits in all; a late report waits for who leads the project first."""
        return (
            self.to_settle
            + self.to_decide
            + self.letters
            + self.appeals
            + self.to_read
            + self.payments
        )


def list_work(running: Iterable[Running], by: Actor, *, at: datetime) -> tuple[Work, ...]:
    """Return the offices that a person sees applications of, for which anything waits, the most first.

    `running` are the calls with their applications, as `list_running` gives them.
    """
    offices, on = find_offices(by, at), at.date()
    to_decide = Counter(
        one.call.office
        for one in running
        for course in one.courses
        if course.waypoint is Waypoint.TO_DECIDE
    )
    unsent = Decision.objects.filter(replaced_by__isnull=True, letter_sent_at__isnull=True)
    open_stages = [one.value for one in (ReportStage.DUE, ReportStage.RETURNED)]
    payable = Q(waits_for__isnull=True) | Q(waits_for__stage=ReportStage.ACCEPTED.value)
    counted = {
        "to_settle": _count(select_unsettled(offices, at), "call__office", offices),
        "to_decide": to_decide,
        "letters": _count(unsent, "application__call__office", offices),
        "appeals": _count(
            Appeal.objects.filter(outcome=""), "decision__application__call__office", offices
        ),
        "to_read": _count(
            Report.objects.filter(stage=ReportStage.SUBMITTED.value), "project__office", offices
        ),
        "late": _count(
            Report.objects.filter(stage__in=open_stages, due_on__lt=on), "project__office", offices
        ),
        "payments": _count(
            Instalment.objects.filter(payable, paid_on__isnull=True, due_on__lte=on),
            "project__office",
            offices,
        ),
    }
    found = {office for each in counted.values() for office in each}
    people = list_who_may(Action.RUN_PROGRAMMES, found, on=on)
    work = [
        Work(
            office=office,
            people=len(people.get(office, ())),
            **{name: each[office] for name, each in counted.items()},
        )
        for office in found
    ]
    return tuple(sorted(work, key=lambda one: (-one.total, -one.late, str(one.office))))


def _count(rows: QuerySet[Model], path: str, offices: frozenset[UUID] | None) -> Counter[UUID]:
    """Return how many rows each office has; None of `offices` is all."""
    if offices is not None:
        rows = rows.filter(**{f"{path}__in": offices})
    return Counter(rows.order_by().values_list(path, flat=True))
