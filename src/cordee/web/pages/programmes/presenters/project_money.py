"""The money of a project on its page: lines, sums, caps, what was spent, instalments."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.kernel.errors import CordeeError
from cordee.programmes.granting.money import Total, compare_spent, find_caps_broken, sum_by_category
from cordee.programmes.granting.rules import LIVE, check_can_pay
from cordee.programmes.granting.states import MONEY_NAMES, MoneyKind, ReportStage
from cordee.programmes.granting.values import InstalmentTold, ProjectRecord
from cordee.programmes.states import COST_CATEGORY_NAMES, CostCategory
from cordee.web.errors import say_sentence
from cordee.web.pages.programmes.presenters.project_rows import Act, Fact, Row, make_act
from cordee.web.project_wording import name_report, say_money
from cordee.web.wording import format_date, format_decimal


def say_total(total: Total) -> str:
    """Return a sum: each currency, and in euros where there are others than the euro."""
    if not total.by_currency:
        return "–"
    said = " + ".join(say_money(amount, name) for name, amount in total.by_currency.items())
    if tuple(total.by_currency) == ("EUR",):
        return said
    if total.is_whole:
        return _("%(sum)s = %(euros)s at the rates written") % {
            "sum": said,
            "euros": say_money(total.euros, "EUR"),
        }
    missing = ", ".join(total.unknown)
    return _("%(sum)s (no rate for %(missing)s, so no sum in euros)") % {
        "sum": said,
        "missing": missing,
    }


def list_money(project: ProjectRecord) -> Iterable[Row]:
    """Yield the lines of money."""
    for one in project.money:
        place = project.find_participant(one.participant)
        rate = ""
        if one.rate is not None and one.rate_on is not None:
            rate = _("1 %(currency)s = %(rate)s EUR on %(day)s") % {
                "currency": one.currency,
                "rate": format_decimal(float(one.rate), 4),
                "day": format_date(one.rate_on),
            }
        acts: tuple[Act, ...] = ()
        if project.may_run:
            acts = (make_act(project, _("Take out"), "grant_money_remove", one.id),)
        yield Row(
            str(MONEY_NAMES[one.kind]).capitalize(),
            " · ".join(filter(None, (place.name if place else "", one.note, rate))),
            (
                str(COST_CATEGORY_NAMES[one.category]) if one.category else "–",
                say_money(one.amount, one.currency),
            ),
            acts,
        )


def list_sums(project: ProjectRecord) -> Iterable[Fact]:
    """Yield the sum of each kind of money, and what was paid."""
    for kind in MoneyKind:
        total = project.sum_money(kind)
        if total.by_currency:
            yield Fact(str(MONEY_NAMES[kind]).capitalize(), say_total(total))
    paid: dict[str, Decimal] = {}
    for one in project.instalments:
        if one.paid_on:
            paid[one.currency] = paid.get(one.currency, Decimal(0)) + one.amount
    if project.instalments:
        said = " + ".join(say_money(amount, name) for name, amount in paid.items())
        yield Fact(_("Paid so far"), said or _("nothing"))


def list_warnings(project: ProjectRecord) -> Iterable[str]:
    """Yield the caps of the instrument that the grant breaks."""
    lines = [one.to_line() for one in project.money]
    for cap, share in find_caps_broken(project.definition, lines):
        yield _(
            "%(category)s are %(share)s %% of the grant; the instrument allows %(most)s %%."
        ) % {
            "category": str(COST_CATEGORY_NAMES[cap.category]).capitalize(),
            "share": format_decimal(float(share), 1),
            "most": format_decimal(float(cap.percent), 0),
        }


def list_spent(project: ProjectRecord) -> Iterable[Row]:
    """Yield the grant by category beside what accepted financial reports say was spent, all together."""
    granted = sum_by_category([one.to_line() for one in project.money])
    spent: dict[CostCategory, Decimal] = {}
    for report in project.reports:
        if report.stage is not ReportStage.ACCEPTED:
            continue
        for category, amount in report.spent.items():
            spent[category] = spent.get(category, Decimal(0)) + amount
    if not spent:
        return
    currency = next(one.currency for one in project.money) if project.money else "EUR"
    for one in compare_spent(granted, spent):
        cells = (
            say_money(one.granted, currency),
            say_money(one.spent, currency),
            say_money(one.left, currency),
        )
        yield Row(
            str(COST_CATEGORY_NAMES[one.category]).capitalize(), "", cells, is_late=one.left < 0
        )


def list_instalments(project: ProjectRecord, on: date) -> Iterable[Row]:
    """Yield what is to be paid, and what was."""
    for one in project.instalments:
        report = project.find_report(one.waits_for)
        place = project.find_participant(one.participant)
        state = _("paid on %(day)s") % {"day": format_date(one.paid_on)} if one.paid_on else ""
        waits = ""
        if report is not None and not one.paid_on:
            waits = _("waits for: %(report)s") % {
                "report": name_report(report.kind, report.number, report.due_on)
            }
        is_ready = report is None or not report.is_open
        yield Row(
            format_date(one.due_on),
            " · ".join(filter(None, (place.name if place else "", waits, one.payment_reference))),
            (say_money(one.amount, one.currency), state or _("to be paid")),
            _list_acts_of_instalment(project, one, on) if project.may_run else (),
            is_late=one.paid_on is None and one.due_on < on and is_ready and project.stage in LIVE,
        )


def _list_acts_of_instalment(
    project: ProjectRecord, one: InstalmentTold, on: date
) -> tuple[Act, ...]:
    if one.paid_on is not None:
        return ()
    why = ""
    try:
        check_can_pay(one, project, paid_on=None, on=on)
    except CordeeError as error:
        why = say_sentence(error.sentence)
    pay = reverse("programmes:grant_instalment_pay", args=[project.id, one.id])
    take_out = make_act(project, _("Take out"), "grant_instalment_remove", one.id)
    return (Act(_("Paid"), pay, why), take_out)
