"""How well texts are linked, measured against labelled sets.

*Exact* is the share of texts whose set of organisations equals the labelled set. Precision, recall
and F1 are micro-averages over (text, organisation) pairs. *Candidate recall* is the share of
labelled pairs that were considered at all before the decision. Only labels judge: an organisation
that is truly named but not labelled counts as wrong. The *country* is judged where the registry
knows the countries of all labelled organisations: right when each of them was found; once over all
such texts, and once over those in which any organisation was found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Judged:
    """One text: the labelled, found and considered organisations; labelled and found countries.

    `countries` is None where the labels' countries are not all known.
    """

    labelled: frozenset[str]
    found: frozenset[str]
    considered: frozenset[str]
    countries: frozenset[str] | None
    found_countries: frozenset[str]


@dataclass(frozen=True, slots=True)
class Scores:
    """The figures of one labelled set; shares between 0 and 1."""

    texts: int
    exact: float
    precision: float
    recall: float
    f1: float
    candidate_recall: float
    country_texts: int
    country_accuracy: float
    country_found_texts: int
    country_where_found: float


def score(judged: Iterable[Judged]) -> Scores:
    """Return the scores of a set.

    >>> one = Judged(frozenset("ab"), frozenset("bc"), frozenset("abc"), None, frozenset())
    >>> found = score([one])
    >>> found.exact, found.precision, found.recall, found.candidate_recall
    (0.0, 0.5, 0.5, 1.0)
    """
    rows = list(judged)
    right = sum(len(row.labelled & row.found) for row in rows)
    found = sum(len(row.found) for row in rows)
    labelled = sum(len(row.labelled) for row in rows)
    considered = sum(len(row.labelled & row.considered) for row in rows)
    precision = divide(right, found)
    recall = divide(right, labelled)
    with_country = [row for row in rows if row.countries]
    with_both = [row for row in with_country if row.found]
    return Scores(
        texts=len(rows),
        exact=divide(sum(row.labelled == row.found for row in rows), len(rows)),
        precision=precision,
        recall=recall,
        f1=divide(2 * precision * recall, precision + recall),
        candidate_recall=divide(considered, labelled),
        country_texts=len(with_country),
        country_accuracy=divide(
            sum(_has_countries(row) for row in with_country), len(with_country)
        ),
        country_found_texts=len(with_both),
        country_where_found=divide(sum(map(_has_countries, with_both)), len(with_both)),
    )


def _has_countries(row: Judged) -> bool:
    return row.countries is not None and row.countries <= row.found_countries


def get_countries(
    organisations: Set[str], country_of: Callable[[str], str | None]
) -> frozenset[str] | None:
    """Return the countries of `organisations`, or None when one is unknown or there is none."""
    found = {country_of(one) for one in organisations}
    return frozenset(c for c in found if c) if found and None not in found else None


def divide(part: float, whole: float) -> float:
    """Return part / whole, and 0 of nothing."""
    return part / whole if whole else 0.0
