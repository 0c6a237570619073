"""`cordee who`: who here works with a country, an organisation, a city, or on a theme."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from cordee.cli.commands import Command, format_option, lake_option
from cordee.cli.console import Voice
from cordee.cli.questions import make_question, open_observatory, question_options
from cordee.kernel.messages import N_


# People in the terminal: name, ORCID, organisation, unit, works, years, first and last author.
SHOWN = (1, 2, 3, 6, 7, 9, 10, 11, 12)

UNIT_HEADERS = (
    N_("unit"),
    N_("name"),
    N_("town"),
    N_("works"),
    N_("first year"),
    N_("last year"),
    N_("first author"),
    N_("last author"),
)


@click.command(
    cls=Command,
    help=N_(
        "Say who here works with a country, an organisation, a city, or on a theme.\n\n"
        "Gives the people of the home on these works, its research units, and the people there. A "
        "person is an ORCID or else a name as printed: two people of one name are not told apart."
    ),
    examples=[
        'cordee who --org 02vjkv261 --with "United Kingdom" --lake my-lake',
        "cordee who --org Inserm --with organisation:052gg0110 --years 2019-2021 --lake my-lake",
        "cordee who --org 02vjkv261 --with city:GB/London --format csv --lake my-lake",
        "cordee who --org 0321g0743 --org 01cmnjq37 --with theme:mesh/C04 --lake my-lake",
    ],
)
@question_options
@lake_option
@click.option(
    "--with",
    "subject",
    required=True,
    metavar="WHAT",
    help=N_(
        "A country, organisation, city or theme by its name, or as country:GB, "
        "organisation:ROR, city:GB/London or theme:mesh/C04."
    ),
)
@click.option(
    "--most",
    default=50,
    show_default=True,
    type=click.IntRange(1, 1000),
    help=N_("The most people, and units, of each list."),
)
@format_option("table", "json", "csv", "md")
@click.pass_obj
def who(
    voice: Voice,
    /,
    organisations: tuple[str, ...],
    lake_path: Path,
    subject: str,
    most: int,
    form: str,
    **settings: Any,
) -> None:
    """Answer one question about people."""
    from cordee.observatory.figures.exports import write_table
    from cordee.observatory.figures.who_files import make_people_table, to_json

    observatory = open_observatory(lake_path)
    question = make_question(observatory, organisations, settings)
    asked = observatory.find_subject(subject, voice.language)
    found = observatory.get_who(question, asked, most)
    if form == "json":
        voice.write(to_json(found))
    elif form == "table":
        show_who(voice, found)
    else:
        table = make_people_table((*found.here, *found.there), voice.language)
        voice.write(write_table(table, form))


def show_who(voice: Voice, found: Any) -> None:
    """Show people here, units here, people there, then what to be careful of."""
    from cordee.observatory.figures.who_files import make_people_table

    voice.write(
        voice.translate(
            N_("{works} works with {subject}."),
            works=voice.number(found.works),
            subject=found.subject.to_text(),
        )
    )
    for title, people in (
        (N_("People here"), found.here),
        (N_("People there"), found.there),
    ):
        table = make_people_table(people, voice.language)
        voice.show_table(
            voice.translate(title),
            [table.headers[place] for place in SHOWN],
            [
                ["–" if row[place] is None else str(row[place]) for place in SHOWN]
                for row in table.rows
            ],
        )
        if title == N_("People here"):
            show_units(voice, found.units)
    voice.write(
        voice.translate(
            N_(
                "• {here} people here, {units} units, {there} people there in all. Names are as "
                "printed; people of one name without an ORCID are not told apart."
            ),
            here=voice.number(found.here_count),
            units=voice.number(found.unit_count),
            there=voice.number(found.there_count),
        )
    )


def show_units(voice: Voice, units: Any) -> None:
    """Show the research units of the home on the works."""
    voice.show_table(
        voice.translate(N_("Research units here")),
        [voice.translate(header) for header in UNIT_HEADERS],
        [
            (
                one.unit,
                one.name or "–",
                one.town or "–",
                voice.number(one.works),
                str(one.first_year),
                str(one.last_year),
                voice.number(one.first),
                voice.number(one.last),
            )
            for one in units
        ],
    )
