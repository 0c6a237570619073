from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from cordee.kernel.errors import NotFoundError
from cordee.observatory.figures.compute import Observatory
from cordee.observatory.figures.sides import Side
from cordee.observatory.figures.versions import compare_versions, to_dict
from cordee.observatory.lake.former import open_former
from cordee.observatory.lake.store import Lake, create_lake
from cordee.observatory.schemas import SNAPSHOT_TABLES
from cordee.reference.organisations import SHIPPED, Registry, load_registry


AT = datetime(2026, 1, 5, tzinfo=UTC)
INSERM, CURIE = "02vjkv261", "04t0gwh46"


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry(SHIPPED)


def put(lake: Lake, works: dict[int, tuple[str, ...]], **made_by: str) -> None:
    """Write a snapshot in which each work names some organisations, and has two countries."""
    rows = {
        "works": [{"work": n, "year": 2020, "title": f"Work {n}"} for n in works],
        "work_organisations": [
            {"work": n, "organisation": one, "country": "FR", "weight": 1 / len(names)}
            for n, names in works.items()
            for one in names
        ],
        "work_countries": [
            {"work": n, "country": code, "weight": 0.5} for n in works for code in ("FR", "GB")
        ],
    }
    with lake.write() as transaction:
        transaction.put_snapshot_tables(
            {
                name: pa.Table.from_pylist(content, schema=SNAPSHOT_TABLES[name])
                for name, content in rows.items()
            },
            at=AT,
            **made_by,
        )


def test_what_a_home_gained_and_lost(tmp_path: Path, registry: Registry) -> None:
    lake = create_lake(tmp_path / "lake", at=AT)
    put(lake, {1: (INSERM,), 2: (INSERM, CURIE), 3: (CURIE,)}, linker="1", registry="2.8")
    put(lake, {1: (INSERM,), 2: (CURIE,), 4: (INSERM,)}, linker="2", registry="2.9")

    former = Observatory(open_former(lake), registry)
    found = compare_versions(former, Observatory(lake, registry), [Side((INSERM,)), Side((CURIE,))])

    assert (found.before.linker, found.after.linker) == ("1", "2")
    assert (found.before.registry, found.before.works, found.after.works) == ("2.8", 3, 3)
    inserm, curie = found.homes
    assert [(one.work, one.in_both) for one in inserm.gained] == [(4, False)]
    assert [(one.work, one.in_both) for one in inserm.lost] == [(2, True)]
    assert [(one.work, one.in_both) for one in curie.lost] == [(3, False)]
    moved = {one.indicator.code: (one.before.amount, one.after.amount) for one in curie.figures}
    assert moved["works"] == (2, 1)
    assert to_dict(found)["homes"][0]["gained"]["works"][0]["title"] == "Work 4"


def test_nothing_changed_is_said_so(tmp_path: Path, registry: Registry) -> None:
    lake = create_lake(tmp_path / "lake", at=AT)
    put(lake, {1: (INSERM,)})
    put(lake, {1: (INSERM,)})

    former = Observatory(open_former(lake), registry)
    [home] = compare_versions(former, Observatory(lake, registry), [Side((INSERM,))]).homes
    assert not home.moved
    assert open_former(lake).manifest.previous_linker is None


def test_a_lake_without_a_version_before_says_so(tmp_path: Path) -> None:
    lake = create_lake(tmp_path / "lake", at=AT)
    with pytest.raises(NotFoundError, match="no version before"):
        open_former(lake)
    put(lake, {1: (INSERM,)})
    with pytest.raises(NotFoundError):
        open_former(lake)
