"""Candidates: which organisation each part of a text may name, before any is judged."""

from __future__ import annotations

import numpy as np

from cordee.observatory.linking.engine.jit import kernel
from cordee.observatory.linking.engine.scan import is_in_capitals
from cordee.observatory.linking.engine.tables import (
    AGREEING,
    BAGS_KEPT,
    CNRS,
    END,
    FATE,
    FIRST,
    FRANCE,
    FROM_BAG,
    FROM_NAME,
    FROM_UNIT,
    HINTED,
    INSERM,
    KIND,
    MOST_CANDIDATES,
    NAMES,
    NODE,
    OPEN,
    ORG,
    RAREST,
    SHARED,
    SOURCE,
    STATED,
    Array,
    Space,
    Tables,
    Words,
)
from cordee.observatory.linking.layout import SIGNATURE_BITS
from cordee.observatory.linking.names import Kind
from cordee.observatory.linking.normalise import OF, SOFT
from cordee.observatory.linking.traits import FIRST_CNRS, LAST_CNRS, Trait
from cordee.observatory.linking.words import CLASS_OF
from cordee.observatory.units.codes import FIRST_INSERM, LAST_INSERM


_ACRONYM = int(Kind.ACRONYM)
_STEM = int(Kind.STEM)
_CODE = int(Kind.CODE)
_ALIAS = int(Kind.ALIAS)
_INSERM_UNIT = int(Trait.INSERM_UNIT)
_CNRS_UNIT = int(Trait.CNRS_UNIT)
_INSERM_HEAD = int(Trait.INSERM_HEAD)
_CNRS_HEAD = int(Trait.CNRS_HEAD)
_JOINT_HEAD = int(Trait.JOINT_HEAD)
# A name that more organisations bear is met only in the countries the text speaks of. One shared name
# in forty has more, up to 74: each would fill a text with candidates that nothing speaks for.
_MANY = 12
# The class of "school" and "faculty" in `words.CLASS_OF`.
_SCHOOL = CLASS_OF["school"]
# The schools of a university stand at most this many words after its name.
_SCHOOL_REACH = 4


@kernel
def agree(tables: Tables, space: Space, organisation: int, stamp: int) -> int:
    """Return how an organisation's country agrees with the text.

    3 stated, 2 hinted at, 1 nothing to compare, 0 its country is unknown, -1 others are hinted at,
    -2 others are stated.
    """
    country = tables.country[organisation]
    if not country:
        return 0
    group = tables.group_of[country]
    if space.found[STATED]:
        return 3 if space.stated_mark[group] == stamp else -2
    if space.found[HINTED]:
        return 2 if space.hinted_mark[group] == stamp else -1
    return 1


@kernel
def add(
    space: Space, count: int, organisation: int, first: int, end: int, kind: int, node: int,
    source: int,
) -> int:  # fmt: skip
    """Add one candidate while there is room; return how many there are."""
    if count == MOST_CANDIDATES:
        return count
    row = space.cand[count]
    row[ORG] = organisation
    row[FIRST] = first
    row[END] = end
    row[KIND] = kind
    row[NODE] = node
    row[SHARED] = row[AGREEING] = 1
    row[SOURCE] = source
    row[FATE] = OPEN
    space.cover[count, 0] = 1.0
    space.cover[count, 1] = 1.0
    return count + 1


@kernel
def gather(tables: Tables, words: Words, space: Space, count: int, stamp: int) -> int:
    """Write to `space.cand` the organisations that names and units of the text may mean."""
    made = 0
    for number in range(space.found[NAMES]):
        made = add_node(
            tables, words, space, made, space.names[number, 0], space.names[number, 1],
            space.names[number, 2], FROM_NAME, stamp,
        )  # fmt: skip
    if is_french(tables, space, stamp):
        made = add_units(tables, words, space, count, made)
    return made


@kernel
def add_node(
    tables: Tables, words: Words, space: Space, made: int, first: int, end: int, node: int,
    source: int, stamp: int,
) -> int:  # fmt: skip
    """Add the organisations that bear the name at `node`; return how many candidates there are."""
    begin, last = tables.entry_offsets[node], tables.entry_offsets[node + 1]
    capitals = is_in_capitals(words, space, first, end)
    before = made
    agreeing = shared = 0
    for entry in range(begin, last):
        kind = tables.entry_kind[entry]
        if kind & _ACRONYM and not capitals:
            continue
        if kind & _STEM and not is_before_school(tables, space, end):
            continue
        organisation = tables.entry_organisation[entry]
        agreement = agree(tables, space, organisation, stamp)
        shared += 1
        agreeing += agreement >= 2
        if last - begin > _MANY and agreement < 0 and tables.sure[organisation]:
            continue
        made = add(space, made, organisation, first, end, kind, node, source)
    for number in range(before, made):
        space.cand[number, SHARED] = shared
        space.cand[number, AGREEING] = agreeing
    return made


