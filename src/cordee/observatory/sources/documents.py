"""Cut JSON documents into chunks of whole records, without parsing or holding the document.

An answer of an API, or a file of a dump, is one JSON object with the list of works somewhere inside.
Brackets and quotes are found by masks over a whole block, so that only those few that open or close
a record are looked at one by one; records become lines, as if the file had been JSON lines. Several
documents may follow one another. One without the list is a record itself, where the source answers
so for a single work.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

import numpy as np
import numpy.typing as npt

from cordee.kernel.errors import SourceError
from cordee.kernel.faults import Severity
from cordee.kernel.messages import N_
from cordee.observatory.sources.records import (
    BROKEN_RECORD,
    MAX_RECORD_SIZE,
    RECORD_TOO_LARGE,
    Chunk,
    Parsed,
    describe_record,
)


NOT_WHOLE = N_("{file} is not whole JSON ({reason}). Nothing of it was kept; get the file again.")

_QUOTE = 2
_KINDS = np.zeros(256, np.int8)
_KINDS[list(b"[{")] = 1
_KINDS[list(b"]}")] = -1
_KINDS[ord('"')] = _QUOTE

_BACKSLASH = ord("\\")
_BETWEEN = b" \t\r\n\x00,"  # what may stand between two records, or two documents
_KEY_ROOM = 64  # bytes before a list in which its name is looked for


@dataclass(frozen=True)
class Shape:
    """Where the works of a document are: the list's name, and how many brackets deep it may lie.

    `single` says that a document without the list is itself a record.
    """

    key: str
    depths: tuple[int, ...]
    single: bool = False


@dataclass
class _Marks:
    """Finds the brackets outside texts, block after block."""

    depth: int = 0
    quoted: bool = False
    escaping: bool = False

    def find(self, block: bytes, deepest: int) -> list[tuple[int, int, int]]:
        """Return place, sign (1 opens, -1 closes) and depth after, of brackets up to `deepest`."""
        codes = np.frombuffer(block, np.uint8)
        kinds = _KINDS[codes]
        places = np.flatnonzero(kinds)
        escaped = self._find_escaped(codes)
        if len(escaped):
            places = places[~np.isin(places, escaped, assume_unique=True)]
        found = kinds[places]
        quotes = found == _QUOTE
        inside = (np.cumsum(quotes) + self.quoted) & 1  # after the sign; a bracket changes nothing
        outside = ~quotes & (inside == 0)
        self.quoted = bool((int(quotes.sum()) + self.quoted) & 1)
        signs = found[outside].astype(np.int64)
        depths = self.depth + np.cumsum(signs)
        if len(depths):
            self.depth = int(depths[-1])
        near = np.minimum(depths, depths - signs) <= deepest
        chosen = places[outside][near]
        return list(zip(chosen.tolist(), signs[near].tolist(), depths[near].tolist(), strict=True))

    def _find_escaped(self, codes: npt.NDArray[np.uint8]) -> npt.NDArray[np.int64]:
        """Return the places after an odd run of backslashes."""
        slashes = np.flatnonzero(codes == _BACKSLASH)
        pending, self.escaping = self.escaping, False
        if not len(slashes):
            return np.zeros(int(pending), np.int64)
        breaks = np.flatnonzero(np.diff(slashes) != 1)
        starts = slashes[np.concatenate(([0], breaks + 1))]
        ends = slashes[np.concatenate((breaks, [len(slashes) - 1]))]
        odd = (ends - starts) % 2 == 0
        first = [0] if pending and starts[0] else []
        if pending and not starts[0]:
            odd[0] = not odd[0]
        self.escaping = bool(odd[-1]) and int(ends[-1]) == len(codes) - 1
        return np.concatenate((np.array(first, np.int64), ends[odd] + 1))


@dataclass
class _Cutter:
    """Takes records out of what was read; keeps what is not yet a whole one."""

    shape: Shape
    parsed: Parsed
    member: str
    marks: _Marks = field(default_factory=_Marks)
    buffer: bytearray = field(default_factory=bytearray)
    level: int = 0  # depth inside the list; 0 outside
    start: int | None = None  # of the open record, or of the open document; None when dropped
    end: int = 0  # after the last thing that was understood
    number: int = 0  # records so far
    found: bool = False  # this document's list
    ever: bool = False  # any list, or record

    def feed(self, block: bytes) -> Iterator[bytes]:
        """Yield the records that end in `block`."""
        base = len(self.buffer)
        self.buffer += block
        for place, sign, depth in self.marks.find(block, max(self.shape.depths)):
            record = self._take(place + base, sign, depth)
            if record is not None:
                yield record
        self._forget()

    def close(self) -> str | None:
        """Return why what was read is not whole, None when it is."""
        if self.marks.depth or self.marks.quoted:
            return "it ends too early"
        if self.buffer[self.end :].strip(_BETWEEN):
            return "text stands outside of it"
        return None

    def _take(self, place: int, sign: int, depth: int) -> bytes | None:
        if depth < 0:
            raise SourceError(NOT_WHOLE, file=self._name(), reason="it closes what was not open")
        if self.level:
            return self._take_inside(place, sign, depth)
        if sign > 0:
            if depth == 1:
                self._check_between(place)
                self.start, self.found = place, False
            if self._opens_list(place, depth):
                self.level, self.found, self.ever = depth, True, True
                self.start, self.end = None, place + 1
        elif depth == 0:
            whole, self.start, self.end = self.start, None, place + 1
            if whole is not None and not self.found and self.shape.single:
                self.ever = True
                return self._cut(whole, place + 1)
        return None

    def _take_inside(self, place: int, sign: int, depth: int) -> bytes | None:
        if sign > 0 and depth == self.level + 1:
            self._check_between(place)
            self.start = place
        elif sign < 0 and depth == self.level:
            start, self.start, self.end = self.start, None, place + 1
            if start is not None:
                return self._cut(start, place + 1)
        elif sign < 0 and depth < self.level:
            self._check_between(place)
            self.level, self.end = 0, place + 1
        return None

    def _opens_list(self, place: int, depth: int) -> bool:
        if self.buffer[place] != ord("["):
            return False
        before = bytes(self.buffer[max(0, place - _KEY_ROOM) : place])
        named = re.search(rb'"%s"\s*:\s*\Z' % self.shape.key.encode(), before)
        return depth == 1 or (depth in self.shape.depths and named is not None)

    def _cut(self, start: int, end: int) -> bytes:
        self.number += 1
        # Outside of texts line breaks mean nothing, and inside JSON does not allow them.
        return bytes(self.buffer[start:end]).replace(b"\n", b" ").replace(b"\r", b" ")

    def _check_between(self, place: int) -> None:
        if self.buffer[self.end : place].strip(_BETWEEN):
            if not self.level:
                raise SourceError(NOT_WHOLE, file=self._name(), reason="text stands outside of it")
            self._refuse(BROKEN_RECORD, reason="it is not a record")

    def _refuse(self, text: str, **values: object) -> None:
        self.number += 1
        self.parsed.records += 1
        where = describe_record(self.number, None)
        where = f"{self.member}, {where}" if self.member else where
        self.parsed.add_fault(where, Severity.RECORD, text, **values)

    def _forget(self) -> None:
        """Drop what is done with from the buffer, and a record too large to hold."""
        if self.start is not None and len(self.buffer) - self.start > MAX_RECORD_SIZE:
            if not self.level:
                raise make_listless(self._name(), self.shape)
            self._refuse(RECORD_TOO_LARGE, size=MAX_RECORD_SIZE // 2**20)
            self.start = None
        if self.start is not None:
            keep = self.start
        elif self.marks.depth > self.level:
            keep = len(self.buffer)  # after the list, or in a record being dropped
        else:
            keep = self.end
            if len(self.buffer) - keep > MAX_RECORD_SIZE:
                raise SourceError(NOT_WHOLE, file=self._name(), reason="it holds no records")
        del self.buffer[:keep]
        self.start = None if self.start is None else 0
        self.end = max(0, self.end - keep)

    def _name(self) -> str:
        file = self.parsed.context.file
        return f"{file} ({self.member})" if self.member else file


def split_document(
    path: Path,
    blocks: Iterable[bytes],
    parsed: Parsed,
    size: int,
    *,
    shape: Shape,
    member: str = "",
) -> Iterator[Chunk]:
    """Yield chunks of the records of the documents in `blocks`, one a line.

    Raises `SourceError` when a document is not whole, or has no list of works where `shape` says.
    """
    cutter = _Cutter(shape, parsed, member)
    out = bytearray()
    first = following = 1
    stream = iter(blocks)
    head = next(stream, b"").removeprefix(codecs.BOM_UTF8)
    for block in chain([head], stream):
        for record in cutter.feed(block):
            if not out:
                first = following = cutter.number
            # A record that was refused leaves an empty line, so that the next keep their numbers.
            out += b"\n" * (cutter.number - following) + record + b"\n"
            following = cutter.number + 1
            if len(out) >= size:
                yield Chunk(first, bytes(out), member)
                out.clear()
    name = f"{path} ({member})" if member else str(path)
    if reason := cutter.close():
        raise SourceError(NOT_WHOLE, file=name, reason=reason)
    if not cutter.ever:
        raise make_listless(name, shape)
    if out:
        yield Chunk(first, bytes(out), member)


def make_listless(name: str, shape: Shape) -> SourceError:
    """Return the error for a document without its list of works."""
    return SourceError(
        N_("{file} has no list of works under “{key}”. Give an answer as the source gives it."),
        file=name,
        key=shape.key,
    )
