"""A JSON list read item by item, so that a file of any length takes little memory."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator


LARGEST_ITEM = 16 << 20
"""Characters one item may take. ROR's largest record takes a hundredth of it; without a bound, a
file that never closes its first bracket would be held whole."""

_BLANK = " \t\r\n"


class BrokenListError(ValueError):
    """The text is not a whole JSON list; `items` were read before it broke."""

    def __init__(self, items: int) -> None:
        self.items = items
        super().__init__(f"broken after {items} items")


class NotAListError(ValueError):
    """The text does not begin with a list."""


class EmptyTextError(ValueError):
    """There is no text at all."""


class ListReader:
    """Reads the items of one JSON list from pieces of UTF-8."""

    def __init__(self, chunks: Iterator[bytes], largest_item: int = LARGEST_ITEM) -> None:
        self._chunks = chunks
        self._largest = largest_item
        self._decode = codecs.getincrementaldecoder("utf-8-sig")("strict").decode
        self._scan = json.JSONDecoder().raw_decode
        self._text = ""
        self._position = 0
        self._items = 0

    def read(self) -> Iterator[object]:
        """Yield the items in order; what follows the closing bracket is not looked at."""
        first = self._peek()
        if not first:
            raise EmptyTextError
        if first != "[":
            raise NotAListError
        self._position += 1
        if self._peek() == "]":
            return
        while True:
            yield self._read_item()
            self._items += 1
            mark = self._peek()
            self._position += 1
            if mark == "]":
                return
            if mark != ",":
                raise BrokenListError(self._items)

    def _read_item(self) -> object:
        self._peek()
        while True:
            try:
                item, self._position = self._scan(self._text, self._position)
            except RecursionError as error:
                raise BrokenListError(self._items) from error
            except json.JSONDecodeError as error:
                # Either the item goes on in the next piece, or it is wrong: only reading on tells.
                if len(self._text) - self._position > self._largest or not self._fill():
                    raise BrokenListError(self._items) from error
            else:
                return item

    def _peek(self) -> str:
        """Return the next character that is not blank, without taking it; "" at the end."""
        while True:
            while self._position < len(self._text):
                if self._text[self._position] not in _BLANK:
                    return self._text[self._position]
                self._position += 1
            if not self._fill():
                return ""

    def _fill(self) -> bool:
        chunk = next(self._chunks, b"")
        try:
            more = self._decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            raise BrokenListError(self._items) from error
        self._text = self._text[self._position :] + more
        self._position = 0
        return bool(chunk)
