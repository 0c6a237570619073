"""Write docs/reference/indicators.md from the definitions, so that page and code say the same."""

from __future__ import annotations

import sys
from pathlib import Path

from cordee.observatory.figures.definition import Definition
from cordee.observatory.figures.definitions import DEFINITIONS


ROOT = Path(__file__).parents[1]
TARGET = ROOT / "docs" / "reference" / "indicators.md"


def describe(definition: Definition) -> list[str]:
    """Return the section of one indicator."""
    lines = [f"## {definition.label}", "", definition.definition, ""]
    lines += [f"* **Formula**: {definition.formula}"]
    if definition.denominator:
        lines += [f"* **Denominator**: {definition.denominator}"]
    keys = ", ".join(f"`{key}`" for key in definition.keys)
    lines += [f"* **Source**: {definition.source}"]
    if keys:
        lines += [f"* **In the JSON**: {keys}"]
    lines += [""]
    return lines


def make() -> str:
    """Return the whole page."""
    lines = [
        "# Indicators",
        "",
        "Written by `python tools/make_indicator_docs.py` from the definitions that pages and documents",
        "show. The *home* is the organisation, or group of organisations looked at as one, whose",
        "cooperation is asked about; a *work* is the home's when one of its affiliations names an",
        "organisation of the home.",
        "",
    ]
    for definition in DEFINITIONS:
        lines += describe(definition)
    return "\n".join(lines).rstrip() + "\n"


def is_stale() -> bool:
    """Say whether the page is not what the definitions make."""
    return not TARGET.exists() or TARGET.read_text(encoding="utf-8") != make()


if __name__ == "__main__":
    TARGET.write_text(make(), encoding="utf-8")
    sys.stdout.write(f"{TARGET.relative_to(ROOT)}\n")
