"""Where the organisations are that a question found: by town while they are few, else by country."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import connection

from cordee.directory.models import Organisation
from cordee.directory.queries.engines import get_engine
from cordee.directory.queries.lines import Named, present_by_name
from cordee.directory.queries.search import (
    ORGANISATIONS,
    Found,
    Question,
    Value,
    join,
    narrow,
    write_asked,
)
from cordee.ledger.bulk import chunk


MOST_BY_TOWN = 1_000
"""Organisations that are read for a map of towns: more circles than that cover one another."""

SAME_PLACE = 1
"""Decimals of a degree within which organisations without a town are at one place: some ten kilometres."""


@dataclass(frozen=True)
class Place:
    """A town, or a whole country when no town is told (`latitude` is None), with what is there.

    `organisations` are those that were read, by name; there are none when places are countries alone.
    """

    town: str
    country: str
    latitude: float | None
    longitude: float | None
    count: int
    organisations: tuple[Named, ...] = ()


@dataclass(frozen=True)
class Places:
    """The places of what was found, those with the most first, and how many organisations have none."""

    places: tuple[Place, ...]
    without: int
    is_by_town: bool


def find_places(question: Question, found: Found) -> Places:
    """Return where the organisations are that a question found."""
    total = sum(found.by_place.values())
    if not total:
        return Places((), 0, is_by_town=True)
    if total > MOST_BY_TOWN:
        places = [
            Place("", country, None, None, count)
            for country, count in found.by_place.items()
            if country
        ]
        return Places(_rank(places), found.by_place.get("", 0), is_by_town=False)
    rows = _load(_list_found(question, found))
    placed = [row for row in rows if row.country or row.latitude is not None]
    return Places(_rank(_gather(placed)), total - len(placed), is_by_town=True)


def _list_found(question: Question, found: Found) -> list[UUID]:
    engine, asked = get_engine(connection.vendor), write_asked(question, found)
    sorts = (question.sorts or ORGANISATIONS) & ORGANISATIONS
    where, values = narrow(engine, replace(question, sorts=frozenset(sorts)), asked)
    what = "SELECT e.record FROM directory_searchentry e"
    sentence = f"{what}{join(engine, asked)}{where} LIMIT %s"
    bounds: list[Value] = [*values, MOST_BY_TOWN]
    with connection.cursor() as cursor:
        cursor.execute(sentence, bounds)
        return [UUID(str(row[0])) for row in cursor.fetchall()]


def _load(ids: Sequence[UUID]) -> list[Organisation]:
    rows: list[Organisation] = []
    for some in chunk(ids):
        rows += Organisation.objects.filter(id__in=some)
    return rows


def _gather(rows: Iterable[Organisation]) -> list[Place]:
    towns: dict[object, list[Organisation]] = defaultdict(list)
    for row in rows:
        if row.city:
            towns[row.country, row.city.casefold()].append(row)
        elif row.latitude is not None and row.longitude is not None:
            near = round(row.latitude, SAME_PLACE), round(row.longitude, SAME_PLACE)
            towns[row.country, near].append(row)
        else:
            towns[row.country].append(row)
    places: list[Place] = []
    unknown: dict[str, list[Organisation]] = defaultdict(list)
    for some in towns.values():
        # Any of them: a mean of towns that share a name would lie where none of them is.
        points = [(row.latitude, row.longitude) for row in some if row.longitude is not None]
        if points:
            places.append(_present(some, some[0].city, *points[0]))
        else:
            unknown[some[0].country] += some
    return places + [_present(some, "", None, None) for some in unknown.values()]


def _present(
    rows: list[Organisation], town: str, latitude: float | None, longitude: float | None
) -> Place:
    return Place(town, rows[0].country, latitude, longitude, len(rows), present_by_name(rows))


def _rank(places: Iterable[Place]) -> tuple[Place, ...]:
    return tuple(sorted(places, key=lambda one: (-one.count, one.country, one.town.casefold())))
