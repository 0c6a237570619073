"""What an organisation is part of, what is part of it, and what organisations are called."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_noop

from cordee.directory.models.organisations import Organisation, OrganisationLink
from cordee.directory.states import ROLES_REACH_THROUGH, Kind
from cordee.kernel.errors import NotFoundError
from cordee.ledger.bulk import chunk
from cordee.ledger.queries import list_held


@dataclass(frozen=True)
class Named:
    """An organisation by its identifier, with both its names."""

    id: UUID
    kind: Kind
    name_fr: str
    name_en: str
    acronym: str
    country: str
    ror: str | None

    def to_name(self, language: str) -> str:
        """Return the name in `language` where there is one, else the other.

        >>> from uuid import UUID
        >>> Named(UUID(int=1), Kind.TEAM, "Équipe A", "", "", "FR", None).to_name("en")
        'Équipe A'
        """
        first, second = (
            (self.name_fr, self.name_en) if language == "fr" else (self.name_en, self.name_fr)
        )
        return first or second


@dataclass(frozen=True)
class _Known:
    """What was read of lines so far: what stands above each organisation, and what is part of some."""

    above: dict[tuple[date, UUID], tuple[UUID, ...]] = field(default_factory=dict)
    parts: dict[tuple[date, frozenset[UUID]], frozenset[UUID]] = field(default_factory=dict)


_known: ContextVar[_Known | None] = ContextVar("known", default=None)


@contextmanager
def remembering_lines() -> Iterator[None]:
    """Ask about each organisation once, while something is read and nothing written.

    A page asks for the same lines wherever it asks for a right. Nothing is kept beyond the block.
    """
    token = _known.set(_Known())
    try:
        yield
    finally:
        _known.reset(token)


def get_organisation(identifier: UUID) -> Organisation:
    """Return the organisation; `NotFoundError` when there is none."""
    found = Organisation.objects.filter(id=identifier).first()
    if found is None:
        raise NotFoundError(gettext_noop("The directory has no such organisation."))
    return found


def get_line(identifier: UUID, *, on: date) -> frozenset[UUID]:
    """Return the organisation with all it is part of or supervised by on that day, as rights ask for.

    Links that run in a circle end where they began.
    """
    return get_lines([identifier], on=on)[identifier]


def get_lines(identifiers: Iterable[UUID], *, on: date) -> dict[UUID, frozenset[UUID]]:
    """Return the line of each organisation, in one query a storey however many are asked about."""
    asked = set(identifiers)
    above: dict[UUID, tuple[UUID, ...]] = {}
    storey = set(asked)
    while storey:
        above |= _find_above(storey, on)
        storey = {one for each in storey for one in above[each]} - above.keys()
    return {one: _climb(one, above) for one in asked}


def _find_above(storey: Collection[UUID], on: date) -> dict[UUID, tuple[UUID, ...]]:
    """Return what each organisation is directly part of or supervised by."""
    known = _known.get()
    found: dict[UUID, tuple[UUID, ...]] = {}
    if known is not None:
        found = {one: known.above[on, one] for one in storey if (on, one) in known.above}
    asked = [one for one in storey if one not in found]
    if asked:
        links = OrganisationLink.objects.filter(
            _holds(on), first__in=asked, standing__in=ROLES_REACH_THROUGH
        )
        gathered: defaultdict[UUID, set[UUID]] = defaultdict(set)
        for first, second in links.values_list("first_id", "second_id"):
            gathered[first].add(second)
        found |= {one: tuple(gathered[one]) for one in asked}
        if known is not None:
            known.above.update({(on, one): found[one] for one in asked})
    return found


def get_keeping_line(identifier: UUID, *, on: date) -> frozenset[UUID]:
    """Return where a role lets its holder keep the organisation's entry on that day.

    It is the organisation's own line once somebody holds a role at it or above it: nobody else
    speaks for it then. Until that day it is also the line of its keeper, who entered it.
    """
    return get_keeping_lines([identifier], on=on)[identifier]


def get_keeping_lines(identifiers: Iterable[UUID], *, on: date) -> dict[UUID, frozenset[UUID]]:
    """Return where a role lets its holder keep each organisation's entry, in few queries for many."""
    asked = list(identifiers)
    lines: dict[UUID, frozenset[UUID]] = {}
    keepers: dict[UUID, UUID] = {}
    for some in chunk(asked):
        lines |= get_lines(some, on=on)
        kept = Organisation.objects.filter(id__in=some, keeper__isnull=False)
        keepers |= dict(kept.values_list("id", "keeper_id"))
    spoken_for = list_held(on=on) if keepers else frozenset()
    waiting = {one: keeper for one, keeper in keepers.items() if not lines[one] & spoken_for}
    of_keepers = get_lines(waiting.values(), on=on)
    return lines | {one: lines[one] | of_keepers[keeper] for one, keeper in waiting.items()}


