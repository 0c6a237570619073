from __future__ import annotations

import math

import pytest

from cordee.observatory.dossiers.model import Cell, KeyFigure, Kind
from cordee.observatory.dossiers.wording import describe_basis, write_cell


@pytest.mark.parametrize(
    ("cell", "kind", "english", "french"),
    [
        (None, Kind.COUNT, "–", "–"),
        (math.nan, Kind.SHARE, "–", "–"),
        ("Łódź", Kind.TEXT, "Łódź", "Łódź"),
        (2021, Kind.YEAR, "2021", "2021"),
        (12345, Kind.COUNT, "12,345", "12\u202f345"),
        (12.5, Kind.COUNT, "12.5", "12,5"),
        (12.0, Kind.COUNT, "12", "12"),
        (3, Kind.DECIMAL, "3.0", "3,0"),
        (0.174, Kind.SHARE, "17.4%", "17,4\u00a0%"),
        (-0.02, Kind.RATE, "−2.0%", "−2,0\u00a0%"),
        (1.274, Kind.INDEX, "1.27", "1,27"),
        ("n/a", Kind.COUNT, "n/a", "n/a"),
    ],
)
def test_each_kind_is_written_its_way(cell: Cell, kind: Kind, english: str, french: str) -> None:
    assert write_cell(cell, kind, "en") == english
    assert write_cell(cell, kind, "fr") == french


def test_a_figure_alone_rests_on_nothing_said() -> None:
    assert describe_basis(KeyFigure("Works", 12, Kind.COUNT, "works", ""), "fr") == ""
