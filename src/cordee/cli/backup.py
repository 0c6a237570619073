"""`cordee backup` and `cordee restore`: the whole ledger as one file, and back."""

from __future__ import annotations

from pathlib import Path

import click

from cordee.cli.commands import Command
from cordee.cli.console import Voice
from cordee.cli.steward import ask_steward, make_state, state_option
from cordee.kernel.messages import N_


@click.command(
    cls=Command,
    help=N_(
        "Write the whole ledger to one file: every table, key and document.\n\n"
        "The file holds people's names and the keys of the audit; keep it as safe as the ledger, or encrypt it. It fits SQLite and PostgreSQL alike. People may go on working meanwhile."
    ),
    examples=["cordee backup ledger.cordee", "cordee backup ledger.cordee --encrypt"],
)
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--encrypt", is_flag=True, help=N_("Ask for a passphrase and encrypt the file by it.")
)
@state_option
@click.pass_obj
def backup(voice: Voice, path: Path, state: Path, *, encrypt: bool) -> int:
    """Back the ledger up."""
    secret = ask_passphrase(voice, confirm=True) if encrypt else None
    words = ["--passphrase"] if encrypt else []
    return ask_steward(voice, state, "back_up", str(path.resolve()), *words, secret=secret)


@click.command(
    cls=Command,
    help=N_(
        "Put a backup's ledger in place of an empty one, and prove its audit.\n\n"
        "The state's folder is made when it is not there. A ledger that holds anything is never overwritten."
    ),
    examples=["cordee restore ledger.cordee --state new-state"],
)
@click.argument("path", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--encrypted", is_flag=True, help=N_("Ask for the passphrase of an encrypted file."))
@state_option
@click.pass_obj
def restore(voice: Voice, path: Path, state: Path, *, encrypted: bool) -> int:
    """Restore a ledger."""
    secret = ask_passphrase(voice, confirm=False) if encrypted else None
    words = ["--passphrase"] if encrypted else []
    make_state(state)
    return ask_steward(voice, state, "restore", str(path.resolve()), *words, secret=secret)


def ask_passphrase(voice: Voice, *, confirm: bool) -> str:
    """Ask for a passphrase without showing it; what is passed on never stands in a command line."""
    answer: str = click.prompt(
        voice.translate(N_("Passphrase")),
        hide_input=True,
        confirmation_prompt=voice.translate(N_("Once more")) if confirm else False,
        err=True,
    )
    return answer
