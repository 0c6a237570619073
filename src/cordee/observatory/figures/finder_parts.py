"""What the answer about possible partners is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cordee.observatory.figures.answer import Share
from cordee.observatory.figures.finder_choice import FinderChoice
from cordee.observatory.figures.people import NamedPerson
from cordee.observatory.figures.question import Question
from cordee.observatory.figures.selection import Selection


@dataclass(frozen=True, slots=True)
class HomeTheme:
    """A main theme of the home, with its works. `label` is the source's own word, None for MeSH."""

    key: str  # "mesh/C04"
    label: str | None
    works: int


@dataclass(frozen=True, slots=True)
class SharedTheme:
    """A main theme of the home and the candidate's works with it."""

    theme: HomeTheme
    works: int


@dataclass(frozen=True, slots=True)
class CommonPartner:
    """A partner of the home on `works` of the candidate, of few organisations."""

    organisation: str
    name: str
    works: int

    @property
    def selection(self) -> Selection:
        """Return the condition that selects these works, with the candidate as the home."""
        return Selection.of("organisation", self.organisation).with_part("few_organisations")


@dataclass(frozen=True, slots=True)
class CloseUnit:
    """A research unit with works on the themes."""

    unit: str  # its code
    name: str | None
    works: int
    last_year: int


@dataclass(frozen=True, slots=True)
class Closest:
    """Who is closest on both sides, most works first; the counts are of all.

    Those there have works of the candidate on the home's main themes; those here have works of the
    home on the themes shared with the candidate.
    """

    people_there: tuple[NamedPerson, ...]
    people_there_count: int
    units_there: tuple[CloseUnit, ...]
    people_here: tuple[NamedPerson, ...]
    people_here_count: int
    units_here: tuple[CloseUnit, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One possible partner with its reasons.

    Parts of the score are from 0 to 1, None if unknown; their names are those of `finder.WEIGHTS`.
    """

    organisation: str
    name: str
    country: str | None
    city: str | None
    types: tuple[str, ...]
    works: int  # all of the corpus in these years
    on_themes: Share  # of these, on the home's main themes
    score: float
    parts: Mapping[str, float | None]
    shared_themes: tuple[SharedTheme, ...]
    common_count: int
    common: tuple[CommonPartner, ...]
    common_weight: float  # Adamic and Adar's
    distance: float | None  # km, great circle, from the nearest place of the home
    first_half: int | None  # works on the themes in the halves of the full years
    second_half: int | None
    together: int  # works with the home in the whole corpus
    last_together: int | None
    closest: Closest
    is_small: bool  # on so few works on the themes that its place is chance


@dataclass(frozen=True)
class Finder:
    """The answer: the first candidates by score, and among how many."""

    question: Question
    choice: FinderChoice
    works: int  # of the home
    themes: tuple[HomeTheme, ...]  # the main ones, by which candidates are sought
    selection: str  # the condition of works on any of them
    halves: tuple[tuple[int, int], tuple[int, int]] | None
    candidates: tuple[Candidate, ...]
    total: int  # organisations that fulfil the choice
    looked_at: int  # of these, those compared closely
    snapshot: str | None
