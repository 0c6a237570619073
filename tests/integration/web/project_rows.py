"""European projects for the made lake: Inserm in thirty of them, with a hostile title among these."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from shutil import copytree
from typing import Any

import pyarrow as pa
from tests.integration.web.conftest import AT, INSERM

from cordee.kernel.identifiers import hash_key
from cordee.observatory.lake.store import Lake, open_lake
from cordee.observatory.schemas import SNAPSHOT_TABLES


PROJECTS = 30
HOSTILE = "=1+1 <script>alert('project')</script>"
PARTNERS = (
    ("056d84691", "KAROLINSKA INSTITUTET", "SE"),
    ("052gg0110", "UNIVERSITY OF OXFORD", "GB"),
    ("04cdgtt98", "DEUTSCHES KREBSFORSCHUNGSZENTRUM", "DE"),
    (None, "A COMPANY NOBODY KNOWS SAS", "FR"),
)


def make_projects(lake: Lake, path: Path) -> Lake:
    """Return a copy of `lake` at `path` with projects."""
    copytree(lake.path, path)
    copy = open_lake(path)
    rows: dict[str, list[dict[str, Any]]] = {
        "projects": [_make_project(number) for number in range(1, PROJECTS + 1)],
        "project_organisations": [],
        "project_themes": [{"project": 1, "code": "/21", "label": "oncology"}],
    }
    for number in range(1, PROJECTS + 1):
        partners = PARTNERS[: number % (len(PARTNERS) + 1)]
        for position, (one, name, country) in enumerate(
            ((INSERM, "INSTITUT NATIONAL DE LA SANTE", "FR"), *partners), start=1
        ):
            rows["project_organisations"].append(
                {
                    "project": number,
                    "position": position,
                    "participant": str(hash_key(name)),
                    "name": name,
                    "country": country,
                    "role": "coordinator" if position == 1 + number % 2 else "participant",
                    "ec_contribution": Decimal("250000.25") * position if one else None,
                    "affiliation": hash_key(one or name),
                }
            )
    tables = {n: pa.Table.from_pylist(r, schema=SNAPSHOT_TABLES[n]) for n, r in rows.items()}
    with copy.write() as transaction:
        transaction.put_snapshot_tables(tables, at=AT)
    return copy


def _make_project(number: int) -> dict[str, Any]:
    year = 2015 + number % 8
    return {
        "project": number,
        "number": f"1010570{number:02d}",
        "acronym": f"ROPE{number}",
        "title": HOSTILE if number == 3 else f"Roped together, part {number}",
        "status": "SIGNED",
        "start_date": date(year, 9, 1),
        "end_date": date(year + 4, 8, 31),
        "programme": "HORIZON" if year > 2020 else "H2020",
        "scheme": "RIA",
        "total_cost": Decimal("6000000.10"),
        "ec_contribution": Decimal("5000000.05"),
    }
