"""What the kernels read and write: the index's arrays, and the space one text is worked in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cordee.observatory.linking.engine.features import COUNT as FEATURES


MOST_WORDS = 2_000
"""Words of a text that are read. An affiliation has some fifteen; what goes on is no affiliation."""
MOST_SPANS = 2_000
"""Names found in a text that are kept: one a word of the longest text. A real affiliation has six,
and the richest of 20,000 in the demonstration has 130."""
MOST_PLACES = 1_000
"""Places kept of a text, and as many countries and States; the richest of those has 102."""
MOST_CANDIDATES = 300
"""Candidates of a text that are judged. Each is compared with all others, so that the work grows with
their square; one text in a thousand of those has more than 91 and the richest has 244."""
RAREST = 4
"""Words of a part whose names are looked at, the rarest first."""
BAGS_KEPT = 5
"""Names in other words kept of each part."""

Array = NDArray[Any]


class Tables(NamedTuple):
    """The arrays of the index, as `cordee.observatory.linking.layout` lays them out."""

    edge_keys: Array
    edge_nodes: Array
    roots: Array
    node_flags: Array
    node_country: Array
    node_state: Array
    entry_offsets: Array
    entry_organisation: Array
    entry_kind: Array
    place_offsets: Array
    place_ids: Array
    place_country: Array
    place_state: Array
    place_population: Array
    country: Array
    sure: Array
    place: Array
    facts: Array
    parent_offsets: Array
    parents: Array
    related_offsets: Array
    related: Array
    relative_count: Array
    word_class: Array
    word_generic: Array
    word_weight: Array
    bag_node: Array
    bag_offsets: Array
    bag_words: Array
    bag_weight: Array
    posting_offsets: Array
    postings: Array
    posting_weight: Array
    posting_signature: Array
    group_of: Array
    known: Array
    """Numbers the rules speak of: see `KNOWN`."""


KNOWN = ("united_states", "france", "italy", "inserm", "cnrs", "university")
UNITED_STATES, FRANCE, ITALY, INSERM, CNRS, UNIVERSITY = range(len(KNOWN))


class Words(NamedTuple):
    """The table of words as written: what each becomes in the index, and its traits.

    `form_offsets` and `forms` give the numbers of the vocabulary a word reads as (none for signs
    and small words); `ties` what it leaves between its neighbours when it is dropped.
    """

    form_offsets: Array
    forms: Array
    ties: Array
    traits: Array
    letters: Array
    numbers: Array
    states: Array
    countries: Array


class Space(NamedTuple):
    """Room for one text at a time, made once. The marks hold the number of the text that set them.

    `weights` are those of the words, summed up to each; `part`, `part_bits` and `part_weights` the words of the
    part whose names are looked up, each one's bit in a signature and its weight; `bounds` the first word of each segment;
    `mentions` where a country is stated, and which; `cand` has a row a candidate (see the columns below), `scores` its two scores.
    """

    ids: Array
    gaps: Array
    raws: Array
    owners: Array
    segments: Array
    weights: Array
    bounds: Array
    names: Array
    places: Array
    countries: Array
    states: Array
    stated: Array
    mentions: Array
    found: Array
    part: Array
    part_bits: Array
    part_weights: Array
    rarest: Array
    best: Array
    best_ranks: Array
    word_mark: Array
    bag_mark: Array
    town_mark: Array
    stated_mark: Array
    hinted_mark: Array
    state_mark: Array
    org_mark: Array
    org_best: Array
    org_times: Array
    child_mark: Array
    child_best: Array
    cand: Array
    cover: Array
    features: Array
    scores: Array
    order: Array


# Columns of `Space.cand`.
ORG, FIRST, END, KIND, NODE, SHARED, AGREEING, SOURCE, FATE, VETOED = range(10)
# Where a candidate comes from.
FROM_NAME, FROM_BAG, FROM_UNIT = range(3)
# What became of it.
OPEN, TAKEN, COVERED, REPEATED, WEAK, PART = range(6)
# Counts kept in `Space.found`.
(
    NAMES, PLACES, COUNTRIES, STATES, STATED, TOWNS, HINTED, SHOUTED, STAMP, SEGMENTS, HINT,
    AMERICAN, MENTIONS, AMERICAN_STATES,
) = range(14)  # fmt: skip


def make_space(tables: Tables) -> Space:
    """Return room to work in for an index of this size."""
    organisations = len(tables.country)
    integers = np.int32
    return Space(
        ids=np.zeros(MOST_WORDS + 1, integers),
        gaps=np.zeros(MOST_WORDS + 1, np.uint8),
        raws=np.zeros(MOST_WORDS + 1, integers),
        owners=np.zeros(MOST_WORDS + 1, integers),
        segments=np.zeros(MOST_WORDS + 1, integers),
        weights=np.zeros(MOST_WORDS + 2, np.float32),
        bounds=np.zeros(MOST_WORDS + 3, integers),
        names=np.zeros((MOST_SPANS, 3), integers),
        places=np.zeros((MOST_PLACES, 3), integers),
        countries=np.zeros((MOST_PLACES, 3), integers),
        states=np.zeros((MOST_PLACES, 3), integers),
        stated=np.zeros(MOST_PLACES, integers),
        mentions=np.zeros((MOST_PLACES, 2), integers),
        found=np.zeros(16, np.int64),
        part=np.zeros(MOST_WORDS, integers),
        part_bits=np.zeros(MOST_WORDS, np.uint64),
        part_weights=np.zeros(MOST_WORDS, np.float32),
        rarest=np.zeros(RAREST, integers),
        best=np.zeros(BAGS_KEPT, integers),
        best_ranks=np.zeros(BAGS_KEPT, np.float32),
        word_mark=np.zeros(len(tables.word_class), integers),
        bag_mark=np.zeros(len(tables.bag_node), integers),
        town_mark=np.zeros(len(tables.place_country) + 1, integers),
        stated_mark=np.zeros(len(tables.group_of), integers),
        hinted_mark=np.zeros(len(tables.group_of), integers),
        state_mark=np.zeros(len(tables.group_of), integers),
        org_mark=np.zeros(organisations, integers),
        org_best=np.zeros(organisations, np.float32),
        org_times=np.zeros(organisations, integers),
        child_mark=np.zeros(organisations, integers),
        child_best=np.zeros(organisations, np.float32),
        cand=np.zeros((MOST_CANDIDATES, 10), integers),
        cover=np.zeros((MOST_CANDIDATES, 2), np.float32),
        features=np.zeros((MOST_CANDIDATES, FEATURES), np.float32),
        scores=np.zeros((MOST_CANDIDATES, 2), np.float32),
        order=np.zeros(MOST_CANDIDATES, integers),
    )


def make_tables(arrays: Mapping[str, Array]) -> Tables:
    """Return the tables from named arrays; none is copied."""
    return Tables(**{name: arrays[name] for name in Tables._fields})
