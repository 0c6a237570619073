"""What entries show of people on a day: where they work, since when with a grade, what they were awarded.

Only what is written counts. `is_confirmed` says whether somebody confirmed the entry within the year:
then what is not written is not so; else it is merely not known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cordee.directory.models import Award, Involvement, Person
from cordee.directory.queries.lines import Named, get_above, present_name
from cordee.directory.rules import CONFIRMED_FOR
from cordee.directory.states import InvolvementKind
from cordee.kernel.identifiers import parse_orcid
from cordee.ledger.bulk import chunk
from cordee.reference.folding import fold


_MOST_OF_A_NAME = 200
"""People of one family name that are looked at: the commonest names have fewer at one house."""


@dataclass(frozen=True)
class Post:
    """What somebody is at an organisation, from a day to a day, with the grade written there."""

    role: InvolvementKind
    organisation: Named
    start: date | None
    end: date | None
    grade: str

    def holds(self, on: date) -> bool:
        """Return whether it holds on a day; an open end holds."""
        return (self.start is None or self.start <= on) and (self.end is None or on <= self.end)


@dataclass(frozen=True)
class Held:
    """An award with its days."""

    code: str
    start: date
    end: date | None

    def holds(self, on: date) -> bool:
        """Return whether it is held on a day."""
        return self.start <= on and (self.end is None or on <= self.end)


@dataclass(frozen=True)
class PersonShown:
    """A person's entry as evidence."""

    id: UUID
    name: str
    orcid: str
    confirmed_on: date | None
    posts: tuple[Post, ...] = ()
    awards: tuple[Held, ...] = ()

    def is_confirmed(self, on: date) -> bool:
        """Return whether the entry was confirmed in the year before a day."""
        return self.confirmed_on is not None and self.confirmed_on >= on - CONFIRMED_FOR


def show_people(identifiers: Iterable[UUID]) -> dict[UUID, PersonShown]:
    """Return the entries of people by identifier, in three queries however many are asked about."""
    asked = set(identifiers)
    posts: dict[UUID, list[Post]] = defaultdict(list)
    awards: dict[UUID, list[Held]] = defaultdict(list)
    found: dict[UUID, PersonShown] = {}
    for some in chunk(asked):
        for row in Involvement.objects.filter(person__in=some).select_related("organisation"):
            named = present_name(row.organisation)
            role = InvolvementKind(row.role)
            posts[row.person_id].append(Post(role, named, row.start, row.end, row.grade))
        for award in Award.objects.filter(person__in=some).order_by("start", "code"):
            awards[award.person_id].append(Held(award.code, award.start, award.end))
        for person in Person.objects.filter(id__in=some):
            found[person.id] = PersonShown(
                id=person.id,
                name=str(person),
                orcid=person.orcid or "",
                confirmed_on=person.confirmed_on,
                posts=tuple(posts[person.id]),
                awards=tuple(awards[person.id]),
            )
    return found


def was_part_of(organisation: UUID, whole: UUID, *, start: date | None, end: date | None) -> bool:
    """Return whether an organisation was, at any time of a period, the whole or a part of it."""
    return whole in get_above(organisation, start=start, end=end)


def find_like(
    *, emails: Iterable[str], orcids: Iterable[str], name: str, near: Iterable[UUID]
) -> tuple[UUID, ...]:
    """Return the people who may be an account's holder: by address, by ORCID, or by name `near`.

    `near` are organisations that keep such an entry or where somebody of that name is involved.
    """
    by_address = {one.lower() for one in emails if one}
    asked, places = {one for one in orcids if one}, set(near)
    found = list(Person.objects.filter(orcid__in=asked).values_list("id", flat=True))
    for address in sorted(by_address):
        found += Person.objects.filter(email__iexact=address).values_list("id", flat=True)
    words = fold(name).split()
    if words:
        # The last word of a name is the family name's last in nearly all; the fold decides.
        rows = Person.objects.filter(family_name__icontains=name.split()[-1]).order_by("id")
        for row in rows[:_MOST_OF_A_NAME]:
            if fold(str(row)).split() == words and _is_near(row, places):
                found.append(row.id)
    return tuple(dict.fromkeys(found))


def _is_near(row: Person, places: set[UUID]) -> bool:
    if row.keeper_id in places:
        return True
    return row.involvements.filter(organisation__in=places).exists()


def find_by_orcid(text: str) -> UUID | None:
    """Return the person with an ORCID, however it is written; None when there is none."""
    orcid = parse_orcid(text)
    return (
        Person.objects.filter(orcid=orcid).values_list("id", flat=True).first() if orcid else None
    )
