"""`cordee declared`: what teams declare beside what works show."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from cordee.cli.commands import Command, format_option, lake_option
from cordee.cli.console import Voice
from cordee.cli.questions import make_question, open_observatory, question_options
from cordee.kernel.messages import N_


COLUMNS = 9
"""Columns a terminal shows: teams and people have long lists, which the files have whole."""


@click.command(
    cls=Command,
    help=N_(
        "Set what teams declare beside what works show, by country or by partner organisation.\n\n"
        "Declared tables are brought in by `cordee ingest`. A declared partner is recognised when its "
        "name is that of one organisation on works of the lake in the same country, or when the linker "
        "reads an organisation of that country in it, which `cordee link` does for all texts at once. "
        "The files name the teams and the people behind each partner."
    ),
    examples=[
        "cordee declared --org 02kvxyf05 --lake my-lake",
        "cordee declared --org 02kvxyf05 --table partners --limit 50 --lake my-lake",
        "cordee declared --org 02kvxyf05 --table declarations --format csv --lake my-lake",
    ],
)
@question_options
@lake_option
@click.option(
    "--table",
    "table_name",
    type=click.Choice(["countries", "partners", "declarations"]),
    default="countries",
    show_default=True,
    help=N_("Which table to show or write."),
)
@click.option(
    "--limit",
    default=25,
    show_default=True,
    type=click.IntRange(1),
    help=N_("How many rows to show in the terminal."),
)
@format_option("table", "json", "csv", "md")
@click.pass_obj
def declared(
    voice: Voice,
    /,
    organisations: tuple[str, ...],
    lake_path: Path,
    form: str,
    table_name: str,
    limit: int,
    **settings: Any,
) -> None:
    """Show both sides."""
    from cordee.observatory.figures.declared_files import make_declared_table, to_json
    from cordee.observatory.figures.declared_match import Basis
    from cordee.observatory.figures.exports import write_table

    observatory = open_observatory(lake_path)
    found = observatory.get_declared(make_question(observatory, organisations, settings))
    table = make_declared_table(table_name, found, voice.language)
    if form == "json":
        voice.write(to_json(found))
    elif form != "table":
        voice.write(write_table(table, form))
    else:
        voice.show_table(
            "",
            table.headers[:COLUMNS],
            [
                ["–" if cell is None else str(cell) for cell in row[:COLUMNS]]
                for row in table.rows[:limit]
            ],
        )
        voice.write(
            voice.translate(
                N_(
                    "• {declared} declarations of the home touch the period. Partners recognised by name: "
                    "{by_name}, by the linker: {by_linker}, not at all: {others}; without a country that "
                    "can be read: {unread}."
                ),
                declared=voice.number(len(found.declarations)),
                by_name=voice.number(found.count_matched(Basis.NAME)),
                by_linker=voice.number(found.count_matched(Basis.LINKER)),
                others=voice.number(found.count_matched(Basis.NONE)),
                unread=voice.number(found.without_country),
            )
        )
