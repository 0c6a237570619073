"""`cordee agreements`: who may do what with whom, kept in the ledger."""

from __future__ import annotations

import click

from cordee.cli.bringing import import_agreements
from cordee.cli.commands import Group
from cordee.kernel.messages import N_


@click.group(
    cls=Group,
    help=N_("Agreements: who may do what with whom, until when."),
    examples=["cordee agreements import agreements.xlsx --as alice@example.org --dry-run"],
)
def agreements() -> None:
    """Hold the commands of agreements together."""


agreements.add_command(import_agreements)
