"""The national directory of French research structures (RNSR), from the user's own copy.

The directory is published by the French ministry of research on data.enseignementsup-recherche.gouv.fr
as "Structures de recherche publiques actives" (fr-esr-structures-recherche-publiques-actives), as
CSV with semicolons and as JSON. It does not come with Cordée; a user brings a download in with
`cordee rnsr update FILE`, which keeps a Parquet copy in the user's data folder.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import platformdirs
import pyarrow as pa
import pyarrow.parquet as pq

from cordee.kernel.errors import ReferenceFileError
from cordee.kernel.faults import Fault, Severity
from cordee.kernel.files import replacing
from cordee.kernel.messages import N_, Sentence
from cordee.reference.rnsr_rows import Row, read_rows


FORMAT = b"1"
_FORMAT_KEY = b"cordee.rnsr.format"
_SOURCE_KEY = b"cordee.rnsr.source"
_DATE_KEY = b"cordee.rnsr.date"


@dataclass(frozen=True, slots=True)
class Structure:
    """One structure: national number, name, and what the directory says of it.

    `labels` are its numbers as the directory writes them ("UMR_S 1016"); `supervisors` the names of
    its supervising bodies, without bodies that only take part.
    """

    number: str
    name: str
    acronym: str | None = None
    labels: tuple[str, ...] = ()
    supervisors: tuple[str, ...] = ()
    town: str | None = None
    created: int | None = None
    site: str | None = None
    kind: str | None = None


@dataclass(frozen=True)
class Structures:
    """The user's copy: its structures, the name of the file it came from, and when (ISO date)."""

    structures: tuple[Structure, ...]
    source: str
    date: str


@dataclass(frozen=True)
class RnsrReport:
    """What an update wrote and where, and what it had to leave out."""

    destination: Path
    structures: int
    faults: tuple[Fault, ...]


SCHEMA = pa.schema(
    [
        ("number", pa.string()),
        ("name", pa.string()),
        ("acronym", pa.string()),
        ("labels", pa.list_(pa.string())),
        ("supervisors", pa.list_(pa.string())),
        ("town", pa.string()),
        ("created", pa.int16()),
        ("site", pa.string()),
        ("kind", pa.string()),
    ]
)

_NUMBER = re.compile(r"^\d{9}[A-Z]$")
_SUPERVISES = "TUTE"
"""Code of a supervising body in `code_de_type_de_tutelle`; PART is a body that only takes part."""


def read_structures(path: Path) -> tuple[tuple[Structure, ...], tuple[Fault, ...]]:
    """Return the structures of a published table and the faults of rows left out or mended.

    Raises ReferenceFileError when the file as a whole is no such table; it names every column that
    is missing.
    """
    found: dict[str, Structure] = {}
    faults: list[Fault] = []
    for row in read_rows(path):
        one = _read_structure(row, path.name, faults)
        if one is None:
            continue
        if one.number in found:
            faults.append(
                _fault(
                    path.name,
                    row,
                    Severity.WARNING,
                    N_("The number {number} came before; the last line is kept."),
                    number=one.number,
                )
            )
        found[one.number] = one
    if not found:
        raise ReferenceFileError(
            N_(
                "{file} has no line with a national number and a name. Give the table of active "
                "structures that the ministry publishes, as CSV or JSON."
            ),
            file=path.name,
        )
    return tuple(found.values()), tuple(faults)


def update_structures(path: Path, *, date: str, destination: Path | None = None) -> RnsrReport:
    """Make the user's copy from a published table and put it in place whole.

    `date` (ISO) is when; the former copy is untouched when the table cannot be used.
    """
    structures, faults = read_structures(path)
    target = destination or user_structures_path()
    schema = SCHEMA.with_metadata(
        {_FORMAT_KEY: FORMAT, _SOURCE_KEY: path.name.encode(), _DATE_KEY: date.encode()}
    )
    rows = [{name: getattr(one, name) for name in SCHEMA.names} for one in structures]
    _replace(target, pa.Table.from_pylist(rows, schema=schema))
    return RnsrReport(target, len(structures), faults)


def load_structures(path: Path | None = None) -> Structures | None:
    """Return the copy in `path` (by default the user's), or None when there is none.

    A copy that is there but cannot be used raises ReferenceFileError: leaving it out in silence
    would change units without a word.
    """
    path = path or user_structures_path()
    if not path.exists():
        return None
    try:
        table = pq.read_table(path)
    except (OSError, pa.ArrowException) as error:
        raise _refuse(path) from error
    metadata = table.schema.metadata or {}
    if metadata.get(_FORMAT_KEY) != FORMAT or not table.schema.remove_metadata().equals(SCHEMA):
        raise _refuse(path)
    structures = tuple(
        Structure(
            **{**row, "labels": tuple(row["labels"]), "supervisors": tuple(row["supervisors"])}
        )
        for row in table.to_pylist()
    )
    return Structures(
        structures, metadata.get(_SOURCE_KEY, b"").decode(), metadata.get(_DATE_KEY, b"").decode()
    )


