"""What teams declare beside what works show: by partner country and by partner organisation."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from cordee.observatory.figures.question import Question
from cordee.observatory.figures.warehouse import Place, Row, Warehouse
from cordee.observatory.indicators.declared import declared_rows
from cordee.observatory.indicators.partners import partner_countries, partner_organisations
from cordee.reference.folding import fold
from cordee.reference.organisations import Registry


TOLERANCE = 2
"""Years around a declaration's own in which a work still answers it: what is done is printed one to two
years later, and a table's years are those of a report."""
_BRACKETS = re.compile(r"\[[^\]]*\]|\([^)]*\)")


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
    works: (
        int  # of the home with this organisation, else this country, in these years ± `TOLERANCE`
    )


@dataclass(frozen=True, slots=True)
class DeclaredPartner:
    """A country, or a partner organisation, with both sides.

    `answered` counts the declarations with a work of the same partner in their years ± `TOLERANCE`.
    `key` is a country code, a ROR id, or the name as declared when no organisation is recognised.
    """

    key: str
    name: str
    country: str | None
    organisation: str | None
    declared: int
    answered: int
    teams: int
    works: int

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
    recognised: int  # declarations whose partner is an organisation on works of the lake
    snapshot: str | None


YearWorks = Mapping[str, Mapping[int, int]]


def answer_declared(question: Question, warehouse: Warehouse, registry: Registry) -> Declared:
    """Return what the home of `question` declares beside what its works show.

    A declared partner is recognised when its name, folded, is that of one organisation on works of
    the lake in the same country, or in any when its country is not known.
    """
    with warehouse.open_home(question, registry) as view:
        rows = view.get_rows(declared_rows)
        by_country = _sum(view.get_rows(partner_countries), "country")
        by_partner = _sum(view.get_rows(partner_organisations), "organisation")
    names = _index_names(warehouse.places)
    found = [_make_declaration(row, names, by_country, by_partner) for row in rows]
    found.sort(
        key=lambda one: (one.country or "~", one.partner or "", one.team or "", one.theme or "")
    )
    return Declared(
        question=question,
        declarations=tuple(found),
        countries=_join_countries(found, by_country),
        partners=_join_partners(found, by_partner, warehouse.places),
        without_country=sum(1 for one in found if not one.country),
        recognised=sum(1 for one in found if one.organisation),
        snapshot=warehouse.state.snapshot,
    )


def _sum(rows: Iterable[Row], column: str) -> YearWorks:
    found: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for row in rows:
        found[row[column]][row["year"]] += row["works"]
    return found


def _index_names(places: Mapping[str, Place]) -> dict[tuple[str, str], set[str]]:
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for one, place in places.items():
        for country in {place.country or "", ""}:
            found[fold(place.name), country].add(one)
    return found


def _make_declaration(
    row: Row,
    names: Mapping[tuple[str, str], set[str]],
    by_country: YearWorks,
    by_partner: YearWorks,
) -> Declaration:
    # "Clinique Maarif [Casablanca]": what stands in brackets tells namesakes apart, by the town.
    name = fold(_BRACKETS.sub(" ", row["partner"] or ""))
    known = names.get((name, row["country"] or ""), set()) if name else set()
    organisation = next(iter(known)) if len(known) == 1 else None
    years: Mapping[int, int] = (
        by_partner.get(organisation, {})
        if organisation
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
        organisation=organisation,
        works=sum(works for year, works in years.items() if first <= year <= last),
    )


def _join_countries(
    found: Iterable[Declaration], by_country: YearWorks
) -> tuple[DeclaredPartner, ...]:
    groups: defaultdict[str, list[Declaration]] = defaultdict(list)
    for one in found:
        if one.country:
            groups[one.country].append(one)
    return _rank(
        _make_partner(code, code, code, None, groups.get(code, []), by_country.get(code, {}))
        for code in {*groups, *by_country}
    )


def _join_partners(
    found: Iterable[Declaration], by_partner: YearWorks, places: Mapping[str, Place]
) -> tuple[DeclaredPartner, ...]:
    groups: defaultdict[str, list[Declaration]] = defaultdict(list)
    for one in found:
        # A partner that is not recognised stays apart by its text and its country.
        groups[one.organisation or f"{one.country or ''}:{one.partner or ''}"].append(one)
    rows = []
    for key in {*groups, *by_partner}:
        many, place = groups.get(key, []), places.get(key)
        organisation = key if place or key in by_partner else None
        name = place.name if place else (many[0].partner or "" if many else key)
        country = place.country if place else (many[0].country if many else None)
        works = by_partner.get(key, {}) if organisation else {}
        rows.append(_make_partner(key, name, country, organisation, many, works))
    return _rank(rows)


def _make_partner(
    key: str,
    name: str,
    country: str | None,
    organisation: str | None,
    declarations: list[Declaration],
    works: Mapping[int, int],
) -> DeclaredPartner:
    return DeclaredPartner(
        key=key,
        name=name,
        country=country,
        organisation=organisation,
        declared=len(declarations),
        answered=sum(1 for one in declarations if one.works and (organisation or key == country)),
        teams=len({one.team for one in declarations if one.team}),
        works=sum(works.values()),
    )


def _rank(rows: Iterable[DeclaredPartner]) -> tuple[DeclaredPartner, ...]:
    return tuple(sorted(rows, key=lambda one: (-one.declared, -one.works, one.key)))
