"""What the lake knows of funded pairs and of those one could compare them with, read as arrays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import duckdb
import numpy as np

from cordee.kernel.errors import NotFoundError
from cordee.observatory.figures.outcome_matching import Side
from cordee.observatory.figures.outcome_parts import MOST_AUTHORS, FundedPair, OutcomeChoice
from cordee.reference.countries import get_state
from cordee.reference.organisations import Registry


class LakeCounts:
    """Counts of works by organisation, pair and theme, over a lake's tables.

    A work counts for an organisation when it names it or one below it in the registry.
    """

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, registry: Registry, offices: Iterable[str]
    ) -> None:
        self._connection = connection
        self._registry = registry
        self._put_tops()
        connection.execute(_TOP_WORKS, [MOST_AUTHORS])
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE outcome_offices AS "
            "SELECT unnest(?::VARCHAR[]) AS organisation",
            [sorted(offices)],
        )
        self.sizes: dict[tuple[str, int], int] = {
            (one, year): works for one, year, works in connection.execute(_SIZES).fetchall()
        }
        self.together: dict[tuple[str, str, int], int] = {
            (here, there, year): works
            for here, there, year, works in connection.execute(_TOGETHER).fetchall()
        }
        self.works: dict[int, int] = dict(connection.execute(_WORKS, [MOST_AUTHORS]).fetchall())
        self.organisations = sorted({one for one, _ in self.sizes})
        found = connection.execute(_VOCABULARY).fetchone()
        self.vocabulary = str(found[0]) if found else ""

    def read_themes(self, years: range) -> dict[str, str]:
        """Return the main theme of each organisation: of most of its works of these years."""
        asked = [self.vocabulary, years.start, years.stop - 1]
        return dict(self._connection.execute(_MAIN_THEMES, asked).fetchall())

    def count_works(self, organisation: str, years: range) -> int:
        """Return the works of an organisation over years."""
        return sum(self.sizes.get((organisation, year), 0) for year in years)

    def list_together(self, office: str, partner: str, years: range) -> list[int]:
        """Return the works of both, a number a year."""
        return [self.together.get((office, partner, year), 0) for year in years]

    def _put_tops(self) -> None:
        named = self._connection.execute(
            "SELECT DISTINCT organisation FROM work_organisations WHERE organisation IS NOT NULL"
        ).fetchall()
        pairs = [(one, top) for (one,) in named for top in self.list_above(one)]
        self._connection.execute(
            "CREATE OR REPLACE TEMP TABLE outcome_tops AS SELECT "
            "unnest(?::VARCHAR[]) AS organisation, unnest(?::VARCHAR[]) AS top",
            [[one for one, _ in pairs], [top for _, top in pairs]],
        )

    def list_above(self, organisation: str) -> frozenset[str]:
        """Return an organisation with all above it; itself alone when the registry knows it not."""
        try:
            return self._registry.with_parents([organisation])
        except NotFoundError:
            return frozenset({organisation})

    def list_kin(self, organisation: str) -> frozenset[str]:
        """Return an organisation with all above and below it."""
        try:
            return self.list_above(organisation) | self._registry.with_parts([organisation])
        except NotFoundError:
            return frozenset({organisation})

    def find_country(self, organisation: str) -> str | None:
        """Return the State an organisation is in, as far as the registry knows."""
        known = self._registry.organisations.get(organisation)
        return get_state(known.country) if known and known.country else None


@dataclass(frozen=True)
class Sides:
    """Funded pairs and those without an award, as arrays; `pairs` names the funded ones' rows."""

    funded: Side
    unfunded: Side
    pairs: tuple[FundedPair, ...]
    themes: Mapping[FundedPair, str | None]


def get_before(pair: FundedPair, choice: OutcomeChoice) -> range:
    """Return the years before an award."""
    return range(pair.year - choice.years, pair.year)


def get_after(pair: FundedPair, choice: OutcomeChoice) -> range:
    """Return the years after an award."""
    return range(pair.year + 1, pair.year + 1 + choice.years)