@kernel
def is_before_school(tables: Tables, space: Space, end: int) -> bool:
    """Say whether a school or faculty is named right after: "Yale | School of Medicine"."""
    for position in range(end, end + _SCHOOL_REACH):
        if space.gaps[position] >= SOFT:
            return False
        if tables.word_class[space.ids[position]] == _SCHOOL:
            return True
    return False


@kernel
def is_french(tables: Tables, space: Space, stamp: int) -> bool:
    """Say whether the text is a French address."""
    group = tables.group_of[tables.known[FRANCE]]
    if space.found[STATED]:
        return space.stated_mark[group] == stamp
    return space.hinted_mark[group] == stamp


@kernel
def add_units(tables: Tables, words: Words, space: Space, count: int, made: int) -> int:
    """Add Inserm and CNRS where a unit's number stands: U1016, "UMR 7104", "UMR S 1138"."""
    for position in range(count):
        raw = space.raws[position]
        traits = words.traits[raw]
        first = position
        owner = -1
        if traits & _INSERM_UNIT:
            owner = tables.known[INSERM]
        elif traits & _CNRS_UNIT:
            owner = tables.known[CNRS]
        elif words.numbers[raw] >= 0 and position > 0 and space.gaps[position] <= OF:
            first = position - 1
            head = words.traits[space.raws[first]]
            owner = read_parted(tables, words.numbers[raw], head, space.gaps[position] == OF)
        if owner >= 0:
            # The kind tells whose unit it is, for those who explain.
            kind = _CODE | _ALIAS if owner == tables.known[INSERM] else _CODE
            made = add(space, made, owner, first, position + 1, kind, 0, FROM_UNIT)
    return made


@kernel
def read_parted(tables: Tables, number: int, head: int, tied: bool) -> int:
    """Return whose unit a kind and a number in two words name, or -1."""
    # The S of "UMR S 1138" is dropped as small words are; the tie it leaves tells of it.
    of_inserm = head & _INSERM_HEAD or (tied and head & _JOINT_HEAD)
    if of_inserm and FIRST_INSERM <= number <= LAST_INSERM:
        return tables.known[INSERM]
    if head & _CNRS_HEAD and FIRST_CNRS <= number <= LAST_CNRS:
        return tables.known[CNRS]
    return -1


@kernel
def gather_bags(
    tables: Tables, words: Words, space: Space, count: int, made: int, stamp: int
) -> int:
    """Add organisations whose names share most of their words with a part, in any order.

    Parts lie between breaks of any kind; those that an exact name covers for the most part are not
    looked at.
    """
    first = 0
    round_ = 0
    before = made
    while first < count and round_ < _MOST_PARTS:
        end = first + 1
        while end < count and space.gaps[end] < SOFT:
            end += 1
        if needs_bags(tables, space, first, end, before):
            round_ += 1
            made = add_bags(tables, words, space, made, first, end, stamp * 64 + round_, stamp)
        first = end
    return made


# Parts of one text looked at: the marks of a text are 64.
_MOST_PARTS = 63
# A segment that an exact name covers to this share of its weight is understood.
_UNDERSTOOD = 0.7
# Words of institutions: a segment without any, and without a rare word, names nobody.
_INSTITUTIONS = (1, 2, 3, 5, 7, 8, 9)
_MOST_SEGMENT = 24


@kernel
def needs_bags(tables: Tables, space: Space, first: int, end: int, made: int) -> bool:
    """Say whether a segment bears a word of an institution and no name covers it well."""
    if end - first < 2 or end - first > _MOST_SEGMENT:
        return False
    total = space.weights[end] - space.weights[first]
    bears = rare = False
    for position in range(first, end):
        word = space.ids[position]
        class_ = tables.word_class[word]
        bears |= class_ in _INSTITUTIONS
        rare |= word != 0 and not tables.word_generic[word]
    if not (bears and rare):
        return False
    for number in range(made):
        row = space.cand[number]
        weight = space.weights[row[END]] - space.weights[row[FIRST]]
        several = row[FIRST] >= first and row[END] <= end and row[END] - row[FIRST] > 1
        if several and weight >= _UNDERSTOOD * total:
            return False
    return True


# A name is met when the part has this share of its weight, and this much of it.
_LEAST_COVER = 0.6
_LEAST_WEIGHT = 8.0
# Or when the part is little else than this share of the name: "Université de Picardie".
_WHOLE_COVER = 0.9
_LEAST_PART = 0.35
# Names looked at in one part.
_MOST_LOOKED_AT = 1_500


