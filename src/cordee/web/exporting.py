"""Everything an organisation owns as one archive: tables, the same as JSON, and documents."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, cast
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from cordee.agreements.contents import read_content
from cordee.agreements.imports.export import list_agreement_rows
from cordee.directory.imports.export import list_organisation_rows
from cordee.kernel.cells import Cell
from cordee.ledger.audit import Subject, record_event
from cordee.ledger.cells import Field
from cordee.ledger.rights import Actor
from cordee.web.importing import FILE_KINDS, write_table


Row = Mapping[str, object]


def export_everything(
    organisation: UUID, language: str, documents: Path, *, by: Actor, at: datetime
) -> IO[bytes]:
    """Return the archive as a file that is gone once it is closed; the audit tells who took it.

    Raises `NotFoundError` for who may not take records out there.
    """
    on = at.date()
    rows = {
        "organisations": list_organisation_rows(organisation, by=by, on=on),
        "agreements": list_agreement_rows(organisation, by=by, on=on),
    }
    with ExitStack() as stack:
        file = cast(IO[bytes], stack.enter_context(TemporaryFile()))
        told = {"organisation": organisation, "at": at, **rows}
        _write_archive(file, rows, told, language, documents)
        change = {name: (None, len(found)) for name, found in rows.items()}
        with transaction.atomic():
            record_event(
                "export.take",
                Subject("export", str(organisation), organisation),
                by=by,
                at=at,
                change=change,
            )
        file.seek(0)
        # Closed by who sends it, from here on.
        stack.pop_all()
        return file


def _write_archive(
    file: IO[bytes],
    rows: Mapping[str, tuple[Row, ...]],
    told: Mapping[str, object],
    language: str,
    documents: Path,
) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, found in rows.items():
            kind = FILE_KINDS[name]
            lines = ([_write(one, row.get(one.name)) for one in kind.fields] for row in found)
            archive.writestr(f"{name}.csv", write_table(kind, lines, language))
        archive.writestr(
            "data.json", json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
        )
        for sha256, name in dict(_list_files(rows["agreements"])).items():
            # Under its hash, so that two of one name stand side by side; the name was cleaned before.
            archive.writestr(f"documents/{sha256[:12]}-{name}", read_content(sha256, documents))


def _write(field: Field, value: object) -> Cell:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "; ".join(map(str, value))
    if field.choices:
        return str(field.choices.get(str(value), value))
    return value if isinstance(value, int | float) else str(value)


def _list_files(rows: Iterable[Row]) -> Iterable[tuple[str, str]]:
    for row in rows:
        yield from cast(tuple[tuple[str, str], ...], row["documents"])
