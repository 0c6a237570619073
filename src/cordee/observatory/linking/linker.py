"""The linker: an affiliation text in, organisations and countries out.

>>> linker = load_linker()  # doctest: +SKIP
>>> linker.link("Institut Curie, Paris").organisations[0].organisation  # doctest: +SKIP
'04t0gwh46'
"""

from __future__ import annotations

import gc
import hashlib
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from cordee.kernel.progress import Progress, Silent
from cordee.observatory.linking import explain
from cordee.observatory.linking.choose import Candidate
from cordee.observatory.linking.compile import Compiler
from cordee.observatory.linking.decide import Decider
from cordee.observatory.linking.explain import Explanation
from cordee.observatory.linking.french import FrenchReader
from cordee.observatory.linking.identifiers import read_identifiers
from cordee.observatory.linking.index import NameIndex, load_arrays, save_arrays
from cordee.observatory.linking.places import PlaceReader, Where
from cordee.observatory.linking.spans import Scan, scan
from cordee.reference.organisations import Registry, load_registry
from cordee.reference.places import load_places, us_states


VERSION = "1"
"""Rises with every change of rules or index: texts are linked again, caches made again."""


@dataclass(frozen=True, slots=True)
class Link:
    """One organisation a text names; `start` and `end` are characters of the text as given."""

    organisation: str
    score: float
    reason: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Linked:
    """What a text names. `country_basis` is "organisation", "text" or "" when none is known."""

    organisations: tuple[Link, ...]
    countries: tuple[str, ...]
    country_basis: str


class Linker:
    """Links texts with one compiled index. Safe to share between threads; make one a process."""

    version = VERSION

    def __init__(self, index: NameIndex, registry: Registry) -> None:
        self.index = index
        self.registry = registry
        self._places = PlaceReader(index)
        self._decider = Decider(index, self._places)
        self._french = FrenchReader(index)

    def link(self, text: str) -> Linked:
        """Return the organisations and countries `text` names, in the order of the text."""
        found, where, candidates = self._consider(text, keep_all=False)
        accepted = sorted((one for one in candidates if one.score), key=_position)
        tokens = found.tokens
        links = tuple(
            Link(
                self.index.ids[one.organisation],
                one.score,
                one.reason.value,
                tokens.starts[one.first] if one.end else 0,
                tokens.ends[one.end - 1] if one.end else len(text),
            )
            for one in accepted
        )
        countries, basis = self._get_countries(accepted, where)
        return Linked(links, countries, basis)

    def explain(self, text: str) -> Explanation:
        """Return what was found in `text`, and why each candidate was taken or left."""
        found, where, candidates = self._consider(text, keep_all=True)
        accepted = [one for one in candidates if one.score]
        countries, basis = self._get_countries(accepted, where)
        return explain.build(self.index, self.registry, text, found, candidates, countries, basis)

    def consider(self, text: str) -> frozenset[str]:
        """Return every organisation considered for `text` before the decision (for recall)."""
        _, _, candidates = self._consider(text, keep_all=True)
        return frozenset(self.index.ids[one.organisation] for one in candidates)

    def _consider(self, text: str, *, keep_all: bool) -> tuple[Scan, Where, list[Candidate]]:
        found = scan(self.index, text)
        where = self._places.read(text, found)
        extra = read_identifiers(self.index, text)
        extra += self._french.read(found, where)
        return found, where, self._decider.decide(text, found, where, extra, keep_all=keep_all)

    def _get_countries(
        self, accepted: list[Candidate], where: Where
    ) -> tuple[tuple[str, ...], str]:
        index = self.index
        known = [index.country[one.organisation] for one in accepted]
        countries = [country for country in dict.fromkeys(known) if country]
        basis = "organisation" if countries else "text"
        groups = {self._places.group_of[country] for country in countries}
        stated = [c for c in where.countries if self._places.group_of[c] not in groups]
        countries += stated
        if not countries and len(where.hinted_groups) == 1:
            countries = sorted(where.hinted)
        return tuple(index.codes[c] for c in countries), basis if countries else ""


def _position(one: Candidate) -> tuple[int, int]:
    return one.first, one.organisation


def load_linker(
    registry: Registry | None = None, cache: Path | None = None, progress: Progress | None = None
) -> Linker:
    """Return a linker for `registry` (by default the one in use).

    The index is compiled once and kept in the folder `cache` (by default the user's cache
    folder), under a name made of the registry's checksum and the linker's version.
    """
    registry = registry or load_registry()
    folder = cache or Path(platformdirs.user_cache_dir("cordee", appauthor=False))
    key = hashlib.sha256(f"{registry.checksum}:{VERSION}".encode()).hexdigest()[:16]
    path = folder / f"names-{key}.arrow"
    arrays = load_arrays(path)
    if arrays is None:
        collecting = gc.isenabled()
        gc.disable()  # millions of small objects, no cycles: collecting would double the time
        try:
            compiler = Compiler(registry, progress or Silent())
            arrays = compiler.compile(load_places(), us_states())
        finally:
            if collecting:
                gc.enable()
        save_arrays(arrays, path)
    return Linker(NameIndex(arrays), registry)
