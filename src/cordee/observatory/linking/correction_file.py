"""The file of corrections: one line a correction, read whole and written whole.

A CSV table that a person can read, compare and edit by hand or in a spreadsheet: its columns are
`COLUMNS`, in any order. Commas, semicolons and tabs part cells alike (spreadsheets set to French
write semicolons), and writing keeps the sign that was found.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

import platformdirs

from cordee.kernel.cells import guard, number_rows, unguard
from cordee.kernel.errors import NotFoundError, ReferenceFileError, StorageError
from cordee.kernel.faults import Fault, Severity
from cordee.kernel.files import replacing, take_lock
from cordee.kernel.identifiers import parse_ror
from cordee.kernel.messages import N_, Sentence


COLUMNS = (
    "id",
    "kind",
    "text",
    "organisations",
    "author",
    "date",
    "reason",
    "status",
    "reviewer",
    "review_date",
)
"""The columns, in the order they are written."""

NOBODY = "nobody"
"""What stands under `organisations` when the text names nobody; an empty cell may be forgetfulness."""

_DELIMITERS = ",;\t"


class Kind(StrEnum):
    """What a correction is found by."""

    TEXT = "text"
    """The whole affiliation, white space and case folded."""
    PATTERN = "pattern"
    """Words that stand one after the other in the affiliation; case, accents, punctuation folded."""


class Status(StrEnum):
    """Where a correction stands. Only accepted ones are applied."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Correction:
    """One line: `text` names `organisations` (ROR ids; none when it names nobody).

    `line` is where it stands in its file, 0 when it is not written yet.
    """

    id: str
    kind: Kind
    text: str
    organisations: tuple[str, ...]
    author: str
    proposal_date: date
    reason: str
    status: Status = Status.PROPOSED
    reviewer: str = ""
    review_date: date | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class CorrectionFile:
    """What a file holds: its corrections in their order, and what is wrong with its lines."""

    path: Path
    corrections: tuple[Correction, ...] = ()
    faults: tuple[Fault, ...] = ()
    delimiter: str = ","


class CorrectionsError(ReferenceFileError):
    """The file of corrections cannot be used; `faults` are all that is wrong with it."""

    def __init__(self, text: str, /, faults: Sequence[Fault] = (), **values: object) -> None:
        super().__init__(text, **values)
        self.faults = tuple(faults)


def user_corrections_path() -> Path:
    """Return where the corrections of this user lie when there are any."""
    return Path(platformdirs.user_data_dir("cordee", appauthor=False)) / "corrections.csv"


def read_corrections(path: Path | None = None) -> CorrectionFile:
    """Return the corrections of `path`, by default of the user; no file of the user holds none.

    Lines that cannot be read are faults of the result and are not among its corrections. Raises
    `NotFoundError` when a file that was named is not there, `CorrectionsError` when it is not a
    table of corrections at all.
    """
    place = path or user_corrections_path()
    try:
        text = place.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        if path is None:
            return CorrectionFile(place)
        raise NotFoundError(
            N_(
                "There is no file of corrections {file}. Check its name; `cordee corrections "
                "propose` makes one."
            ),
            file=str(place),
        ) from None
    except UnicodeDecodeError as error:
        raise CorrectionsError(
            N_(
                "The corrections {file} are not in UTF-8 (byte {place}). Save the table again as "
                "“CSV UTF-8”."
            ),
            file=str(place),
            place=error.start,
        ) from error
    except OSError as error:
        raise CorrectionsError(
            N_("The corrections {file} cannot be read ({reason}). Check the file's permissions."),
            file=str(place),
            reason=os.strerror(error.errno or 0),
        ) from error
    return _read_table(place, text)


def write_corrections(file: CorrectionFile) -> None:
    """Write all corrections of `file` in place of the former file, in one step.

    Raises `StorageError` when the system refuses; the former file then stays.
    """
    text = to_csv(file.corrections, file.delimiter)
    with _refusing_disk(file.path), replacing(file.path) as draft:
        # The mark at the beginning tells spreadsheets that accents are in UTF-8.
        draft.write_bytes(text.encode("utf-8-sig"))


