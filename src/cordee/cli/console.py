"""What the commands share: the reader's language, progress bars, tables, faults, errors."""

from __future__ import annotations

import gettext
import locale
import os
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from importlib.resources import files
from typing import IO

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from cordee.kernel.faults import Fault, Severity
from cordee.kernel.messages import DOMAIN, LANGUAGES, N_, Sentence, translate, write_date
from cordee.kernel.numbers import write_count, write_decimal, write_share


# Past this many the list of faults no longer helps a person; the rest are counted, and the
# manifest of the lake keeps them all.
MOST_FAULTS_SHOWN = 20

PIPE_WIDTH = 160

SEVERITIES: dict[Severity, str] = {
    Severity.WARNING: N_("warning"),
    Severity.RECORD: N_("record skipped"),
    Severity.FILE: N_("file refused"),
}


def find_language(arguments: Sequence[str]) -> str:
    """Return the language to speak: ``--lang``, else CORDEE_LANG, else the system's.

    It is read before the commands are built, because their help is translated too. English is
    spoken where the language is not one of ours.
    """
    wanted = os.environ.get("CORDEE_LANG", "")
    for place, argument in enumerate(arguments):
        if argument == "--lang" and place + 1 < len(arguments):
            wanted = arguments[place + 1]
        elif argument.startswith("--lang="):
            wanted = argument.removeprefix("--lang=")
    if not wanted:
        names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
        wanted = next((name for name in names if name), "") or (locale.getlocale()[0] or "")
    code = wanted[:2].lower()
    return code if code in LANGUAGES else "en"


def speak(language: str) -> None:
    """Make click itself (``Usage:``, ``Options:``) speak `language` from our own catalogue."""
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(DOMAIN, str(files("cordee").joinpath("locale")))
    gettext.textdomain(DOMAIN)


class Voice:
    """Speaks to one person: results to standard output, everything else to standard error."""

    def __init__(self, language: str, *, quiet: bool = False) -> None:
        self.language = language
        self.quiet = quiet
        self.engine = "duckdb"
        # A pipe has no width, and a table cut at 80 columns there would lose figures.
        self.out = Console(highlight=False, width=None if sys.stdout.isatty() else PIPE_WIDTH)
        self.err = Console(stderr=True, highlight=False)

    def translate(self, text: str, **values: object) -> str:
        """Return `text` in the reader's language with `values` put in."""
        return Sentence(text, values).to_text(self.language)

    def say(self, text: str, **values: object) -> None:
        """Write a sentence to standard error, unless asked to be quiet."""
        if not self.quiet:
            self.err.print(self.translate(text, **values), markup=False)

    def pair(self, label: str, value: object) -> str:
        """Return ``label: value``, the label translated, with the space French sets before a colon."""
        return self.translate(N_("{label}: {value}"), label=self.translate(label), value=value)

    def day(self, day: date | str) -> str:
        """Return a day as people write it; what is no whole date, such as a year, as it stands."""
        try:
            return write_date(date.fromisoformat(str(day)), self.language)
        except ValueError:
            return str(day)

    def number(self, value: float, *, digits: int = 0) -> str:
        """Return a number as the reader's language writes it."""
        return write_decimal(value, self.language, digits)

    def percent(self, share: float) -> str:
        """Return a share in per cent, one digit after the point."""
        return write_share(share, self.language)

    def write_cell(self, cell: object, *, share: bool, digits: int = 1) -> str:
        """Return a cell of a table as a person reads it; years and ids stay as they are."""
        if isinstance(cell, float):
            return self.percent(cell) if share else self.number(cell, digits=digits)
        return "" if cell is None else str(cell)

    def show_error(self, sentence: Sentence) -> None:
        """Write what went wrong to standard error, quiet or not."""
        text = self.translate(N_("Error: {message}"), message=sentence.to_text(self.language))
        self.err.print(text, markup=False, style="red")

    def show_faults(self, faults: Sequence[Fault]) -> None:
        """List faults, worst first, with the place of each."""
        order = [Severity.FILE, Severity.RECORD, Severity.WARNING]
        for fault in sorted(faults, key=lambda f: order.index(f.severity))[:MOST_FAULTS_SHOWN]:
            self.err.print(self.describe_fault(fault), markup=False)
        left = len(faults) - MOST_FAULTS_SHOWN
        if left > 0:
            self.err.print(
                self.translate(
                    N_("… and {count} more. `cordee lake status --faults` lists them all."),
                    count=left,
                ),
                markup=False,
            )

    def describe_fault(self, fault: Fault) -> str:
        """Return a fault in one line: how grave, where, what."""
        label = translate(SEVERITIES[fault.severity], self.language)
        text = fault.sentence.to_text(self.language)
        # The sentence itself says where when it names the file.
        named = "file" in fault.sentence.values
        places = () if named else (fault.file, fault.where)
        said = label
        for part in (*places, text):
            said = self.pair(said, part) if part else said
        return said

    def show_table(self, title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """Print a table; columns whose cells are all figures stand to the right."""
        cells = [list(row) for row in rows]
        table = Table(title=title or None, title_justify="left", header_style="bold")
        for place, column in enumerate(columns):
            figures = all(_is_figure(row[place]) for row in cells)
            # Folded, never cut: half a DOI is of no use to anybody.
            table.add_column(
                column, justify="right" if figures and cells else "left", overflow="fold"
            )
        for row in cells:
            table.add_row(*row)
        self.out.print(table, markup=False)

    def write(self, text: str, stream: IO[str] | None = None) -> None:
        """Write a result as it is, for a file or a pipe."""
        click.echo(text, file=stream or sys.stdout, nl=not text.endswith("\n"))


def _is_figure(cell: str) -> bool:
    return not cell or cell[0].isdigit() or cell[0] in "-–−+"


class AmountColumn(ProgressColumn):
    """How much is done of how much, in the step's unit; bytes in megabytes."""

    def __init__(self, language: str) -> None:
        self._language = language
        super().__init__()

    def render(self, task: Task) -> Text:
        """Return ``12,000/20,788 records`` or ``38/40 MB``."""
        unit, scale = str(task.fields["unit"]), 1.0
        if unit == "B":
            unit, scale = translate(N_("MB"), self._language), 1e6
        done = write_count(round(task.completed / scale), self._language)
        whole = (
            ""
            if task.total is None
            else f"/{write_count(round(task.total / scale), self._language)}"
        )
        return Text(f"{done}{whole} {unit}".rstrip())


class Bars:
    """Draws the steps of a long task as bars on standard error."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self._display = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=20),
            AmountColumn(voice.language),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            console=voice.err,
            disable=voice.quiet,
        )
        self._task: TaskID | None = None

    def __enter__(self) -> Bars:
        self._display.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._display.stop()

    def start(self, label: str, total: int | None, unit: str) -> None:
        """Begin a step."""
        language = self._voice.language
        self._task = self._display.add_task(
            translate(label, language), total=total, unit=translate(unit, language)
        )

    def advance(self, amount: int) -> None:
        """Move the bar of the current step."""
        if self._task is not None:
            self._display.advance(self._task, amount)

    def finish(self) -> None:
        """Leave the bar of the current step full, so the steps read as a list of what was done."""
        if self._task is not None:
            task = self._display.tasks[self._task]
            whole = task.completed if task.total is None else task.total
            self._display.update(self._task, total=whole, completed=whole)
            self._task = None