def get_above(identifier: UUID, *, start: date | None, end: date | None) -> frozenset[UUID]:
    """Return the organisation with all it is part of or supervised by at any time of a period."""
    seen = storey = {identifier}
    while storey:
        links = OrganisationLink.objects.filter(first__in=storey, standing__in=ROLES_REACH_THROUGH)
        if end is not None:
            links = links.filter(Q(start__isnull=True) | Q(start__lte=end))
        if start is not None:
            links = links.filter(Q(end__isnull=True) | Q(end__gte=start))
        storey = set(links.values_list("second_id", flat=True)) - seen
        seen = seen | storey
    return frozenset(seen)


def get_parts(identifiers: Iterable[UUID], *, on: date) -> frozenset[UUID]:
    """Return the organisations with all that is part of or supervised by them on that day.

    It answers the question of `get_line` from the other end: what a role held there reaches.
    """
    seen = storey = set(identifiers)
    while storey:
        found = set(
            OrganisationLink.objects.filter(
                _holds(on), second__in=storey, standing__in=ROLES_REACH_THROUGH
            ).values_list("first_id", flat=True)
        )
        storey = found - seen
        seen = seen | found
    return frozenset(seen)


def get_names(identifiers: Iterable[UUID]) -> dict[UUID, Named]:
    """Return the names of organisations by identifier; those that do not exist are left out."""
    found: dict[UUID, Named] = {}
    for some in chunk(set(identifiers)):
        rows = Organisation.objects.filter(id__in=some).values_list(
            "id", "kind", "name_fr", "name_en", "acronym", "country", "ror"
        )
        # As values, not as rows: a portfolio names thousands.
        found |= {row[0]: Named(row[0], Kind(row[1]), *row[2:]) for row in rows}
    return found


def get_cities(identifiers: Iterable[UUID]) -> dict[UUID, str]:
    """Return the city of each organisation that has one, as its entry writes it."""
    rows = Organisation.objects.filter(id__in=set(identifiers)).exclude(city="")
    return dict(rows.values_list("id", "city"))


def present_name(row: Organisation) -> Named:
    """Return the names of an organisation as a value."""
    return Named(
        id=row.id,
        kind=Kind(row.kind),
        name_fr=row.name_fr,
        name_en=row.name_en,
        acronym=row.acronym,
        country=row.country,
        ror=row.ror,
    )


def _climb(start: UUID, above: dict[UUID, tuple[UUID, ...]]) -> frozenset[UUID]:
    found, waiting = {start}, [start]
    while waiting:
        for one in above.get(waiting.pop(), ()):
            if one not in found:
                found.add(one)
                waiting.append(one)
    return frozenset(found)


def _holds(on: date) -> Q:
    return (Q(start__isnull=True) | Q(start__lte=on)) & (Q(end__isnull=True) | Q(end__gte=on))


def present_by_name(rows: Iterable[Organisation]) -> tuple[Named, ...]:
    """Return rows as other rooms see them, by name."""
    return tuple(sorted(map(present_name, rows), key=lambda one: one.to_name("en").casefold()))
