"""ROR's own dumps, schema 1 and 2, as JSON or zip, made into a registry file.

Reading is wary: a dump comes from outside. A zip may unpack to a limit and not beyond, whatever
it declares; a record that is not whole is left out and said; nothing is written until all is read,
and the former file stays until the new one is complete.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pyarrow as pa

from cordee.kernel.errors import ReferenceFileError
from cordee.kernel.faults import Fault
from cordee.kernel.files import replacing
from cordee.kernel.messages import N_
from cordee.reference.json_list import (
    BrokenListError,
    EmptyTextError,
    ListReader,
    NotAListError,
)
from cordee.reference.organisations import user_registry_path
from cordee.reference.records import Organisation, RegistryFacts, to_table, write_table
from cordee.reference.ror_records import MalformedRecord, detect_schema, read_record


LARGEST_JSON = 1 << 30
"""Bytes a dump may unpack to. Those of 2025 take some 300 MB; three times that leaves years."""

_CHUNK = 1 << 20
_VERSION = re.compile(r"v(\d+\.\d+(?:\.\d+)?)[-_]")
_DATE = re.compile(r"(20\d\d-\d\d-\d\d)")


@dataclass(frozen=True)
class Dump:
    """A dump that was read: its organisations, its version and date when its name tells them."""

    file: str
    schema: int
    version: str
    date: str
    organisations: tuple[Organisation, ...]


@dataclass(frozen=True)
class UpdateReport:
    """What an update wrote and where, and what it had to leave out."""

    destination: Path
    version: str
    date: str
    schema: int
    organisations: int
    faults: tuple[Fault, ...]


def read_dump(
    path: Path, largest: int = LARGEST_JSON
) -> tuple[tuple[Organisation, ...], tuple[Fault, ...]]:
    """Return the organisations of a ROR dump and the faults of records left out or mended.

    ReferenceFileError when the file as a whole is not a dump that can be read.
    """
    dump, faults = open_dump(path, largest)
    return dump.organisations, faults


def open_dump(path: Path, largest: int = LARGEST_JSON) -> tuple[Dump, tuple[Fault, ...]]:
    """Return a whole dump with its version and date, and the faults found in it."""
    found: dict[str, Organisation] = {}
    faults: list[Fault] = []
    schema = None
    with _open_content(path, largest) as (name, chunks):
        for number, record in enumerate(_split_records(path, chunks), start=1):
            where = _name_place(number, record)
            try:
                organisation, mended = read_record(record)
            except MalformedRecord as error:
                faults.append(error.to_fault(path.name, where))
                continue
            schema = schema or detect_schema(record)
            if organisation.id in found:
                mended += (MalformedRecord(N_("Its id came before; the last record is kept.")),)
            faults.extend(one.to_fault(path.name, where) for one in mended)
            found[organisation.id] = organisation
    if not found or schema is None:
        raise ReferenceFileError(
            N_(
                "{file} is not a ROR dump: none of its records has a ROR id and a name. Give the "
                "JSON or zip file that ROR publishes."
            ),
            file=path.name,
        )
    version, date = _VERSION.search(name), _DATE.search(name)
    dump = Dump(
        file=path.name,
        schema=schema,
        version=version[1] if version else "",
        date=date[1] if date else "",
        organisations=tuple(found.values()),
    )
    return dump, tuple(faults)


def update_registry(
    dump: Path, destination: Path | None = None, largest: int = LARGEST_JSON
) -> UpdateReport:
    """Make a registry file from a ROR dump and put it in place whole.

    `destination` is by default the user's own registry, which `load_registry` prefers.
    ReferenceFileError when the dump cannot be used or the place cannot be written; the former
    registry is then untouched.
    """
    found, faults = open_dump(dump, largest)
    target = destination or user_registry_path()
    facts = RegistryFacts(
        version=found.version or N_("unknown"),
        source=f"Research Organization Registry (ROR), {found.file}",
        date=found.date,
    )
    _replace(target, to_table(found.organisations, facts))
    return UpdateReport(
        target, facts.version, facts.date, found.schema, len(found.organisations), faults
    )


def _replace(target: Path, table: pa.Table) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with replacing(target) as draft:
            write_table(table, draft)
    except OSError as error:
        raise ReferenceFileError(
            N_(
                "The registry cannot be written to {file}: {reason}. Free some space or choose "
                "another place; the former registry is unchanged."
            ),
            file=str(target),
            reason=error.strerror or str(error),
        ) from error


@contextmanager
def _open_content(path: Path, largest: int) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield the name that tells the version, and the JSON in pieces."""
    try:
        if not zipfile.is_zipfile(path):
            with path.open("rb") as stream:
                yield path.name, _read_at_most(path, stream, largest)
            return
        with zipfile.ZipFile(path) as archive:
            member = _choose_member(path, archive, largest)
            with archive.open(member) as stream:
                yield member.filename, _read_at_most(path, stream, largest)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise ReferenceFileError(
            N_("The zip file {file} is damaged or protected. Download it again from ROR."),
            file=path.name,
        ) from error
    except OSError as error:
        raise ReferenceFileError(
            N_("{file} cannot be read: {reason}. Check the path and try again."),
            file=str(path),
            reason=error.strerror or str(error),
        ) from error


def _choose_member(path: Path, archive: zipfile.ZipFile, largest: int) -> zipfile.ZipInfo:
    members = [
        one
        for one in archive.infolist()
        if one.filename.lower().endswith(".json") and not one.filename.startswith("__MACOSX")
    ]
    if not members:
        raise ReferenceFileError(
            N_("The zip file {file} holds no JSON file. Give the zip that ROR publishes."),
            file=path.name,
        )
    # ROR has put both schemas into one zip; schema 2 knows more.
    best = max(members, key=lambda one: ("schema_v2" in one.filename, one.file_size))
    if best.file_size > largest:
        raise _refuse_size(path, largest)
    return best


def _read_at_most(path: Path, stream: IO[bytes], largest: int) -> Iterator[bytes]:
    # The size a zip declares may be a lie, so what really comes out is counted.
    size = 0
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        if size > largest:
            raise _refuse_size(path, largest)
        yield chunk


def _refuse_size(path: Path, largest: int) -> ReferenceFileError:
    return ReferenceFileError(
        N_(
            "{file} unpacks to more than {limit} MB, which no ROR dump does. It is refused; "
            "download it again from ROR."
        ),
        file=path.name,
        limit=largest >> 20,
    )


def _split_records(path: Path, chunks: Iterator[bytes]) -> Iterator[object]:
    try:
        yield from ListReader(chunks).read()
    except EmptyTextError as error:
        raise ReferenceFileError(
            N_("{file} is empty. Download it again from ROR."), file=path.name
        ) from error
    except NotAListError as error:
        raise ReferenceFileError(
            N_("{file} is not a ROR dump, which is a JSON list. Give the file that ROR publishes."),
            file=path.name,
        ) from error
    except BrokenListError as error:
        raise ReferenceFileError(
            N_(
                "{file} is not whole: its JSON breaks off after record {number}. Download it again "
                "from ROR."
            ),
            file=path.name,
            number=error.items,
        ) from error


def _name_place(number: int, record: object) -> str:
    id_ = record.get("id") if isinstance(record, Mapping) else None
    return f"record {number} ({id_})" if isinstance(id_, str) else f"record {number}"
