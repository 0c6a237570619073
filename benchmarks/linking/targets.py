"""What is aimed at on each set, and what others reach on it, each figure with its origin.

Percentages; exact, precision, recall and F1 as `cordee.observatory.linking.evaluate` defines them.
Figures of another metric are named as such and never stand in the same column.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Target:
    """What is aimed at on one set with the balanced setting, in percent."""

    exact: float
    f1: float


TARGETS = {
    "crossref_2024": Target(85.0, 90.5),
    "springer_2023": Target(86.0, 92.0),
    "cwts_multi": Target(67.0, 88.0),
    "affilgood_french_hard": Target(45.0, 86.0),
    "affilgood_multilingual": Target(64.0, 77.0),
    "s2aff": Target(82.0, 89.0),
}
"""The other sets are reported without a target."""

PRECISE_SETS = ("crossref_2024", "springer_2023")
PRECISE_PRECISION = 98.0
PRECISE_RECALL = 82.0
"""The precise setting, on `PRECISE_SETS`: as precise as ROR's single search, with more found."""

COUNTRY_WHERE_FOUND = 97.0
CANDIDATE_RECALL = 97.0
"""On every set with a target."""

STRINGS_PER_SECOND = 20_000
"""Distinct texts of a lake, texts in and tables out, by two processes with their index loaded."""

LOAD_SECONDS = 2.0
"""From nothing but an imported program to the first text linked, the index compiled before."""

MEGABYTES = 800
"""Peak of what one linking process holds in memory."""


@dataclass(frozen=True, slots=True)
class Published:
    """What another program reaches on one set: percentages, None where nothing is published."""

    system: str
    exact: float | None
    precision: float | None
    f1: float | None
    strings_per_second: str
    origin: str


_OPENALEX = "published by OpenAlex"
_ROR = "published by ROR; strings/s measured by the designers"
_DESIGNERS = "measured by the designers"
_AFFILGOOD = "published by the makers of AffilGood"

_V3, _V3_SPEED = "OpenAlex matcher v3 (2026)", "~5 on a CPU, ~400 on an H100"
_AFFRO, _AFFRO_SPEED = "AffRo 3.0 (OpenAIRE)", "4–15"
_ROR_SEARCH, _ROR_SPEED = "ROR single search", "15–21"
_PROBE, _PROBE_SPEED = "designers' probe, dictionary only", "18,600–24,000"
_CHOOSER, _CHOOSER_SPEED = "designers' probe with LightGBM", "3,000–9,000"

PUBLISHED: dict[str, tuple[Published, ...]] = {
    "crossref_2024": (
        Published(_V3, 83.9, None, 89.9, _V3_SPEED, _OPENALEX),
        Published("OpenAlex 2023", 78.6, None, 86.6, "", _OPENALEX),
        Published(_ROR_SEARCH, 76.4, 97.5, 83.3, _ROR_SPEED, _ROR),
        Published(_AFFRO, 76.1, None, 82.3, _AFFRO_SPEED, _DESIGNERS),
        Published(_PROBE, 79.3, None, 86.0, _PROBE_SPEED, _DESIGNERS),
        Published(_CHOOSER, 82.4, None, 88.2, _CHOOSER_SPEED, _DESIGNERS),
    ),
    "springer_2023": (
        Published(_V3, 84.6, None, 91.1, _V3_SPEED, _OPENALEX),
        Published("OpenAlex 2023", 73.7, None, 84.1, "", _OPENALEX),
        Published(_ROR_SEARCH, 75.5, 98.5, 86.0, _ROR_SPEED, _ROR),
        Published(_AFFRO, 79.9, None, 86.8, _AFFRO_SPEED, _DESIGNERS),
        Published(_PROBE, 79.3, None, 87.8, _PROBE_SPEED, _DESIGNERS),
        Published(_CHOOSER, 83.6, None, 90.6, _CHOOSER_SPEED, _DESIGNERS),
    ),
    "cwts_multi": (
        Published(_V3, 65.9, None, None, _V3_SPEED, _OPENALEX),
        Published("OpenAlex 2023", 48.5, None, None, "", _OPENALEX),
        Published(_ROR_SEARCH, 0.4, None, None, _ROR_SPEED, _ROR),
        Published(_AFFRO, 47.0, None, None, _AFFRO_SPEED, _DESIGNERS),
        Published(_PROBE, 49.4, None, None, _PROBE_SPEED, _DESIGNERS),
        Published(_CHOOSER, 40.8, None, None, _CHOOSER_SPEED, _DESIGNERS),
    ),
    "affilgood_french_hard": (
        Published(_AFFRO, 12.2, None, 47.0, _AFFRO_SPEED, _DESIGNERS),
        Published(_PROBE, 35.5, None, 79.2, _PROBE_SPEED, _DESIGNERS),
        Published(_CHOOSER, 23.3, None, 69.2, _CHOOSER_SPEED, _DESIGNERS),
    ),
    "affilgood_multilingual": (
        Published(_AFFRO, 46.3, None, 54.9, _AFFRO_SPEED, _DESIGNERS),
        Published(_PROBE, 59.6, None, 70.2, _PROBE_SPEED, _DESIGNERS),
        Published(_CHOOSER, 54.0, None, 64.5, _CHOOSER_SPEED, _DESIGNERS),
    ),
}
"""What others reach by the same metric."""

OTHER_METRICS = {
    "affilgood_french_hard": (
        f"By another metric, F1 averaged over texts, {_AFFILGOOD}: best AffilGood .747, S2AFF .367, "
        "OpenAlex 2023 .118."
    ),
    "affilgood_multilingual": (
        f"By another metric, F1 averaged over texts, {_AFFILGOOD}: best AffilGood .710, S2AFF .546, "
        "OpenAlex 2023 .394."
    ),
    "s2aff": (
        "By another metric, precision of the first answer on its own test rows, published by the "
        "makers of S2AFF: .957–.965, at about 2 strings/s."
    ),
}
"""What others reach by metrics that cannot be set beside ours."""
