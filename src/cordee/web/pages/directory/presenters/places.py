"""The map of the organisations that a question found, and the table that says the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.directory.queries.places import Place, Places
from cordee.directory.queries.search import Question
from cordee.observatory.pictures.place_map import PlaceMap, Spot, draw_places
from cordee.observatory.pictures.world import get_world, project
from cordee.web.pages.directory.presenters.records import get_organisation_address, say_name
from cordee.web.wording import format_count, format_country, format_seat, format_town


LINES_SHOWN = 200
"""Lines of the table; whoever wants the others narrows the question."""

NAMES_SHOWN = 5
"""Organisations named at one place, in the table and beside the pointer."""


@dataclass(frozen=True)
class PlaceName:
    text: str
    address: str


@dataclass(frozen=True)
class PlaceLine:
    """A place in the table; `address` narrows the search to a country, where places are countries."""

    place: str
    address: str
    count: str
    names: tuple[PlaceName, ...]
    more: str


@dataclass(frozen=True)
class PlacePage:
    told: str
    label: str
    picture: PlaceMap
    lines: tuple[PlaceLine, ...]
    more: str


def present_places(found: Places, question: Question) -> PlacePage:
    drawn = [one for one in found.places if _find_point(one) is not None]
    hidden = len(found.places) - LINES_SHOWN
    told = _say_told(found)
    return PlacePage(
        told=told,
        label=told,
        picture=draw_places(list(_list_spots(drawn))),
        lines=tuple(
            _present_line(one, None if found.is_by_town else question)
            for one in found.places[:LINES_SHOWN]
        ),
        more=_say_more(hidden) if hidden > 0 else "",
    )


def _say_told(found: Places) -> str:
    count = sum(one.count for one in found.places)
    total = ngettext("{count} organisation", "{count} organisations", count)
    places = (
        ngettext("in {count} place", "in {count} places", len(found.places))
        if found.is_by_town
        else ngettext("in {count} country", "in {count} countries", len(found.places))
    )
    said = _("{organisations} {places}.").format(
        organisations=total.format(count=format_count(count)),
        places=places.format(count=format_count(len(found.places))),
    )
    parts = [said]
    if not found.is_by_town:
        parts.append(_("Towns are drawn for fewer: narrow the list."))
    roughly = sum(one.count for one in found.places if found.is_by_town and one.latitude is None)
    if roughly:
        said = ngettext(
            "{count} is drawn in the middle of its country: nobody has said where its town lies.",
            "{count} are drawn in the middle of their countries: nobody has said where their towns lie.",
            roughly,
        )
        parts.append(said.format(count=format_count(roughly)))
    if found.without:
        without = ngettext(
            "{count} has no known place.", "{count} have no known place.", found.without
        )
        parts.append(without.format(count=format_count(found.without)))
    return " ".join(parts)


def _find_point(place: Place) -> tuple[float, float] | None:
    if place.latitude is not None and place.longitude is not None:
        return project(place.longitude, place.latitude)
    return get_world().centres.get(place.country)


def _list_spots(places: Iterable[Place]) -> Iterable[Spot]:
    for one in places:
        point = _find_point(one)
        assert point is not None
        names = " · ".join(
            [say_name(named) for named in one.organisations[:NAMES_SHOWN]]
            + ([_say_more(one.count - NAMES_SHOWN)] if _has_more(one) else [])
        )
        tip = f"{_name(one)} ({format_count(one.count)})"
        short = format_town(one.town, one.country) or format_country(one.country)
        yield Spot(short, one.count, f"{tip}\n{names}" if names else tip, point)


def _present_line(place: Place, question: Question | None) -> PlaceLine:
    return PlaceLine(
        place=_name(place),
        address=_narrow(question, place.country) if question else "",
        count=format_count(place.count),
        names=tuple(
            PlaceName(say_name(one), get_organisation_address(one.id))
            for one in place.organisations[:NAMES_SHOWN]
        ),
        more=_say_more(place.count - NAMES_SHOWN) if _has_more(place) else "",
    )


def _narrow(question: Question, country: str) -> str:
    pairs = [("q", question.text)] if question.text else []
    pairs += [("kind", one.value) for one in sorted(question.sorts)]
    pairs += [("theme", str(one)) for one in sorted(question.themes)]
    asked = urlencode([*pairs, ("country", country), ("view", "map")])
    return f"{reverse('directory:search')}?{asked}"


def _has_more(place: Place) -> bool:
    return bool(place.organisations) and place.count > NAMES_SHOWN


def _name(place: Place) -> str:
    return format_seat(place.town, place.country)


def _say_more(count: int) -> str:
    return ngettext("and {count} more", "and {count} more", count).format(count=format_count(count))
