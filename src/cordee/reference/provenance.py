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
class Account:
    """What is told of a data set in one language: `gaps` is what it is known to lack."""

    name: str
    source: str
    licence: str
    attribution: str
    gaps: str


@dataclass(frozen=True)
class Source:
    """One shipped data set; what ends in ``_fr`` is the same in French.

    `file` is its path from the data folder, `date` ISO or a year ("" when the source has none),
    `command` what remakes it ("" when written by hand), `gaps_en` and `gaps_fr` what it is known to
    lack ("" when nothing).
    """

    name: str
    name_fr: str
    file: str
    source: str
    source_fr: str
    version: str
    date: str
    licence: str
    licence_fr: str
    attribution: str
    attribution_fr: str
    command: str
    gaps_en: str
    gaps_fr: str

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return (DATA / self.file).resolve()

    def tell(self, language: str) -> Account:
        """Return what there is to tell, in French ("fr") or English."""
        if language.startswith("fr"):
            words = (self.name_fr, self.source_fr, self.licence_fr, self.attribution_fr)
            return Account(*words, self.gaps_fr)
        return Account(self.name, self.source, self.licence, self.attribution, self.gaps_en)


@cache
def all_sources() -> tuple[Source, ...]:
    """Return every shipped data set with its provenance."""
    listed = json.loads((DATA / "SOURCES.json").read_text(encoding="utf-8"))
    return tuple(Source(**one) for one in listed)
