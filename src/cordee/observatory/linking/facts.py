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


CLOSED = frozenset({"inactive", "withdrawn"})
"""The statuses of organisations that are no more, or never were."""


def get_successor(organisation: Organisation, registry: Registry) -> str:
    """Return the id of the one open organisation that continues a closed one, or its own id.

    How a link makes use of it is told in `cordee.observatory.linking.layout`.
    """
    if organisation.status not in CLOSED:
        return organisation.id
    found = list_successors(organisation, registry)
    return found[0].id if len(found) == 1 else organisation.id


def list_successors(closed: Organisation, registry: Registry) -> list[Organisation]:
    """Return the open organisations that continue `closed`, through closed ones if need be."""
    seen, found = {closed.id}, []
    waiting = list(closed.successors)
    while waiting:
        id_ = waiting.pop(0)
        one = None if id_ in seen else registry.organisations.get(id_)
        seen.add(id_)
        if one is not None and one.status in CLOSED:
            waiting += one.successors
        elif one is not None:
            found.append(one)
    return found
