"""Instruments, calls and projects by the API: what anybody reads, and what a token adds to it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from tests.agreements.cast import ALICE, BETA, BOB, REA, make_id
from tests.integration.api.conftest import LetIn, Program
from tests.integration.oai.planting import PLANT, plant
from tests.integration.oai.planting import plant_all as plant_everything
from tests.integration.oai.records import (
    AWARDED,
    GRANT,
    make_project,
    make_records,
)

from cordee.ledger.models import Event
from cordee.ledger.states import Scope
from cordee.programmes.models import Participant, Project, ProjectPerson


HIDDEN = make_id("Hidden")


@pytest.fixture
def records() -> None:
    make_records()
    hidden = make_project(HIDDEN, title="Hidden", is_public=False, was_public=False)
    Participant.objects.create(project=hidden, organisation=BETA, name="Beta", role="host")
    ProjectPerson.objects.create(project=hidden, name="Ada", role="member")


def list_ids(program: Program, path: str) -> set[UUID]:
    told = program.get(path).json()
    assert told["total"] == len(told["items"])
    return {UUID(one["id"]) for one in told["items"]}


@pytest.mark.usefixtures("records")
class TestProjects:
    def test_nobody_reads_those_that_are_public(self) -> None:
        assert list_ids(Program(), "/api/projects") == {AWARDED, GRANT}
        told = Program().get(f"/api/projects/{AWARDED}").json()
        assert (told["people"], told["money"], told["reports"]) == (None, None, None)
        assert len(told["participants"]) == 2
        assert Program().get(f"/api/projects/{HIDDEN}").status_code == 404
        assert Event.objects.count() == 0

    def test_who_may_see_applications_reads_all_of_their_house(self, let_in: LetIn) -> None:
        alice = let_in(ALICE)
        assert list_ids(alice, "/api/projects") == {AWARDED, GRANT, HIDDEN}
        told = alice.get(f"/api/projects/{HIDDEN}").json()
        assert [one["name"] for one in told["people"]] == ["Ada"]
        assert Event.objects.filter(action="project.see").count() == 1

    @pytest.mark.parametrize("by", [BOB, REA])
    def test_others_read_what_is_public(self, by: Any, let_in: LetIn) -> None:
        program = let_in(by)
        assert list_ids(program, "/api/projects") == {AWARDED, GRANT}
        theirs = program.get(f"/api/projects/{HIDDEN}")
        none = program.get(f"/api/projects/{make_id('None')}")
        assert theirs.status_code == none.status_code == 404
        assert theirs.json()["detail"] == none.json()["detail"]

    def test_a_token_without_the_scope_is_told_so(self, let_in: LetIn) -> None:
        program = let_in(ALICE, [Scope.DIRECTORY_READ])
        assert program.get("/api/projects").status_code == 403
        assert Program("none of ours").get("/api/projects").status_code == 401

    def test_are_narrowed_and_come_by_pages(self) -> None:
        Project.objects.filter(id=GRANT).update(stage="closed")
        assert list_ids(Program(), "/api/projects?stage=closed") == {GRANT}
        instrument = make_id("first-step")
        assert list_ids(Program(), f"/api/projects?instrument={instrument}") == {AWARDED}
        page = Program().get("/api/projects?size=1&page=2").json()
        assert (page["total"], page["pages"], len(page["items"])) == (2, 2, 1)
        assert Program().get("/api/projects?nothing=1").status_code == 422


@pytest.mark.usefixtures("records")
class TestOpenRecords:
    def test_instruments_and_calls_are_those_of_the_pages(self) -> None:
        instruments = {make_id(one) for one in ("first-step", "network")}
        assert list_ids(Program(), "/api/instruments") == instruments
        whole = Program().get(f"/api/instruments/{make_id('first-step')}").json()
        assert whole["definition"]["code"] == whole["code"] == "first-step"
        call = make_id("Call of the year")
        assert list_ids(Program(), "/api/calls") == {call}
        assert Program().get(f"/api/calls/{call}").json()["envelope"] == "90000.50"
        assert list_ids(Program(), "/api/calls?moment=cancelled") == set()

    def test_nobody_asks_too_often(self, settings: Any) -> None:
        settings.CORDEE_API_RATE = 2
        answers = [Program().get("/api/calls").status_code for _ in range(3)]
        assert answers == [200, 200, 429]


def test_nothing_that_is_planted_is_read_by_anybody() -> None:
    planted = plant_everything()
    said = b""
    for sort in ("instruments", "calls", "projects"):
        listed = Program().get(f"/api/{sort}?size=100")
        said += listed.content
        names = {one["id"] for one in listed.json()["items"]}
        for one in {*names, *planted}:
            said += Program().get(f"/api/{sort}/{one}").content
    # What is by invitation is told on pages too; of it applications alone are not.
    on_pages = {plant(one).encode() for one in ("direct", "paper", "call_cancelled")}
    assert set(PLANT.findall(said)) <= on_pages
    assert b"@alpha.example" not in said
