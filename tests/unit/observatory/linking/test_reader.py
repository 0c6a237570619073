from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cordee.observatory.linking.layout import hash_shorter
from cordee.observatory.linking.noise import clean
from cordee.observatory.linking.normalise import KEPT, SIGN_GAPS, split_words
from cordee.observatory.linking.reader import Reader
from cordee.observatory.linking.traits import Trait


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

    places = make_reader().read([text]).list_places(0)

    assert [text[start:end] for start, end in places] == ["M&#xfc;nchen", ",", "U.S.A."]


@given(st.text(max_size=60))
def test_places_lie_in_the_text_and_in_order(text: str) -> None:
    places = make_reader().read([text]).list_places(0)

    assert places == sorted(places)
    assert all(0 <= start < end <= len(text) for start, end in places)


# What one pass of machine code must read as the expressions of `clean` and `split_words` do.
PIECES = [
    "U.", "U.S.A.", "U.S.Army", "K.U. Leuven", "U.K", "U.S.T.x", "A.b", "Ghent U.,", "U. of", "U. of_",
    "P. U. of", "King's", "King’s", "kings's", "x`s", "'s", "9's", "北’s", "北京", "กรุง", "é", "É–", "Ã©",
    "Ã ", "SÃO", "&amp;", "&amp;#x00FC;", "R&D;", "&", "&#233;", "a@b.org", "@", "＠", "Electronic address:",
    "ELECTRONIC ADDRESS:", "e-mail:", "E-MAIL", "tel.", "Hôtel:", "fax", "https://x.org/y z", "www.x",
    "WWW.x", "orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097", "a-b-c-d", "grid.1.2", "ıSNİ", "ISNI",
    "<sup>", "#N#", "Corresponding author:", "currently with", "e\u0301", "\u00ad", "ﬁ", "²", "가\u11a8",
    "Soc. of", "end.", ".", "..", " ", "  ", "\t", "\n", "\x01", "\x1f", ",", "، ", ";", "|", "-", "_", "A", "b", "1",
    "\ue000", "\ud800", "𝙰", "😀", "İstanbul", "ıı", "U.\n", "S.", "T", "s",
]  # fmt: skip
tricky = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=7).map("".join)
SIGNS = list(SIGN_GAPS)


@given(st.lists(tricky, max_size=4))
@settings(max_examples=1000)
def test_texts_are_split_as_expressions_split_them(texts: list[str]) -> None:
    reader = make_reader()
    batch = reader.read(texts)
    numbers: dict[str, int] = {}

    for number, text in enumerate(texts):
        cleaned, offsets = clean(text)
        first, end = batch.offsets[number], batch.offsets[number + 1]
        words = split_words(cleaned)
        assert len(words) == end - first
        assert batch.moved.get(number) == offsets
        for place, word in enumerate(words, first):
            if word in SIGNS:
                assert batch.raw[place] == SIGNS.index(word)
            else:
                written = cleaned[batch.starts[place] : batch.stops[place]]
                assert len(written) == len(word)
                assert all(one in {other, KEPT} for one, other in zip(word, written, strict=True))
                assert batch.raw[place] == numbers.setdefault(word, int(batch.raw[place]))
    assert len(set(numbers.values())) == len(numbers)


def test_texts_with_identifiers_are_odd() -> None:
    texts = [
        "https://ror.org/04t0gwh46",
        "GRID.418596.7",
        "ISNI 0000 0004 0639 6384",
        "Paris, jane@x.org",
    ]

    assert make_reader().read(texts).odd == (0, 1, 2)


def test_more_words_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cordee.observatory.linking.reader._FEWEST_SLOTS", 64)
    reader = make_reader()

    for first in range(0, 300, 30):
        batch = reader.read([f"Paris w{number}" for number in range(first, first + 30)])

        assert len(set(batch.raw.tolist())) == 31
        assert batch.words.forms[batch.words.form_offsets[batch.raw[0]]] == 2
