"""`cordee jobs`: long work of the server, and how it went."""

from __future__ import annotations

from pathlib import Path

import click

from cordee.cli.commands import Command
from cordee.cli.console import Voice
from cordee.cli.steward import ask_steward, state_option
from cordee.kernel.messages import N_


@click.command(
    cls=Command,
    help=N_(
        "List long work of the server and how it went, the latest first.\n\n"
        "Large imports and the work of each day stand here; the page `/jobs` shows how far they are, stops them and begins them again."
    ),
    examples=["cordee jobs", "cordee jobs --most 100 --state /srv/cordee/state"],
)
@click.option(
    "--most", type=click.IntRange(1, 500), default=20, show_default=True, help=N_("Lines shown.")
)
@state_option
@click.pass_obj
def jobs(voice: Voice, most: int, state: Path) -> int:
    """List the jobs."""
    return ask_steward(voice, state, "list_jobs", f"--most={most}")
