"""What the text says of a place behind a span, and of its state: evidence for one candidate at a time."""

from __future__ import annotations

from cordee.observatory.linking.engine.jit import kernel
from cordee.observatory.linking.engine.tables import (
    AMERICAN_STATES,
    MENTIONS,
    PLACES,
    Space,
    Tables,
)
from cordee.observatory.linking.normalise import SOFT


@kernel
def find_town_after(tables: Tables, space: Space, place: int, end: int) -> int:
    """Return how a place lies behind a span that ends at a word.

    2 it is the first town named there, 1 a later one, -1 others are, 0 none is.
    """
    seen = 0
    start = -1
    for number in range(space.found[PLACES]):
        first, node = space.places[number, 0], space.places[number, 2]
        if first < end or space.gaps[first] < SOFT:
            continue
        seen += first != start
        start = first
        for at in range(tables.place_offsets[node], tables.place_offsets[node + 1]):
            if tables.place_ids[at] == place:
                return 2 if seen == 1 else 1
    return -1 if seen else 0


@kernel
def find_country_after(tables: Tables, space: Space, country: int, end: int) -> int:
    """Return 1 when the first country stated behind a span is of the same group, -1 when not, 0 for none."""
    nearest = -1
    for number in range(space.found[MENTIONS]):
        position = space.mentions[number, 0]
        if position >= end and (nearest < 0 or position < space.mentions[nearest, 0]):
            nearest = number
    if nearest < 0:
        return 0
    same = tables.group_of[space.mentions[nearest, 1]] == tables.group_of[country]
    return 1 if same else -1


@kernel
def agree_state(tables: Tables, space: Space, place: int, stamp: int) -> int:
    """Return 1 when the state of a place is named, -1 when others are, 0 where there is nothing to tell."""
    state = tables.place_state[place]
    if not state or not space.found[AMERICAN_STATES]:
        return 0
    return 1 if space.state_mark[state] == stamp else -1
