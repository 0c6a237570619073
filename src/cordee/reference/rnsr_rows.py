"""The lines of a published table of RNSR, as CSV or JSON, under the names Cordée gives its columns."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from cordee.kernel.cells import number_rows
from cordee.kernel.errors import ReferenceFileError
from cordee.kernel.messages import N_
from cordee.reference.folding import fold


LARGEST = 1 << 28
"""Bytes. The table of active structures has some 20 MB; ten times that is something else."""

COLUMNS: dict[str, tuple[str, ...]] = {
    "number": ("numero national de structure", "numero national structure", "numero rnsr", "rnsr"),
    "name": ("libelle", "libelle de la structure", "nom"),
    "acronym": ("sigle", "sigle de la structure"),
    "labels": ("label numero", "labels numeros", "label et numero", "label numero de structure"),
    "supervisors": ("tutelles", "tutelle", "libelles des tutelles"),
    "supervisor_kinds": ("code de type de tutelle", "codes de type de tutelle"),
    "supervisor_codes": ("uai des tutelles", "siret des tutelles"),
    "town": ("commune", "ville"),
    "created": ("annee de creation", "date de creation"),
    "site": ("site web", "site internet"),
    "kind": ("type de structure",),
}
"""Each column with the headings it is published under, folded: the portal's own names, and those it
writes when it is asked for labels. Underscores, accents and case do not matter."""

NEEDED = ("number", "name", "labels", "supervisors")

_SEPARATORS = (";", "|")
"""Between the values of one cell; a comma is not one, for names of bodies have commas."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line: `where` names it ("line 17", "record 4"), values are by names of `COLUMNS`."""

    where: str
    values: Mapping[str, object]

    def get(self, name: str) -> str:
        """Return one value, tidied; empty when there is none."""
        value = self.values.get(name)
        if isinstance(value, list):
            value = value[0] if value else ""
        return " ".join(str("" if value is None else value).split())

    def get_list(self, name: str) -> tuple[str, ...]:
        """Return the values of a cell that holds several, in their order; a code may come twice."""
        value = self.values.get(name)
        if isinstance(value, list):
            return tuple(" ".join(str(one).split()) for one in value if one is not None)
        text = "" if value is None else str(value)
        for separator in _SEPARATORS:
            if separator in text:
                return tuple(" ".join(one.split()) for one in text.split(separator) if one.strip())
        return (" ".join(text.split()),) if text.strip() else ()


def read_rows(path: Path) -> Iterator[Row]:
    """Yield the lines of a published table.

    Raises ReferenceFileError when the file is not such a table; all missing columns are named.
    """
    text = _read_text(path)
    if text.lstrip()[:1] in {"[", "{"}:
        yield from _read_json(path, text)
    else:
        yield from _read_csv(path, text)


def _read_text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise ReferenceFileError(
                N_("{file} has more than {limit} MB, which no table of RNSR has. It is refused."),
                file=path.name,
                limit=LARGEST >> 20,
            )
        content = path.read_bytes()
    except OSError as error:
        raise ReferenceFileError(
            N_("{file} cannot be read: {reason}. Check the path and try again."),
            file=str(path),
            reason=error.strerror or str(error),
        ) from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReferenceFileError(
            N_(
                "{file} is not UTF-8 text (byte {place}). Download the table again as CSV or JSON, "
                "and do not save it from a spreadsheet."
            ),
            file=path.name,
            place=error.start,
        ) from error
    if not text.strip():
        raise ReferenceFileError(N_("{file} is empty. Download the table again."), file=path.name)
    return text


def _read_csv(path: Path, text: str) -> Iterator[Row]:
    header = text.splitlines()[0]
    delimiter = max(";\t,", key=header.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    names = _map_columns(path, next(lines))
    try:
        for line, cells in number_rows(lines):
            yield Row(f"line {line}", dict(zip(names, cells, strict=False)))
    except csv.Error as error:
        raise ReferenceFileError(
            N_("{file} cannot be read as CSV after line {line}. Download the table again."),
            file=path.name,
            line=lines.line_num,
        ) from error


def _read_json(path: Path, text: str) -> Iterator[Row]:
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        raise ReferenceFileError(
            N_("{file} is not whole: its JSON breaks off on line {line}. Download it again."),
            file=path.name,
            line=error.lineno,
        ) from error
    records = (
        content.get("results", content.get("records")) if isinstance(content, dict) else content
    )
    if not isinstance(records, list) or not all(isinstance(one, dict) for one in records):
        raise ReferenceFileError(
            N_("{file} is not a list of structures. Give the JSON export of the table."),
            file=path.name,
        )
    # The portal's older export keeps the columns of each record under "fields".
    records = [one["fields"] if isinstance(one.get("fields"), dict) else one for one in records]
    headings = list(dict.fromkeys(name for one in records for name in one))
    known = dict(zip(headings, _map_columns(path, headings), strict=True))
    for number, one in enumerate(records, start=1):
        yield Row(f"record {number}", {known[name]: value for name, value in one.items()})


def _map_columns(path: Path, headings: list[str]) -> list[str]:
    """Return our name of each heading, or the heading folded; raise when a needed one is missing."""
    ours = {heading: name for name, known in COLUMNS.items() for heading in known}
    folded = [fold(heading.replace("_", " ")) for heading in headings]
    names = [ours.get(one, one) for one in folded]
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise ReferenceFileError(
            N_(
                "{file} lacks the columns: {missing}. Its columns are: {present}. Give the table of "
                "active structures as the ministry publishes it."
            ),
            file=path.name,
            missing=", ".join(COLUMNS[name][0].replace(" ", "_") for name in missing),
            present=", ".join(heading.strip() for heading in headings[:40]),
        )
    return names
