"""The tutorial's notebook: it runs, its page says the same, and it keeps no output.

Its cells are run one after the other in one namespace, as a kernel does. A kernel itself would bring
two dozen packages (IPython, ZeroMQ, Tornado…) into the locked lists for what a loop does here: what
matters is that each cell works and that its last value can be shown.
"""

from __future__ import annotations

import ast
import warnings
from pathlib import Path
from typing import Any

import pytest
from tools import make_library_reference, make_notebook_page


def test_the_page_is_in_step_with_the_notebook() -> None:
    assert not make_notebook_page.is_stale(), "run: python tools/make_notebook_page.py"


def test_the_notebook_keeps_no_output() -> None:
    cells = make_notebook_page.read_cells()
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert len(code) > 10
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)
    assert len({cell["id"] for cell in cells}) == len(cells)


def test_the_reference_of_the_library_is_in_step() -> None:
    assert not make_library_reference.is_stale(), "run: python tools/make_library_reference.py"


def test_the_reference_names_everything_public() -> None:
    named = {name for _, names in make_library_reference.GROUPS for name in names}
    assert named == set(make_library_reference.cordee.__all__) - {"__version__"}


@pytest.mark.slow
def test_every_cell_runs(demo_lake: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CORDEE_LAKE", str(demo_lake))
    names: dict[str, Any] = {"__name__": "__main__"}
    shown = [
        run(f"cell {number}", "".join(cell["source"]), names)
        for number, cell in enumerate(make_notebook_page.read_cells())
        if cell["cell_type"] == "code"
    ]

    assert names["figures"].works == names["page"].total or names["page"].total > 0
    charts = [one for one in shown if type(one).__module__.startswith("altair.")]
    assert len(charts) == 4
    assert all("$schema" in chart.to_dict() for chart in charts)


def run(place: str, source: str, names: dict[str, Any]) -> object:
    """Run one cell and return the value of its last line, as a notebook shows it."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        exec(compile(tree, place, "exec"), names)
        if last is None:
            return None
        return eval(compile(ast.Expression(last.value), place, "eval"), names)
