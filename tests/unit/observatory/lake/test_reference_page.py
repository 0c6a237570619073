from __future__ import annotations

import runpy
from pathlib import Path


ROOT = Path(__file__).parents[4]


def test_the_page_shows_the_tables_as_they_are():
    tool = runpy.run_path(str(ROOT / "tools/make_lake_reference.py"))
    page = (ROOT / "docs/reference/lake.md").read_text(encoding="utf-8")
    assert page.endswith(tool["draw_tables"]()), "run python tools/make_lake_reference.py"
