"""What was decided: of a call for its office, of one application for the office, and for who wrote it.

An applicant is shown the letter, the appeal and its answer; nothing of scores, ranks, seats or others.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.agreements.states import GATE_NAMES, OPINION_NAMES
from cordee.kernel.errors import RuleError
from cordee.ledger.rights import Actor
from cordee.programmes.models import Application, Call
from cordee.programmes.queries.applications import list_of_call
from cordee.programmes.queries.decisions import list_decisions, list_opinions, list_told
from cordee.programmes.selecting.rules import check_can_appeal
from cordee.programmes.selecting.states import (
    APPEAL_OUTCOME_NAMES,
    AppealOutcome,
    DecisionKind,
)
from cordee.programmes.selecting.values import DecisionTold
from cordee.programmes.states import BEFORE_NAMES
from cordee.web.pages.programmes.presenters.committee import TONES, say_decision
from cordee.web.wording import format_date, get_reader_language


Link = tuple[str, str]
"""A text and its address."""


@dataclass(frozen=True)
class DecidedLine:
    """An application of a call with the decision in force, if there is one."""

    title: str
    number: int
    address: str
    decision: str
    tone: str
    rank: str
    letter: str
    appeal: str
    acts: tuple[Link, ...]


@dataclass(frozen=True)
class OpinionRow:
    """An opinion that the instrument asks for."""

    name: str
    before: str
    answer: str
    tone: str
    address: str


@dataclass(frozen=True)
class DecisionRow:
    """A decision on an application as its office reads it."""

    said: str
    tone: str
    day: str
    by: str
    reason: str
    letter: str
    appeal: str
    appeal_answer: str
    is_replaced: bool
    acts: tuple[Link, ...]
    papers: tuple[Link, ...]


@dataclass(frozen=True)
class Selection:
    """What an office reads of an application's selection, and may do."""

    decide_address: str
    opinions: tuple[OpinionRow, ...]
    decisions: tuple[DecisionRow, ...]


@dataclass(frozen=True)
class ToldRow:
    """A decision as the applicant reads it."""

    said: str
    tone: str
    day: str
    letter: str
    is_replaced: bool
    appeal_until: str
    appeal_address: str
    appeal: str
    outcome: str
    answer: str
    papers: tuple[Link, ...]


def present_decided(
    call: Call, *, by: Actor, at: datetime, may_run: bool
) -> tuple[DecidedLine, ...]:
    """Return what was submitted to a call with its decisions: reserve list in its order, what waits last."""
    _call, lines, _drafts = list_of_call(call.id, by=by, on=at.date())
    decisions = list_decisions(one.id for one in lines)
    found = []
    for line in lines:
        told = next((one for one in decisions.get(line.id, ()) if one.is_in_force), None)
        appealed = next((one for one in decisions.get(line.id, ()) if one.appeal), None)
        found.append(
            (
                _ORDER[told.kind] if told else len(_ORDER),
                told.rank or 0 if told else 0,
                line.number,
                DecidedLine(
                    title=line.title or _("Without a title yet"),
                    number=line.number,
                    address=reverse("programmes:application", args=[line.id]),
                    decision=say_decision(told) if told else _("not decided yet"),
                    tone=TONES[told.kind] if told else "",
                    rank=str(told.rank or "") if told else "",
                    letter=_say_letter(told) if told else "",
                    appeal=_say_appeal(appealed) if appealed else "",
                    acts=_list_acts(told) if told and may_run else (),
                ),
            )
        )
    return tuple(line for *_key, line in sorted(found, key=lambda one: one[:3]))


_ORDER = {
    DecisionKind.FUND: 0,
    DecisionKind.RESERVE: 1,
    DecisionKind.REVISE: 2,
    DecisionKind.REFUSE: 3,
}


def present_selection(application: UUID, *, may_run: bool) -> Selection:
    """Return the opinions and decisions on an application, for who may see it at the office."""
    row = Application.objects.select_related("call").get(id=application)
    opinions = tuple(
        OpinionRow(
            name=str(GATE_NAMES[one.kind]),
            before=str(BEFORE_NAMES[one.gate.before]),
            answer=str(OPINION_NAMES[one.answer]) if one.answer else _("not there yet"),
            tone=one.answer.value if one.answer else "",
            address=reverse("programmes:opinion", args=[application, one.kind.value])
            if may_run
            else "",
        )
        for one in list_opinions(row)
        if one.gate.before.value != "signature"
    )
    decisions = list_decisions([application]).get(application, ())
    decide = reverse("programmes:decide", args=[application])
    return Selection(
        decide_address=decide if may_run and row.submitted_at else "",
        opinions=opinions,
        decisions=tuple(_present_decision(one, may_run=may_run) for one in decisions),
    )