@kernel
def add_bags(
    tables: Tables, words: Words, space: Space, made: int, first: int, end: int, mark: int,
    stamp: int,
) -> int:  # fmt: skip
    """Add the names that fit the words of one part best."""
    total = 0.0
    size = 0
    space.rarest[:] = 0
    space.best[:] = -1
    space.best_ranks[:] = -np.inf
    for position in range(first, end):
        word = space.ids[position]
        if word and space.word_mark[word] != mark:
            space.word_mark[word] = mark
            space.part[size] = word
            space.part_bits[size] = word % SIGNATURE_BITS
            space.part_weights[size] = tables.word_weight[word]
            size += 1
            total += tables.word_weight[word]
            keep_rarest(tables, space.rarest, word)
    left = _MOST_LOOKED_AT
    for number in range(RAREST):
        word = space.rarest[number]
        if word and left > 0:
            left = look_up(tables, space, word, size, total, mark, left)
    for number in range(BAGS_KEPT):
        bag = space.best[number]
        if bag >= 0:
            made = add_bag(tables, words, space, made, bag, first, end, size, total, stamp)
    return made


@kernel
def keep_rarest(tables: Tables, rarest: Array, word: int) -> None:
    """Put a word into the list of the rarest, which stays in order."""
    place = len(rarest)
    while place > 0 and tables.word_weight[word] > tables.word_weight[rarest[place - 1]]:
        place -= 1
        if place + 1 < len(rarest):
            rarest[place + 1] = rarest[place]
    if place < len(rarest):
        rarest[place] = word


@kernel
def look_up(
    tables: Tables, space: Space, word: int, size: int, total: float, mark: int, left: int
) -> int:
    """Weigh the bags listed under a word; return how many more may be looked at."""
    for at in range(tables.posting_offsets[word], tables.posting_offsets[word + 1]):
        weight = tables.posting_weight[at]
        if not is_met(bound(space, size, tables.posting_signature[at]), weight, total):
            continue
        bag = tables.postings[at]
        left -= 1
        shared = weigh_bag(tables, space, size, bag)
        # A bag listed under two words of the part is kept once.
        if is_met(shared, weight, total) and space.bag_mark[bag] != mark:
            space.bag_mark[bag] = mark
            # What is shared less what the name has besides: two rare words met outweigh a common name.
            keep_best(space, 2.0 * shared - weight, bag)
        if left == 0:
            break
    return left


@kernel
def bound(space: Space, size: int, signature: int) -> float:
    """Return the most that a bag of this signature may share with the part."""
    most = 0.0
    for number in range(size):
        # A product and no branch, which would be guessed wrongly half the time.
        most += space.part_weights[number] * (signature >> space.part_bits[number] & 1)
    return most


@kernel
def is_met(shared: float, weight: float, total: float) -> bool:
    """Say whether a name of this weight is met by a part of this one, sharing so much."""
    cover = shared / weight
    whole = shared >= _WHOLE_COVER * total and cover >= _LEAST_PART
    return shared >= _LEAST_WEIGHT and (cover >= _LEAST_COVER or whole)


@kernel
def weigh_bag(tables: Tables, space: Space, size: int, bag: int) -> float:
    """Return the weight of the words that a bag shares with the part, which has so many words."""
    shared = 0.0
    for at in range(tables.bag_offsets[bag], tables.bag_offsets[bag + 1]):
        word = tables.bag_words[at]
        for number in range(size):
            if space.part[number] == word:
                shared += space.part_weights[number]
    return shared


@kernel
def keep_best(space: Space, rank: float, bag: int) -> None:
    """Put a bag into the list of the best, which stays in order."""
    place = BAGS_KEPT
    while place > 0 and rank > space.best_ranks[place - 1]:
        place -= 1
        if place + 1 < BAGS_KEPT:
            space.best_ranks[place + 1] = space.best_ranks[place]
            space.best[place + 1] = space.best[place]
    if place < BAGS_KEPT:
        space.best_ranks[place] = rank
        space.best[place] = bag


@kernel
def add_bag(
    tables: Tables, words: Words, space: Space, made: int, bag: int, first: int, end: int,
    size: int, total: float, stamp: int,
) -> int:  # fmt: skip
    """Add the organisations of one bag, unless its name stands in the segment as it is."""
    node = tables.bag_node[bag]
    for number in range(space.found[NAMES]):
        if space.names[number, 2] == node and space.names[number, 0] >= first:
            return made
    begin, last = end, first
    for position in range(first, end):
        word = space.ids[position]
        for at in range(tables.bag_offsets[bag], tables.bag_offsets[bag + 1]):
            if tables.bag_words[at] == word:
                begin = min(begin, position)
                last = max(last, position + 1)
    shared = weigh_bag(tables, space, size, bag)
    before = made
    made = add_node(tables, words, space, made, begin, last, node, FROM_BAG, stamp)
    for number in range(before, made):
        space.cover[number, 0] = shared / tables.bag_weight[bag]
        space.cover[number, 1] = shared / total
    return made
