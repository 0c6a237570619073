"""`cordee figures` and `cordee works`: the figures of a home, and the works behind each."""

from __future__ import annotations

import click

from cordee.cli.commands import Command


@click.command(cls=Command)
def figures() -> None:
    """Later."""


@click.command(cls=Command)
def works() -> None:
    """Later."""
