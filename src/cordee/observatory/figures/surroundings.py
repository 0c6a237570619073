"""What surrounds a home's works with a partner: cities, the home's units, the other side, groups.

These answers are asked for by dossiers. Each rests on one home view, like the figures.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from cordee.observatory.figures.assemble import DEGREE_DIGITS
from cordee.observatory.figures.lake_facts import Row, find_place
from cordee.observatory.figures.listing import Order, list_works
from cordee.observatory.figures.peers import PeerGroup, read_peers
from cordee.observatory.figures.people import (
    MOST_SHOWN,
    Person,
    Side,
    describe_people,
    rank_people,
)
from cordee.observatory.figures.question import ALL_WORKS, Question
from cordee.observatory.figures.selection import Part
from cordee.observatory.figures.statistics import get_ranks
from cordee.observatory.figures.warehouse import Warehouse
from cordee.observatory.figures.who import THERE
from cordee.observatory.figures.works import WorkRow
from cordee.observatory.indicators.counts import counts_by_side
from cordee.observatory.indicators.groups import works_by_group
from cordee.observatory.indicators.other_side import (
    ASKED_BUILD,
    countries_with_country,
    organisations_with_country,
)
from cordee.observatory.indicators.places import home_units, partner_cities
from cordee.observatory.indicators.tables import ROLES
from cordee.reference.organisations import Organisation, Registry


WORKS_SHOWN = 10
"""Works of each list: what is read as examples; the whole list is one click away."""


@dataclass(frozen=True, slots=True)
class CityFigures:
    """A city of partner organisations; `works` by full counting."""

    country: str
    city: str  # "London", or "Rochester, Minnesota" where the country has two of that name
    works: int
    organisations: int
    first_year: int
    last_year: int
    latitude: float | None
    longitude: float | None

    @property
    def selection(self) -> str:
        """The value of a `city` selection, for example ``GB/London``."""
        return f"{self.country}/{self.city}"


@dataclass(frozen=True, slots=True)
class HomeUnit:
    """A research unit of the home on its works."""

    unit: str
    name: str | None
    acronym: str | None
    town: str | None
    works: int
    first_year: int
    last_year: int


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The cities, units and people of one question, most works first, and some of its works.

    People are at most `people.MOST_SHOWN` a side; the counts are of all.
    """

    cities: tuple[CityFigures, ...]
    units: tuple[HomeUnit, ...]
    here: tuple[Person, ...]
    here_count: int
    there: tuple[Person, ...]
    there_count: int
    latest: tuple[WorkRow, ...]
    shared: tuple[WorkRow, ...]  # with the most organisations


@dataclass(frozen=True, slots=True)
class Rival:
    """One of those that publish with a country: an organisation, a country, or the home itself."""

    key: str  # ROR id or code; empty for the home
    name: str  # of the organisation; the code of a country, which `reference.countries` names
    country: str | None
    works: int
    rank: int  # equals share a rank


@dataclass(frozen=True, slots=True)
class OtherSide:
    """Who publishes with one country in the whole corpus, most works first."""

    organisations: tuple[Rival, ...]  # of other countries, the home among them
    countries: tuple[Rival, ...]

    def find_home(self) -> Rival | None:
        """Return the home's place; None when it has no work with the country."""
        return next((one for one in self.organisations if not one.key), None)


@dataclass(frozen=True, slots=True)
class SideLeads:
    """A leading position on the home's works: on how many it is known, and who of two holds it."""

    role: str
    known: int
    home: int
    other: int  # who is of both counts for both


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """What one organisation of the home brings; `alone` are works no other one of the home is on."""

    organisation: str
    name: str
    works: int
    alone: int
    international: int
    alone_international: int


@dataclass(frozen=True, slots=True)
class Gathering:
    """A home of several organisations: what each brings, and its place among its peers."""

    groups: tuple[GroupFigures, ...]  # in the order asked
    closest: PeerGroup  # peers by theme
    typed: PeerGroup  # peers by type alone


