"""What is said of funded pairs: the finding or why there is none, how it was made, what it does not show."""

from __future__ import annotations

from cordee.kernel.messages import N_, Sentence
from cordee.kernel.numbers import write_decimal
from cordee.observatory.figures.outcome_parts import MOST_AUTHORS, Estimate, Outcomes


DIGITS = 2
"""Co-publications a pair and year, to a hundredth: intervals are wider than that."""

LIMITS = (
    N_(
        "It is not a proof that awards made the difference: committees choose promising pairs, and what they "
        "saw in them is not in publications. The drift before the award shows whether pairs with and without "
        "an award were on different ways already."
    ),
    N_("Publications come late: what an award began may be printed after the years looked at."),
    N_(
        "Only works of the lake are seen, with the organisations that were recognised on them. A year with few "
        "works in the lake counts as a year with few co-publications, on both sides alike."
    ),
    N_(
        "The interval tells how much the mean would move with other pairs like these. It leaves out the choice "
        "of comparable pairs, and pairs that share an organisation are not independent, so it is rather too narrow."
    ),
    N_(
        "Co-publications of the whole organisations are counted, not those of the teams alone, which few texts name."
    ),
)
"""What stands beside every figure."""


def tell_finding(found: Outcomes, language: str) -> str:
    """Return what was found, or why no figure is given."""
    if not found.pairs:
        sentence = Sentence(
            N_(
                "No pair of organisations with ROR ids has an award yet, so there is nothing to compare."
            )
        )
    elif found.effect is None:
        sentence = Sentence(
            N_(
                "No figure is given: {compared} of {pairs} pairs could be compared, and under {fewest} the "
                "difference and its interval would be chance."
            ),
            {
                "compared": found.compared,
                "pairs": len(found.pairs),
                "fewest": found.choice.fewest,
            },
        )
    else:
        low, high = found.effect.low, found.effect.high
        text = _WITHIN if low <= 0 <= high else _MORE if low > 0 else _FEWER
        sentence = Sentence(text, {**_write(found.effect, language), "compared": found.compared})
    return sentence.to_text(language)


_MORE = N_(
    "Pairs with an award gained {value} co-publications a pair and year more than comparable pairs without one "
    "(95 % interval {low} to {high}; {compared} pairs)."
)
_FEWER = N_(
    "Pairs with an award gained fewer co-publications than comparable pairs without one: {value} a pair and "
    "year (95 % interval {low} to {high}; {compared} pairs)."
)
_WITHIN = N_(
    "No difference can be told from chance: {value} co-publications a pair and year against comparable pairs "
    "without an award (95 % interval {low} to {high}, which holds zero; {compared} pairs)."
)


def tell_drift(found: Outcomes, language: str) -> str:
    """Return what the years before say, "" where that is not known."""
    if found.drift is None:
        return ""
    low, high = found.drift.low, found.drift.high
    text = (
        N_(
            "Before the award the two sides went alike, as far as can be told: {value} co-publications a pair "
            "and year apart ({low} to {high})."
        )
        if low <= 0 <= high
        else N_(
            "Before the award the two sides were on different ways already: {value} co-publications a pair and "
            "year apart ({low} to {high}). What follows may be that, and not the award."
        )
    )
    return Sentence(text, _write(found.drift, language)).to_text(language)


def tell_method(found: Outcomes, language: str) -> tuple[str, ...]:
    """Return how the comparison was made."""
    choice = found.choice
    first = Sentence(
        N_(
            "Each pair with an award is compared with the {controls} nearest pairs of the same organisations here "
            "and partners in other countries without an award: of the same years, with the same main theme "
            "of the partner, and within {caliper} standard deviations in the works of each side and in their "
            "co-publications over the {years} years before. Equally near pairs are all taken."
        ),
        {
            "controls": choice.controls,
            "caliper": write_decimal(choice.caliper, language, DIGITS),
            "years": choice.years,
        },
    )
    second = Sentence(
        N_(
            "Figure: the change of co-publications a year, from the {years} years before the award to the {years} "
            "years after it (the award’s own year is in neither), less the mean change of the comparable pairs; "
            "mean over pairs. Interval: {draws} bootstrap samples of pairs, seed {seed}. Works with more than "
            "{most} authors are left out; a work counts for an organisation when it names it or one below it."
        ),
        {
            "years": choice.years,
            "draws": choice.draws,
            "seed": choice.seed,
            "most": MOST_AUTHORS,
        },
    )
    third = Sentence(
        N_(
            "Sources: Rubin 1973; Abadie and Imbens 2006, 2008; Stuart 2010. {unfunded} pairs without an award "
            "could be compared with; the last year that the lake holds to its end is {last}."
        ),
        {"unfunded": found.unfunded, "last": found.last_full_year or "–"},
    )
    return tuple(one.to_text(language) for one in (first, second, third))


def _write(one: Estimate, language: str) -> dict[str, object]:
    return {
        name: write_decimal(value, language, DIGITS)
        for name, value in (("value", one.value), ("low", one.low), ("high", one.high))
    }
