"""Reads of many agreements: the portfolio, what ends when, the calendar."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from cordee.agreements.life import LIVE, Stage
from cordee.agreements.listed import read_listed
from cordee.agreements.models import CalendarFeed
from cordee.agreements.periods import add_months
from cordee.agreements.queries import find_places, select_at
from cordee.agreements.states import READS, Kind
from cordee.agreements.values import AgreementTold
from cordee.directory.queries import Named
from cordee.ledger.changes import Kept, Watch
from cordee.ledger.queries import hash_secret
from cordee.ledger.rights import Actor
from cordee.ledger.states import Action
from cordee.reference.folding import fold


MOST_KEPT = 8
"""Portfolios kept by a process, some megabytes each: who holds roles at the same organisations sees the same
one, as most people of a house do."""


@dataclass(frozen=True)
class Filter:
    """What is looked for in the portfolio. `within` are months until the end or the last notice day.

    `party` are words of a party's name, from who has not chosen one.
    """

    kind: Kind | None = None
    stage: Stage | None = None
    is_live: bool = False
    country: str = ""
    organisation: UUID | None = None
    within: int = 0
    text: str = ""
    party: str = ""


@dataclass(frozen=True)
class Due:
    """A day to watch: the end of an agreement, or the last day to give notice."""

    day: date
    is_notice: bool
    line: AgreementTold


@dataclass(frozen=True, eq=False)
class Portfolio:
    """Agreements, with what is told of all of them: each figure is counted when it is first asked for.

    `lines` stand in the order of their ends, those without one last.
    """

    lines: tuple[AgreementTold, ...]
    on: date

    @cached_property
    def stages(self) -> Mapping[Stage, int]:
        """Return how many agreements stand at each stage."""
        return Counter(one.stage for one in self.lines)

    @cached_property
    def countries(self) -> Mapping[str, Mapping[Stage, int]]:
        """Return how many agreements with each country, by its parties or the scope, stand at each stage."""
        found: dict[str, Counter[Stage]] = {}
        for line in self.lines:
            for code in line.countries:
                found.setdefault(code, Counter())[line.stage] += 1
        return found

    @cached_property
    def parties(self) -> Mapping[UUID, Named]:
        """Return all parties by identifier."""
        return {one.id: one for line in self.lines for one in line.parties}

    @cached_property
    def _due(self) -> tuple[Due, ...]:
        return list_due(self.lines, on=self.on, until=date.max)

    @cached_property
    def _said(self) -> tuple[Mapping[UUID, str], Mapping[UUID, str]]:
        """Return the words of each agreement without its parties, and of each party."""
        own = {
            one.id: fold(" ".join((one.reference, one.title_fr, one.title_en)))
            for one in self.lines
        }
        return own, {
            key: fold(" ".join((one.name_fr, one.name_en, one.acronym)))
            for key, one in self.parties.items()
        }

    def list_due(self, until: date) -> tuple[Due, ...]:
        """Return the ends and the last notice days of agreements in force, up to a day."""
        return self._due[: bisect_right(self._due, until, key=lambda one: one.day)]

    def find_parties(self, typed: str) -> tuple[Named, ...]:
        """Return the parties whose names have all the words typed, the last of which may be unfinished."""
        said = self._said[1]
        return tuple(one for key, one in self.parties.items() if _begins(typed, said[key]))

    def find_titled(self, typed: str) -> tuple[AgreementTold, ...]:
        """Return the agreements whose reference and titles have all the words typed, as for parties.

        Those called exactly so come first, else they stand in the order of the portfolio.
        """
        said = self._said[0]
        found = (one for one in self.lines if _begins(typed, said[one.id]))
        return tuple(sorted(found, key=lambda one: not is_called(one, typed)))

    def narrow(self, sought: Filter) -> Portfolio:
        """Return the portfolio of the agreements that a filter lets through, in their order."""
        if sought == Filter():
            return self
        found: Iterable[AgreementTold] = (one for one in self.lines if _fits(one, sought))
        if sought.within:
            due = {one.line.id for one in self.list_due(add_months(self.on, sought.within))}
            found = (one for one in found if one.id in due)
        if sought.party:
            parties = {one.id for one in self.find_parties(sought.party)}
            found = (one for one in found if any(party.id in parties for party in one.parties))
        if words := fold(sought.text).split():
            found = (one for one in found if self._says(one, words))
        return Portfolio(tuple(found), self.on)

    def _says(self, line: AgreementTold, words: list[str]) -> bool:
        own, parties = self._said
        said = " ".join((own[line.id], *(parties[one.id] for one in line.parties)))
        return all(word in said for word in words)


def is_called(line: AgreementTold, typed: str) -> bool:
    """Return whether a text is an agreement's reference, a title of it, or both on one line."""
    names = (line.reference, line.title_fr, line.title_en, line.to_line("fr"), line.to_line("en"))
    return fold(typed) in {fold(name) for name in names if name}


def _begins(typed: str, said: str) -> bool:
    """Return whether each word typed begins a word of a folded text; no word does not."""
    words = fold(typed).split()
    return bool(words) and all(f" {word}" in f" {said}" for word in words)


def _concerns(kind: str, action: str) -> bool:
    return kind in {"agreement", "organisation", "import"} and action not in READS


_changes = Watch(_concerns)
_kept: Kept[tuple[frozenset[UUID] | None, date], Portfolio] = Kept(MOST_KEPT)
"""The portfolio of those who see agreements at the same places."""


def get_portfolio(by: Actor, *, on: date) -> Portfolio:
    """Return every agreement that a person may see: those that end soonest first, then without end.

    Where a person may see agreements is asked each time; what there is to see is read again when the audit
    has a line that something of it changed.
    """
    places = find_places(by, Action.SEE_AGREEMENTS, on=on)
    return _kept.get(
        (places, on),
        _changes.look(),
        lambda: Portfolio(read_listed(select_at(places), on=on), on),
    )


def list_lines(by: Actor, *, on: date) -> tuple[AgreementTold, ...]:
    """Return every agreement that a person may see: those that end soonest first, then without end."""
    return get_portfolio(by, on=on).lines


def list_due(lines: Iterable[AgreementTold], *, on: date, until: date) -> tuple[Due, ...]:
    """Return the ends and the last notice days of agreements in force, from `on` to `until`.

    The end of an agreement that goes on tacitly is no end; its notice day is what to watch.
    """
    found = []
    for line in lines:
        if line.stage not in LIVE:
            continue
        if line.days.notice_day is not None:
            found.append(Due(line.days.notice_day, True, line))
        if line.days.end is not None and not line.days.goes_on:
            found.append(Due(line.days.end, False, line))
    return tuple(
        sorted(
            (one for one in found if on <= one.day <= until),
            key=lambda one: (one.day, not one.is_notice, str(one.line.id)),
        )
    )


def find_feed(secret: str) -> UUID | None:
    """Return the account whose calendar the secret opens, or None."""
    found = CalendarFeed.objects.filter(secret_hash=hash_secret(secret)).first()
    return found.account if found else None


def has_feed(account: UUID) -> bool:
    """Return whether an account's calendar has an address."""
    return CalendarFeed.objects.filter(account=account).exists()


def _fits(line: AgreementTold, sought: Filter) -> bool:
    return (
        (sought.kind is None or line.kind is sought.kind)
        and (sought.stage is None or line.stage is sought.stage)
        and (not sought.is_live or line.stage in LIVE)
        and (not sought.country or sought.country in line.countries)
        and (
            sought.organisation is None
            or sought.organisation in {line.office, *(one.id for one in line.parties)}
        )
    )
