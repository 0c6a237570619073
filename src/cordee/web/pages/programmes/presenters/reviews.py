"""Reviews as the office reads them: of one application, and of a call beside each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.programmes.applied import ApplicationRecord
from cordee.programmes.definition.parts import Criterion
from cordee.programmes.queries.reviews import CallReviews, Released, ReviewTold, list_criteria
from cordee.programmes.reviewing.calibration import WIDE, Deviation, Marked
from cordee.programmes.reviewing.rounds import RevisionTold
from cordee.programmes.reviewing.states import (
    RECOMMENDATION_NAMES,
    REVIEW_STAGE_NAMES,
    REVISION_NAMES,
    ReviewStage,
)
from cordee.web.pages.programmes.presenters.committee import say_recommendations
from cordee.web.pages.programmes.presenters.reviewing import format_score
from cordee.web.pages.programmes.presenters.sheets import Cell
from cordee.web.wording import format_count, format_date, format_decimal, get_reader_language


@dataclass(frozen=True)
class ReviewRow:
    """One person's review of an application."""

    reviewer: str
    round: int
    stage: str
    is_submitted: bool
    is_late: bool
    day: str
    mark: str
    recommendation: str
    scores: tuple[tuple[str, str, str], ...]
    for_applicant: str
    released: str
    for_committee: str


@dataclass(frozen=True)
class RevisionRow:
    """What was asked of the applicant, where it stands, and what they answered."""

    title: str
    state: str
    request: str
    answer: str
    receipt: str
    address: str
    again: str


@dataclass(frozen=True)
class CalibrationRow:
    """An application with its marks in the order of the reviewers."""

    address: str
    title: str
    number: int
    is_wide: bool
    marks: tuple[str, ...]
    mean: str
    spread: str
    criteria: tuple[str, ...]
    recommendations: str
    missing: str


@dataclass(frozen=True)
class DeviationRow:
    """A reviewer beside the others."""

    name: str
    reviews: str
    mean: str
    deviation: str
    compared: str


@dataclass(frozen=True)
class CalibrationPage:
    """A call's reviews beside each other."""

    reviewers: tuple[str, ...]
    rows: tuple[CalibrationRow, ...]
    deviations: tuple[DeviationRow, ...]
    criteria: tuple[tuple[str, str, str, str], ...]
    labels: tuple[str, ...]
    wide: int


def present_reviews(
    record: ApplicationRecord, reviews: tuple[ReviewTold, ...]
) -> tuple[ReviewRow, ...]:
    """Return the reviews of an application, each with its scores by criterion."""
    criteria = list_criteria(record.call)
    return tuple(_present_review(record, criteria, one) for one in reviews)


def present_revisions(
    record: ApplicationRecord, revisions: tuple[RevisionTold, ...], *, may_run: bool
) -> tuple[RevisionRow, ...]:
    """Return what was asked of an applicant, the last first."""
    return tuple(_present_revision(record, one, may_run) for one in reversed(revisions))


def name_reviewer(one: Released) -> str:
    """Return what an applicant reads over a text: a number, and the round."""
    return _("Reviewer {number}, round {round}").format(number=one.number, round=one.round)


def present_calibration(told: CallReviews) -> CalibrationPage:
    """Return the calibration of a call: wide disagreements first, then what has no review yet."""
    language, criteria = get_reader_language(), list_criteria(told.call)
    reviewers = sorted(
        {who for one in told.calibration.applications for who in one.marks},
        key=lambda who: told.reviewers[who].casefold(),
    )
    return CalibrationPage(
        reviewers=tuple(told.reviewers[one] for one in reviewers),
        rows=tuple(_list_rows(told, reviewers, criteria)),
        deviations=tuple(_present_deviation(one, told) for one in told.calibration.reviewers),
        criteria=tuple(
            (
                known.label.to_text(language),
                _say(one.mean) + f" / {known.most}",
                _say(one.spread),
                format_count(one.count),
            )
            for known, one in zip(criteria, told.calibration.criteria, strict=True)
        ),
        labels=tuple(one.label.to_text(language) for one in criteria),
        wide=WIDE,
    )


def list_columns(told: CallReviews) -> tuple[str, ...]:
    """Return the headers of a call's reviews as a file: one line for each submitted review that counts."""
    language = get_reader_language()
    return (
        _("Number of the application"),
        _("Title"),
        _("Reviewer"),
        _("Round"),
        *(one.label.to_text(language) for one in list_criteria(told.call)),
        _("Mark, of 100"),
        _("Recommendation"),
        _("Mean mark of the application"),
        _("Reviewer’s difference from the others, on average"),
        _("Wide disagreement"),
    )


