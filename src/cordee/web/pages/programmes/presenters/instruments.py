"""What the pages of instruments show: the list by aim, a record, the calendar of zones, two versions compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.directory.queries import Named
from cordee.programmes.definition.parts import Definition
from cordee.programmes.definition.zones import find_next_year, find_zone, list_open_zones
from cordee.programmes.queries.instruments import InstrumentTold, VersionTold
from cordee.programmes.states import AIM_NAMES
from cordee.web.pages.programmes.presenters.definitions import (
    Chapter,
    Line,
    name_zone,
    say_ceilings,
    say_duration,
    tell_definition,
)
from cordee.web.wording import format_country, format_date, get_reader_language


YEARS_AHEAD = 6
"""Years of the calendar: three turns of a cycle of two years, two of one of three."""


@dataclass(frozen=True)
class InstrumentLine:
    name: str
    address: str
    summary: str
    amount: str
    duration: str
    opening: str
    office: str
    stage: str
    is_demonstration: bool


@dataclass(frozen=True)
class AimGroup:
    title: str
    lines: tuple[InstrumentLine, ...]


@dataclass(frozen=True)
class YearLine:
    year: int
    zones: str
    is_mine: bool


@dataclass(frozen=True)
class VersionLine:
    number: int
    stage: str
    note: str
    who: str
    day: str
    address: str
    json_address: str


@dataclass(frozen=True)
class InstrumentPage:
    """The record of an instrument, as one of its versions says it."""

    id: UUID
    name: str
    summary: str
    office: str
    stage: str
    number: int
    source: str
    source_address: str
    source_read_on: str
    chapters: tuple[Chapter, ...]
    calendar: tuple[YearLine, ...]
    country: str
    answer: str
    json_address: str
    is_current: bool
    may_run: bool
    is_demonstration: bool


@dataclass(frozen=True)
class Changed:
    """A line that two versions say differently: one side is empty where it was added or removed."""

    what: str
    chapter: str
    label: str
    before: str
    after: str


def group_by_aim(
    found: Iterable[InstrumentTold], names: Mapping[UUID, Named]
) -> tuple[AimGroup, ...]:
    """Return the instruments under their aims, from exploring to building capacity."""
    lines: dict[str, list[InstrumentLine]] = {aim.value: [] for aim in AIM_NAMES}
    for one in found:
        lines[one.shown.definition.aim.value].append(_present_line(one, names))
    return tuple(
        AimGroup(str(name), tuple(sorted(lines[aim.value], key=lambda line: line.name.casefold())))
        for aim, name in AIM_NAMES.items()
        if lines[aim.value]
    )


def present_instrument(
    told: InstrumentTold, version: VersionTold, office: str, *, country: str, on: date
) -> InstrumentPage:
    """Return the page of an instrument as `version` says it."""
    definition, language = version.definition, get_reader_language()
    source = definition.source
    return InstrumentPage(
        id=told.id,
        name=definition.label.to_text(language),
        summary=definition.summary.to_text(language),
        office=office,
        stage=str(version.stage.said),
        number=version.number,
        source=source.title if source else "",
        source_address=source.address if source else "",
        source_read_on=format_date(source.read_on) if source and source.read_on else "",
        chapters=tuple(one for one in tell_definition(definition) if one.shown),
        calendar=_present_calendar(definition, country, on),
        country=country,
        answer=_answer_when(definition, country, on) if country else "",
        json_address=reverse("programmes:instrument_json", args=[version.id]),
        is_current=version.id == told.shown.id,
        may_run=told.may_run,
        is_demonstration=told.is_demonstration,
    )


def present_versions(told: InstrumentTold) -> tuple[VersionLine, ...]:
    """Return the history, the latest first."""
    return tuple(
        VersionLine(
            number=one.number,
            stage=str(one.stage.said),
            note=one.note,
            who=one.changed_by if told.may_run else "",
            day=format_date(one.published_at or one.changed_at),
            address=reverse("programmes:instrument_version", args=[one.id]),
            json_address=reverse("programmes:instrument_json", args=[one.id]),
        )
        for one in told.versions
    )


def compare(before: Definition, after: Definition) -> tuple[Changed, ...]:
    """Return what two definitions say differently, in words and in the order of the chapters."""
    old, new = _list_lines(before), _list_lines(after)
    found = []
    for key in _join_keys(list(old), list(new)):
        was, now = old.get(key), new.get(key)
        if was is None or now is None:
            what = _("added") if was is None else _("removed")
            title, line = now or was or ("", Line("", "", ""))
            pair = ("", _say(line)) if was is None else (_say(line), "")
            found.append(Changed(what, title, line.label, *pair))
        elif was != now:
            # A line that was given another name shows both.
            is_renamed = was[1].label != now[1].label
            before_text, after_text = (
                f"{line.label} · {_say(line)}" if is_renamed else _say(line)
                for line in (was[1], now[1])
            )
            found.append(Changed(_("changed"), now[0], now[1].label, before_text, after_text))
    return tuple(found)


def _present_line(one: InstrumentTold, names: Mapping[UUID, Named]) -> InstrumentLine:
    language, definition = get_reader_language(), one.shown.definition
    named = names.get(one.office)
    return InstrumentLine(
        name=definition.label.to_text(language),
        address=reverse("programmes:instrument", args=[one.id]),
        summary=definition.summary.to_text(language),
        amount=say_ceilings(definition) or "–",
        duration=say_duration(definition.months) or "–",
        opening=str(definition.opening.said),
        office=named.to_name(language) if named else "",
        stage="" if one.published else str(one.shown.stage.said),
        is_demonstration=one.is_demonstration,
    )


def _present_calendar(definition: Definition, country: str, on: date) -> tuple[YearLine, ...]:
    if definition.rotation is None:
        return ()
    lines = []
    for year in range(on.year, on.year + YEARS_AHEAD):
        opened = list_open_zones(definition, year)
        zone = find_zone(definition, country, date(year, 7, 1)) if country else None
        said = ", ".join(name_zone(definition, one.code) for one in opened) or _("closed")
        lines.append(YearLine(year, said, zone is not None and zone in opened))
    return tuple(lines)


def _answer_when(definition: Definition, country: str, on: date) -> str:
    name = format_country(country)
    if not definition.zones:
        return _("%(country)s: this instrument is open to every country, every year.") % {
            "country": name
        }
    year = find_next_year(definition, country, on.year)
    if year is None:
        return _("%(country)s: no year to come is open.") % {"country": name}
    zone = find_zone(definition, country, date(year, 7, 1))
    values = {
        "country": name,
        "year": year,
        "zone": name_zone(definition, zone.code if zone else ""),
    }
    if year == on.year:
        return _("%(country)s (%(zone)s): open this year, %(year)s.") % values
    return _("%(country)s (%(zone)s): next open in %(year)s.") % values


def _list_lines(definition: Definition) -> dict[str, tuple[str, Line]]:
    return {
        f"{chapter.code}/{line.key}": (chapter.title, line)
        for chapter in tell_definition(definition)
        for line in chapter.lines
    }


def _join_keys(old: list[str], new: list[str]) -> list[str]:
    """Return all keys, each where it stands in its own version."""
    joined: dict[str, None] = {}
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for _tag, first, last, begin, end in matcher.get_opcodes():
        joined |= dict.fromkeys((*old[first:last], *new[begin:end]))
    return list(joined)


def _say(line: Line) -> str:
    return " · ".join(filter(None, (line.text, *line.tags, *line.notes, line.expression)))
