"""The people and units closest to each possible partner, there and here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from cordee.observatory.figures.finder_parts import (
    Closest,
    CloseUnit,
    SharedTheme,
)
from cordee.observatory.figures.lake_facts import Row
from cordee.observatory.figures.people import NamedPerson, Side, choose_names, name_people
from cordee.observatory.figures.warehouse import HomeView
from cordee.observatory.indicators.closest import (
    candidate_people,
    names_there,
    people_here,
    people_there,
    units_here,
    units_there,
)


NAMED = 3
"""People, and units, named on each side: whom to ring first, and what fits in a line."""


def read_closest(
    view: HomeView, themes: Sequence[str], shared: Mapping[str, Sequence[SharedTheme]]
) -> dict[str, Closest]:
    """Return who is closest to each candidate, by its ROR id.

    `themes` are the home's main ones, `shared` those each candidate is told to share with it. The view
    holds the tables of people and `theme_rows`.
    """
    there, units = _read_there(view, themes, list(shared))
    sets = {one: tuple(sorted(s.theme.key for s in many)) for one, many in shared.items()}
    asked = sorted(set(sets.values()))
    view.put_groups(asked)
    rows = view.get_first(people_here, "part", "person", NAMED)
    here_units = _group_units(view.get_first(units_here, "part", "unit", NAMED), "part")
    names = name_people(view, Side.HOME, sorted({row["person"] for row in rows}))
    here = _group_people(
        rows, "part", {(row["part"], row["person"]): names[row["person"]] for row in rows}
    )
    found = {}
    for one, keys in sets.items():
        part = asked.index(keys)
        people_of, count_of = there.get(one, ((), 0))
        people_at, count_at = here.get(part, ((), 0))
        found[one] = Closest(
            people_there=people_of,
            people_there_count=count_of,
            units_there=units.get(one, ()),
            people_here=people_at,
            people_here_count=count_at,
            units_here=here_units.get(part, ()),
        )
    return found


def _read_there(
    view: HomeView, themes: Sequence[str], candidates: Sequence[str]
) -> tuple[dict[object, tuple[tuple[NamedPerson, ...], int]], dict[object, tuple[CloseUnit, ...]]]:
    view.put_groups([themes, candidates])
    view.build("candidate_people", candidate_people)
    rows = view.get_first(people_there, "organisation", "person", NAMED)
    units = _group_units(view.get_first(units_there, "organisation", "unit", NAMED), "organisation")
    view.put_asked([f"{row['organisation']}/{row['person']}" for row in rows])
    names = choose_names(view.get_rows(names_there), ("organisation", "person"))
    return _group_people(rows, "organisation", names), units


def _group_people(
    rows: Iterable[Row], by: str, names: Mapping[tuple[object, ...], str]
) -> dict[object, tuple[tuple[NamedPerson, ...], int]]:
    found: defaultdict[object, list[NamedPerson]] = defaultdict(list)
    totals = {}
    for row in rows:
        person = row["person"]
        name = names[row[by], person]
        found[row[by]].append(
            NamedPerson(person, name, row["works"], row["first_year"], row["last_year"])
        )
        totals[row[by]] = row["total"]
    return {key: (tuple(people), totals[key]) for key, people in found.items()}


def _group_units(rows: Iterable[Row], by: str) -> dict[object, tuple[CloseUnit, ...]]:
    found: defaultdict[object, list[CloseUnit]] = defaultdict(list)
    for row in rows:
        found[row[by]].append(CloseUnit(row["unit"], row["name"], row["works"], row["last_year"]))
    return {key: tuple(units) for key, units in found.items()}
