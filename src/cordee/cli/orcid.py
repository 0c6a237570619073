"""`cordee orcid`: the works that persons list in ORCID, held against a lake."""

from __future__ import annotations

from pathlib import Path

import click

from cordee.cli import exits
from cordee.cli.commands import Command, Group, format_option, lake_option
from cordee.cli.console import Voice
from cordee.kernel.messages import N_


@click.group(
    cls=Group,
    help=N_("Hold the works that persons list in ORCID against a lake."),
    examples=["cordee orcid check 0000-0002-1825-0097.json --lake my-lake"],
)
def orcid() -> None:
    """Hold ORCID's commands together."""


@orcid.command(
    cls=Command,
    help=N_(
        "Tell which works that persons list are in a lake, which are not, and which are there without "
        "their ORCID; and works that bear their ORCID and are not listed.\n\n"
        "Reads public ORCID records (JSON or XML, version 3.0), or a CSV with the columns orcid and doi "
        "or pmid. Works are looked up by DOI and PMID."
    ),
    examples=[
        "cordee orcid check 0000-0002-1825-0097.json --lake my-lake",
        "cordee orcid check records/ --lake my-lake --of works --format csv > check.csv",
        "cordee orcid check team.csv --lake my-lake --state missing --of works",
    ],
)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@lake_option
@click.option(
    "--of",
    type=click.Choice(["persons", "works"]),
    default="persons",
    show_default=True,
    help=N_("What to list."),
)
@click.option(
    "--state",
    type=click.Choice(["marked", "unmarked", "missing", "unidentified", "unlisted"]),
    help=N_("With --of works: only works that stand so."),
)
@format_option("table", "json", "csv", "md")
@click.pass_obj
def check(
    voice: Voice, paths: tuple[Path, ...], lake_path: Path, of: str, state: str | None, form: str
) -> int:
    """Check lists; the exit code is 4 when anything in the files was wrong."""
    from dataclasses import replace

    from cordee.observatory.figures import orcid as checking
    from cordee.observatory.figures.exports import write_table
    from cordee.observatory.lake.store import open_lake
    from cordee.observatory.sources.orcid import read_claims
    from cordee.observatory.sources.sniff import find_files

    lake = open_lake(lake_path)
    read = read_claims(find_files(paths))
    found = checking.check_claims(lake, read.persons, read.claims)
    if state:
        found = replace(found, works=tuple(one for one in found.works if one.state == state))
    voice.show_faults(read.faults)
    make = checking.make_persons_table if of == "persons" else checking.make_works_table
    table = make(found, voice.language)
    if form == "table":
        rows = [[voice.write_cell(cell, share=False) for cell in row] for row in table.rows]
        voice.show_table("", table.headers, rows)
    else:
        voice.write(checking.to_json(found) if form == "json" else write_table(table, form))
    return exits.SOURCE if read.faults else exits.OK
