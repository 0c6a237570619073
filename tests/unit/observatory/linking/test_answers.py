from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from cordee.observatory.linking.answers import Answers
from cordee.observatory.linking.links import Link, Linked


IDS = ["04t0gwh46", "02vjkv261", "052gg0110"]
CODES = ["", "FR", "GB"]
CURIE = Link("04t0gwh46", 0.99, "name", 0, 14)
INSERM = Link("02vjkv261", 0.5, "acronym", 16, 22)
OXFORD = Link("052gg0110", 1.0, "correction", 0, 6)
ANSWERED = [
    Linked((CURIE, INSERM), ("FR", "GB"), "organisation"),
    Linked((), ("GB",), "text"),
    Linked((), (), ""),
    Linked((INSERM,), ("FR",), "organisation"),
]


@pytest.fixture
def answers() -> Answers:
    index: Any = SimpleNamespace(
        ids=IDS,
        codes=CODES,
        number_of={id_: number for number, id_ in enumerate(IDS)},
        code_of={code: number for number, code in enumerate(CODES)},
        id_column=pa.array(IDS),
        code_column=pa.array([code or None for code in CODES]),
        tables=SimpleNamespace(country=np.array([1, 1, 2], np.int16)),
    )
    nothing = np.zeros((0, 5), np.int32), np.zeros(0), np.zeros((0, 3), np.int32)
    return Answers(index, len(ANSWERED), *nothing).put(dict(enumerate(ANSWERED)))


def test_what_is_put_is_listed(answers: Answers) -> None:
    assert answers.list_linked() == ANSWERED


def test_some_are_taken_in_the_order_asked_for(answers: Answers) -> None:
    assert answers.take([1, 3]).list_linked() == [ANSWERED[1], ANSWERED[3]]


def test_others_are_put_in_the_place_of_some(answers: Answers) -> None:
    other = Linked((OXFORD, INSERM), ("GB", "FR"), "organisation")

    found = answers.put({1: other, 3: Linked((), (), "")}).list_linked()

    assert found == [ANSWERED[0], other, ANSWERED[2], ANSWERED[2]]


def test_a_table_has_a_row_for_whoever_is_named_and_for_nobody(answers: Answers) -> None:
    table = answers.tabulate(pa.array(["a", "b", None, "d"]))

    assert list(zip(*(column.to_pylist() for column in table.columns), strict=True)) == [
        ("a", "04t0gwh46", "FR", 0.99, "name", 0, 14),
        ("a", "02vjkv261", "FR", 0.5, "acronym", 16, 22),
        ("b", None, "GB", None, None, None, None),
        (None, None, None, None, None, None, None),
        ("d", "02vjkv261", "FR", 0.5, "acronym", 16, 22),
    ]


def test_a_text_without_a_country_has_a_row_that_says_so(answers: Answers) -> None:
    texts, columns = answers.name_countries()

    assert texts.tolist() == [0, 0, 1, 2, 3]
    assert columns["country"].to_pylist() == ["FR", "GB", "GB", None, "FR"]
    assert columns["basis"].to_pylist() == [
        "organisation", "organisation", "text", "", "organisation",
    ]  # fmt: skip
