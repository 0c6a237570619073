"""What an instrument awarded, to whom, and what grew out of it. Publications are asked elsewhere."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from cordee.directory.queries import get_names
from cordee.kernel.errors import NotFoundError
from cordee.ledger.rights import Actor
from cordee.programmes.definition.parts import Bilingual
from cordee.programmes.granting.values import FundedPair
from cordee.programmes.models import Decision, Project
from cordee.programmes.queries.instruments import NO_INSTRUMENT, InstrumentTold, get_instrument
from cordee.programmes.queries.projects import list_funded_pairs, select_visible
from cordee.programmes.selecting.states import DecisionKind


@dataclass(frozen=True)
class Grown:
    """A project as it is named in what followed; `instrument` is None for a grant from elsewhere."""

    id: UUID
    title: str
    instrument: Bilingual | None
    funder: str
    year: int | None


@dataclass(frozen=True)
class RorPair:
    """A funded pair by ROR ids, with its project."""

    office: str
    partner: str
    year: int
    project: UUID


@dataclass(frozen=True)
class Produced:
    """What an instrument awarded. Money is by currency and never added up over currencies."""

    told: InstrumentTold
    awards: int
    countries: tuple[tuple[str, int], ...]
    money: tuple[tuple[str, Decimal], ...]
    pairs: tuple[RorPair, ...]
    unnamed: int
    """Funded pairs of which one side has no ROR id: publications cannot tell them."""
    amounts: dict[UUID, tuple[str, Decimal]]
    """What each project's award gave, by project."""
    chains: tuple[tuple[Grown, ...], ...]
    """What grew out of the projects: each way from one of the instrument to the last that followed."""


def get_produced(instrument: UUID, *, by: Actor, on: date) -> Produced:
    """Return what an instrument awarded, for who runs programmes at its office; else `NotFoundError`."""
    told = get_instrument(instrument, by=by, on=on)
    if not told.may_run:
        raise NotFoundError(NO_INSTRUMENT)
    awards = Decision.objects.filter(
        kind=DecisionKind.FUND.value,
        replaced_by__isnull=True,
        application__call__instrument_version__instrument=instrument,
    ).prefetch_related("application__partners")
    countries: Counter[str] = Counter()
    money: defaultdict[str, Decimal] = defaultdict(Decimal)
    for award in awards:
        # An award with two partners in one country counts there once.
        countries.update({one.country for one in award.application.partners.all() if one.country})
        if award.amount is not None:
            money[award.currency] += award.amount
    projects = list(
        Project.objects.filter(
            award__in=awards, instrument_version__instrument=instrument
        ).select_related("award")
    )
    kept = {one.id for one in projects}
    found = [one for one in list_funded_pairs(told.code) if one.project in kept]
    pairs = _name_pairs(found, told.office)
    return Produced(
        told=told,
        awards=len(awards),
        countries=tuple(sorted(countries.items(), key=lambda one: (-one[1], one[0]))),
        money=tuple(sorted(money.items())),
        pairs=pairs,
        unnamed=len(found) - len(pairs),
        amounts={
            one.id: (one.award.currency, one.award.amount)
            for one in projects
            if one.award is not None and one.award.amount is not None
        },
        chains=_list_chains(projects, by=by, on=on),
    )


def _name_pairs(found: list[FundedPair], office: UUID) -> tuple[RorPair, ...]:
    """Return the pairs that publications can tell: a unit without a ROR id counts as its office."""
    names = get_names(
        {office, *(side for one in found for side in (one.organisation, one.partner))}
    )
    rors = {key: named.ror for key, named in names.items() if named.ror}
    pairs = []
    for one in found:
        here, there = rors.get(one.organisation, rors.get(office)), rors.get(one.partner)
        if here and there and here != there:
            pairs.append(RorPair(here, there, one.year, one.project))
    return tuple(pairs)


def _list_chains(projects: list[Project], *, by: Actor, on: date) -> tuple[tuple[Grown, ...], ...]:
    """Return what grew out of projects, as far as a person sees it: each way from its first to its last one.

    A circle ends where it began.
    """
    reached = {one.id: one for one in projects}
    before: dict[UUID, UUID] = {}
    front = set(reached)
    while front:
        rows = list(select_visible(by, on=on).filter(follows__in=front))
        front = set()
        for row in rows:
            assert row.follows_id is not None
            if row.id in _climb(row.follows_id, before):
                continue
            before[row.id] = row.follows_id
            if row.id not in reached:
                reached[row.id] = row
                front.add(row.id)
    last = before.keys() - set(before.values())
    chains = [
        tuple(_name_grown(reached[step]) for step in reversed(_climb(one, before))) for one in last
    ]
    return tuple(sorted(chains, key=lambda one: [(step.title, str(step.id)) for step in one]))


def _climb(one: UUID, before: dict[UUID, UUID]) -> list[UUID]:
    """Return a project and all it grew out of, the nearest first."""
    found = [one]
    while found[-1] in before:
        found.append(before[found[-1]])
    return found


def _name_grown(row: Project) -> Grown:
    return Grown(
        id=row.id,
        title=row.acronym or row.title,
        instrument=Bilingual(**row.definition["label"]) if row.definition else None,
        funder=row.programme or row.funder,
        year=row.starts_on.year if row.starts_on else None,
    )
