"""Who published with whom, by ORCID: of many people at once, over the years asked about.

Only works tell that bear both ORCIDs; of somebody whose ORCID is on no work of the lake nothing is known.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pyarrow as pa

from cordee.observatory.figures.lake_facts import query_rows
from cordee.observatory.lake.store import Lake


@dataclass(frozen=True)
class JointWorks:
    """How many works two people signed, and the year of the last."""

    works: int
    last_year: int


@dataclass(frozen=True)
class CoAuthors:
    """The ORCIDs that are on some work of the lake, and what pairs of them signed together."""

    known: frozenset[str]
    pairs: Mapping[tuple[str, str], JointWorks]


_SIGNED = """
WITH asked AS (SELECT orcid, bool_or(is_first) AS is_first, bool_or(is_other) AS is_other
               FROM people GROUP BY orcid)
SELECT DISTINCT p.orcid, p.is_first, p.is_other, a.work
FROM asked p JOIN authorships a ON upper(a.orcid) = p.orcid
"""

_KNOWN = "SELECT DISTINCT orcid FROM signed"

_PAIRS = """
SELECT f.orcid AS first, o.orcid AS other, count(*) AS works, max(w.year) AS last_year
FROM signed f JOIN signed o ON o.work = f.work AND o.orcid <> f.orcid
JOIN works w ON w.work = f.work
WHERE f.is_first AND o.is_other AND w.year BETWEEN ? AND ?
GROUP BY ALL
"""


def find_coauthors(
    lake: Lake, people: Collection[str], others: Collection[str], *, first: int, last: int
) -> CoAuthors:
    """Return what `people` and `others` (ORCIDs) signed together from year `first` to year `last`.

    Pairs are keyed by an ORCID of `people`, then one of `others`. The lake need not be linked.
    """
    asked = [(one.upper(), True, False) for one in people]
    asked += [(one.upper(), False, True) for one in others]
    columns = tuple(zip(*asked, strict=True)) if asked else ((), (), ())
    connection = lake.connect()
    try:
        connection.register(
            "people",
            pa.table(
                {
                    "orcid": pa.array(columns[0], pa.string()),
                    "is_first": pa.array(columns[1], pa.bool_()),
                    "is_other": pa.array(columns[2], pa.bool_()),
                }
            ),
        )
        connection.execute(f"CREATE TEMP TABLE signed AS {_SIGNED}")
        known = frozenset(str(row["orcid"]) for row in query_rows(connection, _KNOWN))
        rows = query_rows(connection, _PAIRS, (first, last))
    finally:
        connection.close()
    pairs = {
        (row["first"], row["other"]): JointWorks(row["works"], row["last_year"]) for row in rows
    }
    return CoAuthors(known, pairs)
