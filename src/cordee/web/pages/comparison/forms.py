"""Reading what is compared from the address of the page; nonsense gets a sentence."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext_noop

from cordee.kernel.errors import UsageError
from cordee.observatory.figures.comparables import Comparable, get_comparable
from cordee.observatory.figures.question import read_counting, read_folds, read_ror
from cordee.observatory.figures.selection import Selection
from cordee.observatory.figures.sides import DEFAULT_INDICATOR, MOST_SIDES, Side
from cordee.reference.countries import get_country
from cordee.web.query import ALL, FEW, MANY, Values, read_years
from cordee.web.sides import VIEWS, SidesQuery


def read_sides(values: Values) -> SidesQuery:
    """Return the state an address describes; raise `UsageError` for what cannot be read.

    Some fields of the form are acts, and are no part of the state: `add` adds an organisation, as a
    side of its own or to the side that `join` numbers; `country` adds a country of the first side;
    `was` is the indicator that was shown before.
    """
    texts = [text for text in values.getlist("side") if text.strip()]
    check_number(len(texts))
    sides = tuple(dict.fromkeys(Side.from_text(text) for text in texts))
    joined = _read_number(values, "join", len(sides))
    indicator = get_comparable(_read(values, "indicator") or DEFAULT_INDICATOR)
    return SidesQuery(
        sides=_add_country(_add_organisation(sides, _read(values, "add"), joined), values),
        indicator=indicator.code,
        years=read_years(_read(values, "from"), _read(values, "to")),
        counting=read_counting(_read(values, "counting")),
        with_parts=_read(values, "parts") in {"1", "on", "true"},
        own_as_partners=_read(values, "own") in {"1", "on", "true"},
        folded=read_folds(values.getlist("fold")),
        view=_read_view(values, indicator),
        shown=next((size for size in (MANY, ALL) if _read(values, "shown") == str(size)), FEW),
        joined=0 if _read(values, "add") else joined,
        typed=_read(values, "q")[:200],
    )


def check_number(count: int) -> None:
    """Raise `UsageError` when more sides are given than are compared."""
    if count > MOST_SIDES:
        raise UsageError(
            gettext_noop(
                "{count} sides were given; {most} are the most that are compared at once."
            ),
            count=count,
            most=MOST_SIDES,
        )


def join_side(sides: tuple[Side, ...], organisation: str, joined: int) -> tuple[Side, ...]:
    """Return the sides with one organisation more: in side number `joined`, or as one of its own."""
    if joined:
        side = sides[joined - 1]
        grown = replace(side, organisations=(*side.organisations, organisation))
        return tuple(dict.fromkeys((*sides[: joined - 1], grown, *sides[joined:])))
    return tuple(dict.fromkeys((*sides, Side((organisation,)))))


def _add_organisation(sides: tuple[Side, ...], text: str, joined: int) -> tuple[Side, ...]:
    if not text:
        return sides
    grown = join_side(sides, read_ror(text), joined)
    check_number(len(grown))
    return grown


def _add_country(sides: tuple[Side, ...], values: Values) -> tuple[Side, ...]:
    text = _read(values, "country").upper()
    if not text or not sides:
        return sides
    within = Selection.of("country", get_country(text[:40]).code)
    grown = tuple(dict.fromkeys((*sides, Side(sides[0].organisations, within))))
    check_number(len(grown))
    return grown


def _read(values: Values, name: str) -> str:
    return (values.get(name, "") or "").strip()


def _read_view(values: Values, indicator: Comparable) -> str:
    view, usual = _read(values, "view"), VIEWS[0 if indicator.is_share else 1]
    # Whoever has just chosen another indicator sees it as it is usually seen.
    if view not in VIEWS or view == usual or _read(values, "was") not in {"", indicator.code}:
        return ""
    return view


def _read_number(values: Values, name: str, most: int) -> int:
    text = _read(values, name)
    number = int(text[:9]) if text.isascii() and text.isdigit() else 0
    return number if 0 < number <= most else 0
