"""The lake as it was before its last change.

A lake keeps the snapshot before the present one, so that those who are still reading it can finish.
Until the next change, both can therefore be read and compared.
"""

from __future__ import annotations

from dataclasses import replace

from cordee.kernel.errors import NotFoundError
from cordee.kernel.messages import N_
from cordee.observatory.lake.manifest import Manifest
from cordee.observatory.lake.store import Lake


class FormerLake(Lake):
    """A lake pinned to the snapshot before the present one; read alone."""

    def __init__(self, lake: Lake, manifest: Manifest) -> None:
        super().__init__(lake.path)
        self._pinned = manifest

    @property
    def manifest(self) -> Manifest:
        """The manifest as it was, whatever is written meanwhile."""
        return self._pinned


def open_former(lake: Lake) -> FormerLake:
    """Return `lake` as it was before its last change.

    Raises `NotFoundError` when no snapshot before the present one is kept.
    """
    manifest = lake.manifest
    former = manifest.previous
    if former is None or not all((lake.path / one.path).exists() for one in former.files):
        raise NotFoundError(
            N_(
                "The lake {lake} keeps no version before the present one, so there is nothing to "
                "compare it with. It will after the next “cordee ingest” or “cordee link”."
            ),
            lake=lake.path.name,
        )
    return FormerLake(
        lake,
        replace(
            manifest,
            batches=manifest.batches[: former.batches],
            snapshot=former,
            previous=None,
            linker=manifest.previous_linker,
            registry=manifest.previous_registry,
            prepared=(),
        ),
    )
