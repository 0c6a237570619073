"""The pages of applications, asked as each of the cast; a partner's page without an account."""

from __future__ import annotations

import io
import logging
import zipfile
from datetime import date, timedelta
from uuid import UUID

import pytest
import time_machine
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.agreements.cast import ALICE, CHARLIE, TEAM
from tests.integration.agreements.conftest import SignIn
from tests.programmes.applying import (
    AT,
    CLOSES_AT,
    LEA,
    PARTNER,
    PAUL,
    make_application,
    make_call,
    make_person,
)

from cordee.programmes.models import Application, Partner
from cordee.programmes.operations.partners import invite_partner
from cordee.web.logs import leave_out_people
from cordee.web.own_files import get_folder


HTMX = {"HTTP_HX_REQUEST": "true"}
SENT = {
    "version": "2",
    "title": "A new title",
    "months": "12",
    "answers.aims": "To test more.",
    "answers.ethics": "no",
    "asked.travel": "9 000",
}


@pytest.fixture
def made() -> UUID:
    person = make_person(recruited=date(2023, 1, 1))
    return make_application(make_call({"rules": []}), person=person, partners=(PARTNER,))


def show(client: Client, name: str, *values: object, **query: str) -> str:
    answer = client.get(reverse(f"programmes:{name}", args=values), query)
    assert answer.status_code == 200, answer.status_code
    return b"".join(answer).decode() if answer.streaming else answer.content.decode()


def test_somebody_applies_as_who_the_directory_knows(sign_in: SignIn) -> None:
    call, person = make_call(), make_person("Paul", recruited=date(2023, 1, 1))
    client = sign_in(PAUL)
    assert str(person) in show(client, "apply", call)
    sent = {"organisation": str(TEAM), "person": str(person)}
    answer = client.post(reverse("programmes:apply", args=[call]), sent)
    row = Application.objects.get()
    assert answer.headers["Location"] == reverse("programmes:application", args=[row.id])
    assert row.person == person
    page = show(client, "application", row.id)
    assert "Recruited under five years ago, or a laureate" in page
    assert "University" not in page
    assert str(row.id) in show(client, "my_applications")


def test_an_orcid_nobody_has_chooses_nobody(sign_in: SignIn) -> None:
    sent = {"organisation": str(TEAM), "person": "", "orcid": "0000-0002-1825-0097"}
    answer = sign_in(PAUL).post(reverse("programmes:apply", args=[make_call()]), sent)
    assert answer.status_code == 422
    assert not Application.objects.exists()


def test_a_save_answers_with_what_changed(sign_in: SignIn, made: UUID) -> None:
    client, address = sign_in(PAUL), reverse("programmes:save", args=[made])
    answer = client.post(address, SENT, **HTMX)  # type: ignore[arg-type]
    said = answer.content.decode()
    assert 'value="3"' in said
    assert "9,000 EUR" in said
    assert "<html" not in said
    assert Application.objects.get(id=made).title == "A new title"
    stale = client.post(address, SENT, **HTMX)  # type: ignore[arg-type]
    assert (stale.status_code, "data-stale" in stale.content.decode()) == (409, True)


def test_one_slip_does_not_hold_up_the_rest(sign_in: SignIn, made: UUID) -> None:
    sent = {**SENT, "asked.travel": "much", "months": "x", "answers.aims": "x" * 3000}
    answer = sign_in(PAUL).post(reverse("programmes:save", args=[made]), sent, **HTMX)  # type: ignore[arg-type]
    said = answer.content.decode()
    assert "no amount" in said
    row = Application.objects.get(id=made)
    assert (row.title, row.months, row.answers["aims"]) == ("A new title", 12, "To test.")
    assert row.budget.get().amount == 8000


def test_without_a_script_the_button_saves(sign_in: SignIn, made: UUID) -> None:
    answer = sign_in(PAUL).post(reverse("programmes:save", args=[made]), SENT)
    assert answer.status_code == 302


def test_it_is_submitted_and_has_a_receipt(sign_in: SignIn, made: UUID) -> None:
    client, address = sign_in(PAUL), reverse("programmes:submit", args=[made])
    assert "nothing stands in the way" in show(client, "submit", made)
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"is_read": "on"}).status_code == 302
    receipt = Application.objects.get(id=made).receipt
    assert receipt in show(client, "receipt", made)
    assert client.get(reverse("programmes:application_pdf", args=[made])).content[:5] == b"%PDF-"
    assert client.get(address).headers["Location"] == reverse("programmes:receipt", args=[made])


