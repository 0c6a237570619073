"""What may be done to an agreement now. `check_…` raises with the reason, `find_obstacle…` returns it.

The same sentence refuses a move and is the tooltip of its disabled button. Rules read `Facts`, values
that `cordee.agreements.reading.read_facts` gathers, so that they are tried without a database.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_noop

from cordee.agreements.life import CLOSED, COMING, MOVE_BY_STEP, OPEN, STAGE_NAMES, Stage, Step
from cordee.agreements.periods import Terms, find_days
from cordee.agreements.states import GATE_NAMES, NON_BINDING, GateKind, Kind, Opinion, Renewal
from cordee.kernel.errors import CordeeError, RuleError, StaleError, UsageError
from cordee.kernel.messages import Sentence
from cordee.ledger.cells import EARLIEST, LATEST


LEAST_PARTIES = 2
"""An agreement joins at least two."""

MOST_MONEY = Decimal(10**12)
"""An amount that is not below it has no room in its column, and is a slip."""


@dataclass(frozen=True)
class GateFact:
    """An opinion: whose kind, whether it stops the signature, what was answered."""

    kind: GateKind
    is_blocking: bool
    answer: Opinion | None


@dataclass(frozen=True)
class Facts:
    """What rules read of an agreement.

    `signed` holds the day each party signed, by its name. `amended_since` and `renewed_since` say
    whether an amendment, or one that renews, was recorded since the present stage began.
    """

    stage: Stage
    terms: Terms
    signed: tuple[tuple[str, date | None], ...] = ()
    gates: tuple[GateFact, ...] = ()
    amended_since: bool = False
    renewed_since: bool = False


@dataclass(frozen=True)
class Sum:
    """An amount of money in a currency."""

    amount: Decimal
    currency: str


def check_can_move(facts: Facts, step: Step, *, on: date, reason: str = "") -> None:
    """Raise `RuleError` unless the move may be made on that day, for that reason."""
    move = MOVE_BY_STEP[step]
    if facts.stage not in move.sources:
        raise RuleError(
            gettext_noop("From the stage “{stage}” nothing leads there."),
            stage=STAGE_NAMES[facts.stage],
        )
    check = _CHECKS.get(step)
    if check is not None:
        check(facts, on)
    if move.needs_reason and not reason.strip():
        raise RuleError(gettext_noop("Say why: the reason is kept in the audit."))


def find_obstacle(facts: Facts, step: Step, *, on: date) -> Sentence | None:
    """Return why a move cannot be made now, or None. A reason is asked for when it is made."""
    return _find_error(lambda: check_can_move(facts, step, on=on, reason="-"))


def check_can_change(stage: Stage, *, reason: str) -> None:
    """Raise `RuleError` unless what is agreed may be rewritten.

    At signature the text is fixed. Once in force the record may be corrected, and says why; what the
    parties themselves change is an amendment.
    """
    if stage in CLOSED:
        raise RuleError(
            gettext_noop("This agreement is over; its record stays as it was."),
        )
    if stage is Stage.SIGNATURE:
        raise RuleError(
            gettext_noop("The text is being signed. Take it back to draft to change it.")
        )
    if stage not in OPEN and not reason.strip():
        raise RuleError(
            gettext_noop(
                "The agreement is in force. Say why its record is corrected; what the parties change is an amendment."
            )
        )


def find_obstacle_to_change(stage: Stage) -> Sentence | None:
    """Return why an agreement cannot be rewritten now, or None."""
    return _find_error(lambda: check_can_change(stage, reason="-"))


def check_can_amend(stage: Stage) -> None:
    """Raise `RuleError` unless an amendment may be recorded: only what holds can be amended."""
    if stage in COMING:
        raise RuleError(
            gettext_noop("Only an agreement in force is amended. Change this one itself.")
        )
    if stage in CLOSED:
        raise RuleError(gettext_noop("This agreement is over; its record stays as it was."))


def find_obstacle_to_amend(stage: Stage) -> Sentence | None:
    """Return why no amendment can be recorded now, or None."""
    return _find_error(lambda: check_can_amend(stage))


def check_can_ask_opinions(stage: Stage) -> None:
    """Raise `RuleError` unless opinions may be asked and given: while the text is still being written."""
    if stage not in OPEN:
        raise RuleError(
            gettext_noop("Opinions are asked and given before the signature, not afterwards.")
        )


def find_obstacle_to_opinions(stage: Stage) -> Sentence | None:
    """Return why no opinion can be asked or given now, or None."""
    return _find_error(lambda: check_can_ask_opinions(stage))


def check_can_sign(stage: Stage, signed_on: date | None, *, on: date) -> None:
    """Raise `RuleError` unless a party's signature of that day may be recorded."""
    if signed_on is None:
        return
    if signed_on > on:
        raise RuleError(gettext_noop("A signature cannot be of a day to come."))
    if stage in OPEN:
        raise RuleError(gettext_noop("Nobody signs yet. Send the agreement to signature first."))


