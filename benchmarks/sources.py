"""HAL, Crossref and Europe PMC to the lake: made-up records in each form a source comes in.

    python benchmarks/sources.py

What is measured: records a CPU second, user and system time of the process, and the peak of its
memory; each form in a fresh process, the median of the rounds. Records are drawn with a fixed seed and
have what those of the sources typically have: six authors with affiliations, an abstract, keywords.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import json
import os
import platform
import random
import resource
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape


Json = dict[str, Any]

WORDS = [
    "cells",
    "trial",
    "tumour",
    "study",
    "lung",
    "kidney",
    "risk",
    "gene",
    "model",
    "cohort",
    "therapy",
    "imaging",
]
TOWNS = ("Paris, France", "Lyon, France", "London, UK", "Boston, MA, USA", "Milano, Italy")
PER_MEMBER = 5_000  # works a file of Crossref's dump holds


def make_text(draw: random.Random, words: int) -> str:
    return " ".join(draw.choices(WORDS, k=words))


def make_place(draw: random.Random) -> str:
    return f"Department {draw.randrange(3_000)}, Invented Hospital, {draw.choice(TOWNS)}"


def make_crossref(draw: random.Random, number: int) -> Json:
    authors = [
        {
            "given": f"Given{draw.randrange(900)}",
            "family": f"Family{draw.randrange(9_000)}",
            "sequence": "additional",
            "affiliation": [{"name": make_place(draw)}],
        }
        for _ in range(6)
    ]
    return {
        "DOI": f"10.5555/made.{number}",
        "type": "journal-article",
        "title": [make_text(draw, 12)],
        "container-title": ["Invented Letters"],
        "issued": {"date-parts": [[draw.randrange(2000, 2026), 5, 4]]},
        "abstract": f"<jats:p>{make_text(draw, 150)}</jats:p>",
        "is-referenced-by-count": draw.randrange(90),
        "author": authors,
        "reference": [{"key": f"r{n}", "DOI": f"10.5555/{n}", "year": "2010"} for n in range(30)],
    }


def make_hal(draw: random.Random, number: int) -> Json:
    names = [f"Given{draw.randrange(900)} Family{draw.randrange(9_000)}" for _ in range(6)]
    structures = [(draw.randrange(30_000), make_place(draw)) for _ in range(8)]
    return {
        "halId_s": f"hal-{number:08d}",
        "docType_s": "ART",
        "doiId_s": f"10.5555/made.{number}",
        "title_s": [make_text(draw, 12)],
        "abstract_s": [make_text(draw, 150)],
        "language_s": ["en"],
        "journalTitle_s": "Invented Letters",
        "publicationDate_s": "2021-05-04",
        "publicationDateY_i": draw.randrange(2000, 2026),
        "keyword_s": [make_text(draw, 2) for _ in range(5)],
        "domain_s": ["0.sdv", "1.sdv.can"],
        "authFullName_s": names,
        "authIdFormPerson_s": [f"{place}-0" for place in range(6)],
        "authIdHasStructure_fs": [
            f"{place}-0_FacetSep_{name}_JoinSep_{key}_FacetSep_{text}"
            for place, name in enumerate(names)
            for key, text in structures[place : place + 3]
        ],
        "structId_i": [key for key, _ in structures],
        "structIdName_fs": [f"{key}_FacetSep_{text}" for key, text in structures],
        "structCountry_s": ["fr"] * len(structures),
    }


def make_europepmc(draw: random.Random, number: int) -> Json:
    authors = [
        {
            "firstName": f"Given{draw.randrange(900)}",
            "lastName": f"Family{draw.randrange(9_000)}",
            "authorAffiliationDetailsList": {
                "authorAffiliation": [{"affiliation": make_place(draw)}]
            },
        }
        for _ in range(6)
    ]
    headings = ("Humans", "Neoplasms", "Female", "Adult", "Risk Factors", "Prognosis")
    return {
        "id": str(number),
        "source": "MED",
        "pmid": str(number),
        "doi": f"10.5555/made.{number}",
        "title": make_text(draw, 12),
        "authorList": {"author": authors},
        "journalInfo": {"volume": "1", "journal": {"title": "Invented Letters"}},
        "pubYear": str(draw.randrange(2000, 2026)),
        "abstractText": make_text(draw, 150),
        "language": "eng",
        "pubTypeList": {"pubType": ["Journal Article"]},
        "meshHeadingList": {
            "meshHeading": [{"majorTopic_YN": "N", "descriptorName": name} for name in headings]
        },
    }


def draw_records(make: Callable[[random.Random, int], Json], count: int) -> Iterator[Json]:
    draw = random.Random(20261122)
    return (make(draw, number) for number in range(1, count + 1))


def write_list(path: Path, count: int, make: Callable[..., Json], head: str, tail: str) -> None:
    with path.open("w") as target:
        target.write(head)
        for number, record in enumerate(draw_records(make, count)):
            target.write((",\n" if number else "") + json.dumps(record))
        target.write(tail)


def write_lines(path: Path, count: int) -> None:
    with gzip.open(path, "wt", compresslevel=1) as target:
        for record in draw_records(make_crossref, count):
            target.write(json.dumps(record) + "\n")


def write_tar(path: Path, count: int) -> None:
    records = draw_records(make_crossref, count)
    with tarfile.open(path, "w") as archive:
        for first in range(0, count, PER_MEMBER):
            works = [next(records) for _ in range(min(PER_MEMBER, count - first))]
            content = gzip.compress(json.dumps({"items": works}).encode(), compresslevel=1)
            item = tarfile.TarInfo(f"{first}.json.gz")
            item.size = len(content)
            archive.addfile(item, io.BytesIO(content))


def write_csv(path: Path, count: int) -> None:
    records = draw_records(make_hal, count)
    first = next(records)
    with path.open("w", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(first)
        for record in (first, *records):
            writer.writerow(
                [
                    ",".join(str(item).replace(",", "\\,") for item in value)
                    if isinstance(value, list)
                    else value
                    for value in record.values()
                ]
            )


def to_element(name: str, value: Any) -> str:
    if isinstance(value, list):
        return "".join(to_element(name, item) for item in value)
    if isinstance(value, dict):
        inner = "".join(to_element(key, item) for key, item in value.items())
        return f"<{name}>{inner}</{name}>"
    return f"<{name}>{escape(str(value))}</{name}>"


def write_xml(path: Path, count: int) -> None:
    with path.open("w") as target:
        target.write("<?xml version='1.0' encoding='UTF-8'?><responseWrapper><resultList>")
        for record in draw_records(make_europepmc, count):
            target.write(to_element("result", record))
        target.write("</resultList></responseWrapper>")


FORMS: dict[str, Callable[[Path, int], None]] = {
    "HAL, JSON": lambda path, count: write_list(
        path, count, make_hal, '{"response": {"docs": [', "]}}"
    ),
    "HAL, CSV": write_csv,
    "Crossref, JSON": lambda path, count: write_list(
        path, count, make_crossref, '{"items": [', "]}"
    ),
    "Crossref, JSON lines, gzip": write_lines,
    "Crossref, tar of gzip": write_tar,
    "Europe PMC, JSON": lambda path, count: write_list(
        path, count, make_europepmc, '{"version": "6.9", "resultList": {"result": [', "]}}"
    ),
    "Europe PMC, XML": write_xml,
}


def measure(path: Path) -> dict[str, float]:
    """Read one file in this process and return its records, seconds and megabytes."""
    # Loaded in the process that is measured alone.
    from cordee.observatory.lake.ingest import read_into  # noqa: PLC0415
    from cordee.observatory.lake.store import create_lake  # noqa: PLC0415

    at = datetime(2026, 1, 1, tzinfo=UTC)
    start = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="cordee-bench-") as folder:
        (report,) = read_into(create_lake(Path(folder) / "lake", at=at), [path], at=at, processes=1)
    wall = time.perf_counter() - start
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "records": report.records - report.skipped,
        "faults": report.fault_count,
        "wall": wall,
        "cpu": used.ru_utime + used.ru_stime,
        "memory": used.ru_maxrss / 1024,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--form", choices=FORMS, action="append", help="repeat it; else all")
    parser.add_argument("--only", type=Path, help="measure this file, in this process")
    arguments = parser.parse_args()
    if arguments.only:
        print(json.dumps(measure(arguments.only)))
        return
    print(
        f"{arguments.records:,} made-up records a form; {os.cpu_count()} cores, "
        f"{platform.python_implementation()} {platform.python_version()}; "
        f"median of {arguments.rounds}, one process."
    )
    print()
    print("| form | plain or packed MB | records | CPU s | records per CPU s | wall s | peak MB |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for form in arguments.form or FORMS:
        print_form(form, FORMS[form], arguments.records, arguments.rounds)


def print_form(form: str, write: Callable[[Path, int], None], records: int, rounds: int) -> None:
    with tempfile.TemporaryDirectory(prefix="cordee-made-") as folder:
        path = Path(folder) / "made"
        write(path, records)
        command = [sys.executable, __file__, "--only", str(path)]
        taken = []
        for _ in range(rounds):
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            taken.append(json.loads(done.stdout.splitlines()[-1]))
        size = path.stat().st_size / 1e6
    if any(result["records"] != records or result["faults"] for result in taken):
        sys.exit(f"{form}: not every record was read.")
    cpu, wall, memory = (
        statistics.median(r[key] for r in taken) for key in ("cpu", "wall", "memory")
    )
    print(
        f"| {form} | {size:.0f} | {records:,} | {cpu:.1f} | {records / cpu:,.0f} | {wall:.1f} "
        f"| {memory:.0f} |",
        flush=True,
    )


if __name__ == "__main__":
    main()
