from __future__ import annotations

import runpy
from dataclasses import asdict
from pathlib import Path

import pytest

from cordee.reference.provenance import DATA, Source, all_sources


ROOT = Path(__file__).parents[3]


def test_every_shipped_file_is_listed() -> None:
    shipped = {path.name for path in DATA.iterdir() if path.is_file()} - {"SOURCES.json"}
    assert shipped == {one.file for one in all_sources() if "/" not in one.file}


def test_everything_together_stays_small() -> None:
    assert sum(path.stat().st_size for path in DATA.iterdir()) < 20_000_000


@pytest.mark.parametrize("source", all_sources(), ids=lambda one: one.file)
def test_source_is_told(source: Source) -> None:
    assert source.path.is_file()
    assert source.licence
    french, english = asdict(source.tell("fr")), asdict(source.tell("en"))
    assert {name for name, text in french.items() if text} == {
        name for name, text in english.items() if text
    }
    for word in source.command.split():
        if word.startswith("tools/"):
            assert (ROOT / word).is_file()


def test_the_page_of_the_documentation_is_up_to_date() -> None:
    tool = runpy.run_path(str(ROOT / "tools" / "reference" / "make_data_page.py"))
    page = (ROOT / "docs" / "reference" / "data.md").read_text(encoding="utf-8")
    assert page == tool["render"](), "run python tools/reference/make_data_page.py"
