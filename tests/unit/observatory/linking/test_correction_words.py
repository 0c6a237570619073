from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from cordee.observatory.linking.correction_words import fold_whole, place_words, split_words


TEXTS = st.text(st.sampled_from("aZ9 .,'’-éÉŒßøİΣςя北京の·\u0301\t_"), max_size=30) | st.text(
    max_size=30
)


@given(TEXTS)
def test_all_ways_of_reading_give_the_same_words(text: str) -> None:
    assert split_words(text) == [word.text.encode() for word in place_words(text)]


@given(TEXTS)
def test_words_stand_in_the_text_in_their_order(text: str) -> None:
    words = place_words(text)

    assert all(0 <= word.start < word.end <= len(text) for word in words)
    assert [word.start for word in words] == sorted(word.start for word in words)
    assert all(split_words(text[word.start : word.end]) for word in words)


def test_punctuation_parts_words_and_accents_do_not_count() -> None:
    assert split_words("L'HÔPITAL (A.P.-H.P.) n° 2") == b"l hopital a p h p n 2".split()
    assert split_words("北京大学 Lab") == [
        "北".encode(),
        "京".encode(),
        "大".encode(),
        "学".encode(),
        b"lab",
    ]


def test_a_whole_text_keeps_accents_and_punctuation() -> None:
    assert fold_whole(" Hôpital\u00a0 X,\nLYON ") == "hôpital x, lyon"
    assert fold_whole("Hopital X") != fold_whole("Hôpital X")
    assert fold_whole("Ho\u0302pital") == fold_whole("hôpital")


@given(TEXTS)
def test_a_whole_text_has_one_blank_between_words(text: str) -> None:
    assert fold_whole(text) == " ".join(unicodedata.normalize("NFC", text).split()).casefold()
    assert fold_whole(f" {text}\u2003") == fold_whole(text)
