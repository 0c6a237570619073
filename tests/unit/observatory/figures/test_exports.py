from __future__ import annotations

import csv
import io

import pytest
from tests.unit.observatory.figures.lakes import A, SmallRegistry
from tests.unit.observatory.figures.test_observatory import make_lake, make_some

from cordee.kernel.errors import NotFoundError
from cordee.observatory.figures.compute import Observatory
from cordee.observatory.figures.document import name_theme_key
from cordee.observatory.figures.exports import (
    TABLES,
    Table,
    make_table,
    make_works_table,
    to_csv,
    to_markdown,
)
from cordee.observatory.figures.question import Question
from cordee.observatory.figures.selection import Selection
from cordee.observatory.figures.table_words import WORK_TYPES, name_word


@pytest.mark.parametrize(
    ("key", "label", "name"),
    [
        ("mesh/C04", None, "Neoplasms"),
        ("C04", None, "Neoplasms"),  # an address may leave the vocabulary out
        ("topics/C04", "Card games", "Card games"),  # the same code means something else there
        ("topics/C04", None, "C04"),
        ("mesh/Q99", None, "Q99"),
    ],
)
def test_a_theme_is_named_by_its_vocabulary(key, label, name):
    assert name_theme_key(key, label, "en") == name


@pytest.fixture(scope="module")
def observatory() -> Observatory:
    return Observatory(make_lake(make_some()), SmallRegistry())


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", TABLES)
def test_every_row_has_every_header(observatory, name, language):
    table = make_table(name, observatory.get_figures(Question((A,))), language)
    assert {len(row) for row in table.rows} <= {len(table.headers)}
    assert len(list(csv.reader(io.StringIO(to_csv(table))))) == len(table.rows) + 1
    assert len(to_markdown(table).splitlines()) == len(table.rows) + 2


def test_works_are_exported(observatory):
    page = observatory.get_works(Question((A,)), Selection())
    table = make_works_table(page.rows)
    assert {len(row) for row in table.rows} == {len(table.headers)}


def test_an_unknown_table(observatory):
    with pytest.raises(NotFoundError):
        make_table("moons", observatory.get_figures(Question((A,))))


def test_no_cell_starts_a_formula():
    text = to_csv(Table("t", ("a",), (("=1+1",), (-0.5,))))
    assert [row for [row] in csv.reader(io.StringIO(text, newline=""))] == ["a", "'=1+1", "-0.5"]


def test_a_bar_does_not_break_a_table():
    assert to_markdown(Table("t", ("a",), (("x|y\nz <b>",),))).splitlines()[2] == (
        "| x\\|y z &lt;b> |"
    )


def test_key_figures_have_a_code_and_a_name(observatory):
    figures = observatory.get_figures(Question((A,)))
    rows = {row[0]: row for row in make_table("figures", figures, "fr").rows}
    assert rows["international"][1:4] == (
        "Co-publications internationales",
        figures.international.works,
        figures.international.of,
    )
    assert rows["countries_bilateral"][1] == "Deux pays"


def test_leadership_names_works_and_roles(observatory):
    table = make_table("leadership", observatory.get_figures(Question((A,))), "fr")
    assert [row[:2] for row in table.rows][:2] == [
        ("Toutes les publications", "Premier auteur"),
        ("Toutes les publications", "Dernier auteur"),
    ]
    assert len(table.rows) == 6


def test_types_of_works_are_named():
    assert name_word("erratum", WORK_TYPES, "fr") == "erratum"
    assert name_word("book-chapter", WORK_TYPES, "fr") == "chapitre de livre"
    assert name_word("paratext", WORK_TYPES, "fr") == "paratext"
