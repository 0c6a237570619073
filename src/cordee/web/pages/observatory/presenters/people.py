"""People as rows of a table, wherever a page shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cordee.observatory.figures.people import Person
from cordee.observatory.figures.selection import Selection
from cordee.web.pages.observatory.presenters.partners import Addresses
from cordee.web.pages.observatory.presenters.shapes import draw_bar
from cordee.web.pages.observatory.presenters.units import write_code
from cordee.web.query import Query
from cordee.web.wording import NOTHING, format_count, format_country, format_years


ORCID_ADDRESS = "https://orcid.org/"


@dataclass(frozen=True)
class PersonLine:
    rank: str
    name: str
    orcid: str
    orcid_address: str
    place: str  # unit, organisation, country: what is known
    unit: str
    unit_address: str
    works: str
    works_address: str
    years: str
    first: str
    last: str
    corresponding: str
    bar: str


def present_people(
    people: Iterable[Person], query: Query, addresses: Addresses
) -> tuple[PersonLine, ...]:
    """Return the rows of people, each with the list of its works; `query` holds the question."""
    found = list(people)
    most = max((one.works for one in found), default=0)
    base = query.to_base()
    return tuple(
        _present_person(rank, one, most, base, addresses) for rank, one in enumerate(found, start=1)
    )


def _present_person(
    rank: int, one: Person, most: int, query: Query, addresses: Addresses
) -> PersonLine:
    selection = Selection.from_text(one.selection)
    country = format_country(one.country) if one.country else ""
    return PersonLine(
        rank=format_count(rank),
        name=one.name,
        orcid=one.orcid or "",
        orcid_address=f"{ORCID_ADDRESS}{one.orcid}" if one.orcid else "",
        place=", ".join(text for text in (one.organisation_name, country) if text),
        unit=write_code(one.unit) if one.unit else "",
        unit_address=query.to_address(addresses.unit.replace("CODE", one.unit)) if one.unit else "",
        works=format_count(one.works),
        works_address=query.to_address(addresses.works, selection=selection),
        years=format_years(one.first_year, one.last_year),
        first=format_count(one.first),
        last=format_count(one.last),
        corresponding=NOTHING if one.corresponding is None else format_count(one.corresponding),
        bar=draw_bar(one.works, most),
    )
