"""Write docs/tutorials/figures.md from the notebook beside it, for the documentation site.

The notebook has no outputs, so that nothing in it can be out of date; a test runs its cells, and
another fails when the page is out of step. ``python tools/make_notebook_page.py`` writes the page.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


NOTEBOOK = Path(__file__).parents[1] / "docs" / "tutorials" / "figures.ipynb"
TARGET = NOTEBOOK.with_suffix(".md")

NOTE = (
    "This page is made from a [notebook](figures.ipynb) that runs: open it in Jupyter, or in an editor "
    "that knows notebooks, from a checkout of the repository."
)


def read_cells() -> list[dict[str, Any]]:
    """Return the cells of the notebook (format 4 of Jupyter)."""
    cells: list[dict[str, Any]] = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    return cells


def make() -> str:
    """Return the page: texts as they are, code in fences, and a note after the title."""
    parts = []
    for cell in read_cells():
        text = "".join(cell["source"]).strip()
        parts.append(text if cell["cell_type"] == "markdown" else f"```python\n{text}\n```")
    parts.insert(1, NOTE)
    return "\n\n".join(parts) + "\n"


def is_stale() -> bool:
    """Say whether the page is not what the notebook says."""
    return TARGET.read_text(encoding="utf-8") != make()


if __name__ == "__main__":
    TARGET.write_text(make(), encoding="utf-8")
