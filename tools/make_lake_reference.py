"""Draw the tables of ``docs/reference/lake.md`` from the schemas: ``python tools/make_lake_reference.py``.

What a column means is the comment beside it in ``schemas.py``, so that it is written once.
"""

from __future__ import annotations

import re
from pathlib import Path

import pyarrow as pa

from cordee.observatory import schemas


ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/reference/lake.md"
BEGIN = "<!-- tables: drawn from schemas.py by tools/make_lake_reference.py -->"

_SCHEMA = re.compile(r"^([A-Z_]+) = pa\.schema\(\s*\[(.*?)\]\s*\)$", re.DOTALL | re.MULTILINE)
_COLUMN = re.compile(r'\("(\w+)", [^#\n]*(?:# (.*))?$', re.MULTILINE)


def read_meanings() -> dict[str, dict[str, str]]:
    """Return for each schema of ``schemas.py`` the comment beside each column."""
    text = Path(schemas.__file__).read_text(encoding="utf-8")
    return {
        found[1]: {name: meaning or "" for name, meaning in _COLUMN.findall(found[2])}
        for found in _SCHEMA.finditer(text)
    }


def draw_table(name: str, schema: pa.Schema, meanings: dict[str, str]) -> str:
    """Return one table of the lake as Markdown."""
    lines = [f"### {name}", "", "| column | type | meaning |", "| --- | --- | --- |"]
    for field in schema:
        meaning = meanings.get(field.name, "").replace("|", "\\|")
        kind = str(field.type).replace("list<item: ", "list of ").replace(">", "")
        lines.append(f"| `{field.name}` | {kind} | {meaning} |")
    return "\n".join(lines)


def draw_tables() -> str:
    """Return all tables of the lake as Markdown."""
    meanings = read_meanings()
    sources = {id(getattr(schemas, name)): name for name in meanings}
    parts = ["## Tables of a batch"]
    for name, schema in schemas.BATCH_TABLES.items():
        parts.append(draw_table(name, schema, meanings[sources[id(schema)]]))
    parts.append("## Tables of a snapshot")
    parts.append(
        "`authorships`, `affiliations`, `themes`, `grants`, `declared` and those of projects as in a "
        "batch; `works` with one column more, `sources` (list of string): the records merged into it, such as "
        "`pubmed:33812345`, preferred first."
    )
    for name, schema in schemas.SNAPSHOT_TABLES.items():
        if name not in schemas.BATCH_TABLES:
            parts.append(draw_table(name, schema, meanings[sources[id(schema)]]))
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(page[: page.index(BEGIN)] + BEGIN + "\n\n" + draw_tables(), encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)} drawn")
