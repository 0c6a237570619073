"""Works that persons list in ORCID, held against a lake: a check of what is there and what is not.

A listed work is looked up by its DOIs and PMIDs. The other way round, works that bear a person's ORCID
in the lake and are not in the list are told too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import orjson
import pyarrow as pa

from cordee.kernel.messages import N_, translate
from cordee.observatory.figures.exports import Table
from cordee.observatory.figures.lake_facts import query_rows
from cordee.observatory.lake.store import Lake
from cordee.observatory.sources.orcid import Claim


class State(StrEnum):
    """How a work stands between a person's list and the lake."""

    MARKED = "marked"  # in the lake, one of its authors bears this ORCID
    UNMARKED = "unmarked"  # in the lake, no author bears this ORCID
    MISSING = "missing"  # not in the lake
    UNIDENTIFIED = "unidentified"  # listed without DOI or PMID, so it cannot be looked up
    UNLISTED = "unlisted"  # in the lake with this ORCID, not in the list


STATES: dict[str, str] = {
    State.MARKED: N_("in the lake"),
    State.UNMARKED: N_("in the lake, without this ORCID"),
    State.MISSING: N_("not in the lake"),
    State.UNIDENTIFIED: N_("no DOI nor PMID to look up"),
    State.UNLISTED: N_("in the lake, not listed"),
}
"""What to call each state."""


@dataclass(frozen=True, slots=True)
class CheckedWork:
    """One work of one person; title and year as the lake has them, else as the list has."""

    orcid: str
    state: State
    work: int | None
    doi: str | None
    pmid: str | None
    title: str | None
    year: int | None


@dataclass(frozen=True, slots=True)
class CheckedPerson:
    """How many works of a person stand how. `listed` are those of the list."""

    orcid: str
    listed: int
    counts: dict[State, int]


@dataclass(frozen=True)
class Check:
    """The whole check: persons in the order given, works by person, list order, then unlisted ones."""

    persons: tuple[CheckedPerson, ...]
    works: tuple[CheckedWork, ...]


_FOUND = """
WITH met AS (
    SELECT DISTINCT k.claim, w.work FROM keys k JOIN works w ON w.doi = k.value WHERE k.kind = 'doi'
    UNION
    SELECT DISTINCT k.claim, w.work FROM keys k JOIN works w ON w.pmid = k.value
    WHERE k.kind = 'pmid'
),
marked AS (
    SELECT DISTINCT m.claim, m.work FROM met m JOIN claims c USING (claim)
    JOIN authorships a ON a.work = m.work AND a.orcid = c.orcid
)
SELECT c.claim, m.work, k.work IS NOT NULL AS marked, w.doi, w.pmid, w.title, w.year
FROM claims c JOIN met m USING (claim) JOIN works w ON w.work = m.work
LEFT JOIN marked k ON k.claim = m.claim AND k.work = m.work
QUALIFY row_number() OVER (PARTITION BY c.claim ORDER BY marked DESC, m.work) = 1
"""

# A work that two entries of a list speak of is listed, whichever of them found it.
_UNLISTED = """
SELECT DISTINCT a.orcid, w.work, w.doi, w.pmid, w.title, w.year
FROM authorships a JOIN persons p USING (orcid) JOIN works w USING (work)
WHERE NOT EXISTS (
    SELECT 1 FROM claims c JOIN keys k USING (claim)
    WHERE c.orcid = a.orcid
      AND ((k.kind = 'doi' AND k.value = w.doi) OR (k.kind = 'pmid' AND k.value = w.pmid))
)
ORDER BY a.orcid, w.year DESC NULLS LAST, w.title, w.work
"""


def check_claims(lake: Lake, persons: Sequence[str], claims: Sequence[Claim]) -> Check:
    """Return how the `claims` of `persons` (ORCIDs) stand in `lake`. The lake need not be linked."""
    connection = lake.connect()
    try:
        connection.register("persons", pa.table({"orcid": pa.array(persons, pa.string())}))
        connection.register(
            "claims",
            pa.table(
                {
                    "claim": pa.array(range(len(claims)), pa.int64()),
                    "orcid": pa.array([one.orcid for one in claims], pa.string()),
                }
            ),
        )
        keys = [
            (number, kind, value)
            for number, one in enumerate(claims)
            for kind, values in (("doi", one.dois), ("pmid", one.pmids))
            for value in values
        ]
        connection.register(
            "keys",
            pa.table(
                {
                    "claim": pa.array([key[0] for key in keys], pa.int64()),
                    "kind": pa.array([key[1] for key in keys], pa.string()),
                    "value": pa.array([key[2] for key in keys], pa.string()),
                }
            ),
        )
        found = {row.pop("claim"): row for row in query_rows(connection, _FOUND)}
        unlisted = query_rows(connection, _UNLISTED)
    finally:
        connection.close()
    works = [_make_checked(one, found.get(number)) for number, one in enumerate(claims)]
    works += [CheckedWork(state=State.UNLISTED, **row) for row in unlisted]
    return _gather(persons, works)


def _make_checked(claim: Claim, row: dict[str, object] | None) -> CheckedWork:
    first = (next(iter(claim.dois), None), next(iter(claim.pmids), None))
    if row is None:
        state = State.MISSING if any(first) else State.UNIDENTIFIED
        return CheckedWork(claim.orcid, state, None, *first, claim.title, claim.year)
    marked = row.pop("marked")
    return CheckedWork(
        orcid=claim.orcid,
        state=State.MARKED if marked else State.UNMARKED,
        **row,  # type: ignore[arg-type]  # columns of the query, by name
    )


def _gather(persons: Sequence[str], works: Sequence[CheckedWork]) -> Check:
    counts = {orcid: Counter[State]() for orcid in persons}
    for one in works:
        counts[one.orcid][one.state] += 1
    order = {orcid: place for place, orcid in enumerate(persons)}
    return Check(
        persons=tuple(
            CheckedPerson(
                orcid,
                sum(found.values()) - found[State.UNLISTED],
                {state: found[state] for state in State},
            )
            for orcid, found in counts.items()
        ),
        # Stable: within a person the list's order stays, with what is not in it after.
        works=tuple(sorted(works, key=lambda one: order[one.orcid])),
    )


def make_persons_table(check: Check, language: str = "en") -> Table:
    """Return a row a person: works listed, then how many stand how."""
    headers = ("ORCID", translate(N_("works listed"), language))
    return Table(
        "orcid_persons",
        (*headers, *(translate(STATES[state], language) for state in State)),
        tuple((one.orcid, one.listed, *one.counts.values()) for one in check.persons),
    )


def make_works_table(check: Check, language: str = "en") -> Table:
    """Return a row a work of a person, with its state as a word for people and a code for programs."""
    headers = ("ORCID", N_("State"), N_("Code"), N_("Title"), N_("Year"), "DOI", "PMID")
    return Table(
        "orcid_works",
        tuple(translate(text, language) for text in headers),
        tuple(
            (
                one.orcid,
                translate(STATES[one.state], language),
                one.state.value,
                one.title,
                one.year,
                one.doi,
                one.pmid,
            )
            for one in check.works
        ),
    )


def to_json(check: Check) -> str:
    """Return the check as JSON."""
    return orjson.dumps(
        {"persons": check.persons, "works": check.works},
        option=orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS,
    ).decode()