def user_structures_path() -> Path:
    """Return where the user's own copy lies when there is one."""
    return Path(platformdirs.user_data_dir("cordee", appauthor=False)) / "rnsr.parquet"


def _refuse(path: Path) -> ReferenceFileError:
    return ReferenceFileError(
        N_(
            "The copy of RNSR in {file} cannot be read: it is damaged or of another version. Make "
            "it again with `cordee rnsr update FILE`, or remove it to do without."
        ),
        file=str(path),
    )


def _replace(target: Path, table: pa.Table) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with replacing(target) as draft:
            pq.write_table(table, draft, compression="zstd")
    except OSError as error:
        raise ReferenceFileError(
            N_(
                "The copy of RNSR cannot be written to {file}: {reason}. Free some space or choose "
                "another place; the former copy is unchanged."
            ),
            file=str(target),
            reason=error.strerror or str(error),
        ) from error


def _read_structure(row: Row, file: str, faults: list[Fault]) -> Structure | None:
    number, name = row.get("number").upper(), row.get("name")
    if not _NUMBER.match(number):
        faults.append(
            _fault(
                file,
                row,
                Severity.RECORD,
                N_(
                    "“{number}” is not a national number, which is nine digits and a letter; the "
                    "line is left out."
                ),
                number=number,
            )
        )
        return None
    if not name:
        faults.append(
            _fault(
                file,
                row,
                Severity.RECORD,
                N_("The structure {number} has no name; the line is left out."),
                number=number,
            )
        )
        return None
    return Structure(
        number=number,
        name=name,
        acronym=row.get("acronym") or None,
        labels=row.get_list("labels"),
        supervisors=_read_supervisors(row, file, faults),
        town=tidy_town(row.get("town")),
        created=_read_year(row, file, faults),
        site=row.get("site") or None,
        kind=row.get("kind") or None,
    )


def _read_supervisors(row: Row, file: str, faults: list[Fault]) -> tuple[str, ...]:
    names, kinds = row.get_list("supervisors"), row.get_list("supervisor_kinds")
    identifiers = row.get_list("supervisor_codes")
    if len(names) == 1 < len(kinds or identifiers):
        # The portal's plain export parts lists with a comma, which names may have too.
        parts = tuple(part.strip() for part in names[0].split(","))
        if len(parts) != len(kinds or identifiers):
            faults.append(
                _fault(
                    file,
                    row,
                    Severity.WARNING,
                    N_(
                        "The supervising bodies “{names}” cannot be told apart; they are left out. "
                        "Export the table with “;” between the values of a list."
                    ),
                    names=names[0],
                )
            )
            return ()
        names = parts
    if len(kinds) == len(names):
        names = tuple(n for n, k in zip(names, kinds, strict=True) if k.upper() == _SUPERVISES)
    return tuple(dict.fromkeys(names))


def _read_year(row: Row, file: str, faults: list[Fault]) -> int | None:
    text = row.get("created")
    if not text or (text[:4].isascii() and text[:4].isdigit()):
        return int(text[:4]) if text else None
    faults.append(
        _fault(
            file,
            row,
            Severity.WARNING,
            N_("The year of creation “{year}” is not a year; it is left out."),
            year=text,
        )
    )
    return None


_DELIVERY = re.compile(r"\bCEDEX\b.*$|\b\d+(?:E|ER|EME)?\b", re.IGNORECASE)
_SMALL = re.compile(r"(?<=[\s'-])(?:De|Du|Des|La|Le|Les|Sur|Sous|En|Et|D|L)(?=[\s'-])")


def tidy_town(text: str) -> str | None:
    """Return a town as it is written in a sentence, without CEDEX and district.

    >>> tidy_town("POITIERS CEDEX 9"), tidy_town("LE KREMLIN-BICETRE"), tidy_town("PARIS 14")
    ('Poitiers', 'Le Kremlin-Bicetre', 'Paris')
    """
    bare = " ".join(_DELIVERY.sub(" ", text).split())
    if not bare.isupper():
        return bare or None
    return _SMALL.sub(lambda found: found[0].lower(), bare.title())


def _fault(file: str, row: Row, severity: Severity, text: str, **values: object) -> Fault:
    return Fault(file, row.where, severity, Sentence(text, values))
