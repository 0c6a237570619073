"""The budget of an application: what is asked for and brought, beside what the instrument allows."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from cordee.programmes.applied import ApplicationRecord, FrozenCall
from cordee.programmes.definition.money import find_ceiling
from cordee.programmes.definition.parts import Funding
from cordee.programmes.judging.facts import Facts
from cordee.programmes.states import COST_CATEGORY_NAMES, PER_NAMES, CostCategory, Per
from cordee.web.pages.programmes.presenters.definitions import format_money, name_zone
from cordee.web.wording import format_decimal


@dataclass(frozen=True)
class MoneyShown:
    """A row of the budget: a category, or a partner's contribution, with the names of its fields."""

    name: str
    note_name: str
    label: str
    amount: str
    said: str
    note: str
    cap: str
    is_forbidden: bool = False


@dataclass(frozen=True)
class BudgetShown:
    """What is asked for and brought, with what holds for it."""

    asked: tuple[MoneyShown, ...]
    brought: tuple[MoneyShown, ...]
    total: str
    total_brought: str
    ceiling: str
    currency: str
    is_over: bool


def present_budget(record: ApplicationRecord, facts: Facts) -> BudgetShown:
    """Return the budget with the ceiling that holds for these partners and this duration."""
    funding = record.call.definition.funding
    kept = {(one.category, one.partner, one.is_cofunding): one for one in record.written.budget}
    caps = {one.category: one.percent for one in funding.caps} if funding else {}
    currency = funding.currency if funding else "EUR"
    asked, brought = [], []
    for category in CostCategory:
        line = kept.get((category, None, False))
        cap = caps.get(category)
        asked.append(
            MoneyShown(
                name=f"asked.{category.value}",
                note_name=f"note.{category.value}",
                label=str(COST_CATEGORY_NAMES[category]),
                amount=_write_amount(line.amount) if line else "",
                said=format_money(line.amount, currency) if line else "",
                note=line.note if line else "",
                cap=_say_cap(cap),
                is_forbidden=cap == 0,
            )
        )
    for partner in record.partners:
        line = kept.get((CostCategory.OTHER, partner.id, True))
        brought.append(
            MoneyShown(
                name=f"brought.{partner.id}",
                note_name=f"note.{partner.id}",
                label=partner.part.name,
                amount=_write_amount(line.amount) if line else "",
                said=format_money(line.amount, currency) if line else "",
                note=line.note if line else "",
                cap="",
            )
        )
    total = sum((record.asked or {}).values(), Decimal(0))
    co_funding = (one.amount for one in record.written.budget if one.is_cofunding)
    ceiling = _find_ceiling(funding, record, facts) if funding else None
    return BudgetShown(
        asked=tuple(asked),
        brought=tuple(brought),
        total=format_decimal(float(total), 0),
        total_brought=format_decimal(float(sum(co_funding, Decimal(0))), 0),
        ceiling=format_decimal(float(ceiling), 0) if ceiling is not None else "",
        currency=currency,
        is_over=ceiling is not None and total > ceiling,
    )


def _find_ceiling(funding: Funding, record: ApplicationRecord, facts: Facts) -> Decimal | None:
    zones = facts.get("partners.zones")
    if not isinstance(zones, tuple):
        return None
    found = find_ceiling(
        funding, frozenset(zones), months=record.written.months, partners=len(record.partners)
    )
    return found.max if found else None


def say_ceilings(call: FrozenCall) -> tuple[str, ...]:
    """Return the ceilings of an instrument, zone by zone."""
    funding = call.definition.funding
    if funding is None:
        return ()
    per = "" if funding.per is Per.TOTAL else f" {PER_NAMES[funding.per]}"
    return tuple(
        f"{format_money(one.max, funding.currency)}{per} ({name_zone(call.definition, one.zone)})"
        for one in funding.ceilings
    )


def _say_cap(cap: Decimal | None) -> str:
    if cap is None:
        return ""
    if cap == 0:
        return _("not paid")
    return _("at most {share} percent").format(share=format_decimal(float(cap), 0))


def _write_amount(amount: Decimal) -> str:
    return f"{amount:f}".removesuffix(".00")