def read_sides(counts: LakeCounts, funded: Sequence[FundedPair], choice: OutcomeChoice) -> Sides:
    """Return both sides of the comparison for pairs whose years the lake has.

    Without an award are the pairs of the same organisations here with every organisation of another country
    that has works in the years before and is neither funded with it, in any year, nor above or below one
    that is. They take part in the award years, and with the main themes, that funded pairs have.
    """
    barred = _list_barred(counts, funded)
    groups: dict[tuple[int, str | None], int] = {}
    themes: dict[FundedPair, str | None] = {}
    ours, theirs = _Rows(counts, choice), _Rows(counts, choice)
    for year in sorted({pair.year for pair in funded}):
        of_year = [pair for pair in funded if pair.year == year]
        main = counts.read_themes(range(year - choice.years, year))
        for pair in of_year:
            themes[pair] = main.get(pair.partner)
            ours.add(pair, groups.setdefault((year, themes[pair]), len(groups)))
        offices = sorted({pair.office for pair in funded})
        for office in offices:
            country = counts.find_country(office)
            for partner in counts.organisations:
                group = groups.get((year, main.get(partner)))
                if group is None or partner in barred[office]:
                    continue
                if counts.find_country(partner) in (None, country):
                    continue
                pair = FundedPair(office, partner, year)
                if counts.count_works(partner, get_before(pair, choice)):
                    theirs.add(pair, group)
    return Sides(ours.make(), theirs.make(), tuple(ours.pairs), themes)


def _list_barred(counts: LakeCounts, funded: Sequence[FundedPair]) -> defaultdict[str, set[str]]:
    barred: defaultdict[str, set[str]] = defaultdict(set)
    for pair in funded:
        barred[pair.office] |= counts.list_kin(pair.partner)
    for office in {pair.office for pair in funded}:
        barred[office] |= counts.list_kin(office)
    return barred


class _Rows:
    """Rows of a side as they are gathered."""

    def __init__(self, counts: LakeCounts, choice: OutcomeChoice) -> None:
        self._counts = counts
        self._choice = choice
        self.pairs: list[FundedPair] = []
        self._groups: list[int] = []
        self._measures: list[list[float]] = []
        self._before: list[list[int]] = []
        self._after: list[list[int]] = []

    def add(self, pair: FundedPair, group: int) -> None:
        """Add a pair with what the lake counts of it."""
        before = get_before(pair, self._choice)
        together = self._counts.list_together(pair.office, pair.partner, before)
        sizes = [self._counts.count_works(one, before) for one in (pair.office, pair.partner)]
        self.pairs.append(pair)
        self._groups.append(group)
        # Logarithms: ten works more are much to a small hospital and nothing to a large university.
        self._measures.append([float(np.log1p(one)) for one in (*sizes, sum(together))])
        self._before.append(together)
        after = get_after(pair, self._choice)
        self._after.append(self._counts.list_together(pair.office, pair.partner, after))

    def make(self) -> Side:
        """Return the side."""
        shape = (len(self.pairs), self._choice.years)
        return Side(
            np.array(self._groups, dtype=np.int64),
            np.array(self._measures, dtype=np.float64).reshape(len(self.pairs), 3),
            np.array(self._before, dtype=np.float64).reshape(shape),
            np.array(self._after, dtype=np.float64).reshape(shape),
        )


_TOP_WORKS = """
    CREATE OR REPLACE TEMP TABLE outcome_works AS
    SELECT DISTINCT o.work, w.year, t.top
    FROM work_organisations o JOIN outcome_tops t USING (organisation) JOIN works w USING (work)
    WHERE w.year IS NOT NULL AND coalesce(w.authors, 0) <= ?
"""

_SIZES = "SELECT top, year, count(*) FROM outcome_works GROUP BY ALL"

_WORKS = """
    SELECT year, count(*) FROM works
    WHERE year IS NOT NULL AND coalesce(authors, 0) <= ? GROUP BY year
"""

_TOGETHER = """
    SELECT here.top, there.top, here.year, count(*)
    FROM outcome_works here SEMI JOIN outcome_offices o ON o.organisation = here.top
    JOIN outcome_works there USING (work)
    WHERE here.top <> there.top GROUP BY ALL
"""

_VOCABULARY = """
    SELECT vocabulary FROM work_themes GROUP BY vocabulary
    ORDER BY count(DISTINCT work) DESC, vocabulary LIMIT 1
"""

_MAIN_THEMES = """
    SELECT top, theme FROM (
        SELECT o.top, t.theme, count(DISTINCT o.work) AS works
        FROM outcome_works o JOIN work_themes t USING (work)
        WHERE t.vocabulary = ? AND o.year BETWEEN ? AND ? GROUP BY ALL
    ) QUALIFY row_number() OVER (PARTITION BY top ORDER BY works DESC, theme) = 1
"""
