"""The tables of what an instrument produced, to be taken away."""

from __future__ import annotations

import io
from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise

import xlsxwriter
from django.utils.translation import gettext as _

from cordee.observatory.dossiers.xlsx_sheets import OPTIONS
from cordee.observatory.figures.exports import Table
from cordee.observatory.figures.outcome_files import make_balance_table, make_pairs_table
from cordee.programmes.queries.outcomes import Produced
from cordee.web.pages.programmes.presenters.outcomes import Found, list_themes, say_grown
from cordee.web.wording import format_country, get_reader_language


MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL = 32_000
"""Letters that Excel takes in a cell, less a little."""


def list_tables(produced: Produced, found: Found | None) -> tuple[Table, ...]:
    """Return the tables: awards by country, money, what followed, and with the lake themes and pairs."""
    tables = (_make_countries(produced), _make_money(produced), _make_chains(produced))
    if found is None:
        return tables
    language = get_reader_language()
    themes = Table(
        "themes",
        (_("Main theme of the partner"), _("Pairs")),
        tuple((one.name, one.said) for one in list_themes(found.outcomes, language)),
    )
    pairs = make_pairs_table(found.outcomes, found.registry, language)
    return (*tables, themes, pairs, make_balance_table(found.outcomes, language))


def write_book(tables: Iterable[Table]) -> bytes:
    """Return tables as an Excel workbook, a sheet each; texts are texts, whatever they begin with."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        bold = book.add_format({"bold": True})
        for table in tables:
            sheet = book.add_worksheet(table.name)
            for place, name in enumerate(table.headers):
                sheet.write_string(0, place, name, bold)
            for number, row in enumerate(table.rows, start=1):
                for place, cell in enumerate(row):
                    if isinstance(cell, (int, float, Decimal)):
                        sheet.write_number(number, place, float(cell))
                    else:
                        sheet.write_string(number, place, str(cell or "")[:LONGEST_CELL])
            sheet.freeze_panes(1, 1)
            sheet.set_column(0, 0, 40)
    return file.getvalue()


def _make_countries(produced: Produced) -> Table:
    return Table(
        "countries",
        (_("Country of the partner"), _("Code"), _("Awards given")),
        tuple((format_country(code), code, count) for code, count in produced.countries),
    )


def _make_money(produced: Produced) -> Table:
    return Table(
        "money",
        (_("Currency"), _("Awarded")),
        tuple((code, float(amount)) for code, amount in produced.money),
    )


def _make_chains(produced: Produced) -> Table:
    return Table(
        "followed",
        (_("Project"), _("By"), _("What followed"), _("By")),
        tuple(
            (one.title, say_grown(one), later.title, say_grown(later))
            for chain in produced.chains
            for one, later in pairwise(chain)
        ),
    )
