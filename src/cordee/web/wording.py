"""Numbers, shares and periods as a reader of the page's language writes them."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cordee.kernel import numbers
from cordee.kernel.messages import write_date
from cordee.kernel.periods import Years
from cordee.observatory.figures.document import name_with_zone
from cordee.reference.countries import name_of
from cordee.reference.french_towns import name_town
from cordee.reference.themes import all_labels
from cordee.reference.zones import get_zone


NOTHING = numbers.NOTHING


def get_reader_language() -> str:
    """Return the language of the page being made, as the pure packages name it."""
    return "fr" if (get_language() or "en").startswith("fr") else "en"


def get_percent_sign() -> str:
    """Return the sign with the space that stands before it in French."""
    return numbers.get_percent_sign(get_reader_language())


def format_count(number: int) -> str:
    return numbers.write_count(number, get_reader_language())


def format_decimal(number: float, digits: int = 1) -> str:
    return numbers.write_decimal(number, get_reader_language(), digits)


def format_share(share: float | None, digits: int = 1) -> str:
    """Return a share between 0 and 1 in percent; a dash when it has no denominator."""
    return numbers.write_share(share, get_reader_language(), digits)


def format_interval(low: float | None, high: float | None) -> str:
    return numbers.write_interval(low, high, get_reader_language())


def format_years(first: int | None, last: int | None) -> str:
    if first is None and last is None:
        return _("all years")
    if first is None:
        return _("until %(year)s") % {"year": last}
    if last is None:
        return _("from %(year)s") % {"year": first}
    return str(first) if first == last else f"{first}–{last}"


def format_period(years: Years) -> str:
    return format_years(years.first, years.last)


def format_date(day: date | datetime) -> str:
    return write_date(day, get_reader_language())


def format_country(code: str) -> str:
    return name_of(code, get_reader_language())


def format_zone(code: str) -> str:
    zone = get_zone(code)
    return zone.name_fr if get_reader_language() == "fr" else zone.name_en


def format_with_zone(code: str) -> str:
    """Return what works with a country of a zone are called."""
    return name_with_zone(code, get_reader_language())


def format_city(city: str) -> str:
    """Return a city of a selection, ``GB/London``, with the name of its country."""
    country, _slash, name = city.partition("/")
    return f"{format_town(name, country)} ({format_country(country)})"


def format_town(town: str | None, country: str | None) -> str:
    """Return what a town is called in the reader's language, "" when none is known."""
    return name_town(town, country, get_reader_language()) if town else ""


def format_seat(town: str | None, country: str | None) -> str:
    """Return town and country, as far as they are known."""
    return ", ".join(
        filter(None, [format_town(town, country), country and format_country(country)])
    )


def join_colon(name: object, text: object) -> str:
    """Return “name: text” with the space that stands before a colon in French."""
    return _("%(names)s: %(text)s") % {"names": name, "text": text}


def format_theme(code: str, label: str | None = None) -> str:
    """Return the name of a theme: ours for a MeSH branch, else the one given, else its code."""
    names = all_labels().get(code)
    if names is None:
        return label or code
    return names[1 if get_reader_language() == "fr" else 0]


def join_names(names: list[str], most: int = 3) -> str:
    """Return the first `most` names and how many others there are."""
    if len(names) <= most:
        return " + ".join(names)
    shown = " + ".join(names[:most])
    rest = len(names) - most
    return ngettext("%(names)s and %(count)s other", "%(names)s and %(count)s others", rest) % {
        "names": shown,
        "count": format_count(rest),
    }
