"""The features of each candidate: what speaks for it and against it, as numbers."""

from __future__ import annotations

from cordee.observatory.linking.engine import features as f
from cordee.observatory.linking.engine.after import (
    agree_state,
    find_country_after,
    find_town_after,
)
from cordee.observatory.linking.engine.gather import agree
from cordee.observatory.linking.engine.jit import kernel
from cordee.observatory.linking.engine.scan import is_in_capitals
from cordee.observatory.linking.engine.tables import (
    AGREEING,
    END,
    FIRST,
    KIND,
    NODE,
    ORG,
    SEGMENTS,
    SHARED,
    SHOUTED,
    SOURCE,
    STATED,
    TOWNS,
    UNIVERSITY,
    VETOED,
    Array,
    Space,
    Tables,
    Words,
)
from cordee.observatory.linking.facts import Fact
from cordee.observatory.linking.names import Kind
from cordee.observatory.linking.normalise import COMMA, JOINED, SOFT
from cordee.observatory.linking.traits import Trait


_MODIFIER = int(Trait.MODIFIER)
_ADJECTIVE = int(Trait.ADJECTIVE)
_CORRECTED = int(Trait.CORRECTED)
_COMPANY_SUFFIX = int(Trait.COMPANY)
_KIND_COLUMNS = (
    (int(Kind.ACRONYM), f.ACRONYM),
    (int(Kind.DISPLAY), f.DISPLAY),
    (int(Kind.VARIANT), f.VARIANT),
    (int(Kind.SHORTENED), f.SHORTENED),
    (int(Kind.GENERIC), f.GENERIC),
    (int(Kind.PLACE), f.PLACENAME),
    (int(Kind.TOWNLESS), f.TOWNLESS),
    (int(Kind.HEADLESS), f.HEADLESS),
    (int(Kind.CODE), f.CODE),
    (int(Kind.STEM), f.STEM),
)
_FACT_COLUMNS = (
    (int(Fact.COMPANY), f.COMPANY),
    (int(Fact.EDUCATION), f.EDUCATION),
    (int(Fact.HEALTHCARE), f.HEALTHCARE),
    (int(Fact.GOVERNMENT), f.GOVERNMENT),
    (int(Fact.FACILITY), f.FACILITY),
    (int(Fact.ACTIVE), f.ACTIVE),
    (int(Fact.COMPLETE), f.COMPLETE),
)
# Universities of one town are numbered up to Paris 13; higher numbers are streets and post codes.
_LARGEST_NUMBERING = 13
# What `agree` returns where the text states other countries.
_CONTRADICTED = -2
_EDUCATION = int(Fact.EDUCATION)
_HEALTHCARE = int(Fact.HEALTHCARE)


@kernel
def weigh(
    tables: Tables, words: Words, space: Space, count: int, made: int, stamp: int, every: bool
) -> None:  # fmt: skip
    """Veto candidates, and write the features of others, or of `every` one, that need no score."""
    for number in range(made):
        space.cand[number, VETOED] = is_vetoed(tables, space, number, stamp)
        if space.cand[number, VETOED] and not every:
            continue
        row = space.features[number]
        row[:] = 0.0
        weigh_span(tables, words, space, number, row)
        weigh_name(tables, space, number, row, stamp)
        weigh_neighbours(tables, words, space, count, number, row)
    weigh_rivals(tables, space, made, stamp, every)


@kernel
def is_vetoed(tables: Tables, space: Space, number: int, stamp: int) -> bool:
    """Say whether the text states another country than the organisation's, which is known."""
    organisation = space.cand[number, ORG]
    if not tables.sure[organisation]:
        return False
    return agree(tables, space, organisation, stamp) == _CONTRADICTED