def check_kind(kind: Kind, *, is_binding: bool, money: Sum | None, end: date | None) -> None:
    """Raise `RuleError` unless an agreement of that kind may be as it is said to be."""
    if kind in NON_BINDING and is_binding:
        raise RuleError(
            gettext_noop("A memorandum of understanding or letter of intent binds nobody.")
        )
    if kind in NON_BINDING and money is not None:
        raise RuleError(
            gettext_noop("A memorandum of understanding or letter of intent carries no money.")
        )
    if kind is Kind.MOU and end is None:
        raise RuleError(gettext_noop("A memorandum of understanding must have an end."))


def check_days(*days: date | None) -> None:
    """Raise `RuleError` for a day too far off to be meant: the calendar has none after 31/12/9999."""
    for day in days:
        if day is not None and not EARLIEST <= day.year <= LATEST:
            raise RuleError(
                gettext_noop("{day} is not meant. Give a day of the years {earliest} to {latest}."),
                day=day,
                earliest=str(EARLIEST),
                latest=str(LATEST),
            )


def check_terms(terms: Terms) -> None:
    """Raise `RuleError` unless a period and its renewal fit together."""
    check_days(terms.start, terms.end)
    if terms.start and terms.end and terms.end < terms.start:
        raise RuleError(gettext_noop("The end lies before the start. Give a later last day."))
    is_tacit = terms.renewal is Renewal.TACIT
    if is_tacit and not terms.renewal_months:
        raise RuleError(gettext_noop("Say for how many months it is renewed tacitly."))
    if is_tacit and terms.end is None:
        raise RuleError(gettext_noop("Only an agreement with an end is renewed tacitly."))
    if not is_tacit and (terms.renewal_months or terms.most_renewals):
        raise RuleError(
            gettext_noop(
                "Months and times of renewal belong to tacit renewal alone. Leave them empty."
            )
        )


def check_version(known: int, now: int, by: str) -> None:
    """Raise `StaleError` when the record changed since the form was opened."""
    if known != now:
        raise StaleError(
            gettext_noop(
                "{name} changed this agreement after you opened it. Nothing of yours was saved over it: compare below, then save again."
            ),
            name=by or "?",
        )


def check_currency(amount: Decimal | None, currency: str) -> Sum | None:
    """Return the money, or None; `UsageError` for an amount without a currency, or out of bounds."""
    if amount is None:
        if currency:
            raise UsageError(gettext_noop("A currency stands beside an amount. Give both or none."))
        return None
    if amount >= MOST_MONEY:
        raise UsageError(gettext_noop("No agreement is about so much money. Check the amount."))
    if amount < 0 or not (currency.isascii() and currency.isalpha() and len(currency) == 3):
        raise UsageError(
            gettext_noop(
                "Give an amount of nought or more, with its currency in three letters: EUR."
            )
        )
    return Sum(amount, currency.upper())


def _check_parties(facts: Facts, _on: date) -> None:
    if len(facts.signed) < LEAST_PARTIES:
        raise RuleError(gettext_noop("Name at least two parties first."))


def _check_gates_asked(facts: Facts, _on: date) -> None:
    if not facts.gates:
        raise RuleError(
            gettext_noop(
                "No opinion is listed. List those that are needed, or send it to signature."
            )
        )


def _check_gates(facts: Facts, on: date) -> None:
    _check_parties(facts, on)
    for gate in facts.gates:
        if not gate.is_blocking:
            continue
        if gate.answer is None:
            raise RuleError(
                gettext_noop("The {gate} is still awaited, and stops the signature."),
                gate=GATE_NAMES[gate.kind],
            )
        if gate.answer is Opinion.UNFAVOURABLE:
            raise RuleError(
                gettext_noop("The {gate} is unfavourable, and stops the signature."),
                gate=GATE_NAMES[gate.kind],
            )


def _check_signed(facts: Facts, on: date) -> None:
    _check_parties(facts, on)
    missing = [name for name, signed_on in facts.signed if signed_on is None]
    if missing:
        raise RuleError(gettext_noop("Not signed yet by {names}."), names=", ".join(missing))
    if facts.terms.start is None:
        raise RuleError(gettext_noop("Say first from which day it holds."))


def _check_amended(facts: Facts, _on: date) -> None:
    if not facts.amended_since:
        raise RuleError(gettext_noop("Record the signed amendment first."))


def _check_renewed(facts: Facts, _on: date) -> None:
    if not facts.renewed_since:
        raise RuleError(
            gettext_noop("Record first the signed amendment that renews it, with the new end.")
        )


def _check_over(facts: Facts, on: date) -> None:
    end = find_days(facts.terms, on=on).end
    if end is None:
        raise RuleError(gettext_noop("It has no end. Terminate it to stop it."))
    if on <= end:
        raise RuleError(
            gettext_noop("It runs until {day}. Terminate it to stop it before."), day=end
        )


_CHECKS: dict[Step, Callable[[Facts, date], None]] = {
    Step.ROUTE: _check_parties,
    Step.ASK_OPINIONS: _check_gates_asked,
    Step.SEND_TO_SIGNATURE: _check_gates,
    Step.ENTER_INTO_FORCE: _check_signed,
    Step.AMEND: _check_amended,
    Step.RENEW: _check_renewed,
    Step.END: _check_over,
}


def _find_error(check: Callable[[], None]) -> Sentence | None:
    try:
        check()
    except CordeeError as error:
        return error.sentence
    return None