def list_cells(told: CallReviews) -> Iterator[tuple[Cell, ...]]:
    """Yield the submitted reviews of the latest round of each application, in the order of the columns."""
    criteria = list_criteria(told.call)
    lines = {one.id: one for one in told.lines}
    apart = {one.reviewer: one.deviation for one in told.calibration.reviewers}
    marked = {one.application: one for one in told.calibration.applications}
    for one in told.given:
        row = marked[one.application]
        if one.round != row.score.round or one.application not in lines:
            continue
        line = lines[one.application]
        yield (
            line.number,
            line.title,
            told.reviewers[one.reviewer],
            one.round,
            *(_read_point(one.scores.get(criterion.code)) for criterion in criteria),
            _round(row.marks[one.reviewer]),
            str(RECOMMENDATION_NAMES[one.recommendation]),
            _round(row.score.mean),
            _round(apart.get(one.reviewer)),
            _("yes") if row.is_wide else _("no"),
        )


def _read_point(score: object) -> Cell:
    return score if isinstance(score, int | float) else None


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _present_review(
    record: ApplicationRecord, criteria: tuple[Criterion, ...], one: ReviewTold
) -> ReviewRow:
    language, written = get_reader_language(), one.written
    is_submitted = one.stage is ReviewStage.SUBMITTED
    if one.submitted_at is not None:
        day = format_date(record.call.to_local(one.submitted_at))
    else:
        day = _("awaited by {day}").format(day=format_date(one.due_on)) if one.due_on else ""
    return ReviewRow(
        reviewer=one.name,
        round=one.round,
        stage=str(REVIEW_STAGE_NAMES[one.stage]),
        is_submitted=is_submitted,
        is_late=one.is_late,
        day=day,
        mark=_say(one.mark) if is_submitted else "",
        recommendation=str(RECOMMENDATION_NAMES[written.recommendation])
        if is_submitted and written.recommendation
        else "",
        # What is still being written is its reviewer's alone.
        scores=tuple(
            (
                known.label.to_text(language),
                f"{format_score(written.scores[known.code])} / {known.most}"
                if known.code in written.scores
                else "–",
                written.comments.get(known.code, ""),
            )
            for known in criteria
        )
        if is_submitted
        else (),
        for_applicant=written.for_applicant if is_submitted else "",
        released=format_date(one.released_at) if one.released_at else "",
        for_committee=written.for_committee if is_submitted else "",
    )


def _present_revision(record: ApplicationRecord, one: RevisionTold, may_run: bool) -> RevisionRow:
    due = format_date(record.call.to_local(one.due_at))
    if one.answered_at is None:
        state = _("awaited by {day}").format(day=due)
    else:
        day = format_date(record.call.to_local(one.answered_at))
        state = _("answered on {day}").format(day=day)
    again = reverse("programmes:review_again", args=[record.id])
    return RevisionRow(
        title=_("After round {round}: {what}").format(
            round=one.round, what=str(REVISION_NAMES[one.kind])
        ),
        state=state,
        request=one.request,
        answer=one.answer if one.answered_at else "",
        receipt=one.receipt,
        address=reverse("programmes:revision", args=[one.id]),
        again=f"{again}?round={one.round}" if may_run and one.answered_at else "",
    )


def _list_rows(
    told: CallReviews, reviewers: list[UUID], criteria: tuple[Criterion, ...]
) -> Iterator[CalibrationRow]:
    lines = {one.id: one for one in told.lines}
    marked = {one.application: one for one in told.calibration.applications}
    order = [*(one for one in marked if one in lines), *(one for one in lines if one not in marked)]
    for identifier in order:
        line, row = lines[identifier], marked.get(identifier)
        yield CalibrationRow(
            address=reverse("programmes:application_reviews", args=[line.id]),
            title=line.title or _("Without a title yet"),
            number=line.number,
            is_wide=row is not None and row.is_wide,
            marks=tuple(_say_mark(row, one) for one in reviewers),
            mean=_say(row.score.mean) if row else "–",
            spread=_say(row.score.spread) if row else "–",
            criteria=tuple(_say(row.criteria.get(one.code)) if row else "–" for one in criteria),
            recommendations=", ".join(say_recommendations(row.score)) if row else "",
            missing=_say_missing(told, identifier, row),
        )


def _say_mark(row: Marked | None, reviewer: UUID) -> str:
    if row is None or reviewer not in row.marks:
        return ""
    return _say(row.marks[reviewer])


def _say_missing(told: CallReviews, application: UUID, row: Marked | None) -> str:
    there = row.score.reviews if row else 0
    awaited = told.missing.get(application, 0)
    parts = []
    if awaited:
        said = ngettext("{count} awaited", "{count} awaited", awaited)
        parts.append(said.format(count=format_count(awaited)))
    if there + awaited < told.asked:
        short = format_count(told.asked - there - awaited)
        parts.append(_("{count} to be found").format(count=short))
    return ", ".join(parts)


def _present_deviation(one: Deviation, told: CallReviews) -> DeviationRow:
    sign = "+" if one.deviation is not None and one.deviation > 0 else ""
    return DeviationRow(
        name=told.reviewers[one.reviewer],
        reviews=format_count(one.reviews),
        mean=_say(one.mean),
        # A minus as long as the plus beside it, which a line never parts from its number.
        deviation=sign + _say(one.deviation).replace("-", "\N{MINUS SIGN}"),
        compared=format_count(one.compared),
    )


def _say(value: float | None) -> str:
    return "–" if value is None else format_decimal(value)
