"""What became of funded pairs: co-publications before and after, against comparable pairs without an award."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from cordee.observatory.figures.compute import Observatory
from cordee.observatory.figures.outcome_facts import (
    LakeCounts,
    Sides,
    get_after,
    get_before,
    read_sides,
)
from cordee.observatory.figures.outcome_matching import (
    Comparison,
    estimate,
    get_differences,
    match_pairs,
    weigh_balance,
)
from cordee.observatory.figures.outcome_parts import (
    MEASURES,
    FundedPair,
    OutcomeChoice,
    Outcomes,
    PairOutcome,
)


DEFAULT = OutcomeChoice()
"""How pairs are compared when nothing else is said."""


def answer_outcomes(
    observatory: Observatory,
    pairs: Iterable[FundedPair],
    choice: OutcomeChoice = DEFAULT,
) -> Outcomes:
    """Return what became of funded pairs.

    Of a pair awarded twice the first award stands: after it the pair is no longer without one. Under
    `choice.fewest` compared pairs no mean and no difference is given. Raises `NotFoundError` for an
    organisation that the registry has not, `LakeError` when the lake cannot be read.
    """
    funded = _keep_first(pairs)
    for pair in funded:
        observatory.registry.get(pair.office)
        observatory.registry.get(pair.partner)
    facts = observatory.facts
    last = _find_last_full(facts.last_year, facts.latest_date)
    connection = observatory.lake.connect()
    try:
        counts = LakeCounts(connection, observatory.registry, {pair.office for pair in funded})
        fates = {pair: _judge(pair, counts, facts.first_year, last, choice) for pair in funded}
        measured = [pair for pair in funded if fates[pair] == "compared"]
        sides = read_sides(counts, measured, choice)
    finally:
        connection.close()
    comparison = match_pairs(sides.funded, sides.unfunded, choice)
    rows = _write_rows(funded, fates, sides, comparison, counts, choice)
    looked_at = {
        year for pair in measured for year in (*get_before(pair, choice), *get_after(pair, choice))
    }
    found = Outcomes(
        choice=choice,
        pairs=rows,
        first_year=facts.first_year,
        last_full_year=last,
        vocabulary=counts.vocabulary,
        works=tuple((year, counts.works.get(year, 0)) for year in sorted(looked_at)),
        unfunded=len(sides.unfunded),
    )
    return found if found.is_refused else _measure(found, sides, comparison)


def _measure(found: Outcomes, sides: Sides, comparison: Comparison) -> Outcomes:
    """Return the answer with its figures."""
    ours, theirs, kept = sides.funded, sides.unfunded, comparison.matched
    choice = found.choice

    def compare(what: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> float:
        return float(np.mean(np.sort([what[comparison.matches[at]].mean() for at in kept])))

    drift = (
        estimate(get_differences(ours, theirs, comparison, is_drift=True), choice)
        if choice.years > 1
        else None
    )
    return replace(
        found,
        funded_before=float(ours.before[kept].mean()),
        funded_after=float(ours.after[kept].mean()),
        compared_before=compare(theirs.before),
        compared_after=compare(theirs.after),
        effect=estimate(get_differences(ours, theirs, comparison), choice),
        drift=drift,
        balance=weigh_balance(ours, theirs, comparison, tuple(MEASURES)),
    )


def _keep_first(pairs: Iterable[FundedPair]) -> tuple[FundedPair, ...]:
    first: dict[tuple[str, str], FundedPair] = {}
    for pair in sorted(pairs, key=lambda one: (one.year, one.office, one.partner)):
        first.setdefault((pair.office, pair.partner), pair)
    return tuple(sorted(first.values()))


def _find_last_full(last: int | None, latest: date | None) -> int | None:
    """Return the last year the lake holds to its end: a year cut short would look like a fall."""
    if last is None or latest is None:
        return last
    return min(last, latest.year if latest.month == 12 else latest.year - 1)


def _judge(
    pair: FundedPair,
    counts: LakeCounts,
    first: int | None,
    last: int | None,
    choice: OutcomeChoice,
) -> str:
    before, after = get_before(pair, choice), get_after(pair, choice)
    if last is None or after[-1] > last:
        return "too_late"
    if first is None or before[0] < first:
        return "too_early"
    if not all(counts.count_works(one, before) for one in (pair.office, pair.partner)):
        return "unseen"
    return "compared"


def _write_rows(
    funded: Sequence[FundedPair],
    fates: dict[FundedPair, str],
    sides: Sides,
    comparison: Comparison,
    counts: LakeCounts,
    choice: OutcomeChoice,
) -> tuple[PairOutcome, ...]:
    places = {pair: at for at, pair in enumerate(sides.pairs)}
    rows = []
    for pair in funded:
        if pair not in places:
            rows.append(PairOutcome(pair, fates[pair]))
            continue
        near = comparison.matches[places[pair]]
        told = PairOutcome(
            pair,
            fate="compared" if len(near) else "alone",
            theme=sides.themes[pair],
            before=sum(counts.list_together(pair.office, pair.partner, get_before(pair, choice))),
            after=sum(counts.list_together(pair.office, pair.partner, get_after(pair, choice))),
        )
        if len(near):
            told = replace(
                told,
                controls=len(near),
                compared_before=float(sides.unfunded.before[near].sum(axis=1).mean()),
                compared_after=float(sides.unfunded.after[near].sum(axis=1).mean()),
            )
        rows.append(told)
    return tuple(rows)
