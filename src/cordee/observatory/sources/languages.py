"""Languages by their English names, as Scopus and Web of Science write them."""

from __future__ import annotations

from types import MappingProxyType

from cordee.observatory.sources.values import clean


LANGUAGES = MappingProxyType(
    {
        "arabic": "ar",
        "bulgarian": "bg",
        "catalan": "ca",
        "chinese": "zh",
        "croatian": "hr",
        "czech": "cs",
        "danish": "da",
        "dutch": "nl",
        "english": "en",
        "estonian": "et",
        "finnish": "fi",
        "french": "fr",
        "german": "de",
        "greek": "el",
        "hungarian": "hu",
        "icelandic": "is",
        "italian": "it",
        "japanese": "ja",
        "korean": "ko",
        "latvian": "lv",
        "lithuanian": "lt",
        "norwegian": "no",
        "persian": "fa",
        "polish": "pl",
        "portuguese": "pt",
        "romanian": "ro",
        "russian": "ru",
        "serbian": "sr",
        "slovak": "sk",
        "slovene": "sl",
        "slovenian": "sl",
        "spanish": "es",
        "swedish": "sv",
        "turkish": "tr",
        "ukrainian": "uk",
    }
)
"""Those in which medical journals are published; another language is kept as it is named."""


def find_language(text: object) -> str | None:
    """Return ISO 639-1 of the first language named, else its name.

    >>> find_language("French; English"), find_language("Klingon")
    ('fr', 'Klingon')
    """
    name = clean(str(text or "").split(";")[0])
    return LANGUAGES.get(name.lower(), name) if name else None
