"""Who here works with a country, an organisation or a city, or on a theme; and with whom there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from cordee.kernel.errors import UsageError
from cordee.kernel.messages import N_
from cordee.observatory.figures.homes import list_members
from cordee.observatory.figures.lake_facts import Row
from cordee.observatory.figures.people import (
    Person,
    Side,
    describe_people,
    rank_people,
)
from cordee.observatory.figures.question import Question
from cordee.observatory.figures.selection import Part, Selection
from cordee.observatory.figures.warehouse import Indicator, Warehouse
from cordee.observatory.indicators.who import (
    people_of_city,
    people_of_country,
    people_of_organisation,
    working_units,
)
from cordee.reference.organisations import Registry


THERE: Mapping[str, Indicator] = {
    "country": people_of_country,
    "organisation": people_of_organisation,
    "city": people_of_city,
}
"""Who is there, by the kind of subject; a theme is no place, so all partners' people are."""


@dataclass(frozen=True, slots=True)
class UnitAtWork:
    """A research unit of the home on the works asked about; `first` and `last` author from it."""

    unit: str  # its code
    name: str | None
    town: str | None
    works: int
    first_year: int
    last_year: int
    first: int
    last: int


@dataclass(frozen=True)
class Who:
    """The people and units of the home on the works with a subject, and the people there.

    Each list has at most so many as asked, most works first; the counts are of all.
    """

    question: Question  # narrowed to the subject
    subject: Part
    works: int
    first_year: int | None
    last_year: int | None
    here: tuple[Person, ...]
    here_count: int
    units: tuple[UnitAtWork, ...]
    unit_count: int
    there: tuple[Person, ...]
    there_count: int
    snapshot: str | None


def answer_who(
    question: Question, subject: Part, warehouse: Warehouse, registry: Registry, most: int
) -> Who:
    """Return who of `question`'s home works with `subject`, at most `most` a list.

    Raises `NotFoundError` for an organisation that is not in the reference, `UsageError` for one of
    the home.
    """
    if subject.kind == "organisation":
        check_is_outside(question, subject, registry)
    # Whoever signs from an own body is no partner's, but is there when that body is asked about.
    own = (Side.OTHER,) if subject.kind == "organisation" else ()
    away = (Side.PARTNER, *own)
    parts = dict.fromkeys((*question.within.parts, subject))
    narrowed = replace(question, within=Selection(tuple(parts)))
    with warehouse.open_home(narrowed, registry, people=True) as view:
        view.put_asked([subject.value])
        home, here_count = rank_people(view, (Side.HOME,), most)
        partners, there_count = rank_people(view, away, most, THERE.get(subject.kind))
        people = describe_people(view, [*home, *partners], warehouse, registry, subject.value)
        [span] = view.query(
            "SELECT count(*) AS works, min(year) AS first_year, max(year) AS last_year "
            "FROM home_works"
        )
        units = view.get_rows(working_units)
    units.sort(key=lambda row: (-row["works"], row["unit"]))
    return Who(
        question=narrowed,
        subject=subject,
        works=span["works"],
        first_year=span["first_year"],
        last_year=span["last_year"],
        here=tuple(one for one in people if one.side is Side.HOME),
        here_count=here_count,
        units=tuple(_make_unit(row) for row in units[:most]),
        unit_count=len(units),
        there=tuple(one for one in people if one.side in away),
        there_count=there_count,
        snapshot=warehouse.state.snapshot,
    )


def check_is_outside(question: Question, subject: Part, registry: Registry) -> None:
    """Raise `UsageError` when the organisation asked about is of the home."""
    known = registry.get(subject.value)
    if known.id in dict(list_members(question, registry)):
        raise UsageError(
            N_(
                "{name} is of the home itself. Ask about an organisation outside it, or take it out "
                "of the home."
            ),
            name=known.name,
        )


def _make_unit(row: Row) -> UnitAtWork:
    acronym = row.pop("acronym")
    return UnitAtWork(**(row | {"name": row["name"] or acronym}))
