"""What each line of a table of agreements comes to, before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

from django.utils.translation import gettext_noop

from cordee.agreements.life import LIVE, OPEN, Stage
from cordee.agreements.models import Agreement
from cordee.agreements.periods import Terms, find_days
from cordee.agreements.rules import (
    LEAST_PARTIES,
    check_can_change,
    check_can_sign,
    check_currency,
    check_kind,
    check_terms,
)
from cordee.agreements.states import NON_BINDING, Kind, Renewal
from cordee.directory.imports.names import Names, hold_house, load_names
from cordee.directory.queries import get_line
from cordee.kernel.errors import CordeeError, RuleError
from cordee.ledger.audit import find_change
from cordee.ledger.imports import Outcome, Plan, PlannedLine, make_plan
from cordee.ledger.rights import Actor, check_can
from cordee.ledger.sheets import Row, Table
from cordee.ledger.states import Action
from cordee.reference.folding import fold


NOT_COLUMNS = frozenset({"parties", "signed_on", "stage"})
"""Fields that are not written into an agreement's own columns as they stand."""

SIGNED = frozenset({Stage.IN_FORCE, Stage.SUSPENDED, Stage.ENDED, Stage.TERMINATED})
"""Stages that only a signed agreement reaches."""


@dataclass
class Candidate:
    """A line on its way: the agreement it means, its new values, the parties it adds."""

    row: Row
    id: UUID
    known: Agreement | None
    values: dict[str, object] = field(default_factory=dict)
    before: dict[str, object] = field(default_factory=dict)
    parties: list[UUID] = field(default_factory=list)
    names: dict[UUID, str] = field(default_factory=dict)
    signed_on: date | None = None

    @property
    def title(self) -> str:
        """Return the line's title."""
        values = self.row.values
        named = str(values.get("title_en") or values.get("title_fr") or "")
        return named or (str(self.known) if self.known else "")

    @property
    def outcome(self) -> Outcome:
        """Return what becomes of the line."""
        if self.known is None:
            return Outcome.NEW
        return Outcome.CHANGED if self.values or self.parties else Outcome.SAME


def plan_agreements(table: Table, *, office: UUID, by: Actor, on: date) -> Plan:
    """Return what bringing in a table of agreements would do; the faults of its cells are in `table`.

    `office` is who keeps them. Raises `RefusedError` for who may not import there.
    """
    return describe(table, prepare(table, office=office, by=by, on=on))


def describe(table: Table, candidates: Iterable[Candidate]) -> Plan:
    """Return prepared lines as a plan."""
    return make_plan([_present(one) for one in candidates], table.faults)


def prepare(
    table: Table, *, office: UUID, by: Actor, on: date, lock: bool = False
) -> list[Candidate]:
    """Return what each line means; faults are noted in `table`.

    With `lock`, the office's agreements are held until the transaction ends.
    """
    line = get_line(office, on=on)
    for action in (Action.IMPORT_RECORDS, Action.EDIT_AGREEMENTS):
        check_can(by, action, line, on=on)
    if lock:
        hold_house(office)
    names = load_names([text for row in table.rows for text in _get_parties(row)])
    candidates = _match(table, _Kept(office, lock=lock))
    for one in candidates:
        _find_parties(table, one, names)
        _fill(one)
        checks = _CHECKS_OF_NEW if one.known is None else _CHECKS_OF_KNOWN
        for check in checks:
            _note(table, one, lambda check=check, one=one: check(one, on))  # type: ignore[misc]
    return candidates


