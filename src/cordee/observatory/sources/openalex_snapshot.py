"""The folder of OpenAlex's snapshot: which of its files are read, its manifest, its merged ids.

::

    works/manifest                                 what should be there, with sizes
    works/updated_date=2024-01-31/part_000.gz      works last changed on that day, one a line
    merged_ids/works/2022-06-30.csv.gz             ids that were given up, and for which

Each work stands in the partition of its latest change, so the date in its record is its version.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import orjson

from cordee.kernel.errors import SourceError
from cordee.kernel.faults import Severity
from cordee.kernel.identifiers import hash_key
from cordee.kernel.messages import N_
from cordee.observatory.sources.lines import MAX_PAGE_SIZE
from cordee.observatory.sources.openalex import SOURCE, get_last
from cordee.observatory.sources.records import Chunk, Context, Parsed
from cordee.observatory.sources.rows import parse_rows
from cordee.observatory.sources.values import Json, to_int


MERGE_COLUMNS = frozenset({"merge_date", "id", "merge_into_id"})

_PARTITION = re.compile(r"updated_date=\d{4}-\d{2}-\d{2}")

_OTHER_ENTITIES = frozenset(
    {"authors", "awards", "concepts", "continents", "countries", "domains", "fields", "funders"}
    | {"institution-types", "institutions", "keywords", "languages", "licenses", "publishers"}
    | {"sdgs", "source-types", "sources", "subfields", "topics", "work-types"}
)
"""Folders beside ``works``, whose records are no works."""

_BESIDE = frozenset({"RELEASE_NOTES.txt", "LICENSE.txt", "README.txt", "manifest.json"})
"""Files about a snapshot as a whole, which hold no record."""


def choose_files(files: list[Path]) -> list[Path]:
    """Return those of `files`, found in one folder, that hold works; all when it is no snapshot.

    Left out are the snapshot's other entities, its notes, and its Parquet twin where the JSON lines
    are there too.
    """
    parts = [path for path in files if _PARTITION.fullmatch(path.parent.name)]
    if not parts:
        return files
    both = any(path.suffix == ".gz" for path in parts)
    return [path for path in files if _is_wanted(path, has_lines=both)]


def _is_wanted(path: Path, *, has_lines: bool) -> bool:
    if _PARTITION.fullmatch(path.parent.name):
        twin = has_lines and path.suffix == ".parquet"
        return path.parent.parent.name not in _OTHER_ENTITIES and not twin
    if "merged_ids" in path.parts:
        return path.parent.name == "works"
    return path.name not in _BESIDE and path.parent.name not in _OTHER_ENTITIES


def split_manifest(
    path: Path, blocks: Iterable[bytes], parsed: Parsed, size: int
) -> Iterator[Chunk]:
    """Check that the parts a manifest names lie beside it, whole; yield nothing, it holds no work."""
    del size  # a manifest is read whole
    content = bytearray()
    for block in blocks:
        content += block
        if len(content) > MAX_PAGE_SIZE:
            raise _make_strange(path)
    try:
        entries = [(_find_part(path, entry), entry) for entry in orjson.loads(content)["entries"]]
    except (ValueError, TypeError, KeyError):
        raise _make_strange(path) from None
    missing = [part for part, _ in entries if not part.is_file()]
    if missing:
        parsed.add_fault(
            "entries",
            Severity.WARNING,
            N_(
                "{file}: {count} of the {total} parts it names are not there, first {part}. Their "
                "works are missing from the figures; get them and ingest the folder again."
            ),
            count=len(missing),
            total=len(entries),
            part=_name_part(missing[0]),
        )
    for part, entry in entries:
        wanted = to_int((entry.get("meta") or {}).get("content_length"))
        if part.is_file() and wanted is not None and part.stat().st_size != wanted:
            parsed.add_fault(
                _name_part(part),
                Severity.WARNING,
                N_(
                    "{file}, {where}: this part has {size} bytes where the manifest says {wanted}. "
                    "Part and manifest are not of one release; get the folder again."
                ),
                size=part.stat().st_size,
                wanted=wanted,
            )
    yield from ()


def parse_nothing(chunk: Chunk, context: Context) -> Parsed:
    """Return no rows: a manifest holds none, and `split_manifest` gives no chunk."""
    del chunk
    return Parsed(context)


def parse_merges(chunk: Chunk, context: Context) -> Parsed:
    """Return the merged ids of the rows in `chunk`."""
    return parse_rows(chunk, context, _keep_merge)


def _find_part(manifest: Path, entry: Json) -> Path:
    """Return where the part of an entry lies; only the two last names of its address are believed."""
    folder, name = str(entry["url"]).rstrip("/").split("/")[-2:]
    if not _PARTITION.fullmatch(folder) or not re.fullmatch(r"[\w.-]+", name):
        raise ValueError(entry)
    return manifest.parent / folder / name


def _name_part(part: Path) -> str:
    return f"{part.parent.name}/{part.name}"


def _make_strange(path: Path) -> SourceError:
    return SourceError(
        N_(
            "{file} is not a manifest of an OpenAlex snapshot as documented. Leave it out, or get it "
            "again; the works themselves do not need it."
        ),
        file=str(path),
    )


def _keep_merge(row: Json, where: str, parsed: Parsed) -> None:
    given, into = (
        (get_last(str(row[name] or "").strip()) or "").upper() for name in ("id", "merge_into_id")
    )
    if not (given.startswith("W") and into.startswith("W")):
        parsed.add_fault(
            where,
            Severity.RECORD,
            N_("{file}, {where}: this row does not merge one work into another and was left out."),
        )
        return
    try:
        day = date.fromisoformat(str(row["merge_date"]).strip()[:10])
    except ValueError:
        parsed.add_fault(
            where,
            Severity.RECORD,
            N_("{file}, {where}: “{value}” is not a date; the row was left out."),
            value=row["merge_date"],
        )
        return
    keys = (hash_key(f"{SOURCE}:{given}"), hash_key(f"{SOURCE}:{into}"))
    parsed.rows["merges"].append((*keys, SOURCE, given, into, day))
