"""Reads of decisions. The office reads all of them; an applicant their own, once the letter was sent.

What a person may not see raises `NotFoundError`, like what does not exist.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from cordee.agreements.states import Opinion
from cordee.directory.queries import get_line, get_parts
from cordee.kernel.errors import NotFoundError
from cordee.ledger.rights import Actor, can
from cordee.ledger.states import Action
from cordee.programmes.calling.values import CallTold, InBoth, QuotaTold
from cordee.programmes.models import Appeal, Application, ApplicationOpinion, Call, Decision
from cordee.programmes.queries.applications import NO_CALL, read_call, writes
from cordee.programmes.queries.calls import list_limits
from cordee.programmes.queries.calls import read_call as tell_call
from cordee.programmes.selecting.money import Pool, read_plan
from cordee.programmes.selecting.states import AppealOutcome, DecisionKind
from cordee.programmes.selecting.values import (
    AppealTold,
    AwardTold,
    DecisionTold,
    LetterTold,
    OpinionTold,
)
from cordee.programmes.states import QuotaScope


NO_DECISION = gettext_noop("There is no such decision.")


def get_award(decision: UUID, *, by: Actor, on: date) -> AwardTold:
    """Return a decision to fund that is in force, for who may see applications at the call's office."""
    row = _select_awards().filter(id=decision).first()
    if row is None or not sees_decisions(row.application.call.office, by=by, on=on):
        raise NotFoundError(gettext_noop("There is no such award."))
    return _read_award(row)


def list_awards(
    office: UUID, *, by: Actor, on: date, told_only: bool = False
) -> tuple[AwardTold, ...]:
    """Return the awards of the calls of an office and its parts, the latest first.

    `told_only` leaves out those whose applicants have no letter yet. Who may not see applications there
    is given none.
    """
    if not sees_decisions(office, by=by, on=on):
        return ()
    rows = _select_awards().filter(application__call__office__in=get_parts([office], on=on))
    if told_only:
        rows = rows.exclude(letter_sent_at=None)
    return tuple(_read_award(row) for row in rows.order_by("-decided_at", "id"))


def sees_decisions(office: UUID, *, by: Actor, on: date) -> bool:
    """Return whether a person reads decisions, reviews and sessions of an office's calls."""
    return can(by, Action.SEE_APPLICATIONS, get_line(office, on=on), on=on)


def find_seen_call(identifier: UUID, *, by: Actor, on: date) -> Call:
    """Return the row of a published call whose applications a person may see."""
    row = Call.objects.select_related("instrument_version").filter(id=identifier).first()
    if row is None or row.definition is None or not sees_decisions(row.office, by=by, on=on):
        raise NotFoundError(NO_CALL)
    return row


def find_decision(identifier: UUID, *, by: Actor, on: date) -> Decision:
    """Return the row of a decision for the office, or for its applicant once the letter was sent."""
    row = _select().filter(id=identifier).first()
    if row is None:
        raise NotFoundError(NO_DECISION)
    is_told = row.letter_sent_at is not None and writes(row.application, by)
    if not is_told and not sees_decisions(row.application.call.office, by=by, on=on):
        raise NotFoundError(NO_DECISION)
    return row


def get_decision(identifier: UUID, *, by: Actor, on: date) -> DecisionTold:
    """Return a decision for the office; to anybody else there is none."""
    row = _select().filter(id=identifier).first()
    if row is None or not sees_decisions(row.application.call.office, by=by, on=on):
        raise NotFoundError(NO_DECISION)
    return read_decision(row)


def list_decisions(applications: Iterable[UUID]) -> dict[UUID, tuple[DecisionTold, ...]]:
    """Return the decisions on each application, the one in force first; no rights are asked."""
    found: dict[UUID, list[DecisionTold]] = {}
    rows = _select().filter(application__in=list(applications))
    for row in rows.order_by("-decided_at", "id"):
        found.setdefault(row.application_id, []).append(read_decision(row))
    return {
        one: tuple(sorted(told, key=lambda decision: not decision.is_in_force))
        for one, told in found.items()
    }


def list_told(application: UUID, *, by: Actor) -> tuple[DecisionTold, ...]:
    """Return what an applicant was told: their decisions with a letter, the latest first; else nothing."""
    row = Application.objects.select_related("call").filter(id=application).first()
    if row is None or not writes(row, by):
        return ()
    rows = _select().filter(application=row).exclude(letter_sent_at=None)
    return tuple(read_decision(one) for one in rows.order_by("-letter_sent_at", "id"))


def list_unmailed() -> tuple[UUID, ...]:
    """Return the decisions whose letters were given to applicants and that no mail server took yet."""
    rows = Decision.objects.filter(letter_mailed_at=None).exclude(letter_sent_at=None)
    return tuple(rows.order_by("letter_sent_at", "id").values_list("id", flat=True))


def read_letter(decision: UUID) -> LetterTold:
    """Return what the letter of a decision says, and of which application; no rights are asked."""
    row = _select().get(id=decision)
    return LetterTold(
        decision=read_decision(row),
        call=read_call(row.application.call),
        application=row.application_id,
        account=row.application.account,
        number=row.application.number,
        title=row.application.title,
    )


