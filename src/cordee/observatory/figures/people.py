"""The people on the works of a home: here, at its partners, and those of unknown side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cordee.kernel.identifiers import parse_orcid
from cordee.observatory.figures.lake_facts import Row, find_place
from cordee.observatory.figures.question import Question
from cordee.observatory.figures.warehouse import HomeView, Indicator, Warehouse
from cordee.observatory.indicators.compiling import compile_indicator
from cordee.observatory.indicators.people import (
    people,
    people_by_side,
    people_countries,
    people_names,
    people_organisations,
    people_units,
)
from cordee.reference.countries import get_state
from cordee.reference.organisations import Registry


MOST_SHOWN = 50
"""People a side an answer holds when nothing else is asked: what a reader goes through."""

MOST_PEOPLE = 1000
"""The most people a side that can be asked for; a list of works is the better answer past it."""


_COUNTRY = re.compile("^[A-Z]{2}$")


class Side(StrEnum):
    """Where a person signs from; see `cordee.observatory.indicators.people`."""

    HOME = "home"
    PARTNER = "partner"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Person:
    """One person on one side, with the works signed from there.

    `key` is the ORCID or the folded name; `selection` is the condition that selects these works.
    `corresponding` is None when no source says who corresponds on any of them. `organisation`,
    `country` and `unit` are those on most of the works.
    """

    key: str
    name: str  # as most often printed; of those, the longest
    orcid: str | None
    side: Side
    organisation: str | None  # ROR id
    organisation_name: str | None
    country: str | None
    unit: str | None  # code of the research unit on most of the works
    works: int  # full counting
    weight: float  # fractional counting: each work's 1 divided over its authors
    first_year: int
    last_year: int
    first: int  # works as first author
    last: int  # works as last author
    corresponding: int | None

    @property
    def selection(self) -> str:
        """Return the condition, such as ``person:home/0000-0002-1825-0097``."""
        return f"person:{self.side}/{self.key}"


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """A person named beside a figure; `key` is the ORCID or the folded name, `works` those meant."""

    key: str
    name: str
    works: int
    first_year: int
    last_year: int

    @property
    def selection(self) -> str:
        """Return the condition that selects her works, with the side she signs from as the home."""
        return f"person:{Side.HOME}/{self.key}"


@dataclass(frozen=True, slots=True)
class SideTotal:
    """How many people a side has, and works with one of them."""

    people: int
    works: int


@dataclass(frozen=True)
class People:
    """The people on the works of a question, most works first; `totals` count all of each side."""

    question: Question
    works: int
    home: tuple[Person, ...]
    partner: tuple[Person, ...]
    other: tuple[Person, ...]
    totals: Mapping[Side, SideTotal]
    snapshot: str | None


# Of equal works, those with the greater part of them come first: a person among five authors before
# one among five thousand.
_RANKED = """
SELECT *, count(*) OVER () AS people FROM ({people}) {kept}
WHERE list_contains(?::VARCHAR[], side) ORDER BY works DESC, weight DESC, person LIMIT ?
"""


def answer_people(
    question: Question, warehouse: Warehouse, registry: Registry, most: int = MOST_SHOWN
) -> People:
    """Return the people on the works of `question`, at most `most` a side.

    Raises `NotFoundError` for an organisation or a zone that is not in the reference.
    """
    with warehouse.open_home(question, registry, people=True) as view:
        return read_people(view, question, warehouse, registry, most)


def read_people(
    view: HomeView, question: Question, warehouse: Warehouse, registry: Registry, most: int
) -> People:
    """Return the people of a home view that holds the tables of people."""
    works = view.query("SELECT count(*) AS works FROM home_works")[0]["works"]
    sides = {
        row["side"]: SideTotal(row["people"], row["works"]) for row in view.get_rows(people_by_side)
    }
    rows = [row for side in Side for row in rank_people(view, (side,), most)[0]]
    found = describe_people(view, rows, warehouse, registry)
    return People(
        question=question,
        works=works,
        home=tuple(one for one in found if one.side is Side.HOME),
        partner=tuple(one for one in found if one.side is Side.PARTNER),
        other=tuple(one for one in found if one.side is Side.OTHER),
        totals={side: sides.get(side, SideTotal(0, 0)) for side in Side},
        snapshot=warehouse.state.snapshot,
    )


def rank_people(
    view: HomeView, sides: Sequence[Side], most: int, kept: Indicator | None = None
) -> tuple[list[Row], int]:
    """Return the first `most` rows of `indicators.people.people` of `sides`, and how many there are.

    `kept` gives the person and side of those who are looked at; all are without it.
    """
    among = f"SEMI JOIN ({compile_indicator(kept)}) USING (person, side)" if kept else ""
    sql = _RANKED.format(people=compile_indicator(people), kept=among)
    rows = view.query(sql, [list(sides), max(1, min(most, MOST_PEOPLE))])
    return rows, rows[0]["people"] if rows else 0


def describe_people(
    view: HomeView,
    rows: Sequence[Row],
    warehouse: Warehouse,
    registry: Registry,
    asked: str | None = None,
) -> tuple[Person, ...]:
    """Return rows of `rank_people` as people: name, organisation, country, unit of each.

    A person with several organisations or countries is shown with the one `asked` about if she has
    it, else with the one on most works; at home, with one of the home. Asked about a country, a
    partner's organisations elsewhere are left out: they are not where she signs from there.
    """
    view.put_asked([f"{row['side']}/{row['person']}" for row in rows])
    names = _choose(view.get_rows(people_names), "name")
    organisations = _choose(_list_organisations(view, warehouse, asked), "organisation", asked)
    countries = _choose(view.get_rows(people_countries), "country", asked)
    units = _choose(view.get_rows(people_units), "unit")
    found = []
    for row in rows:
        key = (row["side"], row["person"])
        organisation = organisations.get(key)
        found.append(
            Person(
                key=row["person"],
                name=names[key],
                orcid=parse_orcid(row["person"]),
                side=Side(row["side"]),
                organisation=organisation,
                organisation_name=organisation
                and find_place(organisation, warehouse.places, registry).name,
                country=countries.get(key),
                unit=units.get(key),
                works=row["works"],
                weight=row["weight"],
                first_year=row["first_year"],
                last_year=row["last_year"],
                first=row["first"],
                last=row["last"],
                corresponding=row["corresponding"] if row["said"] else None,
            )
        )
    return tuple(found)


def name_people(view: HomeView, side: Side, keys: Sequence[str]) -> dict[str, str]:
    """Return the name of each person of one side by key: as most often printed, else the fullest."""
    view.put_asked([f"{side}/{key}" for key in keys])
    names = choose_names(view.get_rows(people_names), ("person",))
    return {str(key): name for (key,), name in names.items()}


def choose_names(rows: Iterable[Row], keys: Sequence[str]) -> dict[tuple[object, ...], str]:
    """Return a name for each value of the columns `keys`: on most works, of equals the fullest."""
    chosen: dict[tuple[object, ...], str] = {}
    for row in sorted(rows, key=lambda row: (-row["works"], -len(row["name"]), row["name"])):
        chosen.setdefault(tuple(row[key] for key in keys), row["name"])
    return chosen


def _choose(
    rows: Iterable[Row], column: str, asked: str | None = None
) -> dict[tuple[str, str], str]:
    """Return the value of each person: the one asked about, at home one of the home, on most works.

    Of equals the longest, which of names is the fullest, then the first in the alphabet.
    """

    def rank(row: Row) -> tuple[bool, int, int, str]:
        value = row[column]
        wanted = row.get("home") if row["side"] == Side.HOME else value == asked
        return not wanted, -row["works"], -len(value), value

    chosen: dict[tuple[str, str], str] = {}
    for row in sorted(rows, key=rank):
        chosen.setdefault((row["side"], row["person"]), row[column])
    return chosen


def _list_organisations(view: HomeView, warehouse: Warehouse, asked: str | None) -> list[Row]:
    rows = view.get_rows(people_organisations)
    if asked is None or not _COUNTRY.match(asked):
        return rows

    # Counted as the question counts: a territory may be folded into the State asked about.
    folds: dict[str, str] = {
        row["territory"]: row["folded_into"] for row in view.query("FROM home_folds")
    }

    def is_there(organisation: str) -> bool:
        place = warehouse.places.get(organisation)
        if place is None or not place.country:
            return False
        state = get_state(place.country)
        return folds.get(state, state) == asked

    return [row for row in rows if row["side"] == Side.HOME or is_there(row["organisation"])]
