"""`cordee compare`: up to six homes, or parts of homes, side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from cordee.cli.commands import Command, format_option, lake_option
from cordee.cli.console import Voice
from cordee.cli.figures import FORMATS
from cordee.cli.questions import (
    fold_option,
    open_observatory,
    own_option,
    parts_option,
    years_option,
)
from cordee.cli.sides import write_measure, write_side
from cordee.cli.versions import compare_versions
from cordee.kernel.messages import N_


TABLES = ("by_year", "indicators", "partner_countries", "partner_organisations")

MOST_SHOWN = 15  # partners in common that a terminal shows; the other forms have them all
KINDS = {
    "countries": N_("Partner countries in common"),
    "organisations": N_("Partner organisations in common"),
}


@click.command(
    cls=Command,
    help=N_(
        "Compare up to six homes side by side, by one indicator a year and by all in total.\n\n"
        "A side is an organisation (ROR id, exact name or acronym), or several joined by + and "
        "looked at as one; after a comma, a selection narrows it, so that the countries or themes of "
        "one home can be compared too."
    ),
    examples=[
        "cordee compare Inserm 04t0gwh46 --lake my-lake",
        "cordee compare 0321g0743+01cmnjq37 04t0gwh46 --indicator eu --years 2019-2021 --lake my-lake",
        "cordee compare 02vjkv261,country:GB 02vjkv261,country:US --indicator first_author",
        "cordee compare Inserm 04t0gwh46 --format csv --table partner_organisations --lake my-lake",
        "cordee compare --versions Inserm --lake my-lake",
    ],
)
@click.argument("sides", nargs=-1, metavar="SIDE...")
@lake_option
@click.option(
    "--indicator",
    default="international",
    show_default=True,
    metavar="CODE",
    help=N_("What to compare by year; a code that is not one lists them all."),
)
@years_option
@click.option(
    "--counting",
    type=click.Choice(["full", "fractional"]),
    default="full",
    show_default=True,
    help=N_("How output and partners are counted; shares by kind are by full counting."),
)
@parts_option
@own_option
@fold_option
@format_option(*FORMATS)
@click.option(
    "--table",
    "table_name",
    type=click.Choice(TABLES),
    default=TABLES[0],
    show_default=True,
    help=N_("Which table to write as CSV or Markdown."),
)
@click.option(
    "--versions",
    is_flag=True,
    help=N_(
        "Compare the present version of the lake with the one before, for these homes or for those "
        "with most works; all years."
    ),
)
@click.pass_obj
def compare(
    voice: Voice,
    /,
    sides: tuple[str, ...],
    lake_path: Path,
    form: str,
    table_name: str,
    *,
    versions: bool,
    **settings: Any,
) -> None:
    """Compare homes."""
    if versions:
        compare_versions(voice, lake_path, sides, form)
        return
    from cordee.observatory.figures.comparison_files import make_comparison_table, to_json
    from cordee.observatory.figures.exports import write_table
    from cordee.observatory.figures.sides import ComparisonQuestion

    observatory = open_observatory(lake_path)
    written = [write_side(observatory.registry, side) for side in sides]
    found = observatory.get_comparison(ComparisonQuestion.from_text(written, **settings))
    if form == "json":
        voice.write(to_json(found, voice.language))
    elif form == "table":
        show_comparison(voice, found)
    else:
        table = make_comparison_table(table_name, found, voice.language)
        voice.write(write_table(table, form))


def show_comparison(voice: Voice, found: Any) -> None:
    """Show the indicator by year, all indicators in total, and partners in common."""
    from cordee.observatory.figures.comparison_files import name_side

    names = [name_side(one, voice.language) for one in found.sides]
    rows = [
        (f"{year}{'' if year in found.full_years else '*'}", *cells)
        for year, *cells in zip(
            found.years,
            *([write_measure(voice, each) for each in one.years] for one in found.sides),
            strict=True,
        )
    ]
    rows.append(
        (
            voice.translate(N_("total")),
            *(write_measure(voice, one.total) for one in found.sides),
        )
    )
    voice.show_table(
        voice.translate(found.indicator.label), [voice.translate(N_("Year")), *names], rows
    )
    if len(found.full_years) < len(found.years):
        voice.write(voice.translate(N_("* This year is not complete.")))
    voice.show_table(
        voice.translate(N_("All indicators, whole period")),
        [voice.translate(N_("Indicator")), *names],
        [
            (
                voice.translate(indicator.label),
                *(write_measure(voice, one.totals[place], brief=True) for one in found.sides),
            )
            for place, indicator in found.list_shown()
        ],
    )
    for overlap in (found.countries, found.organisations):
        show_overlap(voice, overlap, names)
    for caution, places in found.list_warnings():
        text = caution.sentence.to_text(voice.language)
        if len(places) < len(names):
            text = voice.pair(", ".join(names[p] for p in places), text)
        voice.write(f"• {text}")


def show_overlap(voice: Voice, overlap: Any, names: list[str]) -> None:
    """Show how many partners are common or of one side alone, and the first in common."""
    from cordee.observatory.figures.document import name_country

    common = overlap.list_common()
    if len(names) > 1 and common:
        voice.show_table(
            voice.translate(KINDS[overlap.of]),
            [voice.translate(N_("Name")), *names],
            [
                (
                    name_country(one.id, voice.language) if overlap.of == "countries" else one.name,
                    *(voice.number(works) for works in one.works),
                )
                for one in common[:MOST_SHOWN]
            ],
        )
    for place, name in enumerate(names):
        voice.write(
            voice.translate(
                N_("{name}: {total} in all, {common} common to every side, {only} its own alone."),
                name=name,
                total=voice.number(overlap.totals[place]),
                common=voice.number(overlap.common),
                only=voice.number(overlap.only[place]),
            )
        )
