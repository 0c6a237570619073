"""The compiler: registry and places become the arrays of the name index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from cordee.kernel.progress import Progress
from cordee.observatory.linking.countries import list_aliases, read_lines
from cordee.observatory.linking.endings import drop_country, move_town
from cordee.observatory.linking.facts import get_successor
from cordee.observatory.linking.layout import (
    TOKEN_BITS,
    Arrays,
    Gathered,
    get_speller,
    lay_out,
    rank_kind,
)
from cordee.observatory.linking.names import Kind, is_acronym, write_names
from cordee.observatory.linking.normalise import NameReader, fold
from cordee.observatory.linking.words import GENERIC, HEADS, UNIT_CODES
from cordee.reference.countries import all_names
from cordee.reference.organisations import Organisation, Registry
from cordee.reference.places import Places


# Names longer than this are sentences; matching them whole is not to be hoped for.
_MOST_WORDS = 24
# Longer names are met in one order only.
_MOST_WORDS_TURNED = 6
# The places of one name worth remembering: the largest by population.
_MOST_PLACES = 6
# Alternate names are taken for places of this population only: those of hamlets are mostly words
# of other languages ("of", "Main", "Bar").
_POPULATION_FOR_ALTERNATES = 100_000
# A town is read out of a name where the registry gives none, if it is as large as this.
_POPULATION_OF_TOWNS = 30_000
# Where towns bear the names of persons and of other towns too often: Washington, Santa Maria, Victoria.
_TOWNS_ARE_NAMES = frozenset({"US", "CA", "AU", "PH", "CO", "MX", "ES", "BR"})
# A place smaller than this is left out unless an organisation stands there.
_SMALLEST_PLACE = 1_000


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

    def find(self, ids: Iterable[int]) -> int:
        """Return the node of a path, 0 when there is none."""
        node = 0
        for number in ids:
            node = self.edges.get(node << TOKEN_BITS | number, 0)
            if not node:
                return 0
        return node


def _is_code(path: list[str]) -> bool:
    return any(w.isdigit() for w in path) and all(w.isdigit() or w in UNIT_CODES for w in path)


class Compiler:
    """Gathers names, places and facts, then lays them out as arrays."""

    def __init__(self, registry: Registry, progress: Progress) -> None:
        self.registry = registry
        self.progress = progress
        self.vocabulary: dict[str, int] = {}
        self.reader = NameReader(self.vocabulary)
        self._heads = [tuple(self._number(word) for word in head) for head in HEADS]
        self._generic = frozenset(self._number(word) for word in GENERIC)
        self.trie = Trie()
        self.entries: dict[int, dict[int, int]] = {}
        self.places_at: dict[int, list[int]] = {}
        self.successors: list[int] = []
        self._country_of: list[str | None] = []
        self.countries_at: dict[int, int] = {}
        self._paths_of: dict[str, list[list[int]]] = {}
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
        return lay_out(self._gather(organisations), organisations)

    def _number(self, word: str) -> int:
        return self.vocabulary.setdefault(word, len(self.vocabulary) + 1)

    def _code(self, country: str | None) -> int:
        return self.country_codes.setdefault(country or "", len(self.country_codes))

    def _add_countries(self) -> None:
        for name, code in list_aliases():
            self._add_country(code, name)
        for name, code in all_names().items():
            self._add_country(code, name)

    def _add_country(self, code: str, name: str) -> None:
        ids = self.reader.read(name)
        if ids:
            self.countries_at.setdefault(self.trie.add(ids), self._code(code))
            self._paths_of.setdefault(code, []).append(ids)

    def _add_states(self, states: Mapping[str, str]) -> None:
        for code, name in states.items():
            ids = self.reader.read(name)
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
        ids = self.reader.read(name)
        if ids and len(ids) <= _MOST_WORDS:
            at = self.places_at.setdefault(self.trie.add(ids), [])
            if number not in at:
                at.append(number)

    def _add_organisations(self, organisations: list[Organisation]) -> None:
        self.progress.start("names", len(organisations), "organisations")
        numbers = {one.id: n for n, one in enumerate(organisations)}
        self._country_of = [one.country for one in organisations]
        for country in self._country_of:
            self._code(country)
        self.successors = [numbers[get_successor(one, self.registry)] for one in organisations]
        for paths in self._paths_of.values():
            paths.sort(key=len, reverse=True)
        for number, one in enumerate(organisations):
            town = self._read_town(one)
            for text, kind in write_names(one):
                self._add_name(text, kind, number, town)
            if number % 1000 == 999:
                self.progress.advance(1000)
        self.progress.finish()

    def _add_aliases(self) -> None:
        """Add the names of general knowledge that the registry lacks (`data/aliases.tsv`)."""
        for line in read_lines("aliases.tsv"):
            name, target, country = line.split("\t")
            node = self.trie.add(self.reader.read(target))
            own = Kind.ALIAS | Kind.ACRONYM if is_acronym(name) else Kind.ALIAS
            for organisation, kind in list(self.entries.get(node, {}).items()):
                if self._country_of[organisation] == country and not kind & Kind.VARIANT:
                    self._add_name(name, own, organisation)

    def _read_town(self, organisation: Organisation) -> list[int]:
        """Return the words of an organisation's town, taken from its name where no town is given."""
        if organisation.city:
            return self.reader.read(organisation.city)
        if organisation.complete or organisation.country in _TOWNS_ARE_NAMES:
            return []
        ids = self.reader.read(organisation.name)
        country = self._code(organisation.country)
        for size in (2, 1):
            for town in (ids[:size], ids[-size:]):
                place = self.place_of.get((self.trie.find(town), country), -1)
                if place >= 0 and self.places[place][2] >= _POPULATION_OF_TOWNS:
                    return town
        return []

    def _is_bare(self, ids: Sequence[int]) -> bool:
        return all(number in self._generic for number in ids)

    def _add_name(self, text: str, kind: Kind, organisation: int, town: Sequence[int] = ()) -> None:
        ids = self.reader.read(text)
        if not ids or len(ids) > _MOST_WORDS:
            return
        self._enter(ids, int(kind), organisation)
        if not kind & (Kind.ACRONYM | Kind.STEM | Kind.SHORTENED):
            paths = self._paths_of.get(self._country_of[organisation] or "", ())
            for form, more in (*move_town(ids, town, self._is_bare), *drop_country(ids, paths)):
                self._enter(form, int(kind | more), organisation)
        if 2 <= len(ids) <= _MOST_WORDS_TURNED and not kind & Kind.ACRONYM:
            for turned in self._turn(ids):
                self._enter(turned, int(kind | Kind.VARIANT), organisation)

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
            if rest and not self._is_bare(rest):
                for order in {head, head[::-1]}:
                    yield [*order, *rest]
                    yield [*rest, *order]

    def _enter(self, ids: list[int], kind: int, organisation: int) -> None:
        at = self.entries.setdefault(self.trie.add(ids), {})
        known = at.get(organisation)
        if known is None or rank_kind(kind) < rank_kind(known):
            at[organisation] = kind

    def _mark_names(self) -> None:
        """Mark the names that are also places, or made of words that many organisations share."""
        spell = get_speller(self.trie.edges)
        words = ["", *self.vocabulary]
        for node, at in self.entries.items():
            path = [words[number] for number in spell(node)]
            mark = 0
            if node in self.places_at or node in self.countries_at or node in self.states_at:
                mark |= Kind.PLACE
            if all(word in GENERIC or word.isdigit() for word in path):
                mark |= Kind.GENERIC
            if _is_code(path):
                mark |= Kind.CODE
            if len(path) == 1 and path[0] in GENERIC:
                # "University", "Medicine": a word of half the registry is no name, but an acronym is.
                for organisation in [o for o, kind in at.items() if not kind & Kind.ACRONYM]:
                    del at[organisation]
            if mark:
                for organisation, kind in at.items():
                    at[organisation] = kind | mark

    def _gather(self, organisations: list[Organisation]) -> Gathered:
        # First of all: looking a town up may add words and nodes.
        places_of = [self._place(one) for one in organisations]
        return Gathered(
            vocabulary=self.vocabulary,
            edges=self.trie.edges,
            entries=self.entries,
            places_at=self.places_at,
            places=[(c, self._state(c, admin1), p) for c, admin1, p in self.places],
            countries_at=self.countries_at,
            states_at=self.states_at,
            codes=self.country_codes,
            successors=self.successors,
            places_of=places_of,
        )

    def _state(self, country: int, admin1: str) -> int:
        return self._code(f"US-{admin1}") if country == self._code("US") else 0

    def _place(self, organisation: Organisation) -> int:
        town = self._read_town(organisation)
        if not town:
            return -1
        node = self.trie.add(town)
        return self.place_of.get((node, self._code(organisation.country)), -1)
