from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.kernel.chain import (
    GENESIS,
    Entry,
    Head,
    append_entry,
    compute_hash,
    find_breaks,
    write_canonical,
)


def make_chain(texts: list[str]) -> list[Entry]:
    chain: list[Entry] = []
    for text in texts:
        head = (chain[-1].number, chain[-1].hash) if chain else None
        chain.append(append_entry(head, text))
    return chain


def head_of(chain: list[Entry]) -> Head:
    return Head(chain[-1].number, chain[-1].hash, "kept elsewhere")


texts = st.lists(st.text(max_size=20), min_size=2, max_size=12)


@given(texts)
def test_a_chain_as_it_was_written_is_whole(written: list[str]) -> None:
    chain = make_chain(written)
    assert find_breaks(chain, [head_of(chain)]) == []


@given(texts, st.data())
def test_an_edited_entry_is_named(written: list[str], data: st.DataObject) -> None:
    chain = make_chain(written)
    place = data.draw(st.integers(0, len(chain) - 1))
    chain[place] = Entry(
        chain[place].number, chain[place].text + "!", chain[place].previous, chain[place].hash
    )
    assert [fault.values["number"] for fault in find_breaks(chain)] == [place + 1]


@given(texts, st.data())
def test_a_deleted_entry_is_named(written: list[str], data: st.DataObject) -> None:
    chain = make_chain(written)
    place = data.draw(st.integers(0, len(chain) - 2))
    kept = chain[:place] + chain[place + 1 :]
    assert str(find_breaks(kept)[0]) == f"Entry {place + 1} is missing: it was deleted."


@given(texts, st.data())
def test_a_moved_entry_is_seen(written: list[str], data: st.DataObject) -> None:
    chain = make_chain(written)
    first = data.draw(st.integers(0, len(chain) - 2))
    chain[first], chain[first + 1] = chain[first + 1], chain[first]
    assert find_breaks(chain)


@given(texts, st.data())
def test_an_end_cut_off_is_seen_by_a_head_kept_elsewhere(
    written: list[str], data: st.DataObject
) -> None:
    chain = make_chain(written)
    kept = data.draw(st.integers(1, len(chain) - 1))
    assert "its end was cut off" in str(find_breaks(chain[:kept], [head_of(chain)])[0])
    assert find_breaks(chain[:kept]) == []


@given(texts)
def test_a_chain_remade_is_seen_by_a_head_kept_elsewhere(written: list[str]) -> None:
    head = head_of(make_chain(written))
    remade = make_chain(["another beginning", *written[1:]])
    if remade[0].text != written[0]:
        assert "remade" in str(find_breaks(remade, [head])[0])


def test_several_missing_entries_are_one_sentence() -> None:
    chain = make_chain(list("abcde"))
    assert str(find_breaks([chain[0], chain[4]])[0]) == (
        "Entries 2 to 4 are missing: they were deleted."
    )


def test_an_empty_chain_that_had_entries_is_cut() -> None:
    assert find_breaks([], [head_of(make_chain(["a"]))])
    assert find_breaks([]) == []


def test_the_hash_is_that_of_the_documented_text() -> None:
    # printf '1\n%064d\na' 0 | sha256sum
    assert compute_hash(1, GENESIS, "a") == (
        "65b0acdade737239773abbff26483fa7f6aadf5902d17562445089920a64414e"
    )


@pytest.mark.parametrize(
    ("content", "text"),
    [({"b": None, "a": [1, "é"]}, '{"a":[1,"é"],"b":null}'), ({}, "{}")],
)
def test_canonical_text(content: dict[str, object], text: str) -> None:
    assert write_canonical(content) == text


def test_a_number_that_json_has_no_word_for_is_refused() -> None:
    with pytest.raises(ValueError, match="Out of range"):
        write_canonical({"a": float("nan")})
