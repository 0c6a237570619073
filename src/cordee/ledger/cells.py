"""What may stand in a cell, and how it is read: dates, countries, identifiers, choices, organisations."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils import translation
from django.utils.translation import gettext_noop

from cordee.kernel.errors import CordeeError
from cordee.kernel.identifiers import has_check_digit, parse_orcid, parse_ror
from cordee.kernel.messages import MONTHS
from cordee.reference.countries import all_countries, find_code
from cordee.reference.folding import fold


EARLIEST, LATEST = 1200, 2200
"""Years a date may have: the oldest universities are of the twelfth century; what lies further off is a slip."""


FORMULA = "\x00="
"""Stands in a cell whose workbook has a formula there; no text of a file holds a NUL."""


class FieldKind(StrEnum):
    """What the cells of a column hold."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    DATE = "date"
    COUNTRY = "country"
    ROR = "ror"
    ORCID = "orcid"
    EMAIL = "email"
    ADDRESS = "address"
    CHOICE = "choice"
    NUMBER = "number"
    AMOUNT = "amount"
    DEGREES = "degrees"
    ORGANISATION = "organisation"
    ORGANISATIONS = "organisations"
    TEXTS = "texts"


@dataclass(frozen=True)
class Field:
    """A column that a room understands.

    `headers` and `example` are in French and in English. `choices` are the values of a choice with
    their names, which are understood in both languages; `most` is the greatest length or number.
    """

    name: str
    headers: tuple[str, str]
    kind: FieldKind = FieldKind.TEXT
    synonyms: tuple[str, ...] = ()
    example: tuple[str, str] = ("", "")
    most: int = 300
    choices: Mapping[str, object] = field(default_factory=dict)

    def to_header(self, language: str) -> str:
        """Return the column's header in `language`."""
        return self.headers[0 if language == "fr" else 1]


def in_both_languages(
    name: str,
    headers: tuple[str, str],
    kind: FieldKind = FieldKind.TEXT,
    *,
    french: tuple[str, ...] = (),
    english: tuple[str, ...] = (),
    examples: tuple[tuple[str, str], tuple[str, str]] = (("", ""), ("", "")),
    most: int = 300,
) -> tuple[Field, Field]:
    """Return the two columns of what is said in French and in English, each with its synonyms.

    >>> [one.headers[0] for one in in_both_languages("name", ("nom", "name"))]
    ['nom en français', 'nom en anglais']
    """
    called, spoken = headers
    in_french = (f"{called} en français", f"{spoken} in French")
    in_english = (f"{called} en anglais", f"{spoken} in English")
    return (
        Field(f"{name}_fr", in_french, kind, french, examples[0], most),
        Field(f"{name}_en", in_english, kind, english, examples[1], most),
    )


class WrongCellError(CordeeError):
    """A cell is not of its column's kind; the sentence says what would be."""


Reader = Callable[[str], object]

_LINES = re.compile(r"\s*[;|\n]\s*")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?\Z")
_FIGURES = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\Z")
_WORDS = re.compile(r"(\d{1,2})(?:er|st|nd|rd|th)? ([a-z]+) (\d{4})\Z")
_MONTHS = {
    fold(name): place for said in MONTHS.values() for place, name in enumerate(said.split(), 1)
}
# Three figures after a comma or point: “1,234” is a thousand and more to one reader, one and a bit to another.
_THOUSANDS = re.compile(r"[0-9][.][0-9]{3}\Z")
# UTF-8 that a program took for Windows-1252: “é” is then “Ã©”.
_GARBLED = re.compile("Ã[\u0080-\u00bf\u2018-\u203a\u20ac\u0152-\u017e ]|â€|\ufffd")


def make_reader(one: Field) -> Reader:
    """Return what reads the cells of a field; it raises `WrongCellError` for what it cannot use."""
    read = _READERS[one.kind](one)

    def read_whole(text: str) -> object:
        if text == FORMULA:
            raise WrongCellError(
                gettext_noop(
                    "The cell holds a formula. Put its value there: copy, paste as values."
                )
            )
        if _GARBLED.search(text):
            raise WrongCellError(
                gettext_noop(
                    "The letters of “{given}” are garbled. Save the table as “CSV UTF-8” and repeat."
                ),
                given=text[:60],
            )
        return read(text)

    return read_whole


def list_choices(choices: Mapping[str, object]) -> dict[str, str]:
    """Return the values of a choice by all words they are known by, folded."""
    found = {fold(value.replace("_", " ")): value for value in choices}
    for language in ("en", "fr"):
        with translation.override(language):
            found |= {fold(str(name)): value for value, name in choices.items()}
    return found


def read_date(text: str) -> date:
    """Return a day written as 2026-01-31, 31/01/2026 or 31 January 2026; the day stands before the month.

    >>> read_date("1er mars 2026"), read_date("31/12/2026")
    (datetime.date(2026, 3, 1), datetime.date(2026, 12, 31))
    """
    if found := _ISO.match(text):
        year, month, day = map(int, found.groups())
    elif found := _FIGURES.match(text):
        day, month, year = map(int, found.groups())
    elif (found := _WORDS.match(fold(text))) and found[2] in _MONTHS:
        day, month, year = int(found[1]), _MONTHS[found[2]], int(found[3])
    else:
        raise _make_wrong_date(text)
    if not EARLIEST <= year <= LATEST:
        raise _make_wrong_date(text)
    try:
        return date(year, month, day)
    except ValueError:
        raise _make_wrong_date(text) from None


def _make_wrong_date(text: str) -> WrongCellError:
    return WrongCellError(
        gettext_noop(
            "“{given}” is no date. Write 2026-01-31, 31/01/2026 (the day first) or 31 January 2026."
        ),
        given=text[:60],
    )


