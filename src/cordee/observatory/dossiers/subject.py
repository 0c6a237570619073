"""What a dossier is about, read from an address or a command line and checked with sentences."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cordee.kernel.errors import NotFoundError, UsageError
from cordee.kernel.identifiers import parse_ror
from cordee.kernel.messages import N_
from cordee.observatory.figures.question import read_ror
from cordee.observatory.figures.selection import Selection
from cordee.observatory.units.codes import read_code
from cordee.reference.countries import find_code, get_country, get_state
from cordee.reference.themes import all_labels


MOST_ALLIED = 12
"""Organisations of an alliance: each is looked at by itself and as one with the others, and a table
of what more of them bring could not be read."""

LONGEST_KEY = 200
"""Twelve ROR ids with what parts them have 119 characters; what is longer is no key."""


class SubjectKind(StrEnum):
    """The six kinds of dossiers."""

    COUNTRY = "country"
    ORGANISATION = "organisation"
    THEME = "theme"
    PAIR = "pair"
    ALLIANCE = "alliance"
    UNIT = "unit"


SELF_CONTAINED = frozenset({SubjectKind.PAIR, SubjectKind.ALLIANCE, SubjectKind.UNIT})
"""Kinds whose subject says itself who is looked at; the others need a home that looks."""


@dataclass(frozen=True)
class Subject:
    """A kind and its keys, checked; made by `read_subject`.

    One key for a country (ISO code), an organisation (ROR id), a theme (``mesh/C04``) and a unit
    (its code); two for a pair, an organisation first; two to twelve organisations for an alliance.
    """

    kind: SubjectKind
    keys: tuple[str, ...]

    @property
    def names_home(self) -> bool:
        """Whether the subject says itself who is looked at, so that no home need be named."""
        return self.kind in SELF_CONTAINED

    def to_key(self) -> str:
        """Return the keys as they stand in an address, which `read_subject` reads back.

        >>> Subject(SubjectKind.THEME, ("mesh/C04",)).to_key()
        'mesh-C04'
        """
        return "+".join(self.keys).replace("/", "-")


def read_kind(text: str) -> SubjectKind:
    """Return the kind named by `text`; raise `NotFoundError` when there is none."""
    try:
        return SubjectKind(text.strip().lower())
    except ValueError as error:
        raise NotFoundError(
            N_("There is no dossier of the kind “{text}”. The kinds are: {kinds}."),
            text=text[:40],
            kinds=", ".join(SubjectKind),
        ) from error


def read_subject(kind: str, key: str) -> Subject:
    """Return the subject `key` of `kind`, as in an address or a command line.

    Keys of several are parted by ``+``, a comma or a space. Whether the works know the subject is
    another question: a country without works in common has a dossier that says so. Raises
    `NotFoundError` or `UsageError` for what no subject can be.

    >>> read_subject("country", "united kingdom").keys
    ('GB',)
    >>> read_subject("alliance", "0321g0743+01cmnjq37").to_key()
    '0321g0743+01cmnjq37'
    """
    found = read_kind(kind)
    if len(key) > LONGEST_KEY:
        raise UsageError(N_("“{key}…” is too long for a subject of a dossier."), key=key[:40])
    return Subject(found, _READERS[found](key.strip()))


def _read_country(key: str) -> tuple[str, ...]:
    # Works with a territory are counted for the State it belongs to, so its dossier is the State's.
    return (get_state(get_country(find_code(key) or key[:40]).code),)


def _read_organisation(key: str) -> tuple[str, ...]:
    return (read_ror(key),)


def _read_theme(key: str) -> tuple[str, ...]:
    text = key if "/" in key else key.replace("-", "/", 1)
    value = Selection.of("theme", text).parts[0].value
    vocabulary, _, code = value.rpartition("/")
    known = code in all_labels() if vocabulary in ("", "mesh") else True
    if not known:
        raise NotFoundError(
            N_(
                "There is no theme “{theme}” in MeSH. Write a branch of its tree, such as mesh-C04 "
                "for neoplasms."
            ),
            theme=code[:40],
        )
    return (f"{vocabulary or 'mesh'}/{code}",)


def _read_pair(key: str) -> tuple[str, ...]:
    words = _split(key)
    if len(words) != 2 or words[0] == words[1]:
        raise UsageError(
            N_(
                "A pair is two organisations, or an organisation and a country, such as "
                "02vjkv261+0321g0743 or 02vjkv261+GB."
            )
        )
    words.sort(key=lambda word: parse_ror(word) is None)
    first = read_ror(words[0])
    second = parse_ror(words[1])
    if second == first:
        raise UsageError(N_("Both sides of this pair are the organisation {ror}."), ror=first)
    return (first, second or _read_country(words[1])[0])


def _read_alliance(key: str) -> tuple[str, ...]:
    organisations = tuple(dict.fromkeys(read_ror(word) for word in _split(key)))
    if not 2 <= len(organisations) <= MOST_ALLIED:
        raise UsageError(
            N_(
                "An alliance has from 2 to {most} organisations; {count} were given. Part their ROR "
                "ids with +, such as 0321g0743+01cmnjq37."
            ),
            most=MOST_ALLIED,
            count=len(organisations),
        )
    return organisations


def _read_unit(key: str) -> tuple[str, ...]:
    code = read_code(key[:40])
    # The selection refuses what no code can be; whether the lake knows it is found on reading it.
    return (Selection.of("unit", code).parts[0].value,)


def _split(key: str) -> list[str]:
    return [word for word in key.replace(",", " ").replace("+", " ").split() if word]


_READERS = {
    SubjectKind.COUNTRY: _read_country,
    SubjectKind.ORGANISATION: _read_organisation,
    SubjectKind.THEME: _read_theme,
    SubjectKind.PAIR: _read_pair,
    SubjectKind.ALLIANCE: _read_alliance,
    SubjectKind.UNIT: _read_unit,
}
