"""Who is asked to review, as the office reads it; and the desk of a reviewer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.programmes.queries.desk import Asked, Desk
from cordee.programmes.queries.reviewers import AskedReviewer, Asking, CallReviewers, TieKept
from cordee.programmes.reviewing.sentences import say_tie
from cordee.programmes.reviewing.states import (
    LETTER_NAMES,
    REVIEW_STAGE_NAMES,
    TIE_NAMES,
    ReviewStage,
)
from cordee.programmes.reviewing.ties import TieFound
from cordee.web.calendars import Dated, begin_calendar, make_event
from cordee.web.errors import say_sentence
from cordee.web.reviewer_finding import Candidate, FoundCandidates
from cordee.web.wording import format_count, format_country, format_date, get_reader_language


SHOWN_STAGES = (
    ReviewStage.PROPOSED,
    ReviewStage.INVITED,
    ReviewStage.ACCEPTED,
    ReviewStage.SUBMITTED,
    ReviewStage.DECLINED,
)
AWAITED = frozenset({ReviewStage.INVITED, ReviewStage.ACCEPTED})

Act = tuple[str, str]
"""A label and where it leads."""


@dataclass(frozen=True)
class CallLine:
    """One application: how many reviewers stand at what, and what is wanting."""

    number: int
    title: str
    address: str
    counts: tuple[str, ...]
    state: str
    is_late: bool


@dataclass(frozen=True)
class CallPage:
    """Who is asked in a call."""

    stages: tuple[str, ...]
    lines: tuple[CallLine, ...]
    loads: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class TieLine:
    """A tie in words, and why it does not count where it was set aside."""

    kind: str
    text: str
    reason: str
    set_aside: str


@dataclass(frozen=True)
class ReviewerLine:
    """One person asked about an application."""

    name: str
    email: str
    stage: str
    tone: str
    round: int
    when: tuple[str, ...]
    ties: tuple[TieLine, ...]
    acts: tuple[Act, ...]


@dataclass(frozen=True)
class CandidateLine:
    """Somebody who could be asked, with the reasons."""

    name: str
    where: str
    reasons: tuple[str, ...]
    load: str
    ties: tuple[TieLine, ...]
    not_known: str
    address: str


@dataclass(frozen=True)
class DeskLine:
    """One application on a reviewer's desk."""

    title: str
    number: int
    round: int
    stage: str
    due: str
    about: tuple[tuple[str, str], ...]
    answer: str
    may_accept: bool
    may_decline: bool
    review: str
    review_label: str


def present_call(told: CallReviewers) -> CallPage:
    """Return who is asked in a call."""
    return CallPage(
        stages=tuple(str(REVIEW_STAGE_NAMES[one]) for one in SHOWN_STAGES),
        lines=tuple(
            CallLine(
                number=one.number,
                title=one.title or _("Without a title yet"),
                address=reverse("programmes:application_reviewers", args=[one.id]),
                counts=_list_counts(told.counts.get(one.id, {})),
                state=_say_wanting(told, one.id),
                is_late=bool(told.late.get(one.id)),
            )
            for one in told.lines
        ),
        loads=tuple((name, _list_counts(counts)) for name, counts in told.loads.items()),
    )


def present_asked(asking: Asking, *, may_run: bool) -> tuple[ReviewerLine, ...]:
    """Return who is asked about an application, with what may be done."""
    return tuple(_present_reviewer(one, may_run=may_run) for one in asking.reviewers)


def present_candidates(
    application: UUID, found: FoundCandidates, asking: Asking
) -> tuple[CandidateLine, ...]:
    """Return who could be asked, but for those who are already."""
    there = {one.person for one in asking.reviewers}
    return tuple(
        _present_candidate(application, one)
        for one in found.candidates
        if one.person.id not in there
    )


def present_desk(desk: Desk, secret: str) -> tuple[DeskLine, ...]:
    """Return what is on a reviewer's desk."""
    return tuple(_present_asked(one, secret) for one in desk.asked)


def write_days(desk: Desk, *, at: datetime) -> bytes:
    """Return the days by which reviews are still awaited, as iCalendar (RFC 5545).

    Whoever shares their calendar shares these lines: they name the call and the number of the
    application, neither its title nor the link, which would open the desk to who reads it.
    """
    call = desk.call.to_title(get_reader_language())
    calendar = begin_calendar("reviews", _("Reviews awaited of me"))
    for one in desk.asked:
        if one.stage not in AWAITED or one.due_on is None or one.is_over:
            continue
        said = _("Review of application no. {number}").format(number=one.record.number)
        key = f"review-{one.id}"
        day = Dated(key, one.due_on, one.due_on, f"{said} · {call}", description="", address="")
        calendar.add_component(make_event(day, at))
    content: bytes = calendar.to_ical()
    return content


def say_ties(ties: tuple[TieFound, ...]) -> tuple[TieLine, ...]:
    """Return ties in words, in the reader's language."""
    return tuple(_say_tie(one) for one in ties)


def _say_tie(tie: TieFound, kept: TieKept | None = None) -> TieLine:
    aside = ""
    reason = kept.reason if kept else ""
    if kept is not None and kept.is_open:
        aside = reverse("programmes:set_tie_aside", args=[kept.id])
    said = say_sentence(say_tie(tie.how, tie.evidence, get_reader_language()))
    return TieLine(str(TIE_NAMES[tie.kind]), said, reason, aside)


def _list_counts(counts: Mapping[ReviewStage, int]) -> tuple[str, ...]:
    return tuple(format_count(counts.get(one, 0)) for one in SHOWN_STAGES)


