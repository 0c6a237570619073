"""The compiler: registry and places become the arrays of the name index."""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files

from cordee.kernel.progress import Progress
from cordee.observatory.linking.facts import Flag, get_facts, get_successor
from cordee.observatory.linking.names import Kind, write_names
from cordee.observatory.linking.normalise import Tokeniser, fold
from cordee.observatory.linking.words import GENERIC, HEADS, UNIT_CODES
from cordee.reference.countries import all_names
from cordee.reference.organisations import Organisation, Registry
from cordee.reference.places import Places


TOKEN_BITS = 22
"""Bits of an edge's key given to the word: four million words, ten times what the registry has."""

# Names longer than this are sentences; matching them whole is not to be hoped for.
_MOST_WORDS = 24
# Longer names are met in one order only.
_MOST_WORDS_TURNED = 6
# The places of one name worth remembering: the largest by population.
_MOST_PLACES = 6
# Alternate names are taken for places of this population only: those of hamlets are mostly words
# of other languages ("of", "Main", "Bar").
_POPULATION_FOR_ALTERNATES = 100_000
# A place smaller than this is left out unless an organisation stands there.
_SMALLEST_PLACE = 1_000
# Bases of a country that are a guess rather than a statement: they never veto.
GUESSED_COUNTRY = frozenset({"place", "language", None})


@dataclass
class Arrays:
    """What is written to disk: flat arrays and lists of words. Numbers of nodes begin at 1."""

    integers: dict[str, array[int]] = field(default_factory=dict)
    texts: dict[str, list[str]] = field(default_factory=dict)


class Trie:
    """Names as paths of word numbers; the number of a node is the order of its birth."""

    def __init__(self) -> None:
        self.edges: dict[int, int] = {}

    def add(self, ids: Iterable[int]) -> int:
        """Return the node of a path, made when it is new."""
        node = 0
        edges = self.edges
        for number in ids:
            key = node << TOKEN_BITS | number
            node = edges.setdefault(key, len(edges) + 1)
        return node


def _read_lines(file: str) -> list[str]:
    text = files("cordee.observatory.linking").joinpath("data", file).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _is_code(path: list[str]) -> bool:
    return any(w.isdigit() for w in path) and all(w.isdigit() or w in UNIT_CODES for w in path)


def get_surface(text: str) -> int:
    """Return a number for `text` as written but for case, accents and punctuation.

    It tells "University of York" from "York University" when both end at one place of the index.
    """
    return zlib.crc32(" ".join(_words(fold(text))).encode())


def _words(text: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in text).split()