def list_opinions(application: Application) -> tuple[OpinionTold, ...]:
    """Return the opinions that the frozen instrument asks for, with those that are there."""
    given = {one.gate: one for one in ApplicationOpinion.objects.filter(application=application)}
    return tuple(
        OpinionTold(gate)
        if (row := given.get(gate.kind.value)) is None
        else OpinionTold(gate, Opinion(row.answer), row.authority, row.answered_on, row.remarks)
        for gate in read_call(application.call).definition.gates
    )


def list_pools(call: Call, *, at: datetime, without: UUID | None = None) -> tuple[Pool, ...]:
    """Return what a call may give, with what decisions in force give of it already.

    The call's own bounds come first, then its instrument's, over the call, its year, or the plan; a plan
    whose years do not hold the call's year does not bound it. `without` leaves an application out: the one
    that is about to be decided anew.
    """
    told = tell_call(call, at=at)
    awards = Decision.objects.filter(
        replaced_by=None,
        kind=DecisionKind.FUND.value,
        application__call__instrument_version__instrument=told.instrument,
    )
    if without is not None:
        awards = awards.exclude(application=without)
    rows = tuple(
        awards.values_list("application__call", "application__call__year", "amount", "currency")
    )
    pools = []
    for limit in list_limits(told):
        counts = _find_counting(limit, told)
        if counts is None:
            continue
        counted = [row for row in rows if counts(row[0], row[1])]
        money = (amount for _, _, amount, currency in counted if currency == limit.currency)
        pools.append(
            Pool(
                scope=limit.scope,
                most=limit.most,
                envelope=limit.envelope,
                currency=limit.currency,
                over=limit.plan if limit.scope is QuotaScope.PLAN else str(told.year),
                given=len(counted),
                spent=sum(filter(None, money), Decimal(0)),
            )
        )
    return tuple(pools)


def get_currency(call: CallTold) -> str:
    """Return the currency in which a call gives money; "" where its instrument gives none."""
    if call.definition.funding is None:
        return ""
    return call.currency or call.definition.funding.currency


def read_decision(row: Decision) -> DecisionTold:
    """Return a row as a value."""
    return DecisionTold(
        id=row.id,
        application=row.application_id,
        call=row.application.call_id,
        session=row.session_id,
        kind=DecisionKind(row.kind),
        rank=row.rank,
        amount=row.amount,
        currency=row.currency,
        reason=InBoth(row.reason_fr, row.reason_en),
        decided_at=row.decided_at,
        decided_by=row.decided_by,
        letter=InBoth(row.letter_fr, row.letter_en),
        letter_sent_at=row.letter_sent_at,
        letter_mailed_at=row.letter_mailed_at,
        appeal_until=row.appeal_until,
        replaced_by=row.replaced_by_id,
        appeal=_read_appeal(row.appeal) if hasattr(row, "appeal") else None,
    )


def _read_appeal(row: Appeal) -> AppealTold:
    return AppealTold(
        received_at=row.received_at,
        text=row.text,
        outcome=AppealOutcome(row.outcome) if row.outcome else None,
        answer=row.answer,
        answered_at=row.answered_at,
        answered_by=row.answered_by,
    )


def _read_award(row: Decision) -> AwardTold:
    application = row.application
    return AwardTold(
        decision=row.id,
        application=application.id,
        call=application.call_id,
        office=application.call.office,
        number=application.number,
        title=application.title,
        acronym=application.acronym,
        organisation=application.organisation,
        person=application.person,
        amount=row.amount,
        currency=row.currency,
        rank=row.rank,
        decided_at=row.decided_at,
        letter_sent_at=row.letter_sent_at,
        is_demonstration=application.is_demonstration,
    )


def _select() -> QuerySet[Decision]:
    return Decision.objects.select_related("application__call", "appeal")


def _select_awards() -> QuerySet[Decision]:
    rows = Decision.objects.select_related("application__call")
    return rows.filter(replaced_by=None, kind=DecisionKind.FUND.value)


Counts = Callable[[UUID, int], bool]
"""Whether the awards of a call, by its identifier and its year, count towards a bound."""


def _find_counting(limit: QuotaTold, call: CallTold) -> Counts | None:
    """Return which calls count towards a bound; None for a bound that does not hold for this call."""
    if limit.scope is QuotaScope.CALL:
        return lambda identifier, _year: identifier == call.id
    if limit.scope is QuotaScope.YEAR:
        return lambda _identifier, year: year == call.year
    years = read_plan(limit.plan)
    if years is not None:
        return (lambda _identifier, year: year in years) if call.year in years else None
    # A plan without years is what the calls say that froze the same one.
    frozen = Call.objects.filter(instrument_version__instrument=call.instrument)
    named = {
        identifier
        for identifier, definition in frozen.values_list("id", "definition")
        if any(one.get("plan") == limit.plan for one in (definition or {}).get("quotas", ()))
    }
    return lambda identifier, _year: identifier in named
