from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.integration.directory.conftest import AT, TODAY, House, make_actor
from tests.integration.directory.test_pages import send, sign_in

from cordee.directory.models import Offer, Request
from cordee.directory.operations.exchanges import (
    OfferValues,
    ask_for,
    change_offer,
    create_offer,
    move_request,
)
from cordee.directory.queries.exchanges import get_request_record, list_requests
from cordee.directory.queries.search import Question, search
from cordee.directory.states import MOVES, Audience, Move, OfferKind, RequestState, Side
from cordee.kernel.errors import NotFoundError, RefusedError, RuleError, StaleError
from cordee.ledger.models import Event
from cordee.ledger.rights import Actor
from cordee.ledger.states import Role


CRYO = OfferValues(
    kind=OfferKind.MACHINE, audience=Audience.PARTNERS, name_en="Nights on the cryostat"
)
ASK = {"purpose": "Twelve samples", "wanted_from": None, "wanted_until": None}


@pytest.fixture
def offer(house: House, bob: Actor) -> Offer:
    return create_offer(CRYO, keeper=house.team, by=bob, at=AT)


@pytest.fixture
def asked(house: House, offer: Offer, charlie: Actor) -> Request:
    return ask_for(offer.id, house.hospital, by=charlie, at=AT, **ASK)  # type: ignore[arg-type]


def test_an_offer_is_found_and_changed_by_its_team_alone(
    offer: Offer, bob: Actor, charlie: Actor
) -> None:
    assert [hit.record for hit in search(Question("cryostats")).hits] == [offer.id]
    changed = replace(CRYO, name_en="Days on the cryostat")
    with pytest.raises(RefusedError):
        change_offer(offer.id, changed, version=1, by=charlie, at=AT)
    change_offer(offer.id, changed, version=1, by=bob, at=AT)
    with pytest.raises(StaleError):
        change_offer(offer.id, CRYO, version=1, by=bob, at=AT)


def test_from_a_request_to_its_use(asked: Request, bob: Actor, charlie: Actor) -> None:
    move_request(asked.id, Move.EVALUATE, "Feasible", by=bob, at=AT)
    move_request(asked.id, Move.ACCEPT, "From Monday", by=bob, at=AT)
    move_request(asked.id, Move.STATE_USE, "Ten samples, three nights", by=charlie, at=AT)
    told = get_request_record(asked.id, by=bob, on=TODAY)
    assert (told.state, told.evaluation, told.answer, told.use_statement, told.moves) == (
        RequestState.USED,
        "Feasible",
        "From Monday",
        "Ten samples, three nights",
        (),
    )
    actions = Event.objects.filter(kind="request").order_by("number")
    assert list(actions.values_list("action", flat=True)) == [
        "request.create",
        "request.evaluate",
        "request.accept",
        "request.state_use",
    ]


@pytest.mark.parametrize("state", RequestState)
@pytest.mark.parametrize("move", Move)
def test_what_is_not_in_the_table_cannot_be_done(
    asked: Request, bob: Actor, charlie: Actor, state: RequestState, move: Move
) -> None:
    Request.objects.filter(id=asked.id).update(state=state)
    step = MOVES[move]
    mover, other = (bob, charlie) if step.side is Side.OFFERING else (charlie, bob)
    with pytest.raises(RefusedError):
        move_request(asked.id, move, "Because", by=other, at=AT)
    if state in step.starts:
        move_request(asked.id, move, "Because", by=mover, at=AT)
        asked.refresh_from_db()
        assert asked.state == step.end
    else:
        with pytest.raises(RuleError, match="moved on"):
            move_request(asked.id, move, "Because", by=mover, at=AT)


def test_a_move_says_why(asked: Request, bob: Actor) -> None:
    with pytest.raises(RuleError, match="Write a sentence"):
        move_request(asked.id, Move.DECLINE, " ", by=bob, at=AT)


def test_to_third_parties_a_request_does_not_exist(house: House, asked: Request) -> None:
    from_elsewhere = make_actor("Zoe", Role.READER, house.institute)
    with pytest.raises(NotFoundError):
        get_request_record(asked.id, by=from_elsewhere, on=TODAY)
    with pytest.raises(NotFoundError):
        move_request(asked.id, Move.ACCEPT, "x", by=from_elsewhere, at=AT)
    assert list_requests(from_elsewhere, on=TODAY) == ()


def test_both_sides_have_it_on_their_list(asked: Request, bob: Actor, charlie: Actor) -> None:
    for actor in (bob, charlie):
        assert [one.id for one in list_requests(actor, on=TODAY)] == [asked.id]


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"audience": Audience.OWN}, "own people alone"),
        ({"start": date(2026, 4, 1)}, "begins on"),
        ({"end": date(2026, 3, 1)}, "ended on"),
    ],
)
def test_what_is_not_open_to_them_is_refused(
    house: House, offer: Offer, bob: Actor, charlie: Actor, values: dict[str, object], reason: str
) -> None:
    change_offer(offer.id, replace(CRYO, **values), version=1, by=bob, at=AT)  # type: ignore[arg-type]
    with pytest.raises(RuleError, match=reason):
        ask_for(offer.id, house.hospital, by=charlie, at=AT, **ASK)  # type: ignore[arg-type]


def test_nobody_asks_in_the_name_of_others(house: House, offer: Offer, charlie: Actor) -> None:
    with pytest.raises(RefusedError, match="on behalf of your own"):
        ask_for(offer.id, house.unit, by=charlie, at=AT, **ASK)  # type: ignore[arg-type]
    reader = make_actor("Rose", Role.READER, house.hospital)
    with pytest.raises(RefusedError):
        ask_for(offer.id, house.hospital, by=reader, at=AT, **ASK)  # type: ignore[arg-type]


def test_the_pages_from_offer_to_answer(house: House, bob: Actor, charlie: Actor) -> None:
    lead, neighbour = sign_in(bob), sign_in(charlie)
    values = {"kind": "machine", "audience": "partners", "keeper": str(house.team)}
    place = send(lead, "new_offer", **values, name_en="Cryostat nights")["Location"]
    offer = Offer.objects.get()
    assert "Ask for it" in neighbour.get(place).content.decode()
    assert send(neighbour, "change_offer", offer.id, **values).status_code == 403
    asked = {"organisation": str(house.hospital), "purpose": "Twelve samples"}
    request = send(neighbour, "new_request", offer.id, **asked)["Location"]
    assert "Twelve samples" in lead.get(request).content.decode()
    assert "Cryostat nights" in lead.get("/directory/requests").content.decode()
    found = Request.objects.get()
    assert send(neighbour, "move_request", found.id, "accept", text="x").status_code == 403
    assert send(lead, "move_request", found.id, "fly", text="x").status_code == 404
    assert send(lead, "move_request", found.id, "accept", text="Come").status_code == 302
    page = neighbour.get(request).content.decode()
    assert "Come" in page
    assert "State what was used" in page
    team = lead.get(f"/directory/organisations/{house.team}").content.decode()
    assert "Cryostat nights" in team
    form = {**values, "name_en": "Days", "version": "1", "agreement": str(house.unit)}
    assert send(lead, "change_offer", offer.id, **form).status_code == 302
    assert str(house.unit) in neighbour.get(place).content.decode()
