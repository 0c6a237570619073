"""Remake places.parquet and us_states.tsv in src/cordee/reference/data.

    python tools/reference/make_places.py ../shared/data/geonames

The source holds GeoNames' places of more than 500 people with all their alternate names. What
linking has no use for is left out: coordinates of places, transliterations without capitals,
codes, and the alternate names of villages.
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
import unicodedata
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from cordee.reference.folding import fold


DATA = Path(__file__).resolve().parents[2] / "src" / "cordee" / "reference" / "data"

# Nine tenths of the organisations lie in towns above this size; below it the alternate names
# would double the file.
ALTERNATES_FROM = 10_000
SHORTEST_LATIN = 3


def is_useful(name: str) -> bool:
    """Say whether an alternate name may stand in an affiliation; spellings that fold alike count once."""
    if any(character.isdigit() for character in name):
        return False
    first = name[0]
    if not unicodedata.name(first, "").startswith("LATIN"):
        return first.isalpha()
    # GeoNames' machine transliterations begin in lower case, its codes are all capitals.
    return len(name) >= SHORTEST_LATIN and first.isupper() and not name.isupper()


def read_places(path: Path) -> list[dict[str, object]]:
    """Return the places, the largest first."""
    csv.field_size_limit(1 << 22)
    places: list[dict[str, object]] = []
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            population = int(row["population"] or 0)
            alternates = row["alternatenames"].split("|") if population >= ALTERNATES_FROM else []
            folded = {fold(one): one for one in alternates if one and is_useful(one)}
            folded.pop(fold(row["name"]), None)
            places.append(
                {
                    "id": int(row["geonameid"]),
                    "name": row["name"],
                    "alternates": sorted(folded.values()),
                    "country": row["countrycode"],
                    "admin1": row["admin1"] or None,
                    "population": population,
                }
            )
    places.sort(key=lambda place: (-int(str(place["population"])), int(str(place["id"]))))
    return places


def main(source: Path) -> None:
    """Write both files."""
    schema = pa.schema(
        [
            ("id", pa.int32()),
            ("name", pa.string()),
            ("alternates", pa.list_(pa.string())),
            ("country", pa.string()),
            ("admin1", pa.string()),
            ("population", pa.int32()),
        ]
    )
    places = read_places(source / "cities500.tsv.gz")
    target = DATA / "places.parquet"
    pq.write_table(
        pa.Table.from_pylist(places, schema=schema),
        target,
        compression="zstd",
        compression_level=19,
        row_group_size=1 << 18,
    )
    names = len(places) + sum(len(place["alternates"]) for place in places)  # type: ignore[arg-type]
    print(f"{target.name}: {len(places)} places, {names} names, {target.stat().st_size:,} bytes")
    states = json.loads((source / "us_states.json").read_text(encoding="utf-8"))
    with (DATA / "us_states.tsv").open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, delimiter="\t", lineterminator="\n")
        writer.writerow(("code", "name"))
        writer.writerows((code, state["name"]) for code, state in sorted(states.items()))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