@kernel
def weigh_span(tables: Tables, words: Words, space: Space, number: int, row: Array) -> None:
    """Write how long and how rare the span is, and how it lies between the breaks."""
    first, end = space.cand[number, FIRST], space.cand[number, END]
    letters = corrected = inside = class_ = 0
    generic = 1.0
    for position in range(first, end):
        word = space.ids[position]
        raw = space.raws[position]
        letters += words.letters[raw]
        corrected += (words.traits[raw] & _CORRECTED) != 0
        if tables.word_class[word]:
            class_ = tables.word_class[word]
        if not tables.word_generic[word]:
            generic = 0.0
        if position > first and space.gaps[position] > inside:
            inside = space.gaps[position]
    begin = space.bounds[space.segments[first]]
    last = space.bounds[space.segments[end - 1] + 1]
    weight = space.weights[end] - space.weights[first]
    total = space.weights[last] - space.weights[begin]
    row[f.WORDS] = end - first
    row[f.LETTERS] = letters
    row[f.WEIGHT] = weight
    row[f.SEGMENT_SHARE] = weight / total if total > 0.0 else 1.0
    row[f.GAP_BEFORE] = space.gaps[first]
    row[f.GAP_AFTER] = space.gaps[end]
    row[f.GAP_INSIDE] = inside
    row[f.CORRECTED] = corrected
    row[f.CAPITALS] = is_in_capitals(words, space, first, end)
    row[f.SPAN_CLASS] = class_
    row[f.SPAN_GENERIC] = generic
    row[f.SEGMENT_CLASS] = tables.word_class[space.ids[begin]]
    row[f.SEGMENT_WORDS] = last - begin
    row[f.SEGMENT_NUMBER] = space.segments[first]
    row[f.SEGMENT_COUNT] = space.found[SEGMENTS]


@kernel
def weigh_name(tables: Tables, space: Space, number: int, row: Array, stamp: int) -> None:
    """Write what is known of the name and of the organisation."""
    candidate = space.cand[number]
    organisation = candidate[ORG]
    for bit, column in _KIND_COLUMNS:
        row[column] = (candidate[KIND] & bit) != 0
    for bit, column in _FACT_COLUMNS:
        row[column] = (tables.facts[organisation] & bit) != 0
    row[f.SHARED_BY] = candidate[SHARED]
    row[f.AGREEING_BY] = candidate[AGREEING]
    row[f.ORIGIN] = candidate[SOURCE]
    row[f.NAME_COVER] = space.cover[number, 0]
    row[f.SEGMENT_COVER] = space.cover[number, 1]
    row[f.RELATIVES] = tables.relative_count[organisation]
    row[f.COUNTRY_KNOWN] = tables.sure[organisation]
    row[f.COUNTRY] = agree(tables, space, organisation, stamp)
    place = tables.place[organisation]
    if place < 0:
        row[f.TOWN] = 0
    elif space.town_mark[place] == stamp:
        row[f.TOWN] = 2
    elif row[f.COMPLETE] > 0.0:
        row[f.TOWN] = -1 if space.found[TOWNS] else 1
    else:
        # A town read out of a name speaks for it and not against it.
        row[f.TOWN] = 0
    if place >= 0:
        row[f.TOWN_AFTER] = find_town_after(tables, space, place, candidate[END])
        row[f.STATE] = agree_state(tables, space, place, stamp)
    if tables.country[organisation]:
        row[f.COUNTRY_AFTER] = find_country_after(
            tables, space, tables.country[organisation], candidate[END]
        )
    row[f.STATED_COUNTRIES] = space.found[STATED]
    row[f.TOWNS_NAMED] = space.found[TOWNS]
    row[f.IS_SHOUTED] = space.found[SHOUTED]


