"""The stage of the lake that finds research units: after linking, from links, into four tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import duckdb
import pyarrow as pa

from cordee.kernel.messages import N_
from cordee.kernel.progress import Progress, Silent
from cordee.observatory.lake.consolidate import make_writer
from cordee.observatory.lake.store import Transaction
from cordee.observatory.schemas import (
    UNIT_AFFILIATIONS,
    UNIT_ORGANISATIONS,
    UNIT_WORKS,
    UNITS,
)
from cordee.observatory.units.evidence import (
    Known,
    Role,
    Unit,
    describe_unit,
    find_bodies,
    get_own,
)
from cordee.observatory.units.gather import Gathered, gather_evidence, list_french
from cordee.observatory.units.merge import Group, group_codes
from cordee.observatory.units.national import National, apply_structure, read_national
from cordee.reference.rnsr import Structures, load_structures


@dataclass(frozen=True)
class UnitsReport:
    """How many units were found, how many of them have two codes or more, a supervisor, RNSR."""

    units: int
    joint: int
    supervised: int
    registered: int


def build_units(
    transaction: Transaction,
    *,
    at: datetime,
    structures: Structures | None = None,
    progress: Progress | None = None,
) -> UnitsReport:
    """Put units, unit_organisations, unit_affiliations and unit_works from what the transaction holds.

    It reads affiliations, links, affiliation_countries, organisations and authorships.
    `structures` is the table of RNSR; the user's own copy, if there is one, when it is not given.
    """
    progress = progress or Silent()
    connection = transaction.connect()
    try:
        known = _read_known(connection)
        gathered = gather_evidence(connection, progress)
        progress.start(N_("Finding research units"), None, "")
        found = structures if structures is not None else load_structures()
        national = read_national(found, frozenset(gathered.codes)) if found else National({}, {})
        units = find_units(gathered, known, national)
        connection.register("unit_texts", _list_texts(units))
        works = dict(connection.execute(_COUNT_WORKS).fetchall())
        transaction.put_snapshot_tables(
            {
                "units": _make_units(units, works, national),
                "unit_organisations": _make_organisations(units, known, national),
                "unit_affiliations": _make_affiliations(units, gathered),
                "unit_works": make_writer(connection, _WORKS, UNIT_WORKS),
            },
            at=at,
        )
    finally:
        connection.close()
    progress.finish()
    return UnitsReport(
        units=len(units),
        joint=sum(len(one.group.codes) > 1 for one in units),
        supervised=sum(any(tie.role is Role.SUPERVISOR for tie in one.ties) for one in units),
        registered=sum(one.group.structure is not None for one in units),
    )


def find_units(gathered: Gathered, known: Mapping[str, Known], national: National) -> list[Unit]:
    """Return the units of all codes, in the order of their ids.

    The codes are grouped twice: what the registry's record of each first group is, tells which of
    them are one unit that texts never print together.
    """
    bodies = find_bodies(known)
    first = group_codes(gathered, national.by_code)
    records = {
        code: own
        for group in first
        if (own := get_own(describe_unit(group, gathered.codes, known, bodies)))
        for code in group.codes
    }
    groups: list[Group] = group_codes(gathered, national.by_code, records)
    return [describe_unit(group, gathered.codes, known, bodies) for group in groups]


_GROUPINGS = """
    CREATE OR REPLACE TEMP TABLE groupings AS
    SELECT grouping FROM (SELECT unnest(parents) AS grouping, types FROM organisations)
    GROUP BY grouping
    HAVING count(*) FILTER (list_contains(types, 'education')) >= 2
       AND count(*) FILTER (list_contains(types, 'education'))
         > count(*) FILTER (list_contains(types, 'facility'))
"""


def _read_known(connection: duckdb.DuckDBPyConnection) -> dict[str, Known]:
    connection.execute(_GROUPINGS)
    rows = connection.execute(
        # All in France, for the parents of what is linked and the bodies that give out numbers.
        "SELECT organisation, name, acronym, city, types, parents, "
        "organisation IN (SELECT grouping FROM groupings) FROM organisations "
        "WHERE organisation IN (SELECT organisation FROM links) "
        "OR country IN (SELECT unnest(?::VARCHAR[]))",
        [list_french()],
    ).fetchall()
    return {
        key: Known(
            name or key, acronym, city, frozenset(types or ()), tuple(parents or ()), grouping
        )
        for key, name, acronym, city, types, parents, grouping in rows
    }


_WORKS = """
    SELECT DISTINCT t.unit, w.work, w.year
    FROM unit_texts t
    JOIN (SELECT work, unnest(affiliations) AS affiliation FROM authorships) USING (affiliation)
    JOIN works w USING (work)
    ORDER BY t.unit, w.work
"""
_COUNT_WORKS = f"SELECT unit, count(*) FROM ({_WORKS}) GROUP BY unit"  # noqa: S608 -- our own text


def _list_texts(units: list[Unit]) -> pa.Table:
    pairs = [(one.group.unit, text) for one in units for text in sorted(one.texts)]
    columns = {"unit": [pair[0] for pair in pairs], "affiliation": [pair[1] for pair in pairs]}
    return pa.table(columns, schema=pa.schema([("unit", pa.string()), ("affiliation", pa.int64())]))


def _make_units(units: list[Unit], works: Mapping[str, int], national: National) -> pa.Table:
    rows = []
    for one in units:
        structure = national.structures.get(one.group.structure or "")
        rows.append(
            {
                "unit": one.group.unit,
                "codes": list(one.group.codes),
                "kind": one.kind,
                "name": structure.name if structure else one.name,
                "acronym": (structure.acronym if structure else None) or one.acronym,
                "town": (structure.town if structure else None) or one.town,
                "texts": len(one.texts),
                "works": works.get(one.group.unit, 0),
                "source": "RNSR" if structure else "corpus",
                "structure": one.group.structure,
            }
        )
    return pa.Table.from_pylist(rows, schema=UNITS)


def _make_organisations(
    units: list[Unit], known: Mapping[str, Known], national: National
) -> pa.Table:
    rows = []
    for one in units:
        structure = national.structures.get(one.group.structure or "")
        for tie in apply_structure(one.ties, structure):
            record = known.get(tie.organisation or "")
            rows.append(
                {
                    "unit": one.group.unit,
                    "organisation": tie.organisation,
                    "name": record.name if record else tie.name or tie.organisation,
                    "role": tie.role.value,
                    "basis": tie.basis.value,
                    "texts": tie.texts,
                    "share": tie.share,
                }
            )
    return pa.Table.from_pylist(rows, schema=UNIT_ORGANISATIONS)


def _make_affiliations(units: list[Unit], gathered: Gathered) -> pa.Table:
    unit_of = {code: one.group.unit for one in units for code in one.group.codes}
    rows = sorted(
        (unit_of[one.code], one.affiliation, one.start, one.end, one.code)
        for one in gathered.occurrences
    )
    columns = list(zip(*rows, strict=True)) or [()] * len(UNIT_AFFILIATIONS)
    unit, affiliation, start, end, code = columns
    return pa.table(
        {"unit": unit, "affiliation": affiliation, "code": code, "start": start, "end": end},
        schema=UNIT_AFFILIATIONS,
    )
