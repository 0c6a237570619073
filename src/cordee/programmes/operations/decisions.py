"""Deciding on applications: in a session of the committee, from the reserve list, after an appeal.

The row of the instrument is held while a decision is written: two that reach a quota at the same
instant come one after the other, whichever calls they belong to.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_noop

from cordee.agreements.states import GateKind, Opinion
from cordee.directory.queries import get_line
from cordee.kernel.errors import NotFoundError, RefusedError, RuleError
from cordee.ledger.audit import find_change
from cordee.ledger.rights import Actor, check_can
from cordee.ledger.states import Action
from cordee.programmes.life import ApplicationStage
from cordee.programmes.models import (
    AgendaItem,
    Application,
    ApplicationOpinion,
    BudgetLine,
    Decision,
    Instrument,
    Session,
)
from cordee.programmes.operations.applications import note
from cordee.programmes.queries.applications import NOTHING_HERE, sees
from cordee.programmes.queries.calls import read_call
from cordee.programmes.queries.committee import read_session, tell_item
from cordee.programmes.queries.decisions import (
    get_currency,
    list_opinions,
    list_pools,
    read_decision,
)
from cordee.programmes.selecting.money import check_fits
from cordee.programmes.selecting.rules import (
    check_can_decide,
    check_has_committee,
    check_known,
    check_left,
    check_money,
    check_opinions,
    check_quorum,
    check_sits,
)
from cordee.programmes.selecting.states import DecisionKind
from cordee.programmes.selecting.values import DecisionTold, Ruling
from cordee.programmes.states import Verdict


@transaction.atomic
def decide(
    application: UUID,
    ruling: Ruling,
    *,
    known: UUID | None,
    item: UUID | None = None,
    by: Actor,
    at: datetime,
) -> UUID:
    """Decide on an application, and return the decision. The one in force before it stays, replaced by it.

    `known` is the decision that was in force when the form was opened, `item` the place on the agenda of a
    session that sits. Raises `StaleError` when somebody else decided meanwhile, `RuleError` with what
    stands against it: the verdict, an opinion, the quorum, somebody who had to leave, the money.
    """
    row = open_application(application, by=by, at=at)
    now = find_in_force(row)
    check_known(known, now)
    call = read_call(row.call, at=at)
    check_can_decide(ApplicationStage(row.stage), find_verdict(row), ruling, now)
    check_money(ruling, call.definition, sum_asked(row))
    check_opinions(list_opinions(row), ruling.kind)
    place = None if item is None else _open_item(item, row)
    check_has_committee(call.definition, now, in_session=place is not None)
    currency = get_currency(call) if ruling.amount is not None else ""
    if ruling.kind is DecisionKind.FUND:
        check_fits(list_pools(row.call, at=at, without=row.id), ruling.amount, currency)
    made = uuid4()
    # First, so that no moment has two decisions in force.
    Decision.objects.filter(application=row, replaced_by=None).update(replaced_by=made)
    Decision.objects.create(
        id=made,
        application=row,
        session=place.session if place else None,
        kind=ruling.kind.value,
        rank=ruling.rank if ruling.rank is not None else (place.rank if place else None),
        amount=ruling.amount,
        currency=currency,
        reason_fr=ruling.reason.fr.strip(),
        reason_en=ruling.reason.en.strip(),
        decided_at=at,
        decided_by=by.name,
    )
    if place is not None and place.discussed_at is None:
        AgendaItem.objects.filter(id=place.id).update(discussed_at=at)
    before = {"decision": now.kind.value if now else "", "amount": now.amount if now else None}
    after = {"decision": ruling.kind.value, "amount": ruling.amount}
    is_promotion = now is not None and now.kind is DecisionKind.RESERVE
    what = "promote" if is_promotion and ruling.kind is DecisionKind.FUND else "decide"
    note(row, what, by=by, at=at, change=find_change(before, after), reason=ruling.reason.en)
    return made


@transaction.atomic
def note_opinion(
    application: UUID,
    gate: GateKind,
    answer: Opinion,
    *,
    authority: str,
    answered_on: date,
    remarks: str,
    by: Actor,
    at: datetime,
) -> None:
    """Note an opinion that the instrument asks for before a decision or an award; a later one replaces it."""
    row = open_application(application, by=by, at=at)
    if gate not in {one.kind for one in list_opinions(row)}:
        raise NotFoundError(gettext_noop("The instrument asks for no such opinion."))
    if answered_on > at.date():
        raise RuleError(
            gettext_noop("This day is still to come. Note the answer once it is there.")
        )
    if not authority.strip():
        raise RuleError(gettext_noop("Say who gave the opinion."))
    values = {
        "answer": answer.value,
        "authority": authority.strip(),
        "answered_on": answered_on,
        "remarks": remarks.strip(),
    }
    before = ApplicationOpinion.objects.filter(application=row, gate=gate.value).first()
    was = {name: getattr(before, name) if before else "" for name in values}
    ApplicationOpinion.objects.update_or_create(
        application=row,
        gate=gate.value,
        defaults={**values, "noted_at": at, "noted_by": by.name},
    )
    # The remarks may be confidential; that they changed is all the audit tells.
    change = {**find_change(was, values)}
    if "remarks" in change:
        change["remarks"] = ("", "…")
    note(row, "opine", by=by, at=at, change={"gate": ("", gate.value), **change})


def open_application(identifier: UUID, *, by: Actor, at: datetime) -> Application:
    """Return the row of a submitted application, locked behind its instrument's, for who runs its call.

    Who may not see it is told that there is none; nobody decides on their own.
    """
    rows = Application.objects.select_related("call__instrument_version")
    row = rows.filter(id=identifier).first()
    if row is None or row.submitted_at is None or not sees(row, by=by, on=at.date()):
        raise NotFoundError(NOTHING_HERE)
    check_can(by, Action.RUN_PROGRAMMES, get_line(row.call.office, on=at.date()), on=at.date())
    if row.account == by.account:
        raise RefusedError(gettext_noop("Nobody decides on their own application."))
    Instrument.objects.select_for_update().get(id=row.call.instrument_version.instrument_id)
    # Read anew: it may have been withdrawn while the lock was waited for.
    return rows.select_for_update(of=("self",)).get(id=identifier)


def find_in_force(row: Application) -> DecisionTold | None:
    """Return the decision in force, if any."""
    found = row.decisions.select_related("application__call", "appeal").filter(replaced_by=None)
    decision = found.first()
    return read_decision(decision) if decision else None


def find_verdict(row: Application) -> Verdict | None:
    """Return what the rules said last."""
    last = row.judgements.values_list("verdict", flat=True).first()
    return Verdict(last) if last else None


def sum_asked(row: Application) -> Decimal | None:
    """Return what is asked for in all; None where nothing is."""
    lines = BudgetLine.objects.filter(application=row, is_cofunding=False)
    found: Decimal | None = lines.aggregate(all=Sum("amount"))["all"]
    return found


def _open_item(identifier: UUID, row: Application) -> AgendaItem:
    """Return the place on an agenda, once the room is as it must be for a decision."""
    rows = AgendaItem.objects.select_related("session__call").filter(application=row)
    item = rows.filter(id=identifier).first()
    if item is None:
        raise NotFoundError(gettext_noop("It is not on this agenda."))
    # Held, so that it is not closed, and nobody comes or goes, while the decision is written.
    Session.objects.select_for_update().get(id=item.session_id)
    session = read_session(item.session)
    check_sits(session.stage)
    told = tell_item(item, session)
    check_left(one.seat.name for one in told.still)
    check_quorum(told.count_deciding(session), session.quorum)
    return item
