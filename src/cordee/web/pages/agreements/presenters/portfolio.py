"""The portfolio: what there is, what ends when, with which countries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.agreements.life import COMING, LIVE, STAGE_NAMES, Stage
from cordee.agreements.periods import add_months
from cordee.agreements.portfolio import Due, Portfolio, list_due
from cordee.agreements.states import KIND_NAMES
from cordee.agreements.values import AgreementTold
from cordee.web.wording import format_count, format_country, format_date, join_names


MONTHS_AHEAD = 24
"""Two years: a renewal negotiated between two institutions is begun a year and more before."""

MOST_DUE = 12
"""Days listed under the timeline; the filter shows the others."""

BAR_WIDTH, BAR_GAP, BARS_HEIGHT = 18, 4, 84
"""Of the timeline, in the units of its drawing: 24 bars fill a panel at half the page's width."""

SOON_MONTHS = 3
"""What ends within so many months is marked."""


@dataclass(frozen=True)
class Tile:
    label: str
    value: str
    detail: str
    address: str


@dataclass(frozen=True)
class AgreementLine:
    title: str
    address: str
    reference: str
    kind: str
    stage: str
    is_live: bool
    parties: str
    countries: str
    end: str
    note: str
    is_soon: bool
    is_demonstration: bool


@dataclass(frozen=True)
class Bar:
    x: int
    y: float
    height: float
    count: str
    label: str
    month: str
    middle: float
    shows_month: bool


@dataclass(frozen=True)
class DueLine:
    day: str
    what: str
    title: str
    address: str


@dataclass(frozen=True)
class Timeline:
    bars: tuple[Bar, ...]
    width: int
    height: int
    label: str
    days: tuple[DueLine, ...]
    more: str


@dataclass(frozen=True)
class CountryLine:
    name: str
    address: str
    live: str
    coming: str


def present_tiles(shown: Portfolio) -> tuple[Tile, ...]:
    """Return what is in force, on its way, and to be decided soon."""
    live, coming = _count_live(shown.stages), _count_coming(shown.stages)
    portfolio = reverse("agreements:portfolio")
    tiles = [
        Tile(_("In force"), format_count(live), "", f"{portfolio}?stage=live"),
        Tile(_("On their way"), format_count(coming), _("from draft to signature"), ""),
    ]
    for months in (12, 3):
        due = shown.list_due(add_months(shown.on, months))
        count = len({one.line.id for one in due})
        tiles.append(
            Tile(
                ngettext(
                    "End or notice within %(months)s month",
                    "End or notice within %(months)s months",
                    months,
                )
                % {"months": months},
                format_count(count),
                "",
                f"{portfolio}?within={months}",
            )
        )
    return tuple(tiles)


def present_lines(
    lines: Iterable[AgreementTold], language: str, *, on: date
) -> tuple[AgreementLine, ...]:
    """Return the lines of the table."""
    return tuple(_present_line(line, language, on) for line in lines)


def present_timeline(shown: Portfolio, language: str) -> Timeline:
    """Return what ends, or asks for notice, in each of the coming months."""
    first = shown.on.replace(day=1)
    months = [add_months(first, number) for number in range(MONTHS_AHEAD)]
    # The first day after the last month shown has no bar.
    due = shown.list_due(add_months(first, MONTHS_AHEAD) - timedelta(days=1))
    counts = Counter(one.day.replace(day=1) for one in due)
    most = max(counts.values(), default=0) or 1
    bars = []
    for number, month in enumerate(months):
        count = counts[month]
        height = BARS_HEIGHT * count / most
        x = number * (BAR_WIDTH + BAR_GAP)
        name = date_format(month, "YEAR_MONTH_FORMAT")
        bars.append(
            Bar(
                x=x,
                y=round(BARS_HEIGHT - height, 1),
                height=round(height, 1),
                count=str(count),
                label=ngettext("%(month)s: %(count)s day", "%(month)s: %(count)s days", count)
                % {"month": name, "count": count},
                month=date_format(month, "Y") if month.month == 1 else date_format(month, "M"),
                middle=x + BAR_WIDTH / 2,
                shows_month=number == 0 or month.month in {1, 4, 7, 10},
            )
        )
    rest = len(due) - MOST_DUE
    return Timeline(
        bars=tuple(bars),
        width=MONTHS_AHEAD * (BAR_WIDTH + BAR_GAP) - BAR_GAP,
        height=BARS_HEIGHT,
        label=_("Ends and notice days by month"),
        days=tuple(_present_due(one, language) for one in due[:MOST_DUE]),
        more=ngettext("and %(count)s day later", "and %(count)s days later", rest)
        % {"count": format_count(rest)}
        if rest > 0
        else "",
    )


def present_countries(shown: Portfolio) -> tuple[CountryLine, ...]:
    """Return the agreements of each country, by its parties or the scope, the most in force first."""
    counts = {
        code: (_count_live(stages), _count_coming(stages))
        for code, stages in shown.countries.items()
    }
    portfolio = reverse("agreements:portfolio")
    ranked = sorted(counts, key=lambda one: (-counts[one][0], -counts[one][1], one))
    return tuple(
        CountryLine(
            format_country(code),
            f"{portfolio}?country={code}",
            format_count(counts[code][0]),
            format_count(counts[code][1]),
        )
        for code in ranked
        if any(counts[code])
    )


def _count_live(stages: Mapping[Stage, int]) -> int:
    return sum(stages.get(stage, 0) for stage in LIVE)


def _count_coming(stages: Mapping[Stage, int]) -> int:
    return sum(stages.get(stage, 0) for stage in COMING)


def describe_end(line: AgreementTold) -> tuple[str, str]:
    """Return the last day, and what else is to be known about it."""
    days = line.days
    if days.end is None:
        return _("no end"), ""
    if line.stage in LIVE and days.goes_on:
        note = _("goes on tacitly unless notice is given by %(day)s")
        return format_date(days.end), note % {"day": format_date(days.notice_day or days.end)}
    return format_date(days.end), ""


def _present_line(line: AgreementTold, language: str, on: date) -> AgreementLine:
    end, note = describe_end(line)
    soon = list_due([line], on=on, until=add_months(on, SOON_MONTHS))
    return AgreementLine(
        title=line.to_title(language),
        address=reverse("agreements:record", args=[line.id]),
        reference=line.reference,
        kind=str(KIND_NAMES[line.kind]),
        stage=str(STAGE_NAMES[line.stage]),
        is_live=line.stage in LIVE,
        parties=join_names([one.acronym or one.to_name(language) for one in line.parties]),
        countries=", ".join(format_country(code) for code in line.countries),
        end=end,
        note=note,
        is_soon=bool(soon),
        is_demonstration=line.is_demonstration,
    )


def _present_due(one: Due, language: str) -> DueLine:
    return DueLine(
        day=format_date(one.day),
        what=_("last day to give notice") if one.is_notice else _("last day"),
        title=one.line.to_title(language),
        address=reverse("agreements:record", args=[one.line.id]),
    )
