"""A record as PDF, to keep or to print: titles, and under each what was said."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from cordee.observatory.dossiers import looks


TEMPLATE = Path(__file__).parent / "record.typ"

FONT = [looks.FONT, "Libertinus Serif"]
"""The typeface of dossiers, and the one that Typst brings for letters it lacks."""


@dataclass(frozen=True)
class RecordSection:
    """A title with rows of what is said: a label, and a text that may have several lines."""

    title: str
    rows: tuple[tuple[str, str], ...]


def write_record(
    title: str, over: str, sections: Iterable[RecordSection], *, foot: str, language: str
) -> bytes:
    """Return a record as PDF. The same record gives the same bytes but for the moment it was made."""
    told = {
        "title": clean_text(title),
        "over": clean_text(over),
        "foot": clean_text(foot),
        "language": language,
        "font": FONT,
        "sections": [
            {
                "title": clean_text(one["title"]),
                "rows": [[clean_text(label), clean_text(text)] for label, text in one["rows"]],
            }
            for one in map(asdict, sections)
        ],
    }
    # Loaded by the first record: a server that writes none holds seven megabytes less.
    import typst

    return typst.compile(
        str(TEMPLATE),
        format="pdf",
        font_paths=[str(looks.get_font_folder())],
        sys_inputs={"record": json.dumps(told, ensure_ascii=False)},
    )


def clean_text(text: str) -> str:
    """Return a text without letters that print nothing and could hide something."""
    return "".join(one for one in text if one.isprintable() or one == "\n")
