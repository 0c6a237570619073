"""Works that several groups of organisations signed together, by year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

import pyarrow as pa

from cordee.observatory.figures.warehouse import Warehouse
from cordee.reference.organisations import Registry


Groups = tuple[frozenset[str], ...]
"""Groups of organisations by ROR id, such as the parties of an agreement; each reaches its parts."""

LEAST_GROUPS = 2
"""A work is joint from two groups on."""


@dataclass(frozen=True)
class JointYear:
    """Works of one year on which exactly these groups are, by their places."""

    groups: frozenset[int]
    year: int
    works: int


@dataclass(frozen=True)
class JointOutput:
    """Works on which at least two groups are. Full counting: each counts once for those on it."""

    rows: tuple[JointYear, ...]

    def count_years(self, groups: Collection[int]) -> dict[int, int]:
        """Return the works a year on which at least two of these groups are, years without any left out.

        >>> JointOutput((JointYear(frozenset({0, 1}), 2020, 3),)).count_years({0, 1})
        {2020: 3}
        """
        chosen, years = frozenset(groups), Counter[int]()
        for row in self.rows:
            if len(row.groups & chosen) >= LEAST_GROUPS:
                years[row.year] += row.works
        return dict(sorted(years.items()))


def answer_joint(groups: Groups, registry: Registry, warehouse: Warehouse) -> JointOutput:
    """Return the works that at least two of the groups signed, by year and by which.

    A group is its organisations with their parts in the registry; an organisation of two groups counts
    for both. Works without a year are in no figure.
    """
    members = [
        (place, organisation)
        for place, group in enumerate(groups)
        for organisation in sorted(registry.with_parts(group))
    ]
    if not members:
        return JointOutput(())
    table = pa.table(
        {
            "place": pa.array([place for place, _ in members], pa.int32()),
            "organisation": pa.array([organisation for _, organisation in members], pa.string()),
        }
    )
    with warehouse.open_cursor() as cursor:
        cursor.register("joint_members", table)
        rows = cursor.execute(
            """SELECT places, year, count(*) AS works FROM (
                 SELECT work, list_sort(list(DISTINCT place)) AS places
                 FROM work_organisations JOIN joint_members USING (organisation)
                 GROUP BY work HAVING count(DISTINCT place) >= 2
               ) JOIN works USING (work) WHERE year IS NOT NULL
               GROUP BY places, year ORDER BY year, places"""
        ).fetchall()
        cursor.unregister("joint_members")
    return JointOutput(
        tuple(JointYear(frozenset(places), year, works) for places, year, works in rows)
    )
