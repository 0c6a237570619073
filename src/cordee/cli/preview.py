"""`cordee preview`: what is in publication files, before they are brought into a lake."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from cordee.cli import exits
from cordee.cli.commands import Command, format_option, processes_option
from cordee.cli.console import Bars, Voice
from cordee.kernel.messages import N_


MOST_SHOWN = 15  # rows of a table in a terminal; files have all
MOST_IN_SQUARE = 10  # countries of the matrix that a terminal's width holds
SHARES = {4, 6}  # which columns of the table of countries are


@click.command(
    cls=Command,
    help=N_(
        "Look at publication files without a lake: records, years, types, countries, international "
        "share, and the matrix of who publishes with whom.\n\n"
        "Reads what `cordee ingest` reads, in one pass, and writes nothing. Countries are those that "
        "an affiliation states; the linker reads the others. A work that several files hold is counted "
        "once, by DOI or PubMed id. CSV is the table of countries, with --matrix the matrix, one row a "
        "pair of countries, by full and by fractional counting."
    ),
    examples=[
        "cordee preview export.csv",
        "cordee preview pubmed21n1298.xml.gz --matrix --format csv > matrix.csv",
        "cordee preview downloads/ --format json",
    ],
)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--matrix", is_flag=True, help=N_("Show who publishes with whom."))
@format_option("table", "csv", "json")
@processes_option
@click.pass_obj
def preview(
    voice: Voice, paths: tuple[Path, ...], form: str, processes: int, *, matrix: bool
) -> int:
    """Look at files; the exit code is 4 when anything in them was wrong, even one year."""
    from cordee.observatory.linking.starting import skip_linear_algebra
    from cordee.observatory.preview.look import look_at
    from cordee.observatory.preview.tables import make_country_sheet, make_matrix_sheet, to_dict

    skip_linear_algebra()
    with Bars(voice) as bars:
        look = look_at(paths, at=datetime.now(UTC), processes=processes, progress=bars)
    if form == "json":
        found = to_dict(look, language=voice.language, matrix=matrix)
        voice.write(json.dumps(found, ensure_ascii=False, indent=2))
    elif form == "csv":
        make = make_matrix_sheet if matrix else make_country_sheet
        voice.write(make(look, voice.language).to_csv())
    else:
        show(voice, look, matrix=matrix)
    voice.show_faults(look.faults)
    return exits.SOURCE if look.faults else exits.OK


def show(voice: Voice, look: Any, *, matrix: bool) -> None:
    """Show what a person asks first of files: how much, of what, from where."""
    from cordee.observatory.preview.tables import (
        make_country_sheet,
        make_kind_sheet,
        make_square_sheet,
        make_year_sheet,
    )

    counts = look.counts
    for file in look.files:
        if file.source:
            voice.write(
                voice.translate(
                    N_("{file}: {records} records ({source}), {skipped} skipped."),
                    file=file.name,
                    records=voice.number(file.records),
                    source=file.source,
                    skipped=voice.number(file.skipped),
                )
            )
    voice.write(
        voice.translate(
            N_("{works} works, {texts} distinct affiliations."),
            works=voice.number(counts.works),
            texts=voice.number(look.texts),
        )
    )
    if counts.covered_works:
        voice.write(
            voice.translate(
                N_(
                    "Countries are known of {covered} works ({share}); of these {international} are international ({part})."
                ),
                covered=voice.number(counts.covered_works),
                share=voice.percent(counts.covered_works / counts.works),
                international=voice.number(counts.international_works),
                part=voice.percent(counts.international_works / counts.covered_works),
            )
        )
    years = make_year_sheet(look, voice.language)
    show_sheet(voice, N_("By year"), years.headers, years.rows[-MOST_SHOWN:])
    for title, sheet in (
        (N_("By type"), make_kind_sheet(look, voice.language)),
        (N_("Countries"), make_country_sheet(look, voice.language)),
    ):
        show_sheet(voice, title, sheet.headers, sheet.rows[:MOST_SHOWN])
    for title, fractional in (
        (N_("Works of two countries, full counting"), False),
        (N_("Works of two countries, fractional counting: the part of the column's country"), True),
    ):
        if matrix:
            square = make_square_sheet(look, MOST_IN_SQUARE, voice.language, fractional=fractional)
            show_sheet(voice, title, square.headers, square.rows)


def show_sheet(voice: Voice, title: str, headers: Any, rows: Any) -> None:
    """Show one table, unless it is empty."""
    if rows:
        shares = SHARES if title == "Countries" else set()
        voice.show_table(
            voice.translate(title),
            headers,
            [
                [voice.write_cell(cell, share=place in shares) for place, cell in enumerate(row)]
                for row in rows
            ],
        )
