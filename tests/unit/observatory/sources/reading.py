"""Read a file as `cordee ingest` would, without a lake."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from cordee.observatory.schemas import BATCH_TABLES
from cordee.observatory.sources.readers import READERS
from cordee.observatory.sources.records import Context, Parsed
from cordee.observatory.sources.sniff import sniff_format
from cordee.observatory.sources.transport import read_blocks


AT = datetime(2026, 1, 1, tzinfo=UTC)

Rows = list[dict[str, object]]


def read(path: Path, content: bytes, size: int = 200) -> list[Parsed]:
    path.write_bytes(content)
    context = Context(str(path), "0" * 64, AT)
    faults = Parsed(context)
    reader = READERS[sniff_format(path)]
    chunks = list(reader.split(path, read_blocks(path), faults, size))
    parts = [*(reader.parse(chunk, context) for chunk in chunks), faults]
    for part in parts:
        part.to_tables()  # every row fits its table
    return parts


def get_rows(parts: list[Parsed], table: str) -> Rows:
    names = BATCH_TABLES[table].names
    return [dict(zip(names, row, strict=True)) for part in parts for row in part.rows[table]]


def get_texts(parts: list[Parsed], authorship: dict[str, object]) -> list[object]:
    texts = {row["affiliation"]: row["text"] for row in get_rows(parts, "affiliations")}
    keys = authorship["affiliations"]
    assert isinstance(keys, list)
    return [texts[key] for key in keys]


def get_faults(parts: list[Parsed]) -> list[tuple[str, str]]:
    return [(fault.where, fault.sentence.to_text()) for part in parts for fault in part.faults]
