"""Plain values of a definition as forms take them, and back."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from cordee.programmes.definition.parts import Definition


Values = dict[str, Any]


def dump(definition: Definition) -> Values:
    """Return a definition as plain values, with everything it leaves out by default."""
    return definition.model_dump(mode="json")


def split(text: str) -> list[str]:
    """Return what a line lists, parted by commas or semicolons.

    >>> split("JP, KR ;CN,")
    ['JP', 'KR', 'CN']
    """
    return [one.strip() for one in text.replace(";", ",").split(",") if one.strip()]


def write_members(members: list[Values]) -> str:
    r"""Return the countries of a zone as its form shows them: those without days in one line.

    >>> write_members(
    ...     [{"country": "JP"}, {"country": "KR"}, {"country": "GB", "since": "2021-01-01"}]
    ... )
    'JP, KR\nGB | 2021-01-01 |'
    """
    lines = []
    for is_dated, some in groupby(
        members, key=lambda one: bool(one.get("since") or one.get("until"))
    ):
        if is_dated:
            lines += [
                f"{one['country']} | {one.get('since') or ''} | {one.get('until') or ''}".strip()
                for one in some
            ]
        else:
            lines.append(", ".join(one["country"] for one in some))
    return "\n".join(lines)


def read_members(text: str) -> list[Values]:
    r"""Return the countries of a zone as they are written; the definition says what is no country or day.

    >>> read_members("JP, kr\nGB | 2021-01-01 | ")
    [{'country': 'JP'}, {'country': 'KR'}, {'country': 'GB', 'since': '2021-01-01', 'until': None}]
    """
    found: list[Values] = []
    for line in text.splitlines():
        if "|" not in line:
            found += [{"country": code.upper()} for code in split(line)]
            continue
        code, since, until = (*(one.strip() for one in line.split("|", 2)), "")[:3]
        found.append({"country": code.upper(), "since": plain(since), "until": plain(until)})
    return found


def both(row: Values, name: str) -> Values | None:
    """Return the two languages of a text of a row, None where both are empty."""
    french, english = row.get(f"{name}_fr", ""), row.get(f"{name}_en", "")
    return {"fr": french, "en": english} if french or english else None


def spread(value: Values | None, name: str) -> Values:
    """Return a text in both languages as two fields."""
    return {f"{name}_fr": value["fr"], f"{name}_en": value["en"]} if value else {}


def plain(value: Any) -> Any:
    """Return a field's value as JSON writes it: numbers with decimals as text, days as text, empty as None."""
    if value is None or value == "":
        return None
    if isinstance(value, bool | int | list | dict):
        return value
    return str(value)


def keep(row: Values, *names: str) -> Values:
    """Return some fields of a row as plain values, without those left empty."""
    return {name: plain(row[name]) for name in names if plain(row.get(name)) is not None}
