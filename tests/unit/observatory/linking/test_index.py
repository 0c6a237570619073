from __future__ import annotations

from pathlib import Path

import pytest

from cordee.observatory.linking.compile import Arrays
from cordee.observatory.linking.facts import get_successor
from cordee.observatory.linking.index import is_whole, load_arrays, save_arrays
from cordee.reference.organisations import Name, Organisation, Registry
from cordee.reference.records import RegistryFacts, to_table


# Identifiers of a registry are nine characters, in order.
A, B, C, GONE = "0aaaaaa01", "0bbbbbb02", "0cccccc03", "0dddddd04"


def make_registry(*organisations: Organisation) -> Registry:
    facts = RegistryFacts("test", "test", "2026-01-01")
    return Registry(to_table(organisations, facts), facts, "checksum", None)


def make(id_: str, status: str = "active", successors: tuple[str, ...] = ()) -> Organisation:
    names = (Name(id_, ("ror_display",)),)
    return Organisation(id_, id_, names, status=status, successors=successors)


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    saved = Arrays(texts={"vocabulary": ["univ", "été"], "ids": ["a"]})
    save_arrays(saved, tmp_path / "names.arrow")
    loaded = load_arrays(tmp_path / "names.arrow")

    assert loaded is not None
    assert loaded.texts == saved.texts
    assert list(tmp_path.iterdir()) == [tmp_path / "names.arrow"]


@pytest.mark.parametrize("keep", [0, 10, 200])
def test_a_truncated_file_is_damaged(tmp_path: Path, keep: int) -> None:
    path = tmp_path / "names.arrow"
    save_arrays(Arrays(texts={"vocabulary": ["univ"] * 100}), path)
    path.write_bytes(path.read_bytes()[:keep])

    assert not is_whole(path)
    assert load_arrays(path) is None


def test_a_file_that_was_whole_is_looked_at_again_once_it_changed(tmp_path: Path) -> None:
    path = tmp_path / "names.arrow"
    save_arrays(Arrays(texts={"vocabulary": ["univ"]}), path)
    assert is_whole(path)
    path.write_bytes(path.read_bytes()[:200])

    assert load_arrays(path) is None


def test_a_changed_byte_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "names.arrow"
    save_arrays(Arrays(texts={"vocabulary": ["hospital"] * 100}), path)
    content = path.read_bytes()
    path.write_bytes(content.replace(b"hospital\nhospital", b"hospital\nhospitaL", 1))

    assert load_arrays(path) is None


def test_a_missing_file_is_no_index(tmp_path: Path) -> None:
    assert load_arrays(tmp_path / "none.arrow") is None


@pytest.mark.parametrize(
    ("organisations", "successor"),
    [
        ([make(A, "inactive", (B,)), make(B)], B),
        ([make(A, "inactive", (B,)), make(B, "inactive", (C,)), make(C)], C),
        ([make(A, "inactive", (B, C)), make(B), make(C)], A),
        ([make(A, "inactive", (B,)), make(B, "inactive")], A),
        ([make(A, "withdrawn"), make(B)], A),
        ([make(A, "inactive", (B,)), make(B, "inactive", (A,))], A),
        ([make(A, "active", (B,)), make(B)], A),
        ([make(A, "inactive", (GONE,))], A),
    ],
)
def test_successor_policy(organisations: list[Organisation], successor: str) -> None:
    registry = make_registry(*organisations)

    assert get_successor(registry.organisations[A], registry) == successor
