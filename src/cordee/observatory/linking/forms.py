"""Other forms of a name that authors write: short heads, initials, words parted, halves left out.

From general knowledge of how institutions are called in their countries; no form is of one record.
"""

from __future__ import annotations

import re
from collections.abc import Iterator


# The full words that open names of a family, and what authors write in their place.
_HEADS = tuple(
    (re.compile(rf"^(?:The )?{full}(?: at |[\s,–-]+)(?=\S{{3}})", re.IGNORECASE), short)
    for full, short in (
        (r"Indian Institutes? of Technology", "IIT"),
        (r"Indian Institute of Management", "IIM"),
        (r"Indian Institute of Information Technology", "IIIT"),
        (r"Indian Institute of Science Education and Research", "IISER"),
        (r"Indian Council of Agricultural Research", "ICAR"),
        (r"National Institute of Technology", "NIT"),
        (r"National Institute of Pharmaceutical Education and Research", "NIPER"),
        (r"All India Institute of Medical Sciences", "AIIMS"),
        (r"Technische Universit(?:ät|aet)", "TU"),
        (r"Technical University(?: of)?", "TU"),
        (r"Technische Hochschule", "TH"),
        (r"Rheinisch-Westfälische Technische Hochschule", "RWTH"),
        (r"University of California", "UC"),
        (r"State University of New York", "SUNY"),
        (r"City University of New York", "CUNY"),
        (r"California State University", "CSU"),
        (r"Institut National des Sciences Appliquées(?: de)?", "INSA"),
        (r"Max[- ]Planck[- ]Institut(?:e)?", "MPI"),
        (r"Centre Hospitalier(?: de)?", "CH"),
        (r"United States", "US"),
        (r"United States", "U.S."),
        (r"U\.? ?S\.?(?=\s)", "United States"),
    )
)
# States that addresses and names write in initials.
_STATES = (("New South Wales", "NSW"), ("Western Australia", "WA"))
# "University of Koblenz and Landau": those of one town name theirs alone.
_TWO_TOWNS = re.compile(
    r"^((?:The )?(?:University of|Universit(?:à|y)(?: degli Studi)? di|Université (?:de|d')|Universität) ?"
    r"[A-ZÀ-Ý][\w'’]{3,})(?:[-–/]| and | & | und | e | et )(?!the\b)[A-ZÀ-Ý]?[\w'’]{3,}(?: [A-ZÀ-Ý]\w+)?$"
)
# A university that goes by its former name of an institute or a college.
_STILL_INSTITUTE = re.compile(r"^(.*\b(?:Institute|College)\b.*\S),? University$")
# An English hospital is called without the trust that runs it.
_TRUST = re.compile(r"^(.{8,}?),? NHS (?:Foundation )?Trust$")
_HEALTH_BOARD = re.compile(
    r"^(.{6,}?) (?:Teaching|University) (Hospitals?) NHS (?:Foundation )?Trust$"
)
# The hospitals of American veterans are called after their town before or behind.
_VETERANS = re.compile(
    r"^(?P<town>.{3,}?) (?P<head>(?:VA|Veterans (?:Affairs|Administration)) (?:Medical Center|Health ?care System|Hospital))$"
    r"|^(?P<first>(?:VA|Veterans (?:Affairs|Administration)) (?:Medical Center|Health ?care System|Hospital))(?: of)? (?P<behind>.{3,})$"
)
# Initials of a person: two or three capitals before a name.
_INITIALS = re.compile(r"(?<!\w)((?:[A-Z](?:\. ?| )){2,3})(?=[A-Z][a-z])")
# Words that some write as one and others as two.
_PARTED = (
    ("Postgraduate", "Post Graduate"),
    ("Healthcare", "Health Care"),
    ("Biotechnology", "Bio Technology"),
    ("Biomedical", "Bio Medical"),
    ("Northwestern", "North Western"),
    ("Northeastern", "North Eastern"),
    ("Southwestern", "South Western"),
    ("Southeastern", "South Eastern"),
    ("Childcare", "Child Care"),
    ("Agroforestry", "Agro Forestry"),
)
# Indian universities that state their legal standing in their name.
_DEEMED = ("{} (Deemed University)", "{} (Deemed to be University)")


def write_forms(text: str, country: str | None) -> Iterator[str]:
    """Yield names that mean what `text` does, word for word.

    >>> list(write_forms("Indian Institute of Technology Roorkee", "IN"))
    ['IIT Roorkee']
    >>> list(write_forms("K. J. Somaiya Medical College", "IN"))
    ['K.J. Somaiya Medical College', 'K J Somaiya Medical College']
    """
    for head, short in _HEADS:
        if head.match(text):
            yield head.sub(f"{short} ", text)
    for full, short in _STATES:
        if full in text:
            yield text.replace(full, short)
    for whole, parts in _PARTED:
        if whole in text:
            yield text.replace(whole, parts)
        elif parts in text:
            yield text.replace(parts, whole)
    yield from _write_initials(text)
    found = _VETERANS.match(text)
    if found:
        town, kind = found["town"] or found["behind"], found["head"] or found["first"]
        yield from (f"{town} {kind}", f"{kind} {town}")
    if country == "IN" and text.endswith(" University"):
        bare = text.removesuffix(" University")
        yield from (form.format(name) for form in _DEEMED for name in (text, bare))


def _write_initials(text: str) -> Iterator[str]:
    """Yield a name with its initials together, and apart: "C.S. Mott", "C S Mott"."""
    found = _INITIALS.search(text)
    if not found:
        return
    letters = [letter for letter in found[1] if letter.isalpha()]
    written = found[1].strip()
    for form in (".".join(letters) + ".", " ".join(letters)):
        if form != written:
            yield f"{text[: found.start()]}{form} {text[found.end() :]}"


def write_shorter(text: str) -> Iterator[str]:
    """Yield names that leave out a part of `text` that many do not write.

    >>> list(write_shorter("University Hospital Southampton NHS Foundation Trust"))
    ['University Hospital Southampton']
    """
    for pattern in (_TWO_TOWNS, _STILL_INSTITUTE, _TRUST):
        found = pattern.match(text)
        if found:
            yield found[1]
    found = _HEALTH_BOARD.match(text)
    if found:
        yield f"{found[1]} {found[2]}"
