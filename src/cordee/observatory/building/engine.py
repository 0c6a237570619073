"""What an engine must do to prepare tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from cordee.observatory.indicators.tables import HOME_KIN, HOME_MEMBERS, HOME_YEARS
from cordee.observatory.indicators.zones import USUAL_ZONE, make_zone_years
from cordee.observatory.lake.storage import Content


@dataclass(frozen=True)
class Source:
    """The files of one snapshot: by table, and where an engine may write what does not fit."""

    tables: Mapping[str, Sequence[str]]
    spill: Path


@dataclass(frozen=True)
class Home:
    """One organisation whose tables are prepared, and the years of the lake."""

    organisation: str
    country: str | None
    kin: tuple[str, ...]  # above or below it in the registry
    first_year: int
    last_year: int

    def make_question(self) -> dict[str, pa.Table]:
        """Return the question tables: this organisation alone, all years, the default zone."""
        members = [{"organisation": self.organisation, "country": self.country}]
        years = [{"year": year} for year in range(self.first_year, self.last_year + 1)]
        return {
            "home_members": pa.Table.from_pylist(members, schema=HOME_MEMBERS),
            "home_kin": pa.table({"organisation": self.kin}, schema=HOME_KIN),
            "home_years": pa.Table.from_pylist(years, schema=HOME_YEARS),
            "zone_years": make_zone_years(USUAL_ZONE, self.first_year, self.last_year),
        }


class Engine(Protocol):
    """Runs the expressions over a snapshot. The same expressions, so the same tables.

    Whatever stops it is raised as a `LakeError` that names the engine.
    """

    @property
    def name(self) -> str:
        """What it is, with its version: "DuckDB 2.0.0"."""

    def get_years(self) -> tuple[int, int]:
        """Return the first and the last year of the works; (1, 0) when no work has one."""

    def build_corpus(self) -> Iterator[tuple[str, Content]]:
        """Yield every corpus table. Each is to be written before the next is asked for."""

    def build_homes(self, homes: Sequence[Home]) -> Iterator[tuple[str, str, Content]]:
        """Yield organisation, name and content of every table of every home, home by home."""

    def close(self) -> None:
        """Let go of everything."""
