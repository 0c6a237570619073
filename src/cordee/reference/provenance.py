"""Where each shipped data set comes from, under which licence, and what it lacks.

>>> [one.licence for one in all_sources() if one.file == "ror.parquet"]
['CC0-1.0']
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path


DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Source:
    """One shipped data set.

    `file` is its path from the data folder, `command` what remakes it ("" when written by hand),
    `gaps_en` and `gaps_fr` what it is known to lack ("" when nothing).
    """

    name: str
    file: str
    source: str
    version: str
    date: str
    licence: str
    attribution: str
    command: str
    gaps_en: str
    gaps_fr: str

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return (DATA / self.file).resolve()

    def gaps(self, language: str) -> str:
        """Return what the data set lacks, in French ("fr") or English."""
        return self.gaps_fr if language.startswith("fr") else self.gaps_en


@cache
def all_sources() -> tuple[Source, ...]:
    """Return every shipped data set with its provenance."""
    listed = json.loads((DATA / "SOURCES.json").read_text(encoding="utf-8"))
    return tuple(Source(**one) for one in listed)
