from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.reference.json_list import (
    BrokenListError,
    EmptyTextError,
    ListReader,
    NotAListError,
)


def read(text: bytes, size: int = 3, largest: int = 1000) -> list[object]:
    pieces = (text[at : at + size] for at in range(0, len(text), size))
    return list(ListReader(pieces, largest).read())


ITEMS = st.lists(st.dictionaries(st.text(max_size=5), st.text() | st.integers() | st.none()))


@given(ITEMS, st.integers(1, 40), st.booleans())
def test_pieces_of_any_size_give_the_same_items(items, size: int, plain: bool) -> None:
    text = json.dumps(items, ensure_ascii=plain, indent=None if plain else 2).encode()
    assert read(text, size, largest=1 << 20) == items


@pytest.mark.parametrize(
    ("text", "items"),
    [
        (b'[{"a": 1}, {"b": ', 1),
        (b'[{"a": 1}', 1),
        (b'[{"a": 1},', 1),
        (b'[{"a": 1} {"b": 2}]', 1),
        (b"[", 0),
        (b'[{"a": "\xff"}]', 0),
        (b'[{"a": "\x00"}]', 0),
        (b'[{"a": "' + b"x" * 5000 + b'"}]', 0),
        (b"[" * 100_000, 0),
    ],
)
def test_broken(text: bytes, items: int) -> None:
    with pytest.raises(BrokenListError) as caught:
        read(text, size=1 << 20 if len(text) > 50_000 else 100)
    assert caught.value.items == items


def test_not_a_list() -> None:
    with pytest.raises(NotAListError):
        read(b'{"a": 1}')
    with pytest.raises(EmptyTextError):
        read(b" \n ")
    with pytest.raises(EmptyTextError):
        read(b"")


def test_byte_order_mark_is_passed_over() -> None:
    assert read(b"\xef\xbb\xbf[]") == []
