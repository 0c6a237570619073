"""Which records of different sources are the same work.

Two records are the same work when they share a DOI, a PMID, or the normalised title, the year and
the first author's family name. Two records of one source that bear different DOIs or PMIDs are two
works, whatever else says they are one: the source itself holds them apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import duckdb
import pyarrow as pa


MIN_TITLE_WORDS = 5
MIN_TITLE_LENGTH = 40
"""A shorter title ("Editorial", "Reply to the authors") is shared by works that have nothing else
in common; five words and forty letters are what a title needs to be somebody's own."""

MAX_GROUP = 10
"""Records that may share one DOI, PMID or title. A larger group shares a placeholder, not a work,
and its pairs would grow with the square."""

RECORDS = f"""
    CREATE OR REPLACE TEMP TABLE fingerprint AS
    WITH first_author AS (
        SELECT a.work, a.batch, a.part, a.name FROM batch_authorships a WHERE a.position = 1
    ),
    folded AS (
        SELECT c.work, c.source, w.doi, w.pmid, w.year, w.type,
               trim(regexp_replace(strip_accents(lower(w.title)), '[^\\p{{L}}\\p{{N}}]+', ' ', 'g'))
                   AS title,
               regexp_extract(
                   regexp_replace(
                       strip_accents(lower(f.name)), '[\\s,]+(jr|sr|ii|iii|iv|2nd|3rd)\\.?$', ''
                   ),
                   '([\\p{{L}}]+)\\W*$', 1
               ) AS family
        FROM current_record c
        JOIN batch_works w USING (work, batch, part, line)
        LEFT JOIN first_author f USING (work, batch, part)
    )
    SELECT work, source, doi, pmid,
           CASE WHEN length(title) >= {MIN_TITLE_LENGTH}
                 AND len(string_split(title, ' ')) >= {MIN_TITLE_WORDS}
                 AND year IS NOT NULL AND family <> ''
                 AND type NOT IN ('erratum', 'retraction', 'editorial', 'paratext')
                THEN title || '|' || year || '|' || family END AS title
    FROM folded
"""  # noqa: S608 -- numbers of this module

# The strongest evidence first: a union by DOI may forbid a later one by title.
PAIRS = f"""
    WITH keyed AS (
        SELECT 1 AS strength, 'd' || doi AS key, work, source, doi, pmid
        FROM fingerprint WHERE doi IS NOT NULL
        UNION ALL
        SELECT 2, 'p' || pmid, work, source, doi, pmid FROM fingerprint WHERE pmid IS NOT NULL
        UNION ALL
        SELECT 3, 't' || title, work, source, doi, pmid FROM fingerprint WHERE title IS NOT NULL
    ),
    shared AS (
        SELECT * FROM keyed
        QUALIFY count(*) OVER (PARTITION BY key) BETWEEN 2 AND {MAX_GROUP}
    )
    SELECT DISTINCT a.strength,
           a.work, a.source, a.doi, a.pmid, b.work, b.source, b.doi, b.pmid
    FROM shared a JOIN shared b ON a.key = b.key AND a.work < b.work
    WHERE a.strength < 3
       OR (a.source <> b.source
           AND coalesce(a.doi, b.doi, '') = coalesce(b.doi, a.doi, '')
           AND coalesce(a.pmid, b.pmid, '') = coalesce(b.pmid, a.pmid, ''))
    ORDER BY 1, 2, 6
"""  # noqa: S608 -- numbers of this module

Identity = tuple[str, str | None, str | None]
"""Source, DOI, PMID."""


@dataclass
class Clusters:
    """Groups of records that are one work, joined pair by pair."""

    parents: dict[int, int] = field(default_factory=dict)
    members: dict[int, list[Identity]] = field(default_factory=dict)

    def find(self, record: int) -> int:
        """Return the record that stands for the group of `record`."""
        while (parent := self.parents[record]) != record:
            self.parents[record] = self.parents[parent]
            record = self.parents[record]
        return record

    def add(self, record: int, identity: Identity) -> None:
        """Make a group of one, unless the record is known."""
        if record not in self.parents:
            self.parents[record] = record
            self.members[record] = [identity]

    def join(self, one: int, other: int) -> bool:
        """Make one group of two; return False when their source holds them apart."""
        first, second = sorted((self.find(one), self.find(other)))
        if first == second:
            return True
        pairs = ((a, b) for a in self.members[first] for b in self.members[second])
        if any(is_held_apart(a, b) for a, b in pairs):
            return False
        self.parents[second] = first
        self.members[first] += self.members.pop(second)
        return True


def is_held_apart(one: Identity, other: Identity) -> bool:
    """Say whether two records of one source bear different DOIs or PMIDs.

    >>> is_held_apart(("pubmed", None, "1"), ("pubmed", None, "2"))
    True
    >>> is_held_apart(("pubmed", None, "1"), ("openalex", None, "2"))
    False
    """
    return one[0] == other[0] and any(
        a is not None and b is not None and a != b for a, b in zip(one[1:], other[1:], strict=True)
    )


def join_pairs(
    pairs: Iterable[tuple[int, Identity, int, Identity]],
) -> dict[int, int]:
    """Return record → record that stands for its work, for records in groups of two or more."""
    clusters = Clusters()
    for one, identity, other, other_identity in pairs:
        clusters.add(one, identity)
        clusters.add(other, other_identity)
        clusters.join(one, other)
    return {record: clusters.find(record) for record in sorted(clusters.parents)}


def find_clusters(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """Return columns record and cluster for the current records that share something."""
    connection.execute(RECORDS)
    rows = connection.execute(PAIRS).fetchall()
    found = join_pairs((r[1], (r[2], r[3], r[4]), r[5], (r[6], r[7], r[8])) for r in rows)
    connection.execute("DROP TABLE fingerprint")
    return pa.table(
        {
            "record": pa.array(found.keys(), pa.int64()),
            "cluster": pa.array(found.values(), pa.int64()),
        }
    )
