"""The loop over a batch of texts, all in machine code."""

from __future__ import annotations

import numpy as np

from cordee.observatory.linking.engine import features as f
from cordee.observatory.linking.engine.gather import agree, gather, gather_bags
from cordee.observatory.linking.engine.jit import entry, kernel
from cordee.observatory.linking.engine.scan import expand, measure, scan
from cordee.observatory.linking.engine.settle import settle
from cordee.observatory.linking.engine.tables import (
    AMERICAN,
    END,
    FATE,
    FIRST,
    FROM_BAG,
    FROM_UNIT,
    HINT,
    HINTED,
    KIND,
    ORG,
    SOURCE,
    STATED,
    TAKEN,
    UNITED_STATES,
    VETOED,
    Array,
    Space,
    Tables,
    Words,
)
from cordee.observatory.linking.engine.trees import Model, score
from cordee.observatory.linking.engine.weigh import weigh, weigh_scores
from cordee.observatory.linking.engine.where import read_places
from cordee.observatory.linking.names import Kind
from cordee.observatory.linking.reasons import ACCEPTED, Reason


# Why an organisation was taken. Kernels speak of reasons by their places in `ACCEPTED`.
NAME = ACCEPTED.index(Reason.NAME)
NAME_COUNTRY = ACCEPTED.index(Reason.NAME_COUNTRY)
NAME_CITY = ACCEPTED.index(Reason.NAME_CITY)
NAME_RELATIVE = ACCEPTED.index(Reason.NAME_RELATIVE)
NAME_PREFERRED = ACCEPTED.index(Reason.NAME_PREFERRED)
ACRONYM = ACCEPTED.index(Reason.ACRONYM)
ACRONYM_COUNTRY = ACCEPTED.index(Reason.ACRONYM_COUNTRY)
ACRONYM_CITY = ACCEPTED.index(Reason.ACRONYM_CITY)
ACRONYM_RELATIVE = ACCEPTED.index(Reason.ACRONYM_RELATIVE)
INSERM_UNIT = ACCEPTED.index(Reason.INSERM_UNIT)
CNRS_UNIT = ACCEPTED.index(Reason.CNRS_UNIT)
WORDS = ACCEPTED.index(Reason.WORDS)
SPELLING = ACCEPTED.index(Reason.SPELLING)
# What the countries of a text rest on: numbers of `BASES`.
UNKNOWN, BY_ORGANISATION, BY_TEXT = range(3)
BASES = ("", "organisation", "text")
HOPELESS = 0.03
"""The first score below which a candidate is judged by the first trees alone.

Three candidates in four are below it in real affiliations, and the second trees are the larger ones;
of those between it and 0.05 none is taken. The second trees learn from candidates above it."""

UNIT_SCORE = 0.95
"""The least score of Inserm for a unit's number: where "very strong" begins, for nothing else is
numbered so in a French address; short of 1, which is for what is certain by its identifier."""

MOST_STATED = 60
"""Countries kept of those that a text states beside the ones of its organisations."""

_ALIAS = int(Kind.ALIAS)
_AGREED = 2
"""Least value of the features of country and town that says the text agrees with the registry."""


@entry
def judge(
    tables: Tables, words: Words, space: Space, model: Model, least: Array,
    raw: Array, first: int, last: int, stamp: int, every: bool,
) -> tuple[int, int]:  # fmt: skip
    """Judge one text; return how many words and candidates `space` now holds.

    Candidates that cannot be taken are left without features that only they would need, unless
    `every` one's are asked for.
    """
    count = expand(words, space, raw, first, last)
    measure(tables, space, count)
    scan(tables, words, space, count)
    read_places(tables, words, space, count, stamp)
    made = gather(tables, words, space, count, stamp)
    made = gather_bags(tables, words, space, count, made, stamp)
    weigh(tables, words, space, count, made, stamp, every)
    for number in range(made):
        vetoed = space.cand[number, VETOED]
        space.scores[number, 0] = 0.0 if vetoed else score(model.first, space.features[number])
    weigh_scores(tables, space, made, stamp, 0.0 if every else HOPELESS)
    for number in range(made):
        first_score = space.scores[number, 0]
        if is_unit_of_inserm(space, number):
            # Such a number has no other meaning in a French address, whoever labels it.
            space.scores[number, 1] = max(UNIT_SCORE, first_score)
        # What the first trees find hopeless is not asked about again.
        elif first_score < HOPELESS:
            space.scores[number, 1] = first_score
        else:
            space.scores[number, 1] = score(model.second, space.features[number])
    settle(tables, space, made, least)
    return count, made


@kernel
def is_unit_of_inserm(space: Space, number: int) -> bool:
    """Say whether a candidate is Inserm for a unit's number: U1016."""
    kind = space.cand[number, KIND]
    return space.cand[number, SOURCE] == FROM_UNIT and (kind & _ALIAS) != 0


