"""What waits for somebody: on the page, in the calendar, by letter; and applications on their way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMessage
from tests.integration.ledger.conftest import AT, DAY, Enter, Houses, act, sign_in
from tests.integration.ledger.selected import add_project, add_review, add_selection

from cordee.agreements.models import Agreement, Gate
from cordee.agreements.operations.feeds import make_feed
from cordee.directory.models import Offer, Request
from cordee.ledger.models import Account
from cordee.ledger.states import Role
from cordee.programmes.models import Application, Call, Instrument, InstrumentVersion, Question
from cordee.web.digests import send_digests


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("day")]

MONDAY = AT + timedelta(days=(7 - AT.weekday()) % 7)


@pytest.fixture
def day() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def waiting(houses: Houses) -> Agreement:
    """Enter one thing that waits in each room at Institut Curie, and the same at Gustave Roussy."""
    for office, name in ((houses.curie, "ours"), (houses.roussy, "theirs")):
        agreement = Agreement.objects.create(
            office=office,
            kind="framework",
            title_en=f"Agreement {name}",
            stage="gates",
            stage_since=AT,
            created_at=AT,
            changed_at=AT,
        )
        Gate.objects.create(
            agreement=agreement, kind="ethics", authority=f"Committee {name}", due_on=DAY
        )
        offer = Offer.objects.create(
            keeper_id=office,
            kind="machine",
            name_en=f"Cryostat {name}",
            confirmed_on=DAY,
            changed_at=AT,
        )
        Request.objects.create(
            offer=offer,
            organisation_id=houses.unit,
            asked_by=uuid4(),
            asked_by_name="Omar",
            asked_at=AT,
            purpose="Slices",
        )
        call = add_call(houses, office, name)
        Question.objects.create(call=call, asked_at=AT, question="When?")
    return Agreement.objects.get(office=houses.curie)


def add_call(houses: Houses, office: object, name: str) -> Call:
    instrument = Instrument.objects.create(office=office, code="small", created_at=AT)
    version = InstrumentVersion.objects.create(
        instrument=instrument, number=1, definition={}, changed_at=AT
    )
    return Call.objects.create(
        office=office,
        instrument_version=version,
        title_en=f"Call {name}",
        title_fr=f"Appel {name}",
        year=2026,
        created_at=AT,
        changed_at=AT,
        stage_since=AT,
    )


class TestPage:
    def test_what_waits_in_every_room_of_ones_own_house(
        self, alice: Account, waiting: Agreement
    ) -> None:
        page = sign_in(alice).get("/to-do").content.decode()
        for said in ("Agreement ours", "Committee ours", "Cryostat ours", "Call ours"):
            assert said in page
        assert "theirs" not in page
        assert f"/agreements/{waiting.id}" in page

    @pytest.mark.usefixtures("waiting")
    def test_it_is_narrowed_to_a_room(self, alice: Account) -> None:
        page = sign_in(alice).get("/to-do?room=directory").content.decode()
        assert "Cryostat ours" in page
        assert "Committee ours" not in page

    @pytest.mark.usefixtures("waiting")
    def test_in_french(self, alice: Account) -> None:
        page = sign_in(alice).get("/to-do?lang=fr").content.decode()
        assert "Répondre à une question sur l’appel" in page
        assert "Appel ours" in page

    @pytest.mark.usefixtures("houses", "waiting")
    def test_nothing_waits_for_who_may_do_nothing(self, enter: Enter) -> None:
        reader = enter("Rachel", Role.READER)
        assert "Nothing waits for you today." in sign_in(reader).get("/to-do").content.decode()

    @pytest.mark.usefixtures("waiting")
    def test_a_day_that_has_passed_is_late(self, alice: Account) -> None:
        Gate.objects.update(due_on=DAY - timedelta(days=1))
        page = sign_in(alice).get("/to-do?room=agreements").content.decode()
        assert page.index("Late") < page.index("Committee ours")

    def test_what_follows_an_application(self, alice: Account, houses: Houses) -> None:
        application = add_application(houses)
        add_review(application, AT)
        add_project(add_selection(application, AT), AT)
        page = sign_in(alice).get("/to-do?room=programmes").content.decode()
        for said in ("Hold the session", "Send the letters of decision: 1", "Answer the appeal"):
            assert said in page
        for said in ("Have the report handed in", "Pay the instalment"):
            assert said in page


class TestCalendar:
    @pytest.mark.usefixtures("waiting")
    def test_a_task_with_a_day_is_an_event(self, alice: Account) -> None:
        secret = make_feed(by=act(alice), at=AT)
        feed = sign_in(alice).get(f"/agreements/calendar/{secret}.ics").content.decode()
        assert f"DTSTART;VALUE=DATE:{DAY:%Y%m%d}" in feed
        assert "Committee ours" in feed.replace("\r\n ", "")
        assert "theirs" not in feed


class TestLetter:
    def test_it_goes_on_monday_and_once(self, alice: Account, waiting: Agreement) -> None:
        send_digests(at=MONDAY)
        send_digests(at=MONDAY)
        (letter,) = list_letters_to(alice)
        assert "Committee ours" in str(letter.body)
        assert "theirs" not in str(letter.body)
        assert f"http://127.0.0.1:8000/agreements/{waiting.id}" in str(letter.body)

    @pytest.mark.usefixtures("alice", "waiting")
    def test_who_wants_none_gets_none(self) -> None:
        Account.objects.update(digest="never")
        assert send_digests(at=MONDAY).sent == 0

    @pytest.mark.usefixtures("waiting")
    def test_a_title_cannot_look_like_a_part_of_the_letter(self, alice: Account) -> None:
        Agreement.objects.update(title_en="Mild\n\nPay here: evil.example")
        send_digests(at=MONDAY)
        (letter,) = list_letters_to(alice)
        assert "Mild Pay here: evil.example" in str(letter.body).splitlines()

    @pytest.mark.usefixtures("waiting")
    def test_a_letter_that_cannot_be_sent_is_tried_again(
        self, alice: Account, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*_args: object, **_values: object) -> int:
            raise OSError

        with monkeypatch.context() as broken:
            broken.setattr("cordee.web.digests.send_mail", refuse)
            assert send_digests(at=MONDAY).failed >= 1
        assert send_digests(at=MONDAY).failed == 0
        assert len(list_letters_to(alice)) == 1

    @pytest.mark.usefixtures("waiting")
    def test_it_is_shown_as_it_would_be_sent(self, alice: Account) -> None:
        page = sign_in(alice).get("/to-do/letter").content.decode()
        assert "Bonjour Alice" in page
        assert "Good morning Alice" in page
        assert not mail.outbox


class TestPipeline:
    def test_each_application_stands_in_its_column(self, alice: Account, houses: Houses) -> None:
        application = add_application(houses)
        client = sign_in(alice)
        page = client.get("/calls/applications").content.decode()
        assert f"/applications/{application.id}" in page
        add_selection(application, AT)
        again = client.get("/calls/applications").content.decode()
        assert again.index("Letter to send") < again.index(f"/applications/{application.id}")

    @pytest.mark.usefixtures("alice")
    def test_there_is_no_such_page_for_others(
        self, bob: Account, charlie: Account, houses: Houses
    ) -> None:
        add_application(houses)
        assert sign_in(bob).get("/calls/applications").status_code == 404
        assert "Organoids" not in sign_in(charlie).get("/calls/applications").content.decode()


def add_application(houses: Houses) -> Application:
    call = add_call(houses, houses.curie, "ours")
    call.stage, call.definition, call.closes_at = "published", DEFINITION, AT - timedelta(days=1)
    call.save()
    return Application.objects.create(
        call=call,
        number=1,
        account=uuid4(),
        title="Organoids",
        stage="submitted",
        stage_since=AT,
        submitted_at=AT,
        receipt="0" * 64,
        created_at=AT,
        changed_at=AT,
    )


def list_letters_to(account: Account) -> list[EmailMessage]:
    return [one for one in mail.outbox if one.to == [account.email]]


DEFINITION = {
    "code": "small",
    "label": {"fr": "Petit", "en": "Small"},
    "summary": {"fr": "Petit", "en": "Small"},
    "aim": "explore",
    "kind": "funding",
    "opening": "call",
    "outcome": "project",
}