def present_told(application: UUID, *, by: Actor, at: datetime) -> tuple[ToldRow, ...]:
    """Return what an applicant was told of their application, the latest first."""
    language, found = get_reader_language(), []
    for one in list_told(application, by=by):
        assert one.letter_sent_at is not None
        appeal = one.appeal
        found.append(
            ToldRow(
                said=say_decision(one),
                tone=TONES[one.kind],
                day=format_date(one.letter_sent_at),
                letter=one.letter.fr if language == "fr" else one.letter.en,
                is_replaced=not one.is_in_force,
                appeal_until=format_date(one.appeal_until) if one.appeal_until else "",
                appeal_address=reverse("programmes:appeal", args=[one.id])
                if _may_appeal(one, at)
                else "",
                appeal=appeal.text if appeal else "",
                outcome=str(APPEAL_OUTCOME_NAMES[appeal.outcome])
                if appeal and appeal.outcome
                else _("the office has not answered yet"),
                answer=appeal.answer if appeal else "",
                papers=list_papers(one),
            )
        )
    return tuple(found)


def list_papers(one: DecisionTold) -> tuple[Link, ...]:
    """Return the letter's files."""
    return tuple(
        (
            _("Letter in French, {form}").format(form=label)
            if language == "fr"
            else _("Letter in English, {form}").format(form=label),
            reverse("programmes:letter_paper", args=[one.id, language, form]),
        )
        for language in ("fr", "en")
        for form, label in (("pdf", "PDF"), ("docx", "Word"))
    )


def _present_decision(one: DecisionTold, *, may_run: bool) -> DecisionRow:
    reason = one.reason.fr if get_reader_language() == "fr" else one.reason.en
    appeal = one.appeal
    return DecisionRow(
        said=say_decision(one),
        tone=TONES[one.kind],
        day=format_date(one.decided_at),
        by=one.decided_by,
        reason=reason,
        letter=_say_letter(one),
        appeal=appeal.text if appeal else "",
        appeal_answer=" ".join(
            filter(
                None,
                (
                    str(APPEAL_OUTCOME_NAMES[appeal.outcome]) if appeal and appeal.outcome else "",
                    appeal.answer if appeal else "",
                ),
            )
        ),
        is_replaced=not one.is_in_force,
        acts=_list_acts(one) if may_run else (),
        papers=list_papers(one),
    )


def _list_acts(one: DecisionTold) -> tuple[Link, ...]:
    acts = []
    decide = reverse("programmes:decide", args=[one.application])
    if one.is_in_force and one.letter_sent_at is None:
        acts.append((_("Send the letter"), reverse("programmes:letter", args=[one.id])))
    if one.appeal is not None and one.appeal.outcome is None:
        acts.append((_("Answer the appeal"), reverse("programmes:settle_appeal", args=[one.id])))
    if one.is_in_force and one.kind is DecisionKind.REVISE:
        acts.append(
            (_("Ask for the revisions"), reverse("programmes:ask_revision", args=[one.application]))
        )
    if one.is_in_force and one.kind is DecisionKind.RESERVE:
        acts.append((_("Promote"), f"{decide}?kind=fund"))
    if one.is_in_force and one.appeal is not None and one.appeal.outcome is AppealOutcome.UPHELD:
        acts.append((_("Decide anew"), decide))
    return tuple(acts)


def _say_letter(one: DecisionTold) -> str:
    if one.letter_sent_at is None:
        return _("letter not sent")
    said = _("letter sent on {day}").format(day=format_date(one.letter_sent_at))
    if one.letter_mailed_at is None:
        return _("{letter}; the mail server has not taken it yet").format(letter=said)
    return said


def _say_appeal(one: DecisionTold) -> str:
    if one.appeal is None or one.appeal.outcome is None:
        return _("appeal waits for an answer")
    return str(APPEAL_OUTCOME_NAMES[one.appeal.outcome])


def _may_appeal(one: DecisionTold, at: datetime) -> bool:
    try:
        check_can_appeal(one, at.date())
    except RuleError:
        return False
    return True
