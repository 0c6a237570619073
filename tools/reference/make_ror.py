"""Remake src/cordee/reference/data/ror.parquet from the rebuilt ROR registry.

    python tools/reference/make_ror.py ../shared/data/ror/ror_merged_v2.9.jsonl.gz

The source is JSON lines, one organisation a line, as its README describes.
"""

from __future__ import annotations

import gzip
import sys
from pathlib import Path

import orjson

from cordee.reference.records import (
    KINDS,
    Name,
    Organisation,
    RegistryFacts,
    to_table,
    write_table,
)


HERE = Path(__file__).resolve().parent
TARGET = HERE.parents[1] / "src" / "cordee" / "reference" / "data" / "ror.parquet"

GAPS_EN = (
    "Rebuilt from public change records, because the full dump could not be had: 77,676 of the "
    "129,046 organisations have names only (no city, aliases or dates, few acronyms; status "
    "unknown, taken as active; country inferred where it is known at all, 7,446 without). "
    "`cordee ror update FILE` replaces it with an official dump."
)
GAPS_FR = (
    "Reconstitué à partir des modifications publiques, faute d’avoir pu obtenir l’export complet : "
    "77 676 des 129 046 organisations n’ont que leurs noms (ni ville, ni alias, ni dates, peu de "
    "sigles ; statut inconnu, supposé actif ; pays déduit quand il est connu, 7 446 sans pays). "
    "« cordee ror update FICHIER » le remplace par un export officiel."
)
# Where each country comes from, in one word that the documentation explains.
BASES = {
    "ror": "ror",
    "grid_2018_name": "grid",
    "name_suffix": "name",
    "affro_dict": "affro",
    "invenio_funders_v1.64": "funders",
    "relative": "relative",
    "inferred_place": "place",
    "inferred_lang": "language",
    None: None,
}


def read_organisation(record: dict) -> Organisation:  # type: ignore[type-arg]
    """Return the organisation of one line of the rebuilt registry."""
    names = tuple(
        Name(name["v"], tuple(kind for kind in KINDS if kind in name["t"]), name["l"])
        for name in record["names"]
    )
    related: dict[str, list[str]] = {}
    for relation in record["rel"]:
        related.setdefault(relation["t"], []).append(relation["id"])
    status = record["status"]
    return Organisation(
        id=record["id"],
        name=next(name.text for name in names if "ror_display" in name.kinds),
        names=names,
        country=record["country_code"],
        city=record["city"],
        latitude=record["lat"],
        longitude=record["lng"],
        types=tuple(record["types"]),
        status="unknown" if status.startswith("unknown") else status,
        established=record["established"],
        parents=tuple(dict.fromkeys(related.get("parent", ()))),
        children=tuple(dict.fromkeys(related.get("child", ()))),
        related=tuple(dict.fromkeys(related.get("related", ()))),
        successors=tuple(dict.fromkeys(related.get("successor", ()))),
        predecessors=tuple(dict.fromkeys(related.get("predecessor", ()))),
        region=record["region"],
        geonames_id=record["geonames_id"],
        domains=tuple(record["domains"]),
        external_ids=tuple(
            (scheme, value.replace(" ", "") if scheme == "isni" else value)
            for scheme in ("grid", "isni", "fundref", "wikidata")
            for value in record["ext"].get(scheme, ())
        ),
        country_basis=BASES[record["country_source"]],
        complete=record["meta_source"].startswith("ror-records"),
    )


def main(source: Path) -> None:
    """Read the rebuilt registry and write the shipped file."""
    with gzip.open(source) as lines:
        organisations = [read_organisation(orjson.loads(line)) for line in lines]
    facts = RegistryFacts(
        version="2.9",
        source="Research Organization Registry (ROR), rebuilt from ror-records and public derivatives",
        date="2026-06-23",
        gaps_en=GAPS_EN,
        gaps_fr=GAPS_FR,
    )
    write_table(to_table(organisations, facts), TARGET)
    print(f"{TARGET.name}: {len(organisations)} organisations, {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
