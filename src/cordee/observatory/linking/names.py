"""The ways one organisation's name is written: what the index holds for each name of the registry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntFlag

from cordee.observatory.linking.forms import write_forms, write_shorter
from cordee.observatory.linking.words import COMPANY_SUFFIXES, LEGAL_STATUSES
from cordee.reference.folding import fold
from cordee.reference.organisations import Name, Organisation


class Kind(IntFlag):
    """What is known of one name of one organisation; several may hold."""

    DISPLAY = 1
    """The registry's own label."""
    ALIAS = 2
    """Another name that the registry gives."""
    ACRONYM = 4
    """Letters that count only when written in capitals."""
    VARIANT = 8
    """Derived by a rule; it gives way to a name that stands in the registry."""
    GENERIC = 16
    """Made of words that many organisations share: needs its place to be believed."""
    PLACE = 32
    """Also the name of a place."""
    SHORTENED = 64
    """Something was left out: a country, a city, a legal form."""
    TOWNLESS = 128
    """The town at the end was left out."""
    HEADLESS = 256
    """A French institute without its first word: "Gustave Roussy"."""
    CODE = 512
    """The number of a French unit: "UMR CNRS 6226"."""
    STEM = 1024
    """What distinguishes a university, without the word: "Yale", as in "Yale School of Medicine"."""


_PARENTHESIS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*")
_TIE = re.compile(r"\s+(?:of|de|di|in|at|zu|w|van|d')$")
_LAST_WORD = re.compile(r"^(.{3,}?)[\s,]+([A-Za-z.]{2,12})[.\s]*$")
_UMLAUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_CHU = re.compile(
    r"^(?:chr?u|centre hospitalier (?:r[ée]gional )?(?:et )?universitaire"
    r"|h[ôo]pitaux universitaires|university hospital(?: center| centre)?)"
    r"\s+(?:de\s+la\s+|de\s+l['’]|du\s+|des\s+|de\s+|d['’]|of\s+)?(?P<city>[\w\s'’-]{3,40})$"
    r"|^(?P<first>[\w'’-]{3,40}) university hospital(?: center| centre)?$",
    re.IGNORECASE,
)
# "Yale" of "Yale University", "Dartmouth" of "Dartmouth College", "Oxford" of "University of Oxford":
# three words at most.
_STEM = re.compile(
    r"^(?:The )?University of (?P<after>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,2})$"
    r"|^(?:The )?(?P<before>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,2}) (?:University|College)$"
)
_HEAD_PERSON = re.compile(
    r"^(?:Institut|Centre)\s+((?!(?:Hospitalier|National|M[ée]dical|Régional)\b)"
    r"[A-ZÉ][a-zéèëïô]+(?:-[A-ZÉ][a-zéèëïô]+)?\s+[A-ZÉ][\w’'-]+)$"
)
# "Ryazan State Medical University named after I. P. Pavlov": most write the first half alone.
_NAMED_AFTER = re.compile(
    r"^(.{12,}?),? (?:named (?:after|for|in honou?r of)|imeni|им\.|імені) .+$"
)
# The arms of a state are called without it: "Naval Research Laboratory" of the United States.
_COUNTRY_FIRST = re.compile(
    r"^(?:United States|U\.S\.|US|UK|Royal) ((?:Naval|Navy|Army|Air Force|Military) \S.*)$"
)
# "West China Hospital of Sichuan University" is called by its first half as often.
_HOSPITAL_OF = re.compile(
    r"^(?!.*\b(?i:affiliated)\b)(\S+ .*(?:Hospital|Clinic|Medical Cent(?:er|re))),? (?:of|at|-)? ?(?:the )?"
    r"(?=.*\b(?:University|College|School)\b).+$"
)
_VETERANS = re.compile(r"\bVA\b")
_VETERANS_FORMS = ("Veterans Affairs", "Veterans Administration")
_CHU_FORMS = (
    "CHU {}",
    "CHRU {}",
    "Centre Hospitalier Universitaire {}",
    "Centre Hospitalier Regional Universitaire {}",
    "Centre Hospitalier Regional et Universitaire {}",
    "Hopital Universitaire {}",
    "Hopitaux Universitaires {}",
    "University Hospital {}",
    "{} University Hospital",
    "University Hospital Center {}",
    "{} University Hospital Center",
)

