"""What stands beside a code in a text: names a unit may have, and the town."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum

from cordee.reference.folding import fold


class NameKind(IntEnum):
    """How much a segment looks like the name of a unit; a larger number is a better name."""

    ACRONYM = 1
    WORDS = 2  # several words that say no more
    TITLED = 3  # with a word such as Institut or Laboratory


@dataclass(frozen=True, slots=True)
class Segment:
    """One piece of a text between commas, with its first character."""

    text: str
    start: int


NEAREST = 2
"""Names stand one or two segments from the code: "Institut Cochin, Inserm U1016", "U1016, Institut
Cochin"; farther off stand the department and the hospital."""

FEWEST_WORDS = 3
"""Words of a name without such a word as Institut: two are a team, a quarter or a campus as often."""

LONGEST_NAME = 110
"""Characters. The longest titles of units run to some hundred; longer pieces are glued sentences."""

_CUT = re.compile(r"[,;()\[\]:/|\"“”«»]|\.\s|\.$|\s-\s|\s-(?=\S)|(?<=\S)-\s")
_TITLE = re.compile(
    r"\b(?:institute?|instituts|laborato(?:ry|ire|ries|ires)|lab|cent(?:re|er)|unit[eé]?)\b",
    re.IGNORECASE,
)
# Words of what is above, below or beside a unit: its houses, its teams, its address.
_OTHER = re.compile(
    r"\b(?:universit(?:y|[eé]|ies|aires?)|univ|h[oô]pit(?:al|aux)|hospitals?|hospitalier|chu|chru|chr|"
    r"aphp|service|d[eé]partement|departments?|dept|facult[yé]|faculte|school|[eé]cole|ecole|"
    r"assistance|team|[eé]quipe|group|groupe|rue|avenue|boulevard|bd|place|cedex|bp|cs|france|"
    r"sorbonne|inserm|cnrs|inra|inrae|ird|cirad|cea|inria|efs|clinique|clinic|"
    r"professor|phd|md|email|electronic|address|b[aâ]timent|building|campus|foundation|fondation|"
    r"labex|psl|academy|division|section|p[oô]le|federation|f[eé]d[eé]ration|fhu|ihu|dhu|unicancer|"
    r"national|alliance|hospices|register|registre|network|r[eé]seau)\b",
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"^(?=(?:[^A-Z]*[A-Z]){2})[A-Za-z][A-Za-z0-9&]{1,11}(?:-[A-Z0-9]{1,6})?$")
# "UNIROUEN", "UNICAEN": how universities of Normandy and others write themselves in one word.
_UNIVERSITY = re.compile(r"^(?:UNI[A-Z]{4,}|UMR|UMRS|APHP|AP-HP|EPHE|INSA)$")
_NUMBERS = re.compile(
    r"\b(?:F|FR)?[- ]?\d{4,5}\b|\bcedex\b(?:\s*\d{1,2})?|\bF-|\b\d+\b", re.IGNORECASE
)
# Bodies that stand between a name and a code, and are no step away from it.
_BODY = re.compile(r"(?:\W*\b(?:INSERM|CNRS|INRAE?|IRD|CIRAD|CEA|EFS|and|et)\b\W*)+", re.IGNORECASE)
_JOIN = re.compile(r"^(?:(?:and|et)\b|&)\s*", re.IGNORECASE)
_GENERIC = re.compile(
    r"(?:\b(?:an?|and|cent(?:re|er)|common|de|des|du|et|for|in|instituts?|institutes?|joint|lab|"
    r"laboratoires?|laborator(?:y|ies)|la|le|mixed|mixte|of|recherches?|research|the|units?|unite)\b ?)+"
)
_LETTER = re.compile(r"[^\W\d_]")


def cut_segments(
    text: str, part: tuple[int, int], holes: Iterable[tuple[int, int]]
) -> list[Segment]:
    """Return the pieces of one part of a text; `holes` (codes) part like commas and leave an empty piece."""
    plain = list(text)
    for start, end in holes:
        plain[start:end] = "," * (end - start)
    body = "".join(plain)[: part[1]]
    found: list[Segment] = []
    start = part[0]
    for match in _CUT.finditer(body, part[0]):
        _add(found, body, start, match.start())
        start = match.end()
    _add(found, body, start, len(body))
    return found


def _add(found: list[Segment], body: str, start: int, end: int) -> None:
    text = body[start:end]
    if _LETTER.search(text):
        found.append(Segment(text.strip(" .-–_'’*"), start + len(text) - len(text.lstrip())))


def find_names(
    segments: list[Segment],
    place: tuple[int, int],
    towns: Mapping[str, str],
    acronyms: frozenset[str],
) -> list[tuple[NameKind, str]]:
    """Return the names near a code at `place`; `acronyms` are those of organisations, no unit's."""
    near = [one for one in segments if not _BODY.fullmatch(one.text)]
    before = [one for one in near if one.start < place[0]][-NEAREST:]
    after = [one for one in near if one.start >= place[1]][:NEAREST]
    found = []
    for segment in before + after:
        text = _JOIN.sub("", segment.text)
        kind = _judge(text, towns, acronyms)
        # A piece that began with "and" is the end of a list, unless it has a title of its own.
        if kind is not None and (text == segment.text or kind is NameKind.TITLED):
            found.append((kind, text))
    return found


def _judge(text: str, towns: Mapping[str, str], acronyms: frozenset[str]) -> NameKind | None:
    if len(text) > LONGEST_NAME or _OTHER.search(text) or find_town([text], towns):
        return None
    if " " not in text:
        known = text.upper() in acronyms or not _ACRONYM.match(text) or _UNIVERSITY.match(text)
        return None if known else NameKind.ACRONYM
    if _NUMBERS.search(text) or "@" in text:
        return None
    if _TITLE.search(text):
        return None if _is_generic(text) else NameKind.TITLED
    # "Grenoble Alpes", "ESPCI Paris": two words, or words with a town, are a place or a school.
    words = text.split()
    plain = len(words) < FEWEST_WORDS or any(fold(word) in towns for word in words)
    return None if plain else NameKind.WORDS


def _is_generic(text: str) -> bool:
    """Say whether every word would fit any unit: "Research Unit", "Unité mixte de recherche"."""
    return bool(_GENERIC.fullmatch(fold(text)))


def find_town(texts: Iterable[str], towns: Mapping[str, str]) -> str | None:
    """Return the last of `texts` that is a town's name but for numbers and CEDEX."""
    found = None
    for text in texts:
        found = towns.get(fold(_NUMBERS.sub(" ", text))) or found
    return found
