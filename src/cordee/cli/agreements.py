"""`cordee agreements`: who may do what with whom, kept in the ledger."""

from __future__ import annotations

from pathlib import Path

import click

from cordee.cli.bringing import import_agreements
from cordee.cli.commands import Command, Group
from cordee.cli.console import Voice
from cordee.cli.steward import ask_steward, state_option
from cordee.kernel.messages import N_


@click.group(
    cls=Group,
    help=N_("Agreements: who may do what with whom, until when."),
    examples=[
        "cordee agreements import agreements.xlsx --as alice@example.org --dry-run",
        "cordee agreements remind",
    ],
)
def agreements() -> None:
    """Hold the commands of agreements together."""


agreements.add_command(import_agreements)


@agreements.command(
    cls=Command,
    help=N_(
        "Write to officers about agreements that end, or ask for notice, within 12, 6 and 3 months.\n\n"
        "Each day is written about once at each distance, so the command may run every day."
    ),
    examples=["cordee agreements remind", "cordee agreements remind --state /srv/cordee/state"],
)
@state_option
@click.pass_obj
def remind(voice: Voice, state: Path) -> int:
    """Send the letters that are due."""
    return ask_steward(voice, state, "send_reminders")
