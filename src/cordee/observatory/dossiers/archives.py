"""Zip archives that are the same each time, and bear no trace of when or where they were made."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date


EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first day a zip can name; it stands for "not said"."""

_TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


def pack(entries: dict[str, bytes]) -> bytes:
    """Return a zip of `entries` by name, in their order."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return packed.getvalue()


def settle(document: bytes, day: date) -> bytes:
    """Return an Office document without the clock of the machine: made and changed on `day`.

    The workbooks that hold the figures of a presentation's charts are settled too.
    """
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        entries = {one.filename: archive.read(one) for one in archive.infolist()}
    for name, content in entries.items():
        if name.endswith(".xlsx"):
            entries[name] = settle(content, day)
        elif name.endswith("core.xml"):
            entries[name] = _TIMES.sub(
                rb"\g<1>%sT00:00:00Z\g<2>" % day.isoformat().encode(), content
            )
    return pack(entries)