def to_csv(corrections: Iterable[Correction], delimiter: str = ",") -> str:
    """Return corrections as the table they are kept in, which no spreadsheet takes for formulas."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(map(guard, _to_cells(one)) for one in corrections)
    return text.getvalue()


@contextmanager
def changing(path: Path) -> Iterator[None]:
    """Keep others from changing the corrections `path`; who reads before and writes after is alone.

    Raises `CorrectionsError` when somebody else is changing them: of two who read the same lines,
    the later would wipe out what the other wrote.
    """
    with _refusing_disk(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = take_lock(path.with_name(f".{path.name}.lock"))
    if handle is None:
        raise CorrectionsError(
            N_("Somebody else is changing the corrections {file}. Wait a moment, then try again."),
            file=str(path),
        )
    try:
        yield
    finally:
        os.close(handle)


@contextmanager
def _refusing_disk(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageError(
            N_(
                "The corrections {file} cannot be written ({reason}). They are as they were "
                "before; free space or choose another file with --file."
            ),
            file=str(path),
            reason=os.strerror(error.errno or 0),
        ) from error


def to_values(correction: Correction) -> dict[str, str]:
    """Return the cells of one correction by column."""
    return dict(zip(COLUMNS, _to_cells(correction), strict=True))


def make_fault(file: Path, line: int, text: str, /, **values: object) -> Fault:
    """Return a fault of one line of a file of corrections."""
    sentence = Sentence(text, {"line": line, **values})
    return Fault(file.name, f"line {line}", Severity.RECORD, sentence)


def _to_cells(one: Correction) -> tuple[str, ...]:
    reviewed = "" if one.review_date is None else one.review_date.isoformat()
    return (
        one.id,
        one.kind.value,
        one.text,
        " ".join(one.organisations) or NOBODY,
        one.author,
        one.proposal_date.isoformat(),
        one.reason,
        one.status.value,
        one.reviewer,
        reviewed,
    )


def _read_table(path: Path, text: str) -> CorrectionFile:
    header_line = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=header_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    header = [name.strip().lower() for name in next(reader, [])]
    if sorted(header) != sorted(COLUMNS):
        raise CorrectionsError(
            N_(
                "{file} is not a table of corrections: its first line must name the columns "
                "{columns}, each once, and has: {found}."
            ),
            file=str(path),
            columns=", ".join(COLUMNS),
            found=", ".join(header) or "–",
        )
    corrections: list[Correction] = []
    faults: list[Fault] = []
    for line, given in number_rows(reader):
        cells = [unguard(cell.strip()) for cell in given]
        found, wrong = _read_row(path, line, dict(zip(header, cells, strict=False)), len(cells))
        faults += wrong
        corrections += [found] if found else []
    return CorrectionFile(path, tuple(corrections), tuple(faults), delimiter)


def _read_row(
    path: Path, line: int, row: dict[str, str], width: int
) -> tuple[Correction | None, list[Fault]]:
    """Return the correction of one row, or None with all that makes the row unreadable."""
    if width != len(COLUMNS):
        fault = make_fault(
            path,
            line,
            N_("The line has {found} cells and the table {wanted} columns."),
            found=width,
            wanted=len(COLUMNS),
        )
        return None, [fault]
    cells = _Cells(path, line, row)
    organisations = cells.read_organisations()
    kind, status = cells.read_choice("kind", Kind), cells.read_choice("status", Status)
    day, reviewed = cells.read_date("date"), cells.read_date("review_date", may_lack=True)
    for name in ("id", "text"):
        cells.check_present(name)
    if kind is None or status is None or day is None or cells.faults:
        return None, cells.faults
    found = Correction(
        row["id"],
        Kind(kind),
        " ".join(row["text"].split()),
        organisations,
        row["author"],
        day,
        row["reason"],
        Status(status),
        row["reviewer"],
        reviewed,
        line,
    )
    return found, []


class _Cells:
    """Reads the cells of one row and gathers what is wrong with them."""

    def __init__(self, path: Path, line: int, row: dict[str, str]) -> None:
        self.path, self.line, self.row = path, line, row
        self.faults: list[Fault] = []

    def _add(self, text: str, **values: object) -> None:
        self.faults.append(make_fault(self.path, self.line, text, **values))

    def check_present(self, name: str) -> None:
        if not self.row[name]:
            self._add(N_("The column {column} is empty."), column=name)

    def read_choice(self, name: str, kind: type[StrEnum]) -> str | None:
        value = self.row[name].lower()
        choices = [one.value for one in kind]
        if value in choices:
            return value
        self._add(
            N_("“{value}” in the column {column} is none of: {choices}."),
            value=self.row[name],
            column=name,
            choices=", ".join(choices),
        )
        return None

    def read_date(self, name: str, *, may_lack: bool = False) -> date | None:
        value = self.row[name]
        if may_lack and not value:
            return None
        try:
            return date.fromisoformat(value)
        except ValueError:
            self._add(
                N_("“{value}” in the column {column} is not a date such as 2026-03-31."),
                value=value,
                column=name,
            )
            return None

    def read_organisations(self) -> tuple[str, ...]:
        words = self.row["organisations"].replace(",", " ").replace(";", " ").split()
        if [word.lower() for word in words] == [NOBODY]:
            return ()
        if not words:
            self._add(
                N_(
                    "No organisation is given. Write ROR ids, or “{nobody}” for a text that names "
                    "nobody."
                ),
                nobody=NOBODY,
            )
        found: dict[str, None] = {}
        for word in words:
            ror = parse_ror(word)
            if ror:
                found[ror] = None
            else:
                self._add(N_("“{value}” is not a ROR id such as 02vjkv261."), value=word)
        return tuple(found)
