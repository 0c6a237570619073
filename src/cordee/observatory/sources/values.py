"""Values of JSON and CSV sources in one form each: texts, numbers, lists, dates."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any

from cordee.observatory.sources.records import fold_blanks


Json = dict[str, Any]

_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>")
_BLOCK_END = re.compile(r"</(?:jats:)?(?:p|title|sec|h[1-6]|li)>|<br\s*/?>")


def clean(text: object) -> str | None:
    """Return a text with white space folded and NULs taken out, None when nothing is left."""
    if text is None:
        return None
    return fold_blanks(str(text).replace("\x00", "")) or None


def to_int(value: object) -> int | None:
    """Return a whole number however it is written, None when it is none that fits.

    >>> to_int("2021.0"), to_int("n/a")
    (2021, None)
    """
    try:
        number = int(float(str(value)))
    except (ValueError, OverflowError):
        return None
    return number if abs(number) < 2**31 else None


def unique(values: Any) -> list[Any]:
    """Return `values` once each, in order, without None."""
    return list(dict.fromkeys(value for value in values if value is not None))


def strip_markup(text: object) -> str | None:
    """Return a text without its tags, None when nothing is left.

    >>> strip_markup("H<sub>2</sub>O where p<0.05")
    'H2O where p<0.05'
    """
    return clean(_MARKUP.sub("", str(text))) if text else None


def flatten_markup(text: object) -> str | None:
    """Return a text without tags, its paragraphs parted, and with entities as their signs.

    >>> flatten_markup("<jats:title>Aim</jats:title><jats:p>R&amp;D, H<sub>2</sub>O</jats:p>")
    'Aim R&D, H2O'
    """
    if not text:
        return None
    written = str(text)
    if "<" in written:
        written = _MARKUP.sub("", _BLOCK_END.sub(" ", written))
    return clean(unescape(written) if "&" in written else written)


def to_list(value: Any) -> list[Any]:
    """Return a list as it is, nothing as none, and anything else as a list of it.

    Solr gives a field of one value now as a text, now as a list of one.
    """
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def get_first(value: Any) -> str | None:
    """Return the first text of a field that may be a list."""
    return next((text for item in to_list(value) if (text := clean(item))), None)


def make_date(year: int | None, month: int | None, day: int | None) -> date | None:
    """Return the date when a month is known, its first when the day is not or cannot be.

    >>> make_date(2021, 2, 31)
    datetime.date(2021, 2, 1)
    """
    if year is None or month is None:
        return None
    for attempt in (day or 1, 1):
        try:
            return date(year, month, attempt)
        except (ValueError, OverflowError):
            continue
    return None


def parse_date(text: object, year: int | None) -> date | None:
    """Return the date of ``2021-03-04`` or ``2021-03`` when it is of `year`; else None."""
    numbers = [to_int(part) for part in str(text or "").strip()[:10].split("-")]
    if len(numbers) < 2 or year is None or numbers[0] != year:
        return None
    return make_date(year, numbers[1], numbers[2] if len(numbers) > 2 else None)
