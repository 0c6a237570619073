"""Whatever writes a table for a spreadsheet guards its cells: a title that begins a formula stays a title."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from cordee.observatory.dossiers.xlsx import OPTIONS


SOURCE = Path(__file__).parents[2] / "src"
TREES = {
    path.relative_to(SOURCE).as_posix(): ast.parse(path.read_text("utf-8"))
    for path in sorted(SOURCE.rglob("*.py"))
}


def list_called(tree: ast.Module) -> set[str]:
    """Return what a module calls or hands on, as it is written."""
    calls = {ast.unparse(one.func) for one in ast.walk(tree) if isinstance(one, ast.Call)}
    return calls | {one.id for one in ast.walk(tree) if isinstance(one, ast.Name)}


CSV = [name for name, tree in TREES.items() if {"csv.writer", "csv.DictWriter"} & list_called(tree)]
EXCEL = [name for name, tree in TREES.items() if "xlsxwriter.Workbook" in list_called(tree)]


def test_tables_are_written_somewhere() -> None:
    assert "cordee/web/exporting.py" in CSV
    assert EXCEL == ["cordee/observatory/dossiers/xlsx.py"]


@pytest.mark.parametrize("name", CSV)
def test_who_writes_csv_guards_its_cells(name: str) -> None:
    assert "guard" in list_called(TREES[name])


def test_excel_takes_no_text_for_a_formula() -> None:
    assert OPTIONS["strings_to_formulas"] is False
    written = {
        one.attr
        for name, tree in TREES.items()
        if name.startswith("cordee/observatory/dossiers/xlsx")
        for one in ast.walk(tree)
        if isinstance(one, ast.Attribute)
    }
    assert not written & {"write_formula", "write_array_formula", "write_dynamic_array_formula"}


def test_no_other_library_writes_workbooks() -> None:
    # openpyxl reads them here; to what it writes a text that begins with “=” is a formula.
    writers = {"openpyxl.Workbook", "Workbook", "DataFrame.to_excel"}
    assert [name for name, tree in TREES.items() if writers & list_called(tree)] == []
