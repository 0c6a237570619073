"""What teams declare beside what works show: by partner country and by partner organisation."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from cordee.observatory.figures.declared_match import UNMATCHED, Basis, Match, match_partners
from cordee.observatory.figures.lake_facts import Row
from cordee.observatory.figures.people import NamedPerson, Side, name_people
from cordee.observatory.figures.question import Question
from cordee.observatory.figures.warehouse import HomeView, Indicator, Warehouse
from cordee.observatory.indicators.declared import (
    declared_links,
    declared_rows,
    people_by_country,
    people_by_organisation,
)
from cordee.observatory.indicators.partners import partner_countries, partner_organisations
from cordee.reference.organisations import Registry


TOLERANCE = 2
"""Years around a declaration's own in which a work still answers it: what is done is printed one to two
years later, and a table's years are those of a report."""

MOST_NAMED = 200
"""Partners a list whose people are named: those a page shows, and as many again for the files."""

NAMES_A_PARTNER = 5
"""People named beside a partner; all of them are who works with it, a page of its own."""


class Status(StrEnum):
    """On which side a partner is known."""

    BOTH = "both"
    DECLARED = "declared"
    OBSERVED = "observed"


@dataclass(frozen=True, slots=True)
class Declaration:
    """One row of a table of declared collaborations. `organisation` when its partner is recognised."""

    team: str | None
    partner: str | None
    country: str | None
    theme: str | None
    first_year: int | None
    last_year: int | None
    organisation: str | None  # ROR id
    basis: Basis  # by what it is recognised
    score: float | None  # how sure the linker is; None by name
    works: (
        int  # of the home with this organisation, else this country, in these years ± `TOLERANCE`
    )


@dataclass(frozen=True, slots=True)
class PartnerYear:
    """A year of the period: declarations active in it, and works of it with the partner."""

    year: int
    declared: int
    works: int


@dataclass(frozen=True, slots=True)
class DeclaredPartner:
    """A country, or a partner organisation, with both sides.

    `answered` counts the declarations with a work of the same partner in their years ± `TOLERANCE`.
    `key` is a country code, a ROR id, or the name as declared when no organisation is recognised.
    `years` has the years with a declaration or a work; `people` the first authors of the home by
    works, of `people_count`; both people are empty past the first `MOST_NAMED` partners.
    """

    key: str
    name: str
    country: str | None
    organisation: str | None
    declared: int = 0
    answered: int = 0
    works: int = 0
    team_names: tuple[str, ...] = ()
    years: tuple[PartnerYear, ...] = ()
    people: tuple[NamedPerson, ...] = ()
    people_count: int = 0

    @property
    def teams(self) -> int:
        """How many teams declare it."""
        return len(self.team_names)

    @property
    def status(self) -> Status:
        """Return on which side it is known."""
        if not self.works:
            return Status.DECLARED
        return Status.BOTH if self.declared else Status.OBSERVED


@dataclass(frozen=True)
class Declared:
    """The answer; countries and partners have the most declared first, then the most works."""

    question: Question
    declarations: tuple[Declaration, ...]
    countries: tuple[DeclaredPartner, ...]
    partners: tuple[DeclaredPartner, ...]
    without_country: int  # declarations whose country cannot be read
    snapshot: str | None

    @property
    def recognised(self) -> int:
        """How many declarations have a partner that is an organisation of the registry."""
        return len(self.declarations) - self.count_matched(Basis.NONE)

    def count_matched(self, basis: Basis) -> int:
        """Return how many declarations are recognised in one way."""
        return sum(1 for one in self.declarations if one.basis is basis)


YearWorks = Mapping[str, Mapping[int, int]]


def answer_declared(question: Question, warehouse: Warehouse, registry: Registry) -> Declared:
    """Return what the home of `question` declares beside what its works show.

    How a declared partner is recognised is said in `declared_match`.
    """
    years = warehouse.list_years(question.years)
    with warehouse.open_home(question, registry, people=True) as view:
        rows = view.get_rows(declared_rows)
        by_country = _sum(view.get_rows(partner_countries), "country")
        by_partner = _sum(view.get_rows(partner_organisations), "organisation")
        links = view.get_rows(declared_links)
        matches = match_partners(rows, links, warehouse.places)
        found = [_make_declaration(row, matches, by_country, by_partner) for row in rows]
        found.sort(
            key=lambda one: (one.country or "~", one.partner or "", one.team or "", one.theme or "")
        )
        known = {row["organisation"]: (row["name"], row["place"]) for row in links}
        known |= {key: (one.name, one.country) for key, one in warehouse.places.items()}
        countries = _join_countries(found, by_country, years)
        partners = _join_partners(found, by_partner, years, known)
        countries = _add_people(view, people_by_country, countries)
        partners = _add_people(view, people_by_organisation, partners)
    return Declared(
        question=question,
        declarations=tuple(found),
        countries=countries,
        partners=partners,
        without_country=sum(1 for one in found if not one.country),
        snapshot=warehouse.state.snapshot,
    )


