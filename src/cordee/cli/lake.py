"""`cordee lake`: what a lake holds, and whether it is whole."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from cordee.cli import exits
from cordee.cli.commands import Command, Group, format_option, lake_option
from cordee.cli.console import Voice
from cordee.kernel.messages import N_


@click.group(cls=Group, help=N_("Say what a lake holds, and whether it is whole."))
def lake() -> None:
    """Hold the lake's commands together."""


@lake.command(
    cls=Command,
    help=N_("List what was ingested, when, from which files, with counts and faults."),
    examples=["cordee lake status --lake my-lake --faults"],
)
@lake_option
@click.option("--faults", is_flag=True, help=N_("List every fault of every file."))
@format_option("table", "json")
@click.pass_obj
def status(voice: Voice, lake_path: Path, form: str, *, faults: bool) -> None:
    """Show the manifest as a person reads it, or whole as JSON."""
    from cordee.observatory.lake.store import open_lake

    manifest = open_lake(lake_path).manifest
    if form == "json":
        voice.write(json.dumps(json.loads(manifest.to_bytes()), ensure_ascii=False, indent=2))
        return
    show_batches(voice, voice.translate(N_("Batches of {lake}"), lake=lake_path), manifest.batches)
    show_tables(voice, manifest.snapshot.files if manifest.snapshot else ())
    voice.write(
        voice.translate(
            N_("Linked by linker {linker} with registry {registry}.")
            if manifest.linker
            else N_("Not linked yet: run `cordee link --lake {lake}`."),
            linker=manifest.linker,
            registry=manifest.registry,
            lake=lake_path,
        )
    )
    if faults:
        for batch in manifest.batches:
            for fault in batch.faults:
                voice.write(voice.describe_fault(fault))


def show_batches(voice: Voice, title: str, batches: Iterable[Any]) -> None:
    """Show a row a batch: its file, when, how much of what."""
    counted = ("works", "declared", "deletions")
    headers = (N_("file"), N_("source"), N_("ingested at"), N_("records"), N_("declared"))
    rows = [
        (
            batch.name,
            batch.source,
            f"{voice.day(batch.at[:10])}, {batch.at[11:16]}",
            *(voice.number(batch.counts.get(name, 0)) for name in counted),
            voice.number(batch.fault_count),
            batch.sha256[:12],
        )
        for batch in batches
    ]
    columns = [voice.translate(text) for text in (*headers, N_("deletions"), N_("faults"))]
    voice.show_table(title, [*columns, "SHA-256"], rows)


def write_size(voice: Voice, size: int) -> str:
    """Return a size in megabytes."""
    return voice.translate(N_("{size} MB"), size=voice.number(size / 1e6, digits=1))


def show_tables(voice: Voice, files: Iterable[Any]) -> None:
    """Show a row a table of the snapshot: rows and size."""
    rows = [(file.table, voice.number(file.rows), write_size(voice, file.size)) for file in files]
    headers = (N_("table"), N_("rows"), N_("size"))
    columns = [voice.translate(text) for text in headers]
    voice.show_table(voice.translate(N_("What is true now")), columns, rows)


@lake.command(
    cls=Command,
    help=N_("Check every file of a lake: present, whole, and in agreement with the others."),
    examples=["cordee lake verify --lake my-lake"],
)
@lake_option
@click.pass_obj
def verify(voice: Voice, lake_path: Path) -> int:
    """Verify a lake; the exit code is 5 when anything is wrong."""
    from cordee.observatory.lake.store import open_lake
    from cordee.observatory.lake.verify import verify_lake

    found = verify_lake(open_lake(lake_path))
    voice.show_faults(found)
    if found:
        return exits.LAKE
    voice.write(voice.translate(N_("The lake is whole.")))
    return exits.OK
