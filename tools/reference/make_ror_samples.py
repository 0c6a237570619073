"""Remake the sample dumps in tests/integration/reference/dumps.

    python tools/reference/make_ror_samples.py ../shared/data/ror/ror_merged_v2.9.jsonl.gz

A handful of real records in the forms of ROR's schemas 1 and 2. Fields that the rebuilt registry
does not keep (Wikipedia, administrative dates) stand empty, as they may in ROR's own files.
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path
from typing import Any

import orjson


TARGET = Path(__file__).resolve().parents[2] / "tests/integration/reference/dumps"

# Inserm, Institut Curie, Gustave Roussy, Centre Léon Bérard, AP-HP, Tokyo, MIT, one inactive, one
# withdrawn.
CHOSEN = [
    "02vjkv261",
    "04t0gwh46",
    "0321g0743",
    "01cmnjq37",
    "00pg5jh14",
    "057zh3y96",
    "042nb2s44",
    "000n1xh78",
    "0006jh821",
]

Json = dict[str, Any]


def to_schema_2(one: Json) -> Json:
    """Return a record in the form of schema 2.1."""
    return {
        "admin": {},
        "domains": one["domains"],
        "established": one["established"],
        "external_ids": [
            {"all": values, "preferred": values[0], "type": scheme}
            for scheme, values in one["ext"].items()
        ],
        "id": f"https://ror.org/{one['id']}",
        "links": [{"type": "website", "value": link} for link in one["links"]],
        "locations": [
            {
                "geonames_details": {
                    "continent_code": None,
                    "continent_name": None,
                    "country_code": one["country_code"],
                    "country_name": one["country"],
                    "country_subdivision_code": None,
                    "country_subdivision_name": one["region"],
                    "lat": one["lat"],
                    "lng": one["lng"],
                    "name": one["city"],
                },
                "geonames_id": one["geonames_id"],
            }
        ],
        "names": [{"lang": n["l"], "types": n["t"], "value": n["v"]} for n in one["names"]],
        "relationships": [
            {"label": r["label"], "type": r["t"], "id": f"https://ror.org/{r['id']}"}
            for r in one["rel"]
        ],
        "status": one["status"],
        "types": one["types"],
    }


def to_schema_1(one: Json) -> Json:
    """Return a record in the form of schema 1."""
    displayed = next(n for n in one["names"] if "ror_display" in n["t"])
    others = [n for n in one["names"] if n is not displayed]
    return {
        "id": f"https://ror.org/{one['id']}",
        "name": displayed["v"],
        "email_address": None,
        "ip_addresses": [],
        "established": one["established"],
        "types": [kind.capitalize() for kind in one["types"]],
        "relationships": [
            {
                "label": r["label"],
                "type": r["t"].capitalize(),
                "id": f"https://ror.org/{r['id']}",
            }
            for r in one["rel"]
        ],
        "addresses": [
            {
                "lat": one["lat"],
                "lng": one["lng"],
                "state": None,
                "state_code": None,
                "city": one["city"],
                "geonames_city": {
                    "id": one["geonames_id"],
                    "city": one["city"],
                    "geonames_admin1": {"name": one["region"]},
                },
                "primary": False,
                "line": None,
            }
        ],
        "links": one["links"],
        "aliases": [n["v"] for n in others if "alias" in n["t"]],
        "acronyms": [n["v"] for n in others if "acronym" in n["t"]],
        "status": one["status"],
        "wikipedia_url": "",
        "labels": [{"label": n["v"], "iso639": n["l"]} for n in others if "label" in n["t"]],
        "country": {"country_name": one["country"], "country_code": one["country_code"]},
        "external_ids": {
            # Schema 1 names the schemes in its own case and gives GRID one text, not a list.
            {"isni": "ISNI", "grid": "GRID", "wikidata": "Wikidata", "fundref": "FundRef"}.get(
                scheme, scheme
            ): {"preferred": values[0], "all": values[0] if scheme == "grid" else values}
            for scheme, values in one["ext"].items()
        },
    }


def main(source: Path) -> None:
    """Write both samples."""
    with gzip.open(source) as lines:
        found = {one["id"]: one for one in map(orjson.loads, lines) if one["id"] in CHOSEN}
    records = [found[id_] for id_ in CHOSEN if id_ in found]
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, convert in (
        ("v2.9-2026-06-23-ror-data.json", to_schema_1),
        ("v2.9-2026-06-23-ror-data_schema_v2.json", to_schema_2),
    ):
        written = [json.dumps(convert(one), ensure_ascii=False) for one in records]
        (TARGET / name).write_text("[\n" + ",\n".join(written) + "\n]\n", encoding="utf-8")
        print(f"{name}: {len(records)} records")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
