"""A look as tables, CSV and JSON values."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from cordee.kernel.cells import Cell, guard
from cordee.kernel.messages import N_, translate
from cordee.observatory.preview.look import Look
from cordee.reference.countries import name_of


DIGITS = 6
"""Decimals of fractional counts in files: a work of five thousand authors still shows."""

COUNTRY_HEADERS = (
    N_("rank"),
    N_("code"),
    N_("country"),
    N_("works"),
    N_("share of works"),
    N_("international works"),
    N_("international share"),
    N_("works, fractional"),
)
CELL_HEADERS = (N_("country"), N_("with"), N_("works"), N_("works, fractional"))
YEAR_HEADERS = (N_("year"), N_("works"))
KIND_HEADERS = (N_("type"), N_("works"))


@dataclass(frozen=True)
class Sheet:
    """A table: headers in the reader's language, and rows."""

    headers: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def to_csv(self) -> str:
        """Return the table as CSV (RFC 4180) that no spreadsheet takes for formulas."""
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerows([guard(cell) for cell in row] for row in (self.headers, *self.rows))
        return text.getvalue()


def make_country_sheet(look: Look, language: str) -> Sheet:
    """Return the countries, the most works first; equals share a rank. Shares are of covered works."""
    rows: list[tuple[Cell, ...]] = []
    for place, one in enumerate(look.counts.countries, 1):
        rank = rows[-1][0] if rows and rows[-1][3] == one.works else place
        rows.append(
            (
                rank,
                one.code,
                name_of(one.code, language),
                one.works,
                one.works / look.counts.covered_works,
                one.international,
                one.international / one.works,
                round(one.weight, DIGITS),
            )
        )
    return _make(COUNTRY_HEADERS, rows, language)


def make_matrix_sheet(look: Look, language: str) -> Sheet:
    """Return the matrix, one row a pair of countries in each order, the most works first."""
    rows = (
        (one.country, one.other, one.works, round(one.weight, DIGITS)) for one in look.counts.cells
    )
    return _make(CELL_HEADERS, rows, language)


def make_square_sheet(look: Look, most: int, language: str, *, fractional: bool) -> Sheet:
    """Return the matrix as a square of the `most` countries with most works."""
    codes = [one.code for one in look.counts.countries[:most]]
    cells = {
        (one.country, one.other): one.weight if fractional else one.works
        for one in look.counts.cells
    }
    rows = ((code, *(cells.get((code, other), 0) for other in codes)) for code in codes)
    return Sheet((translate(N_("country"), language), *codes), tuple(rows))


def make_year_sheet(look: Look, language: str) -> Sheet:
    """Return the works of each year; the last row, if any, is of those with no year."""
    return _make(YEAR_HEADERS, look.counts.years, language)


def make_kind_sheet(look: Look, language: str) -> Sheet:
    """Return the works of each type, the most first."""
    return _make(KIND_HEADERS, look.counts.kinds, language)


def to_dict(look: Look, *, language: str, matrix: bool) -> dict[str, Any]:
    """Return the look as JSON values, countries named in `language`."""
    counts = look.counts
    found: dict[str, Any] = {
        "files": [asdict(one) for one in look.files],
        "records": look.records,
        "works": counts.works,
        "covered_works": counts.covered_works,
        "international_works": counts.international_works,
        "affiliations": look.texts,
        "affiliations_linked": look.linked,
        "years": [{"year": year, "works": works} for year, works in counts.years],
        "types": [{"type": kind, "works": works} for kind, works in counts.kinds],
        "countries": [
            {
                "code": one.code,
                "name": name_of(one.code, language),
                "works": one.works,
                "international_works": one.international,
                "works_fractional": round(one.weight, DIGITS),
            }
            for one in counts.countries
        ],
        "faults": [
            {
                "file": one.file,
                "where": one.where,
                "severity": one.severity.value,
                "message": one.sentence.to_text(language),
            }
            for one in look.faults
        ],
    }
    if matrix:
        found["matrix"] = [
            {
                "country": one.country,
                "with": one.other,
                "works": one.works,
                "works_fractional": round(one.weight, DIGITS),
            }
            for one in counts.cells
        ]
    return found


def _make(headers: tuple[str, ...], rows: Iterable[tuple[Cell, ...]], language: str) -> Sheet:
    return Sheet(tuple(translate(text, language) for text in headers), tuple(rows))
