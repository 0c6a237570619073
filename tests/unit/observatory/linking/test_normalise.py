from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cordee.observatory.linking.noise import clean
from cordee.observatory.linking.normalise import (
    SIGN_GAPS,
    NameReader,
    fold,
    read_word,
    split_words,
)


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("Université", ("univ",)),
        ("Univ", ("univ",)),
        ("Universitätsklinikum", ("univ", "hospital")),
        ("U.S.A.", ("usa",)),
        ("XII", ("12",)),
        ("Lyon1", ("lyon", "1")),
        ("University2", ("univ", "2")),
        ("of", ()),
        ("университета", ("univ",)),
    ],
)
def test_read_word(word: str, forms: tuple[str, ...]) -> None:
    assert read_word(word)[0] == forms


@pytest.mark.parametrize(
    "noise",
    [
        "jane@example.org",
        "https://orcid.org/0000-0002-1825-0097",
        "0000-0002-1825-0097",
        "Electronic address:",
        "Electronic address: jane@example.org.",
        "<sup>",
    ],
)
def test_noise_is_blanked_in_place(noise: str) -> None:
    cleaned, offsets = clean(f"Paris {noise} Lyon")

    assert cleaned.split() == ["Paris", "Lyon"]
    assert len(cleaned) == len(f"Paris {noise} Lyon")
    assert offsets is None


def test_soft_hyphens_are_no_part_of_a_word() -> None:
    assert clean("Insti\u00adtut") == ("Institut", [0, 1, 2, 3, 4, 6, 7, 8])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Bank of Lyon, Paris", ["Bank", "of", "Lyon", "Paris"]),
        ("北京大学", ["北", "京", "大", "学"]),
        ("Saint-Étienne (CHU)", ["Saint", "Étienne", "CHU"]),
        ("Inst. of X\x01Y", ["Inst", "of", "X", "Y"]),
        ("", []),
    ],
)
def test_words_of_a_text(text: str, words: list[str]) -> None:
    assert [word for word in split_words(text) if word not in SIGN_GAPS] == words


@given(st.text(alphabet=st.characters(max_codepoint=127), max_size=40))
def test_the_fast_way_reads_as_the_general_one(text: str) -> None:
    # A letter no ASCII text has sends the same text the general way.
    assert split_words(f"{text}\té")[:-1] == split_words(text)


def test_names_number_words_as_they_come() -> None:
    vocabulary: dict[str, int] = {}

    assert NameReader(vocabulary).read("Université de Paris") == [1, 2]
    assert vocabulary == {"univ": 1, "paris": 2}


# A letter as Arabic joins it, of the block of presentation forms.
@example("\ufbe9\ufeef")
@given(st.text(max_size=30))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
