"""The bench: the same applications judged by two definitions, and what turns between them."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext_noop

from cordee.kernel.cells import guard
from cordee.kernel.errors import UsageError
from cordee.programmes.definition.parts import Definition
from cordee.programmes.definition.zones import find_open, find_zone
from cordee.programmes.judging.facts import Fact, Facts, FactValue, list_facts
from cordee.programmes.judging.verdicts import Judge, Judgement
from cordee.programmes.states import CostCategory, FactKind, Finding, Verdict


MOST_CASES = 5_000
"""Applications tried at once: a quarter of a minute of rules."""

LONGEST_CELL = 20_000
"""Letters of a cell: a list of every country has a thousand."""

NAME = "application"
ASKED = "asked."
"""Columns of the budget by category: asked.travel."""

_YES = {"yes", "true", "1", "oui", "vrai"}
_NO = {"no", "false", "0", "non", "faux"}


@dataclass(frozen=True)
class Case:
    """An application as the bench knows it: what it is called, its facts, its budget by category."""

    name: str
    facts: Facts
    asked: Mapping[CostCategory, Decimal] | None = None


@dataclass(frozen=True)
class Turned:
    """A rule or limit that two definitions answer differently; None where one of them has it not."""

    id: str
    before: Finding | None
    after: Finding | None


@dataclass(frozen=True)
class Tried:
    """A case under both definitions; there is no verdict before where there is no version before."""

    name: str
    before: Verdict | None
    after: Verdict
    turned: tuple[Turned, ...]


@dataclass(frozen=True)
class BenchReport:
    """All cases, and how many went from which verdict to which."""

    tried: tuple[Tried, ...]

    @property
    def totals(self) -> Mapping[tuple[Verdict | None, Verdict], int]:
        """Return the number of cases by both verdicts."""
        return Counter((one.before, one.after) for one in self.tried)

    @property
    def changed(self) -> int:
        """Return how many cases have another verdict."""
        return sum(one.before is not None and one.before != one.after for one in self.tried)


def run_bench(
    before: Definition | None, after: Definition, cases: Iterable[Case], *, on: date
) -> BenchReport:
    """Return what both definitions say of each case.

    The zones of partners are worked out anew from their countries, as each definition draws them; all
    other facts stand as they were taken.
    """
    old, new = _Bench(before, on) if before else None, _Bench(after, on)
    return BenchReport(tuple(_try(case, old, new) for case in cases))


def list_columns(definition: Definition) -> tuple[str, ...]:
    """Return the columns of a table of cases: the name, each fact, the budget by category."""
    return (
        NAME,
        *(fact.name for fact in list_facts(definition)),
        *(f"{ASKED}{one.value}" for one in CostCategory),
    )


def write_template(definition: Definition) -> str:
    """Return an empty table of cases: its line of columns."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerow(map(guard, list_columns(definition)))
    return written.getvalue()


def read_cases(text: str, definition: Definition) -> tuple[Case, ...]:
    """Return the cases of a table; an empty cell is a fact that is not known.

    Raises `UsageError` with line and column for what cannot be read.
    """
    facts = {fact.name: fact for fact in list_facts(definition)}
    first = text.lstrip("\ufeff").partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=delimiter)
    try:
        columns = [one.strip() for one in next(reader, [])]
        _check_cells(columns)
        _check_columns(columns, set(list_columns(definition)))
        cases = []
        for line in reader:
            _check_cells(line)
            if any(cell.strip() for cell in line):
                cases.append(_read_case(line, columns, facts, reader.line_num))
            if len(cases) > MOST_CASES:
                raise UsageError(
                    gettext_noop("The table has more than {most} lines. Split it."), most=MOST_CASES
                )
    except csv.Error as error:
        raise UsageError(
            gettext_noop("Line {line} is no line of a table. Save the file as CSV anew."),
            line=reader.line_num,
        ) from error
    if not cases:
        raise UsageError(gettext_noop("The table holds no application."))
    return tuple(cases)


def _check_cells(line: list[str]) -> None:
    # A quotation mark that nobody closed takes in the rest of the file.
    if any(len(cell) > LONGEST_CELL for cell in line):
        message = "a cell is too long"
        raise csv.Error(message)


