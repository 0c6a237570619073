"""What changed between two versions of one lake: figures of homes, and the works behind them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from cordee.kernel.messages import translate
from cordee.observatory.figures import document
from cordee.observatory.figures.answer import HomeOrganisation
from cordee.observatory.figures.comparables import COMPARABLES, Comparable
from cordee.observatory.figures.comparison import Measure, SideFigures
from cordee.observatory.figures.compute import Observatory
from cordee.observatory.figures.lake_facts import query_rows
from cordee.observatory.figures.sides import ComparisonQuestion, Side
from cordee.observatory.lake.manifest import Manifest
from cordee.observatory.lake.store import Lake


MOST_WORKS = 25
"""Works listed of those gained or lost: a page of them, as in other lists."""


@dataclass(frozen=True, slots=True)
class Version:
    """One snapshot of a lake and what made it."""

    snapshot: str | None
    at: str | None  # ISO 8601
    files: int  # ingested
    works: int
    linker: str | None  # None where it was never linked, or where an earlier Cordée did not note it
    registry: str | None


@dataclass(frozen=True, slots=True)
class ChangedFigure:
    """One indicator of a home, before and after; equal where it did not move."""

    indicator: Comparable
    before: Measure
    after: Measure

    @property
    def moved(self) -> bool:
        """Say whether it is different."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class MovedWork:
    """A work that a home gained or lost; `in_both` when the lake has it in both versions."""

    work: int
    title: str | None
    year: int | None
    doi: str | None
    pmid: str | None
    in_both: bool


@dataclass(frozen=True, slots=True)
class HomeVersions:
    """A home before and after. `gained` and `lost` list at most `MOST_WORKS`, latest year first."""

    organisations: tuple[HomeOrganisation, ...]
    side: Side
    figures: tuple[ChangedFigure, ...]
    gained_total: int
    gained: tuple[MovedWork, ...]
    lost_total: int
    lost: tuple[MovedWork, ...]

    @property
    def moved(self) -> bool:
        """Say whether a figure or a work is different."""
        return bool(self.gained_total or self.lost_total) or any(one.moved for one in self.figures)


@dataclass(frozen=True, slots=True)
class Versions:
    """Two versions of a lake; `files_added` are names of what was ingested in between."""

    before: Version
    after: Version
    files_added: tuple[str, ...]
    homes: tuple[HomeVersions, ...]


def compare_versions(before: Observatory, after: Observatory, sides: Sequence[Side]) -> Versions:
    """Return what is different for each of `sides` between two versions of one lake, all years.

    Raises `NotFoundError` for an organisation that is not known.
    """
    former, present = before.lake.manifest, after.lake.manifest
    known = {batch.sha256 for batch in former.batches}
    return Versions(
        before=_describe(before.lake),
        after=_describe(after.lake),
        files_added=tuple(one.name for one in present.batches if one.sha256 not in known),
        homes=tuple(_compare_home(before, after, side) for side in sides),
    )


def _describe(lake: Lake) -> Version:
    manifest: Manifest = lake.manifest
    snapshot = manifest.snapshot
    works = next((one.rows for one in snapshot.files if one.table == "works"), 0) if snapshot else 0
    return Version(
        snapshot=snapshot.id if snapshot else None,
        at=snapshot.at if snapshot else None,
        files=snapshot.batches if snapshot else 0,
        works=works,
        linker=manifest.linker,
        registry=manifest.registry,
    )


def _compare_home(before: Observatory, after: Observatory, side: Side) -> HomeVersions:
    question = ComparisonQuestion((side,))
    sides: list[SideFigures] = [one.get_comparison(question).sides[0] for one in (before, after)]
    figures = tuple(
        ChangedFigure(indicator, *measures)
        for indicator, *measures in zip(COMPARABLES, sides[0].totals, sides[1].totals, strict=True)
        if indicator.code != "part_of_home"
    )
    asked = question.get_question(side)
    former, present = before.get_work_keys(asked), after.get_work_keys(asked)
    return HomeVersions(
        organisations=sides[1].organisations,
        side=side,
        figures=figures,
        gained_total=len(present - former),
        gained=_read_works(after.lake, before.lake, present - former),
        lost_total=len(former - present),
        lost=_read_works(before.lake, after.lake, former - present),
    )


_WORKS = """
SELECT works.work, title, works.year, doi, pmid FROM works
SEMI JOIN (SELECT unnest(?::BIGINT[]) AS work) USING (work)
ORDER BY works.year DESC NULLS LAST, lower(title) NULLS LAST, works.work LIMIT ?
"""
_KNOWN = "SELECT work FROM works SEMI JOIN (SELECT unnest(?::BIGINT[]) AS work) USING (work)"


def _read_works(held_in: Lake, other: Lake, works: Iterable[int]) -> tuple[MovedWork, ...]:
    keys = sorted(works)
    if not keys:
        return ()
    with held_in.connect() as connection:
        rows = query_rows(connection, _WORKS, [keys, MOST_WORKS])
    with other.connect() as connection:
        known = {row["work"] for row in query_rows(connection, _KNOWN, [[r["work"] for r in rows]])}
    return tuple(MovedWork(**row, in_both=row["work"] in known) for row in rows)


def to_dict(versions: Versions, language: str = "en") -> dict[str, Any]:
    """Return the comparison of versions as JSON values, labels in `language`."""
    return {
        "format": document.FORMAT,
        "before": asdict(versions.before),
        "after": asdict(versions.after),
        "files_added": list(versions.files_added),
        "homes": [_write_home(one, language) for one in versions.homes],
    }


def _write_home(home: HomeVersions, language: str) -> dict[str, Any]:
    return {
        "side": home.side.to_text(),
        "organisations": document.write_home(home.organisations),
        "figures": [
            {
                "code": one.indicator.code,
                "label": translate(one.indicator.label, language),
                "moved": one.moved,
                "before": document.tidy(asdict(one.before)),
                "after": document.tidy(asdict(one.after)),
            }
            for one in home.figures
        ],
        "gained": {"total": home.gained_total, "works": [asdict(one) for one in home.gained]},
        "lost": {"total": home.lost_total, "works": [asdict(one) for one in home.lost]},
    }