def _say_wanting(told: CallReviewers, application: UUID) -> str:
    counts = told.counts.get(application, {})
    asked = sum(counts.get(one, 0) for one in (*AWAITED, ReviewStage.SUBMITTED))
    late = told.late.get(application, 0)
    if late:
        return ngettext("{count} review is late", "{count} reviews are late", late).format(
            count=late
        )
    if counts.get(ReviewStage.SUBMITTED, 0) >= told.wanted:
        return _("all reviews are there")
    wanting = told.wanted - asked
    if wanting > 0:
        said = ngettext("{count} reviewer to find", "{count} reviewers to find", wanting)
        return said.format(count=wanting)
    return _("reviews are awaited")


def _present_reviewer(one: AskedReviewer, *, may_run: bool) -> ReviewerLine:
    when = []
    if one.invited_at:
        when.append(_("invited on {day}").format(day=format_date(one.invited_at)))
    if one.due_on and one.stage in AWAITED:
        when.append(_("awaited by {day}").format(day=format_date(one.due_on)))
    if one.reminded_at:
        when.append(_("reminded on {day}").format(day=format_date(one.reminded_at)))
    if one.letter:
        letter = str(LETTER_NAMES[one.letter])
        when.append(_("not sent yet, the mail server is asked again: {letter}").format(letter=letter))  # fmt: skip
    if one.decline_reason:
        when.append(_("why: {reason}").format(reason=one.decline_reason))
    if one.person is None and one.stage in {ReviewStage.PROPOSED, *AWAITED}:
        when.append(_("by name alone, so no ties are computed: ask them to declare theirs"))
    tones = {
        ReviewStage.SUBMITTED: "favourable",
        ReviewStage.ACCEPTED: "favourable",
        ReviewStage.DECLINED: "unfavourable",
    }
    return ReviewerLine(
        name=one.name,
        email=one.email,
        stage=str(REVIEW_STAGE_NAMES[one.stage]),
        tone=tones.get(one.stage, ""),
        round=one.round,
        when=tuple(when),
        ties=tuple(_say_tie(kept.tie, kept) for kept in one.ties),
        acts=_list_acts(one) if may_run else (),
    )


def _list_acts(one: AskedReviewer) -> tuple[Act, ...]:
    def offer(label: str, place: str) -> Act:
        return label, reverse(f"programmes:{place}", args=[one.review])

    if one.stage is ReviewStage.PROPOSED:
        return (
            offer(_("Invite"), "invite_reviewer"),
            offer(_("Take back"), "release_reviewer"),
        )
    if one.stage in AWAITED:
        return (
            offer(_("Remind"), "remind_reviewer"),
            offer(_("Give a new link"), "renew_reviewer"),
            offer(_("Release"), "release_reviewer"),
        )
    if one.stage is ReviewStage.SUBMITTED:
        return (offer(_("Give a new link"), "renew_reviewer"),)
    return ()


def _present_candidate(application: UUID, one: Candidate) -> CandidateLine:
    language = get_reader_language()
    reasons = []
    if one.close is not None:
        for shared in one.close.shared:
            said = ngettext(
                "{count} work on “{theme}”, the last in {year}",
                "{count} works on “{theme}”, the last in {year}",
                shared.works,
            )
            reasons.append(
                said.format(
                    count=format_count(shared.works),
                    theme=shared.term,
                    year=shared.last_year or "?",
                )
            )
    if one.skills is not None:
        names = (fr if language == "fr" else en for fr, en in one.skills.skills)
        reasons.append(_("skills: {skills}").format(skills=", ".join(names)))
    posts = [post.organisation.to_name(language) for post in one.person.posts if post.end is None]
    load = ngettext("{count} review to write", "{count} reviews to write", one.load)
    propose = reverse("programmes:propose_reviewer", args=[application])
    return CandidateLine(
        name=one.person.name,
        where=", ".join(dict.fromkeys(posts)),
        reasons=tuple(reasons),
        load=load.format(count=one.load) if one.load else "",
        ties=say_ties(one.ties),
        not_known="" if one.is_known else _("Whether they published together is not known."),
        address=f"{propose}?person={one.person.id}",
    )


def _present_asked(one: Asked, secret: str) -> DeskLine:
    about: list[tuple[str, str]] = []
    if not one.is_double:
        for partner in one.record.partners:
            country = format_country(partner.part.country) if partner.part.country else ""
            about.append((_("Partner"), ", ".join(filter(None, (partner.part.name, country)))))
    may_answer = not one.is_over
    review = label = ""
    if one.stage in {ReviewStage.ACCEPTED, ReviewStage.SUBMITTED}:
        review = reverse("programmes:review", args=[secret, one.id])
        label = _("Write the review") if one.stage is ReviewStage.ACCEPTED else _("Read your review")  # fmt: skip
    return DeskLine(
        title=one.record.written.title or _("Without a title yet"),
        number=one.record.number,
        round=one.round,
        stage=str(REVIEW_STAGE_NAMES[one.stage]),
        due=_say_due(one.due_on) if one.stage in AWAITED else "",
        about=tuple(about),
        answer=reverse("programmes:answer_review", args=[secret, one.id]),
        may_accept=may_answer and one.stage is ReviewStage.INVITED,
        may_decline=may_answer and one.stage in AWAITED,
        review=review,
        review_label=label,
    )


def _say_due(due_on: date | None) -> str:
    return _("Awaited by {day}.").format(day=format_date(due_on)) if due_on else ""
