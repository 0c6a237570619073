"""The layout of the name index: what the compiler gathered, as typed arrays for the kernels.

All arrays are flat. Where one thing has several others (a node its names, a word its bags), the
array of offsets says which slice of the other array belongs to it.

Closed organisations follow one policy, which the names' arrays carry out. A record that ROR has
withdrawn never stood for an organisation of its own and always gives way to the open one that
replaces it. An organisation that has closed stays the one named, as it was when the text was
written, unless its open successor bears the same name.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from cordee.observatory.linking.facts import Flag, get_facts
from cordee.observatory.linking.names import Kind
from cordee.observatory.linking.words import CLASS_OF, GENERIC, SAME
from cordee.reference.organisations import Organisation


TOKEN_BITS = 22
"""Bits of an edge's key given to the word: four million words, ten times what the registry has."""

# Bases of a country that are a guess rather than a statement: they never veto.
GUESSED_COUNTRY = frozenset({"place", "language", None})
# A bag is listed under its rarest words until they weigh this share of it: whatever shares more
# than the rest of the bag's weight with it then shares one of these words.
_PREFIX_SHARE = 0.65
SIGNATURE_BITS = 64
# Words that stand in more bags than this lead to none: every university would be met.
_LONGEST_POSTING = 1_500
# Words from which a misspelt one is recognised have this many letters at least; shorter words are
# one letter away from too many others (Brno, Bern).
SHORTEST_SPELLING = 7

Numbers = NDArray[np.int32]


@dataclass
class Arrays:
    """What is written to disk: typed arrays and lists of words. Numbers of nodes begin at 1."""

    numbers: dict[str, NDArray[np.generic]] = field(default_factory=dict)
    texts: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Gathered:
    """What the compiler found: names and places at the nodes of a trie over word numbers.

    `edges` maps (parent node << TOKEN_BITS | word) to the node, in the order of the nodes;
    `entries` gives the kinds of each organisation at a node; places are (country, state, population);
    `places_of` is where each organisation stands, -1 when that is not known.
    """

    vocabulary: Mapping[str, int]
    edges: Mapping[int, int]
    entries: Mapping[int, Mapping[int, int]]
    places_at: Mapping[int, Sequence[int]]
    places: Sequence[tuple[int, int, int]]
    countries_at: Mapping[int, int]
    states_at: Mapping[int, int]
    codes: Mapping[str, int]
    successors: Sequence[int]
    places_of: Sequence[int]


def lay_out(gathered: Gathered, organisations: Sequence[Organisation]) -> Arrays:
    """Return the arrays of the index."""
    laid = Arrays()
    laid.numbers.update(_hash_edges(gathered.edges, len(gathered.vocabulary)))
    laid.numbers.update(_lay_out_names(gathered, organisations))
    laid.numbers.update(_lay_out_places(gathered))
    laid.numbers.update(_lay_out_organisations(gathered, organisations))
    words = ["", *gathered.vocabulary]
    laid.numbers.update(_lay_out_bags(gathered, words))
    laid.numbers["word_class"] = np.array([CLASS_OF.get(word, 0) for word in words], np.uint8)
    laid.numbers["word_generic"] = np.array(
        [word in GENERIC or word.isdigit() for word in words], np.uint8
    )
    laid.numbers.update(_lay_out_spellings(words))
    laid.texts["vocabulary"] = words[1:]
    laid.texts["codes"] = list(gathered.codes)
    laid.texts["ids"] = [one.id for one in organisations]
    pairs = [
        (value.replace(" ", ""), number)
        for number, one in enumerate(organisations)
        for scheme, value in one.external_ids
        if scheme in {"grid", "isni"}
    ]
    laid.texts["external_ids"] = [value for value, _ in pairs]
    laid.numbers["external_organisation"] = np.array([n for _, n in pairs], np.int32)
    return laid


def get_slot(key: int, mask: int) -> int:
    """Return where a key of the edges' table is looked for first (Fibonacci hashing)."""
    return ((key * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF) >> 32) & mask


def _hash_edges(edges: Mapping[int, int], words: int) -> dict[str, NDArray[np.generic]]:
    """Lay the edges out as a table with open addressing, at most half full, the first words apart."""
    size = 1 << max(4, (2 * len(edges)).bit_length())
    keys = np.full(size, -1, np.int64)
    nodes = np.zeros(size, np.int32)
    mask = size - 1
    placed = [-1] * size
    for key, node in edges.items():
        slot = get_slot(key, mask)
        while placed[slot] >= 0:
            slot = (slot + 1) & mask
        placed[slot] = key
        nodes[slot] = node
    keys[:] = placed
    roots = np.zeros(words + 1, np.int32)
    for key, node in edges.items():
        if key >> TOKEN_BITS == 0:
            roots[key] = node
    return {"edge_keys": keys, "edge_nodes": nodes, "roots": roots}


