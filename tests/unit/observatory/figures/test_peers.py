from __future__ import annotations

import pytest
from tests.unit.observatory.figures.lakes import COUNTRY_OF, A, G, SmallRegistry, Work, make_lake

from cordee.observatory.figures.compute import Observatory
from cordee.observatory.figures.definitions import get_definition
from cordee.observatory.figures.peers import (
    LEAST_CLOSE,
    LEAST_THEMED,
    MAIN_TYPES,
    MOST_CLOSE,
    choose_closest,
    get_main_type,
)
from cordee.observatory.figures.question import Question


C04 = frozenset({("mesh", "C04", "heading")})
C10 = frozenset({("mesh", "C10", "heading")})
CLOSE, LARGE, OTHER, FEW, SCHOOL, ABROAD = (f"0{n}peers{n}{n}" for n in range(1, 7))
NUMBERS = {20: "twenty", 5: "five"}
TYPES = {
    A: ["facility", "funder"],
    G: ["nonprofit"],
    CLOSE: ["healthcare", "funder"],
    LARGE: ["facility"],
    OTHER: ["nonprofit"],
    FEW: ["facility"],
    SCHOOL: ["education"],
    ABROAD: ["facility"],
}
WORKS = {  # themes, and how many works
    A: (C04, 6),
    G: (C04, 4),
    CLOSE: (C04, LEAST_THEMED),
    LARGE: (C10, 20),
    OTHER: (C10, 5),
    FEW: (C04, LEAST_THEMED - 1),
    SCHOOL: (C04, 9),
    ABROAD: (C04, 8),
}


@pytest.fixture
def observatory(monkeypatch: pytest.MonkeyPatch) -> Observatory:
    """An alliance of two French bodies; one peer is close, the others fail one part of the rule."""
    for one in TYPES:
        monkeypatch.setitem(COUNTRY_OF, one, "DE" if one == ABROAD else "FR")
    registry = SmallRegistry()
    for one, types in TYPES.items():
        registry.organisations[one].types = tuple(types)
    rows = [
        {"organisation": one, "name": one, "country": COUNTRY_OF[one], "types": types}
        for one, types in TYPES.items()
    ]
    works = [
        Work(100 * place + number, 2020, {one: frozenset()}, {COUNTRY_OF[one]: frozenset()}, themes)
        for place, (one, (themes, count)) in enumerate(WORKS.items())
        for number in range(count)
    ]
    return Observatory(make_lake(works, organisations=rows), registry)


def test_the_closest_are_of_the_main_type_the_country_and_the_themes(observatory: Observatory):
    found = observatory.get_gathering(Question((A, G))).closest
    assert (found.types, found.countries, found.others) == (("institute",), ("FR",), 1)
    assert [
        (one.organisation, one.works, one.rank_before, one.rank_after) for one in found.peers
    ] == [
        ("", 10, None, 1),
        (A, 6, 1, None),
        (CLOSE, 5, 2, 2),
        (G, 4, 3, None),
    ]
    assert found.peers[2].closeness == pytest.approx(1)


def test_those_of_the_same_types_are_compared_whatever_their_themes(observatory: Observatory):
    found = observatory.get_gathering(Question((A, G))).typed
    assert found.types == ("facility", "nonprofit")
    assert [(one.organisation, one.rank_before, one.rank_after) for one in found.peers] == [
        (LARGE, 1, 1),
        ("", None, 2),
        (A, 2, None),
        (OTHER, 3, 3),
        (G, 4, None),
        (FEW, 4, 4),
    ]


def test_every_type_has_one_main_type():
    listed = [kind for kinds in MAIN_TYPES.values() for kind in kinds]
    assert len(listed) == len(set(listed))
    assert [get_main_type([kind]) for kind in listed] == [
        main for main, kinds in MAIN_TYPES.items() for _ in kinds
    ]
    assert get_main_type(["funder"]) is None


def test_the_closest_are_not_many():
    cosines = {f"{number:03}": 0.99 - number / 1000 for number in range(MOST_CLOSE + 5)}
    assert choose_closest(cosines) == sorted(cosines)[:MOST_CLOSE]


def test_the_rule_is_told_with_its_own_numbers() -> None:
    told = get_definition("peers").definition
    assert f"the {NUMBERS[MOST_CLOSE]} closest to it in theme" in told
    assert f"of {LEAST_CLOSE} at least, over {NUMBERS[LEAST_THEMED]} works" in told
