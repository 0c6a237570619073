"""The partner organisations of one answer, each made when it is looked at.

A large institution has tens of thousands of partners over twenty years. Made one by one, with their
trends and ties, they took most of the time of an answer; a page shows a hundred of them at most. What
they are made from therefore stays in columns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, TypeAlias, overload

import numpy as np
from numpy.typing import NDArray

from cordee.observatory.figures.parts import OrganisationFigures, Trend
from cordee.observatory.figures.statistics import SMALL_NUMBER, get_growth, get_share
from cordee.observatory.figures.ties import Universe, measure_tie


Array: TypeAlias = NDArray[Any]
Description: TypeAlias = tuple[str, str | None, str | None]
"""An organisation's name, city and relation to the home."""

Describe: TypeAlias = Callable[[str], Description]


@dataclass(frozen=True, eq=False)
class OrganisationColumns:
    """All partners of one answer in rank order: an array a column, a row a partner."""

    ids: tuple[str, ...]
    countries: tuple[str | None, ...]
    foreign: Array  # bool: its country is known and no home country
    ranks_full: Array
    ranks_fractional: Array
    ranks_abroad: Array  # two columns, full and fractional; 0 for those who are not abroad
    works: Array
    own_works: Array
    weights: tuple[float, ...]
    totals: Array  # all works of the partner in the corpus in the same years
    yearly: Array  # works: a column a year
    years: tuple[int, ...]
    full_years: int
    home_works: int
    ranks_by_weight: bool
    universe: Universe
    describe: Describe


@dataclass(frozen=True)
class Described:
    """What is said of some organisations, kept apart from the registry that says it."""

    found: Mapping[str, Description]

    def __call__(self, organisation: str) -> Description:
        """Return what is said of one of them."""
        return self.found[organisation]


class PartnerAmounts(NamedTuple):
    """What comparing the partners of several homes needs of each of them."""

    id: str
    name: str
    country: str | None
    works: int
    works_fractional: float
    share: float | None
    share_fractional: float | None


class PartnerOrganisations(Sequence[OrganisationFigures]):
    """Partner organisations in rank order; each is made when it is looked at.

    It is read as a tuple of them would be, and equals none: `tuple` makes one. A copy, pickled or not,
    holds these organisations alone and no registry.

    Where only some are wanted, ask for these (`list_abroad`, `list_in`, `find`) rather than go through
    all of them.
    """

    def __init__(self, columns: OrganisationColumns, places: Array | None = None) -> None:
        self._columns = columns
        self._places = np.arange(len(columns.ids)) if places is None else places

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, place: int) -> OrganisationFigures: ...

    @overload
    def __getitem__(self, place: slice) -> PartnerOrganisations: ...

    def __getitem__(self, place: int | slice) -> OrganisationFigures | PartnerOrganisations:
        if isinstance(place, slice):
            return PartnerOrganisations(self._columns, self._places[place])
        return _make(self._columns, int(self._places[place]))

    def __iter__(self) -> Iterator[OrganisationFigures]:
        return (_make(self._columns, place) for place in self._places.tolist())

    def __eq__(self, other: object) -> bool:
        if isinstance(other, PartnerOrganisations):
            return len(self) == len(other) and tuple(self) == tuple(other)
        return NotImplemented

    def __hash__(self) -> int:
        return hash(self.list_ids())

    def __reduce__(self) -> tuple[Any, ...]:
        own = self._columns
        described = Described({code: own.describe(code) for code in own.ids})
        return PartnerOrganisations, (replace(own, describe=described), self._places)

    def __repr__(self) -> str:
        return f"PartnerOrganisations({len(self)})"

    def list_abroad(self) -> PartnerOrganisations:
        """Return those whose country is known and no home country."""
        return self._keep(self._columns.foreign[self._places])

    def list_in(self, country: str) -> PartnerOrganisations:
        """Return those of one country."""
        known = self._columns.countries
        return self._keep([known[place] == country for place in self._places.tolist()])

    def list_ids(self) -> tuple[str, ...]:
        """Return their ROR ids."""
        return tuple([self._columns.ids[place] for place in self._places.tolist()])

    def find(self, organisation: str) -> OrganisationFigures | None:
        """Return one of them by its ROR id; None when it is no partner."""
        places = self._places.tolist()
        found = (place for place in places if self._columns.ids[place] == organisation)
        place = next(found, None)
        return None if place is None else _make(self._columns, place)

    def list_amounts(self) -> Iterator[PartnerAmounts]:
        """Yield what each has in works and shares, without its trend and ties."""
        own = self._columns
        for place in self._places.tolist():
            works, weight = int(own.works[place]), own.weights[place]
            yield PartnerAmounts(
                own.ids[place],
                own.describe(own.ids[place])[0],
                own.countries[place],
                works,
                weight,
                get_share(works, own.home_works),
                get_share(weight, own.home_works),
            )

    def count_by_year(self) -> dict[int, int]:
        """Return how many of them have works in each year; empty when there are none."""
        if not len(self):
            return {}
        counted = (self._columns.yearly[self._places] > 0).sum(axis=0).tolist()
        return dict(zip(self._columns.years, counted, strict=True))

    def _keep(self, kept: Sequence[bool] | Array) -> PartnerOrganisations:
        return PartnerOrganisations(self._columns, self._places[np.asarray(kept, dtype=bool)])


def _make(own: OrganisationColumns, place: int) -> OrganisationFigures:
    code, country, works = own.ids[place], own.countries[place], int(own.works[place])
    name, city, relation = own.describe(code)
    weight, counts = own.weights[place], tuple(own.yearly[place].tolist())
    # Only the last years can be partial, so the full ones are the first.
    growth, method = get_growth(counts[: own.full_years])
    full, fractional = int(own.ranks_full[place]), int(own.ranks_fractional[place])
    foreign = bool(own.foreign[place])
    abroad, abroad_fractional = own.ranks_abroad[place].tolist()
    return OrganisationFigures(
        id=code,
        name=name,
        country=country,
        city=city,
        foreign=None if country is None else foreign,
        relation=relation,
        rank=fractional if own.ranks_by_weight else full,
        rank_full=full,
        rank_fractional=fractional,
        rank_abroad=(abroad, abroad_fractional) if foreign else None,
        works=works,
        own_works=int(own.own_works[place]),
        share=get_share(works, own.home_works),
        works_fractional=weight,
        share_fractional=get_share(weight, own.home_works),
        yearly=Trend(own.years, counts),
        growth=growth,
        growth_method=method,
        small=works < SMALL_NUMBER,
        ties=measure_tie(works, int(own.totals[place]), counts, own.universe),
    )
