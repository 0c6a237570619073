"""Filling an empty ledger with the demonstration, by the rooms' own operations and all at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from cordee.directory.operations import add_registered_organisation
from cordee.directory.operations.organisations import (
    OrganisationValues,
    change_organisation,
    create_organisation,
    link_organisations,
)
from cordee.directory.operations.registered import Wish, add_from_registry
from cordee.directory.queries import get_line, get_names
from cordee.directory.states import Kind, Standing
from cordee.kernel.errors import RuleError
from cordee.ledger.audit import count_events
from cordee.ledger.operations import create_account, give_role, grant_role
from cordee.ledger.queries import get_account, get_actor, has_accounts, is_of_demonstration
from cordee.ledger.rights import Actor
from cordee.ledger.states import Role
from cordee.reference.organisations import Organisation as Registered
from cordee.reference.organisations import Registry
from cordee.web.demonstration.agreements import PLANNED
from cordee.web.demonstration.applications import enter_applications
from cordee.web.demonstration.calls import enter_calls
from cordee.web.demonstration.committee import enter_committee
from cordee.web.demonstration.entering import enter_people_and_resources, enter_requests
from cordee.web.demonstration.moves import enter_moves
from cordee.web.demonstration.organisations import (
    HOUSE,
    INVENTED,
    NETWORK_MEMBERS,
    REGISTERED,
    Invented,
)
from cordee.web.demonstration.projects import enter_projects
from cordee.web.demonstration.reviewers import enter_reviewers
from cordee.web.demonstration.writer import Clock, Writer


ORIGIN = "cordee demo"
DOMAIN = "demonstration.example"
"""A name that leads nowhere (RFC 2606): no letter of the demonstration reaches anybody."""


@dataclass(frozen=True)
class Opened:
    """An account of the demonstration: its address, its role, and the word for where it is held."""

    login: str
    role: Role
    place: str

    @property
    def email(self) -> str:
        """Return the address the account signs in with."""
        return f"{self.login}@{DOMAIN}"


ACCOUNTS: tuple[Opened, ...] = (
    Opened("administrator", Role.ADMINISTRATOR, "house"),
    Opened("officer", Role.OFFICER, "house"),
    Opened("editor", Role.EDITOR, "house"),
    Opened("lead", Role.TEAM_LEAD, "unit_tumours"),
    Opened("member", Role.MEMBER, "unit_tumours"),
    Opened("reader", Role.READER, "house"),
    Opened("auditor", Role.AUDITOR, "house"),
    Opened("officer.curie", Role.OFFICER, "curie"),
)


@dataclass(frozen=True)
class Ground:
    """What filling stands on: the registry, the password of all accounts, where documents are kept."""

    registry: Registry
    password: str
    language: str
    documents: Path


def is_filled() -> bool:
    """Return whether the demonstration is here; `RuleError` when the ledger holds anything else."""
    if has_accounts() and is_of_demonstration():
        return True
    if has_accounts() or count_events():
        raise RuleError(
            gettext_noop(
                "The ledger here holds something else than the demonstration, and stays as it is. Name another folder with --state."
            )
        )
    return False


@transaction.atomic
def fill(ground: Ground, *, at: datetime) -> None:
    """Enter the demonstration into an empty ledger: whole, or not at all."""
    clock = _make_clock(at)
    administrator = _begin(ground, clock)
    ids = _enter_organisations(ground, administrator, clock)
    offers = enter_people_and_resources(ids, by=administrator, clock=clock)
    actors = {"house": administrator}
    for number, opened in enumerate(ACCOUNTS[1:], start=2):
        actor = _open_account(ground, opened, number, ids, administrator, clock)
        actors.setdefault(opened.login, actor)
    enter_requests(ids, offers, actors, lead=actors["lead"], clock=clock)
    calls = enter_calls(actors, clock)
    enter_applications(calls["first-step"], ids, actors, clock)
    enter_reviewers(calls["first-step"], actors["officer"], clock)
    enter_committee(calls["first-step"], actors["officer"], clock)
    enter_moves(ids, actors, clock)
    written: dict[str, UUID] = {}
    for number, planned in enumerate(PLANNED, start=1):
        by = actors["officer" if planned.office == "house" else "officer.curie"]
        writer = Writer(planned, ids, number=number, by=by, clock=clock)
        written[planned.key] = writer.write(written.get(planned.parent), ground.documents)
    enter_projects(ids, written["consortium"], actors["officer"], clock)


def _make_clock(at: datetime) -> Clock:
    """Return a clock that never shows one moment twice, so that what follows is later."""
    ticks: Iterator[int] = count()
    return lambda: at + timedelta(microseconds=next(ticks))


def _begin(ground: Ground, clock: Clock) -> Actor:
    """Do what the first run does: the house, and its administrator."""
    invented = Actor(name="Demonstration", origin=ORIGIN, is_demonstration=True)
    house = add_registered_organisation(
        ground.registry.organisations[HOUSE], by=invented, at=clock(), confirmed_on=clock().date()
    )
    account = _create(ground, ACCOUNTS[0], 1, house.id, invented, clock)
    grant_role(
        account=account,
        role=ACCOUNTS[0].role,
        organisation=house.id,
        start=clock().date(),
        end=None,
        by=invented,
        at=clock(),
    )
    return _read_actor(account, clock)


def _enter_organisations(ground: Ground, by: Actor, clock: Clock) -> dict[str, UUID]:
    house = by.grants[0].organisation
    wish = Wish(tuple(REGISTERED.values()))
    entered = add_from_registry(wish, ground.registry, keeper=house, by=by, at=clock())
    found = {one.ror: one.id for one in get_names(entered.new).values()}
    ids = {"house": house, **{key: found[ror] for key, ror in REGISTERED.items()}}
    _make_network(ground.registry.organisations[REGISTERED["canceropole"]], ids, by, clock)
    for invented in INVENTED:
        ids[invented.key] = _invent(invented, ids, house, by, clock)
    for member in NETWORK_MEMBERS:
        link_organisations(
            ids[member],
            Standing.MEMBER_OF,
            ids["network"],
            start=clock().date().replace(month=1, day=1),
            end=None,
            by=by,
            at=clock(),
        )
    return ids


def _make_network(registered: Registered, ids: Mapping[str, UUID], by: Actor, clock: Clock) -> None:
    """Say of the Cancéropôle that it is a network, which the registry has no word for."""
    values = OrganisationValues(
        kind=Kind.NETWORK,
        ror=registered.id,
        name_fr=registered.name,
        name_en=registered.name,
        country=registered.country or "",
        city=registered.city or "",
        latitude=registered.latitude,
        longitude=registered.longitude,
        start=date(registered.established, 1, 1) if registered.established else None,
    )
    change_organisation(ids["canceropole"], values, version=1, by=by, at=clock())


def _invent(one: Invented, ids: Mapping[str, UUID], house: UUID, by: Actor, clock: Clock) -> UUID:
    values = OrganisationValues(
        kind=one.kind,
        name_fr=one.name_fr,
        name_en=one.name_en,
        country="FR",
        city=one.city,
        description_fr=one.description_fr,
        description_en=one.description_en,
    )
    part_of = ids[one.part_of] if one.part_of else None
    made = create_organisation(values, keeper=house, part_of=part_of, by=by, at=clock()).id
    for standing, key in one.links:
        link_organisations(made, standing, ids[key], start=None, end=None, by=by, at=clock())
    return made


def _open_account(
    ground: Ground,
    opened: Opened,
    number: int,
    ids: Mapping[str, UUID],
    by: Actor,
    clock: Clock,
) -> Actor:
    organisation, at = ids[opened.place], clock()
    account = _create(ground, opened, number, organisation, by, clock)
    line = get_line(organisation, on=at.date())
    if ids["house"] in line:
        give_role(
            account=account,
            role=opened.role,
            organisation=organisation,
            line=line,
            start=at.date(),
            end=None,
            by=by,
            at=clock(),
        )
    else:
        # The other house comes in as the first did: nobody there could have given the role.
        grant_role(
            account=account,
            role=opened.role,
            organisation=organisation,
            start=at.date(),
            end=None,
            by=by,
            at=clock(),
        )
    return _read_actor(account, clock)


def _create(
    ground: Ground, opened: Opened, number: int, organisation: UUID, by: Actor, clock: Clock
) -> UUID:
    return create_account(
        email=opened.email,
        name=f"Demonstration Person {number:02d}",
        password=ground.password,
        language=ground.language,
        organisation=organisation,
        by=by,
        at=clock(),
        is_demonstration=True,
    ).id


def _read_actor(account: UUID, clock: Clock) -> Actor:
    return get_actor(
        get_account(account), on=clock().date(), origin=ORIGIN, waives_for_demonstration=True
    )
