"""Write docs/reference/licences.md: whose work Cordée stands on, and under which terms.

Python packages are read from what is installed and named in the locked list that users install;
files served by the pages from the list beside them; data from the list beside it.
"""

from __future__ import annotations

import json
import re
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path


ROOT = Path(__file__).parents[1]
TARGET = ROOT / "docs" / "reference" / "licences.md"


def get_licence(name: str) -> str:
    """Return the licence a distribution states: expression, then classifier, then free text."""
    told = metadata(name)
    if told["License-Expression"]:
        return told["License-Expression"]
    found = [
        c.rpartition(" :: ")[2] for c in told.get_all("Classifier") or [] if c.startswith("License")
    ]
    found = [c for c in found if c != "OSI Approved"]
    return ", ".join(found) or (told["License"] or "see its files").splitlines()[0]


def list_packages() -> list[str]:
    """Return a row for each Python package of the locked list that is installed here."""
    text = (ROOT / "requirements.txt").read_text()
    rows = []
    for name, version in re.findall(
        r"^([A-Za-z0-9._-]+)(?:\[[a-z,]+\])?==([^\s;]+)", text, re.MULTILINE
    ):
        try:
            rows.append(f"| {name} | {version} | {get_licence(name)} |")
        except PackageNotFoundError:
            # The list serves several systems; what only another system installs is named as such.
            rows.append(f"| {name} | {version} | (not installed on this system) |")
    return rows


def list_served_files() -> list[str]:
    """Return the rows of the list that stands beside the vendored files."""
    text = (ROOT / "src/cordee/web/static/vendor/LICENCES.md").read_text()
    rows = [line for line in text.splitlines() if line.startswith("|")]
    return [
        re.sub(r"\]\(([^)]+)\)", r"](../../src/cordee/web/static/vendor/\1)", row) for row in rows
    ]


def list_data() -> list[str]:
    """Return a row for each shipped data set."""
    sources = json.loads((ROOT / "src/cordee/reference/data/SOURCES.json").read_text())
    entries = sources["sources"] if isinstance(sources, dict) else sources
    return [
        f"| {entry['name']} | {entry.get('version') or '–'} | {entry['licence']} | {entry.get('attribution') or '–'} |"
        for entry in entries
    ]


def make() -> str:
    """Return the whole page."""
    lines = [
        "# Licences",
        "",
        "Cordée itself is under the Apache License 2.0. It stands on the work below. Written by",
        "`make licences`.",
        "",
        "## Python packages",
        "",
        "| package | version | licence |",
        "| --- | --- | --- |",
        *list_packages(),
        "",
        "## Files the pages serve",
        "",
        *list_served_files(),
        "",
        "## Fonts of printed dossiers",
        "",
        "| font | licence | home |",
        "| --- | --- | --- |",
        "| Source Sans Pro | [SIL Open Font License 1.1](../../src/cordee/observatory/dossiers/fonts/LICENSE.txt) | <https://github.com/adobe-fonts/source-sans> |",
        "",
        "## Data",
        "",
        "| data | version | licence | attribution |",
        "| --- | --- | --- | --- |",
        *list_data(),
        "| PubMed sample (`demo/`) | 2021 | NLM terms and conditions | Courtesy of the U.S. National Library of Medicine; abstracts removed |",
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    TARGET.write_text(make(), encoding="utf-8")
    sys.stdout.write(f"{TARGET.relative_to(ROOT)}\n")
