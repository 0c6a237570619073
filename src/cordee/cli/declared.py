"""`cordee declared`: what teams declare beside what works show."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from cordee.cli.commands import Command, format_option, lake_option
from cordee.cli.console import Voice
from cordee.cli.questions import make_question, open_observatory, question_options
from cordee.kernel.messages import N_


@click.command(
    cls=Command,
    help=N_(
        "Set what teams declare beside what works show, by country or by partner organisation.\n\n"
        "Declared tables are brought in by `cordee ingest`. A declared partner is recognised when its "
        "name is that of one organisation on works of the lake in the same country."
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
    from cordee.observatory.figures.exports import to_csv, to_markdown

    observatory = open_observatory(lake_path)
    found = observatory.get_declared(make_question(observatory, organisations, settings))
    table = make_declared_table(table_name, found, voice.language)
    if form == "json":
        voice.write(to_json(found))
    elif form != "table":
        voice.write(to_csv(table) if form == "csv" else to_markdown(table))
    else:
        voice.show_table(
            "",
            table.headers,
            [["–" if cell is None else str(cell) for cell in row] for row in table.rows[:limit]],
        )
        voice.write(
            voice.translate(
                N_(
                    "• {declared} declarations of the home touch the period; {recognised} name an "
                    "organisation on works of the lake, {unread} no country that can be read."
                ),
                declared=voice.number(len(found.declarations)),
                recognised=voice.number(found.recognised),
                unread=voice.number(found.without_country),
            )
        )