def answer_surroundings(
    question: Question, there: Part | None, warehouse: Warehouse, registry: Registry
) -> Surroundings:
    """Return the cities, the home's units, the people and the foremost works of `question`.

    People there are those who sign from `there`, a country or an organisation; from any partner when
    it is None. All from one view: building it costs more than any of them.
    """
    with warehouse.open_home(question, registry, people=True) as view:
        cities = [_make_city(row) for row in view.get_rows(partner_cities)]
        units = [HomeUnit(**row) for row in view.get_rows(home_units)]
        view.put_asked([there.value] if there else [])
        kept = THERE[there.kind] if there else None
        home, here_count = rank_people(view, (Side.HOME,), MOST_SHOWN)
        partners, there_count = rank_people(view, (Side.PARTNER,), MOST_SHOWN, kept)
        asked = there.value if there else None
        people = describe_people(view, [*home, *partners], warehouse, registry, asked)
        latest, shared = (
            list_works(view, ALL_WORKS, 1, WORKS_SHOWN, order).rows
            for order in (Order.LATEST, Order.SHARED)
        )
    cities.sort(key=lambda one: (-one.works, -one.organisations, one.country, one.city))
    units.sort(key=lambda one: (-one.works, one.unit))
    return Surroundings(
        cities=tuple(cities),
        units=tuple(units),
        here=tuple(one for one in people if one.side is Side.HOME),
        here_count=here_count,
        there=tuple(one for one in people if one.side is Side.PARTNER),
        there_count=there_count,
        latest=latest,
        shared=shared,
    )


def _make_city(row: Row) -> CityFigures:
    degrees = {name: row[name] for name in ("latitude", "longitude")}
    rounded = {
        name: value if value is None else round(value, DEGREE_DIGITS)
        for name, value in degrees.items()
    }
    return CityFigures(**{**row, **rounded})


def answer_other_side(
    question: Question, country: str, warehouse: Warehouse, registry: Registry
) -> OtherSide:
    """Return who publishes with `country` in the years of `question`, the home as one of them.

    All count with all their works with the country, so `question` is not narrowed.
    """
    with warehouse.open_home(question, registry) as view:
        view.put_asked([country])
        for table, make in ASKED_BUILD.items():
            view.build(table, make)
        organisations = view.get_rows(organisations_with_country)
        countries = view.get_rows(countries_with_country)

    def name(key: str) -> str:
        return find_place(key, warehouse.places, registry).name if key else ""

    return OtherSide(
        organisations=_rank_rivals(organisations, "organisation", name),
        countries=_rank_rivals(countries, "country", str),
    )


def answer_side_leads(
    question: Question, other: str, warehouse: Warehouse, registry: Registry
) -> tuple[SideLeads, ...]:
    """Return who leads the works of `question`: its home, or the organisation `other`."""
    with warehouse.open_home(question, registry) as view:
        view.put_asked([other])
        [row] = view.get_rows(counts_by_side)
    return tuple(
        SideLeads(role, *(row[f"{role}_{name}"] or 0 for name in ("known", "home", "other")))
        for role in ROLES
    )


def ranked_question(question: Question) -> Question:
    """Return by which works of a home it is ranked among its peers: all, without its parts.

    Of a peer only that is known; ranked by fewer works or by its parts' too, the home would be moved
    by what its peers are not asked.
    """
    return replace(question, with_parts=False, within=ALL_WORKS)


def answer_gathering(question: Question, warehouse: Warehouse, registry: Registry) -> Gathering:
    """Return what each organisation of the home brings, and its rank before and after as one.

    Peers are those of `peers.read_peers`. Ranks are by `ranked_question`, for peers and home alike;
    what each brings is of the works of `question`.
    """
    homes = [registry.get(one) for one in question.organisations]
    with warehouse.open_home(question, registry) as view:
        view.put_groups([sorted(_list_group(one, question, registry)) for one in homes])
        groups = {row["part"]: row for row in view.get_rows(works_by_group)}
    with warehouse.open_home(ranked_question(question), registry) as view:
        closest, typed = read_peers(view, homes, warehouse, registry)
    return Gathering(
        groups=tuple(
            _make_group(
                one,
                groups.get(place, {}),
                find_place(one.id, warehouse.places, registry).name,
            )
            for place, one in enumerate(homes)
        ),
        closest=closest,
        typed=typed,
    )


def _rank_rivals(rows: Sequence[Row], key: str, name: Callable[[str], str]) -> tuple[Rival, ...]:
    ranks = get_ranks({row[key]: row["works"] for row in rows})
    found = [
        Rival(row[key], name(row[key]), row["country"] or None, row["works"], ranks[row[key]])
        for row in rows
    ]
    return tuple(sorted(found, key=lambda one: (one.rank, one.key)))


def _list_group(home: Organisation, question: Question, registry: Registry) -> frozenset[str]:
    return registry.with_parts([home.id]) if question.with_parts else frozenset({home.id})


def _make_group(home: Organisation, row: Row, name: str) -> GroupFigures:
    return GroupFigures(
        organisation=home.id,
        name=name,
        works=row.get("works", 0),
        alone=row.get("alone", 0),
        international=row.get("international", 0),
        alone_international=row.get("alone_international", 0),
    )