def list_active_years(one: Declaration, years: Sequence[int]) -> list[int]:
    """Return the years of the period in which a declaration is active.

    A missing year leaves that end open; a declaration without any year is active in none.
    """
    if one.first_year is None and one.last_year is None:
        return []
    first, last = one.first_year or 0, one.last_year or 9999
    return [year for year in years if first <= year <= last]


def _sum(rows: Iterable[Row], column: str) -> YearWorks:
    found: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for row in rows:
        # An own body, such as a co-tutelle, has works with the home and none as a partner.
        if row["works"]:
            found[row[column]][row["year"]] += row["works"]
    return found


def _make_declaration(
    row: Row, matches: Mapping[int, Match], by_country: YearWorks, by_partner: YearWorks
) -> Declaration:
    match = matches.get(row["declared"], UNMATCHED)
    years: Mapping[int, int] = (
        by_partner.get(match.organisation, {})
        if match.organisation
        else by_country.get(row["country"] or "", {})
    )
    first = (row["first_year"] or 0) - TOLERANCE
    last = (row["last_year"] or 9999) + TOLERANCE
    return Declaration(
        team=row["team"],
        partner=row["partner"],
        country=row["country"],
        theme=row["theme"],
        first_year=row["first_year"],
        last_year=row["last_year"],
        organisation=match.organisation,
        basis=match.basis,
        score=match.score,
        works=sum(works for year, works in years.items() if first <= year <= last),
    )


def _join_countries(
    found: Iterable[Declaration], by_country: YearWorks, years: Sequence[int]
) -> tuple[DeclaredPartner, ...]:
    groups: defaultdict[str, list[Declaration]] = defaultdict(list)
    for one in found:
        if one.country:
            groups[one.country].append(one)
    return _rank(
        _add_sides(
            DeclaredPartner(code, code, code, None),
            groups.get(code, []),
            by_country.get(code, {}),
            years,
        )
        for code in {*groups, *by_country}
    )


def _join_partners(
    found: Iterable[Declaration],
    by_partner: YearWorks,
    years: Sequence[int],
    known: Mapping[str, tuple[str | None, str | None]],
) -> tuple[DeclaredPartner, ...]:
    groups: defaultdict[str, list[Declaration]] = defaultdict(list)
    for one in found:
        # A partner that is not recognised stays apart by its text and its country.
        groups[one.organisation or f"{one.country or ''}:{one.partner or ''}"].append(one)
    rows = []
    for key in {*groups, *by_partner}:
        many = groups.get(key, [])
        organisation = key if key in by_partner or many[0].organisation else None
        name, country = known.get(key, (None, None))
        if not organisation:
            name, country = many[0].partner, many[0].country
        partner = DeclaredPartner(key, name or key, country, organisation)
        works = by_partner.get(key, {}) if organisation else {}
        rows.append(_add_sides(partner, many, works, years))
    return _rank(rows)


def _add_sides(
    partner: DeclaredPartner,
    declarations: Sequence[Declaration],
    works: Mapping[int, int],
    years: Sequence[int],
) -> DeclaredPartner:
    active = Counter(year for one in declarations for year in list_active_years(one, years))
    # The works of a declaration whose partner is not recognised are its country's, and no answer here.
    tied = partner.organisation or partner.key == partner.country
    teams = {one.team for one in declarations if one.team}
    return replace(
        partner,
        declared=len(declarations),
        answered=sum(1 for one in declarations if one.works and tied),
        team_names=tuple(sorted(teams)),
        works=sum(works.values()),
        years=tuple(
            PartnerYear(year, active[year], works.get(year, 0))
            for year in years
            if active[year] or works.get(year)
        ),
    )


def _rank(rows: Iterable[DeclaredPartner]) -> tuple[DeclaredPartner, ...]:
    return tuple(sorted(rows, key=lambda one: (-one.declared, -one.works, one.key)))


def _add_people(
    view: HomeView, people: Indicator, partners: tuple[DeclaredPartner, ...]
) -> tuple[DeclaredPartner, ...]:
    view.put_asked([one.key for one in partners[:MOST_NAMED] if one.works])
    rows = view.get_first(people, "partner", "person", NAMES_A_PARTNER)
    names = name_people(view, Side.HOME, sorted({row["person"] for row in rows}))
    first: defaultdict[str, list[NamedPerson]] = defaultdict(list)
    counts = {row["partner"]: row["total"] for row in rows}
    for row in rows:
        person = row["person"]
        span = (row["works"], row["first_year"], row["last_year"])
        first[row["partner"]].append(NamedPerson(person, names[person], *span))
    return tuple(
        replace(one, people=tuple(first[one.key]), people_count=counts[one.key])
        if one.key in counts
        else one
        for one in partners
    )