@entry
def link_all(
    tables: Tables, words: Words, space: Space, model: Model, least: Array,
    raw: Array, starts: Array, stops: Array, offsets: Array, stamp: int,
    links: Array, scores: Array, countries: Array,
) -> tuple[int, int]:  # fmt: skip
    """Link all texts of a batch; return how many rows of `links` and `countries` were written.

    `links` columns: text, organisation, first character and the one after the last, reason.
    `countries`: text, country, basis. A full array is reported by a negative count, and nothing is lost: the caller
    comes again with more room.
    """
    made_links = made_countries = 0
    for text in range(len(offsets) - 1):
        first = offsets[text]
        _, made = judge(
            tables, words, space, model, least, raw, first, offsets[text + 1], stamp + text, False
        )
        # Each candidate may add a country, and the text states some.
        if made_links + made > len(links) or made_countries + made + MOST_STATED > len(countries):
            return -1, -1
        begin = made_links
        for rank in range(made):
            number = space.order[rank]
            if space.cand[number, FATE] == TAKEN:
                row = links[made_links]
                row[0] = text
                row[1] = space.cand[number, ORG]
                row[2] = starts[first + space.owners[space.cand[number, FIRST]]]
                row[3] = stops[first + space.owners[space.cand[number, END] - 1]]
                row[4] = explain(space, number)
                scores[made_links] = space.scores[number, 1]
                made_links += 1
        sort_links(links, scores, begin, made_links)
        made_countries = add_countries(
            tables,
            space,
            text,
            links,
            begin,
            made_links,
            countries,
            made_countries,
            stamp + text,
        )
    return made_links, made_countries


@kernel
def sort_links(links: Array, scores: Array, begin: int, end: int) -> None:
    """Put the links of one text in the order of the text."""
    for number in range(begin + 1, end):
        place = number
        while place > begin and (
            links[place, 2] < links[place - 1, 2]
            or (links[place, 2] == links[place - 1, 2] and links[place, 1] < links[place - 1, 1])
        ):
            for column in range(5):
                kept = links[place, column]
                links[place, column] = links[place - 1, column]
                links[place - 1, column] = kept
            score_ = scores[place]
            scores[place] = scores[place - 1]
            scores[place - 1] = score_
            place -= 1


@kernel
def add_countries(
    tables: Tables, space: Space, text: int, links: Array, begin: int, end: int,
    countries: Array, made: int, stamp: int,
) -> int:  # fmt: skip
    """Add the countries of one text: those of its organisations, then others that it states."""
    start = made
    for number in range(begin, end):
        organisation = links[number, 1]
        # A guessed country is not held against what the text says: St Mary's, London, is not in Mary.
        if tables.sure[organisation] or agree(tables, space, organisation, stamp) > 0:
            made = add_country(countries, start, made, text, tables.country[organisation])
    basis = BY_ORGANISATION if made > start else BY_TEXT
    known = made
    for number in range(space.found[STATED]):
        country = space.stated[number]
        if not has_group(tables, countries, start, known, country) and made < known + MOST_STATED:
            made = add_country(countries, start, made, text, country)
    if made == start and space.found[AMERICAN]:
        # A town of a state, and the state, say more than a larger namesake abroad: Athens, Georgia.
        made = add_country(countries, start, made, text, tables.known[UNITED_STATES])
    elif made == start and space.found[HINTED] == 1:
        made = add_country(countries, start, made, text, space.found[HINT])
    for number in range(start, made):
        countries[number, 2] = basis
    return made


@kernel
def add_country(countries: Array, start: int, made: int, text: int, country: int) -> int:
    """Add a country to those of one text, once."""
    if not country:
        return made
    for number in range(start, made):
        if countries[number, 1] == country:
            return made
    countries[made, 0] = text
    countries[made, 1] = country
    return made + 1


@kernel
def has_group(tables: Tables, countries: Array, start: int, made: int, country: int) -> bool:
    """Say whether a country that does not contradict `country` is there already."""
    for number in range(start, made):
        if tables.group_of[countries[number, 1]] == tables.group_of[country]:
            return True
    return False


@kernel
def explain(space: Space, number: int) -> int:
    """Return why a candidate was taken: the strongest thing that speaks for it."""
    row = space.features[number]
    if row[f.ORIGIN] == FROM_UNIT:
        return INSERM_UNIT if is_unit_of_inserm(space, number) else CNRS_UNIT
    if row[f.ORIGIN] == FROM_BAG:
        return WORDS
    if row[f.CORRECTED] > 0:
        return SPELLING
    acronym = row[f.ACRONYM] > 0
    reason = NAME
    if row[f.SHARED_BY] > 1 or acronym:
        if row[f.PARENT_PRESENT] > 0 or row[f.CHILD_PRESENT] > 0:
            reason = NAME_RELATIVE
        elif row[f.TOWN] == _AGREED:
            reason = NAME_CITY
        elif row[f.COUNTRY] >= _AGREED:
            reason = NAME_COUNTRY
        elif not acronym:
            reason = NAME_PREFERRED
    return to_acronym(reason) if acronym else reason


@kernel
def to_acronym(reason: int) -> int:
    """Return the reason of an acronym that speaks for it as `reason` does for a name."""
    if reason == NAME_RELATIVE:
        return ACRONYM_RELATIVE
    if reason == NAME_CITY:
        return ACRONYM_CITY
    return ACRONYM_COUNTRY if reason == NAME_COUNTRY else ACRONYM


def make_room(texts: int, factor: int) -> tuple[Array, Array, Array]:
    """Return room for the links, scores and countries of so many texts."""
    return (
        np.zeros((factor * texts + 600, 5), np.int32),
        np.zeros(factor * texts + 600, np.float32),
        np.zeros((factor * texts + 600, 3), np.int32),
    )
