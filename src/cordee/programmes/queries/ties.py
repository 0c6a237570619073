"""Ties of people to applications, read in bulk: a few queries however many of both are asked about.

No rights are asked: who asks was let see the applications. Works signed together are told by the caller
(the lake is opened at the front door); where it cannot tell, the pair is among those not known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Q

from cordee.agreements.naming import Naming, list_namings
from cordee.directory.queries import get_lines, get_names
from cordee.directory.queries.evidence import PersonShown, show_people
from cordee.directory.queries.reach import find_holders, find_reaches
from cordee.directory.states import InvolvementKind
from cordee.ledger.bulk import chunk
from cordee.observatory.figures.coauthors import CoAuthors
from cordee.programmes.models import Application, Partner, ProjectPerson, Tie
from cordee.programmes.reviewing.states import TieKind
from cordee.programmes.reviewing.ties import (
    ApplicationGround,
    Pair,
    PersonGround,
    Stay,
    Surroundings,
    TieFinder,
    TieFound,
    gather,
)
from cordee.reference.folding import fold


@dataclass(frozen=True)
class FoundTies(Mapping[Pair, tuple[TieFound, ...]]):
    """The ties found by person and application; a pair without any is not in it.

    `not_known` are the pairs of which nobody can tell whether they published together.
    """

    found: Mapping[Pair, tuple[TieFound, ...]] = field(default_factory=dict)
    not_known: frozenset[Pair] = frozenset()

    def __getitem__(self, pair: Pair) -> tuple[TieFound, ...]:
        return self.found[pair]

    def __iter__(self) -> Iterator[Pair]:
        return iter(self.found)

    def __len__(self) -> int:
        return len(self.found)


def find_ties(
    people: Iterable[UUID],
    applications: Iterable[UUID],
    *,
    years: int,
    on: date,
    coauthors: CoAuthors | None = None,
) -> FoundTies:
    """Return what ties people of the directory to applications within `years` before a day.

    `coauthors` is what the lake told of both (`list_orcids` says of whom); None where nobody asked it.
    """
    asked, grounds = frozenset(people), read_grounds(applications, on=on)
    since = find_since(on, years)
    involved = asked.union(*(one.people for one in grounds)) if grounds else asked
    shown = show_people(involved)
    around = _look_around(shown, grounds, since=since, on=on)
    finder = TieFinder(around)
    found = [((person, one.id), tie) for one in grounds for person, tie in finder.find(asked, one)]
    found += _find_agreements(asked, grounds, shown, around)
    found += list_declared(asked, [one.id for one in grounds])
    together, not_known = _find_coauthors(asked, grounds, shown, coauthors)
    return FoundTies(gather([*found, *together]), not_known)


def list_orcids(
    people: Iterable[UUID], applications: Iterable[UUID], *, on: date
) -> tuple[frozenset[str], frozenset[str]]:
    """Return the ORCIDs of people, and of applicants and contacts, as the lake is asked for them."""
    asked = frozenset(people)
    others = frozenset().union(*(one.people for one in read_grounds(applications, on=on)))
    shown = show_people(asked | others)
    return _list_orcids(asked, shown), _list_orcids(others, shown)


def find_since(on: date, years: int) -> date:
    """Return the first day of the years before a day.

    >>> find_since(date(2024, 2, 29), 5)
    datetime.date(2019, 2, 28)
    """
    try:
        return on.replace(year=on.year - years)
    except ValueError:
        return on.replace(year=on.year - years, day=28)


def read_grounds(applications: Iterable[UUID], *, on: date) -> tuple[ApplicationGround, ...]:
    """Return what ties to applications are found by, the offices' lines taken on a day."""
    rows: list[Application] = []
    partners: dict[UUID, list[Partner]] = defaultdict(list)
    for some in chunk(set(applications)):
        rows += Application.objects.select_related("call").filter(id__in=some)
        for partner in Partner.objects.filter(application__in=some):
            partners[partner.application_id].append(partner)
    holders = find_holders(one.contact_email for some in partners.values() for one in some)
    lines = get_lines({row.call.office for row in rows}, on=on)
    return tuple(
        _read_ground(row, partners[row.id], holders, lines[row.call.office]) for row in rows
    )


def list_declared(
    people: Collection[UUID], applications: Collection[UUID]
) -> list[tuple[Pair, TieFound]]:
    """Return the ties that people declared themselves, but for those set aside."""
    rows = Tie.objects.filter(
        kind=TieKind.DECLARED.value, set_aside_at=None, person__isnull=False
    ).filter(application__in=applications)
    return [
        ((row.person, row.application_id), TieFound(TieKind.DECLARED, "declared", row.evidence))
        for row in rows
        if row.person is not None and row.person in people
    ]


def _read_ground(
    row: Application,
    partners: list[Partner],
    holders: Mapping[str, frozenset[UUID]],
    neutral: frozenset[UUID],
) -> ApplicationGround:
    contacts = {
        person: partner.name
        for partner in partners
        for person in holders.get(partner.contact_email.lower(), ())
    }
    own = {row.person} if row.person is not None else set()
    named = (one.organisation for one in partners)
    return ApplicationGround(
        id=row.id,
        applicant=row.person,
        people=frozenset(own | set(contacts)),
        contacts=contacts,
        organisation=row.organisation,
        partners=frozenset(one for one in named if one is not None),
        neutral=neutral,
    )


