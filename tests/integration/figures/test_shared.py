"""Works of several groups together, against works found one group at a time."""

from __future__ import annotations

from pathlib import Path

import pytest

from cordee.observatory.figures.compute import Observatory
from cordee.observatory.figures.question import Question
from cordee.observatory.figures.shared import SharedOutput, SharedYear
from cordee.observatory.lake.store import open_lake


INSERM, OXFORD, HARVARD, CNRS = "02vjkv261", "052gg0110", "03vek6s52", "02feahw73"


@pytest.fixture(scope="module")
def observatory(demo_lake: Path) -> Observatory:
    return Observatory(open_lake(demo_lake))


def find_works(observatory: Observatory, organisation: str) -> frozenset[int]:
    return observatory.get_work_keys(Question(organisations=(organisation,), with_parts=True))


def test_works_of_two_are_those_that_name_both(observatory: Observatory) -> None:
    groups = tuple(frozenset({one}) for one in (INSERM, OXFORD, HARVARD, CNRS))
    found = observatory.get_shared_output(groups)
    works = [find_works(observatory, one) for one in (INSERM, OXFORD, HARVARD, CNRS)]
    for first in range(4):
        for second in range(first):
            together = sum(found.count_years({first, second}).values())
            assert together == len(works[first] & works[second])
    assert sum(found.count_years({0, 1}).values()) > 0


def test_a_work_of_three_counts_once(observatory: Observatory) -> None:
    groups = tuple(frozenset({one}) for one in (INSERM, OXFORD, CNRS))
    found = observatory.get_shared_output(groups)
    inserm, oxford, cnrs = (find_works(observatory, one) for one in (INSERM, OXFORD, CNRS))
    expected = (inserm & oxford) | (inserm & cnrs) | (oxford & cnrs)
    assert sum(found.count_years({0, 1, 2}).values()) == len(expected)


def test_a_group_of_several_is_one(observatory: Observatory) -> None:
    both = frozenset({INSERM, CNRS})
    found = observatory.get_shared_output((both, frozenset({OXFORD})))
    inserm, oxford, cnrs = (find_works(observatory, one) for one in (INSERM, OXFORD, CNRS))
    assert sum(found.count_years({0, 1}).values()) == len((inserm | cnrs) & oxford)


def test_nobody_together_has_no_works(observatory: Observatory) -> None:
    assert observatory.get_shared_output(()).rows == ()
    assert observatory.get_shared_output((frozenset({INSERM}),)).count_years({0}) == {}


def test_a_part_shares_no_work_with_its_whole_by_signing_alone(observatory: Observatory) -> None:
    cornell, weill = "05bnh6r87", "02r109517"
    groups = tuple(frozenset({one}) for one in (cornell, weill, INSERM))
    found = observatory.get_shared_output(groups)
    part, inserm = find_works(observatory, weill), find_works(observatory, INSERM)
    whole = find_works(observatory, cornell)
    assert part < whole
    inner = observatory.registry.with_parts([weill])
    others = sorted(observatory.registry.with_parts([cornell]) - inner)
    of_others = observatory.get_work_keys(Question(organisations=tuple(others)))
    assert sum(found.count_years({0, 1}).values()) == len(part & of_others) < len(part)
    # Beside a third, the part stands for the whole that the agreement names.
    assert sum(found.count_years({0, 2}).values()) == len(whole & inserm)
    assert sum(found.count_years({1, 2}).values()) == len(part & inserm)


def test_the_same_organisations_twice_are_one_group(observatory: Observatory) -> None:
    found = observatory.get_shared_output((frozenset({INSERM}), frozenset({INSERM})))
    assert found.count_years({0, 1}) == {}


def held(*places: int) -> frozenset[frozenset[int]]:
    """Return the memberships of a work with an organisation of each group."""
    return frozenset(frozenset({place}) for place in places)


def test_years_add_up_whoever_else_is_on_the_work() -> None:
    rows = (
        SharedYear(held(0, 1), 2019, 2),
        SharedYear(held(0, 1, 2), 2019, 1),
        SharedYear(held(0, 2), 2020, 5),
    )
    found = SharedOutput(rows)
    assert found.count_years([0, 1]) == {2019: 3}
    assert found.count_years([0, 2]) == {2019: 1, 2020: 5}
    assert found.count_years([0, 1, 2]) == {2019: 3, 2020: 5}
    assert found.count_years([0]) == {}


def test_an_organisation_of_two_groups_counts_for_both_unless_one_lies_in_the_other() -> None:
    row = SharedYear(frozenset({frozenset({0, 1})}), 2019, 2)
    assert SharedOutput((row,)).count_years([0, 1]) == {2019: 2}
    assert SharedOutput((row,), frozenset({(0, 1)})).count_years([0, 1]) == {}
