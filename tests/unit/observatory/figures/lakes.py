"""Small lakes in memory, and the answer reckoned over again in plain Python."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import pyarrow as pa

from cordee.kernel.errors import NotFoundError
from cordee.observatory.schemas import SNAPSHOT_TABLES
from cordee.reference.zones import is_member


Row = dict[str, Any]

COUNTRY_OF = {
    "01aaaaa11": "FR",
    "02bbbbb22": "FR",
    "03ccccc33": "GB",
    "04ddddd44": "US",
    "05eeeee55": None,
}
A, B, G, U, N = COUNTRY_OF


class MemoryLake:
    """What an observatory needs of a lake."""

    path = Path()

    def __init__(self, **tables: list[Row]) -> None:
        self.tables = tables
        self.number = 1
        self.linker = "1"

    @property
    def manifest(self) -> SimpleNamespace:
        snapshot = SimpleNamespace(id=f"{self.number:06d}", at="2026-01-01T00:00:00+00:00")
        versions = {"linker": self.linker, "registry": "2.9"}
        return SimpleNamespace(snapshot=snapshot, prepared=(), **versions)

    def connect(self) -> duckdb.DuckDBPyConnection:
        connection = duckdb.connect()
        for name, schema in SNAPSHOT_TABLES.items():
            table = pa.Table.from_pylist(self.tables.get(name, []), schema=schema)
            connection.register("given", table)
            connection.execute(f"CREATE TABLE kept_{name} AS FROM given")
            connection.execute(f"CREATE VIEW {name} AS FROM kept_{name}")
            connection.unregister("given")
        return connection


class SmallRegistry:
    """Five organisations; B is a part of A."""

    version = "2.9"

    def __init__(self) -> None:
        self.organisations = {
            one: SimpleNamespace(
                id=one,
                name=f"Organisation {one}",
                country=country,
                city="Ville",
                parents=(A,) if one == B else (),
            )
            for one, country in COUNTRY_OF.items()
        }

    def get(self, organisation: str) -> SimpleNamespace:
        if organisation not in self.organisations:
            raise NotFoundError("No organisation has the ROR id {id}.", id=organisation)
        return self.organisations[organisation]

    def with_parts(self, organisations: Any) -> frozenset[str]:
        found = frozenset(organisations)
        return found | {B} if A in found else found


@dataclass
class Work:
    """One work as the marts know it."""

    key: int
    year: int | None
    organisations: dict[str, frozenset[str]] = field(default_factory=dict)  # to roles held there
    countries: dict[str, frozenset[str]] = field(default_factory=dict)
    themes: frozenset[tuple[str, str, str]] = frozenset()  # vocabulary, theme, basis
    says_corresponding: bool = False
    source: str = "pubmed"


def make_lake(works: list[Work], **tables: list[Row]) -> MemoryLake:
    lake: defaultdict[str, list[Row]] = defaultdict(list, **tables)
    for work in works:
        lake["works"].append(
            {
                "work": work.key,
                "year": work.year,
                "source": work.source,
                "title": f"Title {work.key}",
                "authors": 2,
                "sources": [f"{work.source}:{work.key}"],
            }
        )
        for name, held, column in (
            ("work_organisations", work.organisations, "organisation"),
            ("work_countries", work.countries, "country"),
        ):
            for key, roles in held.items():
                row = {
                    "work": work.key,
                    "year": work.year,
                    column: key,
                    "weight": 1 / len(held),
                    "first": "first" in roles,
                    "last": "last" in roles,
                    "corresponding": "corresponding" in roles if work.says_corresponding else None,
                }
                if column == "organisation":
                    row["country"] = COUNTRY_OF[key]
                lake[name].append(row)
        lake["work_themes"] += [
            {"work": work.key, "year": work.year, "vocabulary": v, "theme": t, "basis": b}
            for v, t, b in work.themes
        ]
    return MemoryLake(**lake)


class Oracle:
    """The definitions once more, by other means: one work at a time, sets and loops."""

    def __init__(self, works: list[Work], home: frozenset[str], years: Any) -> None:
        self.home = home
        self.home_countries = {COUNTRY_OF[one] for one in home} - {None}
        self.works = [
            work
            for work in works
            if work.year is not None and work.year in years and home & work.organisations.keys()
        ]

    def select(self, kind: str, value: str = "") -> set[int]:
        return {work.key for work in self.works if self.holds(work, kind, value)}

    def holds(self, work: Work, kind: str, value: str = "") -> bool:
        count = len(work.countries)
        partners = work.countries.keys() - self.home_countries
        outside = work.organisations.keys() - self.home
        with_union = count > 1 and any(is_member("EU", one, work.year) for one in partners)
        now = count > 1 and any(is_member("EU", one, 2024) for one in partners)
        simple = {
            "works": True,
            "covered": count > 0,
            "unknown": count == 0,
            "domestic": count == 1,
            "national": count == 1 and bool(outside),
            "single_organisation": count == 1 and not outside,
            "international": count > 1,
            "zone": with_union,
            "eu": with_union,
            "eu27": now,
            "other_international": count > 1 and not with_union,
            "bilateral": count == 2,
            "trilateral": count == 3,
            "multilateral": count > 3,
            "themed": bool(work.themes),
        }
        if kind in simple:
            return simple[kind]
        return {
            "year": lambda: str(work.year) == value,
            "country": lambda: value in work.countries,
            "organisation": lambda: value in work.organisations,
            "lead": lambda: value in self.get_leads(work),
            "theme": lambda: value in {f"{v}/{t}" for v, t, _ in work.themes},
            "heading": lambda: value in {f"{v}/{t}" for v, t, b in work.themes if b == "heading"},
            "keyword": lambda: value in {f"{v}/{t}" for v, t, b in work.themes if b == "keyword"},
            "first": lambda: self.get_side(work, kind) == value,
            "last": lambda: self.get_side(work, kind) == value,
            "corresponding": lambda: self.get_side(work, kind) == value,
        }[kind]()

    def get_side(self, work: Work, role: str) -> str | None:
        organisations = {o for o, roles in self._hold(work, work.organisations) if role in roles}
        countries = {c for c, roles in self._hold(work, work.countries) if role in roles}
        if organisations & self.home:
            return "home"
        if countries & self.home_countries:
            return "national"
        return "abroad" if countries else None

    def get_leads(self, work: Work) -> set[str]:
        held = self._hold(work, work.countries)
        # The side, not the country, says whether the corresponding author is known: she may be known
        # to be at home by an organisation alone.
        role = "first" if self.get_side(work, "corresponding") is None else "corresponding"
        return {country for country, roles in held if role in roles}

    def _hold(
        self, work: Work, held: dict[str, frozenset[str]]
    ) -> list[tuple[str, frozenset[str]]]:
        if work.says_corresponding:
            return list(held.items())
        return [(key, roles - {"corresponding"}) for key, roles in held.items()]
