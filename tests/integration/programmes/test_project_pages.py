from __future__ import annotations

import io
from datetime import timedelta
from typing import Any
from uuid import UUID

import openpyxl
import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.agreements.cast import ALICE, ALPHA, AT, AUDE, BETA, BOB, CHARLIE, ON, REA
from tests.integration.agreements.conftest import SignIn
from tests.programmes.applying import PAUL
from tests.programmes.granting import make_award, make_grant, make_project

from cordee.directory.models import Person
from cordee.programmes.granting.values import ProjectRecord
from cordee.programmes.models import Project, ProjectPerson
from cordee.programmes.operations.project_alarms import send_alarms
from cordee.programmes.queries.projects import get_project
from cordee.web.project_letters import send_alarm


pytestmark = pytest.mark.usefixtures("on_the_day")


def read(project: UUID) -> ProjectRecord:
    return get_project(project, by=ALICE, on=ON)


def post(client: Client, page: str, /, *parts: object, project: UUID, **values: Any) -> Any:
    version = Project.objects.get(id=project).version
    address = reverse(f"programmes:{page}", args=parts)
    return client.post(address, {"version": version, **values})


def show(client: Client, name: str, *parts: object, **query: str) -> str:
    answer = client.get(reverse(f"programmes:{name}", args=parts), query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_officer_begins_the_project_of_an_award_from_the_list(sign_in: SignIn) -> None:
    award, alice = make_award(), sign_in(ALICE)
    assert "Awards that wait for their project" in show(alice, "grants")
    made = alice.post(
        reverse("programmes:grant_from_award", args=[award]),
        {"starts_on": "2026-07-01", "months": "12"},
    )
    assert made.status_code == 302
    page = str(alice.get(made["Location"]).content.decode())
    for said in ("TEST – Tests of cooperation", "8,000 EUR", "Financial report 1", "Beta", "Paul"):
        assert said in page
    assert "Awards that wait for their project" not in show(alice, "grants")


def test_whole_project_is_run_by_forms(sign_in: SignIn) -> None:
    made, alice, paul = make_project(), sign_in(ALICE), sign_in(PAUL)
    steps: tuple[tuple[str, tuple[object, ...], dict[str, object]], ...] = (
        ("grant_participant_new", (), {"organisation": "Gamma", "role": "partner"}),
        ("grant_person_new", (), {"name": "Ada", "role": "member"}),
        (
            "grant_money_new",
            (),
            {"kind": "in_kind", "amount": "500", "currency": "CHF", "rate": "1.05", "rate_on": ON},
        ),
        ("grant_instalments_plan", (), {"count": "2"}),
        ("grant_milestone_new", (), {"title": "Kick-off", "due_on": "2026-07-02"}),
        ("grant_step", ("start",), {"reason": ""}),
        ("grant_step", ("extend",), {"day": "2027-12-31", "reason": "Ship late."}),
        ("grant_agreement", (), {"drafts": "on"}),
    )
    for name, parts, values in steps:
        answer = post(alice, name, made, *parts, project=made, **values)
        assert answer.status_code == 302, (name, answer.content.decode()[-3000:])
    found = read(made)
    answer = post(alice, "grant_instalment_pay", made, found.instalments[0].id, project=made, paid_on=ON, reference="P-1")  # fmt: skip
    assert answer.status_code == 302
    answer = post(paul, "grant_milestone_reach", made, found.milestones[0].id, project=made, reached_on=ON)  # fmt: skip
    assert answer.status_code == 302
    page = show(alice, "grant", made)
    for said in ("Gamma", "Ada", "500 CHF = 525 EUR", "paid on", "reached on", "Ship late."):
        assert said in page
    assert "specific agreement" not in page
    assert reverse("agreements:record", args=[read(made).agreement]) in page


def test_report_is_handed_in_with_a_file_looked_at_by_its_content(sign_in: SignIn) -> None:
    made, alice, paul = make_project(), sign_in(ALICE), sign_in(PAUL)
    report = read(made).reports[0]
    page = SimpleUploadedFile("report.pdf", b"<html><script>alert(1)</script></html>")
    refused = post(paul, "grant_report_submit", report.id, project=made, text="See.", file=page)
    assert refused.status_code == 422
    pdf = SimpleUploadedFile("../report.pdf", b"%PDF-1.4 tests")
    taken = post(paul, "grant_report_submit", report.id, project=made, text="See.", file=pdf)
    assert taken.status_code == 302
    file = paul.get(reverse("programmes:grant_report_file", args=[report.id]))
    assert file.content == b"%PDF-1.4 tests"
    assert 'filename="report.pdf"' in file["Content-Disposition"]
    assert "Accept or return" not in show(paul, "grant_report", report.id)
    answer = post(alice, "grant_report_settle", report.id, project=made, decision="accept")
    assert answer.status_code == 302
    assert "accepted" in show(paul, "grant_report", report.id)


def test_financial_report_is_by_category_against_the_grant(sign_in: SignIn) -> None:
    made, alice = make_project(), sign_in(ALICE)
    report = read(made).reports[1]
    form = show(alice, "grant_report_submit", report.id)
    assert "spent_travel" in form
    post(alice, "grant_report_submit", report.id, project=made, spent_travel="8100")
    post(alice, "grant_report_settle", report.id, project=made, decision="accept")
    page = show(alice, "grant", made)
    assert "8,100 EUR" in page
    assert "-100 EUR" in page.replace("\N{MINUS SIGN}", "-")


def test_nobody_else_sees_a_project(sign_in: SignIn) -> None:
    made = make_project()
    report = read(made).reports[0].id
    address = reverse("programmes:grant", args=[made])
    for actor in (REA, BOB, CHARLIE):
        client = sign_in(actor)
        assert client.get(address).status_code == 404
        assert client.get(reverse("programmes:grant_report", args=[report])).status_code == 404
        assert "Tests of cooperation" not in show(client, "grants")
    assert Client().get(address).status_code == 302
    aude = sign_in(AUDE)
    assert aude.get(address).status_code == 200
    assert aude.get(reverse("programmes:grant_change", args=[made])).status_code == 404
    assert sign_in(PAUL).get(reverse("programmes:grant_change", args=[made])).status_code == 404


def test_public_project_shows_what_it_is_and_nothing_of_people_or_reports(sign_in: SignIn) -> None:
    made, alice = make_project(), sign_in(ALICE)
    answer = post(alice, "grant_change", made, project=made, title="Tests of cooperation", starts_on="2026-07-01", ends_on="2027-06-30", is_public="on")  # fmt: skip
    assert answer.status_code == 302
    page = show(Client(), "grant", made)
    assert "Tests of cooperation" in page
    assert "Beta" in page
    for hidden in ("Paul", "Aki", "Alice", "Scientific", "handed in", "history-title"):
        assert hidden not in page, hidden


def test_somebody_elses_change_is_shown_before_it_is_overwritten(sign_in: SignIn) -> None:
    made, alice = make_grant(), sign_in(ALICE)
    Project.objects.filter(id=made).update(version=9, title="Theirs", changed_by="Ann")
    address = reverse("programmes:grant_change", args=[made])
    answer = alice.post(address, {"version": 1, "title": "Mine"})
    assert answer.status_code == 409
    assert "Theirs" in answer.content.decode()


def test_list_is_narrowed_and_taken_as_a_file(sign_in: SignIn) -> None:
    make_project()
    make_grant(title="=1+1")
    alice = sign_in(ALICE)
    assert "ORGANO" not in show(alice, "grants", text="cooperation")
    assert "TEST – " not in show(alice, "grants", funder="HORIZON")
    whole = alice.get(reverse("programmes:grants"), {"form": "csv"})
    text = b"".join(whole).decode("utf-8-sig")  # type: ignore[arg-type]
    assert text.splitlines()[0].startswith("Acronym,Title,Reference")
    assert "'=1+1" in text
    book = alice.get(reverse("programmes:grants"), {"form": "xlsx", "funder": "HORIZON"})
    sheet = openpyxl.load_workbook(io.BytesIO(book.content)).worksheets[0]
    assert [one.value for one in sheet[2]][:2] == ["ORGANO", "=1+1"]
    assert sheet.max_row == 2


def test_grant_from_elsewhere_is_begun_by_a_form(sign_in: SignIn) -> None:
    alice = sign_in(ALICE)
    values = {"title": "An ERC grant", "funder": "ERC", "grant_number": "1", "office": str(ALPHA)}
    answer = alice.post(reverse("programmes:grant_new"), values)
    assert answer.status_code == 302
    made = Project.objects.get()
    assert (made.funder, made.office) == ("ERC", ALPHA)
    again = alice.post(reverse("programmes:grant_new"), values)
    assert again.status_code == 422
    assert sign_in(REA).get(reverse("programmes:grant_new")).status_code == 404
    assert BETA != ALPHA


def test_who_leads_a_late_project_is_written_to_once() -> None:
    made = make_project()
    for _again in range(2):
        send_alarms(send_alarm, at=AT + timedelta(days=250))
    (letter,) = mail.outbox
    assert letter.to == ["paul@cordee.example"]
    assert "scientific report\nTEST\n" in letter.body
    assert reverse("programmes:grant", args=[made]) in letter.body


def test_what_a_project_names_shows_it_to_who_may_see_it(sign_in: SignIn) -> None:
    made, alice = make_project(), sign_in(ALICE)
    post(alice, "grant_agreement", made, project=made, drafts="on")
    found = read(made)
    organisation = next(one.organisation for one in found.participants if one.organisation)
    ada = Person.objects.create(family_name="Lovelace", keeper_id=ALPHA, changed_at=AT)
    ProjectPerson.objects.create(project_id=made, person=ada.id, name="Ada", role="member")
    for kind, record in (
        ("agreement", found.agreement),
        ("organisation", organisation),
        ("person", ada.id),
    ):
        address = reverse("programmes:tied_projects", args=[kind, record])
        assert "Tests of cooperation" in show(alice, "tied_projects", kind, record)
        part = alice.get(address, headers={"HX-Request": "true"}).content.decode()
        assert "Tests of cooperation" in part
        assert "<html" not in part
        for actor in (REA, CHARLIE):
            assert "Tests of cooperation" not in show(sign_in(actor), "tied_projects", kind, record)
        assert Client().get(address).status_code == 302
        home = ("agreements:record" if kind == "agreement" else f"directory:{kind}", record)
        assert address in alice.get(reverse(home[0], args=[home[1]])).content.decode()
    odd = reverse("programmes:tied_projects", args=["patient", organisation])
    assert alice.get(odd).status_code == 404
