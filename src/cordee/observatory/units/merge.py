"""Codes that denote one unit: laboratories of Inserm and the CNRS have a number of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from types import MappingProxyType

from cordee.observatory.units.codes import LAST_INSERM, Series
from cordee.observatory.units.gather import Evidence, Gathered


FEWEST_TOGETHER = 2
"""Texts in which two numbers must stand together: one may be of a person with two laboratories."""

RARER_SHARE = 0.5
"""Of the texts with the rarer number, how many must have the other too: most, or the numbers are of
neighbours that happen to share a person."""

COMMONER_SHARE = 0.25
"""Of the texts with the commoner number. Who works for one body often prints its number alone (in
the demonstration corpus half of the texts with U1016 leave UMR 8104 out), so it asks for less; a
unit that hosts many small ones stays under it."""

_BODIES = frozenset({Series.INSERM, Series.CNRS, Series.INRAE, Series.IRD, Series.UNIVERSITY})
_LABORATORIES = frozenset({"UMR", "U", "UPR", "ERL", "FRE", "EA", "UR", "USC"})
"""Kinds that are laboratories. Services (US, UMS, UAR), federations and centres of clinical
investigation stand beside laboratories in texts and are never the same unit."""

_RENAMED = ({"EA", "UR"}, {"UMS", "USR", "UAR"}, {"UPR", "UMR", "FRE", "ERL"})
"""Kinds that took each other's place and kept the number: EA became UR in 2020, UMS and USR became
UAR in 2021, and a laboratory of the CNRS changes kind with its contract."""

_ORDER = ("UMR", "UPR", "U", "UR", "EA", "UAR", "CIC")


@dataclass(frozen=True, slots=True)
class Group:
    """The codes of one unit, the code that names it first, and its national number if known."""

    codes: tuple[str, ...]
    structure: str | None = None

    @property
    def unit(self) -> str:
        """Return the unit's id."""
        return self.codes[0]


def group_codes(
    gathered: Gathered,
    structures: Mapping[str, str],
    records: Mapping[str, str] = MappingProxyType({}),
) -> list[Group]:
    """Return the units, in the order of their ids.

    `structures` are national numbers by code, from RNSR: codes of one structure are one unit, and
    codes of two never are, whatever the texts say. `records` are the registry's own records by
    code, found when each code is looked at alone: two bodies' numbers with one record are one unit.
    """
    units = _Units(gathered.codes, structures)
    for first, second in [
        *_list_registered(gathered.codes, structures),
        *_list_renamed(gathered.codes),
    ]:
        units.join(first, second, same_body=True)
    for first, second in [*_list_joint(gathered), *_list_recorded(gathered.codes, records)]:
        units.join(first, second, same_body=False)
    return sorted(
        (_make_group(codes, gathered.codes, structures) for codes in units.list_groups()),
        key=lambda one: one.unit,
    )


class _Units:
    """Codes joined two by two; two codes of different national structures never are."""

    def __init__(self, evidence: Mapping[str, Evidence], structures: Mapping[str, str]) -> None:
        self._evidence = evidence
        self._structures = structures
        self._groups = {code: [code] for code in evidence}

    def join(self, first: str, second: str, *, same_body: bool) -> None:
        one, other = self._groups[first], self._groups[second]
        both = one + other
        if one is other or len({self._structures[c] for c in both if c in self._structures}) > 1:
            return
        if not same_body and not self._has_one_each(both):
            return
        for code in both:
            self._groups[code] = both

    def _has_one_each(self, codes: list[str]) -> bool:
        """Say whether no body gave two different numbers: no laboratory has two of one body."""
        numbers = {(self._evidence[code].series, self._evidence[code].number) for code in codes}
        return len({series for series, _ in numbers}) == len(numbers)

    def list_groups(self) -> list[list[str]]:
        return list({id(codes): codes for codes in self._groups.values()}.values())


def _make_group(
    codes: list[str], evidence: Mapping[str, Evidence], structures: Mapping[str, str]
) -> Group:
    ordered = sorted(codes, key=lambda code: (_rank(evidence[code].kind), code))
    known = [structures[code] for code in ordered if code in structures]
    return Group(tuple(ordered), known[0] if known else None)


def _rank(kind: str) -> int:
    return _ORDER.index(kind) if kind in _ORDER else len(_ORDER)


def _list_registered(codes: Iterable[str], structures: Mapping[str, str]) -> list[tuple[str, str]]:
    first: dict[str, str] = {}
    return [
        (first.setdefault(structures[code], code), code) for code in codes if code in structures
    ]


def _list_recorded(
    evidence: Mapping[str, Evidence], records: Mapping[str, str]
) -> list[tuple[str, str]]:
    by_record: dict[str, list[str]] = {}
    for code in sorted(records):
        one = evidence[code]
        if one.kind in _LABORATORIES and one.series in _BODIES:
            by_record.setdefault(records[code], []).append(code)
    return [pair for codes in by_record.values() for pair in combinations(codes, 2)]


def _list_renamed(evidence: Mapping[str, Evidence]) -> list[tuple[str, str]]:
    pairs = []
    for kinds in _RENAMED:
        first: dict[tuple[Series, int], str] = {}
        for code, one in sorted(evidence.items()):
            if one.kind not in kinds or (one.series is Series.CNRS and one.number <= LAST_INSERM):
                continue
            pairs.append((first.setdefault((one.series, one.number), code), code))
    return [(one, other) for one, other in pairs if one != other]


def _list_joint(gathered: Gathered) -> list[tuple[str, str]]:
    """Return the pairs used together often enough, those used together most first."""
    found = []
    for (first, second), texts in gathered.pairs.items():
        one, other = gathered.codes[first], gathered.codes[second]
        rarer, commoner = sorted((len(one.texts), len(other.texts)))
        if (
            one.series is not other.series
            and {one.series, other.series} <= _BODIES
            and {one.kind, other.kind} <= _LABORATORIES
            and len(texts) >= FEWEST_TOGETHER
            and len(texts) >= RARER_SHARE * rarer
            and len(texts) >= COMMONER_SHARE * commoner
        ):
            found.append((-len(texts) / commoner, first, second))
    return [(first, second) for _, first, second in sorted(found)]
