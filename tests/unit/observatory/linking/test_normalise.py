from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.observatory.linking.normalise import (
    COMMA,
    HARD,
    OF,
    SPACE,
    Tokeniser,
    clean,
    fold,
    read_word,
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
        "<sup>",
    ],
)
def test_noise_is_blanked_in_place(noise: str) -> None:
    cleaned, offsets = clean(f"Paris {noise} Lyon")

    assert cleaned.split() == ["Paris", "Lyon"]
    assert len(cleaned) == len(f"Paris {noise} Lyon")
    assert offsets is None


def test_entities_keep_offsets() -> None:
    text = "M&#xfc;nchen, Ville"
    tokens = Tokeniser({}, grow=True).tokenise(text)

    places = [tokens.get_place(n) for n in range(len(tokens.raw))]
    written = [text[a:b] for a, b in places]
    assert written == ["M&#xfc;nchen", "Ville"]


def test_gaps() -> None:
    tokens = Tokeniser({}, grow=True).tokenise("Bank of Lyon, Paris; Rome")

    assert tokens.gaps == [HARD, OF, COMMA, HARD]
    assert Tokeniser({}, grow=True).tokenise("Big Lab").gaps == [HARD, SPACE]


def test_unspaced_scripts_are_read_by_character() -> None:
    assert Tokeniser({}, grow=True).tokenise("北京大学").raw == ["北", "京", "大", "学"]


def test_unknown_words_have_number_zero() -> None:
    assert Tokeniser({"paris": 7}).tokenise("Paris Xyzzy").ids == [7, 0]


@given(st.text(max_size=60))
def test_offsets_lie_in_the_text_and_in_order(text: str) -> None:
    tokens = Tokeniser({}, grow=True).tokenise(text)

    places = [tokens.get_place(n) for n in range(len(tokens.raw))]

    assert places == sorted(places)
    assert all(0 <= start < end <= len(text) for start, end in places)


@given(st.text(max_size=30))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