class _Kept:
    """The agreements an office keeps, by reference, and by title and start."""

    def __init__(self, office: UUID, *, lock: bool) -> None:
        rows = Agreement.objects.filter(office=office).prefetch_related("parties").order_by("id")
        self.by_reference: dict[str, Agreement] = {}
        self.by_title: dict[tuple[str, date | None], Agreement] = {}
        for row in rows.select_for_update() if lock else rows:
            if row.reference:
                self.by_reference[fold(row.reference)] = row
            else:
                for title in {fold(row.title_fr), fold(row.title_en)} - {""}:
                    self.by_title[title, row.start] = row

    def find(self, row: Row) -> Agreement | None:
        """Return the agreement that a line means: that of its reference, else of its title and start."""
        if reference := row.values.get("reference"):
            return self.by_reference.get(fold(str(reference)))
        return next((self.by_title[key] for key in _list_titles(row) if key in self.by_title), None)


def _list_titles(row: Row) -> list[tuple[str, date | None]]:
    start = row.values.get("start")
    day = start if isinstance(start, date) else None
    return [
        (fold(str(row.values[name])), day)
        for name in ("title_fr", "title_en")
        if name in row.values
    ]


def _get_parties(row: Row) -> tuple[str, ...]:
    found = row.values.get("parties", ())
    return found if isinstance(found, tuple) else ()


def _match(table: Table, kept: _Kept) -> list[Candidate]:
    first_lines: dict[object, int] = {}
    found = []
    for row in table.rows:
        known = kept.find(row)
        reference = row.values.get("reference")
        keys: list[object] = [fold(str(reference))] if reference else [*_list_titles(row)]
        if known is not None:
            keys.append(known.id)
        earlier = [first_lines[key] for key in keys if key in first_lines]
        if earlier:
            table.say(
                row.line,
                "reference" if reference else "",
                gettext_noop("Line {line} says the same agreement already. Keep one of them."),
                line=earlier[0],
            )
            continue
        first_lines.update(dict.fromkeys(keys, row.line))
        found.append(Candidate(row, known.id if known else uuid4(), known))
    return found


def _find_parties(table: Table, one: Candidate, names: Names) -> None:
    there = {party.organisation for party in one.known.parties.all()} if one.known else set()
    for text in _get_parties(one.row):
        try:
            found = names.get_one(text)
        except RuleError as error:
            table.say(one.row.line, "parties", error.sentence.text, **error.sentence.values)
            continue
        one.names[found.id] = found.title
        if found.id not in there and found.id not in one.parties:
            one.parties.append(found.id)


def _fill(one: Candidate) -> None:
    """Note what differs. An empty cell leaves what stands there, and a party not named stays one."""
    given = {name: value for name, value in one.row.values.items() if name not in NOT_COLUMNS}
    if isinstance(code := given.get("currency"), str):
        given["currency"] = code.upper()
    if given.get("kind") in {kind.value for kind in NON_BINDING}:
        given["is_binding"] = False
    if one.known is None:
        one.values = given
        signed_on = one.row.values.get("signed_on")
        one.signed_on = signed_on if isinstance(signed_on, date) else None
        return
    one.before = {name: getattr(one.known, name) for name in given}
    one.values = {name: value for name, value in given.items() if one.before[name] != value}


def _note(table: Table, one: Candidate, check: Callable[[], None]) -> None:
    """Note what a check refuses, of a line whose cells could all be read."""
    if one.row.line in table.faults.lines:
        return
    try:
        check()
    except CordeeError as error:
        table.say(one.row.line, "", error.sentence.text, **error.sentence.values)


def _get(one: Candidate, name: str) -> object:
    return one.values.get(name, getattr(one.known, name, None))


def _get_day(one: Candidate, name: str) -> date | None:
    day = _get(one, name)
    return day if isinstance(day, date) else None


def _get_number(one: Candidate, name: str) -> int | None:
    number = _get(one, name)
    return number if isinstance(number, int) else None


def _get_terms(one: Candidate) -> Terms:
    return Terms(
        start=_get_day(one, "start"),
        end=_get_day(one, "end"),
        renewal=Renewal(str(_get(one, "renewal") or Renewal.NONE.value)),
        renewal_months=_get_number(one, "renewal_months"),
        most_renewals=_get_number(one, "most_renewals"),
        notice_months=_get_number(one, "notice_months"),
    )


