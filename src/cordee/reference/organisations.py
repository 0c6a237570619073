"""The registry of organisations: ROR, as shipped or as the user has updated it.

>>> registry = load_registry(SHIPPED)
>>> registry.get("02vjkv261").name
'Inserm'
>>> registry.search("institut curie")[0].organisation.id
'04t0gwh46'
"""

from __future__ import annotations

import bisect
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

import platformdirs
import pyarrow as pa
import pyarrow.parquet as pq

from cordee.kernel.errors import NotFoundError, ReferenceFileError
from cordee.kernel.identifiers import parse_ror
from cordee.kernel.messages import N_
from cordee.reference.countries import all_countries
from cordee.reference.records import (
    SCHEMA,
    Name,
    Organisation,
    RegistryFacts,
    from_row,
    from_table,
    read_facts,
)
from cordee.reference.search import NameIndex
from cordee.reference.towns import name_namesakes


__all__ = [
    "SHIPPED",
    "Match",
    "Name",
    "Organisation",
    "Registry",
    "load_registry",
    "user_registry_path",
]

SHIPPED = Path(__file__).parent / "data" / "ror.parquet"
"""The registry that comes with the package."""

FORMAT = 1
"""The registry file's format; a file with a higher number was written by a later version."""

_ID_LENGTH = 9
# Three characters after the leading zero: fewer could still be a year or a number in a name.
_SHORTEST_ID_PREFIX = 4


@dataclass(frozen=True, slots=True)
class Match:
    """One organisation found by a search, with the name that matched and its kind.

    `kind` is one of ``ror_display``, ``label``, ``alias``, ``acronym``, or ``id``.
    """

    organisation: Organisation
    matched_name: str
    kind: str


class _Organisations(Mapping[str, Organisation]):
    """All organisations by id; each is built from its columns when it is asked for."""

    def __init__(self, table: pa.Table) -> None:
        # A registry lies in one piece; `combine_chunks` would copy even that.
        [whole] = table.to_batches() or [pa.RecordBatch.from_pylist([], table.schema)]
        self._columns = list(zip(table.column_names, whole.columns, strict=True))
        # In order and of one length: looked up by halving in a megabyte, where a dictionary takes twenty.
        self._ids = "".join(table["id"].to_pylist())
        self._rows = range(table.num_rows)
        self._built: dict[int, Organisation] = {}

    def __getitem__(self, key: str) -> Organisation:
        row = self.find_row(key)
        if self._get_id(row) != key:
            raise KeyError(key)
        return self.build(row)

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self._get_id(self.find_row(key)) == key

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[str]:
        return map(self._get_id, self._rows)

    def find_row(self, key: str) -> int:
        """Return the row of the first id that is not before `key`; past the last one where all are."""
        return bisect.bisect_left(self._rows, key, key=self._get_id)

    def _get_id(self, row: int) -> str:
        return self._ids[row * _ID_LENGTH : (row + 1) * _ID_LENGTH]

    def build(self, row: int) -> Organisation:
        # Kept once built: a page asks for the same few hundred partners again and again.
        found = self._built.get(row)
        if found is None:
            found = from_row({name: column[row].as_py() for name, column in self._columns})
            self._built[row] = found
        return found


