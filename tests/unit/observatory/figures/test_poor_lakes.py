"""Lakes that hold next to nothing, or one work that holds everybody: every answer is still an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest
from tests.unit.observatory.figures.lakes import (
    COUNTRY_OF,
    A,
    B,
    G,
    MemoryLake,
    SmallRegistry,
    U,
    Work,
    make_lake,
)

from cordee.observatory.dossiers.build import make_dossier
from cordee.observatory.dossiers.model import Dossier
from cordee.observatory.dossiers.subject import Subject, SubjectKind
from cordee.observatory.figures.compute import Observatory
from cordee.observatory.figures.finder_choice import FinderChoice
from cordee.observatory.figures.flows import FlowChoice
from cordee.observatory.figures.network_parts import NetworkChoice, NodeKind
from cordee.observatory.figures.question import Question
from cordee.observatory.figures.selection import Part, Selection
from cordee.reference.countries import all_countries
from cordee.reference.records import Name, Organisation


HOME = Question((A,))
LEAD = frozenset({"first", "last"})
NOBODY: frozenset[str] = frozenset()

AUTHORS, BODIES = 5000, 1000


def draw(count: int, others: tuple[str, ...] = (), countries: tuple[str, ...] = ()) -> list[Work]:
    return [
        Work(
            key,
            2020,
            organisations={A: LEAD, **dict.fromkeys(others, NOBODY)},
            countries=dict.fromkeys(countries, LEAD),
        )
        for key in range(count)
    ]


class CrowdRegistry(SmallRegistry):
    """The small registry and a thousand organisations of every country."""

    def __init__(self) -> None:
        super().__init__()
        countries = [one.code for one in all_countries() if not one.part_of]
        crowd = {f"0{n:08}": countries[n % len(countries)] for n in range(BODIES)}
        self.organisations = {
            one: Organisation(
                id=one,
                name=f"Organisation {one}",
                names=(Name(f"Organisation {one}", ("ror_display",)),),
                country=country,
                city="Ville",
                types=("education",),
                parents=(A,) if one == B else (),
                children=(B,) if one == A else (),
            )
            for one, country in (COUNTRY_OF | crowd).items()
        }


def make_crowd() -> MemoryLake:
    """One work of five thousand authors of a thousand organisations, and one of two."""
    registry = CrowdRegistry()
    bodies = [one for one in registry.organisations.values() if one.country]
    codes = sorted({one.country for one in bodies})
    lake = make_lake(draw(1, (G,), ("FR", "GB")), organisations=[row_of(one) for one in bodies])
    work = {"work": 99, "year": 2020}
    lake.tables["works"].append(
        {
            **work,
            "source": "pubmed",
            "title": "Of all",
            "authors": AUTHORS,
            "sources": ["pubmed:99"],
        }
    )
    roles = {"first": False, "last": False, "corresponding": None}
    for name, column, keys in (
        ("work_organisations", "organisation", [one.id for one in bodies]),
        ("work_countries", "country", codes),
    ):
        lake.tables[name] += [
            {**work, **roles, column: one, "weight": 1 / len(keys)} for one in keys
        ]
    for row in lake.tables["work_organisations"]:
        row["country"] = registry.organisations[row["organisation"]].country
    lake.tables["authorships"] = [
        {"work": 99, "position": place + 1, "name": f"Ada Autrice{place}"}
        | {"affiliations": [place % len(bodies)]}
        for place in range(AUTHORS)
    ]
    lake.tables["links"] = [
        {"affiliation": key, "organisation": one.id} for key, one in enumerate(bodies)
    ]
    lake.tables["affiliation_countries"] = [
        {"affiliation": key, "country": one.country} for key, one in enumerate(bodies)
    ]
    return lake


def row_of(one: SimpleNamespace) -> dict[str, object]:
    return {"organisation": one.id, "name": one.name, "city": one.city, "country": one.country} | {
        "types": ["education"],
        "latitude": 48.0,
        "longitude": 2.0,
    }


LAKES: dict[str, Callable[[], MemoryLake]] = {
    "no works": lambda: make_lake([]),
    "no works of the home": lambda: make_lake([Work(1, 2020, {G: LEAD}, {"GB": LEAD})]),
    "no countries": lambda: make_lake(draw(40, (G, U))),
    "one country": lambda: make_lake(draw(40, (), ("FR",))),
    "three works": lambda: make_lake(draw(3, (G,), ("FR", "GB"))),
    "no years": lambda: make_lake([Work(1, None, {A: LEAD}, {"FR": LEAD})]),
    "five thousand authors": make_crowd,
}

SUBJECTS = {
    "country": Subject(SubjectKind.COUNTRY, ("GB",)),
    "organisation": Subject(SubjectKind.ORGANISATION, (G,)),
    "theme": Subject(SubjectKind.THEME, ("mesh/C04",)),
    "pair": Subject(SubjectKind.PAIR, (A, G)),
    "alliance": Subject(SubjectKind.ALLIANCE, (A, G)),
}


@pytest.fixture(params=LAKES)
def observatory(request: pytest.FixtureRequest) -> Iterator[Observatory]:
    found = Observatory(LAKES[request.param](), CrowdRegistry())  # type: ignore[arg-type]
    yield found
    found.forget()


def test_every_answer_is_given(observatory: Observatory):
    figures = observatory.get_figures(HOME)
    assert figures.works == figures.covered_works + figures.unknown_works
    for kind in NodeKind:
        network = observatory.get_network(HOME, NetworkChoice(kind))
        assert len(network.nodes) <= network.candidates
    assert observatory.get_finder(HOME, FinderChoice())
    assert observatory.get_flows(HOME, FlowChoice())
    assert observatory.get_people(HOME).works <= figures.works
    assert observatory.get_who(HOME, Part("country", "GB"))
    assert observatory.get_surroundings(HOME)
    there = observatory.get_other_side(HOME, "GB")
    narrowed = replace(HOME, within=Selection.of("international"))
    assert observatory.get_other_side(narrowed, "GB") is there
    assert observatory.get_gathering(Question((A, G)))
    assert observatory.get_declared(HOME)
    assert observatory.get_world()


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_dossier_is_made(observatory: Observatory, subject: str):
    dossier = look(observatory, SUBJECTS[subject])
    assert dossier.sections
    assert all(one.blocks for one in dossier.sections)


def test_a_work_of_all_is_one_work():
    observatory = Observatory(make_crowd(), CrowdRegistry())  # type: ignore[arg-type]
    assert observatory.get_figures(HOME).works == 2
    assert observatory.get_works(HOME, Selection.of("hyper")).total == 1
    network = observatory.get_network(HOME, NetworkChoice(NodeKind.ORGANISATIONS))
    assert network.candidates > BODIES > len(network.nodes) > 1


def test_without_countries_no_share_is_given():
    figures = Observatory(make_lake(draw(40, (G, U))), CrowdRegistry()).get_figures(HOME)  # type: ignore[arg-type]
    assert (figures.works, figures.unknown_works, figures.coverage.value) == (40, 40, 0.0)
    assert figures.international.value is None


def look(observatory: Observatory, subject: Subject) -> Dossier:
    home = None if subject.names_home else HOME
    return make_dossier(observatory, subject, home, "en", date(2026, 1, 5))
