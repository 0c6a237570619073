"""Statements as values, and their two ways of writing: Turtle 1.1 and JSON-LD 1.1.

Both are written without abbreviations: each predicate and class by its whole address, so that what reads
one way reads the other. A parser of others reads both back in the tests, to the same statements.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any


_ESCAPED = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_TO_ESCAPE = re.compile('["\\\\\x00-\x1f\x7f]')


@dataclass(frozen=True)
class Text:
    """A text in a language, "" where none is known."""

    text: str
    language: str = ""


@dataclass(frozen=True)
class Data:
    """A value of a datatype, as that writes it."""

    text: str
    datatype: str


@dataclass(frozen=True)
class Link:
    """Something else by its address."""

    address: str


@dataclass(frozen=True)
class Node:
    """What is spoken of: its address, "" for what has none; what it is; what is said of it, in order."""

    address: str
    kinds: tuple[str, ...]
    said: tuple[tuple[str, Value], ...]


Value = Text | Data | Link | Node


def write_turtle(nodes: Iterable[Node]) -> Iterator[str]:
    """Yield a document in Turtle, a node at a time."""
    for node in nodes:
        yield f"<{node.address}> {_write_said(node, '  ')} .\n\n"


def write_json_ld(nodes: Iterable[Node]) -> Iterator[str]:
    """Yield a document in expanded JSON-LD, a node at a time."""
    yield '{"@graph": ['
    for number, node in enumerate(nodes):
        yield ",\n" if number else "\n"
        yield json.dumps(_to_json(node), ensure_ascii=False)
    yield "\n]}\n"


def escape(text: str) -> str:
    r"""Return a text as it stands between the quotation marks of Turtle.

    >>> escape('a "b"\n')
    'a \\"b\\"\\n'
    """
    return _TO_ESCAPE.sub(lambda found: _ESCAPED.get(found[0], f"\\u{ord(found[0]):04X}"), text)


def _write_said(node: Node, indent: str) -> str:
    lines = [f"a {', '.join(f'<{one}>' for one in node.kinds)}"] if node.kinds else []
    lines += [f"<{name}> {_write(value, indent + '  ')}" for name, value in node.said]
    return f" ;\n{indent}".join(lines)


def _write(value: Value, indent: str) -> str:
    if isinstance(value, Link):
        return f"<{value.address}>"
    if isinstance(value, Node):
        return f"[ {_write_said(value, indent)} ]"
    written = f'"{escape(value.text)}"'
    if isinstance(value, Data):
        return f"{written}^^<{value.datatype}>"
    return f"{written}@{value.language}" if value.language else written


def _to_json(node: Node) -> dict[str, Any]:
    made: dict[str, Any] = {"@id": node.address} if node.address else {}
    if node.kinds:
        made["@type"] = list(node.kinds)
    for name, value in node.said:
        made.setdefault(name, []).append(_value_to_json(value))
    return made


def _value_to_json(value: Value) -> dict[str, Any]:
    if isinstance(value, Link):
        return {"@id": value.address}
    if isinstance(value, Node):
        return _to_json(value)
    if isinstance(value, Data):
        return {"@value": value.text, "@type": value.datatype}
    return {"@value": value.text, **({"@language": value.language} if value.language else {})}
