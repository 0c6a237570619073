"""`cordee instruments`: what helps a cooperation on, as data: listed, shown, checked before it is brought in."""

from __future__ import annotations

from pathlib import Path

import click

from cordee.cli.commands import Callback, Command, Group, format_option
from cordee.cli.console import Voice
from cordee.cli.steward import (
    ask_steward,
    check_pages_are_installed,
    make_environment,
    run_steward,
    state_option,
)
from cordee.kernel.messages import N_


@click.group(
    cls=Group,
    help=N_(
        "Instruments of cooperation: what they give, to whom, by which rules.\n\n"
        "Those that are published can be read by everybody; with --as an account sees its office's drafts too."
    ),
    examples=[
        "cordee instruments list",
        "cordee instruments show first-step --lang fr",
        "cordee instruments check my-instrument.json",
    ],
)
def instruments() -> None:
    """Hold the commands of instruments together."""


def reading_options(function: Callback) -> Callback:
    """Add whose eyes read, which instruments are read, and the ledger's folder."""
    for option in (
        state_option,
        click.option(
            "--shipped", is_flag=True, help=N_("Those that ship with Cordée; no ledger is read.")
        ),
        click.option(
            "--as",
            "email",
            default="",
            metavar="EMAIL",
            help=N_("The account that reads: its roles decide which drafts it sees."),
        ),
    ):
        function = option(function)
    return function


@instruments.command(
    "list",
    cls=Command,
    help=N_("List the instruments: code, name, aim, money, duration, how one applies."),
    examples=["cordee instruments list", "cordee instruments list --shipped --format json"],
)
@reading_options
@format_option("table", "json")
@click.pass_obj
def list_all(voice: Voice, email: str, state: Path, form: str, *, shipped: bool) -> int:
    """List the instruments."""
    return ask(voice, state, "instrument_list", email=email, form=form, shipped=shipped)


@instruments.command(
    cls=Command,
    help=N_(
        "Show an instrument, by its code: all it says in words, or with --format json the file from "
        "which another ledger brings it in."
    ),
    examples=[
        "cordee instruments show pri",
        "cordee instruments show pri --shipped --format json > pri.json",
    ],
)
@click.argument("code")
@reading_options
@format_option("text", "json")
@click.pass_obj
def show(voice: Voice, code: str, email: str, state: Path, form: str, *, shipped: bool) -> int:
    """Show one instrument."""
    return ask(voice, state, "instrument_show", code, email=email, form=form, shipped=shipped)


@instruments.command(
    cls=Command,
    help=N_(
        "Say all that is wrong with files of instruments, each fault at its place, before they are "
        "brought in. Reads no ledger and writes nothing; the exit code is 4 when anything is wrong."
    ),
    examples=[
        "cordee instruments check my-instrument.json",
        "cordee instruments check instruments/*.json",
    ],
)
@click.argument(
    "paths",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
)
@click.pass_obj
def check(voice: Voice, paths: tuple[Path, ...]) -> int:
    """Check files of instruments."""
    check_pages_are_installed()
    return run_steward(make_environment(voice, Path()), "instrument_check", "--", *map(str, paths))


def ask(
    voice: Voice, state: Path, name: str, *words: str, email: str, form: str, shipped: bool
) -> int:
    """Ask the ledger, or where the shipped ones are asked for nothing but the package."""
    options = [f"--as={email}"] if email else []
    options += ["--shipped"] if shipped else []
    options += ["--json"] if form == "json" else []
    if shipped:
        check_pages_are_installed()
        return run_steward(make_environment(voice, state), name, *options, "--", *words)
    return ask_steward(voice, state, name, *options, "--", *words)
