"""A text without what names nobody: mark-up, e-mails, addresses, identifiers, entities."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

from cordee.observatory.linking.mojibake import repair


# Each kind of noise, with the words (in small letters) one of which stands in all of its cases.
_KINDS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("<",), r"<[^<>]{1,40}>"),  # mark-up such as <sup>
    (
        ("://", "www.", "doi.org/", "orcid.org/", "ror.org/"),
        r"(?:https?://|www\.|doi\.org/|orcid\.org/|ror\.org/)\S*",
    ),
    (("-",), r"\b\d{4}-\d{4}-\d{4}-\d{3}[\dX]\b"),  # ORCID, ISNI
    (("grid.",), r"\bgrid\.\d+\.\w+"),
    (
        ("address", "mail", "orcid", "isni"),
        r"\b(?:electronic\s+address|e-?mails?|orcid(?:\s+id)?|isni)\b\s*[.:]*",
    ),
    (("tel", "fax"), r"\b(?:tel|fax)\b\s*[.:]"),
    (
        ("author", "address", "current"),
        r"\b(?:corresponding\s+author|current(?:ly)?\s+(?:address|with)|present\s+address)\s*:*",
    ),
    (("#",), r"#(?:N|TAB|R)#"),
)
DASHES_OF_AN_ORCID = 3
ANNOUNCEMENT = "Electronic address:"
# Parts of words that announce noise: looking for each is ten times faster than the expression.
NOISE_SIGNS = (
    "<", "#", "://", "www.", "grid.", "mail", "MAIL", "rcid", "ORCID", "ISNI", "isni",
    "ddress", "DDRESS", "tel", "Tel", "TEL", "fax", "Fax", "FAX", ".org/", "orrespond", "urrently",
)  # fmt: skip
# Soft hyphens and marks without width stand inside words and are no part of them; nor are accents
# that some typesetting leaves beside their letter: Westfa¨lisch.
INVISIBLE = re.compile("[\u00ad\u200c-\u200f\u2060\ufeff\u00a8\u00b8\u02c6\u02da\u02dc]")
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{2,6}|#x[0-9a-fA-F]{2,6});")


def clean(text: str) -> tuple[str, list[int] | None]:
    """Return `text` without noise and, when characters moved, each one's original offset.

    E-mails, addresses, ids and mark-up become blanks of the same length, so offsets hold;
    HTML entities, misread UTF-8 and compatibility characters change lengths, hence the list.
    """
    offsets = None
    if "&" in text and _ENTITY.search(text):
        text, offsets = _resolve_entities(text)
    text, offsets = repair(text, offsets)
    if not text.isascii() and INVISIBLE.search(text):
        text, offsets = _drop_invisible(text, offsets)
    if not text.isascii() and not unicodedata.is_normalized("NFKC", text):
        text, offsets = _compose(text, offsets)
    if "@" in text:
        # One text in four gives an e-mail in the same words; they are not worth an expression.
        text = _blank_mails(text).replace(ANNOUNCEMENT, " " * len(ANNOUNCEMENT))
    if _may_hold_noise(text):
        text = _get_expression(text).sub(_blank, text)
    return text, offsets


def _blank_mails(text: str) -> str:
    at = text.find("@")
    while at >= 0:
        start, end = at, at + 1
        while start > 0 and not text[start - 1].isspace():
            start -= 1
        while end < len(text) and not text[end].isspace():
            end += 1
        text = text[:start] + " " * (end - start) + text[end:]
        at = text.find("@", end)
    return text


def _may_hold_noise(text: str) -> bool:
    # A plain loop: a generator would cost more than all the looks.
    for sign in NOISE_SIGNS:
        if sign in text:
            return True
    return text.count("-") >= DASHES_OF_AN_ORCID


def _get_expression(text: str) -> re.Pattern[str]:
    """Return what finds all noise that `text` may hold; each kind left out is time spared."""
    if not text.isascii():
        # Letters of other scripts count as those they resemble, so no kind can be ruled out.
        return _compile((True,) * len(_KINDS))
    lowered = text.lower()
    return _compile(tuple([_holds(lowered, signs) for signs, _ in _KINDS]))


def _holds(text: str, signs: tuple[str, ...]) -> bool:
    for sign in signs:
        if sign in text:
            return sign != "-" or text.count("-") >= DASHES_OF_AN_ORCID
    return False


# All that can be: each kind of noise there or not.
@lru_cache(maxsize=1 << len(_KINDS))
def _compile(wanted: tuple[bool, ...]) -> re.Pattern[str]:
    kinds = [kind for (_, kind), is_wanted in zip(_KINDS, wanted, strict=True) if is_wanted]
    return re.compile("|".join(kinds) or r"(?!)", re.IGNORECASE)


def _blank(found: re.Match[str]) -> str:
    length = found.end() - found.start()
    # A line break written as a mark stays a break.
    return "\n" + " " * (length - 1) if found[0].startswith("#") else " " * length


def _resolve_entities(text: str) -> tuple[str, list[int]]:
    offsets = list(range(len(text)))
    for _ in range(2):  # some exports escape twice: &amp;#x00FC;
        pieces: list[str] = []
        moved: list[int] = []
        last = 0
        for found in _ENTITY.finditer(text):
            value = html.unescape(found[0])
            pieces += (text[last : found.start()], value)
            moved += offsets[last : found.start()]
            moved += [offsets[found.start()]] * len(value)
            last = found.end()
        pieces.append(text[last:])
        moved += offsets[last:]
        text, offsets = "".join(pieces), moved
    return text, offsets


def _drop_invisible(text: str, offsets: list[int] | None) -> tuple[str, list[int]]:
    offsets = offsets or list(range(len(text)))
    kept = [place for place, character in enumerate(text) if not INVISIBLE.match(character)]
    return "".join(text[place] for place in kept), [offsets[place] for place in kept]


def _compose(text: str, offsets: list[int] | None) -> tuple[str, list[int]]:
    """Compose letter by letter (a base character with its marks), keeping offsets."""
    offsets = offsets or list(range(len(text)))
    pieces: list[str] = []
    moved: list[int] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end < len(text) and unicodedata.combining(text[end]):
            continue
        value = unicodedata.normalize("NFKC", text[start:end])
        pieces.append(value)
        moved += [offsets[start]] * len(value)
        start = end
    return "".join(pieces), moved