class Compiler:
    """Gathers names, places and facts, then lays them out as arrays."""

    def __init__(self, registry: Registry, progress: Progress) -> None:
        self.registry = registry
        self.progress = progress
        self.vocabulary: dict[str, int] = {}
        self.tokeniser = Tokeniser(self.vocabulary, grow=True)
        self._heads = [tuple(self._number(word) for word in head) for head in HEADS]
        self._generic = frozenset(self._number(word) for word in GENERIC)
        self.trie = Trie()
        self.entries: dict[int, dict[int, tuple[int, int]]] = {}
        self.places_at: dict[int, list[int]] = {}
        self.successors: list[int] = []
        self._country_of: list[str | None] = []
        self.countries_at: dict[int, int] = {}
        self.states_at: dict[int, int] = {}
        self.country_codes: dict[str, int] = {"": 0}
        self.places: list[tuple[int, str, int]] = []
        self.place_of: dict[tuple[int, int], int] = {}

    def compile(self, places: Places, states: Mapping[str, str]) -> Arrays:
        """Return the arrays. `states` are those of the United States by postal code."""
        organisations = list(self.registry.iterate())
        self._add_countries()
        self._add_states(states)
        towns = {fold(o.city) for o in organisations if o.city}
        self._add_places(places, towns)
        self._add_organisations(organisations)
        self._add_aliases()
        self._mark_names()
        return self._lay_out(organisations)

    def _number(self, word: str) -> int:
        return self.vocabulary.setdefault(word, len(self.vocabulary) + 1)

    def _code(self, country: str | None) -> int:
        return self.country_codes.setdefault(country or "", len(self.country_codes))

    def _add_countries(self) -> None:
        for line in _read_lines("country_aliases.tsv"):
            code, names = line.split("\t")
            for name in names.split("|"):
                self._add_country(code, name)
        for name, code in all_names().items():
            self._add_country(code, name)

    def _add_country(self, code: str, name: str) -> None:
        ids = self.tokeniser.read_name(name)
        if ids:
            self.countries_at.setdefault(self.trie.add(ids), self._code(code))

    def _add_states(self, states: Mapping[str, str]) -> None:
        for code, name in states.items():
            ids = self.tokeniser.read_name(name)
            self.states_at[self.trie.add(ids)] = self._code(f"US-{code}")

    def _add_places(self, places: Places, towns: set[str]) -> None:
        columns = ("name", "alternates", "country", "admin1", "population")
        rows = zip(*(places.table[column].to_pylist() for column in columns), strict=True)
        self.progress.start("places", len(places), "places")
        for name, alternates, country, admin1, population in rows:
            if population < _SMALLEST_PLACE and fold(name) not in towns:
                continue
            number = len(self.places)
            self.places.append((self._code(country), admin1 or "", population))
            self._name_place(name, number)
            if population >= _POPULATION_FOR_ALTERNATES:
                for alternate in alternates:
                    if len(alternate) > 3 or not alternate.isascii():
                        self._name_place(alternate, number)
            self.progress.advance(1)
        self.progress.finish()
        for node, numbers in self.places_at.items():
            numbers.sort(key=lambda n: -self.places[n][2])
            del numbers[_MOST_PLACES:]
            for number in reversed(numbers):
                self.place_of[node, self.places[number][0]] = number

    def _name_place(self, name: str, number: int) -> None:
        ids = self.tokeniser.read_name(name)
        if ids and len(ids) <= _MOST_WORDS:
            at = self.places_at.setdefault(self.trie.add(ids), [])
            if number not in at:
                at.append(number)

    def _add_organisations(self, organisations: list[Organisation]) -> None:
        self.progress.start("names", len(organisations), "organisations")
        numbers = {one.id: n for n, one in enumerate(organisations)}
        self._country_of = [one.country for one in organisations]
        self.successors = [numbers[get_successor(one, self.registry)] for one in organisations]
        for number, one in enumerate(organisations):
            for text, kind in write_names(one):
                self._add_name(text, kind, number)
            if number % 1000 == 999:
                self.progress.advance(1000)
        self.progress.finish()

    def _add_aliases(self) -> None:
        """Add the names of general knowledge that the registry lacks (`data/aliases.tsv`)."""
        for line in _read_lines("aliases.tsv"):
            name, target, country = line.split("\t")
            node = self.trie.add(self.tokeniser.read_name(target))
            for organisation, (kind, _) in list(self.entries.get(node, {}).items()):
                if self._country_of[organisation] == country and not kind & Kind.VARIANT:
                    self._add_name(name, Kind.ALIAS, organisation)

    def _add_name(self, text: str, kind: Kind, organisation: int) -> None:
        ids = self.tokeniser.read_name(text)
        if not ids or len(ids) > _MOST_WORDS:
            return
        surface = get_surface(text)
        self._enter(ids, int(kind), organisation, surface)
        if 2 <= len(ids) <= _MOST_WORDS_TURNED and not kind & Kind.ACRONYM:
            for turned in self._turn(ids):
                self._enter(turned, int(kind | Kind.VARIANT), organisation, 0)

    def _turn(self, ids: list[int]) -> Iterator[list[int]]:
        """Yield the other orders of a name: University of Lille, Lille University."""
        for head in self._heads:
            size = len(head)
            rest: list[int] = []
            if sorted(ids[:size]) == sorted(head):
                rest = ids[size:]
            elif sorted(ids[-size:]) == sorted(head):
                rest = ids[:-size]
            # What is left must name something: "National University" turned is nobody's name.
            if rest and not all(number in self._generic for number in rest):
                for order in {head, head[::-1]}:
                    yield [*order, *rest]
                    yield [*rest, *order]

    def _enter(self, ids: list[int], kind: int, organisation: int, surface: int) -> None:
        at = self.entries.setdefault(self.trie.add(ids), {})
        known = at.get(organisation)
        if known is None or _rank(kind) < _rank(known[0]):
            at[organisation] = (kind, surface)

    def _mark_names(self) -> None:
        """Mark the names that are also places, or made of words that many organisations share."""
        spell = self._get_speller()
        for node, at in self.entries.items():
            path = spell(node)
            mark = 0
            if node in self.places_at or node in self.countries_at or node in self.states_at:
                mark |= Kind.PLACE
            if all(word in GENERIC or word.isdigit() for word in path):
                mark |= Kind.GENERIC
            if _is_code(path):
                mark |= Kind.CODE
            if len(path) == 1 and path[0] in GENERIC:
                # "University", "Medicine": a word of half the registry is no name, but an acronym is.
                for organisation in [o for o, (kind, _) in at.items() if not kind & Kind.ACRONYM]:
                    del at[organisation]
            if mark:
                for organisation, (kind, surface) in at.items():
                    at[organisation] = (kind | mark, surface)

    def _get_speller(self) -> Callable[[int], list[str]]:
        words = ["", *self.vocabulary]
        back = [0] * (len(self.trie.edges) + 1)
        for key, node in self.trie.edges.items():
            back[node] = key
        low = (1 << TOKEN_BITS) - 1

        def spell(node: int) -> list[str]:
            found = []
            while node:
                key = back[node]
                found.append(words[key & low])
                node = key >> TOKEN_BITS
            return found

        return spell

    def _lay_out(self, organisations: list[Organisation]) -> Arrays:
        laid = Arrays()
        integers = laid.integers
        nodes = len(self.trie.edges)
        integers["edges"] = array("q", self.trie.edges)
        lists = [list(self.entries.get(node, {}).items()) for node in range(nodes + 1)]
        integers["entry_offsets"] = _offsets(map(len, lists))
        flat = [entry for entries in lists for entry in entries]
        integers["entry_organisation"] = array("q", (o for o, _ in flat))
        integers["entry_kind"] = array("q", (kind for _, (kind, _) in flat))
        integers["entry_surface"] = array("q", (surface for _, (_, surface) in flat))
        found = [self.places_at.get(node, []) for node in range(nodes + 1)]
        integers["place_offsets"] = _offsets(map(len, found))
        integers["place_ids"] = array("q", (n for numbers in found for n in numbers))
        integers["place_country"] = array("q", (c for c, _, _ in self.places))
        integers["place_state"] = array("q", (self._state(c, a) for c, a, _ in self.places))
        integers["place_population"] = array("q", (p for _, _, p in self.places))
        for name, at in (("country", self.countries_at), ("state", self.states_at)):
            integers[f"{name}_nodes"] = array("q", at.keys())
            integers[f"{name}_codes"] = array("q", at.values())
        self._lay_out_organisations(laid, organisations)
        integers["node_flags"] = array("q", (self._get_flags(node) for node in range(nodes + 1)))
        laid.texts["vocabulary"] = list(self.vocabulary)
        laid.texts["codes"] = list(self.country_codes)
        return laid

    def _get_flags(self, node: int) -> int:
        entries = self.entries.get(node)
        flags = Flag(0)
        if entries:
            flags |= Flag.NAME
            if all(kind & Kind.ACRONYM for kind, _ in entries.values()):
                flags |= Flag.ACRONYMS
        if node in self.places_at:
            flags |= Flag.PLACE
        if node in self.countries_at:
            flags |= Flag.COUNTRY
        if node in self.states_at:
            flags |= Flag.STATE
        return int(flags)

    def _state(self, country: int, admin1: str) -> int:
        return self._code(f"US-{admin1}") if country == self._code("US") else 0

    def _lay_out_organisations(self, laid: Arrays, organisations: list[Organisation]) -> None:
        numbers = {one.id: n for n, one in enumerate(organisations)}
        integers = laid.integers
        integers["successor"] = array("q", self.successors)
        integers["country"] = array("q", (self._code(o.country) for o in organisations))
        integers["sure"] = array(
            "q", (int(o.country_basis not in GUESSED_COUNTRY) for o in organisations)
        )
        integers["place"] = array("q", (self._place(o) for o in organisations))
        integers["facts"] = array("q", (get_facts(o) for o in organisations))
        for name, kinds in (("parents", ("parents",)), ("relatives", ("parents", "children"))):
            related = [
                sorted({numbers[i] for kind in kinds for i in getattr(o, kind) if i in numbers})
                for o in organisations
            ]
            integers[f"{name}_offsets"] = _offsets(map(len, related))
            integers[name] = array("q", (n for one in related for n in one))
        laid.texts["ids"] = [o.id for o in organisations]
        pairs = [
            (value.replace(" ", ""), n)
            for n, o in enumerate(organisations)
            for scheme, value in o.external_ids
            if scheme in {"grid", "isni"}
        ]
        laid.texts["external_ids"] = [value for value, _ in pairs]
        integers["external_organisation"] = array("q", (n for _, n in pairs))

    def _place(self, organisation: Organisation) -> int:
        if not organisation.city:
            return -1
        node = self.trie.add(self.tokeniser.read_name(organisation.city))
        return self.place_of.get((node, self._code(organisation.country)), -1)


def _rank(kind: int) -> tuple[int, int]:
    """Order the kinds of one name: what the registry says before what a rule derived."""
    derived = kind & (Kind.VARIANT | Kind.SHORTENED)
    acronym = kind & Kind.ACRONYM
    return (1 if derived else 0) + (1 if acronym else 0), 0 if kind & Kind.DISPLAY else 1


def _offsets(lengths: Iterable[int]) -> array[int]:
    found = array("q", [0])
    total = 0
    for length in lengths:
        total += length
        found.append(total)
    return found
