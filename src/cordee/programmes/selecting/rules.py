"""What may be decided now, and by whom. `check_…` raises with the reason, which the page shows.

Rules read values, so that they are tried without a database.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_noop

from cordee.agreements.states import GATE_NAMES, Opinion
from cordee.kernel.errors import RuleError, StaleError
from cordee.programmes.definition.parts import Definition
from cordee.programmes.life import ApplicationStage
from cordee.programmes.selecting.states import AppealOutcome, DecisionKind, SessionStage
from cordee.programmes.selecting.values import DecisionTold, OpinionTold, Ruling
from cordee.programmes.states import Before, Verdict


GIVING = frozenset({DecisionKind.FUND, DecisionKind.RESERVE})
"""Decisions that give money, or may come to."""

ELIGIBLE = frozenset({Verdict.ELIGIBLE, Verdict.OVERRIDDEN})
"""Verdicts with which an application is put before the committee."""


def check_known(known: object, now: DecisionTold | None) -> None:
    """Raise `StaleError` when the application was decided on since the form was opened."""
    if known == (now.id if now else None):
        return
    raise StaleError(
        gettext_noop(
            "{name} decided on this application after you opened it. Nothing was written over it: read that decision first."
        ),
        name=(now.decided_by if now else "") or "?",
    )


def check_can_decide(
    stage: ApplicationStage, verdict: Verdict | None, ruling: Ruling, now: DecisionTold | None
) -> None:
    """Raise `RuleError` unless an application in that stage may be decided on so."""
    if stage is ApplicationStage.DRAFT:
        raise RuleError(gettext_noop("It is not submitted, so there is nothing to decide on."))
    if stage is ApplicationStage.WITHDRAWN and ruling.kind is not DecisionKind.REFUSE:
        raise RuleError(gettext_noop("It was withdrawn: it can only be refused."))
    if ruling.kind in GIVING and verdict not in ELIGIBLE:
        raise RuleError(
            gettext_noop(
                "The rules do not find it eligible. Ask them again, or set the verdict aside with a reason first."
            )
        )
    needs_reason = ruling.kind is not DecisionKind.FUND or now is not None
    reason = (ruling.reason.fr.strip(), ruling.reason.en.strip())
    if needs_reason and not all(reason):
        raise RuleError(gettext_noop("Say why, in French and in English: the applicant reads it."))
    if any(reason) and not all(reason):
        raise RuleError(gettext_noop("The reason is in one language only. Write it in the other."))


def check_money(ruling: Ruling, definition: Definition, asked: Decimal | None) -> None:
    """Raise `RuleError` unless the amount is one that may be given: some, and not more than was asked for."""
    if ruling.kind not in GIVING or definition.funding is None:
        if ruling.amount is not None:
            raise RuleError(gettext_noop("No money is given with this decision. Leave it empty."))
        return
    if ruling.amount is None:
        if ruling.kind is DecisionKind.FUND:
            raise RuleError(gettext_noop("Say how much is given."))
        return
    if ruling.amount <= 0:
        raise RuleError(gettext_noop("Give an amount above nought."))
    if asked is not None and ruling.amount > asked:
        raise RuleError(
            gettext_noop("{asked} was asked for. Give no more than that."), asked=f"{asked:.2f}"
        )


def check_opinions(opinions: Iterable[OpinionTold], kind: DecisionKind) -> None:
    """Raise `RuleError` unless the opinions are there that a decision needs, and none that holds it up forbids it.

    Before a decision to fund or to keep in reserve those before the decision are needed, before one to
    fund those before the award too. What does not hold up is asked for and never stops.
    """
    steps = {Before.DECISION, Before.AWARD} if kind is DecisionKind.FUND else {Before.DECISION}
    if kind not in GIVING:
        return
    for one in opinions:
        if one.gate.before not in steps or not one.gate.is_blocking:
            continue
        if one.answer is None:
            raise RuleError(
                gettext_noop("It needs an opinion first: {opinion}. Note the answer."),
                opinion=GATE_NAMES[one.kind],
            )
        if one.answer is Opinion.UNFAVOURABLE:
            raise RuleError(
                gettext_noop("An opinion is unfavourable: {opinion}. It cannot be funded."),
                opinion=GATE_NAMES[one.kind],
            )


def check_has_committee(
    definition: Definition, now: DecisionTold | None, *, in_session: bool
) -> None:
    """Raise `RuleError` where an application is decided on first without the committee that it needs."""
    plan = definition.review
    if plan is not None and plan.has_committee and now is None and not in_session:
        raise RuleError(
            gettext_noop("The committee decides first. Put it on the agenda of a session.")
        )


def check_quorum(present: int, quorum: int) -> None:
    """Raise `RuleError` without enough of those in the room who decide."""
    if present < quorum:
        raise RuleError(
            gettext_noop(
                "{present} of those who decide are in the room, and the quorum is {quorum}. Nothing can be decided on this application now."
            ),
            present=str(present),
            quorum=str(quorum),
        )


def check_left(names: Iterable[str]) -> None:
    """Raise `RuleError` while somebody who is tied to the application is in the room."""
    still = tuple(names)
    if still:
        raise RuleError(
            gettext_noop(
                "{names} must leave the room first: something ties them to this application. Note that they left."
            ),
            names=", ".join(still),
        )


def check_sits(stage: SessionStage) -> None:
    """Raise `RuleError` unless the session sits."""
    if stage is SessionStage.PLANNED:
        raise RuleError(gettext_noop("The session has not been opened yet."))
    check_not_closed(stage)


def check_not_closed(stage: SessionStage) -> None:
    """Raise `RuleError` once the session is closed: what happened in it stays as it was."""
    if stage is SessionStage.CLOSED:
        raise RuleError(gettext_noop("The session is closed; its record stays as it was."))


def check_can_appeal(decision: DecisionTold, on: date) -> None:
    """Raise `RuleError` unless the applicant may appeal against a decision on that day."""
    if decision.letter_sent_at is None or decision.kind is DecisionKind.REVISE:
        raise RuleError(gettext_noop("There is nothing to appeal against."))
    if decision.appeal is not None:
        raise RuleError(gettext_noop("You have appealed already; the office answers it."))
    if not decision.is_in_force:
        raise RuleError(gettext_noop("A later decision replaced this one."))
    if decision.appeal_until is None:
        raise RuleError(gettext_noop("No appeal is open against this decision."))
    if on > decision.appeal_until:
        raise RuleError(
            gettext_noop("The last day to appeal was {day}."), day=decision.appeal_until
        )


def check_can_settle(decision: DecisionTold, outcome: AppealOutcome, answer: str) -> None:
    """Raise `RuleError` unless an appeal is there that waits for its answer."""
    if decision.appeal is None:
        raise RuleError(gettext_noop("Nobody appealed against this decision."))
    if decision.appeal.outcome is not None:
        raise RuleError(gettext_noop("This appeal was answered already."))
    if not answer.strip():
        raise RuleError(gettext_noop("Write the answer: the applicant reads it."))
    if outcome is AppealOutcome.UPHELD and not decision.is_in_force:
        raise RuleError(gettext_noop("A later decision replaced this one."))


def check_can_send(decision: DecisionTold, fr: str, en: str) -> None:
    """Raise `RuleError` unless a decision's letter may go out: written in both languages, and only once."""
    if not decision.is_in_force:
        raise RuleError(gettext_noop("A later decision replaced this one. Send its letter."))
    if decision.letter_sent_at is not None:
        raise RuleError(gettext_noop("This letter was sent already; what was sent stays."))
    if not (fr.strip() and en.strip()):
        raise RuleError(gettext_noop("Write the letter in French and in English."))
