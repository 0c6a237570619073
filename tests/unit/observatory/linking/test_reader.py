from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.observatory.linking.layout import hash_shorter
from cordee.observatory.linking.normalise import SIGN_GAPS
from cordee.observatory.linking.reader import Reader, Trait


WORDS = ["univ", "paris", "dornelles", "bern", "strasbourg"]
CODES = {"": 0, "FR": 1, "GB": 2, "US": 3, "US-MA": 4}


def make_reader() -> Reader:
    keys, numbers = [], []
    for number, word in enumerate(WORDS, 1):
        for key in hash_shorter(word):
            keys.append(key)
            numbers.append(number)
    order = np.argsort(np.array(keys, np.uint32), kind="stable")
    spellings = (np.array(keys, np.uint32)[order], np.array(numbers, np.int32)[order])
    vocabulary = {word: number for number, word in enumerate(WORDS, 1)}
    return Reader(vocabulary, WORDS, spellings, CODES)


def read(text: str) -> tuple[list[int], list[Trait]]:
    batch = make_reader().read([text])
    words = batch.words
    ids, traits = [], []
    for raw in batch.raw:
        begin, end = words.form_offsets[raw], words.form_offsets[raw + 1]
        ids += words.forms[begin:end].tolist()
        traits += [Trait(int(words.traits[raw]))] * int(end - begin)
    return ids, traits


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Université de Paris", [1, 2]),
        ("Paris Xyzzy", [2, 0]),
        ("Dorneles", [3]),
        ("Dornellles", [3]),
        ("Dornelels", [3]),
        ("Dornell", [0]),  # two letters away
        ("Brno", [0]),  # too short to be corrected to Bern
        ("", []),
    ],
)
def test_words_become_numbers(text: str, ids: list[int]) -> None:
    assert read(text)[0] == ids


@pytest.mark.parametrize(
    ("word", "trait"),
    [
        ("CNRS", Trait.CAPITALS),
        ("paris", Trait.LOWER),
        ("69008", Trait.DIGITS),
        ("U1016", Trait.INSERM_UNIT),
        ("UMR7104", Trait.CNRS_UNIT),
        ("Strasborg", Trait.CORRECTED),
        ("GmbH", Trait.COMPANY),
    ],
)
def test_traits(word: str, trait: Trait) -> None:
    assert read(word)[1][0] & trait


def test_a_code_of_a_country_is_known() -> None:
    batch = make_reader().read(["UK", "MA"])

    assert batch.words.countries[batch.raw].tolist() == [2, 0]
    assert batch.words.states[batch.raw].tolist() == [0, 4]


def test_places_lead_back_to_the_original() -> None:
    text = "M&#xfc;nchen, U.S.A."
    batch = make_reader().read([text])

    places = batch.texts[0].get_places(3)

    assert [text[start:end] for start, end in (places[0], places[2])] == ["M&#xfc;nchen", "U.S.A."]


@given(st.text(max_size=60))
def test_places_lie_in_the_text_and_in_order(text: str) -> None:
    batch = make_reader().read([text])

    found = batch.texts[0]
    pairs = zip(found.words, found.get_places(len(batch.raw)), strict=True)
    places = [place for word, place in pairs if word not in SIGN_GAPS]

    assert places == sorted(places)
    assert all(0 <= start < end <= len(text) for start, end in places)