def _lay_out_names(
    gathered: Gathered, organisations: Sequence[Organisation]
) -> dict[str, NDArray[np.generic]]:
    nodes = len(gathered.edges)
    stands_for = _get_stand_ins(gathered, organisations)
    lists = [
        _keep_standing(gathered.entries.get(node, {}), stands_for, gathered.successors)
        for node in range(nodes + 1)
    ]
    flat = [entry for entries in lists for entry in entries]
    flags = [_get_flags(gathered, node, lists[node]) for node in range(nodes + 1)]
    for key in gathered.edges:
        flags[key >> TOKEN_BITS] |= Flag.BRANCH
    return {
        "entry_offsets": offsets_of(map(len, lists)),
        "entry_organisation": np.array([o for o, _ in flat], np.int32),
        "entry_kind": np.array([kind for _, kind in flat], np.int32),
        "node_flags": np.array(flags, np.uint8),
    }


def _get_stand_ins(gathered: Gathered, organisations: Sequence[Organisation]) -> list[int]:
    """Return who always stands for each organisation: its successor when it was withdrawn."""
    return [
        gathered.successors[number] if one.status == "withdrawn" else number
        for number, one in enumerate(organisations)
    ]


def _keep_standing(
    entries: Mapping[int, int], stands_for: Sequence[int], successors: Sequence[int]
) -> list[tuple[int, int]]:
    """Return the entries of a node by the policy for closed organisations, each organisation once."""
    found: dict[int, int] = {}
    for organisation, kind in entries.items():
        now = stands_for[organisation]
        known = found.get(now)
        if known is None or rank_kind(kind) < rank_kind(known):
            found[now] = kind
    return [
        (organisation, kind)
        for organisation, kind in found.items()
        if successors[organisation] == organisation or successors[organisation] not in found
    ]


def rank_kind(kind: int) -> tuple[int, int]:
    """Order the kinds of one name: what the registry says before what a rule derived."""
    derived = kind & (Kind.VARIANT | Kind.SHORTENED)
    acronym = kind & Kind.ACRONYM
    return (1 if derived else 0) + (1 if acronym else 0), 0 if kind & Kind.DISPLAY else 1


def _get_flags(gathered: Gathered, node: int, entries: Sequence[tuple[int, int]]) -> int:
    flags = 0
    if entries:
        flags |= Flag.NAME
        if all(kind & Kind.ACRONYM for _, kind in entries):
            flags |= Flag.ACRONYMS
    if node in gathered.places_at:
        flags |= Flag.PLACE
    if node in gathered.countries_at:
        flags |= Flag.COUNTRY
    if node in gathered.states_at:
        flags |= Flag.STATE
    return int(flags)


def _lay_out_places(gathered: Gathered) -> dict[str, NDArray[np.generic]]:
    nodes = len(gathered.edges) + 1
    found = [gathered.places_at.get(node, ()) for node in range(nodes)]
    countries = np.zeros(nodes, np.int16)
    states = np.zeros(nodes, np.int16)
    for at, into in ((gathered.countries_at, countries), (gathered.states_at, states)):
        for node, code in at.items():
            into[node] = code
    return {
        "place_offsets": offsets_of(map(len, found)),
        "place_ids": np.array([n for numbers in found for n in numbers], np.int32),
        "place_country": np.array([c for c, _, _ in gathered.places], np.int16),
        "place_state": np.array([s for _, s, _ in gathered.places], np.int16),
        "place_population": np.array([p for _, _, p in gathered.places], np.int32),
        "node_country": countries,
        "node_state": states,
    }


def _lay_out_organisations(
    gathered: Gathered, organisations: Sequence[Organisation]
) -> dict[str, NDArray[np.generic]]:
    number_of = {one.id: number for number, one in enumerate(organisations)}
    codes = gathered.codes
    parents = [[number_of[i] for i in one.parents if i in number_of] for one in organisations]
    related: list[set[int]] = [set() for _ in organisations]
    for number, one in enumerate(organisations):
        for other in (number_of[i] for i in one.related if i in number_of):
            related[number].add(other)
            related[other].add(number)
    relatives = [
        sorted({number_of[i] for i in (*one.parents, *one.children) if i in number_of})
        for one in organisations
    ]
    return {
        "successor": np.array(gathered.successors, np.int32),
        "country": np.array([codes[one.country or ""] for one in organisations], np.int16),
        "sure": np.array([o.country_basis not in GUESSED_COUNTRY for o in organisations], np.uint8),
        "place": np.array(gathered.places_of, np.int32),
        "facts": np.array([get_facts(one) for one in organisations], np.int16),
        "parent_offsets": offsets_of(map(len, parents)),
        "parents": np.array([n for one in parents for n in one], np.int32),
        "related_offsets": offsets_of(map(len, related)),
        "related": np.array([n for one in related for n in sorted(one)], np.int32),
        "relative_count": np.array([len(one) for one in relatives], np.int16),
    }


