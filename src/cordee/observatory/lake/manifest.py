"""The manifest: the one file that says what a lake holds.

A table's file that the manifest does not name does not exist for a reader. A writer first writes
and flushes new files, then replaces the manifest in one step, so that whoever looks sees either the
former state or the new one, never something between.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import Any

import orjson

from cordee.kernel.errors import LakeError, LakeTooNewError
from cordee.kernel.faults import Fault, Severity
from cordee.kernel.messages import N_, Sentence
from cordee.observatory.schemas import FORMAT


MANIFEST_NAME = "manifest.json"


@dataclass(frozen=True)
class StoredFile:
    """One Parquet file of the lake: its table, where it is (from the lake's folder), its checks."""

    table: str
    path: str
    rows: int
    size: int  # bytes
    sha256: str


@dataclass(frozen=True)
class Batch:
    """What one ingested file became.

    `name`, `size` (bytes) and `sha256` are of the file that was read; `counts` are rows a table,
    with ``records`` the records seen and ``skipped`` those left out with a fault.
    """

    id: str
    source: str
    name: str
    size: int
    sha256: str
    at: str  # ISO 8601
    counts: dict[str, int] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    fault_count: int = 0  # all of them; `faults` keeps the first thousand
    files: tuple[StoredFile, ...] = ()


@dataclass(frozen=True)
class Snapshot:
    """What is true now: one set of files a table, built from all batches."""

    id: str
    at: str  # ISO 8601
    batches: int  # how many batches it was built from
    files: tuple[StoredFile, ...] = ()


@dataclass(frozen=True)
class PreparedHome:
    """The tables prepared for questions about one organisation."""

    organisation: str  # ROR id
    files: tuple[StoredFile, ...] = ()


@dataclass(frozen=True)
class Prepared:
    """Tables made from one snapshot so that questions read less; they hold nothing of their own.

    They are true for the snapshot `snapshot` and for expressions whose fingerprint is `recipe`;
    whoever reads them checks both.
    """

    id: str
    at: str  # ISO 8601
    snapshot: str
    recipe: str
    engine: str  # which made them, with its version
    files: tuple[StoredFile, ...] = ()
    homes: tuple[PreparedHome, ...] = ()

    def get_home(self, organisation: str) -> PreparedHome | None:
        """Return what is prepared for an organisation, or None."""
        return next((one for one in self.homes if one.organisation == organisation), None)

    def list_files(self) -> tuple[StoredFile, ...]:
        """Return every file, those of homes last."""
        return (*self.files, *(stored for home in self.homes for stored in home.files))


@dataclass(frozen=True)
class Manifest:
    """All a lake holds. `previous` is kept so that those who are still reading it can finish.

    `prepared` are the last two preparations, the latest first, for the same reason.
    """

    created: str
    format: int = FORMAT
    batches: tuple[Batch, ...] = ()
    snapshot: Snapshot | None = None
    previous: Snapshot | None = None
    linker: str | None = None  # version of the linker that made the links
    registry: str | None = None  # version of the registry it used
    prepared: tuple[Prepared, ...] = ()
    previous_linker: str | None = None  # what made the links of `previous`
    previous_registry: str | None = None

    def to_bytes(self) -> bytes:
        """Return the manifest as JSON for people and machines."""
        return orjson.dumps(asdict(self), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)

    def get_paths(self) -> frozenset[str]:
        """Return every file the manifest names, from the lake's folder."""
        groups = [batch.files for batch in self.batches]
        groups += [s.files for s in (self.snapshot, self.previous) if s]
        groups += [one.list_files() for one in self.prepared]
        return frozenset(stored.path for group in groups for stored in group)

    def has_file(self, sha256: str) -> bool:
        """Say whether a file with these contents was ingested already."""
        return any(batch.sha256 == sha256 for batch in self.batches)

    def with_batch(self, batch: Batch) -> Manifest:
        """Return this manifest with one more batch."""
        return replace(self, batches=(*self.batches, batch))

    def with_prepared(self, prepared: Prepared) -> Manifest:
        """Return this manifest with a preparation in place of the one before the last."""
        return replace(self, prepared=(prepared, *self.prepared[:1]))


def parse_manifest(content: bytes, place: str) -> Manifest:
    """Read a manifest found at `place`.

    Raises `LakeTooNewError` when a later version of Cordée wrote it, before anything else of it is
    believed, and `LakeError` when it is damaged.
    """
    try:
        data = orjson.loads(content)
        number = data["format"]
    except (ValueError, TypeError, KeyError):
        raise _make_damaged(place) from None
    if not isinstance(number, int) or number > FORMAT:
        raise LakeTooNewError(
            N_(
                "The lake {lake} has format {format}; this version of Cordée reads up to {known}. "
                "Update Cordée, or open another lake."
            ),
            lake=place,
            format=number,
            known=FORMAT,
        )
    try:
        return _build_manifest(data)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise _make_damaged(place) from None


def _make_damaged(place: str) -> LakeError:
    return LakeError(
        N_(
            "The manifest of the lake {lake} is damaged and cannot be read. Restore {name} from a "
            "back-up, or ingest the files again into a new folder."
        ),
        lake=place,
        name=MANIFEST_NAME,
    )


def _build_manifest(data: dict[str, Any]) -> Manifest:
    return Manifest(
        created=str(data["created"]),
        format=int(data["format"]),
        batches=tuple(_build_batch(item) for item in data["batches"]),
        snapshot=_build_snapshot(data["snapshot"]),
        previous=_build_snapshot(data["previous"]),
        linker=data["linker"],
        registry=data["registry"],
        # A lake written before these were noted has no such keys.
        previous_linker=data.get("previous_linker"),
        previous_registry=data.get("previous_registry"),
        # Absent from lakes written before there were any.
        prepared=tuple(_build_prepared(item) for item in data.get("prepared", ())),
    )


def _build_snapshot(data: dict[str, Any] | None) -> Snapshot | None:
    if data is None:
        return None
    return Snapshot(**{**data, "files": _build_files(data["files"])})


def _build_prepared(data: dict[str, Any]) -> Prepared:
    homes = tuple(
        PreparedHome(item["organisation"], _build_files(item["files"])) for item in data["homes"]
    )
    return Prepared(**{**data, "files": _build_files(data["files"]), "homes": homes})


def _build_batch(data: dict[str, Any]) -> Batch:
    faults = tuple(
        Fault(
            file=item["file"],
            where=item["where"],
            severity=Severity(item["severity"]),
            sentence=Sentence(**item["sentence"]),
        )
        for item in data["faults"]
    )
    return Batch(**{**data, "faults": faults, "files": _build_files(data["files"])})


def _build_files(items: list[dict[str, Any]]) -> tuple[StoredFile, ...]:
    return tuple(StoredFile(**item) for item in items)
