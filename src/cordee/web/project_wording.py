"""How money and reports of projects are said, on pages, in forms and in letters alike."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from cordee.kernel.numbers import write_decimal
from cordee.programmes.states import REPORT_KIND_NAMES, ReportKind
from cordee.web.wording import format_date, get_reader_language


def say_money(amount: Decimal, currency: str) -> str:
    """Return an amount as it is read, cents only where there are any."""
    digits = 0 if amount == amount.to_integral() else 2
    return f"{write_decimal(float(amount), get_reader_language(), digits)} {currency}"


def name_report(kind: ReportKind, number: int, due_on: date) -> str:
    """Return what a report is called in its project."""
    values = {"kind": str(REPORT_KIND_NAMES[kind]), "number": number, "day": format_date(due_on)}
    return _("%(kind)s %(number)s, due on %(day)s") % values
