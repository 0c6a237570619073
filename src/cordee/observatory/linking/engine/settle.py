"""The set decision: from scored candidates to the organisations a text names, and its countries."""

from __future__ import annotations

from cordee.observatory.linking.engine.jit import kernel
from cordee.observatory.linking.engine.tables import (
    COVERED,
    END,
    FATE,
    FIRST,
    FROM_UNIT,
    KIND,
    ORG,
    PART,
    REPEATED,
    SOURCE,
    TAKEN,
    WEAK,
    Array,
    Space,
    Tables,
)
from cordee.observatory.linking.engine.weigh import is_part
from cordee.observatory.linking.facts import Fact
from cordee.observatory.linking.names import Kind
from cordee.observatory.linking.normalise import OF


_CODE = int(Kind.CODE)
_HEALTHCARE = int(Fact.HEALTHCARE)
_EDUCATION = int(Fact.EDUCATION)


@kernel
def settle(tables: Tables, space: Space, made: int, least: Array) -> None:
    """Take candidates from the best score down; write each one's fate to `space.cand`.

    No two taken organisations rest on the same words (but the code of a unit, which names its
    institutions too), and none is taken twice. Ties go to the longer span, then to the earlier.
    `least` holds the score that the first organisation needs, that the second needs, and so on; its
    last holds for all that follow.
    """
    sort(space, made)
    taken = 0
    for rank in range(made):
        number = space.order[rank]
        row = space.cand[number]
        needed = least[min(taken, len(least) - 1)]
        row[FATE] = WEAK if space.scores[number, 1] < needed else TAKEN
        for above in range(rank):
            other = space.cand[space.order[above]]
            if other[FATE] != TAKEN:
                continue
            if other[ORG] == row[ORG]:
                row[FATE] = REPEATED
                break
            if overlap(row[FIRST], row[END], other[FIRST], other[END]) and not (
                row[KIND] & _CODE or other[KIND] & _CODE
            ):
                row[FATE] = COVERED
                break
        taken += row[FATE] == TAKEN
    for number in range(made):
        if space.cand[number, FATE] == TAKEN and is_of_whole(tables, space, number, made):
            space.cand[number, FATE] = PART


@kernel
def sort(space: Space, made: int) -> None:
    """Order candidates by score, then length, then place (an insertion sort: they are few)."""
    for number in range(made):
        place = number
        while place > 0 and is_before(space, number, space.order[place - 1]):
            space.order[place] = space.order[place - 1]
            place -= 1
        space.order[place] = number


@kernel
def is_before(space: Space, one: int, other: int) -> bool:
    """Say whether a candidate comes before another."""
    if space.scores[one, 1] != space.scores[other, 1]:
        return space.scores[one, 1] > space.scores[other, 1]
    length = space.cand[one, END] - space.cand[one, FIRST]
    length -= space.cand[other, END] - space.cand[other, FIRST]
    if length:
        return length > 0
    if space.cand[one, FIRST] != space.cand[other, FIRST]:
        return space.cand[one, FIRST] < space.cand[other, FIRST]
    return space.cand[one, ORG] < space.cand[other, ORG]


@kernel
def overlap(first: int, end: int, begin: int, last: int) -> bool:
    """Say whether two spans share a word."""
    return first < last and begin < end


@kernel
def is_of_whole(tables: Tables, space: Space, number: int, made: int) -> bool:
    """Say whether a taken organisation only tells whose part the one right before it is.

    "X Hospital of Y University" names the hospital when it has a record. An organisation that the
    text names again speaks for itself: the Inserm of a laboratory that gives its unit's number.
    """
    own = space.cand[number]
    if own[SOURCE] == FROM_UNIT or own[KIND] & _CODE:
        return False
    for other in range(made):
        there = space.cand[other]
        if there[FATE] == REPEATED and there[ORG] == own[ORG] and there[FIRST] >= own[END]:
            return False
    for other in range(made):
        there = space.cand[other]
        # Side by side without a word between, both sign: "CRCL INSERM".
        if there[FATE] != TAKEN or there[END] != own[FIRST] or space.gaps[own[FIRST]] != OF:
            continue
        if there[KIND] & _CODE:
            continue
        if is_part(tables, there[ORG], own[ORG]):
            return True
        if tables.facts[there[ORG]] & _HEALTHCARE and tables.facts[own[ORG]] & _EDUCATION:
            return True
    return False