# A name of one word in capitals is an acronym when it is no longer than this; RIKEN, INSERM,
# CSIRO are within it, words shouted in a registry mostly beyond.
_LONGEST_ACRONYM = 8
_SHORTEST_ACRONYM = 2
_SHORT_WORD = 3


# Syllables of Chinese in pinyin and in Wade's letters, written together or apart as one likes.
_PINYIN_COUNTRIES = frozenset({"CN", "TW", "HK", "SG", "MO"})
_PINYIN_KIND = Kind.ALIAS | Kind.VARIANT
_ONE = r"(?:zh|ch|sh|ts|hs|[bpmfdtnlgkhjqxrzcsyw])?(?:[iu]?(?:ang|eng|ong|an|en|ai|ei|ao|ou|a|e|o)|ing|in|ung|un|ueh|ue|ui|iu|i|u)"
_SYLLABLE = re.compile(f"^{_ONE}$", re.IGNORECASE)
_TWO_SYLLABLES = re.compile(f"^(?=[A-Z])({_ONE})((?=[^aeiou]){_ONE})$", re.IGNORECASE)


def is_acronym(text: str) -> bool:
    """Say whether `text` is read as an acronym: one short word mostly of capitals.

    >>> is_acronym("CNRS"), is_acronym("Inserm"), is_acronym("AP-HP")
    (True, False, True)
    """
    letters = [c for c in text if c.isalpha()]
    if not _SHORTEST_ACRONYM <= len(text) <= _LONGEST_ACRONYM or " " in text or not letters:
        return False
    return sum(c.isupper() for c in letters) * 2 > len(letters)


def write_names(organisation: Organisation) -> Iterator[tuple[str, Kind]]:
    """Yield every written form of the names of `organisation` with its kind.

    Forms may repeat; the index keeps the strongest kind of each.
    """
    for name in organisation.names:
        if fold(name.text) in LEGAL_STATUSES:
            continue
        kind = _get_kind(name)
        yield name.text, kind
        if not kind & Kind.ACRONYM:
            yield from _vary(name.text, kind)
            derived = kind | Kind.VARIANT
            yield from ((form, derived) for form in write_forms(name.text, organisation.country))
            for form in write_shorter(name.text):
                yield form, derived | Kind.SHORTENED
            shorter = drop_town(name.text, organisation.city or "") if organisation.city else None
            if shorter:
                yield shorter, kind | Kind.SHORTENED | Kind.TOWNLESS
            stem = _STEM.match(name.text)
            if stem and "education" in organisation.types:
                yield stem["after"] or stem["before"], kind | Kind.SHORTENED | Kind.STEM
    if organisation.country in _PINYIN_COUNTRIES:
        for name in organisation.names:
            yield from _vary_pinyin(name.text)
    if organisation.country == "FR":
        yield from _vary_french_hospital(organisation)
        yield from _drop_head(organisation)


def _get_kind(name: Name) -> Kind:
    own = Kind.DISPLAY if {"ror_display", "label"} & set(name.kinds) else Kind.ALIAS
    if "acronym" in name.kinds:
        # The registry files some words of a language under acronyms; those in lower case are names.
        return (own if own is Kind.DISPLAY else Kind.ALIAS) | Kind.ACRONYM
    if is_acronym(name.text):
        return own | Kind.ACRONYM
    return own


