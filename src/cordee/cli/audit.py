"""`cordee audit`: prove that no line of the audit was changed, dropped, moved or cut off."""

from __future__ import annotations

from pathlib import Path

import click

from cordee.cli.commands import Command, Group
from cordee.cli.console import Voice
from cordee.cli.steward import ask_steward, state_option
from cordee.kernel.messages import N_


@click.group(
    cls=Group,
    help=N_("The audit: who did or saw what, when, from where and why."),
    examples=["cordee audit verify", "cordee audit export audit.jsonl"],
)
def audit() -> None:
    """Hold the commands of the audit together."""


@audit.command(
    cls=Command,
    help=N_(
        "Prove the audit whole, or name every line that was edited, deleted, moved or cut off.\n\n"
        "With --file an export is proved instead of the ledger: an outsider needs the export, the signed heads and the public key, and no access to the database."
    ),
    examples=[
        "cordee audit verify",
        "cordee audit verify --file audit.jsonl --heads audit-heads.jsonl --public-key audit-public-key.pem",
    ],
)
@click.option(
    "--file",
    "export_path",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help=N_("An export of the audit, instead of the ledger."),
)
@click.option(
    "--heads",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help=N_("The signed last lines of each day; those in the state's folder unless given."),
)
@click.option(
    "--public-key",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help=N_("The key that proves them; the one in the state's folder unless given."),
)
@state_option
@click.pass_obj
def verify(
    voice: Voice,
    export_path: Path | None,
    heads: Path | None,
    public_key: Path | None,
    state: Path,
) -> int:
    """Verify the audit."""
    words = [
        f"--{name}={path.resolve()}"
        for name, path in (("file", export_path), ("heads", heads), ("public-key", public_key))
        if path is not None
    ]
    return ask_steward(voice, state, "audit_verify", *words)


@audit.command(
    cls=Command,
    help=N_(
        "Write every line of the audit to a file, one JSON object a line, for an outsider to verify."
    ),
    examples=["cordee audit export audit.jsonl"],
)
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
@state_option
@click.pass_obj
def export(voice: Voice, path: Path, state: Path) -> int:
    """Export the audit."""
    return ask_steward(voice, state, "audit_export", str(path.resolve()))
