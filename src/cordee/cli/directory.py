"""`cordee directory`: enter organisations of the registry, search, take the directory out as a table."""

from __future__ import annotations

from pathlib import Path

import click

from cordee.cli.bringing import import_into_directory
from cordee.cli.commands import Command, Group
from cordee.cli.console import Voice
from cordee.cli.steward import ask_steward, state_option
from cordee.kernel.messages import N_


@click.group(
    cls=Group,
    help=N_(
        "The directory: organisations, people, facilities, skills and themes.\n\n"
        "These commands ask for no account: whoever can read the ledger's folder may use them. The audit names the command line."
    ),
    examples=[
        "cordee directory add-ror 04t0gwh46 --with-parts",
        "cordee directory search cryostat",
        "cordee directory export directory.csv",
    ],
)
def directory() -> None:
    """Hold the commands of the directory together."""


@directory.command(
    "add-ror",
    cls=Command,
    help=N_("Enter organisations of the ROR registry, with the links between them."),
    examples=[
        "cordee directory add-ror 04t0gwh46 02vjkv261",
        "cordee directory add-ror 04t0gwh46 --with-parts --kept-by 02vjkv261",
    ],
)
@click.argument("rors", nargs=-1, required=True, metavar="ROR...")
@click.option("--with-parts", is_flag=True, help=N_("With all that is part of them."))
@click.option("--with-parents", is_flag=True, help=N_("With all they are part of."))
@click.option(
    "--kept-by",
    metavar="ROR",
    help=N_("An organisation of the directory whose editors keep the new entries."),
)
@state_option
@click.pass_obj
def add_ror(
    voice: Voice,
    rors: tuple[str, ...],
    *,
    with_parts: bool,
    with_parents: bool,
    kept_by: str | None,
    state: Path,
) -> int:
    """Enter organisations."""
    words = [*rors]
    words += ["--with-parts"] if with_parts else []
    words += ["--with-parents"] if with_parents else []
    words += [f"--kept-by={kept_by}"] if kept_by else []
    return ask_steward(voice, state, "directory_add_ror", *words)


@directory.command(
    cls=Command,
    help=N_("Search everything in the directory, as the page does."),
    examples=["cordee directory search cryostat", 'cordee directory search "oncologie lyon"'],
)
@click.argument("text")
@state_option
@click.pass_obj
def search(voice: Voice, text: str, state: Path) -> int:
    """Search the directory."""
    return ask_steward(voice, state, "directory_search", "--", text)


@directory.command(
    cls=Command,
    help=N_("Write the directory to a CSV file, one line an entry, without e-mail addresses."),
    examples=["cordee directory export directory.csv"],
)
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
@state_option
@click.pass_obj
def export(voice: Voice, path: Path, state: Path) -> int:
    """Export the directory."""
    return ask_steward(voice, state, "directory_export", str(path.resolve()))


directory.add_command(import_into_directory)
