"""Commands and groups of click whose help is translated when it is shown."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from cordee.cli.console import Voice
from cordee.kernel.messages import N_, translate


Callback = TypeVar("Callback", bound=Callable[..., Any])


def _get_language(context: click.Context) -> str:
    found = context.find_object(Voice)
    return found.language if found else "en"


class Command(click.Command):
    """A command whose help is translated when it is shown, with examples that can be pasted."""

    def __init__(self, *args: Any, examples: Sequence[str] = (), **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.examples = tuple(examples)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Translate every text of this command, then let click lay it out."""
        with _translated([self], _get_language(ctx)):
            super().format_help(ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples after the options."""
        _write_examples(self.examples, _get_language(ctx), formatter)


class Group(click.Group):
    """A group of commands, translated like them."""

    def __init__(self, *args: Any, examples: Sequence[str] = (), **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.examples = tuple(examples)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Translate every text of this group and of its commands' summaries."""
        with _translated([self, *self.commands.values()], _get_language(ctx)):
            super().format_help(ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples after the list of commands."""
        _write_examples(self.examples, _get_language(ctx), formatter)


@contextmanager
def _translated(commands: Iterable[click.Command], language: str) -> Iterator[None]:
    """Have the commands speak a language while one help is shown, and their own again after it.

    Commands are made once and serve every caller of the process, whatever language each asks in.
    """
    spoken = [
        (part, name, text)
        for command in commands
        for part in (command, *command.params)
        for name in ("help", "show_default")
        if isinstance(text := getattr(part, name, None), str)
    ]
    for part, name, text in spoken:
        setattr(part, name, translate(text, language))
    try:
        yield
    finally:
        for part, name, text in spoken:
            setattr(part, name, text)


def _write_examples(examples: Sequence[str], language: str, formatter: click.HelpFormatter) -> None:
    if examples:
        with formatter.section(translate(N_("Examples"), language)):
            for example in examples:
                # Not wrapped: an example must survive copy and paste.
                formatter.write(f"{'':>{formatter.current_indent}}{example}\n")


def lake_option(function: Callback) -> Callback:
    """Add ``--lake DIR``, the same on each command that reads or writes a lake."""
    return click.option(
        "--lake",
        "lake_path",
        type=click.Path(path_type=Path, file_okay=False),
        required=True,
        envvar="CORDEE_LAKE",
        metavar="DIR",
        help=N_("The lake's folder (or set CORDEE_LAKE)."),
    )(function)


def processes_option(function: Callback) -> Callback:
    """Add ``--processes N``, the same on each command that uses several cores."""
    return click.option(
        "--processes",
        type=click.IntRange(1, 64),
        default=lambda: os.cpu_count() or 1,
        show_default=N_("one a core"),
        help=N_("How many processes work at once."),
    )(function)


def format_option(*forms: str) -> Callable[[Callback], Callback]:
    """Add ``--format``, the first of `forms` being what a person reads in a terminal."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(forms),
        default=forms[0],
        show_default=True,
        help=N_("How to write it."),
    )


def address_options(function: Callback) -> Callback:
    """Add ``--host`` and ``--port``, the same on each command that opens the pages."""
    host = click.option(
        "--host", default="127.0.0.1", show_default=True, help=N_("Address to listen on.")
    )
    port = click.option(
        "--port",
        default=8000,
        show_default=True,
        type=click.IntRange(1, 65535),
        help=N_("Port to listen on."),
    )
    return host(port(function))
