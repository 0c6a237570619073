"""What a new linking changed: strings by kind of change, organisations by works won and lost.

Compared are two states of one lake. A string that was not linked before is new, not changed. The
figures of organisations are compared one layer up, in `cordee.observatory.figures.moves`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import duckdb

from cordee.observatory.lake.store import Lake, create_view
from cordee.observatory.lake.twin import open_twin
from cordee.observatory.schemas import SNAPSHOT_TABLES


MOST_ORGANISATIONS = 10
"""Organisations listed: as many as a person reads through at the end of a command."""

Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Maker:
    """What made the links of a lake: linker and registry, None where it was never linked."""

    linker: str | None
    registry: str | None


@dataclass(frozen=True, slots=True)
class ChangedStrings:
    """How many strings changed, of those that were linked before and still are.

    `changed` is `gained` + `lost` + `replaced` + `country_alone`; `country` counts all whose
    countries changed, whether or not their organisations did too. `new` strings were not linked
    before and are not among those `compared`.
    """

    compared: int
    new: int
    changed: int
    gained: int  # it names what it named, and more
    lost: int  # it names less, and nothing else
    replaced: int  # some went and others came
    country: int
    country_alone: int


@dataclass(frozen=True, slots=True)
class MovedOrganisation:
    """An organisation and its number of works, before and after."""

    id: str
    name: str | None
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Diff:
    """What is different after a linking. `organisations` come with the largest move first."""

    before: Maker
    after: Maker
    strings: ChangedStrings
    organisations: tuple[MovedOrganisation, ...]
    moved: int  # organisations of which the number of works moved, listed or not

    @property
    def is_empty(self) -> bool:
        """Say whether no string and no number of works is different."""
        return not (self.strings.changed or self.strings.new or self.moved)


@contextmanager
def keep_before(
    lake: Lake, relink: Callable[[Lake], Done], *, trial: bool = False
) -> Iterator[tuple[Lake, Lake, Done]]:
    """Link with `relink` and yield the lake before, the lake after and what `relink` returned.

    The lake before is a twin (`cordee.observatory.lake.twin`). On `trial` the lake after is a twin
    too, and `lake` itself stays as it was. A transaction that is not committed would do less well:
    figures are computed from a lake that is open, and the writer's lock would be held meanwhile.
    """
    with ExitStack() as stack:
        before = stack.enter_context(open_twin(lake))
        after = stack.enter_context(open_twin(lake)) if trial else lake
        yield before, after, relink(after)


def compare_lakes(before: Lake, after: Lake, *, most: int = MOST_ORGANISATIONS) -> Diff:
    """Return what is different between two states of one lake; `most` organisations are listed."""
    connection = after.connect()
    try:
        for name in ("links", "affiliation_countries", "work_organisations", "organisations"):
            paths = before.table_paths(name)
            create_view(connection, f"before_{name}", paths, SNAPSHOT_TABLES[name])
        strings = ChangedStrings(*_fetch(connection, _STRINGS)[0])
        moved = _fetch(connection, _ORGANISATIONS)
    finally:
        connection.close()
    return Diff(
        before=_get_maker(before),
        after=_get_maker(after),
        strings=strings,
        organisations=tuple(MovedOrganisation(*row) for row in moved[:most]),
        moved=len(moved),
    )


def list_largest(lake: Lake, most: int = MOST_ORGANISATIONS) -> tuple[str, ...]:
    """Return the ROR ids of the organisations of `lake` with most works, most first."""
    connection = lake.connect()
    try:
        rows = _fetch(
            connection,
            "SELECT organisation FROM work_organisations GROUP BY organisation "
            "ORDER BY count(DISTINCT work) DESC, organisation LIMIT ?",
            most,
        )
    finally:
        connection.close()
    return tuple(row[0] for row in rows)


def _get_maker(lake: Lake) -> Maker:
    return Maker(lake.manifest.linker, lake.manifest.registry)


def _fetch(
    connection: duckdb.DuckDBPyConnection, query: str, *values: object
) -> list[tuple[Any, ...]]:
    return connection.execute(query, list(values)).fetchall()


# Every string that was linked has a row of countries, if only an empty one.
_STRINGS = """
    WITH organisation_pairs AS (
        SELECT affiliation, f.organisation IS NULL AS came, p.organisation IS NULL AS went
        FROM (SELECT DISTINCT affiliation, organisation FROM before_links) f
        FULL JOIN (SELECT DISTINCT affiliation, organisation FROM links) p
            USING (affiliation, organisation)
    ),
    country_pairs AS (
        SELECT affiliation, f.country IS NULL OR p.country IS NULL AS moved
        FROM (SELECT DISTINCT affiliation, coalesce(country, '') AS country
              FROM before_affiliation_countries) f
        FULL JOIN (SELECT DISTINCT affiliation, coalesce(country, '') AS country
                   FROM affiliation_countries) p USING (affiliation, country)
    ),
    told AS (
        SELECT affiliation,
               affiliation IN (SELECT affiliation FROM before_affiliation_countries) AS was,
               coalesce(came, false) AS came, coalesce(went, false) AS went, moved
        FROM (SELECT DISTINCT affiliation FROM affiliation_countries)
        JOIN (SELECT affiliation, bool_or(moved) AS moved FROM country_pairs GROUP BY affiliation)
            USING (affiliation)
        LEFT JOIN (SELECT affiliation, bool_or(came) AS came, bool_or(went) AS went
                   FROM organisation_pairs GROUP BY affiliation) USING (affiliation)
    )
    SELECT count(*) FILTER (was),
           count(*) FILTER (NOT was),
           count(*) FILTER (was AND (came OR went OR moved)),
           count(*) FILTER (was AND came AND NOT went),
           count(*) FILTER (was AND went AND NOT came),
           count(*) FILTER (was AND came AND went),
           count(*) FILTER (was AND moved),
           count(*) FILTER (was AND moved AND NOT came AND NOT went)
    FROM told
"""

_ORGANISATIONS = """
    WITH counted AS (
        SELECT organisation,
               count(DISTINCT work) FILTER (side = 1) AS former,
               count(DISTINCT work) FILTER (side = 2) AS present
        FROM (SELECT organisation, work, 1 AS side FROM before_work_organisations
              UNION ALL SELECT organisation, work, 2 FROM work_organisations)
        GROUP BY organisation
    )
    SELECT c.organisation, coalesce(o.name, b.name), c.former, c.present
    FROM counted c
    LEFT JOIN organisations o USING (organisation)
    LEFT JOIN before_organisations b USING (organisation)
    WHERE c.former <> c.present
    ORDER BY abs(c.present - c.former) DESC, c.organisation
"""
