from __future__ import annotations

import pytest

from cordee.observatory.linking.endings import drop_country, move_town
from cordee.observatory.linking.forms import write_forms, write_shorter
from cordee.observatory.linking.names import Kind


@pytest.mark.parametrize(
    ("name", "country", "form"),
    [
        ("Indian Institute of Technology Madras", "IN", "IIT Madras"),
        ("Technische Universität Dresden", "DE", "TU Dresden"),
        ("University of California, Davis", "US", "UC Davis"),
        ("U.S. Geological Survey", "US", "United States Geological Survey"),
        ("University of New South Wales", "AU", "University of NSW"),
        ("C. S. Mott Children's Hospital", "US", "C.S. Mott Children's Hospital"),
        ("Syracuse VA Medical Center", "US", "VA Medical Center Syracuse"),
        ("Symbiosis International University", "IN", "Symbiosis International (Deemed University)"),
        ("Postgraduate Institute", "IN", "Post Graduate Institute"),
    ],
)
def test_a_form_means_the_same(name: str, country: str, form: str) -> None:
    assert form in set(write_forms(name, country))


@pytest.mark.parametrize("name", ["VA Nebraska", "NHS Foundation Trust", "A Coruña University"])
def test_capitals_that_are_no_initials_stay_as_they_are(name: str) -> None:
    assert list(write_forms(name, "GB")) == []


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("University Hospital Southampton NHS Foundation Trust", "University Hospital Southampton"),
        ("Bradford Teaching Hospitals NHS Foundation Trust", "Bradford Hospitals"),
        ("University of Koblenz and Landau", "University of Koblenz"),
        ("Vellore Institute of Technology University", "Vellore Institute of Technology"),
    ],
)
def test_a_part_is_left_out(name: str, form: str) -> None:
    assert form in set(write_shorter(name))


TOWN, PEOPLE, HOSPITAL, SIXTH, CHANGZHENG = range(1, 6)


def is_bare(ids: object) -> bool:
    return CHANGZHENG not in ids  # type: ignore[operator]


def test_a_town_is_moved_and_left_out() -> None:
    found = list(move_town([TOWN, CHANGZHENG, HOSPITAL], [TOWN], is_bare))

    assert found == [
        ([CHANGZHENG, HOSPITAL, TOWN], Kind.VARIANT),
        ([CHANGZHENG, HOSPITAL], Kind.SHORTENED | Kind.TOWNLESS),
    ]


def test_words_of_many_names_keep_their_town() -> None:
    found = list(move_town([SIXTH, PEOPLE, HOSPITAL, TOWN], [TOWN], is_bare))

    assert found == [([TOWN, SIXTH, PEOPLE, HOSPITAL], Kind.VARIANT)]


@pytest.mark.parametrize(
    ("ids", "town"), [([TOWN, HOSPITAL], [TOWN]), ([PEOPLE, TOWN, HOSPITAL], [TOWN]), ([TOWN], [])]
)
def test_a_town_stays_where_nothing_else_is_left(ids: list[int], town: list[int]) -> None:
    assert list(move_town(ids, town, is_bare)) == []


def test_a_country_at_the_end_is_left_out() -> None:
    republic, china = 7, 8

    found = list(drop_country([PEOPLE, HOSPITAL, republic, china], [[republic, china], [china]]))

    assert found == [([PEOPLE, HOSPITAL], Kind.SHORTENED)]
    assert list(drop_country([HOSPITAL, china], [[china]])) == []
