"""Entering the demonstration's people, facilities, skills and axes by the directory's operations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from cordee.agreements.periods import add_months
from cordee.directory.operations.exchanges import (
    OfferValues,
    ask_for,
    create_offer,
    move_request,
)
from cordee.directory.operations.people import (
    PersonValues,
    SkillValues,
    add_award,
    add_skill,
    create_person,
)
from cordee.directory.operations.resources import ResourceValues, create_resource
from cordee.directory.operations.themes import ThemeValues, create_theme, tie_to_theme
from cordee.directory.states import MOVES, Evidence, Side, ThemeKind
from cordee.ledger.rights import Actor
from cordee.web.demonstration.people import (
    ASKED,
    AWARDS,
    AXES,
    AXIS_EN,
    AXIS_FR,
    DESCRIPTION_EN,
    DESCRIPTION_FR,
    EVIDENCE,
    FAMILY_NAME,
    LENT,
    LENT_EN,
    LENT_FR,
    OFFERED,
    PLACES,
    SKILLS,
    Lent,
    Offered,
)


Clock = Callable[[], datetime]


def enter_people_and_resources(
    ids: Mapping[str, UUID], *, by: Actor, clock: Clock
) -> dict[str, UUID]:
    """Enter all of them, and return the offers; organisations are known by the words of `ids`."""
    people = _enter_people(ids, by, clock)
    resources = _enter_resources(ids, people, by, clock)
    _enter_axes(ids, people, resources, by, clock)
    return {one.key: _offer(one, ids, resources, by, clock) for one in LENT}


def enter_requests(
    ids: Mapping[str, UUID],
    offers: Mapping[str, UUID],
    actors: Mapping[str, Actor],
    *,
    lead: Actor,
    clock: Clock,
) -> None:
    """Enter the requests, each asked by its account; `lead` answers for the unit that offers."""
    today = clock().date()
    for one in ASKED:
        by = actors[one.by]
        made = ask_for(
            offers[one.offer],
            ids[one.place],
            purpose=one.purpose,
            wanted_from=today + timedelta(days=one.first),
            wanted_until=today + timedelta(days=one.last),
            by=by,
            at=clock(),
        )
        for move, text in one.moves:
            mover = by if MOVES[move].side is Side.ASKING else lead
            move_request(made.id, move, text, by=mover, at=clock())


def _offer(
    one: Lent,
    ids: Mapping[str, UUID],
    resources: Mapping[str, UUID],
    by: Actor,
    clock: Clock,
) -> UUID:
    values = OfferValues(
        kind=one.kind,
        audience=one.audience,
        name_fr=one.name_fr,
        name_en=one.name_en,
        description_fr=LENT_FR,
        description_en=LENT_EN,
        resource=resources.get(one.resource),
    )
    return create_offer(values, keeper=ids[one.place], by=by, at=clock()).id


def _enter_people(ids: Mapping[str, UUID], by: Actor, clock: Clock) -> dict[int, UUID]:
    today, people = clock().date(), {}
    for number, (place, role) in enumerate(PLACES, start=1):
        values = PersonValues(
            family_name=f"{FAMILY_NAME} {number:02d}",
            description_fr=DESCRIPTION_FR,
            description_en=DESCRIPTION_EN,
        )
        start = add_months(date(today.year, 1, 1), -12 * (1 + number % 6))
        people[number] = create_person(
            values, keeper=ids[place], role=role, start=start, by=by, at=clock()
        ).id
    for number, code, first, last in AWARDS:
        add_award(
            people[number],
            code,
            start=add_months(today, first),
            end=add_months(today, last),
            reference="",
            by=by,
            at=clock(),
        )
    for number, name_fr, name_en in SKILLS:
        skill = SkillValues(name_fr, name_en, Evidence.TEXT, EVIDENCE)
        add_skill(skill, person=people[number], by=by, at=clock())
    return people


def _enter_resources(
    ids: Mapping[str, UUID], people: Mapping[int, UUID], by: Actor, clock: Clock
) -> dict[str, UUID]:
    entered: dict[str, UUID] = {}
    for one in OFFERED:
        values = _describe(one, entered, people)
        made = create_resource(values, keeper=ids[one.place], by=by, at=clock())
        entered[one.key] = made.id
    return entered


def _describe(
    one: Offered, entered: Mapping[str, UUID], people: Mapping[int, UUID]
) -> ResourceValues:
    return ResourceValues(
        kind=one.kind,
        audience=one.audience,
        name_fr=one.name_fr,
        name_en=one.name_en,
        conditions_fr=one.conditions_fr,
        conditions_en=one.conditions_en,
        parent=entered.get(one.parent),
        contact=people[one.contact],
    )


def _enter_axes(
    ids: Mapping[str, UUID],
    people: Mapping[int, UUID],
    resources: Mapping[str, UUID],
    by: Actor,
    clock: Clock,
) -> None:
    """Enter the axes of the Cancéropôle, each led by one person, with a few things that belong to them."""
    start = date(clock().date().year, 1, 1)
    belonging = [
        ids["unit_tumours"],
        ids["unit_immunity"],
        ids["unit_children"],
        *resources.values(),
    ]
    for number in range(1, AXES + 1):
        values = ThemeValues(
            kind=ThemeKind.AXIS,
            name_fr=AXIS_FR.format(number=number),
            name_en=AXIS_EN.format(number=number),
            start=start,
        )
        axis = create_theme(values, keeper=ids["canceropole"], by=by, at=clock()).id
        tie_to_theme(axis, people[number], leads=True, start=start, end=None, by=by, at=clock())
        for record in belonging[number - 1 :: AXES]:
            tie_to_theme(axis, record, leads=False, start=start, end=None, by=by, at=clock())
