"""Sentences for people: marked where they are written, translated where they are shown.

The pure packages never know who reads. They build a `Sentence` from an English text and named
values; the front door that shows it (web, cli) translates it into the reader's language.
"""

from __future__ import annotations

import gettext
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from functools import cache
from importlib.resources import files


DOMAIN = "cordee"
LANGUAGES = ("en", "fr")


def N_(text: str) -> str:  # noqa: N802 -- gettext's own name for "mark, translate later"
    """Mark `text` for the translators; it is translated when it is shown."""
    return text


@cache
def _get_catalogue(language: str) -> gettext.NullTranslations:
    path = files("cordee").joinpath("locale")
    return gettext.translation(DOMAIN, localedir=str(path), languages=[language], fallback=True)


@dataclass(frozen=True)
class Choices:
    """Codes a person may choose from, each with its name: a value of a `Sentence`.

    `names` are pairs of a code and an English name marked for translation, "" for a code that speaks
    for itself.
    """

    names: tuple[tuple[str, str], ...]

    def to_text(self, language: str = "en") -> str:
        """Return the codes with their names in `language`.

        >>> Choices((("eu", "Share with the European Union"), ("works", "Works"))).to_text()
        'eu (Share with the European Union); works (Works)'
        """
        # Names hold commas of their own.
        return ("\u202f; " if language == "fr" else "; ").join(
            f"{code} ({translate(name, language)})" if name else code for code, name in self.names
        )

    def part_by_likeness(self, typed: str, count: int = 5) -> tuple[Choices, Choices]:
        """Return the `count` most like `typed`, by code or by name in any language, and the others.

        >>> near, far = Choices((("works", "Works"), ("eu", "Union"))).part_by_likeness("work", 1)
        >>> near.to_text(), far.to_text()
        ('works (Works)', 'eu (Union)')
        """

        def measure(pair: tuple[str, str]) -> float:
            words = [pair[0], *(translate(pair[1], language) for language in LANGUAGES)]
            return max(_measure_likeness(typed, word) for word in words)

        ranked = sorted(self.names, key=measure, reverse=True)
        near = tuple(ranked[:count])
        return Choices(near), Choices(tuple(one for one in self.names if one not in near))


def _measure_likeness(typed: str, word: str) -> float:
    typed, word = typed.casefold(), word.casefold()
    likeness = SequenceMatcher(None, typed, word).ratio()
    # A word that stands whole in a longer name is meant, however long the rest is.
    return 1 + likeness if typed and typed in word else likeness


@dataclass(frozen=True)
class Sentence:
    """A whole sentence with named places, for example ``"{file} is empty."``."""

    text: str
    values: dict[str, object] = field(default_factory=dict)

    def to_text(self, language: str = "en") -> str:
        """Return the sentence in `language` (``en`` or ``fr``) with its values put in.

        >>> Sentence("{file} is empty.", {"file": "a.xml"}).to_text("en")
        'a.xml is empty.'
        """
        values = {name: _write_value(value, language) for name, value in self.values.items()}
        text = translate(self.text, language)
        if language == "fr":
            text = elide(text, values)
        return text.format(**values)

    def __str__(self) -> str:
        return self.to_text()


def _write_value(value: object, language: str) -> object:
    if isinstance(value, date):
        return write_date(value, language)
    return value.to_text(language) if isinstance(value, Choices | Sentence) else value


MONTHS = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
}


_ELIDED = re.compile(r"\b([Dd]e|[Qq]ue|[Ll]orsque|[Pp]uisque) \{(\w+)\}")
_SILENT = re.compile(
    # An English name may begin with the sound of "you", before which nothing is cut short.
    r"(?!(?:university|united)\b)[aeiouœæ]|y[^aeiou\W]"
    r"|hopita|hospi|hotel|homme|humain|humanit|histoir|hygien|hydro|hemato"
)


def elide(text: str, values: Mapping[str, object]) -> str:
    """Return a French sentence with “de” and “que” cut short before those `values` that ask for it.

    Before a vowel, and before h where it begins a noun whose h is silent: that of a proper name may be
    sounded, and “de Harvard” must not become “d’Harvard”.

    >>> elide("les publications de {home}", {"home": "Inserm"})
    'les publications d’{home}'
    >>> elide("ce que {home} y fait", {"home": "Université de Lille"})
    'ce qu’{home} y fait'
    >>> elide("les publications de {home}", {"home": "CNRS"})
    'les publications de {home}'
    """
    return _ELIDED.sub(
        lambda found: (
            f"{found[1][:-1]}’{{{found[2]}}}"
            if _asks_for_elision(str(values.get(found[2], "")))
            else found[0]
        ),
        text,
    )


def _asks_for_elision(word: str) -> bool:
    plain = unicodedata.normalize("NFD", word.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return bool(_SILENT.match(plain))


def write_date(day: date, language: str) -> str:
    """Return a date as people write it in `language`.

    >>> write_date(date(2021, 7, 1), "fr"), write_date(date(2021, 7, 1), "en")
    ('1er juillet 2021', '1 July 2021')
    """
    month = MONTHS[language if language in MONTHS else "en"].split()[day.month - 1]
    number = "1er" if language == "fr" and day.day == 1 else str(day.day)
    return f"{number} {month} {day.year}"


def translate(text: str, language: str) -> str:
    """Return `text` in `language`; English, the language of the source, is the fallback."""
    return _get_catalogue(language).gettext(text) if text else text
