"""Remake town_names.tsv in src/cordee/reference/data.

    python tools/reference/make_towns.py

GeoNames' table as it ships has names in all languages without saying which is which. So the French
name of each town is chosen by hand in town_names_fr.tsv beside this file, with every spelling that
a registry may use, and taken only where GeoNames has it as a name of that very town.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

from cordee.reference.places import Places, load_places


SOURCE = Path(__file__).with_name("town_names_fr.tsv")
TARGET = (
    Path(__file__).resolve().parents[2] / "src" / "cordee" / "reference" / "data" / "town_names.tsv"
)
MOST_NAMESAKES = 50


def find_ids(places: Places, name: str, country: str) -> set[int]:
    """Return the GeoNames ids of the places of `country` that are called `name`."""
    return {one.id for one in places.find(name, MOST_NAMESAKES) if one.country == country}


def read_rows(places: Places) -> Iterator[tuple[str, str, str]]:
    """Yield country, name as a registry writes it and French name; stop at one GeoNames lacks."""
    with SOURCE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            country, names, french = row["country"], row["names"].split("|"), row["french"]
            known = set().union(*(find_ids(places, name, country) for name in names))
            if not known & find_ids(places, french, country):
                sys.exit(f"GeoNames does not know {names[0]} ({country}) as {french}.")
            yield from ((country, name, french.replace("'", "’")) for name in names)


def main() -> None:
    """Write the shipped file, in the order of countries and names."""
    rows = sorted(row for row in read_rows(load_places()) if row[1] != row[2])
    with TARGET.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter="\t", lineterminator="\n")
        writer.writerow(("country", "name", "french"))
        writer.writerows(rows)
    print(f"{TARGET.name}: {len(rows)} names")


if __name__ == "__main__":
    main()
