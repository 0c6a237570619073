"""Records through the API: read, written, refused, as the pages do."""

from __future__ import annotations

from uuid import uuid4

from django.core import mail
from tests.agreements.cast import ALICE, ALPHA, CHARLIE, GAMMA, UNIT, make_agreement
from tests.integration.api.conftest import LetIn

from cordee.ledger.states import Scope


def test_an_organisation_is_entered_read_and_changed(let_in: LetIn) -> None:
    alice = let_in(ALICE)
    made = alice.post(
        "/api/organisations",
        {"kind": "team", "name_en": "Ice team", "keeper": str(ALPHA), "part_of": str(UNIT)},
    )
    assert made.status_code == 201, made.content
    address, mark = made.headers["Location"], made.headers["ETag"]
    read = alice.get(address)
    assert read.json() == made.json()
    assert read.headers["ETag"] == mark
    assert [one["other"]["id"] for one in read.json()["links"]] == [str(UNIT)]
    changed = alice.put(address, {"kind": "team", "name_en": "Rope team"}, If_Match=mark)
    assert changed.status_code == 200
    assert changed.json()["name_en"] == "Rope team"
    late = alice.put(address, {"kind": "team", "name_en": "Other team"}, If_Match=mark)
    assert late.status_code == 409
    assert late.json()["code"] == "stale-version"
    assert alice.get(address).json()["name_en"] == "Rope team"


def test_an_offer_names_agreements_that_its_writer_sees(let_in: LetIn) -> None:
    made = make_agreement()
    offer = {"kind": "machine", "name_en": "Cryostat", "audience": "anyone"}
    seen = let_in(ALICE).post(
        "/api/offers", {**offer, "keeper": str(ALPHA), "agreement": str(made)}
    )
    assert (seen.status_code, seen.json()["agreement"]) == (201, str(made))
    for agreement in (made, uuid4()):
        named = {**offer, "keeper": str(GAMMA), "agreement": str(agreement)}
        assert let_in(CHARLIE).post("/api/offers", named).status_code == 404
    blind = let_in(ALICE, (Scope.DIRECTORY_READ, Scope.DIRECTORY_WRITE))
    address, mark = seen.headers["Location"], seen.headers["ETag"]
    kept = blind.put(
        address, {**offer, "name_fr": "Cryostat", "agreement": str(made)}, If_Match=mark
    )
    assert kept.status_code == 200


def test_who_is_asked_by_a_program_gets_the_letter_too(let_in: LetIn) -> None:
    offer = {"kind": "machine", "name_en": "Cryostat", "audience": "anyone", "keeper": str(ALPHA)}
    address = let_in(ALICE).post("/api/offers", offer).headers["Location"]
    asked = {"organisation": str(GAMMA), "purpose": "Sections of tissue."}
    made = let_in(CHARLIE).post(f"{address}/requests", asked)
    assert made.status_code == 201
    assert [letter.to for letter in mail.outbox] == [["alice@cordee.example"]]
    moved = {"move": "accept", "text": "Come on Monday."}
    done = let_in(ALICE).post(f"{made.headers['Location']}/moves", moved)
    assert done.status_code == 200
    assert mail.outbox[-1].to == ["charlie@cordee.example"]
