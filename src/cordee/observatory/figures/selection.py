"""The works behind a figure, named in a few characters that fit in an address.

A selection is one or more *parts*; a work is selected when every part holds. Written, parts are
joined by commas: ``year:2020,country:US``. The empty text, or ``works``, selects all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from cordee.kernel.errors import UsageError
from cordee.kernel.identifiers import parse_ror
from cordee.kernel.messages import N_, Choices
from cordee.observatory.indicators.partners import HOME_LEADS
from cordee.observatory.indicators.people import LONGEST_KEY
from cordee.observatory.indicators.selections import KINDS, SIDES
from cordee.observatory.indicators.tables import ROLES


MOST_PARTS = 6
"""A page combines a year, a class, a country, an organisation, a theme and a role; no figure needs
more, and a longer address can only be nonsense that would cost a long query."""

MOST_THEMES = 8
"""Themes of which a work may have any; a home's main ones, by which partners are found."""

_THEME_TEXT = r"(?:[a-z]{2,20}/)?[A-Za-z0-9][A-Za-z0-9.-]{0,31}"
_THEME = re.compile(rf"^{_THEME_TEXT}$")
_SHAPES = {
    "country": re.compile(r"^[A-Z]{2}$"),
    "lead": re.compile(rf"^(?:[A-Z]{{2}}|{HOME_LEADS})$"),
    "year": re.compile(r"^(?:1[5-9]\d\d|20\d\d|2100)$"),
    "theme": _THEME,
    "themes": re.compile(rf"^{_THEME_TEXT}(?:\+{_THEME_TEXT}){{0,{MOST_THEMES - 1}}}$"),
    "heading": _THEME,
    "keyword": _THEME,
    "unit": re.compile(r"^[A-Z]{1,12}[0-9A-Z]{0,12}$"),
    # An ORCID or a folded name, perhaps after a side: neither has a comma or a colon.
    "person": re.compile(rf"^(?:(?:home|partner|other)/)?[^\x00-\x1f,:/]{{1,{LONGEST_KEY}}}$"),
    # A town and perhaps its region: "US/Rochester, Minnesota".
    "city": re.compile(r"^[A-Z]{2}/[^\x00-\x1f]{1,120}$"),
}
_ORCID_X = re.compile(r"(?:^|/)(?:\d{4}-){3}\d{3}x$", re.ASCII)


@dataclass(frozen=True, order=True)
class Part:
    """One condition: a kind of `cordee.observatory.indicators.selections.KINDS` and its value."""

    kind: str
    value: str = ""

    def to_text(self) -> str:
        """Return ``kind`` or ``kind:value``; a comma of a value is written ``%2C``.

        >>> Part("city", "US/Winston, Salem").to_text()
        'city:US/Winston%2C Salem'
        """
        written = self.value.replace("%", "%25").replace(",", "%2C")
        return f"{self.kind}:{written}" if self.value else self.kind


@dataclass(frozen=True)
class Selection:
    """Works of a question that fulfil every part; no part selects all works."""

    parts: tuple[Part, ...] = ()

    @classmethod
    def of(cls, kind: str, value: str | int = "") -> Selection:
        """Return the selection of one kind, checked.

        >>> Selection.of("country", "US").to_text()
        'country:US'
        """
        return cls((_read_part(kind, str(value)),))

    @classmethod
    def from_text(cls, text: str) -> Selection:
        """Read ``country:US`` or ``year:2020,international``; raise `UsageError` on nonsense.

        >>> Selection.from_text("year:2020, country:us").to_text()
        'year:2020,country:US'
        >>> Selection.from_text("city:CA/London%2C Ontario").parts[0].value
        'CA/London, Ontario'
        >>> Selection.from_text("").parts
        ()
        """
        words = [word.strip() for word in text.split(",") if word.strip()]
        if len(words) > MOST_PARTS:
            raise UsageError(
                N_("This selection has {count} conditions; {most} are the most."),
                count=len(words),
                most=MOST_PARTS,
            )
        parts = [_read_part(*_split(word)) for word in words]
        return cls(tuple(dict.fromkeys(part for part in parts if part.kind != "works")))

    def to_text(self) -> str:
        """Return the text `from_text` reads back; ``works`` when all works are selected."""
        return ",".join(part.to_text() for part in self.parts) or "works"

    def with_part(self, kind: str, value: str | int = "") -> Selection:
        """Return this selection narrowed by one more condition."""
        return Selection.from_text(f"{self.to_text()},{Part(kind, str(value)).to_text()}")


def _split(word: str) -> tuple[str, str]:
    kind, _, value = word.partition(":")
    # The reverse of `Part.to_text`, so that a name with a comma is no two conditions.
    value = value.replace("%2C", ",").replace("%2c", ",").replace("%25", "%")
    return kind.strip().lower(), value.strip()


def _read_part(kind: str, value: str) -> Part:
    if kind not in KINDS:
        choices = Choices(tuple((one, "") for one in sorted(KINDS)))
        near, others = choices.part_by_likeness(kind[:40])
        raise UsageError(
            N_(
                "“{kind}” is not a kind of selection. The closest are: {near}. The others are: {others}."
            ),
            kind=kind[:40],
            near=near,
            others=others,
        )
    if not KINDS[kind]:
        if value:
            raise UsageError(
                N_("The selection “{kind}” takes no value, and “{value}” was given."),
                kind=kind,
                value=value[:40],
            )
        return Part(kind)
    tidy = _tidy_value(kind, value)
    if tidy is None:
        raise UsageError(
            N_("“{value}” does not suit the selection “{kind}”. Write for example {example}."),
            kind=kind,
            value=value[:40],
            example=KINDS[kind],
        )
    return Part(kind, tidy)


def _tidy_value(kind: str, value: str) -> str | None:
    if kind in ("organisation", "group", "partner", "own"):
        return parse_ror(value)
    if kind == "lead" and value.lower() == HOME_LEADS:
        return HOME_LEADS
    if kind in ROLES:
        return value.lower() if value.lower() in SIDES else None
    if kind in ("country", "lead", "unit"):
        value = value.upper()
    if kind == "person":
        value = _tidy_person(value)
    return value if _SHAPES[kind].match(value) else None


def _tidy_person(value: str) -> str:
    folded = " ".join(value.lower().split())
    # The last character of an ORCID may be X, which stands for ten and is written large.
    return folded[:-1] + "X" if _ORCID_X.search(folded) else folded
