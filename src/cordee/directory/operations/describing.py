"""How each thing of the directory stands in the search: its names, what else finds it, where it leads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cordee.directory.models import (
    Involvement,
    Offer,
    Organisation,
    Person,
    Resource,
    Skill,
    Theme,
)
from cordee.directory.states import Sort
from cordee.reference.countries import name_of


@dataclass(frozen=True)
class Findable:
    """A thing as the search keeps it: what a list of results shows, and the words that find it.

    `names` weigh more than `more`; neither is shown.
    """

    record: UUID
    sort: Sort
    name_fr: str
    name_en: str
    names: tuple[str, ...]
    more: tuple[str, ...] = ()
    detail_fr: str = ""
    detail_en: str = ""
    acronym: str = ""
    country: str = ""
    page_of: UUID | None = None
    page_sort: Sort | None = None
    confirmed_on: date | None = None
    end: date | None = None


def describe_organisation(one: Organisation) -> Findable:
    """Return an organisation as the search keeps it."""
    detail = _join(one.acronym, one.city)
    return Findable(
        record=one.id,
        sort=Sort(one.kind),
        name_fr=one.name_fr or one.name_en,
        name_en=one.name_en or one.name_fr,
        names=(one.name_fr, one.name_en, one.acronym, one.ror or ""),
        more=(
            one.other_names,
            one.city,
            *_name_country(one.country),
            one.description_fr,
            one.description_en,
        ),
        detail_fr=detail,
        detail_en=detail,
        acronym=one.acronym,
        country=one.country,
        confirmed_on=one.confirmed_on,
        end=one.end,
    )


def describe_person(one: Person) -> Findable:
    """Return a person as the search keeps them: never by their e-mail address."""
    places = [held.organisation for held in _list_involvements(one)]
    first = places[0] if places else one.keeper
    return Findable(
        record=one.id,
        sort=Sort.PERSON,
        name_fr=str(one),
        name_en=str(one),
        names=(str(one), one.orcid or ""),
        more=(*_name_all(places), one.description_fr, one.description_en),
        detail_fr=first.name_fr or first.name_en,
        detail_en=first.name_en or first.name_fr,
        country=first.country,
        confirmed_on=one.confirmed_on,
        end=one.end,
    )


def describe_resource(one: Resource) -> Findable:
    """Return a facility, a machine or a service as the search keeps it."""
    wider = (one.parent.name_fr, one.parent.name_en) if one.parent else ()
    return _describe_kept(one, Sort(one.kind), *wider)


def describe_skill(one: Skill) -> Findable:
    """Return a skill as the search keeps it; it leads to the page of who has it."""
    who = one.person or one.organisation
    assert who is not None
    if isinstance(who, Person):
        names, sort, country = (str(who), str(who)), Sort.PERSON, who.keeper.country
    else:
        names = (who.name_fr or who.name_en, who.name_en or who.name_fr)
        sort, country = Sort(who.kind), who.country
    return Findable(
        record=one.id,
        sort=Sort.SKILL,
        name_fr=one.name_fr or one.name_en,
        name_en=one.name_en or one.name_fr,
        names=(one.name_fr, one.name_en),
        more=names,
        detail_fr=names[0],
        detail_en=names[1],
        country=country,
        page_of=who.id,
        page_sort=sort,
        confirmed_on=who.confirmed_on,
        end=one.end or who.end,
    )


def describe_offer(one: Offer) -> Findable:
    """Return an offer as the search keeps it."""
    return _describe_kept(one, Sort.OFFER)


def describe_theme(one: Theme) -> Findable:
    """Return a theme, an axis or a sector as the search keeps it."""
    return _describe_kept(one, Sort(one.kind))


def _describe_kept(one: Resource | Offer | Theme, sort: Sort, *more: str) -> Findable:
    return Findable(
        record=one.id,
        sort=sort,
        name_fr=one.name_fr or one.name_en,
        name_en=one.name_en or one.name_fr,
        names=(one.name_fr, one.name_en),
        more=(one.description_fr, one.description_en, *more, *_name_all([one.keeper])),
        detail_fr=one.keeper.name_fr or one.keeper.name_en,
        detail_en=one.keeper.name_en or one.keeper.name_fr,
        country=one.keeper.country,
        confirmed_on=one.confirmed_on,
        end=one.end,
    )


def _list_involvements(one: Person) -> list[Involvement]:
    """Return where a person is involved and has not left, the latest first."""
    # In memory, because a list of people comes with its involvements read at once.
    held = [row for row in one.involvements.all() if row.end is None]
    return sorted(held, key=lambda row: (row.start or date.min, str(row.id)), reverse=True)


def _name_all(organisations: Iterable[Organisation]) -> tuple[str, ...]:
    return tuple(
        name
        for one in organisations
        for name in (one.name_fr, one.name_en, one.acronym, one.city, *_name_country(one.country))
    )


def _name_country(code: str) -> tuple[str, ...]:
    return (name_of(code, "fr"), name_of(code, "en")) if code else ()


def _join(*parts: str) -> str:
    return " · ".join(filter(None, parts))
