"""What the text says and permits, which opinions it needs, and what amended it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_noop

from cordee.agreements.life import Stage
from cordee.agreements.models import Agreement, Amendment, Clause, Gate, Permit
from cordee.agreements.operations.writing import (
    check_is_party,
    check_organisation,
    close_agreement,
    open_agreement,
    open_to_change,
)
from cordee.agreements.periods import find_days
from cordee.agreements.reading import read_terms
from cordee.agreements.rules import (
    check_can_amend,
    check_can_ask_opinions,
    check_days,
)
from cordee.agreements.states import (
    AmendmentKind,
    ClauseKind,
    ClauseState,
    GateKind,
    Opinion,
    Permitted,
)
from cordee.kernel.errors import NotFoundError, RuleError
from cordee.ledger.audit import find_change
from cordee.ledger.rights import Actor
from cordee.ledger.states import Action


@dataclass(frozen=True)
class Answer:
    """What an authority answered, on which day, through whom, with which remarks, in which document."""

    opinion: Opinion
    answered_on: date
    answered_by: str = ""
    remarks: str = ""
    document: UUID | None = None


@transaction.atomic
def set_clauses(
    identifier: UUID,
    read: Mapping[ClauseKind, tuple[ClauseState, str]],
    *,
    version: int,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> None:
    """Write what the reading of the text found; a subject left out was not read for."""
    row = open_to_change(identifier, version, reason=reason, by=by, at=at)
    before = {one.kind: _say_clause(one.state, one.text) for one in row.clauses.all()}
    after = {
        kind.value: _say_clause(state.value, text.strip()) for kind, (state, text) in read.items()
    }
    change = find_change(before, after)
    if not change:
        return
    row.clauses.all().delete()
    Clause.objects.bulk_create(
        Clause(agreement=row, kind=kind.value, state=state.value, text=text.strip())
        for kind, (state, text) in read.items()
    )
    close_agreement(row, "clauses", change, by=by, at=at, reason=reason)


@transaction.atomic
def add_gate(
    identifier: UUID,
    kind: GateKind,
    authority: str,
    *,
    is_blocking: bool,
    due_on: date | None,
    version: int,
    by: Actor,
    at: datetime,
) -> UUID:
    """List an opinion that is needed, and return its identifier."""
    row = _open_to_opinions(identifier, version, by=by, at=at)
    made = Gate.objects.create(
        agreement=row,
        kind=kind.value,
        authority=authority.strip(),
        is_blocking=is_blocking,
        due_on=due_on,
    )
    change = {"gate": ("", kind.value), "authority": ("", made.authority), "due_on": ("", due_on)}
    close_agreement(row, "add_gate", change, by=by, at=at)
    return made.id


@transaction.atomic
def answer_gate(
    identifier: UUID, gate: UUID, answer: Answer, *, version: int, by: Actor, at: datetime
) -> None:
    """Record what an authority answered, in place of what it answered before."""
    row = _open_to_opinions(identifier, version, by=by, at=at)
    found = _find_gate(row, gate)
    if answer.answered_on > at.date():
        raise RuleError(gettext_noop("An opinion cannot be of a day to come."))
    document = row.documents.filter(id=answer.document).first() if answer.document else None
    after = {
        "answer": answer.opinion.value,
        "answered_on": answer.answered_on,
        "answered_by": answer.answered_by.strip(),
        "remarks": answer.remarks.strip(),
        "document_id": document.id if document else None,
    }
    change = find_change({name: getattr(found, name) for name in after}, after)
    if not change:
        return
    Gate.objects.filter(id=found.id).update(**after)
    close_agreement(row, "answer_gate", {"gate": ("", found.kind), **change}, by=by, at=at)


@transaction.atomic
def remove_gate(
    identifier: UUID, gate: UUID, *, version: int, by: Actor, at: datetime, reason: str
) -> None:
    """Strike an opinion from the list: never one that was answered, and never without a reason."""
    row = _open_to_opinions(identifier, version, by=by, at=at)
    found = _find_gate(row, gate)
    if found.answer:
        raise RuleError(gettext_noop("This opinion was answered; it stays with the agreement."))
    if not reason.strip():
        raise RuleError(gettext_noop("Say why: the reason is kept in the audit."))
    found.delete()
    change = {"gate": (found.kind, ""), "authority": (found.authority, "")}
    close_agreement(row, "remove_gate", change, by=by, at=at, reason=reason)


@transaction.atomic
def add_permit(
    identifier: UUID,
    action: Permitted,
    giver: UUID,
    receiver: UUID,
    clause: str,
    conditions: str,
    *,
    version: int,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> UUID:
    """Say what one party lets another do, by which clause, and return the permit's identifier."""
    row = open_to_change(identifier, version, reason=reason, by=by, at=at)
    if giver == receiver:
        raise RuleError(gettext_noop("A party needs no permit from itself. Choose another."))
    for one in (giver, receiver):
        check_is_party(row, one)
    if row.permits.filter(action=action.value, giver=giver, receiver=receiver).exists():
        raise RuleError(gettext_noop("The agreement says so already."))
    made = Permit.objects.create(
        agreement=row,
        action=action.value,
        giver=giver,
        receiver=receiver,
        clause=clause.strip(),
        conditions=conditions.strip(),
    )
    change = {
        "permit": ("", action.value),
        "giver": ("", check_organisation(giver)),
        "receiver": ("", check_organisation(receiver)),
        "clause": ("", made.clause),
    }
    close_agreement(row, "add_permit", change, by=by, at=at, reason=reason)
    return made.id


