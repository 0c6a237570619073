"""The linker: an affiliation text in, organisations and countries out.

>>> linker = Linker.load()  # doctest: +SKIP
>>> linker.link_one("Institut Curie, Paris").organisations[0].organisation  # doctest: +SKIP
'04t0gwh46'
>>> linker.link(["Institut Curie, Paris"]).column("ror_id").to_pylist()  # doctest: +SKIP
['04t0gwh46']
"""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import platformdirs
import pyarrow as pa

from cordee.kernel.errors import ReferenceFileError
from cordee.kernel.messages import N_
from cordee.kernel.progress import Progress, Silent
from cordee.observatory.linking import explain
from cordee.observatory.linking.candidates import Candidate
from cordee.observatory.linking.compile import Arrays, Compiler
from cordee.observatory.linking.decide import Decider
from cordee.observatory.linking.explain import Explanation
from cordee.observatory.linking.french import FrenchReader
from cordee.observatory.linking.identifiers import read_identifiers
from cordee.observatory.linking.index import NameIndex, is_whole, load_arrays, save_arrays
from cordee.observatory.linking.places import PlaceReader, Where
from cordee.observatory.linking.spans import Scan, scan
from cordee.reference.organisations import Organisation, Registry, load_registry
from cordee.reference.places import load_places, us_states


VERSION = "1"
"""Rises when links change in a way a reader should know of. What must be linked again follows from
the rules themselves: see `get_stamp`."""


# They measure, explain or run the linking and decide nothing.
_NO_RULES = {"evaluate.py", "explain.py", "stage.py"}


RESULT = pa.schema(
    [
        pa.field("string", pa.string()),
        pa.field("ror_id", pa.string()),
        pa.field("country", pa.string()),
        pa.field("score", pa.float64()),
        pa.field("reason", pa.string()),
        pa.field("start", pa.int32()),
        pa.field("end", pa.int32()),
    ]
)
"""Columns of `Linker.link`."""


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
    """Links texts with one compiled index. Safe to share between threads; make one a process.

    With `follow` a closed organisation gives way to its one open successor (see
    `cordee.observatory.linking.facts.get_successor`); without, it is linked as it is named.
    """

    version = VERSION

    def __init__(
        self,
        index: NameIndex,
        organisations: Mapping[str, Organisation],
        *,
        follow: bool = True,
    ) -> None:
        self.index = index
        self.organisations = organisations
        self._places = PlaceReader(index)
        self._decider = Decider(index, self._places, follow=follow)
        self._french = FrenchReader(index)

    @classmethod
    def load(
        cls,
        registry: Registry | None = None,
        cache: Path | None = None,
        progress: Progress | None = None,
    ) -> Linker:
        """Return a linker for `registry` (by default the one in use).

        The index is compiled once and kept in the folder `cache` (by default the user's cache
        folder), under a name made of the registry's checksum and the linker's rules.
        """
        registry = registry or load_registry()
        path = prepare_index(registry, cache, progress)
        return open_linker(path, registry.organisations)

    def link(self, strings: Iterable[str | None]) -> pa.Table:
        """Return the organisations that `strings` name, as a table in their order.

        One row a (string, organisation), with the columns of `RESULT`: `string` as given, `ror_id`
        (nine characters), `country` (ISO 3166-1 alpha-2) of the organisation, `score`, `reason` (a
        code of `cordee.observatory.linking.reasons.Reason`), `start` and `end` (characters of the
        string). A string that names nobody has one row: `ror_id` is null and `country` the one the
        text itself speaks of, if any. A null string is read as an empty one and stays null.
        """
        rows: list[tuple[object, ...]] = []
        for string in strings:
            linked = self.link_one(string or "")
            for one in linked.organisations:
                number = self.index.number_of[one.organisation]
                country = self.index.codes[self.index.country[number]] or None
                place = (one.start, one.end)
                rows.append((string, one.organisation, country, one.score, one.reason, *place))
            if not linked.organisations:
                country = linked.countries[0] if len(linked.countries) == 1 else None
                rows.append((string, None, country, None, None, None, None))
        columns = list(zip(*rows, strict=True)) or [()] * len(RESULT)
        return pa.table(
            [pa.array(c, f.type) for c, f in zip(columns, RESULT, strict=True)], schema=RESULT
        )

    def link_one(self, text: str) -> Linked:
        """Return the organisations and countries `text` names, in the order of the text."""
        found, where, candidates = self._consider(text, keep_all=False)
        accepted = sorted((one for one in candidates if one.score), key=_position)
        links = []
        for one in accepted:
            # An identifier has no span of words: it speaks for the whole text.
            start, end = found.tokens.get_span(one.first, one.end) if one.end else (0, len(text))
            links.append(
                Link(self.index.ids[one.organisation], one.score, one.reason.value, start, end)
            )
        countries, basis = self._get_countries(accepted, where)
        return Linked(tuple(links), countries, basis)

    def explain(self, text: str) -> Explanation:
        """Return what was found in `text`, and why each candidate was taken or left."""
        found, where, candidates = self._consider(text, keep_all=True)
        accepted = [one for one in candidates if one.score]
        countries, basis = self._get_countries(accepted, where)
        return explain.build(
            self.index, self.organisations, text, found, candidates, countries, basis
        )

    def consider(self, text: str) -> frozenset[str]:
        """Return every organisation considered for `text` before the decision (for recall)."""
        _, _, candidates = self._consider(text, keep_all=True)
        return frozenset(self.index.ids[one.organisation] for one in candidates)

    def _consider(self, text: str, *, keep_all: bool) -> tuple[Scan, Where, list[Candidate]]:
        found = scan(self.index, text, keep_all=keep_all)
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


def open_linker(path: Path, organisations: Mapping[str, Organisation]) -> Linker:
    """Return a linker on a compiled index; `organisations` serve explanations alone."""
    arrays = load_arrays(path)
    if arrays is None:
        raise ReferenceFileError(
            N_("The name index {file} is damaged. Remove it and start again; it is made anew."),
            file=str(path),
        )
    return Linker(NameIndex(arrays), organisations)


def prepare_index(
    registry: Registry, cache: Path | None = None, progress: Progress | None = None
) -> Path:
    """Return the file of the compiled index, compiling it first when it is missing or damaged."""
    folder = cache or Path(platformdirs.user_cache_dir("cordee", appauthor=False))
    path = folder / f"names-{get_stamp(registry)}.arrow"
    if not is_whole(path):
        save_arrays(_compile(registry, progress or Silent()), path)
    return path


def get_stamp(registry: Registry) -> str:
    """Return what names the linker, its rules and the registry together: "1-5c2525d0".

    The rules are this package's own files, so a lake or an index made by other rules is never taken
    for one made by these.
    """
    digest = hashlib.sha256(f"{_hash_rules()} {registry.checksum}".encode()).hexdigest()
    return f"{VERSION}-{digest[:8]}"


@cache
def _hash_rules() -> str:
    package = files("cordee.observatory.linking")
    rules = [one for one in package.iterdir() if one.name.endswith(".py")]
    rules += package.joinpath("data").iterdir()
    digest = hashlib.sha256()
    for one in sorted(
        (one for one in rules if one.name not in _NO_RULES), key=lambda one: one.name
    ):
        digest.update(one.read_bytes())
    return digest.hexdigest()


def _compile(registry: Registry, progress: Progress) -> Arrays:
    collecting = gc.isenabled()
    gc.disable()  # millions of small objects, no cycles: collecting would double the time
    try:
        return Compiler(registry, progress).compile(load_places(), us_states())
    finally:
        if collecting:
            gc.enable()
