"""Commands that bring a table into the ledger: what they have in common is said once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from cordee.cli.commands import Callback, Command, Group
from cordee.cli.console import Voice
from cordee.cli.steward import ask_steward, state_option
from cordee.kernel.messages import N_


def import_options(function: Callback) -> Callback:
    """Add whose rights count, for whom it is, and how it is brought in."""
    for option in (
        state_option,
        click.option(
            "--only-good",
            is_flag=True,
            help=N_("Bring in the lines without fault, leave the others."),
        ),
        click.option("--dry-run", is_flag=True, help=N_("Say what would be done; write nothing.")),
        click.option(
            "--for",
            "organisation",
            default="",
            metavar="ORG",
            help=N_("Who keeps the records: a ROR id or exact name, if it may be several."),
        ),
        click.option(
            "--as",
            "email",
            required=True,
            metavar="EMAIL",
            help=N_("The account that imports: its roles decide what it may, the audit names it."),
        ),
    ):
        function = option(function)
    return function


def file_argument(function: Callback) -> Callback:
    """Add the one file that is brought in."""
    path = click.Path(path_type=Path, exists=True, dir_okay=False)
    return click.argument("path", type=path)(function)


@click.command(
    "import",
    cls=Command,
    help=N_(
        "Bring organisations, people, or facilities with equipment and services in from a table (CSV or Excel), all in one transaction.\n\n"
        "Every fault is said by line and column, and nothing is written unless there is none or --only-good is given. Columns are known by their headers, in French or English; the page `/import` lets you choose others, which are remembered."
    ),
    examples=[
        "cordee directory import organisations.xlsx --as alice@example.org --dry-run",
        "cordee directory import organisations.csv --as alice@example.org --for 04t0gwh46",
        "cordee directory import people.csv --what people --as alice@example.org",
    ],
)
@click.option(
    "--what",
    type=click.Choice(["organisations", "people", "resources"]),
    default="organisations",
    show_default=True,
    help=N_("What the file holds; resources are facilities, equipment and services."),
)
@import_options
@file_argument
@click.pass_obj
def import_into_directory(
    voice: Voice, /, path: Path, state: Path, what: str, **options: Any
) -> int:
    """Bring a table of organisations, people or resources in."""
    return _bring_in(voice, what, [path], state, **options)


@click.command(
    "import",
    cls=Command,
    help=N_(
        "Bring agreements, or what they permit, in from a table (CSV or Excel), all in one transaction.\n\n"
        "Every fault is said by line and column, and nothing is written unless there is none or --only-good is given. Columns are known by their headers, in French or English; the page `/import` lets you choose others, which are remembered."
    ),
    examples=[
        "cordee agreements import agreements.xlsx --as alice@example.org --dry-run",
        "cordee agreements import agreements.csv --as alice@example.org --for 04t0gwh46",
        "cordee agreements import permits.csv --what permits --as alice@example.org",
    ],
)
@click.option(
    "--what",
    type=click.Choice(["agreements", "permits"]),
    default="agreements",
    show_default=True,
    help=N_("What the file holds: agreements, or what they permit."),
)
@import_options
@file_argument
@click.pass_obj
def import_agreements(voice: Voice, /, path: Path, state: Path, what: str, **options: Any) -> int:
    """Bring a table of agreements, or of what they permit, in."""
    return _bring_in(voice, what, [path], state, **options)


@click.group(
    cls=Group,
    help=N_("The portfolio of projects: awards, and grants from elsewhere."),
    examples=["cordee grants import cordis-HORIZONprojects-csv.zip --as alice@example.org"],
)
def grants() -> None:
    """Hold the commands of the portfolio together."""


@grants.command(
    "import",
    cls=Command,
    help=N_(
        "Bring European projects in from CORDIS: its archive as CSV, or project.csv and organization.csv together, all in one transaction.\n\n"
        "Only projects are brought in in which the office, or a part of it, takes part: by the Commission's number of a participant once tied to its entry, or by its full name where one organisation alone bears it. A project that is here already, by its grant number, is brought up to date. Every fault is said by file, line and column, and nothing is written unless there is none or --only-good is given. The page `/import` lists the import and undoes it whole."
    ),
    examples=[
        "cordee grants import cordis-HORIZONprojects-csv.zip --as alice@example.org --dry-run",
        "cordee grants import project.csv organization.csv --as alice@example.org --for 02vjkv261",
    ],
)
@import_options
@click.argument(
    "paths",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
)
@click.pass_obj
def import_grants(voice: Voice, /, paths: tuple[Path, ...], state: Path, **options: Any) -> int:
    """Bring projects of CORDIS in."""
    return _bring_in(voice, "cordis", paths, state, **options)


def _bring_in(
    voice: Voice,
    kind: str,
    paths: Sequence[Path],
    state: Path,
    *,
    email: str,
    organisation: str,
    dry_run: bool,
    only_good: bool,
) -> int:
    files = [str(path.resolve()) for path in paths]
    words = [f"--as={email}", f"--for={organisation}"]
    words += ["--dry-run"] if dry_run else []
    words += ["--only-good"] if only_good else []
    return ask_steward(voice, state, "bring_in", kind, *files, *words)
