"""Agreements beside what publications show: which of each stands without the other.

Pure: agreements come as lines, activity as counts of works that the observatory gave.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cordee.agreements.life import LIVE
from cordee.agreements.values import AgreementTold
from cordee.directory.queries import Named


YEARS_LOOKED_AT = 5
"""An agreement older than this is judged by its last years: what was done long ago says little of now."""


@dataclass(frozen=True)
class Silent:
    """An agreement in force under which its parties signed no work together since `since`."""

    line: AgreementTold
    since: int


@dataclass(frozen=True)
class Busy:
    """A partner or a country with works together and no agreement in force."""

    id: str
    name: str
    country: str
    works: int


def find_groups(
    parties: Sequence[UUID], parts: Mapping[UUID, Iterable[Named]]
) -> tuple[frozenset[str], ...]:
    """Return each party's ROR ids, its own and its parts', as the observatory asks for groups.

    `parts` holds each party's organisations, itself among them. A party without any is left out:
    publications cannot tell it.
    """
    groups = (
        frozenset(one.ror for one in parts.get(party, ()) if one.ror is not None)
        for party in parties
    )
    return tuple(group for group in groups if group)


def split_years(
    years: Mapping[int, int], start: date | None, end: date | None
) -> tuple[int, int, int]:
    """Return the works before an agreement, during it and after it, by year of publication.

    The years in which it begins and ends count as during. Without a start all works are before.

    >>> split_years({2019: 1, 2020: 2, 2021: 4, 2022: 8}, date(2020, 6, 1), date(2021, 1, 1))
    (1, 6, 8)
    """
    if start is None:
        return sum(years.values()), 0, 0
    last = end.year if end else max((start.year, *years))
    before = sum(works for year, works in years.items() if year < start.year)
    during = sum(works for year, works in years.items() if start.year <= year <= last)
    return before, during, sum(years.values()) - before - during


def find_since(line: AgreementTold, *, known_until: int) -> int | None:
    """Return the year from which an agreement in force is judged by publications; None when it is not.

    It is the year it began, or the first of the last five years that publications are known of. An
    agreement that began later than that cannot be judged yet.
    """
    if line.stage not in LIVE or line.start is None or line.start.year > known_until:
        return None
    return max(line.start.year, known_until - YEARS_LOOKED_AT + 1)


def list_silent(
    lines: Iterable[AgreementTold], works: Mapping[UUID, Mapping[int, int]], *, known_until: int
) -> tuple[Silent, ...]:
    """Return the agreements in force without a work of their parties since they began.

    `works` holds the works a year of each agreement whose parties publications can tell; the others
    are not judged, nor those that `find_since` leaves out.
    """
    found = []
    for line in lines:
        years, since = works.get(line.id), find_since(line, known_until=known_until)
        if years is None or since is None:
            continue
        if not any(count for year, count in years.items() if year >= since):
            found.append(Silent(line, since))
    return tuple(found)


def list_busy(partners: Iterable[Busy], covered: Collection[str], most: int) -> tuple[Busy, ...]:
    """Return the partners with the most works that no agreement in force covers, at most so many."""
    open_ones = [one for one in partners if one.id not in covered and one.works > 0]
    return tuple(sorted(open_ones, key=lambda one: (-one.works, one.id))[:most])
