"""The pages of a session and its decisions, asked as each of the cast; what an applicant never reads."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from tests.agreements.cast import ALICE, AUDE, CHARLIE
from tests.integration.agreements.conftest import SignIn, open_account
from tests.integration.programmes.test_committee import Sitting
from tests.programmes.applying import AT, LEA, PAUL
from tests.programmes.selecting import LATER, WITHOUT_COMMITTEE, make_selection_call, rule, submit

from cordee.programmes.calling.values import InBoth
from cordee.programmes.models import AgendaItem, Application, Decision, LeftRoom, Session, Tie
from cordee.programmes.operations.letters import send_letter
from cordee.programmes.queries.decisions import list_unmailed
from cordee.programmes.selecting.states import DecisionKind
from cordee.web.decision_papers import mail_waiting


NOW = AT + timedelta(minutes=-1)
HTMX = {"HTTP_HX_REQUEST": "true"}


def show(client: Client, name: str, *values: object, **query: str) -> str:
    answer = client.get(reverse(f"programmes:{name}", args=values), query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def post(client: Client, name: str, /, *values: object, **sent: object) -> Any:
    return client.post(reverse(f"programmes:{name}", args=values), sent)


@pytest.fixture
def sitting() -> Sitting:
    made = Sitting(NOW)
    made.open(made.chair, made.marc, made.nora)
    return made


def test_a_session_is_planned_seated_and_opened(sign_in: SignIn) -> None:
    call = make_selection_call()
    submit(call, "One", PAUL)
    client = sign_in(ALICE)
    sent = {
        "version": 0, "title": "Jury", "starts_day": "2026-07-01", "starts_time": "14:00",
        "place": "", "quorum": 1,
    }  # fmt: skip
    assert client.post(reverse("programmes:plan_session", args=[call]), sent).status_code == 302
    session = Session.objects.get()
    post(client, "add_seat", session.id, seat="chair", name="Nobody Known")
    post(client, "make_agenda", session.id)
    page = show(client, "session", session.id)
    assert "by name alone" in page
    assert "One" in page
    chair = session.members.get()
    post(client, "open_session", session.id, present=[str(chair.id)])
    assert Session.objects.get().stage == "open"
    assert "Jury" in show(client, "committee", call)


def test_moves_answer_a_script_with_the_ranking_alone(sign_in: SignIn, sitting: Sitting) -> None:
    client = sign_in(ALICE)
    item = AgendaItem.objects.get(application=sitting.one)
    answer = client.post(
        reverse("programmes:item_move", args=[item.id, "up"]),
        **HTMX,  # type: ignore[arg-type]
    )
    assert answer.content.decode().lstrip().startswith('<div id="ranking">')
    assert AgendaItem.objects.get(application=sitting.one).rank == 1
    assert post(client, "item_move", item.id, "down").status_code == 302
    assert post(client, "item_move", item.id, "away").status_code == 404


def test_a_trial_moves_the_line_and_keeps_nothing(sign_in: SignIn, sitting: Sitting) -> None:
    client = sign_in(ALICE)
    assert "Here the money" not in show(client, "session", sitting.id)
    tried = show(client, "session", sitting.id, **{"amount-2": "15000"})
    assert "Here the money" in tried
    assert "nothing of it is kept" in tried
    left = show(client, "session", sitting.id, **{"amount-2": "15000", "out-2": "1"})
    assert "Here the money" not in left
    odd = {"amount-x": "1", "amount-1": "none", "out-99999999999": "1", "amount-²": "3"}
    show(client, "session", sitting.id, **odd)


def test_who_is_tied_leaves_before_it_is_decided(sign_in: SignIn, sitting: Sitting) -> None:
    client = sign_in(ALICE)
    Tie.objects.create(
        application_id=sitting.one, person=sitting.marie, kind="same_unit", found_at=LATER
    )
    item = AgendaItem.objects.get(application=sitting.one)
    assert "Tied to it: same unit or team" in show(client, "item", item.id)
    decide = f"{reverse('programmes:decide', args=[sitting.one])}?item={item.id}"
    sent = {"known": "", "kind": "fund", "amount": "8000", "reason_fr": "", "reason_en": ""}
    answer = client.post(decide, sent)
    assert answer.status_code == 422
    assert "Marie must leave the room" in answer.content.decode()
    post(client, "item_leave", item.id, sitting.chair, reason="Same unit.")
    assert LeftRoom.objects.get().reason == "Same unit."
    post(client, "item_said", item.id, note="Long debate.")
    assert client.post(decide, sent).status_code == 302
    second = client.post(decide, {**sent, "kind": "refuse"})
    assert second.status_code == 409
    assert "Alice decided" in second.content.decode()
    page = show(client, "item", item.id)
    assert "funded, 8,000" in page


@pytest.mark.parametrize("language", ["fr", "en"])
def test_minutes_are_handed_out(sign_in: SignIn, sitting: Sitting, language: str) -> None:
    client = sign_in(AUDE)
    pdf = client.get(reverse("programmes:minutes_paper", args=[sitting.id, language, "pdf"]))
    assert pdf.content.startswith(b"%PDF")
    word = client.get(reverse("programmes:minutes_paper", args=[sitting.id, language, "docx"]))
    text = read_word(word.content)
    assert {"fr": "Présents", "en": "Present"}[language] in text
    assert "Marie" in text
    assert word.headers["Content-Disposition"].endswith(f'-2026-07-01.{language}.docx"')
    other = reverse("programmes:minutes_paper", args=[sitting.id, "de", "pdf"])
    assert client.get(other).status_code == 404


def test_a_session_is_closed_with_its_minutes(sign_in: SignIn, sitting: Sitting) -> None:
    client = sign_in(ALICE)
    assert "Marie" in show(client, "minutes", sitting.id)
    post(client, "minutes", sitting.id, minutes_fr="À la main.", minutes_en="By hand.")
    post(client, "close_session", sitting.id, is_read="on")
    row = Session.objects.get()
    assert (row.stage, row.minutes_en) == ("closed", "By hand.")
    answer = client.post(reverse("programmes:make_agenda", args=[sitting.id]), follow=True)
    assert "The session is closed" in answer.content.decode()


def test_only_its_office_opens_a_session(sign_in: SignIn, sitting: Sitting) -> None:
    item = AgendaItem.objects.first()
    assert item is not None
    for actor in (PAUL, CHARLIE):
        client = sign_in(actor)
        for name, value in (
            ("session", sitting.id),
            ("item", item.id),
            ("committee", sitting.call),
            ("minutes", sitting.id),
        ):
            assert client.get(reverse(f"programmes:{name}", args=[value])).status_code == 404
        assert post(client, "make_agenda", sitting.id).status_code == 404
    auditor = sign_in(AUDE)
    assert "What you may do" in show(auditor, "session", sitting.id)
    assert auditor.get(reverse("programmes:minutes", args=[sitting.id])).status_code == 404


PLANTED = ("Marie", "Marc", "Nora", "Two", "Rita", "rank", "Long debate", "Between")
"""What stands in the record of a selection, and never in anything that an applicant reads."""


def test_an_applicant_reads_the_letter_and_nothing_else(sign_in: SignIn, sitting: Sitting) -> None:
    item = AgendaItem.objects.get(application=sitting.one)
    AgendaItem.objects.filter(id=item.id).update(note="Long debate.")
    made = rule(sitting.one, item=item.id)
    officer, applicant = sign_in(ALICE), sign_in(PAUL)
    before = show(applicant, "application", sitting.one)
    assert "funded" not in before
    paper = ("letter_paper", made, "en", "docx")
    assert applicant.get(reverse(f"programmes:{paper[0]}", args=paper[1:])).status_code == 404
    draft = show(officer, "letter", made)
    texts = dict(zip(("letter_fr", "letter_en"), find_texts(draft), strict=True))
    assert officer.post(
        reverse("programmes:letter", args=[made]), {**texts, "appeal_days": "60"}
    ).status_code == 302  # fmt: skip
    (letter,) = mail.outbox
    assert letter.to == ["paul@cordee.example"]
    assert list_unmailed() == ()
    page = show(applicant, "application", sitting.one)
    assert "with 8,000" in page
    assert reverse("programmes:appeal", args=[made]) in page
    told = [page, letter.subject, letter.body, *(name for name, *_rest in letter.attachments)]
    for form in ("docx", "pdf"):
        answer = applicant.get(reverse("programmes:letter_paper", args=[made, "en", form]))
        assert answer.status_code == 200
        told += [answer.headers["Content-Disposition"]]
        told += (
            [read_word(answer.content)] if form == "docx" else [answer.content.decode("latin-1")]
        )
    record = applicant.get(reverse("programmes:application_pdf", args=[sitting.one]))
    told.append(record.content.decode("latin-1"))
    for text in told:
        for name in PLANTED:
            assert not re.search(rf"\b{name}\b", text), name


def test_a_letter_waits_for_a_mail_server_that_is_down(
    sign_in: SignIn, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = rule(submit(make_selection_call(WITHOUT_COMMITTEE), "One", PAUL))
    open_account(PAUL)
    send_letter(made, InBoth("Non.", "No."), appeal_days=0, by=ALICE, at=LATER)
    down = "cordee.web.decision_papers.get_connection"
    with monkeypatch.context() as patch:
        patch.setattr(down, _refuse)
        with pytest.raises(OSError, match="1 letters"):
            mail_waiting(at=LATER)
    mail_waiting(at=LATER)
    mail_waiting(at=LATER + timedelta(days=1))
    assert len(mail.outbox) == 1


def test_an_applicant_appeals_and_is_answered(sign_in: SignIn) -> None:
    one = submit(make_selection_call(WITHOUT_COMMITTEE), "One", PAUL)
    made = rule(one, DecisionKind.REFUSE)
    send_letter(made, InBoth("Non.", "No."), appeal_days=60, by=ALICE, at=AT)
    officer, applicant, other = sign_in(ALICE), sign_in(PAUL), sign_in(LEA)
    assert other.get(reverse("programmes:appeal", args=[made])).status_code == 404
    assert officer.get(reverse("programmes:appeal", args=[made])).status_code == 404
    post(applicant, "appeal", made, text="Think again.")
    assert "Think again." in show(applicant, "application", one)
    assert "appeal waits" in show(officer, "committee", call_of(one))
    post(officer, "settle_appeal", made, outcome="upheld", answer="You are right.")
    assert "You are right." in show(applicant, "application", one)
    assert "Decide anew" in show(officer, "application", one)


def test_opinions_are_noted_and_the_reserve_is_promoted(sign_in: SignIn) -> None:
    gates = [{"kind": "security", "before": "award"}]
    one = submit(make_selection_call({**WITHOUT_COMMITTEE, "gates": gates}), "One", PAUL)
    reserved = rule(one, DecisionKind.RESERVE)
    client = sign_in(ALICE)
    assert "not there yet" in show(client, "application", one)
    sent = {"answer": "favourable", "authority": "FSD", "answered_on": "2026-05-30"}
    assert post(client, "opinion", one, "security", **sent).status_code == 302
    assert post(client, "opinion", one, "legal", **sent).status_code == 404
    assert "?kind=fund" in show(client, "committee", call_of(one))
    sent = {
        "known": str(reserved),
        "kind": "fund",
        "amount": "8000",
        "reason_fr": "a",
        "reason_en": "b",
    }
    assert post(client, "decide", one, **sent).status_code == 302
    assert Decision.objects.get(replaced_by=None).kind == "fund"


def call_of(application: UUID) -> UUID:
    return Application.objects.get(id=application).call_id


def find_texts(page: str) -> list[str]:
    return [one.strip() for one in re.findall(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)]


def read_word(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        parts = [file.read(name).decode() for name in file.namelist() if name.endswith(".xml")]
    return re.sub(r"<[^>]+>", " ", " ".join(parts))


def _refuse() -> object:
    raise ConnectionRefusedError
