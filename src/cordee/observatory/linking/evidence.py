"""What speaks for a candidate and against it, in sentences a person can check on the text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from cordee.kernel.messages import N_
from cordee.observatory.linking.engine import features as f
from cordee.observatory.linking.normalise import COMMA, SOFT


Row = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that speaks for a candidate (`favours`) or against it; `sentence` to be translated."""

    favours: bool
    sentence: str


_RULES: tuple[tuple[bool, str, Callable[[Row], bool]], ...] = (
    (
        True,
        N_("It stands alone between commas or breaks."),
        lambda r: bool(r[f.GAP_BEFORE] >= COMMA and r[f.GAP_AFTER] >= COMMA),
    ),
    (
        True,
        N_("No other organisation of the registry has this name."),
        lambda r: bool(r[f.SHARED_BY] == 1 and not r[f.ORIGIN]),
    ),
    (True, N_("Its town is in the text."), lambda r: bool(r[f.TOWN] == 2)),
    (True, N_("Its country is in the text."), lambda r: bool(r[f.COUNTRY] == 3)),
    (
        True,
        N_("The places in the text are in its country."),
        lambda r: bool(r[f.COUNTRY] == 2),
    ),
    (
        True,
        N_("An organisation that belongs to it, or that it belongs to, is in the text."),
        lambda r: bool(r[f.PARENT_PRESENT] or r[f.CHILD_PRESENT]),
    ),
    (
        True,
        N_("It is the whole of which the others of this name are parts."),
        lambda r: bool(r[f.HEAD]),
    ),
    (
        False,
        N_("The text states another country than its own."),
        lambda r: bool(r[f.COUNTRY] == -2 and r[f.COUNTRY_KNOWN]),
    ),
    (
        False,
        N_("The places in the text are in another country than its own."),
        lambda r: bool(r[f.COUNTRY] == -1),
    ),
    (False, N_("The text names towns, and not its own."), lambda r: bool(r[f.TOWN] == -1)),
    (
        False,
        N_("Other organisations have the same name."),
        lambda r: bool(r[f.SHARED_BY] > 1),
    ),
    (False, N_("It is an acronym, which others may have too."), lambda r: bool(r[f.ACRONYM])),
    (False, N_("The name is also that of a place."), lambda r: bool(r[f.PLACENAME])),
    (
        False,
        N_("The name is made of words that many organisations share."),
        lambda r: bool(r[f.SPAN_GENERIC]),
    ),
    (
        False,
        N_("A longer name stands at the same place."),
        lambda r: bool(r[f.RIVAL_LONGER] > 0.5),
    ),
    (
        False,
        N_("The words before or after it may make it another name."),
        lambda r: bool(r[f.GAP_BEFORE] < SOFT or r[f.GAP_AFTER] < SOFT),
    ),
    (
        False,
        N_("Only some words of its name are in the text, or in another order."),
        lambda r: bool(r[f.ORIGIN] == 1),
    ),
    (False, N_("A word of the name is misspelt in the text."), lambda r: bool(r[f.CORRECTED])),
    (False, N_("The name is derived from the registry's by rule."), lambda r: bool(r[f.VARIANT])),
    (
        False,
        N_("The name is a shortened form of the registry's."),
        lambda r: bool(r[f.SHORTENED]),
    ),
    (False, N_("The organisation has closed."), lambda r: not r[f.ACTIVE]),
)


def get_evidence(features: Row) -> tuple[Evidence, ...]:
    """Return what speaks for a candidate, then what speaks against it."""
    return tuple(
        Evidence(favours, sentence) for favours, sentence, holds in _RULES if holds(features)
    )
