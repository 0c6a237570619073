"""What an instrument produced, as its page shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.kernel.messages import translate
from cordee.kernel.numbers import write_decimal
from cordee.observatory.figures.outcome_files import (
    make_balance_table,
    make_pairs_table,
    name_main_theme,
)
from cordee.observatory.figures.outcome_parts import Outcomes
from cordee.observatory.figures.outcome_words import (
    LIMITS,
    tell_drift,
    tell_finding,
    tell_method,
)
from cordee.programmes.queries.outcomes import Grown, Produced
from cordee.reference.organisations import Registry
from cordee.web.pages.programmes.presenters.definitions import format_money
from cordee.web.wording import format_country, get_reader_language


@dataclass(frozen=True)
class Line:
    """A name with a number or an amount."""

    name: str
    said: str


@dataclass(frozen=True)
class Grid:
    """A table: headers and rows of texts."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Found:
    """What became of the pairs, and the registry that names them."""

    outcomes: Outcomes
    registry: Registry


@dataclass(frozen=True)
class Step:
    """A project on the way from an award to what followed from it."""

    title: str
    detail: str
    address: str


@dataclass(frozen=True)
class Compared:
    """The comparison in words and tables; `trouble` stands alone where the lake could not be asked.

    `is_going` says that it is being reckoned: nothing else is known yet.
    """

    trouble: str = ""
    is_going: bool = False
    finding: str = ""
    drift: str = ""
    means: tuple[Line, ...] = ()
    themes: tuple[Line, ...] = ()
    method: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    works: tuple[Line, ...] = ()
    pairs: Grid | None = None
    balance: Grid | None = None
    costs: tuple[Line, ...] = ()


@dataclass(frozen=True)
class ProducedPage:
    """The page. `unnamed` counts pairs that publications cannot tell."""

    name: str
    awards: int
    countries: tuple[Line, ...]
    money: tuple[Line, ...]
    unnamed: int
    chains: tuple[tuple[Step, ...], ...]
    compared: Compared


def present_produced(produced: Produced, compared: Compared) -> ProducedPage:
    """Return the page of what an instrument produced."""
    language = get_reader_language()
    return ProducedPage(
        name=produced.told.shown.definition.label.to_text(language),
        awards=produced.awards,
        countries=tuple(
            Line(format_country(code), write_decimal(count, language, 0))
            for code, count in produced.countries
        ),
        money=tuple(Line(code, format_money(amount, code)) for code, amount in produced.money),
        unnamed=produced.unnamed,
        chains=tuple(tuple(map(_present_step, chain)) for chain in produced.chains),
        compared=compared,
    )


def say_grown(one: Grown) -> str:
    """Return by what a project was funded, and from when."""
    language = get_reader_language()
    by = one.instrument.to_text(language) if one.instrument else one.funder
    return " · ".join(filter(None, (by, str(one.year) if one.year else "")))


def _present_step(one: Grown) -> Step:
    return Step(one.title, say_grown(one), reverse("programmes:grant", args=[one.id]))


def present_compared(one: Found, produced: Produced) -> Compared:
    """Return the comparison as the page tells it."""
    found, registry, language = one.outcomes, one.registry, get_reader_language()
    pairs, balance = (
        make_pairs_table(found, registry, language),
        make_balance_table(found, language),
    )
    return Compared(
        finding=tell_finding(found, language),
        drift=tell_drift(found, language),
        means=tuple(_list_means(found, language)),
        themes=tuple(list_themes(found, language)),
        method=tell_method(found, language),
        limits=tuple(translate(one, language) for one in LIMITS),
        works=tuple(Line(str(year), write_decimal(n, language, 0)) for year, n in found.works),
        pairs=_make_grid(pairs.headers, pairs.rows, language) if pairs.rows else None,
        balance=_make_grid(balance.headers, balance.rows, language) if balance.rows else None,
        costs=tuple(_list_costs(found, produced)),
    )


def _list_means(found: Outcomes, language: str) -> Iterator[Line]:
    for name, value in (
        (_("With an award, before"), found.funded_before),
        (_("With an award, after"), found.funded_after),
        (_("Comparable pairs, before"), found.compared_before),
        (_("Comparable pairs, after"), found.compared_after),
    ):
        if value is not None:
            yield Line(name, write_decimal(value, language, 2))


def list_themes(found: Outcomes, language: str) -> Iterator[Line]:
    """Yield the main themes of partners with the number of pairs, the most first."""
    names = [
        name
        for one in found.pairs
        if (name := name_main_theme(found, one.theme, language)) is not None
    ]
    for name in sorted(set(names), key=lambda one: (-names.count(one), one)):
        yield Line(name, write_decimal(names.count(name), language, 0))


def _list_costs(found: Outcomes, produced: Produced) -> Iterator[Line]:
    """Yield, by currency, what was awarded over the co-publications of the years after."""
    after = {
        (one.pair.office, one.pair.partner, one.pair.year): one.after
        for one in found.pairs
        if one.after is not None
    }
    projects: dict[object, int] = {}
    for pair in produced.pairs:
        works = after.get((pair.office, pair.partner, pair.year))
        if works is not None:
            projects[pair.project] = projects.get(pair.project, 0) + works
    money: dict[str, Decimal] = {}
    works_by: dict[str, int] = {}
    for project, works in projects.items():
        if project in produced.amounts:
            currency, amount = produced.amounts[project]  # type: ignore[index]  # a project's id
            money[currency] = money.get(currency, Decimal(0)) + amount
            works_by[currency] = works_by.get(currency, 0) + works
    for currency, amount in sorted(money.items()):
        if works_by[currency]:
            each = (amount / works_by[currency]).quantize(Decimal(1))
            yield Line(
                _("Awarded for each co-publication of the years after"),
                format_money(each, currency),
            )


def _make_grid(
    headers: tuple[str, ...], rows: tuple[tuple[object, ...], ...], language: str
) -> Grid:
    return Grid(headers, tuple(tuple(_write(cell, language) for cell in row) for row in rows))


def _write(cell: object, language: str) -> str:
    if cell is None:
        return "–"
    return write_decimal(cell, language, 2) if isinstance(cell, float) else str(cell)
