"""Remake src/cordee/reference/data/zones.tsv.

    python tools/reference/make_zones.py ../shared/data/reference/eu_membership.csv

EU dates come from that table (accession and withdrawal treaties). The other dates are written
here: euro adoption (Council decisions), the EEA Agreement and its enlargements (dates from which
they applied, provisionally or not), and the fixed list of "Europe".
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path


TARGET = Path(__file__).resolve().parents[2] / "src" / "cordee" / "reference" / "data" / "zones.tsv"

EURO = {
    "1999-01-01": "AT BE DE ES FI FR IE IT LU NL PT",
    "2001-01-01": "GR",
    "2007-01-01": "SI",
    "2008-01-01": "CY MT",
    "2009-01-01": "SK",
    "2011-01-01": "EE",
    "2014-01-01": "LV",
    "2015-01-01": "LT",
    "2023-01-01": "HR",
    "2026-01-01": "BG",
}
EEA = {
    # Austria, Finland and Sweden entered as EFTA States, a year before they joined the EU.
    "1994-01-01": "AT BE DE DK ES FI FR GB GR IE IS IT LU NL NO PT SE",
    "1995-05-01": "LI",
    "2004-05-01": "CY CZ EE HU LT LV MT PL SI SK",
    "2007-08-01": "BG RO",
    "2014-04-12": "HR",
}
EEA_ENDS = {"GB": "2020-01-31"}
# Beside the EU's members of any year: EFTA, the United Kingdom (in that list already), the
# European countries associated to Horizon Europe, the microstates, and the European territories
# that ISO codes apart.
EUROPE = "CH IS LI NO AL AM BA FO GE MD ME MK RS TR UA XK AD MC SM VA AX GG GI IM JE SJ"


def main(source: Path) -> None:
    """Write the table: zone, country, since, until; an empty date is an open end."""
    with source.open(encoding="utf-8", newline="") as lines:
        union = [
            (row["iso2"], row["accession"], row["withdrawal"]) for row in csv.DictReader(lines)
        ]
    rows = [("EU", country, since, until) for country, since, until in union]
    rows += [("EA", one, since, "") for since, codes in EURO.items() for one in codes.split()]
    rows += [
        ("EEA", one, since, EEA_ENDS.get(one, ""))
        for since, codes in EEA.items()
        for one in codes.split()
    ]
    rows += [
        ("EUROPE", one, "", "") for one in sorted({row[0] for row in union} | set(EUROPE.split()))
    ]
    with TARGET.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, delimiter="\t", lineterminator="\n")
        writer.writerow(("zone", "country", "since", "until"))
        writer.writerows(rows)
    print(f"{TARGET.name}: {len(rows)} memberships")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
