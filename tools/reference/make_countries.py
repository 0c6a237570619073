"""Remake countries.tsv and country_names.tsv in src/cordee/reference/data.

    python tools/reference/make_countries.py ../shared/data/geonames/countries.json

Codes and continents come from GeoNames, names in all languages from the Unicode CLDR as the
Babel package carries it, and other spellings from country_aliases.tsv beside this script.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import defaultdict
from pathlib import Path

from babel import Locale
from babel.core import get_cldr_version
from babel.localedata import locale_identifiers

from cordee.reference.countries import make_key


HERE = Path(__file__).resolve().parent
DATA = HERE.parents[1] / "src" / "cordee" / "reference" / "data"

# CLDR's long forms would not fit a table or a map's label; these are its own short forms.
SHORT_EN = {"HK": "Hong Kong", "MO": "Macao", "MM": "Myanmar", "PS": "Palestine"}
SHORT_FR = {"HK": "Hong Kong", "MO": "Macao", "MM": "Myanmar", "PS": "Palestine"}
# States that are no more and that the list of GeoNames keeps.
GONE = ("AN", "CS")
# Territories that ISO 3166-1 codes apart from the State they belong to.
PARTS = {
    "FR": "BL GF GP MF MQ NC PF PM RE TF WF YT",
    "GB": "AI BM FK GG GI GS IM IO JE KY MS PN SH TC VG",
    "US": "AS GU MP PR UM VI",
    "NL": "AW BQ CW SX",
    "DK": "FO GL",
    "FI": "AX",
    "NO": "BV SJ",
    "AU": "CC CX HM NF",
    "NZ": "TK",
}


def read_countries(path: Path) -> list[tuple[str, ...]]:
    """Return code, iso3, numeric, continent, whole, English and French name, sorted by code."""
    english, french = Locale("en").territories, Locale("fr").territories
    whole = {part: state for state, parts in PARTS.items() for part in parts.split()}
    return [
        (
            code,
            one["iso3"],
            f"{one['isonumeric']:03}" if one["isonumeric"] else "",
            one["continentcode"],
            whole.get(code, ""),
            SHORT_EN.get(code, english[code]),
            SHORT_FR.get(code, french[code]),
        )
        for code, one in sorted(json.loads(path.read_text(encoding="utf-8")).items())
        if code not in GONE
    ]


def read_names(codes: set[str]) -> dict[str, str]:
    """Return the code of each folded name: our own spellings first, then CLDR in all languages."""
    names: dict[str, str] = {}
    with (HERE / "country_aliases.tsv").open(encoding="utf-8", newline="") as lines:
        for code, alias in csv.reader(lines, delimiter="\t"):
            held = names.setdefault(make_key(alias), code)
            if held != code:
                raise SystemExit(f"“{alias}” is given to both {held} and {code}.")
    for language in ("en", "fr"):
        for code, name in Locale(language).territories.items():
            if code in codes:
                names.setdefault(make_key(name), code)
    for key, found in read_cldr(codes).items():
        # A name that means two countries in two languages means neither here, and three Latin
        # letters are more often a word or a code than a country in a small language.
        if key and len(found) == 1 and not (key.isascii() and len(key) <= 3):
            names.setdefault(key, next(iter(found)))
    return names


def read_cldr(codes: set[str]) -> dict[str, set[str]]:
    """Return the codes each folded name stands for in any of the CLDR's languages."""
    meant: dict[str, set[str]] = defaultdict(set)
    for identifier in locale_identifiers():
        if "_" not in identifier:
            for code, name in Locale(identifier).territories.items():
                if code in codes:
                    meant[make_key(name)].add(code)
    return meant


def write(name: str, rows: list[tuple[str, ...]]) -> None:
    """Write rows to a tab-separated file of the package's data folder."""
    target = DATA / name
    with target.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines, delimiter="\t", lineterminator="\n").writerows(rows)
    print(f"{name}: {len(rows)} rows, {target.stat().st_size:,} bytes")


def main(source: Path) -> None:
    """Write both files."""
    countries = read_countries(source)
    head = ("code", "iso3", "numeric", "continent", "part_of", "name_en", "name_fr")
    write("countries.tsv", [head, *countries])
    names = read_names({row[0] for row in countries})
    write("country_names.tsv", [("name", "code"), *sorted(names.items())])
    print(f"CLDR {get_cldr_version()}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