def _look_around(
    shown: Mapping[UUID, PersonShown],
    grounds: Iterable[ApplicationGround],
    *,
    since: date,
    on: date,
) -> Surroundings:
    projects = _list_projects(shown, since=since, on=on)
    people = {
        one.id: PersonGround(
            one.id, one.name, _list_stays(one, since, on), projects.get(one.id, {})
        )
        for one in shown.values()
    }
    places = {stay.organisation for one in people.values() for stay in one.stays}
    for ground in grounds:
        places |= ground.partners
        places |= {ground.organisation} - {None}  # type: ignore[arg-type]
    reaches = find_reaches(places, start=since, end=on)
    names = get_names(place for reach in reaches.values() for place in reach.line)
    return Surroundings(people, reaches, names, since, on)


def _list_stays(shown: PersonShown, since: date, on: date) -> tuple[Stay, ...]:
    """Return where somebody was within the years; who represents an organisation elsewhere is not at it."""
    stays = (
        Stay(post.organisation.id, post.start, post.end, leads=post.role is InvolvementKind.LEADS)
        for post in shown.posts
        if post.role is not InvolvementKind.REPRESENTS
    )
    return tuple(one for one in stays if one.meets(since, on))


def _list_projects(people: Iterable[UUID], *, since: date, on: date) -> dict[UUID, dict[UUID, str]]:
    found: dict[UUID, dict[UUID, str]] = defaultdict(dict)
    for some in chunk(set(people)):
        rows = ProjectPerson.objects.filter(
            Q(start__isnull=True) | Q(start__lte=on),
            Q(end__isnull=True) | Q(end__gte=since),
            Q(project__ends_on__isnull=True) | Q(project__ends_on__gte=since),
            person__in=some,
        )
        for person, project, acronym, title in rows.values_list(
            "person", "project_id", "project__acronym", "project__title"
        ):
            if person is not None:
                found[person][project] = acronym or title
    return found


def _find_agreements(
    people: frozenset[UUID],
    grounds: Iterable[ApplicationGround],
    shown: Mapping[UUID, PersonShown],
    around: Surroundings,
) -> Iterator[tuple[Pair, TieFound]]:
    """Yield who an agreement with a partner names: in its scope by ORCID, or as who signs for a party.

    Who signs is known by name alone, so only somebody in the line of that party is meant.
    """
    partners = frozenset().union(*(one.partners for one in grounds))
    namings = list_namings(partners, since=around.since)
    if not namings:
        return
    by_orcid = {one.orcid.upper(): one.id for one in shown.values() if one.orcid}
    by_name: dict[str, list[UUID]] = defaultdict(list)
    for one in shown.values():
        by_name[fold(one.name)].append(one.id)
    meant = [(one, tuple(_list_meant(one, by_orcid, by_name, around))) for one in namings]
    for ground in grounds:
        for naming, named in meant:
            for place in naming.parties & ground.partners:
                for person, how in named:
                    if person in people:
                        values = _tell_agreement(naming, place, around)
                        yield (person, ground.id), TieFound(TieKind.AGREEMENT, how, values)


def _list_meant(
    naming: Naming,
    by_orcid: Mapping[str, UUID],
    by_name: Mapping[str, list[UUID]],
    around: Surroundings,
) -> Iterator[tuple[UUID, str]]:
    for orcid in naming.orcids:
        if orcid in by_orcid:
            yield by_orcid[orcid], "named"
    for name, party in naming.signatories:
        for person in by_name.get(fold(name), ()):
            stays = around.people[person].stays
            if any(party in around.reaches[one.organisation].line for one in stays):
                yield person, "signs"


def _tell_agreement(naming: Naming, place: UUID, around: Surroundings) -> dict[str, str | int]:
    named = around.names[place]
    return {
        "agreement_fr": naming.title_fr or naming.title_en,
        "agreement_en": naming.title_en or naming.title_fr,
        "organisation_fr": named.to_name("fr"),
        "organisation_en": named.to_name("en"),
    }


def _find_coauthors(
    people: frozenset[UUID],
    grounds: Iterable[ApplicationGround],
    shown: Mapping[UUID, PersonShown],
    coauthors: CoAuthors | None,
) -> tuple[list[tuple[Pair, TieFound]], frozenset[Pair]]:
    known = coauthors.known if coauthors is not None else frozenset()
    orcids = {one.id: one.orcid.upper() for one in shown.values()}
    found: list[tuple[Pair, TieFound]] = []
    not_known: set[Pair] = set()
    for ground in grounds:
        others = [one for one in ground.people if one in orcids]
        can_tell = ground.applicant is not None and all(orcids[one] in known for one in others)
        for person in people:
            own = orcids.get(person, "")
            if not can_tell or own not in known:
                not_known.add((person, ground.id))
            for other in others if own and coauthors is not None else ():
                joint = coauthors.pairs.get((own, orcids[other])) if coauthors else None
                if joint is not None and other != person:
                    values: dict[str, str | int] = {
                        "other": shown[other].name,
                        "works": joint.works,
                        "last_year": joint.last_year,
                    }
                    found.append(
                        ((person, ground.id), TieFound(TieKind.CO_AUTHOR, "coauthor", values))
                    )
    return found, frozenset(not_known)


def _list_orcids(people: Iterable[UUID], shown: Mapping[UUID, PersonShown]) -> frozenset[str]:
    return frozenset(shown[one].orcid for one in people if one in shown and shown[one].orcid)
