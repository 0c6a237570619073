"""Works that several groups of organisations signed together, by year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa

from cordee.observatory.figures.warehouse import Warehouse
from cordee.reference.organisations import Registry


Groups = tuple[frozenset[str], ...]
"""Groups of organisations by ROR id, such as the parties of an agreement; each reaches its parts."""

LEAST_GROUPS = 2
"""A work is shared from two groups on."""


@dataclass(frozen=True)
class SharedYear:
    """Works of one year whose organisations belong to exactly these groups, by their places.

    One set an organisation, or several that are in the same groups.
    """

    memberships: frozenset[frozenset[int]]
    year: int
    works: int

    @cached_property
    def groups(self) -> frozenset[int]:
        """The groups any of these organisations is in."""
        return frozenset[int]().union(*self.memberships)


@dataclass(frozen=True)
class SharedOutput:
    """Works on which at least two groups are. Full counting: each counts once for those on it.

    `within` has each group that lies wholly in another, after that other: (other, group).
    """

    rows: tuple[SharedYear, ...]
    within: frozenset[tuple[int, int]] = frozenset()

    def count_years(self, groups: Collection[int]) -> dict[int, int]:
        """Return the works a year on which at least two of these groups are, years without any left out.

        Where one of them lies in another, its organisations are the inner one's alone: a faculty's work
        is not shared with its university.

        >>> of_both = frozenset({frozenset({0}), frozenset({1})})
        >>> SharedOutput((SharedYear(of_both, 2020, 3),)).count_years({0, 1})
        {2020: 3}
        """
        chosen, years = frozenset(groups), Counter[int]()
        for row in self.rows:
            if len(self._find_groups(row, chosen)) >= LEAST_GROUPS:
                years[row.year] += row.works
        return dict(sorted(years.items()))

    def _find_groups(self, row: SharedYear, chosen: frozenset[int]) -> frozenset[int]:
        if len(row.groups & chosen) < LEAST_GROUPS:
            return frozenset()
        found: set[int] = set()
        for membership in row.memberships:
            own = membership & chosen
            found |= own - {
                outer for outer in own for inner in own if (outer, inner) in self.within
            }
        return frozenset(found)


def answer_shared(groups: Groups, registry: Registry, warehouse: Warehouse) -> SharedOutput:
    """Return the works that the groups signed, by year and by which groups their organisations are in.

    A group is its organisations with their parts in the registry; an organisation of two groups counts
    for both, unless one lies in the other. Works without a year are in no figure.
    """
    reached = [registry.with_parts(group) for group in groups]
    members = {
        one: frozenset(place for place, group in enumerate(reached) if one in group)
        for one in sorted(frozenset[str]().union(*reached))
    }
    if not members:
        return SharedOutput(())
    memberships = list(dict.fromkeys(members.values()))
    numbers = {membership: number for number, membership in enumerate(memberships)}
    table = pa.table(
        {
            "membership": pa.array([numbers[one] for one in members.values()], pa.int32()),
            "organisation": pa.array(list(members), pa.string()),
        }
    )
    with warehouse.open_cursor() as cursor:
        cursor.register("shared_members", table)
        rows = cursor.execute(
            """SELECT memberships, year, count(*) AS works FROM (
                 SELECT work, list_sort(list(DISTINCT membership)) AS memberships
                 FROM work_organisations JOIN shared_members USING (organisation) GROUP BY work
               ) JOIN works USING (work) WHERE year IS NOT NULL
               GROUP BY memberships, year ORDER BY year, memberships"""
        ).fetchall()
        cursor.unregister("shared_members")
    found = (
        SharedYear(frozenset(memberships[number] for number in held), year, works)
        for held, year, works in rows
    )
    shared = (one for one in found if len(one.groups) >= LEAST_GROUPS)
    return SharedOutput(tuple(shared), _find_nested(reached))


def _find_nested(reached: list[frozenset[str]]) -> frozenset[tuple[int, int]]:
    # Of two groups with the same organisations the second lies in the first: they are one.
    return frozenset(
        (outer, inner)
        for outer, larger in enumerate(reached)
        for inner, smaller in enumerate(reached)
        if smaller < larger or (smaller == larger and outer < inner)
    )