def _lay_out_bags(gathered: Gathered, words: Sequence[str]) -> dict[str, NDArray[np.generic]]:
    """Lay out each name as a bag of words, for names that a text turns, widens or cuts."""
    bags = list(_write_bags(gathered))
    frequency = [0] * len(words)
    for _, bag in bags:
        for word in bag:
            frequency[word] += 1
    most = math.log(len(bags) + 1)
    weights = [most - math.log(f) if f else most for f in frequency]
    weights[0] = 0.0  # no word
    postings: dict[int, list[int]] = {}
    for number, (_, bag) in enumerate(bags):
        for word in _get_prefix(bag, weights):
            postings.setdefault(word, []).append(number)
    lists = [
        found if len(found) <= _LONGEST_POSTING else []
        for found in (postings.get(word, []) for word in range(len(words)))
    ]
    heaviness = [sum(weights[word] for word in bag) for _, bag in bags]
    signatures = [sign(bag) for _, bag in bags]
    return {
        "word_weight": np.array(weights, np.float32),
        "bag_node": np.array([node for node, _ in bags], np.int32),
        "bag_offsets": offsets_of(len(bag) for _, bag in bags),
        "bag_words": np.array([word for _, bag in bags for word in bag], np.int32),
        "bag_weight": np.array(heaviness, np.float32),
        "posting_offsets": offsets_of(map(len, lists)),
        "postings": np.array([number for found in lists for number in found], np.int32),
        "posting_weight": np.array([heaviness[n] for found in lists for n in found], np.float32),
        "posting_signature": np.array([signatures[n] for found in lists for n in found], np.uint64),
    }


def sign(bag: Iterable[int]) -> int:
    """Return 64 bits of which each word of a bag sets one: a word whose bit is not set is not in it.

    A posting carries its bag's, so that most bags are ruled out without being fetched from memory
    (a Bloom filter of one hash: Bloom 1970, doi:10.1145/362686.362692).

    >>> sign([1, 65, 4]) == 0b10010
    True
    """
    signature = 0
    for word in bag:
        signature |= 1 << (word % SIGNATURE_BITS)
    return signature


def _write_bags(gathered: Gathered) -> Iterator[tuple[int, list[int]]]:
    spell = get_speller(gathered.edges)
    weak = Kind.VARIANT | Kind.ACRONYM | Kind.CODE | Kind.STEM | Kind.HEADLESS | Kind.TOWNLESS
    for node in sorted(gathered.entries):
        if any(not kind & weak for kind in gathered.entries[node].values()):
            bag = sorted(set(spell(node)))
            if len(bag) > 1:
                yield node, bag


def _get_prefix(bag: Sequence[int], weights: Sequence[float]) -> Iterator[int]:
    left = _PREFIX_SHARE * sum(weights[word] for word in bag)
    for word in sorted(bag, key=lambda word: (-weights[word], word)):
        yield word
        left -= weights[word]
        if left < 0:
            return


def get_speller(edges: Mapping[int, int]) -> Callable[[int], list[int]]:
    """Return what spells a node: the words that lead to it, last first."""
    back = [0, *edges]
    low = (1 << TOKEN_BITS) - 1

    def spell(node: int) -> list[int]:
        found = []
        while node:
            key = back[node]
            found.append(key & low)
            node = key >> TOKEN_BITS
        return found

    return spell


def hash_shorter(word: str) -> Iterator[int]:
    """Yield a number for each word that `word` becomes by losing one letter, and for itself."""
    yield zlib.crc32(word.encode())
    for n in range(1, len(word)):
        yield zlib.crc32((word[:n] + word[n + 1 :]).encode())


def _lay_out_spellings(words: Sequence[str]) -> dict[str, NDArray[np.generic]]:
    """List words under what they become by losing a letter: misspellings meet them there.

    The words that read as one of the index (*université* as *univ*) follow those of the vocabulary.
    """
    keys: list[int] = []
    numbers: list[int] = []
    for number, word in enumerate((*words, *SAME)):
        if len(word) >= SHORTEST_SPELLING and word.isalpha():
            found = list(hash_shorter(word))
            keys += found
            numbers += [number] * len(found)
    order = np.argsort(np.array(keys, np.uint32), kind="stable")
    return {
        "spelling_keys": np.array(keys, np.uint32)[order],
        "spelling_words": np.array(numbers, np.int32)[order],
    }


def offsets_of(lengths: Iterable[int]) -> Numbers:
    """Return where each of consecutive slices of these lengths begins, and the end of the last."""
    found = np.fromiter(lengths, np.int64)
    return np.concatenate(([0], np.cumsum(found))).astype(np.int32)
