"""What to know before using the figures: sentences with stable codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cordee.kernel.messages import N_, Sentence
from cordee.observatory.figures.answer import Caution
from cordee.observatory.figures.assemble import Period, is_partial
from cordee.observatory.figures.lake_facts import LakeFacts, Row
from cordee.observatory.figures.statistics import SMALL_NUMBER


LOW_COVERAGE = 0.8
"""With one work in five unknown, an international share of 50 % could truly lie anywhere from 40 to
60 %, more than the difference between most institutions."""

PUBMED_ALL_AUTHORS = 2014
"""Until 2013 PubMed kept the affiliation of the first author only (MEDLINE/PubMed data element
descriptions, field AD), so co-publication before then is seen in part."""

CODES: dict[str, str] = {
    "not_linked": N_(
        "The affiliations of this lake have not been linked to organisations, so no work can be found. "
        "Run “cordee link”."
    ),
    "no_works": N_("No work of this lake and this period names these organisations."),
    "few_works": N_(
        "Only {works} works have a known country. Under {floor} works shares vary too much by chance "
        "to be compared; look at their intervals."
    ),
    "low_coverage": N_(
        "A country is known for only {coverage} % of the works. The others are unknown, and are in no "
        "share."
    ),
    "pubmed_before_2014": N_(
        "{works} works from PubMed are older than {year}. Until then PubMed kept the affiliation of the "
        "first author only, so their partners are not seen and trends across {year} mislead."
    ),
    "partial_last_year": N_(
        "This lake holds few works published after {date}: {year} is not complete, and growth leaves "
        "it out."
    ),
    "undated_works": N_(
        "{works} works of these organisations have no year of publication and are in no figure."
    ),
}
"""Every code with its sentence."""

FEW_IN_ALL = N_(
    "Only {works} works are counted here. Under {floor} works shares vary too much by chance to be "
    "compared; look at their intervals."
)
"""What "few_works" says where a country is known of every work, so that none seems to be missing."""


def list_cautions(
    rows: Iterable[Row],
    totals: Mapping[str, int],
    period: Period,
    undated: int,
    facts: LakeFacts,
    *,
    linked: bool,
) -> tuple[Caution, ...]:
    """Return the cautions that apply, most important first.

    `rows` are those of `counts_by_class` and `totals` their sum; `undated` are the home's works
    without a year; `linked` says whether the lake's affiliations have been linked at all.
    """
    if not totals["works"]:
        found = [_say("no_works" if linked else "not_linked")]
    else:
        found = _judge_numbers(totals) + _judge_years(rows, period, facts)
    if undated:
        found.append(_say("undated_works", works=undated))
    return tuple(found)


def _judge_numbers(totals: Mapping[str, int]) -> list[Caution]:
    found = []
    works, covered = totals["works"], totals["covered"]
    if covered < SMALL_NUMBER:
        sentence = CODES["few_works"] if covered < works else FEW_IN_ALL
        few = Sentence(sentence, {"works": covered, "floor": SMALL_NUMBER})
        found.append(Caution("few_works", few))
    if covered / works < LOW_COVERAGE:
        # Rounded down, so that 79.6 % is not said to be the 80 % it falls short of.
        found.append(_say("low_coverage", coverage=100 * covered // works))
    return found


def _judge_years(rows: Iterable[Row], period: Period, facts: LakeFacts) -> list[Caution]:
    found = []
    old = sum(row["works"] for row in rows if row["pubmed"] and row["year"] < PUBMED_ALL_AUTHORS)
    if old:
        found.append(_say("pubmed_before_2014", works=old, year=PUBMED_ALL_AUTHORS))
    last = period.years[-1]
    if facts.latest_date is not None and is_partial(last, facts.latest_date):
        found.append(_say("partial_last_year", date=facts.latest_date, year=last))
    return found


def _say(code: str, **values: object) -> Caution:
    return Caution(code, Sentence(CODES[code], values))
