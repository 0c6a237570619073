"""Linking: the organisations of the registry that affiliation texts name.

The linker is loaded when it is first used: it brings a compiler, which pages and commands that only
read what was linked do without.

>>> from cordee.observatory.linking import Linker
>>> Linker.load().link(["Institut Curie, Paris"])  # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from cordee.observatory.linking.links import Link, Linked


__all__ = ["Link", "Linked", "Linker"]


def __getattr__(name: str) -> Any:
    if name != "Linker":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return import_module(f"{__name__}.linker").Linker
