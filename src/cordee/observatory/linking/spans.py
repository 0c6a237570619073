"""Candidates: every place of the text where a name of the index stands."""

from __future__ import annotations

from dataclasses import dataclass

from cordee.observatory.linking.compile import TOKEN_BITS
from cordee.observatory.linking.index import NameIndex
from cordee.observatory.linking.normalise import COMMA, HARD, SOFT, Tokens


@dataclass(slots=True)
class Scan:
    """What one pass over the words found; (first word, word after the last, node)."""

    tokens: Tokens
    names: list[tuple[int, int, int]]
    places: list[tuple[int, int, int]]
    countries: list[tuple[int, int, int]]
    """First word, word after the last, country number."""
    states: list[tuple[int, int, int]]


def scan(index: NameIndex, text: str) -> Scan:
    """Return all names, places, countries and states of `text`; none crosses a hard break."""
    tokens = index.tokeniser.tokenise(text)
    names: list[tuple[int, int, int]] = []
    places: list[tuple[int, int, int]] = []
    countries: list[tuple[int, int, int]] = []
    states: list[tuple[int, int, int]] = []
    get_edge = index.edges.get
    entry_offsets, place_offsets = index.entry_offsets, index.place_offsets
    country_at, state_at = index.country_at, index.state_at
    ids, gaps = tokens.ids, tokens.gaps
    count = len(ids)
    for first in range(count):
        node = 0
        for last in range(first, count):
            if last > first and gaps[last] == HARD:
                break
            step = get_edge(node << TOKEN_BITS | ids[last])
            if step is None:
                break
            node = step
            if entry_offsets[node] != entry_offsets[node + 1]:
                names.append((first, last + 1, node))
            if place_offsets[node] != place_offsets[node + 1]:
                places.append((first, last + 1, node))
            if node in country_at:
                countries.append((first, last + 1, country_at[node]))
            if node in state_at:
                states.append((first, last + 1, state_at[node]))
    return Scan(tokens, names, places, countries, states)


def begins_segment(tokens: Tokens, first: int) -> bool:
    """Say whether a comma, a bracket or the beginning of the text stands before a word."""
    return tokens.gaps[first] >= SOFT


def ends_segment(tokens: Tokens, end: int) -> bool:
    """Say whether a comma, a bracket or the end of the text stands after the word before `end`."""
    return end >= len(tokens.gaps) or tokens.gaps[end] >= SOFT


def is_element(tokens: Tokens, first: int, end: int) -> bool:
    """Say whether the words stand alone between commas or harder breaks."""
    return tokens.gaps[first] >= COMMA and (end >= len(tokens.gaps) or tokens.gaps[end] >= COMMA)
