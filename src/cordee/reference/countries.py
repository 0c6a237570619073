"""Countries: ISO 3166-1 codes, names in French and English, and the many ways of writing them.

The list is that of ISO 3166-1 with Kosovo (XK) added. Names are those of the Unicode CLDR.

>>> get_country("FR").name_en
'France'
>>> find_code("République tchèque"), find_code("P. R. China"), find_code("USA.")
('CZ', 'CN', 'US')
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from cordee.kernel.errors import NotFoundError
from cordee.kernel.messages import N_
from cordee.reference.folding import fold


DATA = Path(__file__).parent / "data"

# Words that come and go in a country's name without changing which one is meant.
_PLAIN_WORDS = frozenset(
    ["the", "and", "of", "la", "le", "les", "l", "de", "du", "des", "d", "et", "el", "los", "of"]
)
# Forms of State before a name; they are dropped only when the whole name is not known. Where they
# do make a difference (Republic of Korea, Republic of China) the whole name is in the list.
_STATES = re.compile(
    r"^(?:(?:federal|democratic|socialist|islamic|arab|united|plurinational|people s|peoples|"
    r"republic|republique|kingdom|royaume|state|etat|sultanate|sultanat|principality|principaute|"
    r"commonwealth|federation|union|grand duchy|grand duche|federale|democratique|islamique|"
    r"republica|repubblica|republik)\s+)+"
)
_SPACED_INITIALS = re.compile(r"\b(\w) (?=\w\b)")
_BRACKETS = re.compile(r"\s*[(\[].*?[)\]]\s*")


@dataclass(frozen=True)
class Country:
    """A country or territory of ISO 3166-1.

    `code` and `iso3` are its letters, `numeric` its three digits ("" for Kosovo). `continent` is
    GeoNames' code: AF, AN, AS, EU, NA, OC, SA. `part_of` is the code of the State when this is a
    territory of one (RE, Réunion, is part of FR), else None; Hong Kong, Macao and Taiwan stand
    alone, because whether to fold them is a reader's choice.
    """

    code: str
    iso3: str
    numeric: str
    name_en: str
    name_fr: str
    continent: str
    part_of: str | None = None


def get_country(code: str) -> Country:
    """Return the country of an ISO alpha-2 `code`; NotFoundError when there is none."""
    found = _read_countries().get(code.strip().upper())
    if found is None:
        raise NotFoundError(
            N_("“{code}” is not a country code. Use the two letters of ISO 3166-1, such as FR."),
            code=code,
        )
    return found


def all_countries() -> tuple[Country, ...]:
    """Return all countries, sorted by code."""
    return tuple(_read_countries().values())


def name_of(code: str, language: str) -> str:
    """Return the name of country `code` in `language` ("fr", or anything else for English)."""
    country = get_country(code)
    return country.name_fr if language.startswith("fr") else country.name_en


def get_state(code: str) -> str:
    """Return the code of the State that country or territory `code` belongs to, itself if one.

    >>> get_state("RE"), get_state("FR")
    ('FR', 'FR')
    """
    return get_country(code).part_of or code.strip().upper()


@cache
def list_territories() -> Mapping[str, str]:
    """Return the State of each territory that is part of one, by codes.

    >>> list_territories()["RE"]
    'FR'
    """
    states = {one.code: one.part_of for one in all_countries() if one.part_of}
    return MappingProxyType(states)


def find_code(text: str) -> str | None:
    """Return the ISO alpha-2 code of the country `text` names, or None.

    `text` is the whole name, in any of the CLDR's languages, or a code of two or three letters,
    in any case, with or without accents and dots: "USA.", "U.K.", "P. R. China", "Deutschland",
    "Korea, Republic of", "England". States that are no more (USSR, Yugoslavia, Czechoslovakia)
    stand for several countries of today and give None.
    """
    letters = text.strip().replace(".", "").upper()
    code = letters if letters in _read_countries() else _read_iso3().get(letters)
    if code:
        return code
    for form in _list_forms(text):
        found = all_names().get(form)
        if found:
            return found
    return None


def _list_forms(text: str) -> list[str]:
    key = make_key(text)
    forms = [key]
    if "(" in text or "[" in text:
        forms.append(make_key(_BRACKETS.sub(" ", text)))
    if text.count(",") == 1:
        last, first = text.split(",")
        forms.append(make_key(f"{first} {last}"))
    forms.append(_STATES.sub("", key))
    return forms


def make_key(text: str) -> str:
    """Return `text` as the list of names holds it: folded, initials joined, articles dropped."""
    words = [word for word in fold(text).split() if word not in _PLAIN_WORDS]
    return _SPACED_INITIALS.sub(r"\1", " ".join(words))


@cache
def all_names() -> Mapping[str, str]:
    """Return the code of every known name, each as `make_key` writes it; codes are not names."""
    with (DATA / "country_names.tsv").open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines, delimiter="\t")
        next(rows)
        return MappingProxyType(dict(rows))


@cache
def _read_iso3() -> Mapping[str, str]:
    return MappingProxyType({country.iso3: country.code for country in all_countries()})


@cache
def _read_countries() -> Mapping[str, Country]:
    with (DATA / "countries.tsv").open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t")
        countries = [Country(**(row | {"part_of": row["part_of"] or None})) for row in rows]
    return MappingProxyType({country.code: country for country in countries})
