"""`cordee explain`: which organisations an affiliation names, and why."""

from __future__ import annotations

import click

from cordee.cli.commands import Command
from cordee.cli.console import Bars, Voice
from cordee.kernel.messages import N_


@click.command(
    cls=Command,
    help=N_("Show which organisations and countries an affiliation names, and why."),
    epilog=N_(
        "\b\n"
        "Example:\n"
        '  cordee explain "Inserm U830, Institut Curie, PSL, 26 rue d\'Ulm, 75005 Paris"'
    ),
)
@click.argument("affiliation", nargs=-1, required=True)
@click.pass_obj
def explain(voice: Voice, affiliation: tuple[str, ...]) -> None:
    """Explain one affiliation; several arguments are one text, as an unquoted paste would be."""
