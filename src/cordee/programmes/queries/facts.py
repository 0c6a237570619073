"""The facts of applications, read from the directory, the agreements and what was written; never ticked.

A fact that nothing shows is left out. Facts about people and places are taken on the call's reference
day; whether an entry is confirmed is asked of the day on which the rules are asked, so that whoever
confirms an entry mends what was missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext_noop

from cordee.agreements.queries import find_tied
from cordee.directory.queries import get_names, get_parts
from cordee.directory.queries.evidence import PersonShown, Post, show_people, was_part_of
from cordee.directory.states import InvolvementKind
from cordee.kernel.messages import Sentence
from cordee.programmes.answers import list_answer_facts
from cordee.programmes.applied import ApplicationRecord, FrozenCall, PartnerTold
from cordee.programmes.definition.zones import find_open, find_zone, list_open_zones
from cordee.programmes.judging.facts import Facts, FactValue, count_years
from cordee.programmes.states import ReferenceDay
from cordee.reference.countries import get_country


_WORKING = frozenset({InvolvementKind.WORKS_AT, InvolvementKind.LEADS})


@dataclass(frozen=True)
class Gathered:
    """The facts of one application, and what of the entries each was read from, where that is told."""

    facts: Facts
    origins: Mapping[str, Sentence] = field(default_factory=dict)


def find_reference_day(call: FrozenCall, at: datetime) -> date:
    """Return the day on which a call takes facts about people.

    A deadline at midnight is of the day that ends there. A call without the day meant (one that is open
    at any time) takes the day on which it is asked.
    """
    kind, days = call.definition.reference_day, call.days
    if kind is ReferenceDay.FIXED and call.definition.fixed_day is not None:
        return call.definition.fixed_day
    if kind is ReferenceDay.OPENING and days.opens_at is not None:
        return call.to_local(days.opens_at).date()
    if kind is ReferenceDay.DEADLINE and days.closes_at is not None:
        return call.to_local(days.closes_at - timedelta(microseconds=1)).date()
    return call.to_local(at).date()


class Ground:
    """What all applications of a call stand on: read once, asked for each."""

    def __init__(
        self, call: FrozenCall, records: Iterable[ApplicationRecord], *, at: datetime
    ) -> None:
        """Read of the directory and the agreements what these applications of a call need."""
        self.call, self.on, self.day = call, call.to_local(at).date(), find_reference_day(call, at)
        self.office = get_names([call.office]).get(call.office)
        self.parts = get_parts([call.office], on=self.day)
        asked = list(records)
        self.people = show_people(one.person for one in asked if one.person is not None)
        organisations = {
            partner.part.organisation
            for one in asked
            for partner in one.partners
            if partner.part.organisation is not None
        }
        self.tied = find_tied(call.office, organisations, on=self.day)

    def gather(
        self, record: ApplicationRecord, *, others: int, joint_works: int | None = None
    ) -> Gathered:
        """Return the facts of an application.

        `others` counts the person's other applications to the call; `joint_works` the publications with
        the partners, None where nobody counted them.
        """
        facts: dict[str, FactValue] = {"applicant.other_applications": others}
        origins: dict[str, Sentence] = {}
        shown = self.people.get(record.person) if record.person else None
        if shown is not None:
            self._read_person(shown, facts, origins)
        facts |= self._read_partners(record.partners)
        facts |= _read_project(record)
        facts["call.year"] = self.call.year
        facts["call.zones"] = self._list_open_zones()
        if joint_works is not None:
            facts["partners.joint_works"] = joint_works
        facts |= list_answer_facts(self.call.definition, record.written.answers)
        return Gathered(facts, origins)

    def _read_person(
        self, shown: PersonShown, facts: dict[str, FactValue], origins: dict[str, Sentence]
    ) -> None:
        is_confirmed = shown.is_confirmed(self.on)
        recruited = self._find_recruitment(shown.posts)
        if recruited is not None and recruited.start is not None:
            facts["applicant.years_since_recruitment"] = count_years(recruited.start, self.day)
            origins["applicant.years_since_recruitment"] = Sentence(
                gettext_noop("{grade} at {organisation} since {day}"),
                {
                    "grade": recruited.grade,
                    "organisation": recruited.organisation.to_name("en"),
                    "day": recruited.start,
                },
            )
        held = tuple(dict.fromkeys(one.code for one in shown.awards if one.holds(self.day)))
        if held or is_confirmed:
            facts["applicant.awards"] = held
        now = [one for one in shown.posts if one.holds(self.day)]
        here = [one for one in now if one.role in _WORKING and self._is_here(one)]
        if here or is_confirmed:
            facts["applicant.works_here"] = bool(here)
        if here:
            origins["applicant.works_here"] = _say_place(here[0])
        leads = [one for one in now if one.role is InvolvementKind.LEADS]
        if leads or is_confirmed:
            facts["applicant.leads_team"] = bool(leads)
        if leads:
            origins["applicant.leads_team"] = _say_place(leads[0])

    def _find_recruitment(self, posts: Iterable[Post]) -> Post | None:
        """Return the first post with a grade at the office or a part of it; None when nothing tells.

        A grade since nobody knows when may be the first, and makes the first unknown.
        """
        graded = [one for one in posts if one.grade and self._is_here(one)]
        begun = [one for one in graded if one.start is None or one.start <= self.day]
        if any(one.start is None for one in begun):
            return None
        return min(begun, key=lambda one: one.start or date.max, default=None)

    def _is_here(self, post: Post) -> bool:
        # A unit that was closed since is a part of the house for the time it was.
        return post.organisation.id in self.parts or was_part_of(
            post.organisation.id, self.call.office, start=post.start, end=post.end
        )

    def _read_partners(self, partners: tuple[PartnerTold, ...]) -> dict[str, FactValue]:
        facts: dict[str, FactValue] = {
            "partners.total": len(partners),
            "partners.companies": sum(one.part.is_company for one in partners),
            "partners.confirmed": sum(one.is_signed for one in partners),
        }
        own = find_state(self.office.country) if self.office else ""
        if not own or any(not one.part.country for one in partners):
            return facts
        foreign = [one for one in partners if find_state(one.part.country) != own]
        countries = tuple(sorted({find_state(one.part.country) for one in foreign}))
        definition, year = self.call.definition, self.call.year
        found = (find_zone(definition, one, self.day) for one in countries)
        opened = find_open(definition, countries, self.day, year)
        facts |= {
            "partners.foreign": len(foreign),
            "partners.countries": countries,
            "partners.zones": tuple(sorted({zone.code for zone in found if zone is not None})),
            "partners.in_closed_zones": sum(
                find_state(one.part.country) not in opened for one in foreign
            ),
        }
        organisations = [one.part.organisation for one in foreign]
        if all(one is not None for one in organisations):
            facts["partners.without_agreement"] = sum(one not in self.tied for one in organisations)
        return facts

    def _list_open_zones(self) -> tuple[str, ...]:
        return tuple(one.code for one in list_open_zones(self.call.definition, self.call.year))


def find_state(country: str) -> str:
    """Return the State a territory belongs to: overseas France is no other country than France.

    >>> find_state("RE"), find_state("JP"), find_state("")
    ('FR', 'JP', '')
    """
    return (get_country(country).part_of or country) if country else ""


def list_partner_organisations(record: ApplicationRecord) -> tuple[UUID, ...]:
    """Return the organisations of the directory among the partners."""
    named = (one.part.organisation for one in record.partners)
    return tuple(dict.fromkeys(one for one in named if one is not None))


def _read_project(record: ApplicationRecord) -> dict[str, FactValue]:
    facts: dict[str, FactValue] = {}
    if record.written.months is not None:
        facts["project.months"] = record.written.months
    asked = record.asked
    if asked is not None:
        facts["project.amount"] = float(sum(asked.values(), Decimal(0)))
    brought = [one.amount for one in record.written.budget if one.is_cofunding]
    if brought or asked is not None:
        facts["project.cofunding"] = float(sum(brought, Decimal(0)))
    return facts


def _say_place(post: Post) -> Sentence:
    return Sentence("{organisation}", {"organisation": post.organisation.to_name("en")})
