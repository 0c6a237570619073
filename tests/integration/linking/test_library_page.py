"""The page for those who call the linker from their own code: every example on it is run."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

from cordee.observatory.linking.corrections import Corrections
from cordee.observatory.linking.linker import Linker


PAGE = Path(__file__).parents[3] / "docs" / "how-to" / "library.md"
SECTION = re.compile(r"^## (.+)$", re.MULTILINE)

pytestmark = pytest.mark.slow


def test_every_example_gives_what_the_page_shows(
    linker: Linker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def load(corrections: Corrections | None = None) -> Linker:
        return Linker(linker.index, linker.organisations, corrections=corrections)

    monkeypatch.setattr(Linker, "load", load)
    names: dict[str, object] = {}
    run = 0
    page = PAGE.read_text("utf-8")
    parts = SECTION.split(page)
    for title, part in zip(parts[1::2], parts[2::2], strict=True):
        code = "\n".join(re.findall(r"^```pycon\n(.*?)^```$", part, re.MULTILINE | re.DOTALL))
        line = page[: page.index(f"## {title}")].count("\n")
        test = doctest.DocTestParser().get_doctest(code, names, title, str(PAGE), line)
        told: list[str] = []
        runner = doctest.DocTestRunner(verbose=False)
        runner.run(test, out=told.append, clear_globs=False)
        names = test.globs
        assert not told, "".join(told)
        run += len(test.examples)
    assert run > 20
