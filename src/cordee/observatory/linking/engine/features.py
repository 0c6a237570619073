"""The features a candidate is judged by: the number of each one's column.

Those from `OWN_SCORE` on speak of the other candidates of the text; they need the first score. A
model knows features by these numbers alone: a new order needs a new model.
"""

from __future__ import annotations


(
    # The span: how long, how rare, how it lies in its segment (between commas).
    WORDS, LETTERS, WEIGHT, SEGMENT_SHARE, GAP_BEFORE, GAP_AFTER, GAP_INSIDE,
    CORRECTED, CAPITALS, SPAN_CLASS, SPAN_GENERIC,
    # The name: what kind it is, how many organisations bear it.
    SHARED_BY, AGREEING_BY, ACRONYM, DISPLAY, VARIANT, SHORTENED, GENERIC, PLACENAME,
    TOWNLESS, HEADLESS, CODE, STEM, ORIGIN, NAME_COVER, SEGMENT_COVER,
    # The organisation.
    COMPANY, EDUCATION, HEALTHCARE, GOVERNMENT, FACILITY, ACTIVE, COMPLETE,
    RELATIVES, COUNTRY_KNOWN,
    # Where it is and where the text is.
    COUNTRY, TOWN, STATED_COUNTRIES, TOWNS_NAMED, IS_SHOUTED,
    # What stands around the span.
    BEFORE_WEIGHT, BEFORE_CLASS, BEFORE_MODIFIER, AFTER_WEIGHT, AFTER_CLASS,
    NUMBERED, SEGMENT_CLASS, SEGMENT_WORDS, SEGMENT_NUMBER, SEGMENT_COUNT, WORDS_IN_TEXT,
    # Other names at the same place, other places of the same organisation, its relatives.
    LONGER, LONGER_WORDS, SHORTER, SAME_ORGANISATION, PARENT_PRESENT, CHILD_PRESENT,
    HEAD, RIVALS_HERE,
    # What follows the span: the next town and country, and the state the text names.
    TOWN_AFTER, COUNTRY_AFTER, STATE, RELATED_PRESENT,
    # The same once the first score is known.
    OWN_SCORE, RIVAL_SAME, RIVAL_LONGER, RIVAL_SHORTER, OWN_ELSEWHERE, PARENT_SCORE,
    CHILD_SCORE, BEST_ELSEWHERE, SUM_ELSEWHERE, BEST_BEFORE, BEST_AFTER,
    EDUCATION_ELSEWHERE, BEST_NEXT, HEALTHCARE_ELSEWHERE, BEST_IN_SEGMENT, RELATED_SCORE,
) = range(79)  # fmt: skip

# The kernels need plain numbers of this module, so the names are read from it, not kept beside it.
NAMES = tuple(name.lower() for name, one in globals().items() if isinstance(one, int))
"""What each feature is called, by its number."""

COUNT = len(NAMES)
FIRST_STAGE = OWN_SCORE
"""The first score sees the features before this one, the second sees all."""
