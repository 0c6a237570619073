"""Places: towns of more than 500 people and their names, for reading affiliations.

Data: GeoNames (www.geonames.org), CC BY 4.0.

>>> places = load_places()
>>> places.find("Münich")[0].country, places.find("ミュンヘン")[0].name
('DE', 'Munich')
>>> us_states()["MA"]
'Massachusetts'
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from cordee.reference.folding import fold, fold_array


DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Place:
    """A town: GeoNames id, name, country (ISO alpha-2), first division's code, population.

    `admin1` is the letters of the State in the United States, GeoNames' own code elsewhere.
    """

    id: int
    name: str
    country: str
    admin1: str | None
    population: int


class Places:
    """All places, the largest first, and the way from a name to the places that bear it."""

    def __init__(self, table: pa.Table) -> None:
        self.table = table

    def __len__(self) -> int:
        return len(self.table)

    def find(self, name: str, limit: int = 20) -> tuple[Place, ...]:
        """Return the places called `name` in any language, the largest first."""
        return tuple(self.get(row) for row in self._rows.get(fold(name), ())[:limit])

    def get(self, row: int) -> Place:
        """Return the place in `row` of the table."""
        columns = ("id", "name", "country", "admin1", "population")
        return Place(*(self.table[column][row].as_py() for column in columns))

    def names(self) -> pa.Table:
        """Return one row a name: columns name, folded, row (of `table`, the largest first).

        The linker compiles its own index from it. Each place's own name comes before the
        alternates of all places.
        """
        alternates = self.table["alternates"].combine_chunks()
        rows = pa.array(range(len(self.table)), pa.int32())
        texts = pa.concat_arrays([self.table["name"].combine_chunks(), pc.list_flatten(alternates)])
        owners = pa.concat_arrays([rows, pc.list_parent_indices(alternates).cast(pa.int32())])
        return pa.table({"name": texts, "folded": fold_array(texts), "row": owners})

    @cached_property
    def _rows(self) -> Mapping[str, tuple[int, ...]]:
        found: dict[str, list[int]] = defaultdict(list)
        names = self.names()
        for key, row in zip(names["folded"].to_pylist(), names["row"].to_pylist(), strict=True):
            found[key].append(row)
        # Rows are in order of population, so the smallest number is the largest place.
        return {key: tuple(sorted(set(rows))) for key, rows in found.items()}


def load_places() -> Places:
    """Return the shipped places (read in about a tenth of a second; names folded when used)."""
    return Places(pq.read_table(DATA / "places.parquet").combine_chunks())


@cache
def us_states() -> Mapping[str, str]:
    """Return the names of the States of the United States and the District by two letters."""
    with (DATA / "us_states.tsv").open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t")
        return MappingProxyType({row["code"]: row["name"] for row in rows})
