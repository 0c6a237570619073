"""The key figures of organisations before and after a new linking, where they moved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cordee.observatory.figures.answer import Figures
from cordee.observatory.figures.compute import Observatory
from cordee.observatory.figures.question import Question
from cordee.observatory.lake.store import Lake
from cordee.reference.organisations import Registry


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """Of one organisation, over all years: works, and who they were written with.

    Shares are of the works with a known country, None when there are none.
    """

    works: int
    international_works: int
    international_share: float | None
    eu_share: float | None  # European Union as it was in the year of each work
    partner_countries: int


@dataclass(frozen=True, slots=True)
class Move:
    """The key figures of one organisation before and after; at least one of them moved."""

    id: str
    name: str
    before: KeyFigures
    after: KeyFigures


def find_moves(
    before: Lake, after: Lake, registry: Registry, organisations: Iterable[str]
) -> tuple[Move, ...]:
    """Return the organisations (ROR ids) of which a key figure is different, in the order given.

    Raises `NotFoundError` for an organisation that `registry` does not have.
    """
    former, present = Observatory(before, registry), Observatory(after, registry)
    moves = []
    for organisation in organisations:
        question = Question.from_text([organisation])
        sides = [_pick(one.get_figures(question)) for one in (former, present)]
        if sides[0] != sides[1]:
            known = registry.get(organisation)
            moves.append(Move(known.id, known.name, *sides))
    return tuple(moves)


def _pick(figures: Figures) -> KeyFigures:
    return KeyFigures(
        works=figures.works,
        international_works=figures.international.works,
        international_share=figures.international.value,
        eu_share=figures.eu.value,
        partner_countries=figures.country_count,
    )
