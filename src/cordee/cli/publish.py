"""`cordee publish`: what an administrator chose to tell the world, written to the terminal or a file."""

from __future__ import annotations

from pathlib import Path

import click

from cordee.cli.commands import Command, Group
from cordee.cli.console import Voice
from cordee.cli.steward import ask_steward, state_option
from cordee.kernel.messages import N_


@click.group(
    cls=Group,
    help=N_(
        "What is told to the world: what an administrator chose under Settings, and nothing else."
    ),
    examples=["cordee publish cerif2 > cerif2.ttl"],
)
def publish() -> None:
    """Hold the commands of what is published together."""


@publish.command(
    "cerif2",
    cls=Command,
    help=N_(
        "Write facilities, equipment, services, skills, instruments, calls and prizes that are published, as RDF in the words of CERIF 2.\n\n"
        "The same stands at /cerif2.ttl and /cerif2.jsonld of the server."
    ),
    examples=["cordee publish cerif2", "cordee publish cerif2 --form jsonld > cerif2.jsonld"],
)
@click.option(
    "--form",
    type=click.Choice(["ttl", "jsonld"]),
    default="ttl",
    show_default=True,
    help=N_("Turtle, or JSON-LD."),
)
@state_option
@click.pass_obj
def cerif2(voice: Voice, form: str, state: Path) -> int:
    """Write what is told as RDF."""
    return ask_steward(voice, state, "publish_cerif2", "--form", form)
