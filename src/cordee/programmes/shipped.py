"""The instruments that ship with the product, read from their files."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from cordee.programmes.definition.parts import Definition


@cache
def list_shipped() -> tuple[Definition, ...]:
    """Return all shipped instruments, by their codes."""
    found = (Definition.model_validate(values) for values in read_shipped().values())
    return tuple(sorted(found, key=lambda one: one.code))


@cache
def read_shipped() -> dict[str, dict[str, Any]]:
    """Return the content of each file, by its name without the ending."""
    folder = files("cordee.programmes.catalogue")
    return {
        file.name.removesuffix(".json"): json.loads(file.read_text(encoding="utf-8"))
        for file in sorted(folder.iterdir(), key=lambda one: one.name)
        if file.name.endswith(".json")
    }