def test_a_second_late_it_is_not_submitted(sign_in: SignIn, made: UUID) -> None:
    client = sign_in(PAUL)
    with time_machine.travel(CLOSES_AT + timedelta(seconds=1), tick=False):
        sign_in(PAUL)
        answer = client.post(reverse("programmes:submit", args=[made]), {"is_read": "on"})
    assert answer.status_code in {302, 409}
    assert Application.objects.get(id=made).stage == "draft"


PAGES = (
    "application",
    "check",
    "save",
    "choose_person",
    "submit",
    "receipt",
    "withdraw_application",
    "application_pdf",
    "add_partner",
)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("by", [LEA, ALICE, CHARLIE], ids=lambda one: one.name)
def test_an_identifier_that_is_guessed_opens_nothing(
    name: str, by: object, sign_in: SignIn, made: UUID
) -> None:
    address = reverse(f"programmes:{name}", args=[made])
    client = sign_in(by)  # type: ignore[arg-type]
    assert client.get(address).status_code in {404, 405}
    assert client.post(address, SENT).status_code in {404, 405}


class TestOffice:
    def test_it_sees_what_was_submitted_and_sets_a_verdict_aside(
        self, sign_in: SignIn, made: UUID
    ) -> None:
        call = Application.objects.get(id=made).call_id
        sign_in(PAUL).post(reverse("programmes:submit", args=[made]), {"is_read": "on"})
        client = sign_in(ALICE)
        assert "Tests of cooperation" in show(client, "call_applications", call)
        assert "eligible" in show(client, "application", made)
        address = reverse("programmes:override", args=[made])
        assert client.post(address, {"reason": ""}).status_code == 422
        assert client.post(address, {"reason": "Shown on paper."}).status_code == 302
        page = show(client, "application", made)
        assert "Shown on paper." in page
        assert client.post(reverse("programmes:ask_again", args=[made])).status_code == 302

    def test_a_table_runs_no_formula(self, sign_in: SignIn, made: UUID) -> None:
        Application.objects.filter(id=made).update(title="=HYPERLINK(1)")
        call = Application.objects.get(id=made).call_id
        sign_in(PAUL).post(reverse("programmes:submit", args=[made]), {"is_read": "on"})
        told = show(sign_in(ALICE), "call_applications", call, form="csv")
        assert "=HYPERLINK" in told
        assert ",=HYPERLINK" not in told
        for other in (PAUL, CHARLIE):
            address = reverse("programmes:call_applications", args=[call])
            assert sign_in(other).get(address).status_code == 404


