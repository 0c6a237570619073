from __future__ import annotations

import pytest

from cordee.kernel.errors import UsageError
from cordee.observatory.figures.question import Question


def test_ids_are_tidied_and_kept_in_order():
    question = Question(("https://ror.org/04T0GWH46", "02vjkv261", "04t0gwh46"))
    assert question.organisations == ("04t0gwh46", "02vjkv261")


@pytest.mark.parametrize(
    ("organisations", "years", "counting"),
    [
        ([], "", "full"),
        (["Inserm"], "", "full"),
        (["02vjkv261"], "nonsense", "full"),
        (["02vjkv261"], "", "half"),
    ],
)
def test_what_cannot_be_read_gets_a_sentence(organisations, years, counting):
    with pytest.raises(UsageError) as caught:
        Question.from_text(organisations, years, counting)
    assert caught.value.sentence.to_text("fr")
