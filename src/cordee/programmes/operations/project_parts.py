"""The money of a project, its instalments and its milestones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext_noop

from cordee.kernel.errors import RuleError, UsageError
from cordee.ledger.audit import find_change
from cordee.programmes.granting.money import EURO
from cordee.programmes.granting.rules import check_can_pay, check_period
from cordee.programmes.granting.schedule import PlannedReport, plan_instalments
from cordee.programmes.granting.states import (
    MoneyKind,
    ProjectChangeKind,
    ProjectStage,
)
from cordee.programmes.models import (
    Instalment,
    Milestone,
    Project,
    ProjectMoney,
)
from cordee.programmes.operations.project_writing import (
    Who,
    check_reason,
    close_project,
    find_part,
    note_change,
    open_project,
    open_to_change,
)
from cordee.programmes.queries.project_reading import read_instalment, read_project, read_report
from cordee.programmes.states import CostCategory


MOST_INSTALMENTS = 60
"""Five years of monthly payments; more is a slip."""


@dataclass(frozen=True)
class MoneyDraft:
    """A line of money; in kind it is what it is worth."""

    kind: MoneyKind
    amount: Decimal
    currency: str
    category: CostCategory | None = None
    participant: UUID | None = None
    rate: Decimal | None = None
    rate_on: date | None = None
    note: str = ""


@transaction.atomic
def add_money(project: UUID, draft: MoneyDraft, who: Who, *, reason: str = "") -> UUID:
    """Write a line of money. A currency other than the euro may have a rate, with the day it is of."""
    row = open_to_change(project, who.version, by=who.by, at=who.at)
    currency = draft.currency.strip().upper()
    if len(currency) != 3 or not currency.isascii() or not currency.isalpha():
        raise UsageError(gettext_noop("Write the currency in three letters: EUR."))
    if (draft.rate is None) != (draft.rate_on is None):
        raise UsageError(gettext_noop("An exchange rate goes with the day it is of."))
    if currency == EURO and draft.rate is not None:
        raise UsageError(gettext_noop("Euros need no exchange rate."))
    found = find_part(row.participants, draft.participant) if draft.participant else None
    made = ProjectMoney.objects.create(
        project=row,
        participant=found,
        kind=draft.kind.value,
        category=draft.category.value if draft.category else "",
        amount=draft.amount,
        currency=currency,
        rate=draft.rate,
        rate_on=draft.rate_on,
        note=draft.note.strip()[:300],
    )
    _note_money(row, {}, made, reason, who)
    change = {"money": ("", f"{made.kind} {made.amount} {currency}")}
    close_project(row, "add_money", change, by=who.by, at=who.at, reason=reason)
    return made.id


@transaction.atomic
def remove_money(project: UUID, money: UUID, who: Who, *, reason: str = "") -> None:
    """Take a line of money out."""
    row = open_to_change(project, who.version, by=who.by, at=who.at)
    found = find_part(row.money, money)
    said = f"{found.kind} {found.amount} {found.currency}"
    _note_money(row, {"money": said}, None, reason, who)
    found.delete()
    close_project(row, "remove_money", {"money": (said, "")}, by=who.by, at=who.at, reason=reason)


@transaction.atomic
def plan_equal_instalments(project: UUID, count: int, who: Who) -> None:
    """Plan equal instalments of the grant over the project; each after the first waits for a report."""
    row = open_to_change(project, who.version, by=who.by, at=who.at)
    if row.instalments.exists():
        raise RuleError(gettext_noop("Instalments are planned already. Take them out first."))
    if row.granted is None or not row.starts_on or not row.ends_on:
        raise RuleError(
            gettext_noop("Instalments need a grant in one currency, a first and a last day.")
        )
    if not 1 <= count <= MOST_INSTALMENTS:
        raise UsageError(gettext_noop("Plan 1 to {most} instalments."), most=MOST_INSTALMENTS)
    reports = [read_report(one) for one in row.reports.all()]
    days = [PlannedReport(one.kind, one.number, one.due_on) for one in reports]
    planned = plan_instalments(row.granted, count, row.starts_on, row.ends_on, days)
    Instalment.objects.bulk_create(
        Instalment(
            project=row,
            position=position,
            due_on=one.due_on,
            amount=one.amount,
            currency=row.currency,
            waits_for_id=reports[one.waits_for].id if one.waits_for is not None else None,
        )
        for position, one in enumerate(planned, start=1)
    )
    change = {"instalments": ("", count), "amount": ("", f"{row.granted} {row.currency}")}
    close_project(row, "plan_instalment", change, by=who.by, at=who.at)


@transaction.atomic
def add_instalment(
    project: UUID,
    *,
    due_on: date,
    amount: Decimal,
    currency: str,
    participant: UUID | None,
    waits_for: UUID | None,
    who: Who,
) -> UUID:
    """Plan one instalment by hand."""
    row = open_to_change(project, who.version, by=who.by, at=who.at)
    check_period(due_on, None)
    told = currency.strip().upper()
    if row.currency and told != row.currency:
        raise RuleError(
            gettext_noop("The grant is in {currency}; pay it in the same."), currency=row.currency
        )
    planned = sum((one.amount for one in row.instalments.all()), Decimal(0))
    if row.granted is not None and planned + amount > row.granted:
        raise RuleError(
            gettext_noop(
                "With it more would be paid than was granted: {amount} {currency} are left."
            ),
            amount=row.granted - planned,
            currency=row.currency,
        )
    last = row.instalments.aggregate(last=models.Max("position"))["last"] or 0
    made = Instalment.objects.create(
        project=row,
        position=last + 1,
        due_on=due_on,
        amount=amount,
        currency=told,
        participant=find_part(row.participants, participant) if participant else None,
        waits_for=find_part(row.reports, waits_for) if waits_for else None,
    )
    change = {"due_on": ("", due_on), "amount": ("", f"{amount} {told}")}
    close_project(row, "plan_instalment", change, by=who.by, at=who.at)
    return made.id


@transaction.atomic
def remove_instalment(project: UUID, instalment: UUID, who: Who) -> None:
    """Take an instalment out that is not paid."""
    row = open_to_change(project, who.version, by=who.by, at=who.at)
    found = find_part(row.instalments, instalment)
    if found.paid_on is not None:
        raise RuleError(gettext_noop("This instalment is paid already."))
    found.delete()
    change = {"due_on": (found.due_on, ""), "amount": (f"{found.amount} {found.currency}", "")}
    close_project(row, "remove_instalment", change, by=who.by, at=who.at)


@transaction.atomic
def pay_instalment(
    project: UUID, instalment: UUID, *, paid_on: date, reference: str, who: Who
) -> None:
    """Note that an instalment was paid; also after the end, when the last report is in."""
    row = open_project(project, who.version, by=who.by, at=who.at)
    found = find_part(row.instalments, instalment)
    told = read_project(row)
    check_can_pay(read_instalment(found), told, paid_on=paid_on, on=who.at.date())
    found.paid_on, found.payment_reference = paid_on, reference.strip()[:100]
    found.save(update_fields=["paid_on", "payment_reference"])
    change = {
        "amount": ("", f"{found.amount} {found.currency}"),
        "paid_on": ("", paid_on),
        "reference": ("", found.payment_reference),
    }
    close_project(row, "pay_instalment", change, by=who.by, at=who.at)


@transaction.atomic
def add_milestone(project: UUID, *, title: str, due_on: date, who: Who) -> UUID:
    """Plan a milestone."""
    row = open_to_change(project, who.version, by=who.by, at=who.at)
    check_period(due_on, None)
    made = Milestone.objects.create(project=row, title=title.strip()[:300], due_on=due_on)
    change = {"milestone": ("", made.title), "due_on": ("", due_on)}
    close_project(row, "add_milestone", change, by=who.by, at=who.at)
    return made.id


@transaction.atomic
def reach_milestone(
    project: UUID, milestone: UUID, *, reached_on: date, note: str, who: Who
) -> None:
    """Note that a milestone was reached; who leads the project may."""
    row = open_project(project, who.version, by=who.by, at=who.at, leader_may=True)
    found = find_part(row.milestones, milestone)
    if reached_on > who.at.date():
        raise RuleError(gettext_noop("What is reached was not reached on a day to come."))
    change = find_change({"reached_on": found.reached_on}, {"reached_on": reached_on})
    found.reached_on, found.note = reached_on, note.strip()
    found.save(update_fields=["reached_on", "note"])
    told = {"milestone": ("", found.title), **change}
    close_project(row, "reach_milestone", told, by=who.by, at=who.at)


@transaction.atomic
def remove_milestone(project: UUID, milestone: UUID, who: Who) -> None:
    """Take a milestone out."""
    row = open_to_change(project, who.version, by=who.by, at=who.at)
    found = find_part(row.milestones, milestone)
    found.delete()
    change = {"milestone": (found.title, ""), "due_on": (found.due_on, "")}
    close_project(row, "remove_milestone", change, by=who.by, at=who.at)


def _note_money(
    row: Project, before: dict[str, object], made: ProjectMoney | None, reason: str, who: Who
) -> None:
    # Money of a project that does not run yet is only being written down.
    if row.stage == ProjectStage.PLANNED.value or row.award_id is None:
        return
    check_reason(reason)
    after: dict[str, object] = (
        {"money": f"{made.kind} {made.amount} {made.currency}"} if made else {}
    )
    kind = ProjectChangeKind.MONEY
    note_change(row, kind, before, after, reason=reason, by=who.by, at=who.at)
