"""Write docs/reference/library.md from the docstrings of the library's public face.

``python tools/make_library_reference.py`` writes it; a test fails when it is out of step.
"""

from __future__ import annotations

import inspect
import re
import sys
from dataclasses import is_dataclass
from enum import Enum
from pathlib import Path
from typing import Any

import cordee


ROOT = Path(__file__).parents[1]
TARGET = ROOT / "docs" / "reference" / "library.md"

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Lakes and registries", ("open_lake", "create_lake", "load_registry", "Registry")),
    ("Questions", ("Question", "Counting", "Years", "Selection", "NetworkChoice", "FlowChoice")),
    ("Answers", ("Observatory", "Figures", "get_definition")),
    ("Comparison", ("Side", "ComparisonQuestion", "tabulate")),
    ("Charts", ("charts",)),
    ("Dossiers", ("read_subject", "make_dossier", "write_document")),
    ("Linking and errors", ("Linker", "CordeeError")),
)
"""Every public name, in the order in which a reader meets them."""

LONGEST_LINE = 96
"""What a page shows without a bar to scroll by."""

_EXAMPLE = re.compile(r"^( *)(>>> (?:.*\n?(?:\1\S.*\n?)*))", re.MULTILINE)


def make() -> str:
    """Return the whole page."""
    lines = [
        "# The library",
        "",
        "Written by `python tools/make_library_reference.py` from the docstrings of what `import cordee`",
        "gives. What is not named here may change without notice. A guided tour is in",
        "[From a lake to figures](../tutorials/figures.md).",
        "",
    ]
    for title, names in GROUPS:
        lines += [f"## {title}", ""]
        for name in names:
            lines += describe(f"cordee.{name}", getattr(cordee, name))
    return "\n".join(lines).rstrip() + "\n"


def describe(name: str, thing: Any) -> list[str]:
    """Return the section of one public name, of a module's functions or a class's methods too."""
    lines = [f"### `{name}`", ""]
    if inspect.ismodule(thing):
        lines += [*write_text(thing), ""]
        for each in thing.__all__:
            lines += describe(f"{name}.{each}", getattr(thing, each))
        return lines
    if not is_enumeration(thing):
        lines += ["```python", write_signature(name, thing), "```", ""]
    lines += [*write_text(thing), ""]
    if inspect.isclass(thing):
        for method, function in list_methods(thing):
            lines += [f"#### `{thing.__name__}.{method}`", ""]
            lines += ["```python", write_signature(method, function), "```", ""]
            lines += [*write_text(function), ""]
    return lines


def is_enumeration(thing: Any) -> bool:
    """Say whether `thing` is a list of choices, which nobody calls."""
    return inspect.isclass(thing) and hasattr(thing, "__members__")


def list_methods(kind: type) -> list[tuple[str, Any]]:
    """Return the public methods that the class itself defines, in their order."""
    found = []
    for name, value in vars(kind).items():
        function = value.__func__ if isinstance(value, classmethod | staticmethod) else value
        if not name.startswith("_") and inspect.isfunction(function):
            found.append((name, function))
    return found


def write_signature(name: str, thing: Any) -> str:
    """Return how `thing` is called; annotations stand as they are written in the code."""
    signature = inspect.signature(thing)
    parameters: list[str] = []
    for one in signature.parameters.values():
        if one.name in {"self", "cls"}:
            continue
        if one.kind is one.KEYWORD_ONLY and "*" not in parameters:
            parameters.append("*")
        default = "" if one.default is one.empty else f" = {write_default(one.default)}"
        parameters.append(f"{one.name}: {one.annotation}{default}")
    gives = "" if inspect.isclass(thing) else f" -> {signature.return_annotation}"
    line = f"{name}({', '.join(parameters)}){gives}"
    if len(line) <= LONGEST_LINE:
        return line
    inside = "".join(f"    {one},\n" for one in parameters)
    return f"{name}(\n{inside}){gives}"


def write_default(value: Any) -> str:
    """Return a default as one writes it; dots for a value that is made of others."""
    if isinstance(value, Enum):
        return f"{type(value).__name__}.{value.name}"
    made_of_others = is_dataclass(value) or " at 0x" in repr(value)
    return "..." if made_of_others else repr(value)


def write_text(thing: Any) -> list[str]:
    """Return the docstring as Markdown: examples fenced, names in single marks."""
    text = (inspect.getdoc(thing) or "").replace("``", "`")
    return _EXAMPLE.sub(lambda found: f"```pycon\n{found[2].rstrip()}\n\n```\n", text).splitlines()


def is_stale() -> bool:
    """Say whether the page is not what the docstrings say."""
    return TARGET.read_text(encoding="utf-8") != make()


if __name__ == "__main__":
    if "--print" in sys.argv:
        sys.stdout.write(make())
    else:
        TARGET.write_text(make(), encoding="utf-8")
