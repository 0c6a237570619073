"""`cordee export`: take out everything an organisation owns."""

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
        "Write everything an organisation and its parts own to one archive: tables as CSV and as JSON, and documents.\n\n"
        "What it holds is what the account named by --as may see; the audit names it. The archive's manifest.json says what was held back."
    ),
    examples=[
        "cordee export curie.zip --as alice@example.org",
        "cordee export unit.zip --as alice@example.org --for 04t0gwh46",
    ],
)
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--as", "email", required=True, metavar="EMAIL", help=N_("The account that takes it out.")
)
@click.option(
    "--for",
    "organisation",
    default="",
    metavar="ORG",
    help=N_("The organisation, where the account may take records out at several."),
)
@state_option
@click.pass_obj
def export(voice: Voice, path: Path, email: str, organisation: str, state: Path) -> int:
    """Take everything out."""
    words = [str(path.resolve()), f"--as={email}", f"--for={organisation}"]
    return ask_steward(voice, state, "take_out", *words)
