"""`cordee outcomes`: co-publications of funded pairs before and after, against comparable pairs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from cordee.cli.commands import Command, format_option, lake_option
from cordee.cli.console import Voice
from cordee.cli.questions import open_observatory
from cordee.kernel.messages import N_


# Pairs in the terminal: names, year, counts here, counts of the comparable, fate.
SHOWN = (0, 2, 4, 6, 7, 8, 9, 10, 11)


@click.command(
    cls=Command,
    help=N_(
        "Compare pairs that got an award with comparable pairs without one: co-publications before and after.\n\n"
        "PAIRS is a CSV with the columns ror_a (the organisation here), ror_b (the partner abroad) and year (of "
        "the award). The ledger is not needed. Each pair is matched with pairs of the same years, main theme, "
        "size and earlier activity; the figure is a difference in differences with a 95 % interval, and none is "
        "given under a stated number of pairs. It is not a proof."
    ),
    examples=[
        "cordee outcomes pairs.csv --lake my-lake",
        "cordee outcomes pairs.csv --lake my-lake --around 2 --controls 5",
        "cordee outcomes pairs.csv --lake my-lake --table balance --format csv",
    ],
)
@click.argument("pairs", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@lake_option
@click.option(
    "--around",
    "years",
    default=3,
    show_default=True,
    type=click.IntRange(1, 10),
    help=N_("How many years before and after the award are looked at."),
)
@click.option(
    "--controls",
    default=3,
    show_default=True,
    type=click.IntRange(1, 50),
    help=N_("How many comparable pairs each funded pair has."),
)
@click.option(
    "--caliper",
    default=0.25,
    show_default=True,
    type=click.FloatRange(0.01, 5),
    help=N_("The most that a comparable pair may differ, in standard deviations."),
)
@click.option(
    "--seed",
    default=1,
    show_default=True,
    type=click.IntRange(0),
    help=N_("The seed of the bootstrap: the same seed gives the same interval."),
)
@click.option(
    "--table",
    "table_name",
    type=click.Choice(["pairs", "balance"]),
    default="pairs",
    show_default=True,
    help=N_("Which table to show or write."),
)
@format_option("table", "json", "csv", "md")
@click.pass_obj
def outcomes(
    voice: Voice, /, pairs: Path, lake_path: Path, form: str, table_name: str, **choice: Any
) -> int:
    """Compare the pairs of a file; the exit code is 4 when a line of it was wrong."""
    from cordee.cli import exits
    from cordee.observatory.figures.exports import write_table
    from cordee.observatory.figures.outcome_files import (
        make_balance_table,
        make_pairs_table,
        read_pairs,
        to_json,
    )
    from cordee.observatory.figures.outcome_parts import OutcomeChoice
    from cordee.observatory.figures.outcomes import answer_outcomes

    observatory = open_observatory(lake_path)
    given, faults = read_pairs(pairs, observatory.registry)
    voice.show_faults(faults)
    code = exits.SOURCE if faults else exits.OK
    found = answer_outcomes(observatory, given, OutcomeChoice(**choice))
    if form == "json":
        voice.write(to_json(found))
        return code
    table = (
        make_pairs_table(found, observatory.registry, voice.language)
        if table_name == "pairs"
        else make_balance_table(found, voice.language)
    )
    if form != "table":
        voice.write(write_table(table, form))
        return code
    places = SHOWN if table_name == "pairs" else range(len(table.headers))
    voice.show_table(
        "",
        [table.headers[place] for place in places],
        [[_write_cell(voice, row[place]) for place in places] for row in table.rows],
    )
    _tell(voice, found)
    return code


def _write_cell(voice: Voice, cell: object) -> str:
    if cell is None:
        return "–"
    return voice.number(cell, digits=2) if isinstance(cell, float) else str(cell)


def _tell(voice: Voice, found: Any) -> None:
    """Say what was found, how, and what it does not show."""
    from cordee.observatory.figures.outcome_words import (
        LIMITS,
        tell_drift,
        tell_finding,
        tell_method,
    )

    language = voice.language
    limits = [voice.translate(one) for one in LIMITS]
    for line in (
        tell_finding(found, language),
        tell_drift(found, language),
        *tell_method(found, language),
        *limits,
    ):
        if line:
            voice.write(f"• {line}")
