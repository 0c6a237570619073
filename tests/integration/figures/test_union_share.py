"""The share of the European Union moves by five to seven points with the date of membership.

The workbook lists foreign co-authors of two Inria centres, work by work, with their country and a flag
"UE" of today's members. Every work in it is international and French, so France is put on each. A
country's name is read by the reference; the few that it cannot read stay without a country.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import duckdb
import openpyxl
import pyarrow as pa
import pytest

from cordee.observatory.indicators.classes import belongs_to
from cordee.observatory.indicators.compiling import compile_indicator
from cordee.observatory.indicators.counts import counts_by_class
from cordee.observatory.indicators.tables import SCHEMAS
from cordee.observatory.indicators.view import BUILD
from cordee.observatory.indicators.zones import make_zone_years
from cordee.reference.countries import find_code


NAME = "Copubliants_par_auteur_Inria_Bordeaux_Sophia.xlsx"


def read_countries(path: Path) -> dict[str, tuple[int, set[str]]]:
    """Return each work's year and foreign countries."""
    book = openpyxl.load_workbook(path, read_only=True)
    rows = book.active.iter_rows(values_only=True)
    names = next(rows)
    places = [names.index(name) for name in ("HalID", "Année", "Pays")]
    found: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
    for row in rows:
        work, year, country = (row[place] for place in places)
        if work and year:
            found[work, int(year)].add(find_code(str(country)) if country else None)
    book.close()
    return {work: (year, countries - {None}) for (work, year), countries in found.items()}


@pytest.fixture(scope="module")
def rows(shared_data: Path) -> list[dict[str, int]]:
    works = read_countries(shared_data / "data" / "publications" / "inria_copublications" / NAME)
    tables: dict[str, list[dict[str, object]]] = {
        "works": [{"work": n, "year": year} for n, (year, _) in enumerate(works.values())],
        "work_organisations": [{"work": n, "organisation": "02kvxyf05"} for n in range(len(works))],
        "work_countries": [
            {"work": n, "country": country}
            for n, (_, countries) in enumerate(works.values())
            for country in {"FR", *countries}
        ],
        **{name: [] for name in ("work_themes", "authorships", "links", "sites", "home_kin")},
        **{name: [] for name in ("unit_organisations", "unit_affiliations")},
        "home_members": [{"organisation": "02kvxyf05", "country": "FR"}],
        "home_years": [{"year": year} for year in range(2018, 2025)],
    }
    connection = duckdb.connect()
    for name, content in tables.items():
        connection.register("given", pa.Table.from_pylist(content, schema=SCHEMAS[name]))
        connection.execute(f"CREATE TABLE {name} AS FROM given")
    connection.register("zone_years", make_zone_years("EU", 2018, 2024))
    for name, make in BUILD.items():
        connection.execute(f"CREATE TABLE {name} AS {compile_indicator(make)}")
    found = connection.execute(compile_indicator(counts_by_class))
    columns = [column[0] for column in found.description]
    counted = [dict(zip(columns, row, strict=True)) for row in found.fetchall()]
    connection.close()
    return counted


@pytest.mark.slow
@pytest.mark.parametrize(
    ("year", "fixed", "dated"), [(2018, 46.7, 53.2), (2019, 45.5, 50.7), (2021, None, None)]
)
def test_the_union_of_the_year_is_not_the_union_of_today(
    rows: list[dict[str, int]], year: int, fixed: float | None, dated: float | None
):
    of_year = [row for row in rows if row["year"] == year]
    works = sum(row["works"] for row in of_year if belongs_to(row, "international"))
    share = {
        name: round(100 * sum(row["works"] for row in of_year if belongs_to(row, name)) / works, 1)
        for name in ("eu", "eu27")
    }
    if fixed is None:
        assert share["eu"] == share["eu27"]  # after the withdrawal the two are one
    else:
        assert (share["eu27"], share["eu"]) == (fixed, dated)
