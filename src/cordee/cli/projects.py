"""`cordee projects`: the European projects of a home, with whom and for how much."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from cordee.cli.commands import Command, format_option, lake_option
from cordee.cli.console import Voice
from cordee.cli.questions import (
    find_organisation,
    make_question,
    open_observatory,
    organisations_option,
    parts_option,
)
from cordee.kernel.messages import N_


# What a terminal has room for: of a project its number, acronym, years, programme, role and euro; of
# partners all but their codes. CSV, Markdown and JSON carry every column.
SHOWN = {
    "projects": (0, 1, 3, 4, 5, 7, 8, 11, 12),
    "countries": (0, 2, 3, 4, 5, 6),
    "organisations": (0, 2, 3, 4, 5, 6),
}


@click.command(
    cls=Command,
    help=N_(
        "List the European projects (CORDIS) of a home, its partner countries or organisations in them.\n\n"
        "Ingest project.csv and organization.csv of CORDIS first, then link."
    ),
    examples=[
        "cordee projects --org 02vjkv261 --lake my-lake",
        "cordee projects --org 0321g0743 --years 2021-2027 --of countries --lake my-lake",
        "cordee projects --org Inserm --country GB --format csv --lake my-lake",
        "cordee projects --org Inserm --partner 052gg0110 --lake my-lake",
    ],
)
@organisations_option
@click.option(
    "--years",
    default="",
    metavar="A-B",
    help=N_("Projects running in these years, such as 2021-2027. All when left out."),
)
@parts_option
@click.option(
    "--country",
    default="",
    metavar="CODE",
    help=N_("Only projects with a partner in this country, such as GB."),
)
@click.option(
    "--partner",
    default="",
    metavar="ORGANISATION",
    help=N_("Only projects with this organisation: a ROR id, exact name or acronym."),
)
@click.option(
    "--of",
    type=click.Choice(["projects", "countries", "organisations"]),
    default="projects",
    show_default=True,
    help=N_("What to list."),
)
@click.option(
    "--limit",
    default=25,
    show_default=True,
    type=click.IntRange(1, 1_000_000),
    help=N_("How many projects to list, the latest start first."),
)
@lake_option
@format_option("table", "json", "csv", "md")
@click.pass_obj
def projects(
    voice: Voice,
    /,
    organisations: tuple[str, ...],
    lake_path: Path,
    country: str,
    partner: str,
    of: str,
    limit: int,
    form: str,
    **settings: Any,
) -> None:
    """List what is asked for, below the key figures."""
    from cordee.observatory.figures import project_files
    from cordee.observatory.figures.exports import write_table
    from cordee.reference.countries import get_country

    observatory = open_observatory(lake_path)
    question = make_question(observatory, organisations, settings)
    code = get_country(country).code if country else ""
    if partner:
        code = find_organisation(observatory.registry, partner)
    figures = observatory.get_projects(question, code)
    rows = observatory.list_projects(question, code, 1, limit).rows
    if form == "json":
        voice.write(project_files.to_json(figures, rows))
        return
    table = {
        "projects": lambda: project_files.make_projects_table(rows, voice.language),
        "countries": lambda: project_files.make_countries_table(figures, voice.language),
        "organisations": lambda: project_files.make_organisations_table(figures, voice.language),
    }[of]()
    if form != "table":
        voice.write(write_table(table, form))
        return
    show_figures(voice, figures)
    shown = SHOWN[of]
    voice.show_table(
        "",
        [table.headers[place] for place in shown],
        [[voice.write_cell(row[place], share=False) for place in shown] for row in table.rows],
    )


def show_figures(voice: Voice, found: Any) -> None:
    """Write the key figures as a sentence each, and what to do when the lake has no projects."""
    if not found.in_lake:
        voice.say(
            N_(
                "The lake holds no European project. Ingest project.csv and organization.csv of CORDIS, "
                "then link."
            )
        )
        return
    voice.write(
        voice.translate(
            N_(
                "{projects} projects, {joint} of them joint, {coordinated} coordinated by the home."
            ),
            projects=voice.number(found.projects),
            joint=voice.number(found.joint),
            coordinated=voice.number(found.coordinated),
        )
    )
    voice.write(
        voice.translate(
            N_("Granted to the home: {amount} € of {total} €."),
            amount=write_euro(voice, found.contribution),
            total=write_euro(voice, found.total),
        )
    )
    voice.write(
        voice.translate(
            N_("{recognised} of the {participants} other participants are recognised in ROR."),
            recognised=voice.number(found.recognised),
            participants=voice.number(found.participants),
        )
    )


def write_euro(voice: Voice, amount: Decimal | None) -> str:
    """Return an amount with its cents as the reader's language writes it; a dash for none."""
    if amount is None:
        return "–"
    whole, cents = divmod(int(amount * 100), 100)
    return f"{voice.number(whole)}{',' if voice.language == 'fr' else '.'}{cents:02d}"
