"""`cordee token`: the access tokens of programs, for who runs the server."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import click

from cordee.cli.commands import Command, Group
from cordee.cli.console import Voice
from cordee.cli.steward import ask_steward, state_option
from cordee.kernel.messages import N_


@click.group(
    cls=Group,
    help=N_("Access tokens of programs: people make theirs on the page of their account."),
    examples=["cordee token list", "cordee token revoke 0f9a6c1e-5d7b-4a40-9a51-2f0f4c1d7b33"],
)
def token() -> None:
    """Hold the commands of tokens together."""


@token.command(
    "list",
    cls=Command,
    help=N_(
        "List the tokens that work: identifier, owner, program, scopes, last day, last use.\n\n"
        "The columns are parted by tabs. No secret is kept, so none is shown."
    ),
    examples=["cordee token list", "cordee token list --all --state /srv/cordee/state"],
)
@click.option("--all", "show_all", is_flag=True, help=N_("Those that ended or were revoked too."))
@state_option
@click.pass_obj
def list_tokens(voice: Voice, state: Path, *, show_all: bool) -> int:
    """List the tokens."""
    return ask_steward(voice, state, "token_list", *(["--all"] if show_all else []))


@token.command(
    cls=Command,
    help=N_("Revoke tokens, whoever made them: they open nothing from then on."),
    examples=["cordee token revoke 0f9a6c1e-5d7b-4a40-9a51-2f0f4c1d7b33"],
)
@click.argument("tokens", nargs=-1, required=True, type=click.UUID, metavar="ID...")
@state_option
@click.pass_obj
def revoke(voice: Voice, tokens: tuple[UUID, ...], state: Path) -> int:
    """Revoke tokens."""
    return ask_steward(voice, state, "token_revoke", *map(str, tokens))
