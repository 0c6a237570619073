"""What ties a person to an application, computed of facts: who, where, when. No table is read here.

The rules, each with its evidence:

* part of the application: the person is its applicant, or a contact of a partner.
* same unit or team: both were at it within the years at the same time, or the person was at a unit
  that applies or is a partner.
* same organisation: both were at a part of it at the same time, or the person was at a partner or at the
  organisation that applies. Those that merely supervise units (an Inserm unit's Inserm), and the body
  that runs the call, tie nobody by themselves; a partner ties whoever is in its line, supervised units too.
* hierarchy: one leads an organisation in whose line the other is.
* same project, published together, named in an agreement to which a partner is party, declared.

Days that nobody knows are open: what may have been at the same time counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from cordee.directory.queries import Named
from cordee.directory.queries.reach import Reach
from cordee.directory.states import Kind
from cordee.programmes.reviewing.states import TieKind


UNITS = frozenset({Kind.UNIT, Kind.TEAM})

Pair = tuple[UUID, UUID]
"""A person of the directory and an application."""

Evidence = Mapping[str, str | int]


@dataclass(frozen=True)
class TieFound:
    """A tie with what shows it: `how` names the sentence, the other values stand in it."""

    kind: TieKind
    how: str
    evidence: Evidence = field(default_factory=dict)


@dataclass(frozen=True)
class Stay:
    """Somebody's time at an organisation; open ends are None."""

    organisation: UUID
    start: date | None = None
    end: date | None = None
    leads: bool = False

    def meets(self, start: date | None, end: date | None) -> bool:
        """Return whether it overlaps a period.

        >>> Stay(UUID(int=1), date(2020, 1, 1), date(2021, 1, 1)).meets(date(2021, 1, 2), None)
        False
        """
        begins_in_time = self.start is None or end is None or self.start <= end
        return begins_in_time and (self.end is None or start is None or start <= self.end)


