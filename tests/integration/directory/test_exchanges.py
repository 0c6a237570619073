from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.integration.directory.conftest import AT, SINCE, TODAY, House, make_actor
from tests.integration.directory.test_pages import send, sign_in

from cordee.agreements.models import Agreement
from cordee.directory.models import Offer, Request
from cordee.directory.operations.exchanges import (
    OfferValues,
    ask_for,
    change_offer,
    create_offer,
    move_request,
)
from cordee.directory.operations.resources import ResourceValues, create_resource
from cordee.directory.queries.exchanges import (
    MOST_REQUESTS,
    get_request_record,
    list_requests,
)
from cordee.directory.queries.search import Question, search
from cordee.directory.states import (
    MOVES,
    Audience,
    Move,
    OfferKind,
    RequestState,
    ResourceKind,
    Side,
)
from cordee.kernel.errors import NotFoundError, RefusedError, RuleError, StaleError
from cordee.ledger.models import Event
from cordee.ledger.rights import Actor, Grant
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
    found = MOVES[move]
    mover, other = (bob, charlie) if found.side is Side.OFFERING else (charlie, bob)
    with pytest.raises(RefusedError):
        move_request(asked.id, move, "Because", by=other, at=AT)
    if state in found.sources:
        move_request(asked.id, move, "Because", by=mover, at=AT)
        asked.refresh_from_db()
        assert asked.state == found.target
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
    form = {**values, "name_en": "Days", "version": "1"}
    assert send(lead, "change_offer", offer.id, **form).status_code == 302
    assert "Days" in neighbour.get(place).content.decode()


def test_a_withdrawal_leaves_what_was_answered(asked: Request, bob: Actor, charlie: Actor) -> None:
    move_request(asked.id, Move.ACCEPT, "From Monday", by=bob, at=AT)
    move_request(asked.id, Move.WITHDRAW, "The samples thawed", by=charlie, at=AT)
    told = get_request_record(asked.id, by=bob, on=TODAY)
    assert (told.answer, told.withdrawal) == ("From Monday", "The samples thawed")


def test_an_old_request_that_waits_is_listed_before_newer_ones_that_do_not(
    asked: Request, bob: Actor
) -> None:
    done = [
        Request(
            offer_id=asked.offer_id,
            organisation_id=asked.organisation_id,
            asked_by=asked.asked_by,
            asked_at=AT + timedelta(days=1),
            purpose="x",
            state=RequestState.DECLINED,
        )
        for _ in range(MOST_REQUESTS)
    ]
    Request.objects.bulk_create(done)
    assert list_requests(bob, on=TODAY)[0].id == asked.id


def test_the_right_to_ask_is_needed_where_one_asks_for(
    house: House, offer: Offer, asked: Request, charlie: Actor
) -> None:
    auditor = Grant(Role.AUDITOR, house.institute, SINCE)
    both = replace(charlie, grants=(*charlie.grants, auditor))
    with pytest.raises(RefusedError, match="on behalf of your own"):
        ask_for(offer.id, house.institute, by=both, at=AT, **ASK)  # type: ignore[arg-type]
    Request.objects.filter(id=asked.id).update(organisation=house.institute)
    assert list_requests(both, on=TODAY) == ()


def test_what_others_keep_is_offered_and_extended_by_them_alone(
    house: House, bob: Actor, charlie: Actor
) -> None:
    about = ResourceValues(ResourceKind.FACILITY, Audience.ANYONE, name_en="Cold Rooms")
    theirs = create_resource(about, keeper=house.hospital, by=charlie, at=AT)
    part = replace(about, name_en="Cryostat", parent=theirs.id)
    with pytest.raises(RefusedError):
        create_resource(part, keeper=house.team, by=bob, at=AT)
    with pytest.raises(RefusedError):
        create_offer(replace(CRYO, resource=theirs.id), keeper=house.team, by=bob, at=AT)
    made = create_offer(replace(CRYO, resource=theirs.id), keeper=house.hospital, by=charlie, at=AT)
    assert made.resource_id == theirs.id


def test_an_offer_names_an_agreement_that_its_writer_sees(house: House, bob: Actor) -> None:
    told = {"kind": "framework", "stage": "draft", "stage_since": AT, "created_at": AT}
    own, others = (
        Agreement.objects.create(office=one, title_en=title, changed_at=AT, **told)
        for one, title in ((house.team, "Ours"), (house.hospital, "Secret pact"))
    )
    lead = sign_in(bob)
    values = {"kind": "machine", "audience": "partners", "keeper": str(house.team)}
    values["name_en"] = "Cryostat"
    refused = send(lead, "new_offer", **values, agreement=str(others.id))
    assert refused.status_code == 422
    assert "Secret pact" not in refused.content.decode()
    place = send(lead, "new_offer", **values, agreement=str(own.id))["Location"]
    page = lead.get(place).content.decode()
    assert "Ours" in page
    assert str(own.id) in page
    Offer.objects.update(agreement=others.id)
    page = lead.get(place).content.decode()
    assert "an agreement that you may not see" in page
    assert str(others.id) not in page
