"""Classes of works, each defined once: as bounds on the columns of the home view.

A class holds for a work when every column it names lies between its bounds, both included. The same
definition filters a list of works and adds up a count, so the two cannot differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, TypeAlias

import ibis
import ibis.expr.types as ir


Bounds: TypeAlias = Mapping[str, tuple[int, int]]

MANY_COUNTRIES = 4
"""Bilateral is two countries, trilateral three, multilateral four or more; the count stops there."""

REACHES = {"nowhere": 0, "near": 1, "middle": 2, "far": 3}
"""How far a work's farthest partner organisation is. The bounds are those of the CWTS Leiden Ranking."""

NEAR_KM = 100
FAR_KM = 5000

HYPER_AUTHORS = 100
HYPER_COUNTRIES = 30
"""More authors than the first or more countries than the second make a work hyper-authored: on such
works nobody cooperates with everybody else, and a handful of them can make up most of a partner's
count. Adams, Pendlebury, Potter and Szomszor, "Multi-authorship and research analytics" (2019,
Institute for Scientific Information), treat works of more than 100 authors or 30 countries apart."""

EARTH_KM = 6371.0
"""The mean radius of the Earth; a great circle reckoned with it is within 0.6 % of the true length."""

_SOME = (1, MANY_COUNTRIES)
_ONE = (1, 1)
_SEVERAL = (2, MANY_COUNTRIES)
_NO, _YES = (0, 0), (1, 1)

CLASSES: dict[str, Bounds] = {
    "covered": {"countries": _SOME},
    "unknown": {"countries": _NO},
    "domestic": {"countries": _ONE},
    "national": {"countries": _ONE, "outside": _YES},
    "single_organisation": {"countries": _ONE, "outside": _NO},
    "single_author": {"countries": _ONE, "outside": _NO, "alone": _YES},
    "intramural": {"countries": _ONE, "outside": _NO, "alone": _NO},
    "international": {"countries": _SEVERAL},
    "zone": {"countries": _SEVERAL, "zone": _YES},
    "other_international": {"countries": _SEVERAL, "zone": _NO},
    "eu": {"countries": _SEVERAL, "eu": _YES},
    "eu27": {"countries": _SEVERAL, "eu27": _YES},
    "bilateral": {"countries": (2, 2)},
    "trilateral": {"countries": (3, 3)},
    "multilateral": {"countries": (MANY_COUNTRIES, MANY_COUNTRIES)},
    "themed": {"themed": _YES},
    "pubmed": {"pubmed": _YES},
    "industry": {"company": _YES},
    "located": {"reach": (REACHES["near"], REACHES["far"])},
    "near": {"reach": (REACHES["near"], REACHES["near"])},
    "far": {"reach": (REACHES["far"], REACHES["far"])},
    "hyper": {"hyper": _YES},
    "usual": {"hyper": _NO},
}
"""The classes by the columns of `HOME_WORKS`. domestic + zone + other_international + unknown is every
work once, and so is domestic + bilateral + trilateral + multilateral + unknown; domestic is national
+ single_organisation, and that is single_author + intramural. hyper + usual is every work. Sources:
CWTS Leiden Ranking (collaborative: more than one organisation; international: more than one country;
industry; distances); SciVal for works of a single author (single authorship) and of several in one
organisation (institutional)."""


def is_of_class(works: ir.Table, name: str) -> ir.BooleanValue:
    """Return the condition that a row of `home_works` is of the class `name`."""
    return ibis.and_(
        *[works[column].between(low, high) for column, (low, high) in CLASSES[name].items()]
    )


_COLUMNS = tuple(dict.fromkeys(column for bounds in CLASSES.values() for column in bounds))


def list_classes(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Return every class of a row read from `home_works` or `counts_by_class`."""
    return _list_classes(*[row[column] for column in _COLUMNS])


@lru_cache(maxsize=4096)
def _list_classes(*values: int) -> tuple[str, ...]:
    # The rows of all years share a few dozen combinations, and a page asks for them again and again.
    row = dict(zip(_COLUMNS, values, strict=True))
    return tuple(name for name in CLASSES if belongs_to(row, name))


def belongs_to(row: Mapping[str, Any], name: str) -> bool:
    """Say whether a row read from `home_works` or `counts_by_class` is of the class `name`.

    >>> belongs_to({"countries": 3, "zone": 0}, "other_international")
    True
    """
    return all(low <= row[column] <= high for column, (low, high) in CLASSES[name].items())
