"""Remake docs/reference/data.md from SOURCES.json and the files themselves.

python tools/reference/make_data_page.py
"""

from __future__ import annotations

from pathlib import Path

from cordee.reference.provenance import DATA, Source, all_sources


ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "docs" / "reference" / "data.md"

HEAD = """# Reference data

What ships with Cordée: each data set with its source, version, date, licence, size, known gaps and
the command that remakes it. The page is made by `python tools/reference/make_data_page.py` from
`src/cordee/reference/data/SOURCES.json`, which programs read through
`cordee.reference.provenance.all_sources()`.

"""

COUNTRY_BASIS = """
## How an organisation's country is known

The column `country_basis` of the registry (and `Organisation.country_basis`) says it:

| basis | meaning |
| --- | --- |
| `ror` | ROR's own record states it |
| `name` | the name ends with it, as in “Novartis (Switzerland)” |
| `grid` | the same name in GRID, the registry ROR grew from (2018) |
| `funders` | a list of funders of ROR 1.64 |
| `affro` | a dictionary of acronyms by country |
| `relative` | a parent, child or related organisation's country |
| `place` | a place in the name (right for about 83 % where it can be checked) |
| `language` | the language of the name (right for about 96 %) |
| none | not known |

## Rules

* A country counts in a zone for a year when it is a member on 1 July of that year.
* “Europe” is the same list every year; its definition stands on the zone itself, in both languages.
* Territories with an ISO code of their own know their State (`Country.part_of`): Réunion is part of
  France. Hong Kong, Macao and Taiwan stand alone.
* The user's own registry (`cordee ror update FILE`) is preferred to the shipped one. When it is
  there and cannot be read, Cordée says so and stops; it never falls back in silence.
"""


def render_size(source: Source) -> str:
    """Return the size of a data set's file for a reader."""
    size = source.path.stat().st_size
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{size / 1e3:.0f} kB"


def render() -> str:
    """Return the whole page."""
    parts = [HEAD]
    for one in all_sources():
        path = one.path.relative_to(ROOT)
        rows = [
            ("file", f"`{path}` ({render_size(one)})"),
            ("source", one.source),
            ("version", one.version),
            ("date", one.date or "not stated by the source"),
            ("licence", one.licence),
            ("attribution", one.attribution or "none asked"),
            ("known gaps", one.gaps_en or "none known"),
            ("remade by", f"`{one.command}`" if one.command else "written by hand"),
        ]
        parts.append(f"## {one.name}\n\n| | |\n| --- | --- |\n")
        parts.extend(f"| {label} | {value} |\n" for label, value in rows)
        parts.append("\n")
    total = sum(path.stat().st_size for path in DATA.iterdir())
    parts.append(f"The data folder of the package takes {total / 1e6:.1f} MB in all.\n")
    return "".join(parts) + COUNTRY_BASIS


if __name__ == "__main__":
    TARGET.write_text(render(), encoding="utf-8")
    print(f"{TARGET.name}: {len(all_sources())} data sets")
