"""The map of flows: from the towns of a home to the towns, or the countries, of its partners."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from cordee.kernel.errors import UsageError
from cordee.kernel.messages import N_, Sentence
from cordee.observatory.figures.assemble import DEGREE_DIGITS
from cordee.observatory.figures.lake_facts import Row
from cordee.observatory.figures.question import Question
from cordee.observatory.figures.warehouse import Warehouse
from cordee.observatory.indicators.flows import (
    country_flows,
    located_works,
    town_flows,
    towns,
)
from cordee.reference.organisations import Registry


MOST_FLOWS = 500
"""More curves on a world map cover each other."""


class FlowEnds(StrEnum):
    """Where flows lead."""

    TOWNS = "towns"
    COUNTRIES = "countries"


@dataclass(frozen=True)
class FlowChoice:
    """Which flows of a home: where they lead, abroad alone or everywhere, how many at most.

    Raises `UsageError` for a number out of bounds.
    """

    ends: FlowEnds = FlowEnds.TOWNS
    abroad: bool = True
    most: int = 100

    def __post_init__(self) -> None:
        if not 1 <= self.most <= MOST_FLOWS:
            raise UsageError(
                N_("A map shows from 1 to {most} flows; {number} were asked for."),
                most=MOST_FLOWS,
                number=self.most,
            )


def read_ends(text: str) -> FlowEnds:
    """Return the ends of flows named by `text`; raise `UsageError` when there are none."""
    try:
        return FlowEnds(text.strip().lower() or FlowEnds.TOWNS)
    except ValueError as error:
        raise UsageError(
            N_("Flows lead to towns or to countries, not to “{text}”."), text=text[:60]
        ) from error


@dataclass(frozen=True, slots=True)
class Town:
    """A town of the home or of partners; a whole country when flows lead to countries."""

    id: str  # "home/FR/Paris", "US/Rochester, Minnesota", or "GB" for a country
    name: (
        str | None
    )  # with its region where the country has two of that name; None for a country, which `reference.countries` names
    country: str
    home: bool
    latitude: float | None  # degrees; None for a country, whose place is the map's to choose
    longitude: float | None
    works: int  # of the home with an organisation there; of a country, over its flows' greatest
    organisations: int | None  # of the home, or of partners, on these works


@dataclass(frozen=True, slots=True)
class Flow:
    """Works shared by a town of the home and a town or country of partners."""

    source: str
    target: str
    works: int


@dataclass(frozen=True)
class FlowMap:
    """The flows of a question, most works first, and what is not among them."""

    question: Question
    choice: FlowChoice
    towns: tuple[Town, ...]  # those of the flows kept: the home's first, then most works first
    flows: tuple[Flow, ...]
    candidates: int  # flows before the most of them were kept
    partnered: int  # works with a partner organisation (abroad, when flows are)
    located: int  # of these, works of which the town of one is known
    snapshot: str | None


def answer_flows(
    question: Question, choice: FlowChoice, warehouse: Warehouse, registry: Registry
) -> FlowMap:
    """Return the flows of `question` on one snapshot; the same rows give the same answer.

    Raises `NotFoundError` for an organisation or a zone that is not in the reference.
    """
    by_country = choice.ends is FlowEnds.COUNTRIES
    with warehouse.open_home(question, registry) as view:
        places = view.get_rows(towns)
        rows = view.get_rows(country_flows if by_country else town_flows)
        known = view.get_rows(located_works)[0]
    return make_flow_map(question, choice, places, rows, known, warehouse.state.snapshot)


def make_flow_map(
    question: Question,
    choice: FlowChoice,
    places: Sequence[Row],
    rows: Sequence[Row],
    known: Row,
    snapshot: str | None,
) -> FlowMap:
    """Return the map of flows as indicators give them, in any order."""
    by_country = choice.ends is FlowEnds.COUNTRIES
    wanted = [row for row in rows if by_country or not choice.abroad or row["abroad"]]
    flows = [Flow(_name_source(row), _name_target(row), row["works"]) for row in wanted]
    flows.sort(key=lambda one: (-one.works, one.target, one.source))
    kept = tuple(flows[: choice.most])
    ends = {end for one in kept for end in (one.source, one.target)}
    found = {town.id: town for town in map(_make_town, places)}
    if by_country:
        found |= {one.target: _make_country(one.target, flows) for one in kept}
    chosen = sorted(
        (found[end] for end in ends), key=lambda town: (not town.home, -town.works, town.id)
    )
    suffix = "_abroad" if choice.abroad or by_country else ""
    return FlowMap(
        question=question,
        choice=choice,
        towns=tuple(chosen),
        flows=kept,
        candidates=len(flows),
        partnered=known[f"partnered{suffix}"] or 0,
        located=known[f"located{suffix}"] or 0,
        snapshot=snapshot,
    )


def describe_flows(found: FlowMap) -> tuple[Sentence, ...]:
    """Return sentences about a map of flows, the most important first; never none."""
    if not found.flows:
        return (
            Sentence(
                N_(
                    "No town of a partner is known on these works. Choose other years, or partners "
                    "everywhere."
                )
            ),
        )
    said = [
        Sentence(
            N_("{flows} of {candidates} flows, between {towns} places."),
            {
                "flows": len(found.flows),
                "candidates": found.candidates,
                "towns": len(found.towns),
            },
        )
    ]
    if found.choice.ends is FlowEnds.TOWNS:
        said.append(
            Sentence(
                N_("The town of a partner is known on {located} of {partnered} works with one."),
                {"located": found.located, "partnered": found.partnered},
            )
        )
    else:
        said.append(
            Sentence(
                N_("A country stands at the middle of its largest land, wherever the partner is.")
            )
        )
    said.append(
        Sentence(
            N_(
                "An organisation is in the town the registry gives it: one with laboratories in the "
                "whole country is at its seat."
            )
        )
    )
    return tuple(said)


def _name_source(row: Row) -> str:
    return f"home/{row['country']}/{row['town']}"


def _name_target(row: Row) -> str:
    town = row.get("other_town")
    return f"{row['other_country']}/{town}" if town else row["other_country"]


def _make_town(row: Row) -> Town:
    place = f"{row['country']}/{row['town']}"
    return Town(
        id=f"home/{place}" if row["home"] else place,
        name=row["town"],
        country=row["country"],
        home=bool(row["home"]),
        latitude=round(row["latitude"], DEGREE_DIGITS),
        longitude=round(row["longitude"], DEGREE_DIGITS),
        works=row["works"],
        organisations=row["organisations"],
    )


def _make_country(code: str, flows: Sequence[Flow]) -> Town:
    most = max(one.works for one in flows if one.target == code)
    return Town(code, None, code, False, None, None, most, None)
