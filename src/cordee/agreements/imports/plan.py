"""What each line of a table of agreements comes to, before anything is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
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
from cordee.directory.imports.names import Names, load_names
from cordee.kernel.errors import RuleError
from cordee.ledger.audit import find_change
from cordee.ledger.imports import Outcome, PlannedLine
from cordee.ledger.incoming import FirstLines, Incoming
from cordee.ledger.rights import Actor
from cordee.ledger.sheets import Row, Table
from cordee.reference.folding import fold


NOT_COLUMNS = frozenset({"parties", "signed_on", "stage"})
"""Fields that are not written into an agreement's own columns as they stand."""

SIGNED = frozenset({Stage.IN_FORCE, Stage.SUSPENDED, Stage.ENDED, Stage.TERMINATED})
"""Stages that only a signed agreement reaches."""


@dataclass
class IncomingAgreement(Incoming[Agreement]):
    """A line on its way: the agreement it means, its new values, the parties it adds."""

    parties: list[UUID] = field(default_factory=list)
    names: dict[UUID, str] = field(default_factory=dict)
    signed_on: date | None = None

    @property
    def added(self) -> Sequence[UUID]:
        """Return the parties that the line adds."""
        return self.parties

    @property
    def title(self) -> str:
        """Return the line's title."""
        values = self.row.values
        named = str(values.get("title_en") or values.get("title_fr") or "")
        return named or (str(self.record) if self.record else "")


def prepare(
    table: Table, office: UUID, _by: Actor, on: date, lock: bool
) -> list[IncomingAgreement]:
    """Return what each line means; faults are noted in `table`, and with `lock` rows are held."""
    names = load_names([text for row in table.rows for text in row.get_texts("parties")])
    incoming = _match(table, _Kept(office, lock=lock))
    for one in incoming:
        _find_parties(table, one, names)
        _fill(one)
        for check in (_check_text, _check_stage if one.is_new else _check_may_change):
            # What a check refuses is noted of a line whose cells could all be read.
            if one.row.line not in table.faults.lines:
                with table.noting(one.row.line):
                    check(one, on)
    return incoming


def present(incoming: Sequence[IncomingAgreement]) -> Iterator[PlannedLine]:
    """Yield prepared lines as the plan shows them."""
    for one in incoming:
        change = dict(find_change(one.before, one.values))
        if one.parties:
            change["parties"] = ("", "; ".join(one.names[party] for party in one.parties))
        if one.signed_on:
            change["signed_on"] = (None, one.signed_on)
        yield PlannedLine(one.row.line, one.outcome, one.title, change)


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
    return [
        (fold(str(row.values[name])), row.get_day("start"))
        for name in ("title_fr", "title_en")
        if name in row.values
    ]


def _match(table: Table, kept: _Kept) -> list[IncomingAgreement]:
    first_lines = FirstLines()
    found = []
    for row in table.rows:
        known = kept.find(row)
        reference = row.values.get("reference")
        keys: list[object] = [fold(str(reference))] if reference else [*_list_titles(row)]
        if known is not None:
            keys.append(known.id)
        earlier = first_lines.find_earlier(row.line, keys)
        if earlier is not None:
            table.say(
                row.line,
                "reference" if reference else "",
                gettext_noop("Line {line} says the same agreement already. Keep one of them."),
                line=earlier,
            )
            continue
        found.append(IncomingAgreement(row, known.id if known else uuid4(), known))
    return found


def _find_parties(table: Table, one: IncomingAgreement, names: Names) -> None:
    there = {party.organisation for party in one.record.parties.all()} if one.record else set()
    for text in one.row.get_texts("parties"):
        with table.noting(one.row.line, "parties"):
            found = names.get_one(text)
            one.names[found.id] = found.title
            if found.id not in there and found.id not in one.parties:
                one.parties.append(found.id)


def _fill(one: IncomingAgreement) -> None:
    """Note what differs. An empty cell leaves what stands there, and a party not named stays one."""
    given = {name: value for name, value in one.row.values.items() if name not in NOT_COLUMNS}
    if isinstance(code := given.get("currency"), str):
        given["currency"] = code.upper()
    if given.get("kind") in {kind.value for kind in NON_BINDING}:
        given["is_binding"] = False
    if one.is_new:
        one.signed_on = one.row.get_day("signed_on")
    one.compare(given)


def _get_terms(one: IncomingAgreement) -> Terms:
    return Terms(
        start=one.get("start"),
        end=one.get("end"),
        renewal=Renewal(one.get("renewal") or Renewal.NONE),
        renewal_months=one.get("renewal_months"),
        most_renewals=one.get("most_renewals"),
        notice_months=one.get("notice_months"),
    )


def _check_text(one: IncomingAgreement, _on: date) -> None:
    if not (one.get("title_fr") or one.get("title_en")):
        raise RuleError(gettext_noop("Give a title in French or in English."))
    kind = one.get("kind")
    if not kind:
        raise RuleError(gettext_noop("Say in the column of kinds what this agreement is."))
    money = check_currency(one.get("amount"), one.get("currency") or "")
    terms = _get_terms(one)
    is_binding = one.get("is_binding") is not False
    check_kind(Kind(str(kind)), is_binding=is_binding, money=money, end=terms.end)
    check_terms(terms)


def _check_stage(one: IncomingAgreement, on: date) -> None:
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


def _check_signed(one: IncomingAgreement, terms: Terms) -> None:
    if one.signed_on is None:
        raise RuleError(
            gettext_noop("An agreement that was in force was signed. Give the day of signature.")
        )
    if terms.start is None:
        raise RuleError(gettext_noop("Say first from which day it holds."))


def _check_may_change(one: IncomingAgreement, _on: date) -> None:
    assert one.record is not None
    now = Stage(one.record.stage)
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
    if signed_on and {party.signed_on for party in one.record.parties.all()} != {signed_on}:
        raise RuleError(
            gettext_noop(
                "It is here already, signed on other days. Record signatures on its own page, or empty this cell."
            )
        )
