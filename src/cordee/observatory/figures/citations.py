"""How often the home's works are cited, by kind of cooperation and by partner country."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping

from cordee.observatory.figures.lake_facts import Row
from cordee.observatory.figures.parts import Citations, CitedWorks
from cordee.observatory.figures.statistics import get_share
from cordee.observatory.figures.warehouse import HomeView
from cordee.observatory.indicators.citations import citations_by_class, citations_by_country
from cordee.observatory.indicators.classes import belongs_to


KINDS = (
    "domestic",
    "international",
    "bilateral",
    "trilateral",
    "multilateral",
    "industry",
)
"""The classes of works that citations are given for, beside all of them."""

_SUMS = ("works", "citations", "compared", "score", "square", "top")
_Z = 1.96


def read_citations(view: HomeView) -> Citations | None:
    """Return the citations of the home's works, or None when no source counts any of them."""
    rows = view.get_rows(citations_by_class)
    if not rows:
        return None
    kinds = [make_cited("works", rows)]
    kinds += [make_cited(kind, (row for row in rows if belongs_to(row, kind))) for kind in KINDS]
    by_country: defaultdict[str, list[Row]] = defaultdict(list)
    for row in view.get_rows(citations_by_country):
        by_country[row["country"]].append(row)
    countries = [make_cited(code, found) for code, found in by_country.items()]
    return Citations(
        kinds=tuple(one for one in kinds if one.works),
        countries=tuple(sorted(countries, key=lambda one: (-one.works, one.key))),
    )


def make_cited(key: str, rows: Iterable[Mapping[str, float]]) -> CitedWorks:
    """Return the citations of the works in `rows`, whose columns are sums.

    The interval of the mean score is the normal one, mean ± 1.96 s / √n, with s the standard deviation
    of the scores; with a few works, or a single much cited one, it is too narrow.
    """
    sums = dict.fromkeys(_SUMS, 0.0)
    for row in rows:
        for name in _SUMS:
            sums[name] += row[name]
    works, compared = int(sums["works"]), int(sums["compared"])
    score = get_share(sums["score"], compared)
    low = high = None
    if score is not None and compared > 1:
        variance = max(0.0, (sums["square"] - compared * score * score) / (compared - 1))
        margin = _Z * math.sqrt(variance / compared)
        low, high = max(0.0, score - margin), score + margin
    return CitedWorks(
        key=key,
        works=works,
        citations=int(sums["citations"]),
        mean=get_share(sums["citations"], works),
        compared_works=compared,
        score=score,
        score_low=low,
        score_high=high,
        top_share=get_share(sums["top"], compared),
    )
