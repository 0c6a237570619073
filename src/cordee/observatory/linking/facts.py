"""What the index knows of a node, and of an organisation beside its names."""

from __future__ import annotations

from enum import IntFlag

from cordee.reference.organisations import Organisation, Registry


class Flag(IntFlag):
    """What ends at a node of the index.

    ACRONYMS says that all its names are acronyms, BRANCH that longer names go on from it.
    """

    NAME = 1
    PLACE = 2
    COUNTRY = 4
    STATE = 8
    ACRONYMS = 16
    BRANCH = 32


class Fact(IntFlag):
    """What the decision asks about an organisation."""

    ACTIVE = 1
    COMPANY = 2
    EDUCATION = 4
    HEALTHCARE = 8
    GOVERNMENT = 16
    COMPLETE = 32
    FACILITY = 64


_TYPE_FACTS = {
    "company": Fact.COMPANY,
    "education": Fact.EDUCATION,
    "healthcare": Fact.HEALTHCARE,
    "government": Fact.GOVERNMENT,
    "facility": Fact.FACILITY,
}


def get_facts(organisation: Organisation) -> int:
    """Return the `Fact` bits of one organisation."""
    found = Fact(0)
    if organisation.status in {"active", "unknown"}:
        found |= Fact.ACTIVE
    if organisation.complete:
        found |= Fact.COMPLETE
    for type_ in organisation.types:
        found |= _TYPE_FACTS.get(type_, Fact(0))
    return int(found)


_CLOSED = frozenset({"inactive", "withdrawn"})


def get_successor(organisation: Organisation, registry: Registry) -> str:
    """Return the id of the one open organisation that continues a closed one, or its own id.

    Closed ones between are passed through. How a link makes use of it is the policy of
    `cordee.observatory.linking.layout.SUCCESSION`.
    """
    if organisation.status not in _CLOSED:
        return organisation.id
    seen = {organisation.id}
    waiting = list(organisation.successors)
    found: set[str] = set()
    while waiting:
        id_ = waiting.pop()
        if id_ in seen or id_ not in registry.organisations:
            continue
        seen.add(id_)
        one = registry.organisations[id_]
        if one.status in _CLOSED:
            waiting.extend(one.successors)
        else:
            found.add(id_)
    return found.pop() if len(found) == 1 else organisation.id
