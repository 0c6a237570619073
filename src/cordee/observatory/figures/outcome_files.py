"""Funded pairs from a CSV, and what became of them as tables and JSON."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from cordee.kernel.errors import NotFoundError, SourceError, UsageError
from cordee.kernel.faults import Fault, Severity
from cordee.kernel.messages import N_, translate
from cordee.observatory.figures.document import name_theme_key, tidy
from cordee.observatory.figures.exports import Table
from cordee.observatory.figures.outcome_parts import FATES, MEASURES, FundedPair, Outcomes
from cordee.reference.organisations import Registry


COLUMNS = ("ror_a", "ror_b", "year")
"""The columns of a file of pairs: the organisation here, the partner abroad, the year of the award."""

YEARS = range(1900, 2101)
MOST_BYTES = 20_000_000
"""A million pairs; more is another file by mistake."""

PAIR_HEADERS = (
    N_("Organisation here"),
    N_("ROR id"),
    N_("Partner"),
    N_("Partner’s ROR id"),
    N_("Year of the award"),
    N_("Main theme of the partner"),
    N_("Co-publications before"),
    N_("Co-publications after"),
    N_("Comparable pairs"),
    N_("Before, comparable (mean)"),
    N_("After, comparable (mean)"),
    N_("What became of it"),
)

BALANCE_HEADERS = (
    N_("Measure"),
    N_("With an award"),
    N_("Without, all"),
    N_("Without, compared"),
    N_("Standardised difference before matching"),
    N_("Standardised difference after matching"),
)


def read_pairs(path: Path, registry: Registry) -> tuple[tuple[FundedPair, ...], tuple[Fault, ...]]:
    """Return the pairs of a CSV (UTF-8, commas or semicolons) and what is wrong, by line.

    A line with a fault gives no pair. Raises `SourceError` for a file that is no such table.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise SourceError(
                N_("{file} is larger than a file of pairs can be. Check which file it is."),
                file=path.name,
            )
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise SourceError(
            N_("{file} cannot be read as a text in UTF-8. Save it as CSV (UTF-8)."), file=path.name
        ) from fault
    head = text.split("\n", 1)[0]
    reader = csv.DictReader(
        text.splitlines(), delimiter=";" if head.count(";") > head.count(",") else ","
    )
    names = [name.strip().casefold() for name in reader.fieldnames or ()]
    if missing := [one for one in COLUMNS if one not in names]:
        raise SourceError(
            N_("{file} has no column {missing}. It needs the columns {columns}."),
            file=path.name,
            missing=", ".join(missing),
            columns=", ".join(COLUMNS),
        )
    reader.fieldnames = names
    pairs, faults = [], []
    for row in reader:
        try:
            pair = _read_row(row)
            registry.get(pair.office)
            registry.get(pair.partner)
            pairs.append(pair)
        except (UsageError, NotFoundError) as error:
            where = f"line {reader.line_num}"
            faults.append(Fault(path.name, where, Severity.RECORD, error.sentence))
    return tuple(pairs), tuple(faults)


def _read_row(row: Mapping[str, str | None]) -> FundedPair:
    here, there, year = ((row.get(name) or "").strip() for name in COLUMNS)
    if not year.isascii() or not year.isdigit() or int(year) not in YEARS:
        raise UsageError(N_("“{given}” is not a year, such as 2018."), given=year)
    return FundedPair.from_text(here, there, int(year))


def make_pairs_table(found: Outcomes, registry: Registry, language: str = "en") -> Table:
    """Return the pairs with what became of each."""
    return Table(
        "pairs",
        tuple(translate(header, language) for header in PAIR_HEADERS),
        tuple(_list_pairs(found, registry, language)),
    )


def _list_pairs(found: Outcomes, registry: Registry, language: str) -> Iterator[tuple[Any, ...]]:
    for one in found.pairs:
        yield (
            registry.get(one.pair.office).name,
            one.pair.office,
            registry.get(one.pair.partner).name,
            one.pair.partner,
            one.pair.year,
            name_main_theme(found, one.theme, language),
            one.before,
            one.after,
            one.controls,
            one.compared_before,
            one.compared_after,
            translate(FATES[one.fate], language),
        )


def name_main_theme(found: Outcomes, theme: str | None, language: str) -> str | None:
    """Return what the main theme of a partner is called."""
    return name_theme_key(f"{found.vocabulary}/{theme}", None, language) if theme else None


def make_balance_table(found: Outcomes, language: str = "en") -> Table:
    """Return how alike the sides are, before matching and after it."""
    return Table(
        "balance",
        tuple(translate(header, language) for header in BALANCE_HEADERS),
        tuple(
            (
                translate(MEASURES[one.measure], language),
                one.funded,
                one.unfunded,
                one.matched,
                one.apart_before,
                one.apart_after,
            )
            for one in found.balance
        ),
    )


def to_json(found: Outcomes) -> str:
    """Return the answer as plain values: the same names as the dataclasses have."""
    document = {
        "finding": _describe(found.effect),
        "drift": _describe(found.drift),
        "refused": found.is_refused,
        "compared": found.compared,
        **tidy(
            {
                "funded_before": found.funded_before,
                "funded_after": found.funded_after,
                "compared_before": found.compared_before,
                "compared_after": found.compared_after,
            }
        ),
        "balance": [tidy(asdict(one)) for one in found.balance],
        "pairs": [tidy(asdict(one)) for one in found.pairs],
        "unfunded": found.unfunded,
        "vocabulary": found.vocabulary,
        "works": dict(found.works),
        "first_year": found.first_year,
        "last_full_year": found.last_full_year,
        "choice": asdict(found.choice),
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _describe(one: Any) -> dict[str, Any] | None:
    return tidy(asdict(one)) if one else None
