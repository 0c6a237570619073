"""Records through the API: read, written, refused, as the pages do."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core import mail
from tests.agreements.cast import ALICE, ALPHA, BETA, CHARLIE, GAMMA, UNIT, make_agreement
from tests.integration.api.conftest import LetIn

from cordee.agreements.periods import Terms
from cordee.directory.models import Organisation
from cordee.ledger.states import Scope
from cordee.web import lakes


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


def test_works_of_the_parties_stand_beside_the_agreement(
    let_in: LetIn, demo_lake: Path, settings: Any
) -> None:
    settings.CORDEE_LAKE = str(demo_lake)
    lakes.forget()
    for identifier, ror in ((ALPHA, "02vjkv261"), (BETA, "041kmwe10")):
        Organisation.objects.filter(id=identifier).update(ror=ror)
    made = make_agreement(terms=Terms(date(2021, 1, 1), date(2027, 12, 31)))
    told = let_in(ALICE).get(f"/api/agreements/{made}/evidence").json()
    assert told["organisations"] == ["02vjkv261", "041kmwe10"]
    assert (told["before"], told["during"], told["after"]) == (0, 11, 0)
    assert told["years"] == [{"year": 2021, "works": 11}]
    assert told["why_not"] == ""
    Organisation.objects.filter(id=BETA).update(ror=None)
    told = let_in(ALICE).get(f"/api/agreements/{made}/evidence").json()
    assert "ROR identifier" in told["why_not"]
    assert (told["during"], told["years"]) == (None, [])
    assert let_in(CHARLIE).get(f"/api/agreements/{made}/evidence").status_code == 404


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
