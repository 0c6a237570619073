"""Who is asked to review, for the office of a call: how many, who, what ties them; nothing for anybody else."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from cordee.kernel.errors import NotFoundError
from cordee.ledger.rights import Actor
from cordee.programmes.applied import ApplicationLine, FrozenCall
from cordee.programmes.models import Application, Review, Tie
from cordee.programmes.queries.applications import NOTHING_HERE, read_call, read_lines
from cordee.programmes.queries.reviews import find_reviewed, find_reviewed_call
from cordee.programmes.reviewing.states import ReviewLetter, ReviewStage, TieKind
from cordee.programmes.reviewing.ties import TieFound


@dataclass(frozen=True)
class TieKept:
    """A tie of a reviewer that was kept, and why it does not count where somebody set it aside."""

    id: UUID
    tie: TieFound
    reason: str
    set_aside_by: str

    @property
    def is_open(self) -> bool:
        """Return whether nobody set it aside."""
        return not self.reason


@dataclass(frozen=True)
class AskedReviewer:
    """One person's review of an application, as the office sees who is asked."""

    review: UUID
    application: UUID
    name: str
    email: str
    person: UUID | None
    round: int
    stage: ReviewStage
    invited_at: datetime | None
    due_on: date | None
    reminded_at: datetime | None
    letter: ReviewLetter | None
    decline_reason: str
    ties: tuple[TieKept, ...] = ()


@dataclass(frozen=True)
class CallReviewers:
    """Who is asked in a call: of each application how many stand at what, and what each reviewer has to do."""

    call: FrozenCall
    lines: tuple[ApplicationLine, ...]
    counts: Mapping[UUID, Mapping[ReviewStage, int]]
    late: Mapping[UUID, int]
    loads: Mapping[str, Mapping[ReviewStage, int]]
    wanted: int


@dataclass(frozen=True)
class Asking:
    """What a letter or a proposal about one application is made of."""

    application: UUID
    number: int
    title: str
    call: FrozenCall
    reviewers: tuple[AskedReviewer, ...] = field(default_factory=tuple)


def get_call_reviewers(call: UUID, *, by: Actor, on: date) -> CallReviewers:
    """Return who is asked in a call, for who may see its applications."""
    row = find_reviewed_call(call, by=by, on=on)
    told = read_call(row)
    rows = Review.objects.filter(application__call=row).select_related("reviewer")
    counts: dict[UUID, Counter[ReviewStage]] = defaultdict(Counter)
    late: Counter[UUID] = Counter()
    loads: dict[str, Counter[ReviewStage]] = defaultdict(Counter)
    for one in rows.order_by("reviewer__name"):
        stage = ReviewStage(one.stage)
        counts[one.application_id][stage] += 1
        loads[one.reviewer.name][stage] += 1
        is_awaited = stage in {ReviewStage.INVITED, ReviewStage.ACCEPTED}
        if is_awaited and one.due_on is not None and one.due_on < on:
            late[one.application_id] += 1
    plan = told.definition.review
    submitted = Application.objects.filter(call=row).exclude(submitted_at=None)
    return CallReviewers(
        call=told,
        lines=read_lines(submitted.order_by("number")),
        counts=counts,
        late=late,
        loads=loads,
        wanted=plan.reviewers if plan is not None else 0,
    )


def get_asking(application: UUID, *, by: Actor, on: date) -> Asking:
    """Return who is asked about an application, the latest round first, for its office; never their own."""
    row = find_reviewed(application, by=by, on=on)
    return _read_asking(row)


def get_asking_of(review: UUID, *, by: Actor, on: date) -> tuple[Asking, AskedReviewer]:
    """Return one review with the application it is of, for its office."""
    row = Review.objects.filter(id=review).first()
    if row is None:
        raise NotFoundError(NOTHING_HERE)
    asking = get_asking(row.application_id, by=by, on=on)
    return asking, next(one for one in asking.reviewers if one.review == review)


def get_asking_of_tie(tie: UUID, *, by: Actor, on: date) -> tuple[Asking, TieKept, str]:
    """Return a tie of a reviewer, with the application and the reviewer's name, for its office."""
    row = Tie.objects.filter(id=tie, reviewer__isnull=False).first()
    if row is None:
        raise NotFoundError(NOTHING_HERE)
    asking = get_asking(row.application_id, by=by, on=on)
    for one in asking.reviewers:
        for kept in one.ties:
            if kept.id == tie:
                return asking, kept, one.name
    raise NotFoundError(NOTHING_HERE)


def count_loads(people: Mapping[UUID, object]) -> dict[UUID, int]:
    """Return how many reviews are awaited of people of the directory, in all calls."""
    rows = Review.objects.filter(
        stage__in=[ReviewStage.INVITED.value, ReviewStage.ACCEPTED.value],
        reviewer__person__in=list(people),
    )
    counted = Counter(rows.values_list("reviewer__person", flat=True))
    return {one: count for one, count in counted.items() if one is not None}


def _read_asking(row: Application) -> Asking:
    ties: dict[UUID, list[TieKept]] = defaultdict(list)
    for tie in Tie.objects.filter(application=row, reviewer__isnull=False).order_by(
        "found_at", "id"
    ):
        if tie.reviewer_id is not None:
            ties[tie.reviewer_id].append(_read_tie(tie))
    rows = Review.objects.filter(application=row).select_related("reviewer")
    return Asking(
        application=row.id,
        number=row.number,
        title=row.title,
        call=read_call(row.call),
        reviewers=tuple(
            AskedReviewer(
                review=one.id,
                application=row.id,
                name=one.reviewer.name,
                email=one.reviewer.email,
                person=one.reviewer.person,
                round=one.round,
                stage=ReviewStage(one.stage),
                invited_at=one.invited_at,
                due_on=one.due_on,
                reminded_at=one.reminded_at,
                letter=ReviewLetter(one.letter) if one.letter else None,
                decline_reason=one.decline_reason,
                ties=tuple(ties[one.reviewer_id]),
            )
            for one in rows.order_by("-round", "reviewer__name", "id")
        ),
    )


def _read_tie(row: Tie) -> TieKept:
    evidence = dict(row.evidence)
    how = str(evidence.pop("how", row.kind))
    return TieKept(row.id, TieFound(TieKind(row.kind), how, evidence), row.reason, row.set_aside_by)
