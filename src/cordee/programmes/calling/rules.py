"""What may be done with a call now. `check_…` raises with the reason, `find_obstacle…` returns it.

The same sentence refuses a step and is the tooltip of its disabled button. Rules read values, so that
they are tried without a database.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext_noop

from cordee.kernel.errors import CordeeError, RuleError, StaleError, UsageError
from cordee.kernel.messages import Sentence
from cordee.programmes.calling.clock import say_moment
from cordee.programmes.calling.values import CallTold, InBoth
from cordee.programmes.judging.checks import find_faults
from cordee.programmes.life import CallDays, CallMoment, CallStage
from cordee.programmes.states import Opening


MOST_MONEY = Decimal(10**12)
"""An envelope that is not below it has no room in its column, and is a slip."""


def check_can_apply(days: CallDays, time_zone: str, at: datetime) -> None:
    """Raise `RuleError` unless applications are taken at that moment, which the server's clock gives.

    The deadline itself is too late, to the second. Whether the person may apply is not asked here.
    """
    moment = days.find_moment(at)
    if moment is CallMoment.DRAFT:
        raise RuleError(gettext_noop("This call is not published yet: nobody can apply."))
    if moment is CallMoment.CANCELLED:
        raise RuleError(gettext_noop("This call was cancelled: no applications are taken."))
    if moment is CallMoment.COMING and days.opens_at is not None:
        raise RuleError(
            gettext_noop("This call opens on {moment}. Come back then."),
            moment=say_moment(days.opens_at, time_zone),
        )
    if moment is CallMoment.CLOSED and days.ended_at is not None:
        raise RuleError(
            gettext_noop("This call is over since {moment}: no applications are taken any more."),
            moment=say_moment(days.ended_at, time_zone),
        )


def check_can_publish(call: CallTold, at: datetime) -> None:
    """Raise `RuleError` unless a draft may be published: whole in both languages, its days in order."""
    _check_stage(call, CallStage.DRAFT, gettext_noop("Only a call in preparation is published."))
    if not (call.title_fr and call.title_en):
        raise RuleError(gettext_noop("Give the call a title in French and in English first."))
    if bool(call.text_fr) != bool(call.text_en):
        raise RuleError(
            gettext_noop("The text is in one language only. Write it in the other too.")
        )
    _check_deadline(call, at)
    if call.definition.rotation is not None and not call.zones:
        raise RuleError(
            gettext_noop("By its rotation the instrument is open to no zone in {year}."),
            year=str(call.year),
        )
    fault = next(iter(find_faults(call.definition)), None)
    if fault is not None:
        raise RuleError(
            gettext_noop("The instrument has a fault at {where}: {fault}"),
            where=fault.where,
            fault=fault.sentence,
        )


def check_can_change(call: CallTold, *, reason: str) -> None:
    """Raise `RuleError` unless what a call says may be rewritten: published, its words alone, and why."""
    if call.stage not in {CallStage.DRAFT, CallStage.PUBLISHED}:
        raise RuleError(gettext_noop("This call is over; its record stays as it was."))
    if call.stage is CallStage.PUBLISHED and not reason.strip():
        raise RuleError(gettext_noop("The call is published. Say why its words are corrected."))


def check_can_extend(call: CallTold, closes_at: datetime | None, at: datetime) -> None:
    """Raise `RuleError` unless the deadline may be put off to that moment; None asks about any."""
    _check_stage(call, CallStage.PUBLISHED, gettext_noop("Only a published call is extended."))
    if call.closes_at is None:
        raise RuleError(gettext_noop("This call has no deadline to put off."))
    if closes_at is None:
        return
    if closes_at <= call.closes_at:
        raise RuleError(
            gettext_noop("The deadline is only ever put off: give one after {moment}."),
            moment=say_moment(call.closes_at, call.time_zone),
        )
    if closes_at <= at:
        raise RuleError(gettext_noop("This moment has passed. Give a deadline to come."))


def check_can_close(call: CallTold, at: datetime) -> None:
    """Raise `RuleError` unless a call may be closed for good: nobody loses time that was promised."""
    _check_stage(call, CallStage.PUBLISHED, gettext_noop("Only a published call is closed."))
    if call.closes_at is not None and at < call.closes_at:
        raise RuleError(
            gettext_noop(
                "Applicants were promised until {moment}. Wait for it, or cancel the call."
            ),
            moment=say_moment(call.closes_at, call.time_zone),
        )


def check_can_cancel(call: CallTold) -> None:
    """Raise `RuleError` unless a call may be cancelled."""
    if call.stage not in {CallStage.DRAFT, CallStage.PUBLISHED}:
        raise RuleError(gettext_noop("This call is over; its record stays as it was."))


def check_can_invite(call: CallTold) -> None:
    """Raise `RuleError` unless somebody may be named for a call: it opens by invitation, and is not over."""
    if call.opening is not Opening.DIRECT:
        raise RuleError(gettext_noop("This call is open to all: nobody need be named for it."))
    if call.stage not in {CallStage.DRAFT, CallStage.PUBLISHED}:
        raise RuleError(gettext_noop("This call is over; its record stays as it was."))


def check_can_announce(call: CallTold) -> None:
    """Raise `RuleError` unless news may be given: there is a page to read them on."""
    if not call.is_frozen:
        raise RuleError(gettext_noop("News is given once the call is published."))


def check_can_ask(call: CallTold, at: datetime) -> None:
    """Raise `RuleError` unless questions are taken: from publication until the call is over."""
    if call.days.find_moment(at) not in {CallMoment.COMING, CallMoment.OPEN}:
        raise RuleError(gettext_noop("Questions are taken while the call is coming or open."))


def check_reason(reason: InBoth) -> None:
    """Raise `RuleError` unless a reason is given in both languages: applicants read it on the page."""
    if not (reason.fr.strip() and reason.en.strip()):
        raise RuleError(gettext_noop("Say why, in French and in English: applicants read it."))


def check_money(envelope: Decimal | None, currency: str) -> None:
    """Raise `UsageError` for an envelope without a currency, the other way round, or out of bounds."""
    if (envelope is None) != (currency == ""):
        raise UsageError(gettext_noop("A currency stands beside an amount. Give both or none."))
    if envelope is None:
        return
    if not (currency.isascii() and currency.isalpha() and len(currency) == 3):
        raise UsageError(gettext_noop("Write the currency in three letters: EUR."))
    if not 0 <= envelope < MOST_MONEY:
        raise UsageError(gettext_noop("No call is about so much money. Check the amount."))


def check_version(known: int, now: int, by: str) -> None:
    """Raise `StaleError` when the call changed since the form was opened."""
    if known != now:
        raise StaleError(
            gettext_noop(
                "{name} changed this call after you opened it. Nothing of yours was saved over it: compare below, then save again."
            ),
            name=by or "?",
        )


def find_obstacle(check: Callable[[], None]) -> Sentence | None:
    """Return why a check refuses, or None."""
    try:
        check()
    except CordeeError as error:
        return error.sentence
    return None


def _check_stage(call: CallTold, stage: CallStage, text: str) -> None:
    if call.stage is not stage:
        raise RuleError(text)


def _check_deadline(call: CallTold, at: datetime) -> None:
    if call.opening is Opening.CALL and call.closes_at is None:
        raise RuleError(
            gettext_noop("An instrument that opens by calls needs a deadline. Give one.")
        )
    if call.opening is Opening.ROLLING and call.closes_at is not None:
        raise RuleError(
            gettext_noop(
                "This instrument takes applications at any time. Leave the deadline empty."
            )
        )
    if call.closes_at is None:
        return
    if call.closes_at <= at:
        raise RuleError(gettext_noop("The deadline has passed already. Give one to come."))
    if call.closes_at <= (call.opens_at or at):
        raise RuleError(gettext_noop("The deadline lies before the opening. Give a later one."))
