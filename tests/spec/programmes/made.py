"""A small instrument that specs change one part of."""

from __future__ import annotations

from typing import Any

from cordee.programmes.definition.parts import Definition
from cordee.programmes.definition.reading import read_definition


SMALL: dict[str, Any] = {
    "code": "small",
    "label": {"fr": "Petit outil", "en": "Small instrument"},
    "summary": {"fr": "Pour essayer.", "en": "To try things."},
    "aim": "explore",
    "kind": "funding",
    "opening": "call",
    "outcome": "project",
}

ZONES = [
    {
        "code": "europe",
        "label": {"fr": "Europe", "en": "Europe"},
        "reference": "EUROPE",
    },
    {"code": "asia", "label": {"fr": "Asie", "en": "Asia"}, "continents": ["AS"]},
    {"code": "rest", "label": {"fr": "Reste du monde", "en": "Rest of the world"}, "is_rest": True},
]


def define(**changes: Any) -> Definition:
    """Return the small instrument with some parts written anew."""
    definition, faults = read_definition({**SMALL, **changes})
    assert definition is not None, faults
    return definition


def write_rule(expression: str, **changes: Any) -> dict[str, Any]:
    """Return a blocking rule of eligibility with an expression."""
    words = {"fr": "Règle", "en": "Rule"}
    return {
        "id": "rule",
        "phase": "eligibility",
        "expression": expression,
        "label": words,
        "message": words,
        **changes,
    }
