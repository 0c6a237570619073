"""What a reader asks: which home, which years, how to count."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from cordee.kernel.errors import UsageError
from cordee.kernel.identifiers import parse_ror
from cordee.kernel.messages import N_
from cordee.kernel.periods import Years
from cordee.observatory.figures.selection import Selection
from cordee.observatory.indicators.zones import USUAL_ZONE


ALL_WORKS = Selection()
ALL_YEARS = Years()


FOLDS = {"HK": "CN", "MO": "CN", "TW": "CN", "XK": "RS"}
"""Territories with a country code of their own that some count with another State. They stand apart
unless a reader asks: the CWTS Leiden Ranking folds Hong Kong and Macao into China, bibliometrix these
and Taiwan, and Kosovo's code is no ISO country, so that figures of others can be met only by asking."""


class Counting(StrEnum):
    """How a work that several partners share is counted.

    `FULL`: each partner gets 1. `FRACTIONAL`: the work's 1 is divided over its authors, then their
    affiliations, then the organisations or countries these name.
    """

    FULL = "full"
    FRACTIONAL = "fractional"


@dataclass(frozen=True)
class Question:
    """One question: a home (organisations looked at as one), a period, a way of counting.

    `within` narrows it to the home's works that fulfil a selection: every figure is then of those
    works alone, which is how the figures of a home with one country, theme or unit are had.

    `organisations` are ROR ids (nine characters, in the order asked, each once); `with_parts`
    adds the organisations below them in the registry; `zone` is a code of
    `cordee.reference.zones` ("EU", "EA", "EEA", "EUROPE"). `own_as_partners` counts as partners
    what is told apart otherwise: organisations above or below the home in the registry, and
    co-tutelles. `folded` are territories counted with the State that claims them (`FOLDS`).

    >>> Question(("https://ror.org/02vjkv261", "02vjkv261"), Years(2019, 2021)).organisations
    ('02vjkv261',)
    """

    organisations: tuple[str, ...]
    years: Years = ALL_YEARS
    counting: Counting = Counting.FULL
    with_parts: bool = False
    zone: str = USUAL_ZONE
    within: Selection = ALL_WORKS
    own_as_partners: bool = False
    folded: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.organisations:
            raise UsageError(
                N_("No organisation was given. Name at least one by its ROR id, such as 02vjkv261.")
            )
        known = dict.fromkeys(read_ror(text) for text in self.organisations)
        object.__setattr__(self, "organisations", tuple(known))
        object.__setattr__(self, "zone", self.zone.strip().upper() or USUAL_ZONE)
        object.__setattr__(self, "folded", read_folds(self.folded))

    @classmethod
    def from_text(
        cls,
        organisations: Iterable[str],
        years: str = "",
        counting: str = "full",
        *,
        with_parts: bool = False,
        zone: str = USUAL_ZONE,
        within: str = "",
        own_as_partners: bool = False,
        folded: Iterable[str] = (),
    ) -> Question:
        """Read a question from the words of an address or a command line.

        Raises `UsageError` with a sentence for an id, a period or a counting that cannot be read.

        >>> Question.from_text(["02vjkv261"], "2019-2021", "fractional").counting.value
        'fractional'
        """
        return cls(
            organisations=tuple(organisations),
            years=Years.from_text(years),
            counting=read_counting(counting),
            with_parts=with_parts,
            zone=zone,
            within=Selection.from_text(within),
            own_as_partners=own_as_partners,
            folded=tuple(folded),
        )


def read_ror(text: str) -> str:
    """Return the nine characters of a ROR id; raise `UsageError` when `text` is not one."""
    found = parse_ror(text)
    if found is None:
        raise UsageError(
            N_(
                "“{text}” is not a ROR id. It has nine characters, such as 02vjkv261; "
                "search the organisation by its name to find it."
            ),
            text=text[:60],
        )
    return found


def read_counting(text: str) -> Counting:
    """Return the way of counting named by `text`; raise `UsageError` when there is none."""
    try:
        return Counting(text.strip().lower() or Counting.FULL)
    except ValueError as error:
        raise UsageError(
            N_("“{text}” is not a way of counting. Choose full or fractional."), text=text[:60]
        ) from error


def read_folds(codes: Iterable[str]) -> tuple[str, ...]:
    """Return the territories to fold, each once and in order; raise `UsageError` for any other.

    >>> read_folds(["mo", "HK", "hk"])
    ('HK', 'MO')
    """
    asked = {code.strip().upper() for text in codes for code in text.split(",") if code.strip()}
    for code in sorted(asked - set(FOLDS)):
        raise UsageError(
            N_("“{code}” is not a territory that can be counted with another. These are: {codes}."),
            code=code[:40],
            codes=", ".join(FOLDS),
        )
    return tuple(sorted(asked))
