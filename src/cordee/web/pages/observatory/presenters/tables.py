"""The tables of the page of figures, by the names their addresses have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cordee.kernel.cells import Cell
from cordee.observatory.figures.answer import Figures
from cordee.observatory.figures.exports import make_table
from cordee.web.wording import get_reader_language


Rows = Iterator[Sequence[Cell]]

EXPORTS = {
    "figures": "figures",
    "leadership": "leadership",
    "countries": "partner_countries",
    "organisations": "partner_organisations",
    "own_bodies": "own_bodies",
    "citations": "citations",
    "years": "by_year",
    "themes": "themes",
}
"""Our address of a table, and the name the figures' exports know it by."""


def list_rows(name: str, figures: Figures) -> Rows:
    """Yield the header and the rows of table `name`, which is one of `EXPORTS`."""
    table = make_table(EXPORTS[name], figures, get_reader_language())
    yield table.headers
    yield from table.rows
