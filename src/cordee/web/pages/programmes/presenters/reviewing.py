"""A review as its reviewer has it open: the application as they may see it, and the form beside it."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cordee.directory.queries import get_names
from cordee.directory.queries.evidence import show_people
from cordee.kernel.errors import RuleError
from cordee.programmes.applied import ApplicationRecord
from cordee.programmes.queries.reviewing import ReviewOpen
from cordee.programmes.reviewing.form import ReviewWritten
from cordee.programmes.reviewing.rounds import RevisionTold, check_can_review
from cordee.programmes.reviewing.states import (
    RECOMMENDATION_NAMES,
    REVISION_NAMES,
    Recommendation,
)
from cordee.web.errors import say_error
from cordee.web.pages.programmes.presenters.applications import SectionShown, present_sections
from cordee.web.pages.programmes.presenters.budget import BudgetShown, present_budget
from cordee.web.record_pdf import RecordSection, write_record
from cordee.web.wording import format_country, format_date, format_decimal, get_reader_language


@dataclass(frozen=True)
class CriterionShown:
    """What a reviewer scores, with what they saved of it; `share` is its weight among the others."""

    code: str
    label: str
    most: int
    share: str
    score: str
    comment: str
    fault: str


@dataclass(frozen=True)
class PartnerSeen:
    """A partner as a reviewer may see it."""

    name: str
    detail: str
    contribution: str


@dataclass(frozen=True)
class DocumentSeen:
    """A document that a reviewer may take."""

    label: str
    file_name: str
    address: str


@dataclass(frozen=True)
class AnswerSeen:
    """What was asked of the applicant after a round, and what they answered."""

    title: str
    day: str
    request: str
    answer: str


@dataclass(frozen=True)
class Seen:
    """An application as a reviewer may see it; `who` is empty where they may not know."""

    title: str
    acronym: str
    months: str
    who: str
    sections: tuple[SectionShown, ...]
    partners: tuple[PartnerSeen, ...]
    budget: BudgetShown


@dataclass(frozen=True)
class ReviewPage:
    """A review as a page. `why_not` says why nothing can be written any more, or is empty."""

    call: str
    number: int
    round: int
    desk: str
    save: str
    submit: str
    pdf: str
    due: str
    is_double: bool
    is_submitted: bool
    submitted: str
    why_not: str
    version: int
    seen: Seen
    first: tuple[SectionShown, ...]
    answers: tuple[AnswerSeen, ...]
    documents: tuple[DocumentSeen, ...]
    criteria: tuple[CriterionShown, ...]
    recommendations: tuple[tuple[str, str], ...]
    recommendation: str
    for_applicant: str
    for_committee: str


def name_partner(number: int) -> str:
    """Return what a partner is called where its name is hidden."""
    return _("Partner {number}").format(number=number)


def present_review(
    told: ReviewOpen,
    secret: str,
    *,
    written: ReviewWritten | None = None,
    faults: tuple[tuple[str, str], ...] = (),
) -> ReviewPage:
    """Return a review as its page; `written` is what was just sent and could not be saved."""
    said, record = written or told.written, told.record
    wrong = dict(faults)
    return ReviewPage(
        call=record.call.to_title(get_reader_language()),
        number=record.number,
        round=told.round,
        desk=reverse("programmes:review", args=[secret, told.id]),
        save=reverse("programmes:save_review", args=[secret, told.id]),
        submit=reverse("programmes:submit_review", args=[secret, told.id]),
        pdf=reverse("programmes:review_pdf", args=[secret, told.id]) if told.submitted_at else "",
        due=format_date(told.due_on) if told.due_on else "",
        is_double=told.is_double,
        is_submitted=told.submitted_at is not None,
        submitted=_say_submitted(told),
        why_not=_say_why_not(told),
        version=told.version,
        seen=present_seen(record),
        first=present_sections(told.first) if told.first is not None else (),
        answers=tuple(present_answer(one, record) for one in told.revisions),
        documents=_list_documents(told, secret),
        criteria=_list_criteria(told, said, wrong),
        recommendations=tuple((one.value, str(one.said)) for one in Recommendation),
        recommendation=said.recommendation.value if said.recommendation else "",
        for_applicant=said.for_applicant,
        for_committee=said.for_committee,
    )


def present_seen(record: ApplicationRecord) -> Seen:
    """Return an application as whoever may see this much of it reads it."""
    language = get_reader_language()
    names = get_names([record.organisation] if record.organisation else [])
    people = show_people([record.person] if record.person else [])
    who = (
        next((one.name for one in people.values()), ""),
        next((one.to_name(language) for one in names.values()), ""),
    )
    return Seen(
        title=record.written.title,
        acronym=record.written.acronym,
        months=str(record.written.months or ""),
        who=", ".join(filter(None, who)),
        sections=present_sections(record),
        partners=tuple(
            PartnerSeen(
                name=one.part.name,
                detail=", ".join(
                    filter(
                        None,
                        (
                            one.part.team,
                            format_country(one.part.country) if one.part.country else "",
                            _("company") if one.part.is_company else "",
                        ),
                    )
                ),
                contribution=one.part.contribution,
            )
            for one in record.partners
        ),
        budget=present_budget(record, {}),
    )


def present_answer(one: RevisionTold, record: ApplicationRecord) -> AnswerSeen:
    """Return what was asked after a round with its answer."""
    title = _("After round {round}: {what}").format(
        round=one.round, what=str(REVISION_NAMES[one.kind])
    )
    day = format_date(record.call.to_local(one.answered_at)) if one.answered_at else ""
    return AnswerSeen(title, day, one.request, one.answer)


def write_review(told: ReviewOpen, page: ReviewPage) -> bytes:
    """Return a submitted review as PDF for its reviewer, whose name is not in it."""
    scores = tuple(
        (
            one.label,
            "\n".join(
                filter(
                    None,
                    (_("{score} of {most}").format(score=one.score, most=one.most), one.comment),
                )
            ),
        )
        for one in page.criteria
    )
    texts = (
        (_("Recommendation"), _say_recommendation(told.written)),
        (_("For the applicant"), page.for_applicant or "–"),
        (_("For the committee alone"), page.for_committee or "–"),
    )
    over = _("{call} · application no. {number} · round {round}").format(
        call=page.call, number=page.number, round=page.round
    )
    return write_record(
        _("Review: {title}").format(title=page.seen.title or page.call),
        over,
        (RecordSection(_("Criteria"), scores), RecordSection(_("In all"), texts)),
        foot=page.submitted,
        language=get_reader_language(),
    )


def format_score(score: float) -> str:
    """Return a score as people write it: a decimal only where there is one."""
    return format_decimal(score, 0 if score == int(score) else 1)


def _say_recommendation(written: ReviewWritten) -> str:
    return str(RECOMMENDATION_NAMES[written.recommendation]) if written.recommendation else "–"


def _say_submitted(told: ReviewOpen) -> str:
    if told.submitted_at is None:
        return ""
    local = told.record.call.to_local(told.submitted_at)
    said = _("Submitted on {day} at {time} ({zone})").format(
        day=format_date(local), time=date_format(local, "H:i"), zone=told.record.call.time_zone
    )
    return _("{submitted}, late").format(submitted=said) if told.is_late else said


def _say_why_not(told: ReviewOpen) -> str:
    if told.submitted_at is not None:
        return ""
    try:
        check_can_review(told.stage, told.since, told.record.stage, told.settled)
    except RuleError as error:
        return say_error(error)
    return ""


def _list_documents(told: ReviewOpen, secret: str) -> tuple[DocumentSeen, ...]:
    language = get_reader_language()
    labels = {
        one.code: one.label.to_text(language) for one in told.record.call.definition.documents
    }
    return tuple(
        DocumentSeen(
            label=labels.get(one.code, one.code),
            file_name=one.file_name,
            address=reverse("programmes:reviewed_file", args=[secret, told.id, one.id]),
        )
        for one in told.record.files
    )


def _list_criteria(
    told: ReviewOpen, said: ReviewWritten, wrong: dict[str, str]
) -> tuple[CriterionShown, ...]:
    plan, language = told.record.call.definition.review, get_reader_language()
    criteria = plan.criteria if plan is not None else ()
    total = sum(float(one.weight) for one in criteria)
    return tuple(
        CriterionShown(
            code=one.code,
            label=one.label.to_text(language),
            most=one.most,
            share=format_decimal(100 * float(one.weight) / total, 0),
            score=format_score(said.scores[one.code]) if one.code in said.scores else "",
            comment=said.comments.get(one.code, ""),
            fault=wrong.get(one.code, ""),
        )
        for one in criteria
    )
