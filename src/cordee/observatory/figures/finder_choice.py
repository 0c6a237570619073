"""Which possible partners a reader wants to see."""

from __future__ import annotations

from dataclasses import dataclass

from cordee.kernel.errors import UsageError
from cordee.kernel.messages import N_, Choices
from cordee.observatory.figures.question import read_ror
from cordee.observatory.figures.selection import Selection
from cordee.reference.countries import get_country
from cordee.reference.zones import get_zone


LEAST = 3
"""Works on the themes a candidate has at least: one or two may be a guest's."""

MOST_LEAST = 1_000_000
MOST_SHOWN = 200
SHOWN = 25
MOST_LEFT = 200
"""Organisations one reader rules out by hand; more would not fit in an address."""

KINDS: dict[str, str] = {
    "education": N_("Universities and schools"),
    "healthcare": N_("Hospitals"),
    "facility": N_("Institutes and facilities"),
    "government": N_("Public bodies"),
    "company": N_("Companies"),
    "nonprofit": N_("Non-profit organisations"),
    "archive": N_("Archives and libraries"),
    "other": N_("Other"),
}
"""Types of the registry by which candidates can be kept, with what to call them."""

TYPES: dict[str, str] = {**KINDS, "funder": N_("Funders")}
"""All types of the registry. It calls any body that gives grants a funder, so none are kept by it."""


@dataclass(frozen=True)
class FinderChoice:
    """Which candidates are kept.

    `country` (a code), `zone` (a code of `cordee.reference.zones`) and `kind` (one of `KINDS`) keep
    all when empty; `theme` (``mesh/C04``) seeks on this theme alone rather than on the home's main
    ones; `least` is of works on the themes; `everywhere` lets organisations of the home's own country
    in; `lapsed` shows those with works together, none of late, instead of those without; `left` are
    ruled out. Raises `UsageError` or `NotFoundError` for what cannot be.
    """

    country: str = ""
    zone: str = ""
    kind: str = ""
    theme: str = ""
    least: int = LEAST
    everywhere: bool = False
    lapsed: bool = False
    left: tuple[str, ...] = ()
    most: int = SHOWN

    def __post_init__(self) -> None:
        if self.country:
            object.__setattr__(self, "country", get_country(self.country).code)
        if self.zone:
            object.__setattr__(self, "zone", get_zone(self.zone.upper()).code)
        if self.kind and self.kind not in KINDS:
            raise UsageError(
                N_("“{text}” is not a type of organisation. The types are: {kinds}."),
                text=self.kind[:40],
                kinds=Choices(tuple(KINDS.items())),
            )
        if self.theme:
            [part] = Selection.of("theme", self.theme).parts
            theme = part.value if "/" in part.value else f"mesh/{part.value}"
            object.__setattr__(self, "theme", theme)
        check_number(self.least, MOST_LEAST)
        check_number(self.most, MOST_SHOWN)
        left = tuple(dict.fromkeys(read_ror(one) for one in self.left))
        if len(left) > MOST_LEFT:
            raise UsageError(
                N_("{count} organisations are ruled out; {most} are the most."),
                count=len(left),
                most=MOST_LEFT,
            )
        object.__setattr__(self, "left", left)


def check_number(number: int, most: int) -> None:
    """Raise `UsageError` for a number that is not from 1 to `most`."""
    if not 1 <= number <= most:
        raise UsageError(
            N_("The number is from 1 to {most}; {number} was given."), most=most, number=number
        )
