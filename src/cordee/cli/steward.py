"""Commands over the ledger: asked here, carried out by the web front door in a process of its own.

The command line does not import Django, so that a machine without the web extra keeps all other
commands; what is done to the ledger is done by the code that serves it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

import click

from cordee.cli import exits
from cordee.cli.commands import Callback
from cordee.cli.console import Voice
from cordee.kernel.errors import NotFoundError, UsageError
from cordee.kernel.messages import N_


def state_option(function: Callback) -> Callback:
    """Add ``--state DIR``, the same on each command that reads or writes the ledger."""
    return click.option(
        "--state",
        type=click.Path(path_type=Path, file_okay=False),
        default=lambda: Path(os.environ.get("CORDEE_STATE", "state")),
        show_default=N_("$CORDEE_STATE, else state"),
        metavar="DIR",
        help=N_("The folder of the ledger, its keys and documents."),
    )(function)


def check_pages_are_installed() -> None:
    """Raise `UsageError` when the web extra is not installed."""
    if find_spec("granian") is None or find_spec("django") is None:
        raise UsageError(N_("The pages are not installed. Run: pip install 'cordee[web]'."))


def make_environment(voice: Voice, state: Path) -> dict[str, str]:
    """Return what the web front door reads its settings from.

    What it says here is in the language of this terminal. Readers whose own is not known keep that of
    `CORDEE_LANGUAGE`, where an administrator has set one.
    """
    return {
        **os.environ,
        "CORDEE_STATE": str(state.resolve()),
        "CORDEE_LANGUAGE": os.environ.get("CORDEE_LANGUAGE") or voice.language,
        "CORDEE_SPEAKS": voice.language,
        "DJANGO_SETTINGS_MODULE": "cordee.web.settings",
    }


def run_steward(
    environment: Mapping[str, str], name: str, *words: str, secret: str | None = None
) -> int:
    """Run one command of the web front door, which speaks for itself, and return its exit code.

    `secret` goes to its standard input: a command line can be read by others on the machine.
    """
    command = [sys.executable, "-m", "django", name, *words]
    told = f"{secret}\n".encode() if secret is not None else None
    done = subprocess.run(command, env=environment, input=told, check=False)  # noqa: S603 -- our own interpreter
    # A command that looked at files, or for one thing by name, says itself what it found.
    told_by_it = {exits.OK, exits.NOT_FOUND, exits.SOURCE}
    return done.returncode if done.returncode in told_by_it else exits.LEDGER


def make_state(state: Path) -> None:
    """Make the state's folder, which only its owner enters, unless it is there."""
    state.mkdir(mode=0o700, parents=True, exist_ok=True)


def ask_steward(
    voice: Voice, state: Path, name: str, *words: str, secret: str | None = None
) -> int:
    """Run a command over the ledger in `state`, which must be there, and return its exit code."""
    check_pages_are_installed()
    if not state.is_dir():
        raise NotFoundError(
            N_(
                "There is no ledger in {folder}. Name its folder with --state; `cordee serve` makes one."
            ),
            folder=state,
        )
    return run_steward(make_environment(voice, state), name, *words, secret=secret)