@dataclass(frozen=True)
class PersonGround:
    """What ties of a person are found by. `projects` are by identifier with their name."""

    id: UUID
    name: str
    stays: tuple[Stay, ...] = ()
    projects: Mapping[UUID, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ApplicationGround:
    """What ties to an application are found by.

    `people` are its applicant and the contacts of partners that the directory knows; `contacts` says of
    which partner. `neutral` are the organisations that tie nobody: the office of the call and its line.
    """

    id: UUID
    applicant: UUID | None
    people: frozenset[UUID]
    contacts: Mapping[UUID, str]
    organisation: UUID | None
    partners: frozenset[UUID]
    neutral: frozenset[UUID]


@dataclass(frozen=True)
class Surroundings:
    """All that is known around people and applications: entries, reaches, names of organisations."""

    people: Mapping[UUID, PersonGround]
    reaches: Mapping[UUID, Reach]
    names: Mapping[UUID, Named]
    since: date
    on: date


class TieFinder:
    """Finds ties of people to applications; asks of each pair only what their organisations share."""

    def __init__(self, around: Surroundings) -> None:
        """Index the stays of everybody by the organisations they reach."""
        self._around = around
        self._by_line: dict[UUID, dict[UUID, list[Stay]]] = defaultdict(lambda: defaultdict(list))
        for person in around.people.values():
            for stay in person.stays:
                for place in self._reach(stay.organisation).line:
                    self._by_line[place][person.id].append(stay)

    def find(
        self, people: frozenset[UUID], application: ApplicationGround
    ) -> Iterator[tuple[UUID, TieFound]]:
        """Yield each tie of some of `people` to an application, with whose it is; each tie once."""
        seen: set[tuple[UUID, TieKind, str]] = set()
        for person, tie in (
            *self._find_part(people, application),
            *self._find_places(people, application),
            *self._find_persons(people, application),
        ):
            told = str(tie.evidence.get("id", "")) + str(tie.evidence.get("other", ""))
            key = (person, tie.kind, told)
            if key not in seen:
                seen.add(key)
                yield person, tie

    def _find_part(
        self, people: frozenset[UUID], application: ApplicationGround
    ) -> Iterator[tuple[UUID, TieFound]]:
        for person in people & application.people:
            if person == application.applicant:
                yield person, TieFound(TieKind.APPLICANT, "is_applicant")
            else:
                partner = application.contacts.get(person, "")
                yield person, TieFound(TieKind.APPLICANT, "is_contact", {"partner": partner})

    def _find_places(
        self, people: frozenset[UUID], application: ApplicationGround
    ) -> Iterator[tuple[UUID, TieFound]]:
        places = dict.fromkeys(application.partners, "is_partner")
        if application.organisation is not None:
            # The lead's unit is a tie, and what it is part of; who supervises it is not.
            places |= dict.fromkeys(self._reach(application.organisation).wholes, "applies")
        for place, how in places.items():
            if place in application.neutral:
                continue
            for person, stays in self._by_line.get(place, {}).items():
                if person not in people:
                    continue
                for stay in stays:
                    reach = self._reach(stay.organisation)
                    if how == "is_partner" or place in reach.wholes:
                        yield person, self._tell_place(place, how, stay)

    def _find_persons(
        self, people: frozenset[UUID], application: ApplicationGround
    ) -> Iterator[tuple[UUID, TieFound]]:
        for other in application.people:
            ground = self._around.people.get(other)
            if ground is None:
                continue
            for theirs in ground.stays:
                yield from self._find_together(people, ground, theirs, application)
                yield from self._find_led(people, ground, theirs)
            if ground.projects:
                yield from self._find_projects(people, ground)

    def _find_together(
        self,
        people: frozenset[UUID],
        ground: PersonGround,
        theirs: Stay,
        application: ApplicationGround,
    ) -> Iterator[tuple[UUID, TieFound]]:
        for place in self._reach(theirs.organisation).wholes - application.neutral:
            for person, stays in self._by_line.get(place, {}).items():
                if person not in people or person == ground.id:
                    continue
                for stay in stays:
                    is_part = place in self._reach(stay.organisation).wholes
                    if is_part and stay.meets(theirs.start, theirs.end):
                        values = self._name(place) | {
                            "other": ground.name,
                            "period": tell_period(stay),
                            "other_period": tell_period(theirs),
                        }
                        yield person, TieFound(self._choose_kind(place), "together", values)

    def _find_led(
        self, people: frozenset[UUID], ground: PersonGround, theirs: Stay
    ) -> Iterator[tuple[UUID, TieFound]]:
        """Yield who leads what the other is in, and who is in what the other leads."""
        for place in self._reach(theirs.organisation).line:
            for person, stays in self._by_line.get(place, {}).items():
                if person not in people or person == ground.id:
                    continue
                for stay in stays:
                    if not stay.meets(theirs.start, theirs.end):
                        continue
                    values = self._name(place) | {"other": ground.name}
                    if stay.leads and stay.organisation == place:
                        yield person, TieFound(TieKind.HIERARCHY, "leads", values)
                    elif theirs.leads and theirs.organisation == place:
                        yield person, TieFound(TieKind.HIERARCHY, "is_led", values)

    def _find_projects(
        self, people: frozenset[UUID], ground: PersonGround
    ) -> Iterator[tuple[UUID, TieFound]]:
        for person in people - {ground.id}:
            mine = self._around.people.get(person)
            if mine is None or not mine.projects:
                continue
            for project in mine.projects.keys() & ground.projects.keys():
                values = {
                    "id": str(project),
                    "project": mine.projects[project],
                    "other": ground.name,
                }
                yield person, TieFound(TieKind.SHARED_PROJECT, "project", values)

    def _tell_place(self, place: UUID, how: str, stay: Stay) -> TieFound:
        values = self._name(place) | {"period": tell_period(stay)}
        return TieFound(self._choose_kind(place), how, values)

    def _choose_kind(self, place: UUID) -> TieKind:
        named = self._around.names.get(place)
        is_unit = named is not None and named.kind in UNITS
        return TieKind.SAME_UNIT if is_unit else TieKind.SAME_ORGANISATION

    def _name(self, place: UUID) -> dict[str, str | int]:
        named = self._around.names.get(place)
        french, english = (
            (named.to_name("fr"), named.to_name("en")) if named else (str(place), str(place))
        )
        return {"id": str(place), "organisation_fr": french, "organisation_en": english}

    def _reach(self, organisation: UUID) -> Reach:
        alone = frozenset({organisation})
        return self._around.reaches.get(organisation, Reach(alone, alone))


def tell_period(stay: Stay) -> str:
    """Return the years of a stay as people write them.

    >>> tell_period(Stay(UUID(int=1), date(2020, 1, 1))), tell_period(Stay(UUID(int=1)))
    ('2020–', '')
    """
    if stay.start is None and stay.end is None:
        return ""
    first = str(stay.start.year) if stay.start else "…"
    return f"{first}–{stay.end.year if stay.end else ''}"


def gather(found: Iterable[tuple[Pair, TieFound]]) -> dict[Pair, tuple[TieFound, ...]]:
    """Return ties by person and application, the gravest kinds first as the list of kinds has them."""
    order = {kind: place for place, kind in enumerate(TieKind)}
    by_pair: dict[Pair, list[TieFound]] = defaultdict(list)
    for pair, tie in found:
        by_pair[pair].append(tie)
    return {
        pair: tuple(sorted(ties, key=lambda one: (order[one.kind], one.how)))
        for pair, ties in by_pair.items()
    }
