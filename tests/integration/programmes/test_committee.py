"""A session from its plan to its minutes: quorum, who leaves the room, ranks, and what closing freezes."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from tests.agreements.cast import ALICE, AUDE, CHARLIE, ON
from tests.programmes.applying import AT, LEA, PAUL, TEAM, make_person
from tests.programmes.selecting import LATER, make_selection_call, rule, score, submit

from cordee.directory.models import Involvement
from cordee.directory.states import InvolvementKind
from cordee.kernel.errors import CordeeError, NotFoundError, RefusedError, RuleError
from cordee.ledger.models import Event
from cordee.programmes.calling.clock import LocalTime
from cordee.programmes.calling.values import InBoth
from cordee.programmes.models import Application, Tie
from cordee.programmes.operations.committee import (
    SessionDraft,
    add_seat,
    change_session,
    close_session,
    keep_minutes,
    make_agenda,
    note_presence,
    open_session,
    plan_session,
    remove_seat,
)
from cordee.programmes.operations.sitting import (
    drop_item,
    leave_room,
    move_item,
    note_said,
    return_to_room,
)
from cordee.programmes.queries.committee import get_item, get_session, list_items, list_sessions
from cordee.programmes.selecting.minutes import split_minutes, write_minutes
from cordee.programmes.selecting.states import DecisionKind, Seat
from cordee.programmes.selecting.values import Item


STARTS = LocalTime(datetime(2026, 7, 1, 14, 0))  # noqa: DTZ001 -- what a wall clock shows
BY = {"by": ALICE, "at": LATER}


class Sitting:
    """A session with a chair, two members and a secretary, and two applications, the second better reviewed."""

    def __init__(self, at: datetime = LATER) -> None:
        self.who = {**BY, "at": at}
        self.call = make_selection_call()
        self.one, self.two = submit(self.call, "One", PAUL), submit(self.call, "Two", LEA)
        score(self.one, 3, 4)
        score(self.two, 5)
        draft = SessionDraft("Committee", STARTS, "Room 1", 2)
        self.id = plan_session(self.call, draft, **self.who)
        self.marie = make_person("Marie")
        self.chair = add_seat(self.id, Seat.CHAIR, person=self.marie, **self.who)
        self.marc = add_seat(self.id, Seat.MEMBER, name="Marc", **self.who)
        self.nora = add_seat(self.id, Seat.MEMBER, name="Nora", **self.who)
        self.secretary = add_seat(self.id, Seat.SECRETARY, name="Sam", **self.who)
        make_agenda(self.id, **self.who)

    def open(self, *present: UUID) -> None:
        open_session(self.id, present or (self.chair, self.marc, self.secretary), **self.who)

    def list(self) -> list[Item]:
        return sorted(
            list_items(get_session(self.id, by=ALICE, on=ON)), key=lambda one: one.rank or 0
        )

    def find(self, application: UUID) -> Item:
        return next(one for one in self.list() if one.application == application)


@pytest.fixture
def sitting() -> Sitting:
    return Sitting()


def test_the_agenda_is_ordered_by_what_reviews_give(sitting: Sitting) -> None:
    found = [(one.title, one.score.mean, one.score.spread, one.rank) for one in sitting.list()]
    assert found == [("Two", 100, None, 1), ("One", 70, pytest.approx(14.14, abs=0.01), 2)]
    assert make_agenda(sitting.id, **BY) == 0
    assert sitting.list()[0].zones == ("asia",)


def test_a_session_is_the_offices_alone(sitting: Sitting) -> None:
    item = sitting.list()[0].id
    assert get_session(sitting.id, by=AUDE, on=ON).quorum == 2
    for actor in (PAUL, CHARLIE):
        assert list_sessions(sitting.call, by=actor, on=ON) == ()
        with pytest.raises(NotFoundError):
            get_session(sitting.id, by=actor, on=ON)
        with pytest.raises(NotFoundError):
            get_item(item, by=actor, on=ON)
        with pytest.raises(NotFoundError):
            move_item(item, up=False, by=actor, at=LATER)
        with pytest.raises(CordeeError):
            plan_session(sitting.call, SessionDraft("X", STARTS), by=actor, at=LATER)
    with pytest.raises(RefusedError):
        close_session(sitting.id, by=AUDE, at=LATER)


def test_it_opens_with_its_quorum_alone(sitting: Sitting) -> None:
    with pytest.raises(RuleError, match="1 of those who decide"):
        sitting.open(sitting.chair, sitting.secretary)
    sitting.open()
    with pytest.raises(RuleError, match="sits already"):
        sitting.open()
    with pytest.raises(RuleError, match="sits already"):
        change_session(sitting.id, SessionDraft("X", STARTS), version=2, **BY)


def test_nothing_is_decided_before_it_sits_or_without_the_quorum(sitting: Sitting) -> None:
    item = sitting.find(sitting.one)
    with pytest.raises(RuleError, match="not been opened"):
        rule(sitting.one, item=item.id)
    sitting.open()
    note_presence(sitting.id, sitting.marc, is_there=False, **BY)
    with pytest.raises(RuleError, match="quorum is 2"):
        rule(sitting.one, item=item.id)
    note_presence(sitting.id, sitting.marc, is_there=True, **BY)
    rule(sitting.one, item=item.id)
    assert sitting.find(sitting.one).decision is not None


def test_who_is_tied_leaves_and_is_not_counted(sitting: Sitting) -> None:
    sitting.open(sitting.chair, sitting.marc)
    item = sitting.find(sitting.one)
    Tie.objects.create(
        application_id=sitting.one, person=sitting.marie, kind="same_unit", found_at=LATER
    )
    with pytest.raises(RuleError, match="Marie must leave the room"):
        rule(sitting.one, item=item.id)
    leave_room(item.id, sitting.chair, "Same unit.", **BY)
    with pytest.raises(RuleError, match="1 of those who decide are in the room"):
        rule(sitting.one, item=item.id)
    note_presence(sitting.id, sitting.nora, is_there=True, **BY)
    rule(sitting.one, item=item.id)
    with pytest.raises(RuleError, match="decided on already"):
        return_to_room(item.id, sitting.chair, **BY)
    # In the other application the chair sits again.
    rule(sitting.two, item=sitting.find(sitting.two).id)


def test_ties_are_looked_for_when_it_opens_and_kept_where_set_aside(sitting: Sitting) -> None:
    since = {"role": InvolvementKind.WORKS_AT, "organisation_id": TEAM, "start": AT.date()}
    Involvement.objects.create(person_id=sitting.marie, **since)
    sitting.open()
    found = Tie.objects.filter(person=sitting.marie, application=sitting.one)
    assert {one.kind for one in found} >= {"same_unit"}
    item = sitting.find(sitting.one)
    assert [one.seat.name for one in item.still] == ["Marie"]
    found.update(set_aside_at=LATER, reason="Left long ago.")
    add_seat(sitting.id, Seat.MEMBER, name="Late", **BY)
    assert sitting.find(sitting.one).still == ()


def test_a_tie_set_aside_ties_nobody(sitting: Sitting) -> None:
    sitting.open()
    Tie.objects.create(
        application_id=sitting.one,
        person=sitting.marie,
        kind="same_organisation",
        found_at=LATER,
        set_aside_at=LATER,
        reason="A big house.",
    )
    rule(sitting.one, item=sitting.find(sitting.one).id)


def test_an_applicant_who_sits_is_tied_by_being_it(sitting: Sitting) -> None:
    Application.objects.filter(id=sitting.one).update(person=sitting.marie)
    assert [one.seat.name for one in sitting.find(sitting.one).tied] == ["Marie"]


def test_ranks_are_moved_and_applications_dropped(sitting: Sitting) -> None:
    move_item(sitting.find(sitting.one).id, up=True, **BY)
    move_item(sitting.find(sitting.one).id, up=True, **BY)
    assert [one.title for one in sitting.list()] == ["One", "Two"]
    drop_item(sitting.find(sitting.two).id, **BY)
    assert [one.title for one in sitting.list()] == ["One"]
    assert make_agenda(sitting.id, **BY) == 1


def test_seats_are_given_once_and_kept_once_taken(sitting: Sitting) -> None:
    with pytest.raises(RuleError, match="already"):
        add_seat(sitting.id, Seat.MEMBER, person=sitting.marie, **BY)
    with pytest.raises(RuleError, match="chair"):
        add_seat(sitting.id, Seat.CHAIR, name="Other", **BY)
    remove_seat(sitting.id, sitting.nora, **BY)
    sitting.open()
    with pytest.raises(RuleError, match="was there"):
        remove_seat(sitting.id, sitting.marc, **BY)


def test_minutes_say_what_happened_and_closing_freezes(sitting: Sitting) -> None:
    sitting.open(sitting.chair, sitting.marc, sitting.nora)
    item = sitting.find(sitting.one)
    leave_room(item.id, sitting.chair, "Same unit.", **BY)
    note_said(item.id, "A long debate.", **BY)
    rule(sitting.one, DecisionKind.REFUSE, item=item.id)
    rule(sitting.two, item=sitting.find(sitting.two).id)
    session = get_session(sitting.id, by=ALICE, on=ON)
    english, french = (write_minutes(session, sitting.list(), one) for one in ("en", "fr"))
    for said in (
        "Marie left the room: Same unit.",
        "2 of those who decide stayed.",
        "A long debate.",
        "Decision: not funded. Because.",
        "funded, 8,000\u00a0EUR",
        "Absent: Sam",
        "the quorum is 2",
    ):
        assert said in english
    assert "Parce que." in french
    keep_minutes(sitting.id, InBoth("", "## As edited\n\nBy hand."), **BY)
    close_session(sitting.id, by=ALICE, at=LATER + timedelta(hours=3))
    closed = get_session(sitting.id, by=ALICE, on=ON)
    assert split_minutes(closed.minutes.en) == (("As edited", ("By hand.",)),)
    assert "Parce que." in closed.minutes.fr
    for act in (
        lambda: keep_minutes(sitting.id, InBoth("", ""), **BY),
        lambda: move_item(item.id, up=True, **BY),
        lambda: leave_room(item.id, sitting.marc, "Late.", **BY),
        lambda: add_seat(sitting.id, Seat.MEMBER, name="New", **BY),
        lambda: note_presence(sitting.id, sitting.marc, is_there=False, **BY),
        lambda: note_said(item.id, "More.", **BY),
    ):
        with pytest.raises(RuleError, match="closed"):
            act()
    assert Event.objects.filter(action="session.leave_room").count() == 1


def test_revisions_come_back_in_another_session(sitting: Sitting) -> None:
    sitting.open()
    first = rule(sitting.one, DecisionKind.REVISE, item=sitting.find(sitting.one).id)
    close_session(sitting.id, **BY)
    again = plan_session(sitting.call, SessionDraft("Second", STARTS), **BY)
    assert make_agenda(again, **BY) == 2
    chair = add_seat(again, Seat.CHAIR, name="Marc", **BY)
    open_session(again, (chair,), **BY)
    items = list_items(get_session(again, by=ALICE, on=ON))
    item = next(one for one in items if one.application == sitting.one)
    rule(sitting.one, item=item.id, known=first)
