"""Whom several sides have as partners in common, and whom only one of them has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from cordee.observatory.figures.answer import Figures
from cordee.observatory.figures.question import Counting
from cordee.observatory.figures.statistics import get_share


class SharedPartner(NamedTuple):
    """One partner country or organisation, with a value a side; 0 works where it is none's partner.

    A tuple, because six institutions have tens of thousands of them.
    """

    id: str  # code of the country, or ROR id
    name: str  # of the organisation; the code of a country, which `reference.countries` names
    country: str | None
    works: tuple[int, ...]  # full counting
    works_fractional: tuple[float, ...]
    shares: tuple[float | None, ...]  # of the side's own works, by the counting asked; None without

    @property
    def sides(self) -> tuple[int, ...]:
        """The places of the sides whose partner it is."""
        return tuple(place for place, works in enumerate(self.works) if works)


@dataclass(frozen=True, slots=True)
class PairOverlap:
    """Two sides, by their places, and the partners they have in common."""

    first: int
    second: int
    common: int
    jaccard: float | None  # common over partners of either; None when neither has one


@dataclass(frozen=True, slots=True)
class Overlap:
    """The partners of one kind of all sides.

    `partners` come with those of most sides first, then by the share they have of the side on whose
    works they weigh least, so that whoever matters to all stands on top.
    """

    of: str  # "countries" or "organisations"
    partners: tuple[SharedPartner, ...]
    totals: tuple[int, ...]  # partners of each side
    only: tuple[int, ...]  # of these, partners of no other side
    common: int  # partners of every side
    pairs: tuple[PairOverlap, ...]

    def list_common(self) -> tuple[SharedPartner, ...]:
        """Return the partners of every side."""
        return tuple(one for one in self.partners if all(one.works))

    def list_only(self, place: int) -> tuple[SharedPartner, ...]:
        """Return the partners of the side at `place` and of no other, most of its works first."""
        return tuple(one for one in self.partners if one.sides == (place,))


class _Held(NamedTuple):
    """One partner of one side."""

    id: str
    name: str
    country: str | None
    works: int
    works_fractional: float
    share: float | None


def overlap_countries(sides: Sequence[Figures]) -> Overlap:
    """Return the partner countries of all sides; shares are of covered works."""
    held = [
        [
            _Held(
                one.code,
                one.code,
                one.code,
                one.works,
                one.works_fractional,
                one.share_fractional if _is_fractional(side) else one.share,
            )
            for one in side.partner_countries
        ]
        for side in sides
    ]
    return make_overlap("countries", held)


def overlap_organisations(sides: Sequence[Figures], members: frozenset[str]) -> Overlap:
    """Return the partner organisations of all sides; shares are of all works.

    `members` are the organisations of any side: what is compared is not a partner here.
    """
    held = [
        [
            _Held(
                one.id,
                one.name,
                one.country,
                one.works,
                one.works_fractional,
                one.share_fractional if _is_fractional(side) else one.share,
            )
            for one in side.partner_organisations.list_amounts()
            if one.id not in members
        ]
        for side in sides
    ]
    return make_overlap("organisations", held)


def make_overlap(of: str, held: Sequence[Iterable[_Held]]) -> Overlap:
    """Return the overlap of the partners each side holds."""
    found: dict[str, list[_Held | None]] = {}
    for place, own in enumerate(held):
        for each in own:
            found.setdefault(each.id, [None] * len(held))[place] = each
    partners = [_join(columns) for columns in found.values()]
    partners.sort(key=_get_order)
    totals = [sum(1 for one in partners if one.works[place]) for place in range(len(held))]
    pairs = []
    for first, second in combinations(range(len(held)), 2):
        common = sum(1 for one in partners if one.works[first] and one.works[second])
        either = totals[first] + totals[second] - common
        pairs.append(PairOverlap(first, second, common, get_share(common, either)))
    alone = [one.sides[0] for one in partners if one.works.count(0) == len(held) - 1]
    return Overlap(
        of=of,
        partners=tuple(partners),
        totals=tuple(totals),
        only=tuple(alone.count(place) for place in range(len(held))),
        common=sum(1 for one in partners if all(one.works)),
        pairs=tuple(pairs),
    )


def _is_fractional(figures: Figures) -> bool:
    return figures.question.counting is Counting.FRACTIONAL


def _join(columns: Sequence[_Held | None]) -> SharedPartner:
    known = next(one for one in columns if one is not None)
    return SharedPartner(
        id=known.id,
        name=known.name,
        country=known.country,
        works=tuple(one.works if one else 0 for one in columns),
        works_fractional=tuple(one.works_fractional if one else 0.0 for one in columns),
        shares=tuple(one.share if one else None for one in columns),
    )


def _get_order(one: SharedPartner) -> tuple[int, float, str]:
    # A partner country can be known on works none of which is covered by a share; it comes last.
    least = min((share for share in one.shares if share is not None), default=0.0)
    return one.works.count(0), -least, one.id
