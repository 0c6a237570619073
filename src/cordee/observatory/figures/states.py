"""Which state of a lake figures are of."""

from __future__ import annotations

from dataclasses import dataclass

from cordee.observatory.building.plan import find_prepared
from cordee.observatory.lake.store import Lake


@dataclass(frozen=True)
class LakeState:
    """Which snapshot of a lake, and what made it. Two unequal states may hold different figures."""

    snapshot: str | None
    at: str | None  # a lake made anew in the same folder numbers its snapshots from 1 again
    linker: str | None
    registry: str | None
    prepared: str | None = None  # what `cordee build` has made of it


def read_state(lake: Lake) -> LakeState:
    """Return the state of `lake` now."""
    manifest = lake.manifest
    snapshot, prepared = manifest.snapshot, find_prepared(manifest)
    return LakeState(
        snapshot=snapshot.id if snapshot else None,
        at=snapshot.at if snapshot else None,
        linker=manifest.linker,
        registry=manifest.registry,
        prepared=f"{prepared.id} {prepared.at}" if prepared else None,
    )
