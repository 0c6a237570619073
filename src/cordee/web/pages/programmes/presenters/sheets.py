"""A table as an Excel workbook: texts are texts, whatever they begin with."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

import xlsxwriter

from cordee.observatory.dossiers.xlsx_sheets import OPTIONS


Cell = str | int | float | Decimal | None

LONGEST = 32_000
"""Letters of a cell: Excel takes 32,767."""


def write_sheet(title: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a table as a workbook of one sheet, its first two columns and its headers held in view."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        sheet = book.add_worksheet(title[:31])
        bold = book.add_format({"bold": True})
        money = book.add_format({"num_format": "#,##0.00"})
        for place, name in enumerate(columns):
            sheet.write_string(0, place, name, bold)
        for number, row in enumerate(rows, start=1):
            for place, cell in enumerate(row):
                if isinstance(cell, Decimal):
                    sheet.write_number(number, place, float(cell), money)
                elif isinstance(cell, int | float):
                    sheet.write_number(number, place, cell)
                else:
                    sheet.write_string(number, place, str(cell or "")[:LONGEST])
        sheet.freeze_panes(1, 2)
        sheet.set_column(1, 1, 50)
    return file.getvalue()
