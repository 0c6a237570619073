"""What towns abroad are called in French: a registry names them in English.

Data: names of GeoNames (www.geonames.org, CC BY 4.0), chosen by hand among those it has in all
languages. A town that is not in the list is called the same in both.

>>> name_town("London", "GB", "fr"), name_town("London, Ontario", "CA", "fr")
('Londres', 'London, Ontario')
>>> name_town("London", "GB", "en")
'London'
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType


DATA = Path(__file__).parent / "data"


@cache
def all_french_names() -> Mapping[tuple[str, str], str]:
    """Return the French name of each town that has one, by country and name in the registry."""
    with (DATA / "town_names.tsv").open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t")
        return MappingProxyType({(row["country"], row["name"]): row["french"] for row in rows})


def name_town(town: str, country: str | None, language: str) -> str:
    """Return what `town` is called in `language`; its region, after a comma, stands as it is."""
    if not language.startswith("fr") or not country:
        return town
    name, comma, region = town.partition(", ")
    return all_french_names().get((country, name), name) + comma + region
