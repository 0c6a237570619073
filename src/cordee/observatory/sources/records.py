"""What every source yields: rows of the batch tables, faults, and raw chunks on the way there.

A source works in two steps. In one process it cuts a file's contents into `Chunk`s, each holding
whole records; in any number of processes each chunk is parsed into a `Parsed`. Which chunk a record
falls into changes nothing in the rows it gives.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import pyarrow as pa

from cordee.kernel.faults import Fault, Severity
from cordee.kernel.identifiers import hash_key
from cordee.kernel.letters import drop_controls
from cordee.kernel.messages import N_, Sentence
from cordee.kernel.periods import FIRST_POSSIBLE_YEAR
from cordee.observatory.schemas import BATCH_TABLES
from cordee.observatory.sources.columns import ColumnMap


CHUNK_SIZE = 24 * 2**20
"""Bytes of plain contents a chunk. With its parsed form it takes about 150 MB, well under 600 MB a
process, and a file becomes few enough Parquet parts."""

MAX_RECORD_SIZE = 32 * 2**20
"""Bytes one record may have. The largest real ones (thousands of authors) have about 5 MB; beyond
this a file is damaged or hostile, and memory must stay bounded."""

Row = tuple[object, ...]


@dataclass(frozen=True)
class Chunk:
    """Whole records in a row. `first` is the number, from 1, of the first of them in the file.

    In an archive of files, `member` names the file and `first` counts there.
    """

    first: int
    data: bytes
    member: str = ""


@dataclass(frozen=True)
class Context:
    """What a parser must know besides the bytes: the file's name and checksum, and the time."""

    file: str
    sha256: str
    at: datetime
    column_map: ColumnMap | None = None

    @property
    def last_year(self) -> int:
        """The latest year a publication can honestly bear: journals date issues ahead."""
        return self.at.year + 2


@dataclass
class Parsed:
    """Rows and faults of one chunk, filled by a source and turned into Arrow tables."""

    context: Context
    records: int = 0
    skipped: int = 0
    rows: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in BATCH_TABLES})
    faults: list[Fault] = field(default_factory=list)
    _texts: dict[str, int] = field(default_factory=dict)
    _versions: dict[int, int] = field(default_factory=dict)

    def add_affiliation(self, text: str) -> int:
        """Return the key of an affiliation string, remembering the string once a chunk."""
        key = self._texts.get(text)
        if key is None:
            folded = fold_blanks(text)
            key = hash_key(folded)
            self._texts[text] = key
            self.rows["affiliations"].append((key, folded))
        return key

    def replace_earlier(self, work: int, version: int) -> bool:
        """Make room for a work; return False when a later version of it stands in this chunk.

        Of a record that a chunk holds twice, the highest version counts, then the last; the rows
        of the other go, because they could not be told apart later.
        """
        known = self._versions.get(work)
        if known is not None and known > version:
            return False
        self._versions[work] = version
        if known is not None:
            for name in ("works", "authorships", "themes", "grants"):
                self.rows[name] = [row for row in self.rows[name] if row[0] != work]
        return True

    def add_fault(self, where: str, severity: Severity, text: str, **values: object) -> None:
        """Remember a fault at `where`; one of severity RECORD means a record was left out."""
        sentence = Sentence(text, {"file": self.context.file, "where": where, **values})
        self.faults.append(Fault(self.context.file, where, severity, sentence))
        if severity is Severity.RECORD:
            self.skipped += 1

    def check_year(self, year: int | None, where: str) -> int | None:
        """Return `year`, or None with a warning when no publication can bear it."""
        if year is None or FIRST_POSSIBLE_YEAR <= year <= self.context.last_year:
            return year
        self.add_fault(
            where,
            Severity.WARNING,
            N_("{file}, {where}: the year {year} cannot be true and was left empty."),
            year=year,
        )
        return None

    def to_tables(self) -> dict[str, pa.Table]:
        """Return the tables that have rows."""
        return {name: _make_table(name, rows) for name, rows in self.rows.items() if rows}


def _make_table(name: str, rows: list[Row]) -> pa.Table:
    schema = BATCH_TABLES[name]
    columns = zip(*rows, strict=True)
    arrays = [pa.array(c, type=f.type) for c, f in zip(columns, schema, strict=True)]
    table = pa.Table.from_arrays(arrays, schema=schema)
    if name == "affiliations":
        # Two spellings that differ in white space alone are one affiliation.
        table = table.group_by("affiliation", use_threads=False).aggregate([("text", "first")])
        table = table.rename_columns(schema.names).cast(schema)
    return table


def fold_blanks(text: str) -> str:
    r"""Return `text` with every run of white space as one space, and none at the ends.

    Control characters go: JSON can carry them, and no title or address means one.

    >>> fold_blanks("  Institut   Curie, Paris ")
    'Institut Curie, Paris'
    >>> fold_blanks("Institut\x02 Curie")
    'Institut Curie'
    """
    # Most strings are clean already, and looking is several times faster than rebuilding.
    if text.isprintable() and "  " not in text:
        return text.strip()
    folded = " ".join(text.split())
    bare = drop_controls(folded)
    return folded if bare == folded else " ".join(bare.split())


def describe_record(number: int, identifier: str | None) -> str:
    """Return how a person finds a record: its number, and its identifier when it has one.

    >>> describe_record(1204, "PMID 33812345")
    'record 1204 (PMID 33812345)'
    """
    return f"record {number} ({identifier})" if identifier else f"record {number}"


RECORD_TOO_LARGE = N_(
    "{file}, {where}: this record has more than {size} MB and was left out. The file may be damaged; "
    "get it again from where it came."
)
BROKEN_RECORD = N_(
    "{file}, {where}: this record is broken ({reason}) and was left out. Get the file again, or "
    "mend the record, to have it counted."
)
