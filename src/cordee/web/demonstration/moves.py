"""People on the move in the demonstration: invented missions, stays, a delegation, a training, a prize."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from cordee.directory.queries import get_names
from cordee.ledger.rights import Actor
from cordee.programmes.moving.states import Sort
from cordee.programmes.operations.moves import create_record, move_record, save_part
from cordee.programmes.queries.moves import get_record
from cordee.web.demonstration.writer import Clock


TEXT = "Inventé pour la démonstration. / Invented for the demonstration."
NOBODY = "Demonstration Person"


class _Entering:
    """Enters records one after the other, as the officer of the house."""

    def __init__(self, ids: Mapping[str, UUID], officer: Actor, clock: Clock) -> None:
        self.officer, self.clock = officer, clock
        self.house = officer.grants[0].organisation
        self.ids = ids
        self.names = {one.id: one.to_name("en") for one in get_names(ids.values()).values()}
        self.today: date = clock().date()

    def day(self, days: int) -> date:
        return self.today + timedelta(days=days)

    def name(self, key: str) -> str:
        return self.names[self.ids[key]]

    def create(self, sort: Sort, **values: Any) -> UUID:
        return create_record(
            sort,
            values,
            office=self.house,
            by=self.officer,
            at=self.clock(),
            is_demonstration=True,
        )

    def add(self, sort: Sort, record: UUID, part: str, **values: Any) -> None:
        save_part(
            sort,
            record,
            part,
            values,
            version=self._get_version(sort, record),
            by=self.officer,
            at=self.clock(),
        )

    def move(self, sort: Sort, record: UUID, *steps: str) -> None:
        for step in steps:
            version = self._get_version(sort, record)
            move_record(sort, record, step, version=version, by=self.officer, at=self.clock())

    def _get_version(self, sort: Sort, record: UUID) -> int:
        return get_record(sort, record, by=self.officer, on=self.today).version


def enter_moves(ids: Mapping[str, UUID], actors: Mapping[str, Actor], clock: Clock) -> None:
    """Enter what the pages of people on the move show: one record of each sort, two missions."""
    entering = _Entering(ids, actors["officer"], clock)
    _enter_missions(entering)
    _enter_stays(entering)
    _enter_delegation(entering)
    _enter_others(entering)


def _enter_missions(entering: _Entering) -> None:
    done = entering.create(
        Sort.MISSION,
        title="Démonstration : diagnostic des tumeurs / Demonstration: diagnosis of tumours",
        need=TEXT,
        country="SN",
        organisation=entering.ids["dakar"],
        organisation_name=entering.name("dakar"),
        place="Dakar",
        starts_on=entering.day(-215),
        ends_on=entering.day(-205),
    )
    entering.add(Sort.MISSION, done, "members", name=f"{NOBODY} 41", function="pathologist")
    entering.add(Sort.MISSION, done, "members", name=f"{NOBODY} 42", function="engineer")
    entering.add(
        Sort.MISSION,
        done,
        "trainings",
        subject="Immunohistochimie / Immunohistochemistry",
        hours=Decimal(30),
        people=14,
    )
    entering.add(
        Sort.MISSION,
        done,
        "equipment",
        name="Microscope",
        number=2,
        terms="lent",
        back_on=entering.day(400),
    )
    # Back more than six months ago: the first look back is late, which the overview tells.
    entering.move(Sort.MISSION, done, "prepare", "leave", "return")
    entering.create(
        Sort.MISSION,
        title="Démonstration : registre des cancers / Demonstration: cancer registry",
        need=TEXT,
        country="SN",
        organisation_name="Demonstration hospital",
        place="Saint-Louis",
        starts_on=entering.day(70),
        ends_on=entering.day(80),
    )


def _enter_stays(entering: _Entering) -> None:
    entering.create(
        Sort.STAY,
        direction="incoming",
        purpose="research",
        name=f"{NOBODY} 43",
        subject=TEXT,
        country="DE",
        home=entering.ids["dkfz"],
        home_name=entering.name("dkfz"),
        host=entering.house,
        host_name=entering.names[entering.house],
        starts_on=entering.day(-20),
        ends_on=entering.day(70),
        funding="Demonstration fund",
    )
    entering.create(
        Sort.STAY,
        direction="outgoing",
        purpose="doctorate",
        name=f"{NOBODY} 44",
        subject=TEXT,
        country="JP",
        home=entering.house,
        home_name=entering.names[entering.house],
        host=entering.ids["riken"],
        host_name=entering.name("riken"),
        starts_on=entering.day(30),
        ends_on=entering.day(210),
    )


def _enter_delegation(entering: _Entering) -> None:
    made = entering.create(
        Sort.DELEGATION,
        title="Démonstration : visite de Heidelberg / Demonstration: visit from Heidelberg",
        direction="incoming",
        country="DE",
        place="Paris",
        purpose=TEXT,
        starts_on=entering.day(21),
        ends_on=entering.day(22),
    )
    programme = (
        (21, time(9), time(10), "Accueil / Welcome", "Salle A"),
        (21, time(10), time(12, 30), "Thèmes communs / Common themes", "Salle A"),
        (22, time(9, 30), None, "Visite des plateformes / Visit of the facilities", ""),
    )
    for day, begins, ends, title, place in programme:
        entering.add(
            Sort.DELEGATION,
            made,
            "items",
            day=entering.day(day),
            begins=begins,
            ends=ends,
            title=title,
            place=place,
            who="",
        )
    for side, number, key in (("delegation", 45, "dkfz"), ("host", 46, "house")):
        entering.add(
            Sort.DELEGATION,
            made,
            "participants",
            side=side,
            name=f"{NOBODY} {number}",
            function="director",
            organisation=entering.name(key),
        )
    entering.add(
        Sort.DELEGATION,
        made,
        "actions",
        text="Envoyer le projet d’accord / Send the draft agreement",
        owner=f"{NOBODY} 46",
        due_on=entering.day(40),
    )


def _enter_others(entering: _Entering) -> None:
    training = entering.create(
        Sort.TRAINING,
        title="Démonstration : école doctorale / Demonstration: doctoral programme",
        kind="doctoral",
        description=TEXT,
        country="IT",
        organisation=entering.ids["milan"],
        organisation_name=entering.name("milan"),
    )
    entering.add(
        Sort.TRAINING,
        training,
        "courses",
        title="Oncologie / Oncology",
        hours=Decimal(24),
        teachers=f"{NOBODY} 47",
    )
    entering.add(
        Sort.TRAINING,
        training,
        "students",
        cohort=str(entering.today.year),
        name=f"{NOBODY} 48",
        stage="enrolled",
        university=entering.name("sorbonne"),
        second_university=entering.name("milan"),
        keep_until=entering.day(2000),
    )
    prize = entering.create(
        Sort.PRIZE,
        title="Démonstration : prix de la coopération / Demonstration: prize of cooperation",
        code="DEMO-PRIZE",
        description=TEXT,
        is_public=True,
    )
    entering.add(Sort.PRIZE, prize, "laureates", name=f"{NOBODY} 49", awarded_on=entering.day(-100))
    entering.create(
        Sort.EVENT,
        title="Démonstration : journée scientifique / Demonstration: scientific day",
        kind="workshop",
        country="DE",
        place="Heidelberg",
        organisers=entering.name("dkfz"),
        people=85,
        starts_on=entering.day(-60),
        ends_on=entering.day(-60),
        is_public=True,
    )
