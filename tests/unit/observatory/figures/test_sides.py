from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cordee.kernel.errors import UsageError
from cordee.observatory.figures.comparables import COMPARABLES
from cordee.observatory.figures.definitions import get_definition
from cordee.observatory.figures.selection import Selection
from cordee.observatory.figures.sides import MOST_SIDES, ComparisonQuestion, Side


INSERM, CURIE, ROUSSY = "02vjkv261", "04t0gwh46", "0321g0743"

sides = st.builds(
    Side,
    organisations=st.lists(st.sampled_from([INSERM, CURIE, ROUSSY]), min_size=1, unique=True).map(
        tuple
    ),
    within=st.sampled_from(
        [Selection(), Selection.from_text("country:GB"), Selection.from_text("theme:mesh/C04,eu")]
    ),
)


@settings(deadline=None)
@given(sides)
def test_a_side_reads_back_as_it_is_written(side: Side) -> None:
    assert Side.from_text(side.to_text()) == side
    # In an address typed by hand a plus sign arrives as a space.
    assert Side.from_text(side.to_text().replace("+", " ")) == side


@pytest.mark.parametrize("text", ["", "  ", ",country:GB", "Inserm", f"{INSERM},planet:Mars"])
def test_nonsense_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(UsageError):
        Side.from_text(text)


def test_too_much_is_refused() -> None:
    with pytest.raises(UsageError, match="51 organisations"):
        Side((INSERM,) * 51)
    with pytest.raises(UsageError, match="7 sides"):
        ComparisonQuestion(
            tuple(
                Side((INSERM,), Selection.of("country", code))
                for code in ("GB", "US", "DE", "IT", "ES", "BE", "CH")
            )
        )
    with pytest.raises(UsageError, match="Nothing was given"):
        ComparisonQuestion(())
    with pytest.raises(UsageError, match="not an indicator"):
        ComparisonQuestion((Side((INSERM,)),), "fame")


def test_a_side_given_twice_stands_once() -> None:
    question = ComparisonQuestion.from_text([INSERM, CURIE, f"{INSERM},"])
    assert [side.to_text() for side in question.sides] == [INSERM, CURIE]
    assert len(question.sides) < MOST_SIDES


@pytest.mark.parametrize("indicator", COMPARABLES, ids=lambda one: one.code)
def test_each_indicator_has_a_definition_and_a_list_of_works(indicator) -> None:
    assert get_definition(indicator.definition).label
    assert Selection.from_text(indicator.selection).parts is not None