class Registry:
    """Organisations with names, places and relations, of one version and source.

    Attributes: `version` (for example ``"2.9"``), `source`, `date` (ISO), `facts` (with the
    known gaps), `checksum` (SHA-256 of the file), `path`, and `organisations`, a mapping from
    ROR id to `Organisation` whose values are built when asked for. `iterate` is the fast way to
    read them all.
    """

    def __init__(
        self, table: pa.Table, facts: RegistryFacts, checksum: str, path: Path | None
    ) -> None:
        self._table = table
        self.facts = facts
        self.version = facts.version
        self.source = facts.source
        self.date = facts.date
        self.checksum = checksum
        self.path = path
        self._organisations = _Organisations(table)
        self.organisations: Mapping[str, Organisation] = self._organisations

    def __len__(self) -> int:
        return len(self._organisations)

    def __contains__(self, organisation: object) -> bool:
        return organisation in self._organisations

    def iterate(self) -> Iterator[Organisation]:
        """Yield every organisation in the order of ids, in one pass over the columns."""
        return from_table(self._table)

    @property
    def table(self) -> pa.Table:
        """The columns themselves (`cordee.reference.records.SCHEMA`), for joins and bulk work."""
        return self._table

    @cached_property
    def town_names(self) -> Mapping[str, str]:
        """By organisation, its town with the region, where its country has two towns of that name."""
        return MappingProxyType(name_namesakes(self._table))

    def get(self, organisation: str) -> Organisation:
        """Return the organisation of a ROR id, bare or as an address; NotFoundError if none."""
        found = parse_ror(organisation)
        if found is None:
            raise NotFoundError(
                N_(
                    "“{given}” is not a ROR id. A ROR id is nine characters that begin with 0, such "
                    "as 02vjkv261; search by name to find it."
                ),
                given=organisation,
            )
        if found not in self._organisations:
            raise NotFoundError(
                N_(
                    "No organisation has the ROR id {id} in registry {version}. Check the id, or "
                    "bring a newer registry in with `cordee ror update FILE`."
                ),
                id=found,
                version=self.version,
            )
        return self._organisations[found]

    def with_parts(self, organisations: Iterable[str]) -> frozenset[str]:
        """Return the ids given and all their descendants by child relation.

        A child that the registry does not hold is kept as an id: works may still name it.
        """
        return self._follow("children", organisations)

    def with_parents(self, organisations: Iterable[str]) -> frozenset[str]:
        """Return the ids given and all that is above them in the registry."""
        return self._follow("parents", organisations)

    def _follow(self, relation: str, organisations: Iterable[str]) -> frozenset[str]:
        # What was found is not visited again, so a cycle in the registry ends by itself.
        found: set[str] = set()
        waiting = [self.get(one).id for one in organisations]
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                known = self._organisations.get(one)
                waiting.extend(getattr(known, relation) if known else ())
        return frozenset(found)

    def search(self, text: str, limit: int = 20) -> list[Match]:
        """Return the organisations `text` may mean, best first, as it is being typed.

        `text` is the beginning of words of a name, in any order, with or without words of its
        city, region or country; or an acronym; or a ROR id or its address. Case, accents and
        punctuation do not matter. Exact acronyms and names come first, active records before
        closed ones.
        """
        matches = self._find_ids(text, limit)
        seen = {match.organisation.id for match in matches}
        for hit in self._names.search(text, limit):
            organisation = self._organisations.build(hit.row)
            if organisation.id not in seen:
                matches.append(Match(organisation, hit.name, hit.kind))
        return matches[:limit]

    def _find_ids(self, text: str, limit: int) -> list[Match]:
        typed = text.strip().lower().rstrip("/").rpartition("/")[2]
        if not typed.startswith("0") or not _SHORTEST_ID_PREFIX <= len(typed) <= _ID_LENGTH:
            return []
        start = self._organisations.find_row(typed)
        end = min(self._organisations.find_row(typed + "~"), start + limit)
        found = map(self._organisations.build, range(start, end))
        return [Match(one, one.name, "id") for one in found]

    @cached_property
    def _names(self) -> NameIndex:
        return NameIndex(
            self._table, {one.code: f"{one.name_en} {one.name_fr}" for one in all_countries()}
        )

    def prepare_search(self) -> None:
        """Build the name index now (about a second) rather than at the first search."""
        self._names.search("a", 1)


def user_registry_path() -> Path:
    """Return where the user's own, updated registry lies when there is one."""
    return Path(platformdirs.user_data_dir("cordee", appauthor=False)) / "ror.parquet"


def find_registry_path() -> Path:
    """Return the file of the registry in use: the user's updated one, else the shipped one."""
    updated = user_registry_path()
    return updated if updated.exists() else SHIPPED


def load_registry(path: Path | None = None) -> Registry:
    """Return the registry in `path`; by default the user's updated one, else the shipped one.

    A file that is there but cannot be used raises ReferenceFileError: falling back in silence
    would change figures without a word.
    """
    path = path or find_registry_path()
    try:
        checksum = hashlib.sha256(path.read_bytes()).hexdigest()
        # Of one file: what reads folders of them takes longer to import than this takes to read.
        with pq.ParquetFile(path) as file:
            table = file.read()
    except FileNotFoundError as error:
        raise ReferenceFileError(
            N_("There is no registry file {file}. Make one with `cordee ror update FILE`."),
            file=str(path),
        ) from error
    except (OSError, pa.ArrowException) as error:
        raise _refuse(path) from error
    facts = read_facts(table.schema)
    if facts is None or not table.schema.remove_metadata().equals(SCHEMA):
        raise _refuse(path)
    if facts.format > FORMAT:
        raise ReferenceFileError(
            N_(
                "The registry {file} was written by a later version of Cordée. Update Cordée, or "
                "remove the file to use the registry that comes with it."
            ),
            file=str(path),
        )
    return Registry(table.combine_chunks(), facts, checksum, path)


def _refuse(path: Path) -> ReferenceFileError:
    return ReferenceFileError(
        N_(
            "The registry {file} cannot be read: it is damaged or not a registry file. Remove it "
            "to use the registry that comes with Cordée, or make it again with "
            "`cordee ror update FILE`."
        ),
        file=str(path),
    )