def _check_text(one: Candidate, _on: date) -> None:
    if not (_get(one, "title_fr") or _get(one, "title_en")):
        raise RuleError(gettext_noop("Give a title in French or in English."))
    kind = _get(one, "kind")
    if not kind:
        raise RuleError(gettext_noop("Say in the column of kinds what this agreement is."))
    amount = _get(one, "amount")
    money = check_currency(
        amount if isinstance(amount, Decimal) else None, str(_get(one, "currency") or "")
    )
    terms = _get_terms(one)
    is_binding = bool(_get(one, "is_binding") if _get(one, "is_binding") is not None else True)
    check_kind(Kind(str(kind)), is_binding=is_binding, money=money, end=terms.end)
    check_terms(terms)


def _check_stage(one: Candidate, on: date) -> None:
    """Settle at which stage a new agreement comes in, and check that it can be there."""
    terms, given = _get_terms(one), one.row.values.get("stage")
    end = find_days(terms, on=on).end
    if given:
        stage = Stage(str(given))
    elif one.signed_on is None:
        stage = Stage.DRAFT
    else:
        stage = Stage.ENDED if end is not None and end < on else Stage.IN_FORCE
    if stage in OPEN and one.signed_on is not None:
        raise RuleError(
            gettext_noop(
                "It was signed, but its stage is one before signature. Correct one of them."
            )
        )
    check_can_sign(stage, one.signed_on, on=on)
    if stage not in {Stage.DRAFT, Stage.ABANDONED} and len(one.parties) < LEAST_PARTIES:
        raise RuleError(gettext_noop("Name at least two parties first."))
    if stage in SIGNED:
        _check_signed(one, terms)
    if stage in {Stage.ENDED, Stage.TERMINATED}:
        if end is None:
            raise RuleError(gettext_noop("An agreement that is over needs its last day."))
        if end >= on:
            raise RuleError(
                gettext_noop("It runs until {day}. Terminate it to stop it before."), day=end
            )
        one.values["closed_on"] = end
    one.values["stage"] = stage.value


def _check_signed(one: Candidate, terms: Terms) -> None:
    if one.signed_on is None:
        raise RuleError(
            gettext_noop("An agreement that was in force was signed. Give the day of signature.")
        )
    if terms.start is None:
        raise RuleError(gettext_noop("Say first from which day it holds."))


def _check_may_change(one: Candidate, _on: date) -> None:
    assert one.known is not None
    now = Stage(one.known.stage)
    if one.outcome is Outcome.CHANGED:
        check_can_change(now, reason="-")
    given = one.row.values.get("stage")
    if given and given != now.value and not (given == Stage.IN_FORCE.value and now in LIVE):
        raise RuleError(
            gettext_noop(
                "It is here already, at another stage. Move it on its own page, or empty this cell."
            )
        )
    signed_on = one.row.values.get("signed_on")
    if signed_on and {party.signed_on for party in one.known.parties.all()} != {signed_on}:
        raise RuleError(
            gettext_noop(
                "It is here already, signed on other days. Record signatures on its own page, or empty this cell."
            )
        )


Check = Callable[[Candidate, date], None]
_CHECKS_OF_NEW: tuple[Check, ...] = (_check_text, _check_stage)
_CHECKS_OF_KNOWN: tuple[Check, ...] = (_check_text, _check_may_change)


def _present(one: Candidate) -> PlannedLine:
    before: Mapping[str, object] = {name: one.before.get(name) for name in one.values}
    change = dict(find_change(before, one.values))
    if one.parties:
        change["parties"] = ("", "; ".join(one.names[party] for party in one.parties))
    if one.signed_on:
        change["signed_on"] = (None, one.signed_on)
    return PlannedLine(one.row.line, one.outcome, one.title, change)
