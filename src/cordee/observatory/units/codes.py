"""Codes of French research units read in an affiliation: "UMR 8104", "U1016", "CIC-P 1435".

Rules of how the French bodies number their units; no list of units. Inserm numbers its units U and
UMR-S up to 1999; the CNRS numbers joint units from 2000 (nearly all from 5000), and UMR below 2000
are INRAE's, the IRD's or a few old ones of the CNRS, unless they are Inserm's written UMR. So
"UMR 1163 Inserm" is U1163, and a bare "UMR 1163" is undecided until the corpus decides it
(`cordee.observatory.units.evidence`). Universities number EA, renamed UR in 2020.

Only texts with French evidence may be read: "UR", "US" and "EA" mean other things elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Series(StrEnum):
    """Who gives out the number, which is what tells units with the same number apart."""

    INSERM = "inserm"
    CNRS = "cnrs"
    INRAE = "inrae"
    IRD = "ird"
    UNIVERSITY = "university"
    CLINICAL = "clinical"  # centres of clinical investigation, of Inserm and a hospital
    FEDERATION = "federation"
    UNKNOWN = ""


@dataclass(frozen=True, slots=True)
class UnitMention:
    """One code at one place of a text; `start` and `end` are characters.

    `kind` and `number` are the code as understood: "UMR 1163" beside Inserm has the kind U.
    `certain` is false when only a word farther off, or nothing, tells whose number it is.
    `sponsors` are the bodies named in the same part of the text (between semicolons), each once.
    `part` is that part, as its first character and the one after its last.
    """

    kind: str
    number: int
    start: int
    end: int
    series: Series
    certain: bool
    sponsors: tuple[str, ...]
    part: tuple[int, int]

    @property
    def code(self) -> str:
        """Return the code without spaces, such as ``UMR8104``."""
        return make_code(self.kind, self.number)

    @property
    def label(self) -> str:
        """Return the code as it is shown, such as ``UMR 8104``."""
        return f"{self.kind} {write_number(self.kind, self.number)}"


LAST_INSERM = 1999
"""Inserm reached U1350 in 2025; below 2000 leaves it years, and no CNRS unit of today is lower but
two of Institut Curie."""

LAST_UNIVERSITY = 24999
"""The ministry's five-digit numbers seen so far (UR 14145, UR 20202) begin with 1 or 2; most post
codes are higher, and those that are not are told by the CEDEX or town after them."""

FIRST_INSERM = 100
"""Two digits after a U are street numbers and wards as often as units closed in the 1990s."""

# The same writing for hyphens and spaces of all kinds; one character for one, so places stay true.
_PLAIN = str.maketrans(
    dict.fromkeys("‐‑‒–—−﹣－", "-") | dict.fromkeys("\u00a0\u2009\u202f\u2007\u200b\t", " ")
)

_SPONSORS: dict[str, str] = {
    "Inserm": r"INSERM|Institut\s+National\s+de\s+la\s+Sant[ée]\s+et\s+de\s+la\s+Recherche\s+M[ée]dicale"
    r"(?:\s*\(INSERM\))?|National\s+Institute\s+(?:of|for)\s+Health\s+and\s+Medical\s+Research",
    "CNRS": r"C\.?N\.?R\.?S\b\.?|Centre\s+National\s+de\s+la\s+Recherche\s+Scientifique(?:\s*\(CNRS\))?",
    "INRAE": r"INRAE?",
    "IRD": r"IRD",
    "CIRAD": r"CIRAD",
    "CEA": r"CEA",
    "Inria": r"INRIA",
    "EFS": r"EFS",
}
_SERIES_OF = {
    "Inserm": Series.INSERM,
    "CNRS": Series.CNRS,
    "INRAE": Series.INRAE,
    "IRD": Series.IRD,
    "CIRAD": Series.IRD,
}
_SPONSOR = re.compile(
    r"(?<![A-Za-z0-9@.])(?:"
    + "|".join(f"(?P<{name}>{pattern})" for name, pattern in _SPONSORS.items())
    + r")(?![a-zà-ÿ@])",
    re.IGNORECASE,
)

# A code may be glued to its body: "InsermU955".
_HEAD = r"(?:(?<![A-Za-z0-9@])|(?<=INSERM)|(?<=Inserm)|(?<=CNRS))"
_GAP = r"[\s_:#-]{0,3}(?:n\s?[°ºo]\.?\s{0,2}|no\.\s?)?"
_BODY = r"(?:INSERM|Inserm|CNRS|INRAE?|IRD|CIRAD|EFS)"
_END = r"(?![0-9])(?!_?[A-Za-z0-9]*@)"

_JOINT = re.compile(
    _HEAD + r"(?P<head>UMR|Umr|UPR|UAR|USR|UMS|UMI|FRE|ERL|IRL|UPS|USC)"
    r"(?P<module>[-_ ]?(?:S|s|T|A|C|D|I|MD|CNRS_S)(?=[\s_\d-]))?"
    rf"(?:[\s_/-]{{0,2}}\(?(?P<inner>{_BODY})\)?)?"
    # A short name may stand between: "UMRS-ICAN 1166", "UMR MIA 518".
    rf"(?:[\s-][A-Z]{{3,6}}(?=[\s-]\d))?{_GAP}(?P<unit>U[\s-]?)?(?P<number>\d{{1,4}}){_END}"
)
_INSERM = re.compile(rf"{_HEAD}(?P<head>U){_GAP}(?P<number>\d{{3,4}}){_END}")
_UNIVERSITY = re.compile(
    _HEAD + r"(?:UPRES[-\s]?)?(?P<head>EA|E\.A\.|UR|ULR|URP)(?P<inner>[-_ ][A-Z]{3,6})?"
    rf"{_GAP}(?P<number>\d{{3,5}}){_END}"
)
_CLINICAL = re.compile(
    _HEAD + r"(?:(?P<head>CIC)(?:[-_ ]?(?:P|EC|BT|BIOT|IT|N)(?=[\s_\d-]))?|"
    r"(?:Clinical\s+Investigations?\s+Cent(?:er|re)|Centre\s+d['’e]\s?Investigations?\s+Cliniques?))"
    rf"(?:[\s_-]{{0,2}}\(?(?:CIC|INSERM|Inserm)\)?)?{_GAP}(?P<number>\d{{3,4}}){_END}"
)
_FEDERATION = re.compile(
    _HEAD + r"(?P<head>IFR|SFR|FED|FR|US|ER|ERM)(?:[\s_-]?(?:FED|CNRS|INSERM|Inserm))?"
    rf"{_GAP}(?P<number>\d{{1,4}}){_END}"
)
_NAMED = re.compile(
    r"(?<![A-Za-z0-9@.])(?P<inner>"
    + "|".join(_SPONSORS[name] for name in ("Inserm", "CNRS", "INRAE", "IRD"))
    + r")[\s_#-]{0,2}(?:(?:research\s+)?unit[ée]?\s+)?(?:n\s?[°º]\s?)?"
    rf"(?P<number>\d{{3,4}}){_END}",
    re.IGNORECASE,
)
# "UMR 1052/5286": the second number of a pair.
_SECOND = re.compile(
    rf"\s?(?:/|&|\+|\bet\b|\band\b)\s?(?P<number>\d{{3,4}}){_END}(?!\s?(?:rue|bis)\b)"
)

_BEFORE_OTHER = re.compile(
    r"(?:\b(?:room|box|b[âa]t(?:iment)?|building|bureau|salle|[ée]tage|floor|porte|door|tour|wing|"
    r"ward|grants?|contracts?|contrat|projects?|projet|anr|convention|award|bp|cs)\b[\s.:#-]*"
    r"(?:n[°º]\s*)?|[€$£]\s?)$",
    re.IGNORECASE,
)
_AFTER_STREET = re.compile(
    r"\s*(?:bis\s+|ter\s+)?(?:rue|avenue|av\.|boulevard|bd|blvd|place|chemin|route|all[ée]e|quai|"
    r"impasse|street|road|(?:[\w'-]+\s+){0,2}cedex)\b",
    re.IGNORECASE,
)
_AFTER_NUMBER = re.compile(r"(?:[ .-]\d{2}){2,}(?!\d)|\.\d|[A-Za-z]{2,}\d{3}")
_AFTER_ADDRESS = re.compile(r"\.(?:[a-z]{2,}\.)?[a-z]{2,3}\b|[\w.-]*@")

UNSURE = frozenset({"U", "UR", "EA", "US", "ER", "FR"})
"""Kinds whose letters mean other things too: a street number or a foreign address is refused."""

_BESIDE = re.compile(r"[\s,()/&+_:-]*(?:(?:and|et)\s*)?")


def read_units(text: str) -> tuple[UnitMention, ...]:
    """Return the unit codes of `text`, in the order of the text, none overlapping another.

    >>> [one.label for one in read_units("Institut Cochin, Inserm U1016, CNRS UMR 8104, Paris")]
    ['U 1016', 'UMR 8104']
    >>> [one.code for one in read_units("UMR 1163 INSERM, Institut Imagine, F-75015 Paris")]
    ['U1163']
    """
    plain = text.translate(_PLAIN)
    if not _MAY_HAVE.search(plain):
        return ()
    sponsors = [(m.start(), m.end(), m.lastgroup or "") for m in _SPONSOR.finditer(plain)]
    found: list[UnitMention] = []
    taken = 0
    for match, place in sorted(_find_codes(plain), key=lambda one: (one[1][0], -one[1][1])):
        if place[0] < taken or _is_other(plain, place):
            continue
        mention = _understand(plain, match, place, sponsors)
        if mention is None or (mention.kind in UNSURE and _is_unsure(plain, mention.end)):
            continue
        found.append(mention)
        taken = mention.end
    return tuple(found)


def make_code(kind: str, number: int) -> str:
    """Return ``UMR8104`` from a kind and a number."""
    return f"{kind}{write_number(kind, number)}"


def write_number(kind: str, number: int) -> str:
    """Return the number as the kind writes it: those of CIC have four digits, others no zeros."""
    return f"{number:04d}" if kind == "CIC" else str(number)


_ASKED = re.compile(
    r"^\s*(?:INSERM|CNRS)?[\s,-]*([A-Z]{1,4})(?:[-_ ]?S(?=[\s_\d-]))?[\s_-]*(?:n°)?\s*(\d{1,5})\s*$"
)


def read_code(text: str) -> str:
    """Return a code as a person types it, in one writing: "umr 8104" is ``UMR8104``.

    Text that is no code is returned without spaces, so that it can be said not to exist.
    """
    units = read_units(text.upper())
    if len(units) == 1:
        return units[0].code
    match = _ASKED.match(text.upper())
    return make_code(match[1], int(match[2])) if match else "".join(text.split()).upper()


def list_writings(code: str) -> tuple[str, ...]:
    """Return a code and the others the same unit may be known by: a low UMR is often Inserm's.

    >>> list_writings("UMR1163"), list_writings("EA4340")
    (('UMR1163', 'U1163'), ('EA4340', 'UR4340'))
    """
    match = re.fullmatch(r"([A-Z]+)(\d+)", code)
    if not match:
        return (code,)
    kind, number = match[1], int(match[2])
    others = _OTHER_KINDS.get(kind, "")
    if kind == "UMR" and number > LAST_INSERM:
        others = ""
    return (code, make_code(others, number)) if others else (code,)


_OTHER_KINDS = {"UMR": "U", "U": "UMR", "EA": "UR", "UR": "EA", "UMS": "UAR", "USR": "UAR"}

_MAY_HAVE = re.compile(r"\d{2}")

Place = tuple[int, int]


def _find_codes(plain: str) -> Iterator[tuple[re.Match[str], Place]]:
    for pattern in (_JOINT, _INSERM, _UNIVERSITY, _CLINICAL, _FEDERATION, _NAMED):
        for match in pattern.finditer(plain):
            yield match, match.span()
            if pattern in {_JOINT, _INSERM, _NAMED} and (
                second := _SECOND.match(plain, match.end())
            ):
                yield second, second.span("number")


def _is_other(plain: str, place: Place) -> bool:
    """Say whether what stands around a code shows that it is a room, a grant or an address."""
    before = plain[max(0, place[0] - 24) : place[0]]
    return bool(_BEFORE_OTHER.search(before) or _AFTER_ADDRESS.match(plain, place[1]))


def _is_unsure(plain: str, end: int) -> bool:
    return bool(_AFTER_STREET.match(plain, end) or _AFTER_NUMBER.match(plain, end))


def _understand(
    plain: str, match: re.Match[str], place: Place, sponsors: list[tuple[int, int, str]]
) -> UnitMention | None:
    part = (plain.rfind(";", 0, place[0]) + 1, plain.find(";", place[1]))
    part = (part[0], len(plain) if part[1] < 0 else part[1])
    here = [one for one in sponsors if part[0] <= one[0] < part[1]]
    groups = match.groupdict()
    number, inner = int(match["number"]), _name_sponsor(groups.get("inner") or "")
    beside = inner or _find_beside(plain, place, here)
    nearest = beside or _find_nearest(place, here)
    read = _classify(match, number, beside, nearest)
    if read is None:
        return None
    kind, series, certain = read
    names = tuple(dict.fromkeys(name for _, _, name in here))
    return UnitMention(kind, number, *place, series, certain, names, part)


def _name_sponsor(text: str) -> str:
    match = _SPONSOR.match(text.strip())
    return (match.lastgroup or "") if match else ""


def _find_beside(plain: str, place: Place, here: list[tuple[int, int, str]]) -> str:
    """Return the body that stands directly before the code, or directly after it."""
    before = [n for s, e, n in here if e <= place[0] and _BESIDE.fullmatch(plain, e, place[0])]
    after = [n for s, e, n in here if s >= place[1] and _BESIDE.fullmatch(plain, place[1], s)]
    # A body before the number of another unit belongs to that one: "UMR 1087 / CNRS UMR 6291".
    return next((name for name in before + after if name in _SERIES_OF), "")


def _find_nearest(place: Place, here: list[tuple[int, int, str]]) -> str:
    far = [(max(s - place[1], place[0] - e), n) for s, e, n in here if n in _SERIES_OF]
    return min(far)[1] if far else ""


Reading = tuple[str, Series, bool]


def _classify(match: re.Match[str], number: int, beside: str, nearest: str) -> Reading | None:
    """Return kind, series and whether that is certain; None when it is no unit after all."""
    groups = match.groupdict()
    head = (groups.get("head") or "").upper().replace(".", "")
    if match.re is _CLINICAL:
        return "CIC", Series.CLINICAL, True
    if match.re is _UNIVERSITY:
        return _classify_university(head, number, beside, nearest)
    if match.re is _FEDERATION:
        return _classify_federation(head, number, nearest)
    if match.re is _INSERM or groups.get("unit") or _is_inserm_module(groups.get("module")):
        fits = FIRST_INSERM <= number <= LAST_INSERM
        return ("U", Series.INSERM, True) if fits else None
    return _classify_joint(head or "UMR", number, beside, nearest)


def _is_inserm_module(module: str | None) -> bool:
    return (module or "").strip("-_ ").upper() == "S"


def _classify_joint(head: str, number: int, beside: str, nearest: str) -> Reading | None:
    if number > LAST_INSERM:
        return head, Series.CNRS, True
    if number < FIRST_INSERM and not nearest:
        return None
    series = _SERIES_OF.get(nearest, Series.UNKNOWN)
    # "UPS Inserm 1214" is Université Paul Sabatier before a unit of Inserm.
    if head in {"UMR", "UPS"} and series is Series.INSERM and number >= FIRST_INSERM:
        return "U", series, bool(beside)
    # The CNRS beside a low number is its co-supervision as often as its own number.
    return head, series, bool(beside) and beside != "CNRS"


def _classify_university(head: str, number: int, beside: str, nearest: str) -> Reading | None:
    kind = "EA" if head == "EA" else "UR"
    if number > LAST_UNIVERSITY:
        return None
    if kind == "UR" and number <= LAST_INSERM and (beside or nearest) == "INRAE":
        return kind, Series.INRAE, bool(beside)
    return kind, Series.UNIVERSITY, True


def _classify_federation(head: str, number: int, nearest: str) -> Reading | None:
    if head in {"SFR", "FED"}:
        return ("SFR", Series.FEDERATION, True) if number >= FIRST_INSERM else None
    if head == "IFR":
        return ("IFR", Series.FEDERATION, True) if 0 < number < 1000 else None
    if head == "FR":
        named = nearest == "CNRS" and number > LAST_INSERM
        return ("FR", Series.FEDERATION, True) if named else None
    # "US" and "ER" are a country and a department of medicine but where Inserm stands near.
    named = nearest == "Inserm" and 0 < number < 1000
    return (head, Series.INSERM, True) if named else None
