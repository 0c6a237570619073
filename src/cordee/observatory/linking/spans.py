"""Candidates: every place of the text where a name of the index stands."""

from __future__ import annotations

from dataclasses import dataclass

from cordee.observatory.linking.compile import TOKEN_BITS
from cordee.observatory.linking.facts import Flag
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


_NAME = int(Flag.NAME)
_PLACE = int(Flag.PLACE)
_COUNTRY = int(Flag.COUNTRY)
_STATE = int(Flag.STATE)
_ACRONYMS = int(Flag.ACRONYMS)


def scan(index: NameIndex, text: str, *, keep_all: bool = True) -> Scan:
    """Return all names, places, countries and states of `text`; none crosses a hard break.

    Without `keep_all`, acronyms not written in capitals are passed over: they can only be refused.
    """
    tokens = index.tokeniser.tokenise(text)
    found = Scan(tokens, [], [], [], [])
    get_edge, node_flags = index.edges.get, index.node_flags
    roots, branches = index.roots, index.branches
    ids, gaps = tokens.ids, tokens.gaps
    count = len(ids)
    for first in range(count):
        node = roots[ids[first]]
        last = first + 1
        while node:
            flags = node_flags[node]
            if flags:
                if flags & _NAME and (
                    keep_all or not flags & _ACRONYMS or is_in_capitals(tokens, first, last)
                ):
                    found.names.append((first, last, node))
                if flags > _NAME:
                    _add_places(index, found, first, last, node, flags)
            if last == count or not branches[node] or gaps[last] == HARD:
                break
            node = get_edge(node << TOKEN_BITS | ids[last], 0)
            last += 1
    return found


def _add_places(index: NameIndex, found: Scan, first: int, end: int, node: int, flags: int) -> None:
    if flags & _PLACE:
        found.places.append((first, end, node))
    if flags & _COUNTRY:
        found.countries.append((first, end, index.country_at[node]))
    if flags & _STATE:
        found.states.append((first, end, index.state_at[node]))


def is_in_capitals(tokens: Tokens, first: int, end: int) -> bool:
    """Say whether the words are written as an acronym is: mostly in capitals."""
    for raw in tokens.raw[first:end]:
        # Most words are "Hospital" or "of"; only "mRNA" and "INRAe" need counting.
        if not raw.isupper() and (
            raw[1:].islower()
            or raw.islower()
            or sum(map(str.isupper, raw)) * 2 <= sum(map(str.isalpha, raw))
        ):
            return False
    return True


def begins_segment(tokens: Tokens, first: int) -> bool:
    """Say whether a comma, a bracket or the beginning of the text stands before a word."""
    return tokens.gaps[first] >= SOFT


def ends_segment(tokens: Tokens, end: int) -> bool:
    """Say whether a comma, a bracket or the end of the text stands after the word before `end`."""
    return end >= len(tokens.gaps) or tokens.gaps[end] >= SOFT


def is_element(tokens: Tokens, first: int, end: int) -> bool:
    """Say whether the words stand alone between commas or harder breaks."""
    return tokens.gaps[first] >= COMMA and (end >= len(tokens.gaps) or tokens.gaps[end] >= COMMA)
