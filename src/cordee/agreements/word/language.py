"""What a template may say to the program that fills it: fields, conditions, loops over lists; nothing else.

A template is brought in by people. So it is read before it is run: only what is listed here passes, each
name must be a field, and loops stand in one another to a depth that cannot keep the server busy.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import TypeAlias, cast

from django.utils.translation import gettext_noop
from jinja2 import StrictUndefined, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from cordee.agreements.states import ClauseKind
from cordee.agreements.word.fields import PARTS, AgreementText, ClauseText
from cordee.kernel.messages import Sentence


Shape: TypeAlias = "list[Shape] | Mapping[str, Shape] | None"
"""What a name stands for: a text (None), a list of something, or parts by their names."""

FILTERS = frozenset({"upper", "lower", "capitalize", "title", "trim", "length", "first", "last"})
"""What may be done with a text or a list behind a bar: none can make more of it than there was."""

LOOP: Mapping[str, Shape] = dict.fromkeys(("index", "index0", "first", "last", "length"))
DEEPEST = 2
"""Loops in one another: of an agreement's lists no more than a list beside each of another is of use."""

_STRUCTURE = (
    nodes.Output,
    nodes.TemplateData,
    nodes.Const,
    nodes.If,
    nodes.CondExpr,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Compare,
    nodes.Operand,
)

_UNKNOWN = gettext_noop("“{name}” is no field that Cordée fills.")
_NOT_ALLOWED = gettext_noop(
    "Only fields, conditions and loops over lists may stand between braces; “{name}” may not."
)
_NO_LIST = gettext_noop("A loop goes over a list of the agreement, and “{name}” is none.")
_TOO_DEEP = gettext_noop("Loops stand in one another more than {most} deep.")


@dataclass(frozen=True)
class Wrong:
    """What is wrong on a line of a template's text."""

    line: int
    sentence: Sentence


def make_sandbox() -> ImmutableSandboxedEnvironment:
    """Return what fills templates: without globals, with the few filters, failing at what is not there."""
    sandbox = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    sandbox.globals.clear()
    sandbox.filters = {name: sandbox.filters[name] for name in FILTERS}
    sandbox.tests = {}
    return sandbox


def describe_fields() -> Mapping[str, Shape]:
    """Return the shape of an agreement's text."""
    clause: Shape = dict.fromkeys(one.name for one in fields(ClauseText))
    shape: dict[str, Shape] = dict.fromkeys(one.name for one in fields(AgreementText))
    for name, part in PARTS.items():
        shape[name] = [cast(Shape, dict.fromkeys(one.name for one in fields(part)))]
    shape["clauses"] = {kind.value: clause for kind in ClauseKind}
    return shape


def find_wrong(template: nodes.Template) -> Iterator[Wrong]:
    """Yield what a template says and may not, in its order."""
    reading = _Reading()
    scope = describe_fields()
    for one in template.body:
        reading.read(one, scope, 0)
    yield from reading.found


class _Reading:
    """One walk through a template."""

    def __init__(self) -> None:
        self.found: list[Wrong] = []

    def read(self, node: nodes.Node, scope: Mapping[str, Shape], depth: int) -> Shape:
        """Return what a node stands for, and note what is wrong in it."""
        if isinstance(node, nodes.Name):
            return self._look_up(node, node.name, scope)
        if isinstance(node, nodes.Getattr):
            return self._look_up(node, node.attr, self.read(node.node, scope, depth))
        if isinstance(node, nodes.Filter):
            return self._read_filter(node, scope, depth)
        if isinstance(node, nodes.For):
            self._read_loop(node, scope, depth)
        elif isinstance(node, _STRUCTURE):
            for one in node.iter_child_nodes():
                self.read(one, scope, depth)
        else:
            self._note(node, _NOT_ALLOWED, name=type(node).__name__)
        return None

    def _look_up(self, node: nodes.Node, name: str, among: Shape) -> Shape:
        if isinstance(among, Mapping) and name in among:
            return among[name]
        self._note(node, _UNKNOWN, name=_spell(node))
        return None

    def _read_filter(self, node: nodes.Filter, scope: Mapping[str, Shape], depth: int) -> Shape:
        if node.name not in FILTERS or node.args or node.kwargs or node.node is None:
            self._note(node, _NOT_ALLOWED, name=f"|{node.name}")
            return None
        inner = self.read(node.node, scope, depth)
        return inner[0] if isinstance(inner, list) and node.name in {"first", "last"} else None

    def _read_loop(self, node: nodes.For, scope: Mapping[str, Shape], depth: int) -> None:
        listed = self.read(node.iter, scope, depth)
        if depth >= DEEPEST:
            self._note(node, _TOO_DEEP, most=DEEPEST)
            return
        if not isinstance(listed, list) or not isinstance(node.target, nodes.Name):
            self._note(node, _NO_LIST, name=_spell(node.iter))
            return
        inside = {**scope, node.target.name: listed[0], "loop": LOOP}
        for one in (*node.body, *node.else_, *((node.test,) if node.test else ())):
            self.read(one, inside, depth + 1)

    def _note(self, node: nodes.Node, text: str, **values: object) -> None:
        self.found.append(Wrong(node.lineno, Sentence(text, values)))


def _spell(node: nodes.Node) -> str:
    """Return a name as the template has it."""
    if isinstance(node, nodes.Getattr):
        return f"{_spell(node.node)}.{node.attr}"
    return node.name if isinstance(node, nodes.Name) else type(node).__name__