class TestDocuments:
    def bring_in(self, client: Client, made: UUID, content: bytes, name: str) -> str:
        address = reverse("programmes:attach", args=[made, "cv"])
        answer = client.post(address, {"file": SimpleUploadedFile(name, content)}, follow=True)
        return answer.content.decode()

    def test_a_file_is_kept_and_taken(self, sign_in: SignIn, made: UUID) -> None:
        client = sign_in(PAUL)
        assert "The file is kept." in self.bring_in(client, made, b"%PDF-1.7 words", "cv.exe")
        kept = Application.objects.get(id=made).attachments.get()
        assert kept.file_name == "cv.pdf"
        address = reverse("programmes:file", args=[kept.id])
        taken = client.get(address)
        assert taken.content == b"%PDF-1.7 words"
        assert "sandbox" in taken.headers["Content-Security-Policy"]
        assert sign_in(LEA).get(address).status_code == 404

    def test_what_is_too_large_is_refused_by_its_size(self, sign_in: SignIn, made: UUID) -> None:
        page = self.bring_in(sign_in(PAUL), made, b"%PDF-" + b"0" * (1024**2 + 1), "cv.pdf")
        assert "larger than 1 MB" in page
        assert not Application.objects.get(id=made).attachments.exists()

    @pytest.mark.parametrize(
        ("name", "said"),
        [
            ("word/vbaProject.bin", "macros"),
            ("Word/VBAPROJECT.BIN", "macros"),
            ("Basic/Standard/Module1.xml", "macros"),
            ("Scripts/python/act.py", "macros"),
            ("bomb", "far too large"),
        ],
    )
    def test_macros_and_bombs_are_refused(
        self, name: str, said: str, sign_in: SignIn, made: UUID, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("cordee.agreements.contents.MOST_UNPACKED", 1024**2)
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as into:
            into.writestr("[Content_Types].xml", "x")
            into.writestr("word/document.xml", "x")
            into.writestr(name, b"0" * (2 * 1024**2 if name == "bomb" else 1))
        assert said in self.bring_in(sign_in(PAUL), made, packed.getvalue(), "cv.docx")
        assert not Application.objects.get(id=made).attachments.exists()
        assert not list(get_folder().rglob("*"))

    def test_two_hundred_megabytes_are_refused_by_their_number_alone(
        self, sign_in: SignIn, made: UUID, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        looked_into: list[object] = []
        views = "cordee.web.pages.programmes.views.attachments"
        monkeypatch.setattr(f"{views}._get_size", lambda _file: 200 * 1024**2)
        monkeypatch.setattr(f"{views}.keep_content", lambda *given: looked_into.append(given))
        page = self.bring_in(sign_in(PAUL), made, b"%PDF-", "cv.pdf")
        assert "larger than 1 MB" in page
        assert looked_into == []


class TestPartner:
    @pytest.fixture
    def secret(self, made: UUID) -> str:
        partner = Partner.objects.get(application=made).id
        return invite_partner(made, partner, by=PAUL, at=AT).secret

    @pytest.fixture
    def address(self, request: pytest.FixtureRequest, secret: str) -> str:
        request.getfixturevalue("on_the_day")
        return reverse("programmes:partner", args=[secret])

    def test_it_fills_in_and_signs_without_an_account(self, address: str, made: UUID) -> None:
        client = Client()
        page = client.get(address)
        assert page.headers["Referrer-Policy"] == "same-origin"
        assert "noindex" in page.headers["X-Robots-Tag"]
        assert "no-store" in page.headers["Cache-Control"]
        form = page.context["form"]
        sent = {**form.initial, "team": "Mine", "fill": "yes"}
        sent = {name: value for name, value in sent.items() if value not in (None, False)}
        assert client.post(address, sent).status_code == 302
        mark = client.get(address).context["form"].initial["mark"]
        signed = {"signed_name": "Aki", "is_agreed": "on", "sign": "yes", "mark": mark}
        # What was typed and not saved before is signed with it; who does not sign loses nothing of it.
        unsigned = client.post(address, {**sent, "team": "Ours", "mark": mark, "sign": "yes"})
        assert unsigned.status_code == 422
        assert 'value="Ours"' in unsigned.content.decode()
        assert client.post(address, {**sent, **signed, "team": "Ours"}).status_code == 302
        row = Partner.objects.get(application=made)
        assert (row.team, row.signed_name) == ("Ours", "Aki")
        assert "signed by Aki" in client.get(address).content.decode()

    def test_a_forwarded_link_shows_nothing_of_the_rest(self, address: str, made: UUID) -> None:
        page = Client().get(address).content.decode()
        for hidden in ("To test.", "8000", "8,000", "Paul", str(made), "paul@"):
            assert hidden not in page.replace("Lead: Paul", "")

    def test_one_letter_less_opens_nothing(self, address: str, secret: str) -> None:
        for guess in (secret[:-1], secret.swapcase(), "x"):
            answer = Client().get(reverse("programmes:partner", args=[guess]))
            assert answer.status_code == 404
        assert secret not in leave_out_people(f"GET {address} 500")

    def test_the_letter_is_shown_then_sent_in_two_languages(
        self, sign_in: SignIn, made: UUID
    ) -> None:
        client, partner = sign_in(PAUL), Partner.objects.get(application=made)
        page = show(client, "invite_partner", made, partner.id)
        assert "names University of Tokyo as a partner" in page
        address = reverse("programmes:invite_partner", args=[made, partner.id])
        client.post(address, {"email": "aki@tokyo.example"})
        (letter,) = mail.outbox
        assert letter.to == ["aki@tokyo.example"]
        assert "partenaire" in str(letter.body)
        link = next(one for one in str(letter.body).split() if "/partners/" in one)
        assert Client().get("/partners/" + link.rpartition("/")[2]).status_code == 200

    def test_a_mail_server_that_is_down_is_said_with_the_link(
        self,
        sign_in: SignIn,
        made: UUID,
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        def refuse(*_given: object) -> int:
            raise ConnectionRefusedError

        monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
        client, partner = sign_in(PAUL), Partner.objects.get(application=made)
        address = reverse("programmes:invite_partner", args=[made, partner.id])
        with caplog.at_level(logging.WARNING):
            page = client.post(address, {"email": "a@b.example"}, follow=True).content.decode()
        assert "/partners/" in page
        assert "/partners/" not in caplog.text

    def test_reopening_tells_the_partner(self, sign_in: SignIn, made: UUID) -> None:
        row = Partner.objects.get(application=made)
        row.signed_at, row.signed_name = AT, "Aki"
        row.save()
        client = sign_in(PAUL)
        client.post(
            reverse("programmes:reopen_partner", args=[made, row.id]), {"reason": "The sum."}
        )
        (letter,) = mail.outbox
        assert "The sum." in str(letter.body)
        assert Partner.objects.get(id=row.id).signed_at is None
