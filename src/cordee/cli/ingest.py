"""`cordee ingest`: publication files, or tables of declared collaborations, into a lake."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from cordee.cli import exits
from cordee.cli.commands import Command, lake_option, processes_option
from cordee.cli.console import Bars, Voice
from cordee.kernel.messages import N_


OUTCOMES = {
    "ingested": N_("{file}: {records} records read ({source}), {skipped} skipped."),
    "duplicate": N_("{file}: in the lake already, nothing to do."),
    "refused": N_("{file}: refused, nothing of it was kept."),
}


def read_files(
    voice: Voice, paths: tuple[Path, ...], lake_path: Path, pairs: tuple[str, ...], processes: int
) -> int:
    """Ingest `paths`, tell what was read and what was wrong, and return the exit code."""
    from cordee.observatory.lake.ingest import ingest as ingest_files
    from cordee.observatory.lake.store import create_lake
    from cordee.observatory.sources.columns import ColumnMap

    columns = ColumnMap.from_pairs(pairs) if pairs else None
    at = datetime.now(UTC)
    with Bars(voice) as bars:
        report = ingest_files(
            create_lake(lake_path, at=at),
            paths,
            at=at,
            column_map=columns,
            processes=processes,
            progress=bars,
        )
    voice.show_faults(report.faults)
    for file in report.files:
        voice.say(
            OUTCOMES[file.outcome.value],
            file=file.name,
            source=file.source,
            records=voice.number(file.records),
            skipped=voice.number(file.skipped),
        )
    voice.say(N_("The lake now holds {works} works."), works=voice.number(report.works))
    return exits.SOURCE if report.faults else exits.OK


@click.command(
    cls=Command,
    help=N_(
        "Read publication files or folders into a lake.\n\n"
        "PubMed XML; OpenAlex works (JSON lines, API page, CSV export, the snapshot's folder); HAL (API "
        "JSON, CSV); Crossref (API JSON, JSON lines, files and tar of the public dump); Europe PMC (JSON, "
        "XML, resultType=core); Scopus (CSV) and Web of Science (plain text, tab-delimited) exports; "
        "European projects (CORDIS CSV); tables of declared collaborations (CSV, Excel, with --map). Plain, gzipped or zipped. The format is found by looking at the content."
    ),
    examples=[
        "cordee ingest pubmed21n1298.xml.gz --lake my-lake",
        "cordee ingest downloads/ works.jsonl.gz --lake my-lake",
        "cordee ingest hal.json crossref-dump.tar europepmc.xml --lake my-lake",
        "cordee ingest declared.xlsx --lake my-lake --map partner=Partenaire --map country=Pays",
    ],
)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@lake_option
@click.option(
    "--map",
    "pairs",
    multiple=True,
    metavar="FIELD=COLUMN",
    help=N_(
        "For a table: which column holds which field; FIELD==VALUE gives a constant. Repeat it."
    ),
)
@processes_option
@click.pass_obj
def ingest(
    voice: Voice, paths: tuple[Path, ...], lake_path: Path, pairs: tuple[str, ...], processes: int
) -> int:
    """Ingest files; the exit code is 4 when anything in them was wrong, even one year."""
    return read_files(voice, paths, lake_path, pairs, processes)
