"""Every fault of the API is a problem of RFC 9457: a sentence, a status, never a traceback or a page."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client
from jsonschema import Draft202012Validator
from tests.agreements.cast import (
    ALICE,
    ALPHA,
    BETA,
    REA,
    TEAM,
    UNIT,
    bring_into_force,
    make_actor,
    make_agreement,
    permit,
)
from tests.integration.api.conftest import LetIn

from cordee.agreements.states import Permitted
from cordee.ledger.states import Role
from cordee.web.api.application import describe
from cordee.web.api.faults import TITLES
from cordee.web.api.routers import finding


def check_problem(answer: Any, status: int, code: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(answer.content)
    assert (answer.status_code, told["status"], told["code"]) == (status, status, code)
    assert answer.headers["Content-Type"] == "application/problem+json"
    schema = {"$ref": "#/components/schemas/Problem", "components": describe()["components"]}
    Draft202012Validator(schema).validate(told)
    return told


def test_a_body_that_is_no_json(let_in: LetIn) -> None:
    alice = let_in(ALICE)
    headers = {"Authorization": f"Bearer {alice.secret}"}
    for text in ("{", '{"kind": NaN}', '"\ud800"'.encode("utf-8", "surrogatepass"), "[" * 5000):
        answer = alice.client.post(
            "/api/organisations", text, content_type="application/json", headers=headers
        )
        assert answer.status_code in {400, 422}, text[:20]
        assert json.loads(answer.content)["detail"]


def test_a_body_of_another_type(let_in: LetIn) -> None:
    alice = let_in(ALICE)
    answer = alice.client.post(
        "/api/organisations",
        "<kind/>",
        content_type="application/xml",
        headers={"Authorization": f"Bearer {alice.secret}"},
    )
    check_problem(answer, 415, "other-type")


def test_a_body_that_is_too_large(let_in: LetIn, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = let_in(ALICE).post("/api/organisations", {"name_en": "x" * 2000})
    check_problem(answer, 413, "too-large")


def test_a_file_that_is_too_large(let_in: LetIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cordee.web.api.routers.agreement_parts.MOST_BYTES", 10)
    alice, agreement = let_in(ALICE), make_agreement()
    answer = alice.client.post(
        f"/api/agreements/{agreement}/files",
        {"kind": "text", "title": "Text", "file": SimpleUploadedFile("a.txt", b"x" * 11)},
        headers={"Authorization": f"Bearer {alice.secret}", "If-Match": '"3"'},
    )
    check_problem(answer, 413, "too-large")


def test_values_that_cannot_be_used_are_named(let_in: LetIn) -> None:
    sent = {"kind": "castle", "website": "javascript:alert(1)", "colour": "red", "start": 20260101}
    told = check_problem(let_in(ALICE).post("/api/organisations", sent), 422, "wrong-values")
    assert {one["where"] for one in told["errors"]} == {
        f"body.{name}" for name in ("kind", "website", "colour", "start", "keeper")
    }


def test_a_name_in_the_address_that_nobody_knows(let_in: LetIn) -> None:
    told = check_problem(let_in(REA).get("/api/organisations?knid=unit"), 422, "wrong-values")
    assert [one["where"] for one in told["errors"]] == ["knid"]


def test_a_change_without_its_version(let_in: LetIn) -> None:
    answer = let_in(ALICE).put(f"/api/organisations/{UNIT}", {"kind": "unit", "name_en": "x"})
    check_problem(answer, 428, "no-version")


def test_an_address_or_a_method_that_there_is_not(let_in: LetIn) -> None:
    alice = let_in(ALICE)
    check_problem(alice.get("/api/castles"), 404, "nothing-there")
    check_problem(alice.get("/api/organisations/no-uuid"), 404, "nothing-there")
    check_problem(alice.post("/api/castles"), 404, "nothing-there")
    answer = alice.ask("delete", f"/api/organisations/{UNIT}")
    check_problem(answer, 405, "no-such-method")
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "PUT"}


def test_a_host_that_the_server_does_not_answer_to() -> None:
    check_problem(Client().get("/api/me", headers={"host": "evil.example"}), 400, "malformed")


def test_what_nobody_foresaw_tells_nothing(
    let_in: LetIn, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_given: object, **_named: object) -> None:
        message = "a secret of the inside"
        raise RuntimeError(message)

    monkeypatch.setattr(finding, "search", fail)
    answer = let_in(REA).get("/api/organisations")
    check_problem(answer, 500, "our-fault")
    assert b"secret of the inside" not in answer.content
    assert b"Traceback" not in answer.content
    assert "secret of the inside" in caplog.text


def test_a_fault_after_the_record_was_read_names_no_version(
    let_in: LetIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: object, **_named: object) -> None:
        raise OperationalError

    monkeypatch.setattr("cordee.agreements.operations.agreements.note_view", fail)
    answer = let_in(ALICE).get(f"/api/agreements/{make_agreement()}")
    check_problem(answer, 503, "not-at-hand")
    assert "ETag" not in answer.headers


def test_a_ledger_that_does_not_answer(let_in: LetIn, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_given: object, **_named: object) -> None:
        raise OperationalError

    monkeypatch.setattr(finding, "search", fail)
    answer = let_in(REA).get("/api/organisations")
    check_problem(answer, 503, "not-at-hand")
    assert answer.headers["Retry-After"] == "5"


def test_sentences_are_in_the_language_asked_for(let_in: LetIn) -> None:
    rea = let_in(REA)
    told = rea.get(f"/api/agreements/{ALPHA}", Accept_Language="fr").json()["detail"]
    assert "accord" in told
    assert "agreement" in rea.get(f"/api/agreements/{ALPHA}", Accept_Language="en").json()["detail"]


def test_what_did_not_change_is_not_sent_again(let_in: LetIn) -> None:
    rea = let_in(REA)
    first = rea.get(f"/api/organisations/{UNIT}")
    again = rea.get(f"/api/organisations/{UNIT}", If_None_Match=first.headers["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    other = rea.get(f"/api/organisations/{TEAM}", If_None_Match=first.headers["ETag"])
    assert other.status_code == 200


def test_lists_come_by_pages(let_in: LetIn) -> None:
    alice = let_in(ALICE)
    for name in ("Ice", "Rope", "Snow"):
        alice.post("/api/organisations", {"kind": "network", "name_en": name, "keeper": str(ALPHA)})
    first = alice.get("/api/organisations?kind=network&size=2").json()
    last = alice.get("/api/organisations?kind=network&size=2&page=2").json()
    beyond = alice.get("/api/organisations?kind=network&size=2&page=3").json()
    assert (first["total"], first["pages"], beyond["items"]) == (3, 2, [])
    assert [one["name_en"] for one in (*first["items"], *last["items"])] == ["Ice", "Rope", "Snow"]


def test_what_an_agreement_permits_is_answered_and_the_agreement_told_to_its_readers(
    let_in: LetIn,
) -> None:
    agreement = make_agreement()
    permit(agreement, Permitted.USE_FACILITY, BETA, ALPHA)
    bring_into_force(agreement)
    asked = f"/api/permissions?action=use_facility&organisation={UNIT}&counterpart={BETA}"
    told = let_in(REA).get(asked).json()
    assert (told["is_allowed"], told["agreement"]) == (True, str(agreement))
    una = make_actor("Uma", Role.READER, UNIT)
    below = let_in(una).get(asked).json()
    assert (below["is_allowed"], below["agreement"], below["clause"]) == (True, None, "")


def test_the_page_of_the_api_says_all_that_its_description_says() -> None:
    page = Client().get("/api")
    text = page.content.decode()
    assert page.status_code == 200
    for path, methods in describe()["paths"].items():
        for method, told in methods.items():
            assert f"<b>{method.upper()}</b> {path}" in text
            assert f'id="{told["operationId"]}"' in text
    for name, _title in TITLES.values():
        assert f'id="problem-{name}"' in text
    assert "<script>" not in text.replace('<script id="texts" type="application/json">', "")
    assert "https://" not in text.replace("https://testserver", "")


def test_the_description_is_openapi_and_open_to_all() -> None:
    answer = Client().get("/api/openapi.json")
    told = answer.json()
    assert told["openapi"].startswith("3.1")
    for name, schema in told["components"]["schemas"].items():
        assert name
        Draft202012Validator.check_schema(schema)
    assert all(
        # What anybody may read without a token has an empty alternative before it.
        one["security"][-1] == {"AccessToken": [one["x-scope"]] if one["x-scope"] else []}
        for methods in told["paths"].values()
        for one in methods.values()
    )