@kernel
def weigh_neighbours(
    tables: Tables, words: Words, space: Space, count: int, number: int, row: Array
) -> None:
    """Write what stands right before and after the span."""
    first, end = space.cand[number, FIRST], space.cand[number, END]
    row[f.WORDS_IN_TEXT] = count
    if first > 0 and space.gaps[first] < SOFT:
        before = space.ids[first - 1]
        traits = words.traits[space.raws[first - 1]]
        row[f.BEFORE_WEIGHT] = space.weights[first] - space.weights[first - 1]
        row[f.BEFORE_CLASS] = tables.word_class[before]
        adjective = words.traits[space.raws[first]] & _ADJECTIVE
        row[f.BEFORE_MODIFIER] = (traits & _MODIFIER) != 0 or adjective != 0
    if end < count and space.gaps[end] < SOFT:
        after = space.ids[end]
        traits = words.traits[space.raws[end]]
        row[f.AFTER_WEIGHT] = space.weights[end + 1] - space.weights[end]
        row[f.AFTER_CLASS] = 9 if traits & _COMPANY_SUFFIX else tables.word_class[after]
        value = words.numbers[space.raws[end]]
        if space.gaps[end] <= JOINED and 0 < value <= _LARGEST_NUMBERING:
            for position in range(first, end):
                if space.ids[position] == tables.known[UNIVERSITY]:
                    row[f.NUMBERED] = 1


@kernel
def weigh_rivals(tables: Tables, space: Space, made: int, stamp: int, every: bool) -> None:
    """Write how the spans lie in each other, and which relatives the text names."""
    for number in range(made):
        organisation = space.cand[number, ORG]
        if space.org_mark[organisation] != stamp:
            space.org_mark[organisation] = stamp
            space.org_times[organisation] = 0
        space.org_times[organisation] += 1
    for number in range(made):
        organisation = space.cand[number, ORG]
        for at in range(
            tables.parent_offsets[organisation], tables.parent_offsets[organisation + 1]
        ):
            parent = tables.parents[at]
            if space.org_mark[parent] == stamp:
                space.features[number, f.PARENT_PRESENT] = 1
                space.child_mark[parent] = stamp
    for number in range(made):
        if space.cand[number, VETOED] and not every:
            continue
        row = space.features[number]
        organisation = space.cand[number, ORG]
        row[f.SAME_ORGANISATION] = space.org_times[organisation]
        row[f.RELATED_PRESENT] = has_related(tables, space, organisation, stamp)
        row[f.CHILD_PRESENT] = space.child_mark[organisation] == stamp
        compare(tables, space, number, made, row)


@kernel
def has_related(tables: Tables, space: Space, organisation: int, stamp: int) -> bool:
    """Say whether the text names an organisation that the registry calls related to this one."""
    for at in range(tables.related_offsets[organisation], tables.related_offsets[organisation + 1]):
        if space.org_mark[tables.related[at]] == stamp:
            return True
    return False


@kernel
def compare(tables: Tables, space: Space, number: int, made: int, row: Array) -> None:
    """Write how one candidate's span lies among the others'."""
    own = space.cand[number]
    parts = others = 0
    for other in range(made):
        there = space.cand[other]
        if other == number or there[FIRST] >= own[END] or there[END] <= own[FIRST]:
            continue
        row[f.RIVALS_HERE] += there[ORG] != own[ORG]
        if there[FIRST] == own[FIRST] and there[END] == own[END]:
            if there[NODE] == own[NODE] and there[ORG] != own[ORG]:
                others += 1
                parts += is_part(tables, there[ORG], own[ORG])
        elif there[FIRST] <= own[FIRST] and there[END] >= own[END]:
            row[f.LONGER] += 1
            row[f.LONGER_WORDS] = max(row[f.LONGER_WORDS], there[END] - there[FIRST])
        else:
            row[f.SHORTER] += 1
    # The one all others of its name are parts of.
    row[f.HEAD] = others > 0 and parts == others


@kernel
def is_part(tables: Tables, organisation: int, whole: int) -> bool:
    """Say whether the registry calls an organisation a part of another."""
    for at in range(tables.parent_offsets[organisation], tables.parent_offsets[organisation + 1]):
        if tables.parents[at] == whole:
            return True
    return False


