"""`cordee world`: the whole corpus by country, whoever publishes."""

from __future__ import annotations

import json
from pathlib import Path

import click

from cordee.cli.commands import Command, format_option, lake_option
from cordee.cli.console import Voice
from cordee.cli.questions import open_observatory
from cordee.kernel.messages import N_


MOST_SHOWN = 25
WORKS_SHARES = {3}  # which columns of the table of years are shares
COUNTRY_SHARES = {4, 6}


@click.command(
    cls=Command,
    help=N_(
        "Compute the figures of the whole corpus: works of each country, international share by "
        "year, and the matrix of who publishes with whom.\n\n"
        "CSV is the matrix with its years, one row a year and pair of countries; JSON has years, "
        "countries and pairs. On a lake of millions of works, run `cordee build` first."
    ),
    examples=[
        "cordee world --lake my-lake",
        "cordee world --years 2018-2020 --format csv --lake my-lake > matrix.csv",
    ],
)
@lake_option
@click.option(
    "--years",
    default="",
    metavar="A-B",
    help=N_("The period, such as 2019-2021. All years when left out."),
)
@format_option("table", "json", "csv")
@click.pass_obj
def world(voice: Voice, lake_path: Path, years: str, form: str) -> None:
    """Compute one answer about the whole corpus."""
    from cordee.kernel.periods import Years
    from cordee.observatory.figures.exports import to_csv
    from cordee.observatory.figures.world import (
        make_cell_table,
        make_country_table,
        make_year_table,
    )

    period = Years.from_text(years)
    observatory = open_observatory(lake_path)
    if form == "csv":
        cells = observatory.get_world_cells(period)
        voice.write(to_csv(make_cell_table(cells, voice.language)))
        return
    found = observatory.get_world(period)
    if form == "json":
        voice.write(json.dumps(found.to_dict(voice.language), ensure_ascii=False, indent=2))
        return
    for title, table, shares in (
        (N_("By year"), make_year_table(found, voice.language), WORKS_SHARES),
        (N_("Countries"), make_country_table(found, voice.language), COUNTRY_SHARES),
    ):
        voice.show_table(
            voice.translate(title),
            table.headers,
            [
                [voice.write_cell(cell, share=place in shares) for place, cell in enumerate(row)]
                for row in table.rows[:MOST_SHOWN]
            ],
        )
