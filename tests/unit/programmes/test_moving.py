"""What may be written of people on the move, and the lives of missions and delegations."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from cordee.kernel.errors import RuleError, UsageError
from cordee.programmes.moving.life import CLOSED_STAGES, STAGE_NAMES, STEPS
from cordee.programmes.moving.privacy import find_patient_data
from cordee.programmes.moving.rules import (
    check_can_move,
    check_days,
    check_done,
    check_words,
    find_obstacle,
    get_step,
)
from cordee.programmes.moving.states import MissionStage, Sort
from cordee.programmes.moving.values import PartTold, Told


TODAY = date(2026, 6, 1)


def make_mission(stage: str, **changes: Any) -> Told:
    values: dict[str, Any] = {
        "sort": Sort.MISSION,
        "id": UUID(int=1),
        "office": UUID(int=2),
        "country": "SN",
        "title": "Mission",
        "stage": stage,
        "starts_on": date(2026, 5, 1),
        "ends_on": date(2026, 5, 10),
        "agreement": None,
        "is_demonstration": False,
        "may_run": True,
        "version": 1,
        "changed_at": datetime(2026, 6, 1, tzinfo=UTC),
        "changed_by": "",
        "values": {},
        "parts": {},
        **changes,
    }
    return Told(**values)


@pytest.mark.parametrize(
    "text",
    [
        "Vu avec le 1 84 12 75 115 004 38.",
        "IPP : 8004512",
        "NIP n° 123456",
        "MRN 00412345",
        "patient n° 12",
        "Patient ID: A12",
        "Dossier médical n° 20240512",
        "hospital record 44521",
        "Une femme née le 12/03/1984",
        "born on 3 May: born 3/5/1984",
        "DDN 12/03/1984",
        "Date of birth: 12 March 1984",
        "Notre patiente Mme Dupont",
    ],
)
def test_what_looks_like_a_patient_is_refused(text: str) -> None:
    assert find_patient_data(text)
    with pytest.raises(RuleError, match="patient"):
        check_words({"need": text})


@pytest.mark.parametrize(
    "text",
    [
        "40 patients a day wait for a pathologist.",
        "Former 14 personnes en 30 heures.",
        "Le registre compte 12 000 dossiers.",
        "Patients travel 300 km to the hospital.",
        "Founded on 12/03/1984; call +33 1 44 12 75 00.",
        "Institut national (INS), bâtiment 12",
    ],
)
def test_what_speaks_of_needs_is_written_down(text: str) -> None:
    assert find_patient_data(text) == ""
    check_words({"need": text, "people": 14, "day": TODAY})


@pytest.mark.parametrize("sort", STEPS)
def test_every_stage_is_reached_and_has_a_name(sort: Sort) -> None:
    reached = {str(step.target) for step in STEPS[sort]}
    left = {str(source) for step in STEPS[sort] for source in step.sources}
    assert reached | left == set(STAGE_NAMES[sort])
    assert not left & CLOSED_STAGES


def test_a_team_is_back_once_its_last_day_is_there() -> None:
    step = get_step(Sort.MISSION, "return")
    under_way = MissionStage.UNDER_WAY.value
    check_can_move(make_mission(under_way), step, on=TODAY)
    assert find_obstacle(make_mission(under_way, ends_on=date(2026, 6, 2)), step, on=TODAY)
    assert find_obstacle(make_mission(under_way, ends_on=None), step, on=TODAY)
    assert find_obstacle(make_mission(MissionStage.ASKED.value), step, on=TODAY)


def test_a_mission_is_closed_once_it_was_looked_back_at() -> None:
    step = get_step(Sort.MISSION, "close")

    def make(done_on: date | None) -> Told:
        line = PartTold(UUID(int=3), {"done_on": done_on})
        return make_mission(MissionStage.FOLLOWED_UP.value, parts={"follow_ups": (line,)})

    check_can_move(make(TODAY), step, on=TODAY)
    obstacle = find_obstacle(make(None), step, on=TODAY)
    assert obstacle is not None
    assert "1 still to do" in obstacle.to_text()


def test_days_are_meant_and_in_order() -> None:
    with pytest.raises(RuleError, match="before the start"):
        check_days({"starts_on": TODAY, "ends_on": date(2026, 5, 1)})
    with pytest.raises(RuleError, match="is not meant"):
        check_days({"due_on": date(26, 5, 1)})
    with pytest.raises(RuleError, match="by today"):
        check_done(TODAY, date(2026, 6, 2), on=TODAY)
    with pytest.raises(UsageError):
        get_step(Sort.STAY, "close")
