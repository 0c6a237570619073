"""Which organisations make up a home, and which are above or below it in the registry."""

from __future__ import annotations

from cordee.observatory.figures.question import FOLDS, Question
from cordee.observatory.figures.selection import Part
from cordee.reference.countries import get_state
from cordee.reference.organisations import Registry


def list_members(question: Question, registry: Registry) -> list[tuple[str, str | None]]:
    """Return the organisations of the home with their countries, in the order of their ids.

    A territory counts as the State it belongs to, as it does on works (`lake.marts`).
    """
    asked = {registry.get(one).id for one in question.organisations}
    members = registry.with_parts(asked) if question.with_parts else asked
    known = registry.organisations
    countries = ((one, known[one].country if one in known else None) for one in sorted(members))
    states = ((one, get_state(country) if country else None) for one, country in countries)
    folds = {code: FOLDS[code] for code in question.folded}
    return [(one, folds.get(state, state) if state else None) for one, state in states]


def list_kin(question: Question, registry: Registry) -> frozenset[str]:
    """Return the organisations above or below the home in the registry, its members left out."""
    members = frozenset(member for member, _ in list_members(question, registry))
    return (registry.with_parts(members) | registry.with_parents(members)) - members


def list_values(part: Part, registry: Registry) -> list[str]:
    """Return the values that a part of a selection asks for: of a group, its organisations."""
    # Only the registry knows the parts of an organisation, which may be hundreds.
    return sorted(registry.with_parts([part.value])) if part.kind == "group" else [part.value]
