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
        "cordee agreements write FR-2026-014 --as alice@example.org --out agreement.docx",
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


@agreements.command(
    cls=Command,
    help=N_(
        "Write an agreement as a Word document, filled from its record.\n\n"
        "Without --language it is written in each language that a party signs in, one file each: agreement.fr.docx and agreement.en.docx. The articles are a starting text for legal counsel."
    ),
    examples=[
        "cordee agreements write FR-2026-014 --as alice@example.org --language fr --out accord.docx",
        "cordee agreements write FR-2026-014 --as alice@example.org --out agreement.docx",
    ],
)
@click.argument("reference")
@click.option(
    "--language", type=click.Choice(["fr", "en"]), help=N_("The language of the document.")
)
@click.option(
    "--out",
    "path",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    metavar="FILE",
    help=N_("Where to write it."),
)
@click.option(
    "--as",
    "email",
    required=True,
    metavar="EMAIL",
    help=N_("The account that writes: its roles decide what it may see, the audit names it."),
)
@state_option
@click.pass_obj
def write(
    voice: Voice, reference: str, language: str | None, path: Path, email: str, state: Path
) -> int:
    """Write an agreement as a Word document."""
    words = [f"--as={email}"]
    words += [f"--language={language}"] if language else []
    return ask_steward(
        voice, state, "agreement_write", *words, "--", reference, str(path.resolve())
    )
