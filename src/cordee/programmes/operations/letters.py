"""Telling applicants: letters of decisions, kept as they were sent; appeals, and their answers."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from cordee.directory.queries import get_line
from cordee.kernel.errors import NotFoundError, RuleError, UsageError
from cordee.ledger.rights import Actor, check_can
from cordee.ledger.states import Action
from cordee.programmes.calling.clock import get_zone_of
from cordee.programmes.calling.values import InBoth
from cordee.programmes.models import Appeal, Decision
from cordee.programmes.operations.applications import note
from cordee.programmes.queries.applications import writes
from cordee.programmes.queries.decisions import NO_DECISION, read_decision, sees_decisions
from cordee.programmes.selecting.letters import say_appeal
from cordee.programmes.selecting.rules import check_can_appeal, check_can_send, check_can_settle
from cordee.programmes.selecting.states import AppealOutcome


MOST_APPEAL_DAYS = 365
MOST_CHARACTERS = 20_000
"""Of a letter, an appeal or its answer."""


@transaction.atomic
def send_letter(
    decision: UUID, letter: InBoth, *, appeal_days: int, by: Actor, at: datetime
) -> None:
    """Keep the letter of a decision, and give it to the applicant: from now on they see the decision.

    `appeal_days` says how long they may appeal, 0 not at all; the sentence that tells them is added. The
    mail itself goes out afterwards, again and again until the mail server takes it.
    """
    row = open_decision(decision, by=by, at=at)
    check_can_send(read_decision(row), letter.fr, letter.en)
    if not 0 <= appeal_days <= MOST_APPEAL_DAYS:
        raise UsageError(gettext_noop("Give a number of days from 0 to 365."))
    today = at.astimezone(get_zone_of(row.application.call.time_zone)).date()
    until = today + timedelta(days=appeal_days) if appeal_days else None
    row.letter_fr = "\n\n".join(filter(None, (letter.fr.strip(), say_appeal(until, "fr"))))
    row.letter_en = "\n\n".join(filter(None, (letter.en.strip(), say_appeal(until, "en"))))
    row.letter_sent_at, row.appeal_until = at, until
    row.save(update_fields=["letter_fr", "letter_en", "letter_sent_at", "appeal_until"])
    change = {"decision": ("", row.kind), "appeal_until": ("", until or "")}
    note(row.application, "notify", by=by, at=at, change=change)


def note_mailed(decision: UUID, *, at: datetime) -> None:
    """Keep that the mail server took a letter: it is not sent again."""
    Decision.objects.filter(id=decision, letter_mailed_at=None).update(letter_mailed_at=at)


@transaction.atomic
def appeal(decision: UUID, text: str, *, by: Actor, at: datetime) -> None:
    """Appeal against a decision, as the applicant who was told of it."""
    row = _lock(decision)
    if row.letter_sent_at is None or not writes(row.application, by):
        raise NotFoundError(NO_DECISION)
    zone = get_zone_of(row.application.call.time_zone)
    check_can_appeal(read_decision(row), at.astimezone(zone).date())
    text = text.strip()
    if not text:
        raise RuleError(gettext_noop("Say why you appeal."))
    Appeal.objects.create(decision=row, received_at=at, text=text[:MOST_CHARACTERS])
    note(row.application, "appeal", by=by, at=at, change={"decision": (row.kind, row.kind)})


@transaction.atomic
def settle_appeal(
    decision: UUID, outcome: AppealOutcome, answer: str, *, by: Actor, at: datetime
) -> None:
    """Answer an appeal. One that is upheld asks for a decision anew, which is taken apart."""
    row = open_decision(decision, by=by, at=at)
    check_can_settle(read_decision(row), outcome, answer)
    Appeal.objects.filter(decision=row).update(
        outcome=outcome.value,
        answer=answer.strip()[:MOST_CHARACTERS],
        answered_at=at,
        answered_by=by.name,
    )
    note(row.application, "settle_appeal", by=by, at=at, change={"outcome": ("", outcome.value)})


def open_decision(identifier: UUID, *, by: Actor, at: datetime) -> Decision:
    """Return the row of a decision, locked, for who runs programmes at the call's office."""
    row = _lock(identifier)
    office = row.application.call.office
    if not sees_decisions(office, by=by, on=at.date()):
        raise NotFoundError(NO_DECISION)
    check_can(by, Action.RUN_PROGRAMMES, get_line(office, on=at.date()), on=at.date())
    return row


def _lock(identifier: UUID) -> Decision:
    rows = Decision.objects.select_for_update(of=("self",)).select_related("application__call")
    row = rows.filter(id=identifier).first()
    if row is None:
        raise NotFoundError(NO_DECISION)
    return row
