"""Beginning an agreement, changing it, moving it through its life."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from cordee.agreements.life import LIVE, MOVE_BY_STEP, Stage, Step
from cordee.agreements.models import Agreement, ScopeItem
from cordee.agreements.operations.writing import (
    close_agreement,
    open_agreement,
    open_to_change,
    read_own,
    tell,
)
from cordee.agreements.periods import find_days
from cordee.agreements.queries import find_visible
from cordee.agreements.reading import read_facts, read_terms
from cordee.agreements.rules import (
    check_can_move,
    check_currency,
    check_days,
    check_kind,
    check_terms,
)
from cordee.agreements.states import Follows
from cordee.agreements.values import Draft, Scope
from cordee.directory.queries import get_line, get_names
from cordee.kernel.errors import RuleError, UsageError
from cordee.ledger.audit import find_change, record_event
from cordee.ledger.rights import Actor, check_can
from cordee.ledger.states import Action


@transaction.atomic
def create_agreement(
    draft: Draft, *, office: UUID, by: Actor, at: datetime, is_demonstration: bool = False
) -> UUID:
    """Begin an agreement that `office` keeps, as a draft, and return its identifier.

    What a demonstration account begins is a demonstration, whatever is asked.
    """
    check_can(by, Action.EDIT_AGREEMENTS, get_line(office, on=at.date()), on=at.date())
    row = Agreement(
        office=office,
        stage=Stage.DRAFT.value,
        stage_since=at,
        is_demonstration=is_demonstration or by.is_demonstration,
        created_at=at,
        changed_at=at,
        changed_by=by.name,
    )
    _write_draft(row, draft, by=by, on=at.date())
    row.save(force_insert=True)
    _write_scope(row, draft.scope)
    change = find_change({}, {**read_own(row), "scope": _say(draft.scope)})
    record_event("agreement.create", tell(row), by=by, at=at, change=change)
    return row.id


@transaction.atomic
def change_agreement(
    identifier: UUID, draft: Draft, *, version: int, by: Actor, at: datetime, reason: str = ""
) -> None:
    """Write an agreement anew. In force it is a correction of the record, which needs a reason."""
    row = open_to_change(identifier, version, reason=reason, by=by, at=at)
    before = {**read_own(row), "scope": _say_written(row)}
    _write_draft(row, draft, by=by, on=at.date())
    change = find_change(before, {**read_own(row), "scope": _say(draft.scope)})
    if not change:
        return
    row.save()
    _write_scope(row, draft.scope)
    close_agreement(row, "change", change, by=by, at=at, reason=reason)


@transaction.atomic
def move_agreement(
    identifier: UUID,
    step: Step,
    *,
    version: int,
    by: Actor,
    at: datetime,
    reason: str = "",
    closed_on: date | None = None,
) -> None:
    """Move an agreement to its next stage. `closed_on` is the last day of one that is terminated."""
    row = open_agreement(identifier, version, Action.MOVE_AGREEMENTS, by=by, at=at)
    on = at.date()
    names = get_names(party.organisation for party in row.parties.all())
    facts = read_facts(row, {one: named.to_name("en") for one, named in names.items()})
    check_can_move(facts, step, on=on, reason=reason)
    before = {"stage": row.stage, "closed_on": row.closed_on}
    row.stage = MOVE_BY_STEP[step].target.value
    row.stage_since = at
    if step is Step.BACK_TO_DRAFT:
        # Who signed, signed a text that is now written anew.
        row.parties.update(signed_on=None)
    if step is Step.END:
        row.closed_on = find_days(read_terms(row), on=on).end
    if step is Step.TERMINATE:
        row.closed_on = _check_last_day(row, closed_on or on)
    row.save(update_fields=["stage", "stage_since", "closed_on"])
    change = find_change(before, {"stage": row.stage, "closed_on": row.closed_on})
    close_agreement(row, step.value, change, by=by, at=at, reason=reason)


@transaction.atomic
def record_notice(
    identifier: UUID, given_on: date, *, version: int, by: Actor, at: datetime, reason: str = ""
) -> None:
    """Record that a party gave notice that day: no tacit period follows the one it is in time for."""
    row = open_agreement(identifier, version, Action.EDIT_AGREEMENTS, by=by, at=at)
    if Stage(row.stage) not in LIVE:
        raise RuleError(gettext_noop("Notice is given of an agreement in force."))
    check_days(given_on)
    if given_on > at.date():
        raise RuleError(gettext_noop("Notice cannot be of a day to come."))
    change = find_change({"notice_given_on": row.notice_given_on}, {"notice_given_on": given_on})
    if change:
        Agreement.objects.filter(id=row.id).update(notice_given_on=given_on)
        close_agreement(row, "notice", change, by=by, at=at, reason=reason)


@transaction.atomic
def note_view(identifier: UUID, *, by: Actor, at: datetime) -> None:
    """Write in the audit that a person opened the record."""
    row = find_visible(identifier, Action.SEE_AGREEMENTS, by=by, on=at.date())
    record_event("agreement.see", tell(row), by=by, at=at)


def _write_draft(row: Agreement, draft: Draft, *, by: Actor, on: date) -> None:
    if not (draft.title_fr.strip() or draft.title_en.strip()):
        raise UsageError(gettext_noop("Give a title in French or in English."))
    terms = draft.terms
    money = check_currency(draft.amount, draft.currency.strip())
    check_kind(draft.kind, is_binding=draft.is_binding, money=money, end=terms.end)
    check_terms(terms)
    _check_reference(row, draft.reference.strip())
    row.kind = draft.kind.value
    row.reference = draft.reference.strip()
    row.title_fr, row.title_en = draft.title_fr.strip(), draft.title_en.strip()
    row.summary = draft.summary.strip()
    row.is_binding = draft.is_binding
    row.amount, row.currency = (money.amount, money.currency) if money else (None, "")
    row.start, row.end = terms.start, terms.end
    row.renewal = terms.renewal.value
    row.renewal_months, row.most_renewals = terms.renewal_months, terms.most_renewals
    row.notice_months = terms.notice_months
    row.parent = _find_parent(row, draft.parent, by=by, on=on)
    row.follows = (draft.follows or Follows.UNDER).value if row.parent else ""


def _check_reference(row: Agreement, reference: str) -> None:
    others = Agreement.objects.filter(office=row.office, reference=reference).exclude(id=row.id)
    if reference and others.exists():
        raise RuleError(
            gettext_noop(
                "Another agreement here has the reference {reference}. Give this one its own."
            ),
            reference=reference,
        )


def _find_parent(row: Agreement, parent: UUID | None, *, by: Actor, on: date) -> Agreement | None:
    if parent is None:
        return None
    found = find_visible(parent, Action.SEE_AGREEMENTS, by=by, on=on)
    above: Agreement | None = found
    while above is not None:
        if above.id == row.id:
            raise RuleError(gettext_noop("An agreement cannot stand above itself."))
        above = above.parent
    return found


def _write_scope(row: Agreement, scope: tuple[Scope, ...]) -> None:
    row.scope.all().delete()
    ScopeItem.objects.bulk_create(
        ScopeItem(agreement=row, kind=one.kind.value, text=one.text) for one in dict.fromkeys(scope)
    )


def _say(scope: tuple[Scope, ...]) -> str:
    return "; ".join(sorted({f"{one.kind.value} {one.text}" for one in scope}))


def _say_written(row: Agreement) -> str:
    return "; ".join(sorted(f"{one.kind} {one.text}" for one in row.scope.all()))


def _check_last_day(row: Agreement, day: date) -> date:
    check_days(day)
    end = find_days(read_terms(row), on=day).end
    if row.start and day < row.start:
        raise RuleError(gettext_noop("Its last day lies before its start."))
    if end is not None and day > end:
        raise RuleError(
            gettext_noop("It ends on {day} already. Give an earlier last day."), day=end
        )
    return day