@kernel
def weigh_scores(tables: Tables, space: Space, made: int, stamp: int, least: float) -> None:
    """Write the features that rest on the first scores, of candidates whose own is `least` or more."""
    scores = space.scores
    for number in range(made):
        organisation = space.cand[number, ORG]
        space.org_best[organisation] = 0.0
        space.child_best[organisation] = 0.0
    for number in range(made):
        organisation = space.cand[number, ORG]
        space.org_best[organisation] = max(space.org_best[organisation], scores[number, 0])
    for number in range(made):
        organisation = space.cand[number, ORG]
        row = space.features[number]
        for at in range(
            tables.parent_offsets[organisation], tables.parent_offsets[organisation + 1]
        ):
            parent = tables.parents[at]
            if space.org_mark[parent] == stamp:
                row[f.PARENT_SCORE] = max(row[f.PARENT_SCORE], space.org_best[parent])
                space.child_best[parent] = max(space.child_best[parent], scores[number, 0])
    for number in range(made):
        if scores[number, 0] < least:
            continue
        row = space.features[number]
        row[f.OWN_SCORE] = scores[number, 0]
        organisation = space.cand[number, ORG]
        begin, end = tables.related_offsets[organisation], tables.related_offsets[organisation + 1]
        for at in range(begin, end):
            other = tables.related[at]
            if space.org_mark[other] == stamp:
                row[f.RELATED_SCORE] = max(row[f.RELATED_SCORE], space.org_best[other])
        row[f.CHILD_SCORE] = space.child_best[space.cand[number, ORG]]
        compare_scores(tables, space, number, made, row)


@kernel
def compare_scores(tables: Tables, space: Space, number: int, made: int, row: Array) -> None:
    """Write the best scores of the other candidates, by where they stand."""
    own = space.cand[number]
    for other in range(made):
        score = space.scores[other, 0]
        # Who is vetoed has no score and adds nothing to any of these.
        if other == number or score == 0.0:
            continue
        there = space.cand[other]
        if there[ORG] == own[ORG]:
            row[f.OWN_ELSEWHERE] = max(row[f.OWN_ELSEWHERE], score)
        elif there[FIRST] >= own[END] or there[END] <= own[FIRST]:
            compare_elsewhere(tables, space, number, other, row)
        elif there[FIRST] == own[FIRST] and there[END] == own[END]:
            row[f.RIVAL_SAME] = max(row[f.RIVAL_SAME], score)
        elif there[END] - there[FIRST] > own[END] - own[FIRST]:
            row[f.RIVAL_LONGER] = max(row[f.RIVAL_LONGER], score)
        else:
            row[f.RIVAL_SHORTER] = max(row[f.RIVAL_SHORTER], score)


@kernel
def compare_elsewhere(tables: Tables, space: Space, number: int, other: int, row: Array) -> None:
    """Write what the score of a candidate at another place of the text adds."""
    own, there = space.cand[number], space.cand[other]
    score = space.scores[other, 0]
    row[f.BEST_ELSEWHERE] = max(row[f.BEST_ELSEWHERE], score)
    row[f.SUM_ELSEWHERE] += score
    if there[END] <= own[FIRST]:
        row[f.BEST_BEFORE] = max(row[f.BEST_BEFORE], score)
    else:
        row[f.BEST_AFTER] = max(row[f.BEST_AFTER], score)
    if tables.facts[there[ORG]] & _EDUCATION:
        row[f.EDUCATION_ELSEWHERE] = max(row[f.EDUCATION_ELSEWHERE], score)
    if tables.facts[there[ORG]] & _HEALTHCARE:
        row[f.HEALTHCARE_ELSEWHERE] = max(row[f.HEALTHCARE_ELSEWHERE], score)
    if space.segments[there[FIRST]] == space.segments[own[FIRST]]:
        row[f.BEST_IN_SEGMENT] = max(row[f.BEST_IN_SEGMENT], score)
    touches = there[FIRST] == own[END] or there[END] == own[FIRST]
    if touches and space.gaps[max(there[FIRST], own[FIRST])] < COMMA:
        row[f.BEST_NEXT] = max(row[f.BEST_NEXT], score)
