"""Small lakes in memory, and the answer reckoned over again in plain Python."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar

import duckdb
import pyarrow as pa

from cordee.kernel.errors import NotFoundError
from cordee.kernel.identifiers import hash_key
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
PLACE_OF = {A: (48.8, 2.3), B: (48.9, 2.4), G: (51.5, -0.1), U: (37.8, -122.4), N: (None, None)}
"""Paris, beside it, London, San Francisco, nowhere known."""


def measure_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the great-circle distance by the spherical law of cosines."""
    (a, b), (c, d) = (tuple(map(math.radians, place)) for place in (one, other))
    cosine = math.sin(a) * math.sin(c) + math.cos(a) * math.cos(c) * math.cos(b - d)
    return 6371.0 * math.acos(min(1.0, cosine))


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
    town_names: ClassVar[dict[str, str]] = {}

    def __init__(self) -> None:
        self.organisations = {
            one: SimpleNamespace(
                id=one,
                name=f"Organisation {one}",
                country=country,
                city="Ville",
                types=("company",) if one == U else ("education",),
                parents=(A,) if one == B else (),
            )
            for one, country in COUNTRY_OF.items()
        }

    def __contains__(self, organisation: object) -> bool:
        return organisation in self.organisations

    def get(self, organisation: str) -> SimpleNamespace:
        if organisation not in self.organisations:
            raise NotFoundError("No organisation has the ROR id {id}.", id=organisation)
        return self.organisations[organisation]

    def with_parents(self, organisations: Any) -> frozenset[str]:
        found = frozenset(organisations)
        return found | {A} if B in found else found

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
    authors: int = 2
    texts: tuple[frozenset[str], ...] = ()  # organisations named together by one affiliation
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
                "authors": work.authors,
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
        keys = [hash_key("+".join(sorted(text))) for text in work.texts]
        if keys:
            lake["authorships"].append({"work": work.key, "position": 0, "affiliations": keys})
        for key, text in zip(keys, work.texts, strict=True):
            lake["links"] += [{"affiliation": key, "organisation": one} for one in text]
        lake["work_themes"] += [
            {"work": work.key, "year": work.year, "vocabulary": v, "theme": t, "basis": b}
            for v, t, b in work.themes
        ]
    lake["organisations"] = tables.get("organisations") or [
        {
            "organisation": one,
            "name": f"Organisation {one}",
            "city": "Ville",
            "country": country,
            "types": ["company"] if one == U else ["education"],
            "latitude": PLACE_OF[one][0],
            "longitude": PLACE_OF[one][1],
        }
        for one, country in COUNTRY_OF.items()
    ]
    return MemoryLake(**lake)


class Oracle:
    """The definitions once more, by other means: one work at a time, sets and loops."""

    def __init__(
        self, works: list[Work], home: frozenset[str], years: Any, *, own_as_partners: bool = False
    ) -> None:
        self.home = home
        self.own_as_partners = own_as_partners
        self.home_countries = {COUNTRY_OF[one] for one in home} - {None}
        self.works = [
            work
            for work in works
            if work.year is not None and work.year in years and home & work.organisations.keys()
        ]

    def list_own(self, work: Work) -> set[str]:
        """Return the own bodies on a work: kin of the home, and co-tutelles of a home country."""
        if self.own_as_partners:
            return set()
        kin = {B} if A in self.home else {A} if B in self.home else set()
        own = set()
        for one in work.organisations.keys() - self.home:
            naming = [text for text in work.texts if one in text]
            together = bool(naming) and all(text & self.home for text in naming)
            if one in kin or (together and COUNTRY_OF[one] in self.home_countries):
                own.add(one)
        return own

    def get_km(self, work: Work) -> float | None:
        """Return how far the farthest partner is, by the law of cosines in place of the haversine."""
        partners = work.organisations.keys() - self.home - self.list_own(work)
        spans = [
            measure_km(PLACE_OF[here], PLACE_OF[there])
            for here in work.organisations.keys() & self.home
            for there in partners
            if None not in (*PLACE_OF[here], *PLACE_OF[there])
        ]
        return max(spans, default=None)

    def select(self, kind: str, value: str = "") -> set[int]:
        return {work.key for work in self.works if self.holds(work, kind, value)}

    def holds(self, work: Work, kind: str, value: str = "") -> bool:
        count = len(work.countries)
        partners = work.countries.keys() - self.home_countries
        own = self.list_own(work)
        outside = work.organisations.keys() - self.home - own
        km = self.get_km(work)
        alone = work.authors == 1
        hyper = work.authors > 100 or count > 30
        with_union = count > 1 and any(is_member("EU", one, work.year) for one in partners)
        now = count > 1 and any(is_member("EU", one, 2024) for one in partners)
        simple = {
            "works": True,
            "covered": count > 0,
            "unknown": count == 0,
            "domestic": count == 1,
            "national": count == 1 and bool(outside),
            "single_organisation": count == 1 and not outside,
            "single_author": count == 1 and not outside and alone,
            "intramural": count == 1 and not outside and not alone,
            "industry": U in outside,
            "located": km is not None,
            "near": km is not None and km <= 100,
            "far": km is not None and km >= 5000,
            "hyper": hyper,
            "usual": not hyper,
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
            "partner": lambda: value in outside,
            "own": lambda: value in own,
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
