"""What publications show beside agreements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.agreements.evidence import Busy, Silent, split_years
from cordee.agreements.values import Record
from cordee.kernel.messages import Sentence
from cordee.observatory.figures.definitions import get_definition
from cordee.web.errors import say_sentence
from cordee.web.wording import format_count, format_country


BAR_WIDTH, BAR_GAP, BARS_HEIGHT = 22, 5, 90
"""Of a year's bar, in the units of the drawing."""

MOST_YEARS = 30
"""Years drawn: a working life of a cooperation."""


LEAST_WIDTH = 24
"""Years the drawing leaves room for, so that a few are not drawn as wide as a wall."""


@dataclass(frozen=True)
class YearBar:
    x: int
    y: float
    height: float
    middle: float
    works: str
    year: str
    label: str
    is_during: bool


@dataclass(frozen=True)
class Link:
    text: str
    address: str


@dataclass(frozen=True)
class Evidence:
    bars: tuple[YearBar, ...]
    width: int
    height: int
    before: str
    during: str
    after: str
    label: str
    definition: str
    known: str
    links: tuple[Link, ...]
    why_not: str


@dataclass(frozen=True)
class SilentLine:
    title: str
    address: str
    since: str
    parties: str


@dataclass(frozen=True)
class BusyLine:
    name: str
    detail: str
    works: str
    address: str


def present_evidence(
    record: Record,
    years: Mapping[int, int],
    rors: tuple[str, ...],
    *,
    known_until: int,
    on: date,
) -> Evidence:
    """Return the works of the parties by year, before, during and after the agreement."""
    terms, end = record.draft.terms, record.days.end
    before, during, after = split_years(years, terms.start, end)
    span = _find_span(years, terms.start, known_until)
    most = max(years.values(), default=0) or 1
    bars = []
    for number, year in enumerate(span):
        works = years.get(year, 0)
        height = round(BARS_HEIGHT * works / most, 1)
        x = number * (BAR_WIDTH + BAR_GAP)
        bars.append(
            YearBar(
                x=x,
                y=round(BARS_HEIGHT - height, 1),
                height=height,
                middle=x + BAR_WIDTH / 2,
                works=format_count(works) if works else "",
                year=f"’{year % 100:02d}" if len(span) > 12 else str(year),
                label=ngettext("%(year)s: %(count)s work", "%(year)s: %(count)s works", works)
                % {"year": year, "count": format_count(works)},
                is_during=bool(terms.start and terms.start.year <= year)
                and (end is None or year <= end.year),
            )
        )
    return Evidence(
        bars=tuple(bars),
        width=max(len(span), LEAST_WIDTH) * (BAR_WIDTH + BAR_GAP) - BAR_GAP,
        height=BARS_HEIGHT,
        before=format_count(before),
        during=format_count(during),
        after=format_count(after) if end and end < on else "",
        label=_("Co-publications of the parties by year"),
        definition=say_sentence(Sentence(get_definition("shared_output").definition)),
        known=_("Publications are known until %(year)s.") % {"year": known_until},
        links=_list_links(rors),
        why_not="",
    )


def present_no_evidence(why_not: str) -> Evidence:
    """Return the section that says why nothing can be shown."""
    return Evidence((), 0, 0, "", "", "", "", "", "", (), why_not)


def present_silent(found: tuple[Silent, ...], language: str) -> tuple[SilentLine, ...]:
    """Return the agreements without activity."""
    return tuple(
        SilentLine(
            title=one.line.to_title(language),
            address=reverse("agreements:record", args=[one.line.id]),
            since=str(one.since),
            parties=" + ".join(
                party.acronym or party.to_name(language) for party in one.line.parties
            ),
        )
        for one in found
    )


def present_busy_partners(found: tuple[Busy, ...], homes: tuple[str, ...]) -> tuple[BusyLine, ...]:
    """Return the partners with activity and no agreement."""
    return tuple(
        BusyLine(
            name=one.name,
            detail=format_country(one.country),
            works=format_count(one.works),
            address=_make_who_address(homes, f"organisation:{one.id}"),
        )
        for one in found
    )


def present_busy_countries(found: tuple[Busy, ...], homes: tuple[str, ...]) -> tuple[BusyLine, ...]:
    """Return the countries with activity and no agreement."""
    return tuple(
        BusyLine(
            name=format_country(one.id),
            detail="",
            works=format_count(one.works),
            address=_make_who_address(homes, f"country:{one.id}"),
        )
        for one in found
    )


def _list_links(rors: tuple[str, ...]) -> tuple[Link, ...]:
    """Return where the observatory tells more of the first two parties."""
    if len(rors) < 2:
        return ()
    first, second = rors[:2]
    pairs = urlencode([("org", first), ("parts", 1), ("select", f"group:{second}")])
    projects = urlencode([("org", first), ("parts", 1), ("partner", second)])
    return (
        Link(_("These works"), f"{reverse('observatory:works')}?{pairs}"),
        Link(_("Who works together"), _make_who_address((first,), f"organisation:{second}")),
        Link(_("European projects together"), f"{reverse('projects:projects')}?{projects}"),
    )


def _make_who_address(homes: tuple[str, ...], subject: str) -> str:
    pairs = [*(("org", one) for one in homes), ("parts", "1"), ("with", subject)]
    return f"{reverse('observatory:who')}?{urlencode(pairs)}"


def _find_span(years: Mapping[int, int], start: date | None, known_until: int) -> range:
    first = min([*years, *([start.year] if start else [])], default=known_until)
    first = max(min(first, known_until), known_until - MOST_YEARS + 1)
    return range(first, known_until + 1)
