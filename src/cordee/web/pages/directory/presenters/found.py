"""What the page of the search shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.directory.queries.kept import Reference
from cordee.directory.queries.search import Found, Hit, Question
from cordee.directory.rules import is_confirmed
from cordee.directory.states import SORT_NAMES, Sort
from cordee.reference.countries import all_countries
from cordee.web.pages.directory.presenters.records import (
    choose_text,
    get_record_address,
    is_past,
    name_other,
)
from cordee.web.wording import format_count, format_country


COUNTRIES_OFFERED = 12
"""As many countries as a column beside the results holds; the chosen ones are always among them."""

THEMES_OFFERED = 12
"""As many as the column holds; the search finds the others by name."""

MAP = ("view", "map")
"""What an address says to have the map."""

MOST_TYPED = 200
"""A question is not longer than this."""


@dataclass(frozen=True)
class Choice:
    """One way to narrow the list; followed again, it widens it."""

    text: str
    count: str
    address: str
    chosen: bool


@dataclass(frozen=True)
class Facet:
    id: str
    title: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class HitLine:
    name: str
    other_name: str
    sort: str
    detail: str
    country: str
    address: str
    is_old: bool
    why_old: str


@dataclass(frozen=True)
class View:
    """A way to look at what was found: as a list, or with a map above it."""

    text: str
    address: str
    current: bool


@dataclass(frozen=True)
class SearchPage:
    text: str
    kept: tuple[tuple[str, str], ...]
    total_text: str
    note: str
    lines: tuple[HitLine, ...]
    facets: tuple[Facet, ...]
    page_text: str
    previous_address: str
    next_address: str
    clear_address: str
    views: tuple[View, ...]


def read_question(values: QueryDict) -> Question:
    """Return what an address asks; what it names that does not exist is left out."""
    known = {sort.value: sort for sort in Sort}
    page = values.get("page", "1")
    return Question(
        text=values.get("q", "").replace("\x00", "")[:MOST_TYPED],
        sorts=frozenset(known[one] for one in values.getlist("kind") if one in known),
        countries=frozenset({*values.getlist("country")} & {one.code for one in all_countries()}),
        themes=frozenset(_read_keys(values.getlist("theme"))),
        page=int(page) if page.isdecimal() and len(page) < 4 else 1,
    )


def present_search(
    question: Question,
    found: Found,
    themes: Mapping[UUID, Reference],
    *,
    with_map: bool,
    on: date,
) -> SearchPage:
    narrowed = [("kind", one.value) for one in sorted(question.sorts)]
    narrowed += [("country", one) for one in sorted(question.countries)]
    narrowed += [("theme", str(one)) for one in sorted(question.themes)]
    asked = [("q", question.text)] if question.text else []
    bare = asked + narrowed
    shown = [MAP] if with_map else []
    asked = asked + shown
    return SearchPage(
        text=question.text,
        kept=(*shown, *narrowed),
        total_text=_say_total(found),
        note=_say_note(found),
        lines=tuple(present_hit(hit, on=on) for hit in found.hits),
        facets=_list_facets(question, found, themes, asked + narrowed),
        page_text=_("page {page} of {pages}").format(page=found.page, pages=found.pages),
        previous_address=_turn(asked + narrowed, found.page - 1) if found.page > 1 else "",
        next_address=_turn(asked + narrowed, found.page + 1) if found.page < found.pages else "",
        clear_address=_address(asked) if narrowed else "",
        views=(
            View(_("As a list"), _address(bare), not with_map),
            View(_("With a map"), _address([*bare, MAP]), with_map),
        ),
    )


def present_hit(hit: Hit, *, on: date) -> HitLine:
    over = is_past(hit.end, on=on)
    old = over or not is_confirmed(hit.confirmed_on, on=on)
    return HitLine(
        name=choose_text(hit.name_fr, hit.name_en),
        other_name=name_other(hit.name_fr, hit.name_en),
        sort=str(SORT_NAMES[hit.sort]),
        detail=choose_text(hit.detail_fr, hit.detail_en),
        country=format_country(hit.country) if hit.country else "",
        address=get_record_address(hit.page_sort, hit.page_of),
        is_old=old,
        why_old=_("over") if over else _("not confirmed for a year") if old else "",
    )


def _say_total(found: Found) -> str:
    return ngettext("{count} entry", "{count} entries", found.total).format(
        count=format_count(found.total)
    )


def _say_note(found: Found) -> str:
    if found.corrected and found.total:
        return _("Nothing has the words as typed. Shown is what “{text}” finds.").format(
            text=found.corrected
        )
    if found.has_some:
        return _("Nothing has all these words. Shown is what has some of them.")
    return ""


def _read_keys(texts: Iterable[str]) -> Iterator[UUID]:
    for text in texts:
        with suppress(ValueError):
            yield UUID(text)


def _list_facets(
    question: Question,
    found: Found,
    themes: Mapping[UUID, Reference],
    pairs: list[tuple[str, str]],
) -> tuple[Facet, ...]:
    sorts = sorted(
        {*found.by_sort, *question.sorts}, key=lambda one: (-found.by_sort.get(one, 0), one)
    )
    ranked = sorted(found.by_country, key=lambda one: (-found.by_country[one], one))
    shown = ranked[:COUNTRIES_OFFERED]
    countries = [*shown, *sorted(question.countries - {*shown})]
    return tuple(
        facet
        for facet in (
            Facet(
                "kinds",
                _("Kind"),
                _list_choices(
                    "kind",
                    [(one.value, str(SORT_NAMES[one])) for one in sorts],
                    {one.value: count for one, count in found.by_sort.items()},
                    pairs,
                ),
            ),
            Facet(
                "countries",
                _("Country"),
                _list_choices(
                    "country",
                    [(one, format_country(one)) for one in countries],
                    found.by_country,
                    pairs,
                ),
            ),
            Facet(
                "themes",
                _("Theme"),
                _list_choices(
                    "theme",
                    _rank_themes(question, found, themes),
                    {str(one): count for one, count in found.by_theme.items()},
                    pairs,
                ),
            ),
        )
        if facet.choices
    )


def _rank_themes(
    question: Question, found: Found, themes: Mapping[UUID, Reference]
) -> list[tuple[str, str]]:
    ranked = sorted(
        {*found.by_theme, *question.themes}, key=lambda one: (-found.by_theme.get(one, 0), one)
    )
    return [
        (str(one), choose_text(themes[one].name_fr, themes[one].name_en))
        for one in ranked[:THEMES_OFFERED]
        if one in themes
    ]


def _list_choices(
    name: str,
    values: Iterable[tuple[str, str]],
    counts: Mapping[str, int],
    pairs: list[tuple[str, str]],
) -> tuple[Choice, ...]:
    choices = []
    for value, text in values:
        chosen = (name, value) in pairs
        others = [pair for pair in pairs if pair != (name, value)]
        choices.append(
            Choice(
                text=text,
                count=format_count(counts.get(value, 0)),
                address=_address(others if chosen else [*pairs, (name, value)]),
                chosen=chosen,
            )
        )
    return tuple(choices)


def _address(pairs: list[tuple[str, str]]) -> str:
    address = reverse("directory:search")
    return f"{address}?{urlencode(pairs)}" if pairs else address


def _turn(pairs: list[tuple[str, str]], page: int) -> str:
    return _address([*pairs, ("page", str(page))] if page > 1 else pairs)
