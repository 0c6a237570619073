"""`cordee link-file`: the organisations that the affiliations in any table name."""

from __future__ import annotations

from pathlib import Path

import click

from cordee.cli import exits
from cordee.cli.commands import Command
from cordee.cli.console import Bars, Voice
from cordee.kernel.messages import N_


@click.command(
    "link-file",
    cls=Command,
    help=N_(
        "Link the affiliations in one column of a table, without a lake.\n\n"
        "Reads CSV, TSV, Excel, Parquet or JSON lines (found by looking at the content). Every "
        "column is kept; ror_id, country, score and reason are added, one row an organisation."
    ),
    examples=[
        "cordee link-file authors.xlsx --column Affiliation --out linked.csv",
        "cordee link-file strings.parquet --column raw_affiliation --out linked.parquet --overwrite",
    ],
)
@click.argument("source", metavar="IN", type=click.Path(path_type=Path))
@click.option("--column", required=True, help=N_("The column that holds the affiliations."))
@click.option(
    "--out",
    "target",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help=N_("Where to write; the ending says how: .parquet, .csv or .jsonl."),
)
@click.option("--overwrite", is_flag=True, help=N_("Replace the file that is there."))
@click.pass_obj
def link_file(voice: Voice, source: Path, column: str, target: Path, *, overwrite: bool) -> int:
    """Link one table; the exit code is 4 when a line of it was wrong."""
    from cordee.observatory.linking.corrections import Corrections
    from cordee.observatory.linking.link_tables import check_column, link_table
    from cordee.observatory.linking.linker import Linker
    from cordee.observatory.linking.table_files import open_table
    from cordee.observatory.linking.table_writers import check_target
    from cordee.reference.organisations import load_registry

    # Said before the index is compiled, which takes minutes the first time.
    table = open_table(source)
    check_column(table, column)
    check_target(target, source, overwrite=overwrite)
    registry = load_registry()
    corrections = Corrections.load(None, registry)
    with Bars(voice) as bars:
        linker = Linker.load(registry, progress=bars, corrections=corrections)
        found = link_table(table, column, target, linker, overwrite=overwrite, progress=bars)
    voice.show_faults(found.faults)
    voice.say(
        N_(
            "{rows} rows, {strings} distinct affiliations, {named} of them name an organisation; "
            "{written} rows written to {file} with the columns {columns}."
        ),
        rows=voice.number(found.rows),
        strings=voice.number(found.strings),
        named=voice.number(found.named),
        written=voice.number(found.written),
        file=target,
        columns=", ".join(found.added),
    )
    return exits.SOURCE if found.fault_count else exits.OK