@transaction.atomic
def remove_permit(
    identifier: UUID, permit: UUID, *, version: int, by: Actor, at: datetime, reason: str = ""
) -> None:
    """Take out what one party lets another do."""
    row = open_to_change(identifier, version, reason=reason, by=by, at=at)
    found = row.permits.filter(id=permit).first()
    if found is None:
        raise NotFoundError(gettext_noop("The agreement has no such permit."))
    found.delete()
    change = {
        "permit": (found.action, ""),
        "giver": (check_organisation(found.giver), ""),
        "receiver": (check_organisation(found.receiver), ""),
    }
    close_agreement(row, "remove_permit", change, by=by, at=at, reason=reason)


@transaction.atomic
def add_amendment(
    identifier: UUID,
    kind: AmendmentKind,
    text: str,
    signed_on: date,
    new_end: date | None,
    *,
    version: int,
    by: Actor,
    at: datetime,
) -> UUID:
    """Record an amendment that all parties signed, and return its identifier.

    It takes the next number. A renewal sets an end later than the one it replaces.
    """
    row = open_agreement(identifier, version, Action.EDIT_AGREEMENTS, by=by, at=at)
    check_can_amend(Stage(row.stage))
    check_days(signed_on, new_end)
    if signed_on > at.date():
        raise RuleError(gettext_noop("A signature cannot be of a day to come."))
    if kind is AmendmentKind.RENEWAL:
        end = find_days(read_terms(row), on=signed_on).end
        if new_end is None or (end is not None and new_end <= end):
            raise RuleError(gettext_noop("A renewal sets a later end. Give the new last day."))
    if new_end is not None and row.start is not None and new_end < row.start:
        raise RuleError(gettext_noop("The end lies before the start. Give a later last day."))
    last = row.amendments.aggregate(last=Max("number"))["last"] or 0
    made = Amendment.objects.create(
        agreement=row,
        number=last + 1,
        kind=kind.value,
        text=text.strip(),
        signed_on=signed_on,
        new_end=new_end,
        recorded_at=at,
    )
    change = {
        "amendment": ("", made.number),
        "text": ("", made.text),
        "signed_on": ("", signed_on),
        "new_end": ("", new_end),
    }
    close_agreement(row, "add_amendment", change, by=by, at=at)
    return made.id


def _open_to_opinions(identifier: UUID, version: int, *, by: Actor, at: datetime) -> Agreement:
    row = open_agreement(identifier, version, Action.EDIT_AGREEMENTS, by=by, at=at)
    check_can_ask_opinions(Stage(row.stage))
    return row


def _find_gate(row: Agreement, gate: UUID) -> Gate:
    found = row.gates.filter(id=gate).first()
    if found is None:
        raise NotFoundError(gettext_noop("The agreement has no such opinion."))
    return found


def _say_clause(state: str, text: str) -> str:
    return f"{state} {text}".strip()
