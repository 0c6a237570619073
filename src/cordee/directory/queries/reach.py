"""What organisations belonged to over a period, for many at once, and whom addresses are of.

Two reaches are told apart: what an organisation is a part of (a team of its unit, a ward of its
hospital), and its whole line, which also has the bodies that supervise it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Lower

from cordee.directory.models import OrganisationLink, Person
from cordee.directory.states import ROLES_REACH_THROUGH, Standing
from cordee.ledger.bulk import chunk


@dataclass(frozen=True)
class Reach:
    """What an organisation is a part of, itself among it, and that with all that supervises it."""

    wholes: frozenset[UUID]
    line: frozenset[UUID]


def find_reaches(identifiers: Iterable[UUID], *, start: date, end: date) -> dict[UUID, Reach]:
    """Return the reach of each organisation at any time of a period, in a query a storey."""
    asked = set(identifiers)
    wholes: dict[UUID, set[UUID]] = defaultdict(set)
    above: dict[UUID, set[UUID]] = defaultdict(set)
    seen = storey = set(asked)
    while storey:
        found: set[UUID] = set()
        for some in chunk(storey):
            links = OrganisationLink.objects.filter(
                Q(start__isnull=True) | Q(start__lte=end),
                Q(end__isnull=True) | Q(end__gte=start),
                first__in=some,
                standing__in=ROLES_REACH_THROUGH,
            )
            for first, standing, second in links.values_list("first_id", "standing", "second_id"):
                above[first].add(second)
                if standing == Standing.PART_OF.value:
                    wholes[first].add(second)
                found.add(second)
        storey = found - seen
        seen = seen | storey
    return {one: Reach(_climb(one, wholes), _climb(one, above)) for one in asked}


def find_holders(emails: Iterable[str]) -> dict[str, frozenset[UUID]]:
    """Return whose addresses these are, by the address in small letters; an address may be of several."""
    asked = {one.strip().lower() for one in emails} - {""}
    found: dict[str, set[UUID]] = defaultdict(set)
    for some in chunk(asked):
        rows = Person.objects.annotate(address=Lower("email")).filter(address__in=some)
        for address, person in rows.values_list("address", "id"):
            found[address].add(person)
    return {address: frozenset(people) for address, people in found.items()}


def _climb(start: UUID, above: Mapping[UUID, set[UUID]]) -> frozenset[UUID]:
    seen = storey = {start}
    while storey:
        storey = {one for below in storey for one in above.get(below, ())} - seen
        seen = seen | storey
    return frozenset(seen)
