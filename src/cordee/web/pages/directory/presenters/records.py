"""What the page of one record shows, whatever it is a record of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.directory.queries.lines import Named
from cordee.directory.states import SORT_NAMES, Sort
from cordee.web.wording import format_date, get_reader_language


@dataclass(frozen=True)
class Act:
    """Something the reader may do: a link, or a button when it changes something at once."""

    text: str
    address: str
    is_button: bool = False
    about: str = ""


@dataclass(frozen=True)
class Line:
    """One thing a record is linked to."""

    text: str
    address: str = ""
    detail: str = ""
    dates: str = ""
    is_past: bool = False
    acts: tuple[Act, ...] = ()


@dataclass(frozen=True)
class Section:
    id: str
    title: str
    lines: tuple[Line, ...]
    empty: str = ""
    acts: tuple[Act, ...] = ()


@dataclass(frozen=True)
class Fact:
    label: str
    text: str
    address: str = ""


@dataclass(frozen=True)
class RecordPage:
    """A record. `is_old` greys it: it is over, or nobody confirmed it for a year."""

    title: str
    sort: str
    other_name: str
    is_old: bool
    notes: tuple[str, ...]
    facts: tuple[Fact, ...]
    description: str
    sections: tuple[Section, ...]
    acts: tuple[Act, ...]
    history_address: str


PAGES = {
    **{Sort(one): "organisation" for one in list(Sort)[:8]},
    Sort.PERSON: "person",
    Sort.FACILITY: "resource",
    Sort.EQUIPMENT: "resource",
    Sort.SERVICE: "resource",
    Sort.THEME: "theme",
    Sort.AXIS: "theme",
    Sort.SECTOR: "theme",
    Sort.OFFER: "offer",
}
"""Which page shows the record of a thing."""


def get_record_address(sort: Sort, record: object) -> str:
    return reverse(f"directory:{PAGES[sort]}", args=[record])


def get_organisation_address(record: object) -> str:
    return reverse("directory:organisation", args=[record])


def say_sort(sort: Sort) -> str:
    return str(SORT_NAMES[sort])


def choose_text(french: str, english: str) -> str:
    """Return the text in the reader's language where there is one, else the other."""
    first, second = (french, english) if get_reader_language() == "fr" else (english, french)
    return first or second


def name_other(french: str, english: str) -> str:
    """Return the name in the other language, empty where it says the same or nothing."""
    shown = choose_text(french, english)
    return next((one for one in (french, english) if one and one != shown), "")


def say_name(named: Named) -> str:
    return named.to_name(get_reader_language())


def say_dates(start: date | None, end: date | None) -> str:
    if start and end:
        return _("from {start} to {end}").format(start=format_date(start), end=format_date(end))
    if start:
        return _("since {start}").format(start=format_date(start))
    if end:
        return _("until {end}").format(end=format_date(end))
    return ""


def is_past(end: date | None, *, on: date) -> bool:
    return end is not None and end < on


def list_notes(
    *,
    confirmed_on: date | None,
    is_confirmed: bool,
    end: date | None,
    is_demonstration: bool,
    on: date,
) -> tuple[str, ...]:
    """Return what a reader must know before believing the record."""
    notes = []
    if is_demonstration:
        notes.append(_("This entry belongs to the demonstration."))
    if is_past(end, on=on) and end:
        notes.append(_("This is over since {day}.").format(day=format_date(end)))
    elif not is_confirmed:
        notes.append(
            _("Nobody has confirmed this entry since {day}: it may no longer be true.").format(
                day=format_date(confirmed_on)
            )
            if confirmed_on
            else _("Nobody has confirmed this entry yet: it may not be true.")
        )
    return tuple(notes)


def join_facts(*facts: Fact | None) -> tuple[Fact, ...]:
    return tuple(fact for fact in facts if fact is not None and fact.text)


def sort_lines(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Return what holds before what is past, else in the order given."""
    return tuple(sorted(lines, key=lambda one: one.is_past))
