"""Write docs/reference/commands.md from the commands themselves, so that it cannot be out of date."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from cordee.cli.__main__ import cli
from cordee.cli.console import Voice
from cordee.cli.exits import MEANINGS


ROOT = Path(__file__).parents[1]
TARGET = ROOT / "docs" / "reference" / "commands.md"
WIDTH = 96


def describe(command: click.Command, path: str, parent: click.Context | None) -> list[str]:
    """Return the help of `command` and of the commands under it."""
    context = click.Context(
        command,
        info_name=path.rpartition(" ")[2],
        parent=parent,
        obj=Voice("en"),
        terminal_width=WIDTH,
        max_content_width=WIDTH,
        help_option_names=["-h", "--help"],
    )
    lines = [f"## `{path}`", "", "```text", command.get_help(context), "```", ""]
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            lines += describe(command.commands[name], f"{path} {name}", context)
    return lines


def make() -> str:
    """Return the whole page."""
    lines = [
        "# Commands",
        "",
        "Each speaks French or English: `--lang fr`, `CORDEE_LANG`, or the system's language. Results go",
        "to standard output, progress and remarks to standard error.",
        "",
        "| exit code | meaning |",
        "| --- | --- |",
        *(f"| {code} | {meaning} |" for code, meaning in MEANINGS.items()),
        "",
        *describe(cli, "cordee", None),
    ]
    return "\n".join(line.rstrip() for line in "\n".join(lines).splitlines()) + "\n"


if __name__ == "__main__":
    if "--print" in sys.argv:
        sys.stdout.write(make())
    else:
        TARGET.write_text(make(), encoding="utf-8")
