"""The features a candidate is judged by: one column each, in the order of `NAMES`.

Those from `RIVAL_SAME` on speak of the other candidates of the text; they need the first score.
"""

from __future__ import annotations


NAMES = (
    # The span: how long, how rare, how it lies in its segment (between commas).
    "words", "letters", "weight", "segment_share", "gap_before", "gap_after", "gap_inside",
    "corrected", "capitals", "span_class", "span_generic",
    # The name: what kind it is, how many organisations bear it.
    "shared", "agreeing", "acronym", "display", "variant", "shortened", "generic", "placename",
    "townless", "headless", "code", "stem", "source", "name_cover", "segment_cover",
    # The organisation.
    "company", "education", "healthcare", "government", "facility", "active", "complete",
    "relatives", "country_known",
    # Where it is and where the text is.
    "country", "town", "stated_countries", "towns_named", "shouted",
    # What stands around the span.
    "before_weight", "before_class", "before_modifier", "after_weight", "after_class",
    "numbered", "segment_class", "segment_words", "segment_number", "segments", "words_in_text",
    # Other names at the same place, other places of the same organisation, its relatives.
    "longer", "longer_words", "shorter", "same_organisation", "parent_present", "child_present",
    "head", "rivals_here",
    # The same once the first score is known.
    "own_score", "rival_same", "rival_longer", "rival_shorter", "own_elsewhere", "parent_score",
    "child_score", "best_elsewhere", "sum_elsewhere", "best_before", "best_after",
    "education_elsewhere", "best_next",
)  # fmt: skip
COUNT = len(NAMES)
FIRST_STAGE = NAMES.index("own_score")
"""The first score sees the features before this one, the second sees all."""

(
    WORDS, LETTERS, WEIGHT, SEGMENT_SHARE, GAP_BEFORE, GAP_AFTER, GAP_INSIDE,
    CORRECTED, CAPITALS, SPAN_CLASS, SPAN_GENERIC,
    SHARED_BY, AGREEING_BY, ACRONYM, DISPLAY, VARIANT, SHORTENED, GENERIC, PLACENAME,
    TOWNLESS, HEADLESS, CODE, STEM, ORIGIN, NAME_COVER, SEGMENT_COVER,
    COMPANY, EDUCATION, HEALTHCARE, GOVERNMENT, FACILITY, ACTIVE, COMPLETE,
    RELATIVES, COUNTRY_KNOWN,
    COUNTRY, TOWN, STATED_COUNTRIES, TOWNS_NAMED, IS_SHOUTED,
    BEFORE_WEIGHT, BEFORE_CLASS, BEFORE_MODIFIER, AFTER_WEIGHT, AFTER_CLASS,
    NUMBERED, SEGMENT_CLASS, SEGMENT_WORDS, SEGMENT_NUMBER, SEGMENT_COUNT, WORDS_IN_TEXT,
    LONGER, LONGER_WORDS, SHORTER, SAME_ORGANISATION, PARENT_PRESENT, CHILD_PRESENT,
    HEAD, RIVALS_HERE,
    OWN_SCORE, RIVAL_SAME, RIVAL_LONGER, RIVAL_SHORTER, OWN_ELSEWHERE, PARENT_SCORE,
    CHILD_SCORE, BEST_ELSEWHERE, SUM_ELSEWHERE, BEST_BEFORE, BEST_AFTER,
    EDUCATION_ELSEWHERE, BEST_NEXT,
) = range(COUNT)  # fmt: skip
