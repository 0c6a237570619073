"""`cordee finder`: who might be a partner, with the reasons."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from cordee.cli.commands import Command, format_option, lake_option
from cordee.cli.console import Voice
from cordee.cli.questions import (
    find_organisation,
    make_question,
    open_observatory,
    question_options,
)
from cordee.kernel.messages import N_


# Candidates in the terminal: rank, name, country, score, closeness, common partners, works on the
# themes, all works, distance, shared themes.
SHOWN = (0, 2, 3, 6, 7, 9, 10, 11, 14, 15)

# With --people: rank, name, country, then people and units there and here.
CLOSEST = (0, 2, 3, 20, 21, 22, 23)


@click.command(
    cls=Command,
    help=N_(
        "Find possible partners: organisations close in theme that share no work with the home yet, "
        "or no longer.\n\n"
        "Candidates come from the works of the lake. Each has its reasons: themes in common, partners "
        "in common, output and growth on the home's themes, distance. The score is a mix of them, "
        "stated in the documentation, and no verdict."
    ),
    examples=[
        "cordee finder --org 02vjkv261 --years 2019-2021 --lake my-lake",
        "cordee finder --org Inserm --country JP --type healthcare --lake my-lake",
        "cordee finder --org 0321g0743 --theme mesh/C04 --in-zone EU --format csv --lake my-lake",
        "cordee finder --org 02vjkv261 --not 03vek6s52 --not 00f54p054 --lake my-lake",
        "cordee finder --org 02vjkv261 --lapsed --lake my-lake",
        "cordee finder --org 02vjkv261 --people --lake my-lake",
    ],
)
@question_options
@lake_option
@click.option("--country", default="", metavar="CODE", help=N_("Only candidates of this country."))
@click.option(
    "--in-zone",
    default="",
    metavar="ZONE",
    help=N_("Only candidates of a zone: EU, EA, EEA or EUROPE, as it is in the last year."),
)
@click.option(
    "--type",
    "kind",
    default="",
    metavar="TYPE",
    help=N_(
        "Only one type of the registry: education, healthcare, facility, government, company, "
        "nonprofit, archive or other."
    ),
)
@click.option(
    "--theme",
    default="",
    metavar="THEME",
    help=N_("Seek on this theme, such as mesh/C04, rather than on the home's main ones."),
)
@click.option(
    "--least",
    default=3,
    show_default=True,
    type=click.IntRange(1, 1_000_000),
    help=N_("The fewest works on the themes a candidate has."),
)
@click.option("--everywhere", is_flag=True, help=N_("Candidates of the home's own country too."))
@click.option(
    "--lapsed",
    is_flag=True,
    help=N_("Former partners instead: works with the home, none in the last three years."),
)
@click.option(
    "--not",
    "left",
    multiple=True,
    metavar="ROR",
    help=N_("Rule an organisation out. Repeat it for several."),
)
@click.option(
    "--most",
    default=25,
    show_default=True,
    type=click.IntRange(1, 200),
    help=N_("The most candidates to give."),
)
@click.option(
    "--people",
    is_flag=True,
    help=N_("Show the people and units closest to each candidate; the files always have them."),
)
@format_option("table", "json", "csv", "md")
@click.pass_obj
def finder(
    voice: Voice,
    /,
    organisations: tuple[str, ...],
    lake_path: Path,
    form: str,
    left: tuple[str, ...],
    in_zone: str,
    people: bool,
    **settings: Any,
) -> None:
    """Find candidates."""
    from cordee.observatory.figures.exports import write_table
    from cordee.observatory.figures.finder_choice import FinderChoice
    from cordee.observatory.figures.finder_files import make_finder_table, to_json

    names = ("country", "kind", "theme", "least", "everywhere", "lapsed", "most")
    wishes = {name: settings.pop(name) for name in names}
    observatory = open_observatory(lake_path)
    out = tuple(find_organisation(observatory.registry, one) for one in left)
    choice = FinderChoice(zone=in_zone, left=out, **wishes)
    found = observatory.get_finder(make_question(observatory, organisations, settings), choice)
    table = make_finder_table(found, voice.language)
    if form == "json":
        voice.write(to_json(found))
    elif form == "table":
        show_finder(voice, found, table, CLOSEST if people else SHOWN)
    else:
        voice.write(write_table(table, form))


def show_finder(voice: Voice, found: Any, table: Any, columns: Sequence[int]) -> None:
    """Show the candidates, then by which themes and among how many they were sought."""
    from cordee.observatory.figures.finder_files import name_theme

    voice.show_table(
        "",
        [table.headers[place] for place in columns],
        [
            ["–" if row[place] is None else str(row[place]) for place in columns]
            for row in table.rows
        ],
    )
    voice.write(
        voice.translate(
            N_("• {shown} of {total} organisations, sought on: {themes}."),
            shown=voice.number(len(found.candidates)),
            total=voice.number(found.total),
            themes=", ".join(name_theme(one, voice.language) for one in found.themes) or "–",
        )
    )
    voice.write(
        voice.translate(
            N_(
                "• Candidates are those this corpus knows: one that is not in it may be as close. "
                "Under thirty works on the themes the order is chance."
            )
        )
    )