class _Bench:
    """A definition with its judge, and another for budgets whose categories are not known."""

    def __init__(self, definition: Definition, on: date) -> None:
        self.definition, self.on = definition, on
        self.judge = Judge(definition)
        funding = definition.funding.model_copy(update={"caps": ()}) if definition.funding else None
        self.without_caps = Judge(definition.model_copy(update={"funding": funding}))

    def ask(self, case: Case) -> Judgement:
        facts = self._draw_zones(case.facts)
        if case.asked is not None:
            return self.judge.judge(facts, case.asked)
        amount = facts.get("project.amount")
        if isinstance(amount, int | float) and not isinstance(amount, bool):
            # Of a total alone the ceiling can be judged, shares of categories cannot.
            return self.without_caps.judge(facts, {CostCategory.OTHER: Decimal(str(amount))})
        return self.judge.judge(facts)

    def _draw_zones(self, facts: Facts) -> Facts:
        countries = facts.get("partners.countries")
        if not isinstance(countries, tuple):
            return facts
        told = facts.get("call.year")
        year = told if isinstance(told, int) else self.on.year
        day = date(year, 7, 1)
        found = (find_zone(self.definition, one, day) for one in countries)
        opened = find_open(self.definition, countries, day, year)
        return {
            **facts,
            "partners.zones": tuple(sorted({one.code for one in found if one})),
            "partners.in_closed_zones": len(set(countries) - opened),
        }


def _try(case: Case, old: _Bench | None, new: _Bench) -> Tried:
    after = new.ask(case)
    before = old.ask(case) if old else None
    was = {one.id: one.finding for one in before.results} if before else {}
    now = {one.id: one.finding for one in after.results}
    turned = tuple(
        Turned(name, was.get(name), now.get(name))
        for name in dict.fromkeys((*was, *now))
        if before and was.get(name) != now.get(name)
    )
    return Tried(case.name, before.verdict if before else None, after.verdict, turned)


def _check_columns(columns: list[str], known: set[str]) -> None:
    for column in columns:
        if column not in known:
            raise UsageError(
                gettext_noop("There is no fact “{name}”. Take the columns of the template."),
                name=column[:80],
            )
        if columns.count(column) > 1:
            raise UsageError(
                gettext_noop("“{name}” stands twice. Give each its own."), name=column[:80]
            )


def _read_case(line: list[str], columns: list[str], facts: Mapping[str, Fact], at: int) -> Case:
    name, read, asked = "", dict[str, FactValue](), dict[CostCategory, Decimal]()
    for column, cell in zip(columns, line, strict=False):
        text = cell.strip()
        if not text:
            continue
        try:
            if column == NAME:
                name = text[:120]
            elif column.startswith(ASKED):
                asked[CostCategory(column.removeprefix(ASKED))] = _read_number(text)
            else:
                read[column] = _read_value(text, facts[column].kind)
        except (ValueError, InvalidOperation, OverflowError):
            raise UsageError(
                gettext_noop("Line {line}, {column}: “{value}” is not of the right sort."),
                line=at,
                column=column,
                value=text[:40],
            ) from None
    return Case(name or str(at), read, asked or None)


def _read_value(text: str, kind: FactKind) -> FactValue:
    if kind is FactKind.NUMBER:
        return float(_read_number(text))
    if kind is FactKind.WHOLE:
        return int(text)
    if kind is FactKind.TEXTS:
        # “-” is a list known to be empty; an empty cell is not known.
        parts = text.replace(";", ",").replace("|", ",").split(",")
        return tuple(one.strip() for one in parts if one.strip() not in {"", "-"})
    if kind is FactKind.FLAG:
        if text.casefold() not in _YES | _NO:
            raise ValueError(text)
        return text.casefold() in _YES
    return text


def _read_number(text: str) -> Decimal:
    number = Decimal("".join(text.split()).replace(",", "."))
    if not number.is_finite() or abs(number) > Decimal(10) ** 12:
        raise ValueError(text)
    return number
