"""One pass over the words of a text: every name, place, country and state that stands in it."""

from __future__ import annotations

from cordee.observatory.linking.engine.jit import kernel
from cordee.observatory.linking.engine.tables import (
    COUNTRIES,
    MOST_PLACES,
    MOST_SPANS,
    MOST_WORDS,
    NAMES,
    PLACES,
    SEGMENTS,
    STATES,
    Array,
    Space,
    Tables,
    Words,
)
from cordee.observatory.linking.facts import Flag
from cordee.observatory.linking.layout import TOKEN_BITS
from cordee.observatory.linking.normalise import COMMA, HARD, SPACE
from cordee.observatory.linking.traits import Trait


_NAME = int(Flag.NAME)
_PLACE = int(Flag.PLACE)
_COUNTRY = int(Flag.COUNTRY)
_STATE = int(Flag.STATE)
_ACRONYMS = int(Flag.ACRONYMS)
_BRANCH = int(Flag.BRANCH)
_CAPITALS = int(Trait.CAPITALS)
_CORRECTED = int(Trait.CORRECTED)


@kernel
def expand(words: Words, space: Space, raw: Array, first: int, last: int) -> int:
    """Write the words of the text `raw[first:last]` to `space`; return how many there are.

    A word as written may read as several words of the index, or as none and leave a gap.
    """
    count = 0
    gap = HARD
    segment = -1
    for position in range(first, last):
        number = raw[position]
        begin, end = words.form_offsets[number], words.form_offsets[number + 1]
        if begin == end and words.ties[number] > gap:
            gap = words.ties[number]
        for form in range(begin, end):
            if count == MOST_WORDS:
                break
            if gap >= COMMA:
                segment += 1
            space.ids[count] = words.forms[form]
            space.gaps[count] = gap
            space.raws[count] = number
            space.owners[count] = position - first
            space.segments[count] = segment
            gap = SPACE
            count += 1
    # What is asked after the last word finds a break there.
    space.gaps[count] = HARD
    space.segments[count] = segment + 1
    space.found[SEGMENTS] = segment + 1
    return count


# What a word weighs that stands in no name: more than the rarest of a name, which weighs 12.3.
UNKNOWN_WEIGHT = 14.0


@kernel
def measure(tables: Tables, space: Space, count: int) -> None:
    """Sum up the weights of the words, and note where each segment begins."""
    segment = -1
    for position in range(count):
        word = space.ids[position]
        weight = tables.word_weight[word] if word else UNKNOWN_WEIGHT
        space.weights[position + 1] = space.weights[position] + weight
        if space.segments[position] != segment:
            segment = space.segments[position]
            space.bounds[segment] = position
    space.bounds[segment + 1] = count


@kernel
def step(tables: Tables, node: int, word: int) -> int:
    """Return the node that `word` leads to from `node`, 0 for none."""
    key = (node << TOKEN_BITS) | word
    mask = len(tables.edge_keys) - 1
    # The same as `layout.get_slot`, in machine arithmetic.
    slot = ((key * -7046029254386353131) >> 32) & mask
    while True:
        there = tables.edge_keys[slot]
        if there == key:
            return tables.edge_nodes[slot]
        if there < 0:
            return 0
        slot = (slot + 1) & mask


@kernel
def is_in_capitals(words: Words, space: Space, first: int, end: int) -> bool:
    """Say whether all words of a span are written as an acronym is."""
    for position in range(first, end):
        if not words.traits[space.raws[position]] & _CAPITALS:
            return False
    return True


@kernel
def scan(tables: Tables, words: Words, space: Space, count: int) -> None:
    """Write to `space` every span that is a name, place, country or state; none crosses a hard break."""
    found = space.found
    found[NAMES] = found[PLACES] = found[COUNTRIES] = found[STATES] = 0
    for first in range(count):
        if space.ids[first] == 0:
            continue
        node = tables.roots[space.ids[first]]
        end = first + 1
        corrected = words.traits[space.raws[first]] & _CORRECTED
        while node:
            flags = tables.node_flags[node]
            if flags & _NAME and (
                not flags & _ACRONYMS or is_in_capitals(words, space, first, end)
            ):
                add(space.names, found, NAMES, MOST_SPANS, first, end, node)
            if flags & (_PLACE | _COUNTRY | _STATE) and not corrected:
                add_places(tables, space, first, end, node, flags)
            if end == count or not flags & _BRANCH or space.gaps[end] == HARD:
                break
            corrected |= words.traits[space.raws[end]] & _CORRECTED
            node = step(tables, node, space.ids[end]) if space.ids[end] else 0
            end += 1


@kernel
def add(spans: Array, found: Array, which: int, most: int, first: int, end: int, what: int) -> None:
    """Add one span to `spans`, whose count is `found[which]`, while there is room."""
    count = found[which]
    if count < most:
        spans[count, 0] = first
        spans[count, 1] = end
        spans[count, 2] = what
        found[which] = count + 1


@kernel
def add_places(tables: Tables, space: Space, first: int, end: int, node: int, flags: int) -> None:
    """Add the place, country or state that ends at `node`."""
    if flags & _PLACE:
        add(space.places, space.found, PLACES, MOST_PLACES, first, end, node)
    if flags & _COUNTRY:
        code = tables.node_country[node]
        add(space.countries, space.found, COUNTRIES, MOST_PLACES, first, end, code)
    if flags & _STATE:
        code = tables.node_state[node]
        add(space.states, space.found, STATES, MOST_PLACES, first, end, code)