def _vary(text: str, kind: Kind) -> Iterator[tuple[str, Kind]]:
    derived = kind | Kind.VARIANT
    bare = _PARENTHESIS.sub(" ", text).strip()
    if bare != text and len(bare) > 2:
        acronym = Kind.ACRONYM if is_acronym(bare) else Kind(0)
        yield bare, kind | Kind.SHORTENED | acronym
    else:
        bare = text
    for pattern in (_NAMED_AFTER, _COUNTRY_FIRST, _HOSPITAL_OF):
        found = pattern.match(bare)
        if found:
            yield found[1], kind | Kind.SHORTENED
    if _VETERANS.search(bare):
        for form in _VETERANS_FORMS:
            yield _VETERANS.sub(form, bare), derived
    if any(c in bare for c in "äöüÄÖÜ"):
        yield bare.translate(_UMLAUT), derived
    shortened = _drop_legal_form(bare)
    if shortened:
        acronym = Kind.ACRONYM if is_acronym(shortened) else Kind(0)
        yield shortened, kind | Kind.SHORTENED | acronym
    head, comma, _tail = bare.rpartition(",")
    # Two words before the comma at least: "University, Town" would leave one word alone.
    if comma and len(head.split()) > 2:
        yield head, kind | Kind.SHORTENED


def drop_town(text: str, town: str) -> str | None:
    """Return a name without the town at its end, if two words at least are left.

    >>> drop_town("Ludwig-Maximilians-Universität München", "München")
    'Ludwig-Maximilians-Universität'
    """
    if len(text) <= len(town) + 3 or not text.lower().endswith(" " + town.lower()):
        return None
    left = _TIE.sub("", text[: -len(town) - 1])
    return left if len(re.findall(r"\w{2,}", left)) > 1 else None


def _drop_legal_form(text: str) -> str | None:
    dropped = False
    for _ in range(3):  # "Co., Ltd." and "GmbH & Co. KG" are several forms in a row
        found = _LAST_WORD.match(text)
        if not found or found[2].replace(".", "").lower() not in COMPANY_SUFFIXES:
            break
        text = found[1].rstrip(" ,&.")
        dropped = True
    return text if dropped and len(text) > 2 else None


def _drop_head(organisation: Organisation) -> Iterator[tuple[str, Kind]]:
    """Yield names of persons that institutes bear and are called by: Gustave Roussy."""
    for name in organisation.names:
        found = _HEAD_PERSON.match(name.text)
        if found and {"healthcare", "facility"} & set(organisation.types):
            kind = Kind.ALIAS | Kind.SHORTENED | Kind.HEADLESS | Kind.TOWNLESS
            yield found[1], kind


def _vary_pinyin(text: str) -> Iterator[tuple[str, Kind]]:
    """Yield a name with its syllables written together, and apart: Tian Tan, Tiantan.

    >>> [form for form, _ in _vary_pinyin("Beijing Tian Tan Hospital")]
    ['Beijing Tiantan Hospital', 'Bei jing Tian Tan Hospital']
    """
    words = text.split(" ")
    for place in range(len(words) - 1):
        first, second = words[place : place + 2]
        if _SYLLABLE.match(first) and _SYLLABLE.match(second):
            joined = first + second.lower()
            yield " ".join((*words[:place], joined, *words[place + 2 :])), _PINYIN_KIND
    for place, word in enumerate(words):
        found = _TWO_SYLLABLES.match(word)
        if found:
            apart = f"{found[1]} {found[2]}"
            yield " ".join((*words[:place], apart, *words[place + 1 :])), _PINYIN_KIND


def _vary_french_hospital(organisation: Organisation) -> Iterator[tuple[str, Kind]]:
    for name in organisation.names:
        found = _CHU.match(name.text)
        if found and ("healthcare" in organisation.types or not organisation.types):
            city = found["city"] or found["first"]
            # "Amiens-Picardie" and "Caen Normandie" are mostly called by the town alone.
            first = re.split(r"[\s-]", city)[0]
            towns = {city, first} if len(first) > _SHORT_WORD and first != "Saint" else {city}
            for town in sorted(towns):
                for form in _CHU_FORMS:
                    yield form.format(town), Kind.ALIAS | Kind.VARIANT
