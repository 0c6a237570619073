"""`cordee link`: every affiliation of a lake tied to the organisations it names."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from cordee.cli.commands import Command, lake_option, processes_option
from cordee.cli.console import Bars, Voice
from cordee.kernel.messages import N_


def link_affiliations(voice: Voice, lake_path: Path, processes: int) -> None:
    """Link what is not linked yet and tell what was found."""
    from cordee.observatory.lake.store import open_lake
    from cordee.observatory.linking.stage import link_lake
    from cordee.reference.organisations import load_registry

    lake = open_lake(lake_path)
    with Bars(voice) as bars:
        report = link_lake(
            lake, registry=load_registry(), processes=processes, at=datetime.now(UTC), progress=bars
        )
    voice.say(
        N_("{linked} affiliations linked, {skipped} already known; {organisations} organisations."),
        linked=voice.number(report.linked),
        skipped=voice.number(report.skipped),
        organisations=voice.number(report.organisations),
    )


@click.command(
    cls=Command,
    help=N_(
        "Link the affiliations of a lake to organisations and countries. Only what is new is linked."
    ),
    examples=["cordee link --lake my-lake"],
)
@lake_option
@processes_option
@click.pass_obj
def link(voice: Voice, lake_path: Path, processes: int) -> None:
    """Link a lake."""
    link_affiliations(voice, lake_path, processes)