def _make_text(one: Field) -> Reader:
    is_long = one.kind is FieldKind.LONG_TEXT

    def read(text: str) -> str:
        text = unicodedata.normalize("NFC", text)
        text = "".join(c for c in text if c.isprintable() or c in "\n\t\u00a0\u202f")
        clean = text.strip() if is_long else " ".join(text.split())
        _check_length(clean, one)
        return clean

    return read


def _check_length(text: str, one: Field) -> None:
    if len(text) > one.most:
        raise WrongCellError(
            gettext_noop("The text has {count} letters; at most {most} fit. Shorten it."),
            count=len(text),
            most=one.most,
        )


def _make_country(_one: Field) -> Reader:
    codes = frozenset(country.code for country in all_countries())

    def read(text: str) -> str:
        code = text.upper() if text.upper() in codes else find_code(text)
        if code is None:
            raise WrongCellError(
                gettext_noop(
                    "“{given}” is no country. Write its name, or its two letters of ISO 3166-1."
                ),
                given=text[:60],
            )
        return code

    return read


def _make_choice(one: Field) -> Reader:
    words = list_choices(one.choices)

    def read(text: str) -> str:
        found = words.get(fold(text))
        if found is None:
            raise WrongCellError(
                gettext_noop("“{given}” is none of: {choices}."),
                given=text[:60],
                choices=", ".join(str(name) for name in one.choices.values()),
            )
        return found

    return read


def _make_number(one: Field) -> Reader:
    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and int(text[:9]) <= one.most and len(text) < 9):
            raise WrongCellError(
                gettext_noop("“{given}” is no whole number from 0 to {most}."),
                given=text[:60],
                most=one.most,
            )
        return int(text)

    return read


def _make_amount(_one: Field) -> Reader:
    def read(text: str) -> Decimal:
        plain = _write_point(text)
        if _THOUSANDS.search(plain):
            raise WrongCellError(
                gettext_noop(
                    "“{given}” may mean thousands or decimals. Write 12500 or 12500.50, without a separator of thousands."
                ),
                given=text[:60],
            )
        try:
            amount = Decimal("-1" if "_" in plain else plain)
        except InvalidOperation:
            amount = Decimal(-1)
        if not (amount.is_finite() and 0 <= amount < 10**12):
            raise WrongCellError(
                gettext_noop("“{given}” is no amount. Write 12500 or 12500.50."), given=text[:60]
            )
        return amount.quantize(Decimal("0.01"))

    return read


def _make_degrees(one: Field) -> Reader:
    def read(text: str) -> float:
        try:
            number = float(_write_point(text).replace("_", "?"))
        except ValueError:
            number = float("nan")
        if not -one.most <= number <= one.most:
            raise WrongCellError(
                gettext_noop("“{given}” is no number of degrees from -{most} to {most}."),
                given=text[:60],
                most=one.most,
            )
        return number

    return read


def _make_parsed(parse: Callable[[str], str | None], sentence: str) -> Callable[[Field], Reader]:
    def make(one: Field) -> Reader:
        def read(text: str) -> str:
            found = parse(text)
            if found is None:
                raise WrongCellError(sentence, given=text[:60])
            _check_length(found, one)
            return found

        return read

    return make


def _make_names(one: Field) -> Reader:
    read_one = _make_text(Field(one.name, one.headers, most=300))

    def read(text: str) -> tuple[object, ...]:
        return tuple(dict.fromkeys(read_one(part) for part in _LINES.split(text) if part))

    return read


def _read_orcid(text: str) -> str:
    found = parse_orcid(text)
    if found is None:
        raise WrongCellError(
            gettext_noop(
                "“{given}” is not an ORCID: four groups of four, such as 0000-0002-1825-0097."
            ),
            given=text[:60],
        )
    if not has_check_digit(found):
        raise WrongCellError(
            gettext_noop(
                "“{given}” has a digit wrong: the last one does not fit the others. Copy the ORCID anew."
            ),
            given=found,
        )
    return found


def _parse_email(text: str) -> str | None:
    try:
        validate_email(text)
    except ValidationError:
        return None
    return text.lower()


_check_address = URLValidator(schemes=["http", "https"])


def _parse_address(text: str) -> str | None:
    address = text if "://" in text else f"https://{text}"
    try:
        _check_address(address)
    except ValidationError:
        return None
    return address


def _write_point(text: str) -> str:
    return re.sub(r"[\s\u00a0\u202f']", "", text).replace(",", ".")


_READERS: Mapping[FieldKind, Callable[[Field], Reader]] = {
    FieldKind.TEXT: _make_text,
    FieldKind.LONG_TEXT: _make_text,
    FieldKind.DATE: lambda _one: read_date,
    FieldKind.COUNTRY: _make_country,
    FieldKind.ROR: _make_parsed(
        parse_ror,
        gettext_noop(
            "“{given}” is not a ROR identifier: nine characters that begin with 0, such as 02vjkv261."
        ),
    ),
    FieldKind.ORCID: lambda _one: _read_orcid,
    FieldKind.EMAIL: _make_parsed(
        _parse_email, gettext_noop("“{given}” is no e-mail address, such as name@example.org.")
    ),
    FieldKind.ADDRESS: _make_parsed(
        _parse_address, gettext_noop("“{given}” is no web address, such as https://example.org.")
    ),
    FieldKind.CHOICE: _make_choice,
    FieldKind.NUMBER: _make_number,
    FieldKind.AMOUNT: _make_amount,
    FieldKind.DEGREES: _make_degrees,
    FieldKind.ORGANISATION: _make_text,
    FieldKind.ORGANISATIONS: _make_names,
    FieldKind.TEXTS: _make_names,
}
