"""Which people of the directory a table means: by ORCID, by e-mail address, by name in the same house."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from cordee.directory.models import Involvement, Person
from cordee.ledger.bulk import chunk
from cordee.ledger.sheets import Row
from cordee.reference.folding import fold


@dataclass(frozen=True)
class Known:
    """A person of the directory, as far as telling them from others needs."""

    id: UUID
    keeper: UUID
    orcid: str | None
    email: str
    given_name: str
    family_name: str
    places: frozenset[UUID] = frozenset()

    @property
    def title(self) -> str:
        """Return what the person is called."""
        return f"{self.given_name} {self.family_name}".strip()


@dataclass(frozen=True)
class People:
    """The people that a table may mean, by ORCID, by address and by folded name."""

    by_orcid: Mapping[str, Known]
    by_email: Mapping[str, tuple[Known, ...]]
    by_name: Mapping[str, tuple[Known, ...]]

    def find(self, row: Row, near: frozenset[UUID]) -> tuple[Known, ...]:
        """Return whom a line means. A name alone means those kept or involved `near`, and no others.

        Another ORCID or another family name is another person, whatever else is the same.
        """
        orcid, email = row.values.get("orcid"), str(row.values.get("email") or "").lower()
        if orcid in self.by_orcid:
            return (self.by_orcid[str(orcid)],)
        family = fold(str(row.values.get("family_name") or ""))
        fits = [
            one
            for one in self.by_email.get(email, ())
            if not (orcid and one.orcid) and fold(one.family_name) == family
        ]
        if fits:
            return tuple(fits)
        return tuple(
            one
            for one in self.by_name.get(name_key(row), ())
            if not (orcid and one.orcid)
            and not (email and one.email and one.email.lower() != email)
            and (one.keeper in near or one.places & near)
        )


def name_key(row: Row) -> str:
    """Return a line's name as people are compared by it."""
    values = row.values
    return fold(f"{values.get('given_name') or ''} {values.get('family_name') or ''}")


def load_people(rows: Iterable[Row]) -> People:
    """Return the people that any of these lines may mean, in one reading of the directory."""
    asked = list(rows)
    orcids = {row.values["orcid"] for row in asked if "orcid" in row.values}
    emails = {str(row.values["email"]).lower() for row in asked if "email" in row.values}
    names = {name_key(row) for row in asked} - {""}
    columns = ("id", "keeper_id", "orcid", "email", "given_name", "family_name")
    found = [
        known
        for values in Person.objects.values_list(*columns).iterator(chunk_size=2_000)
        if (known := Known(*values)).orcid in orcids
        or (known.email and known.email.lower() in emails)
        or fold(known.title) in names
    ]
    places: dict[UUID, set[UUID]] = defaultdict(set)
    for some in chunk(one.id for one in found):
        held = Involvement.objects.filter(person__in=some)
        for person, organisation in held.values_list("person_id", "organisation_id"):
            places[person].add(organisation)
    return _sort(
        Known(
            *(one.id, one.keeper, one.orcid, one.email, one.given_name, one.family_name),
            frozenset(places[one.id]),
        )
        for one in found
    )


def _sort(found: Iterable[Known]) -> People:
    by_orcid: dict[str, Known] = {}
    by_email: dict[str, list[Known]] = defaultdict(list)
    by_name: dict[str, list[Known]] = defaultdict(list)
    for one in found:
        if one.orcid:
            by_orcid[one.orcid] = one
        if one.email:
            by_email[one.email.lower()].append(one)
        by_name[fold(one.title)].append(one)
    return People(
        by_orcid,
        {email: tuple(some) for email, some in by_email.items()},
        {name: tuple(some) for name, some in by_name.items()},
    )
