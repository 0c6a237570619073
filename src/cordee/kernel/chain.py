"""A chain of entries in which no entry can be changed, dropped or moved unseen.

Each entry carries the hash of the one before it, so that a change anywhere shows from there on. The
construction is that of a linear hash chain (Haber and Stornetta, “How to time-stamp a digital
document”, Journal of Cryptology 3, 1991, §5.1); hashes are SHA-256 (FIPS 180-4) of the canonical text
of an entry. A chain remade whole from some entry on is found by heads kept elsewhere: the number and
hash of a last entry, signed on a day.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cordee.kernel.messages import N_, Sentence


GENESIS = "0" * 64
"""What the first entry names as the one before it."""


@dataclass(frozen=True)
class Entry:
    """One entry: its number from 1, its text in canonical form, and both hashes in hexadecimal."""

    number: int
    text: str
    previous: str
    hash: str


@dataclass(frozen=True)
class Head:
    """The last entry at some moment: its number and hash, and where that was written down."""

    number: int
    hash: str
    place: str


def write_canonical(content: Mapping[str, object]) -> str:
    """Return `content` as JSON in one written form: keys sorted, no spaces, letters as they are.

    >>> write_canonical({"b": 1, "a": "é"})
    '{"a":"é","b":1}'
    """
    return json.dumps(
        content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def compute_hash(number: int, previous: str, text: str) -> str:
    """Return the hash of an entry in hexadecimal: SHA-256 of its number, its predecessor's hash and text.

    The three are parted by line feeds, which neither a number nor a hash contains.
    """
    return hashlib.sha256(f"{number}\n{previous}\n{text}".encode()).hexdigest()


def append_entry(head: tuple[int, str] | None, text: str) -> Entry:
    """Return the entry that follows `head` (number and hash; None before the first entry)."""
    number, previous = head or (0, GENESIS)
    number += 1
    return Entry(number, text, previous, compute_hash(number, previous, text))


def find_breaks(entries: Iterable[Entry], heads: Iterable[Head] = ()) -> list[Sentence]:
    """Return what is wrong with a chain, in its order; nothing when it is whole.

    `entries` come in the order of their numbers; `heads` are last entries as they were written down
    elsewhere, each of which must still be in the chain. Reads the entries once and keeps none.
    """
    breaks: list[Sentence] = []
    wanted: dict[int, list[Head]] = {}
    for head in heads:
        wanted.setdefault(head.number, []).append(head)
    number, previous = 0, GENESIS
    for entry in entries:
        if entry.number != number + 1:
            breaks.append(_say_gap(number + 1, entry.number))
        elif entry.previous != previous:
            breaks.append(
                Sentence(
                    N_("Entry {number} does not follow the one before it: one of them was moved."),
                    {"number": entry.number},
                )
            )
        if entry.hash != compute_hash(entry.number, entry.previous, entry.text):
            breaks.append(
                Sentence(
                    N_("Entry {number} was edited: its text is not what was signed."),
                    {"number": entry.number},
                )
            )
        breaks += [
            _say_remade(head) for head in wanted.pop(entry.number, []) if head.hash != entry.hash
        ]
        number, previous = entry.number, entry.hash
    for number_of_head in sorted(wanted):
        breaks += [_say_cut(head, number) for head in wanted[number_of_head]]
    return breaks


def _say_gap(expected: int, found: int) -> Sentence:
    if found <= expected - 1:
        return Sentence(
            N_("Entry {number} stands after a later one: the order was changed."),
            {"number": found},
        )
    if found == expected + 1:
        return Sentence(N_("Entry {number} is missing: it was deleted."), {"number": expected})
    return Sentence(
        N_("Entries {first} to {last} are missing: they were deleted."),
        {"first": expected, "last": found - 1},
    )


def _say_remade(head: Head) -> Sentence:
    return Sentence(
        N_(
            "Entry {number} is not the one {place} names: the chain was remade from there or before."
        ),
        {"number": head.number, "place": head.place},
    )


def _say_cut(head: Head, last: int) -> Sentence:
    return Sentence(
        N_(
            "The chain ends at entry {last}, but {place} names entry {number}: its end was cut off."
        ),
        {"last": last, "place": head.place, "number": head.number},
    )
