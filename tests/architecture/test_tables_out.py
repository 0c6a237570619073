"""Whatever writes a table for a spreadsheet guards its cells: a title that begins a formula stays a title."""

from __future__ import annotations

import ast
from collections.abc import Collection
from functools import cache
from pathlib import Path

from cordee.observatory.dossiers.xlsx import OPTIONS


SOURCE = Path(__file__).parents[2] / "src"
CSV = frozenset({"csv.writer", "csv.DictWriter"})


@cache
def list_called() -> dict[str, set[str]]:
    """Return what each module calls or hands on, as it is written; read when a test first asks."""
    return {
        path.relative_to(SOURCE).as_posix(): find_called(ast.parse(path.read_text("utf-8")))
        for path in sorted(SOURCE.rglob("*.py"))
    }


def find_called(tree: ast.Module) -> set[str]:
    called, named = set(), set()
    for one in ast.walk(tree):
        if isinstance(one, ast.Call):
            called.add(ast.unparse(one.func))
        elif isinstance(one, ast.Name):
            named.add(one.id)
    return called | named


def list_with(wanted: Collection[str]) -> list[str]:
    return [name for name, called in list_called().items() if called.intersection(wanted)]


def test_tables_are_written_somewhere() -> None:
    assert "cordee/web/exporting.py" in list_with(CSV)
    workbooks = list_with({"xlsxwriter.Workbook"})
    assert workbooks == [
        "cordee/observatory/dossiers/xlsx.py",
        "cordee/web/pages/programmes/presenters/outcome_tables.py",
        "cordee/web/pages/programmes/presenters/sheets.py",
    ]
    assert [name for name in workbooks if "OPTIONS" not in list_called()[name]] == []


def test_who_writes_csv_guards_its_cells() -> None:
    assert [name for name in list_with(CSV) if "guard" not in list_called()[name]] == []


def test_excel_takes_no_text_for_a_formula() -> None:
    assert OPTIONS["strings_to_formulas"] is False
    written = {
        one.attr
        for path in (SOURCE / "cordee/observatory/dossiers").glob("xlsx*")
        for one in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(one, ast.Attribute)
    }
    assert not written & {"write_formula", "write_array_formula", "write_dynamic_array_formula"}


def test_no_other_library_writes_workbooks() -> None:
    # openpyxl reads them here; to what it writes a text that begins with “=” is a formula.
    assert list_with({"openpyxl.Workbook", "Workbook", "DataFrame.to_excel"}) == []
