from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl
from uuid import uuid4

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.account.signals import email_changed
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from tests.integration.ledger.conftest import (
    AT,
    PASSWORD,
    TOTP_SECRET,
    Enter,
    Houses,
    act,
    sign_in,
)

from cordee.directory.models import Organisation
from cordee.ledger.audit import Deed, Subject, record_events
from cordee.ledger.models import Account, Event, RoleHeld
from cordee.ledger.operations import grant_role
from cordee.ledger.states import Role
from cordee.web.state import FIRST_RUN_CODE, get_first_run_code


pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_the_day() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


def without_marks(answer: HttpResponse) -> str:
    """Return a page without what differs by chance: identifiers and the marks of its forms."""
    return re.sub(r"[0-9a-f-]{36}|[A-Za-z0-9]{64}", "", answer.content.decode())


def begin(code: str, **changes: str) -> tuple[Client, HttpResponse]:
    client = Client(enforce_csrf_checks=False)
    values = {
        "code": code,
        "organisation": "04t0gwh46",
        "name": "Alice",
        "email": "Alice@Curie.example",
        "password": PASSWORD,
        "again": PASSWORD,
    }
    return client, client.post("/start", {**values, **changes})


class TestFirstRun:
    def test_makes_the_house_and_its_administrator(self, own_state: Path) -> None:
        client, response = begin(get_first_run_code(own_state))
        assert response.status_code == 302
        assert response.headers["Location"] == reverse("mfa_index")
        account = Account.objects.get()
        assert account.email == "alice@curie.example"
        house = Organisation.objects.get()
        assert (house.ror, house.city, house.country) == ("04t0gwh46", "Paris", "FR")
        held = RoleHeld.objects.get()
        assert (held.role, held.organisation) == ("administrator", house.id)
        # Until a second factor is set up the role gives nothing.
        assert client.get(f"/organisations/{house.id}/roles").status_code == 404

    @pytest.mark.usefixtures("own_state", "bob")
    def test_happens_once(self) -> None:
        assert Client().get("/start").status_code == 404
        assert begin("12345678")[1].status_code == 404

    def test_asks_for_the_code_the_server_printed(self, own_state: Path) -> None:
        code = get_first_run_code(own_state)
        wrong = "00000000" if code != "00000000" else "11111111"
        response = begin(wrong)[1]
        assert "not the code" in response.content.decode()
        assert not Account.objects.exists()

    @pytest.mark.parametrize("typed", ["éé", "１２３４５６７８", "00000000\u00a0"])
    def test_a_code_of_any_letters_is_merely_wrong(self, own_state: Path, typed: str) -> None:
        (own_state / FIRST_RUN_CODE).write_text("41677244")
        assert "not the code" in begin(typed)[1].content.decode()

    def test_codes_cannot_be_tried_for_long(self, own_state: Path) -> None:
        (own_state / FIRST_RUN_CODE).write_text("41677244")
        for number in range(5):
            assert "not the code" in begin(f"0000000{number}")[1].content.decode()
        assert "Wait a quarter of an hour" in begin("41677244")[1].content.decode()
        assert not Account.objects.exists()
        with time_machine.travel(AT.replace(minute=AT.minute + 16), tick=False):
            assert begin("41677244")[1].status_code == 302

    def test_asks_which_organisation_is_meant(self, own_state: Path) -> None:
        code = get_first_run_code(own_state)
        page = begin(code, organisation="Institut Curie")[1].content.decode()
        assert "Several organisations bear such a name" in page
        assert 'value="04t0gwh46"' in page
        assert begin(code, organisation="Institut Curie", ror="04t0gwh46")[1].status_code == 302

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"password": "short", "again": "short"}, "too short"),
            ({"again": "another-word-altogether"}, "The two passwords differ"),
            ({"password": "passwordpassword", "again": "passwordpassword"}, ""),
            ({"organisation": "xyzzy no such house"}, "knows no organisation"),
            ({"email": "no address"}, "valid email"),
        ],
    )
    def test_says_what_is_wrong(self, own_state: Path, changes: dict[str, str], said: str) -> None:
        page = begin(get_first_run_code(own_state), **changes)[1]
        if said:
            assert page.status_code == 200
            assert said in page.content.decode()
            assert not Account.objects.exists()


class TestSigningIn:
    def login(self, client: Client, password: str) -> HttpResponse:
        return client.post(
            reverse("account_login"), {"login": "bob@cordee.example", "password": password}
        )

    @pytest.mark.usefixtures("bob")
    def test_with_a_password(self) -> None:
        client = Client()
        assert self.login(client, PASSWORD).headers["Location"] == reverse("accounts:mine")
        assert "Bob" in client.get("/me").content.decode()

    def test_a_second_factor_is_asked_for(self, alice: Account) -> None:
        client = Client()
        answer = client.post(reverse("account_login"), {"login": alice.email, "password": PASSWORD})
        assert answer.headers["Location"] == reverse("mfa_authenticate")
        assert client.get("/me").status_code == 302
        code = format_hotp_value(hotp_value(TOTP_SECRET, int(AT.timestamp()) // 30))
        client.post(reverse("mfa_authenticate"), {"code": code})
        assert "Alice" in client.get("/me").content.decode()

    def test_a_sixth_code_is_refused_though_it_is_right(self, alice: Account) -> None:
        client, places = Client(), (AT, AT.replace(minute=AT.minute + 16))
        client.post(reverse("account_login"), {"login": alice.email, "password": PASSWORD})

        def enter_right_code(at: datetime) -> int:
            code = format_hotp_value(hotp_value(TOTP_SECRET, int(at.timestamp()) // 30))
            return client.post(reverse("mfa_authenticate"), {"code": code}).status_code

        wrong = [client.post(reverse("mfa_authenticate"), {"code": "000000"}) for _ in range(5)]
        assert {one.status_code for one in wrong} == {200}
        assert enter_right_code(places[0]) == 200
        assert client.get("/me").status_code == 302
        # A quarter of an hour later the same person may try again.
        with time_machine.travel(places[1], tick=False):
            client = Client()
            client.post(reverse("account_login"), {"login": alice.email, "password": PASSWORD})
            assert enter_right_code(places[1]) == 302

    @pytest.mark.usefixtures("bob")
    def test_guessing_is_locked_out(self) -> None:
        client = Client()
        answers = [self.login(client, f"wrong-{number}").status_code for number in range(6)]
        assert answers[0] == 200
        assert answers[-1] == 429
        assert self.login(client, PASSWORD).status_code == 429
        assert "quarter of an hour" in self.login(client, PASSWORD).content.decode()
        with time_machine.travel(AT.replace(hour=AT.hour + 1), tick=False):
            assert self.login(client, PASSWORD).status_code == 302

    @pytest.mark.usefixtures("bob")
    def test_an_unknown_address_reads_like_a_wrong_password(self) -> None:
        def say(address: str) -> str:
            answer = Client().post(
                reverse("account_login"), {"login": address, "password": "wrong-password"}
            )
            return " ".join(re.findall(r"errorlist.*?</ul>", answer.content.decode(), re.DOTALL))

        assert say("bob@cordee.example") == say("nobody@cordee.example") != ""

    @pytest.mark.usefixtures("houses")
    def test_there_is_no_open_sign_up(self) -> None:
        Client().post(
            reverse("account_signup"),
            {"email": "eve@x.example", "password1": PASSWORD, "password2": PASSWORD},
        )
        assert not Account.objects.exists()

    def test_a_form_without_its_mark_is_refused(self, bob: Account) -> None:
        strict = Client(enforce_csrf_checks=True)
        answer = strict.post(reverse("account_login"), {"login": bob.email, "password": PASSWORD})
        assert answer.status_code == 403


class TestInvitations:
    def test_from_the_letter_to_the_role(self, alice: Account, houses: Houses) -> None:
        mine = sign_in(alice)
        mine.post(
            f"/organisations/{houses.unit}/roles", {"email": "dan@x.example", "role": "team_lead"}
        )
        [letter] = mail.outbox
        assert letter.to == ["dan@x.example"]
        secret = re.search(r"/invitations/(\S+)", letter.body)[1]
        page = Client().get(f"/invitations/{secret}").content.decode()
        assert "Unit 830" in page
        assert "team lead" in page
        dans = Client()
        answer = dans.post(
            f"/invitations/{secret}", {"name": "Dan", "password": PASSWORD, "again": PASSWORD}
        )
        assert answer.headers["Location"] == "/me"
        assert [grant.role for grant in act(Account.objects.get(name="Dan")).grants] == [
            Role.TEAM_LEAD
        ]
        assert Client().get(f"/invitations/{secret}").status_code == 404

    @pytest.mark.usefixtures("houses")
    def test_a_guess_looks_like_nothing(self) -> None:
        assert Client().get("/invitations/guess").status_code == 404

    def test_a_hostile_name_breaks_no_letter(self, alice: Account, houses: Houses) -> None:
        Organisation.objects.filter(id=houses.unit).update(
            name_en="Unit\r\nBcc: all@x.example <script>alert(1)</script>"
        )
        page = sign_in(alice).post(
            f"/organisations/{houses.unit}/roles",
            {"email": "dan@x.example", "role": "reader"},
            follow=True,
        )
        [letter] = mail.outbox
        assert "\n" not in letter.subject
        assert letter.message()["Bcc"] is None
        assert "<script>alert" not in page.content.decode()

    @pytest.mark.parametrize("email", ["a@x.example\nBcc: b@x.example", "no address", ""])
    def test_a_wrong_address_is_refused(self, email: str, alice: Account, houses: Houses) -> None:
        sign_in(alice).post(
            f"/organisations/{houses.curie}/roles", {"email": email, "role": "reader"}
        )
        assert mail.outbox == []


class TestWhatOneMaySee:
    @pytest.mark.parametrize("who", ["bob", "charlie"])
    def test_roles_of_another_house_look_like_nothing(
        self, who: str, houses: Houses, request: pytest.FixtureRequest
    ) -> None:
        client = sign_in(request.getfixturevalue(who))
        hidden = client.get(f"/organisations/{houses.curie}/roles")
        absent = client.get(f"/organisations/{uuid4()}/roles")
        assert hidden.status_code == absent.status_code == 404
        assert without_marks(hidden) == without_marks(absent)

    def test_a_member_reads_no_audit(self, bob: Account, alice: Account) -> None:
        assert sign_in(bob).get("/audit").status_code == 404
        assert "Audit" not in sign_in(bob).get("/me").content.decode()
        assert "opened an account" in sign_in(alice).get("/audit").content.decode()

    @pytest.mark.usefixtures("alice")
    def test_an_audit_is_of_ones_own_house(self, charlie: Account) -> None:
        page = sign_in(charlie).get("/audit").content.decode()
        assert "Charlie" in page
        assert "Alice" not in page

    def test_a_session_outlives_its_role_and_sees_nothing(
        self, alice: Account, enter: Enter, houses: Houses
    ) -> None:
        deputy = enter("Deputy", Role.ADMINISTRATOR)
        theirs = sign_in(deputy)
        assert theirs.get(f"/organisations/{houses.curie}/roles").status_code == 200
        held = RoleHeld.objects.get(account=deputy)
        sign_in(alice).post(f"/organisations/{houses.curie}/roles/{held.id}/end")
        assert theirs.get(f"/organisations/{houses.curie}/roles").status_code == 404

    def test_a_page_for_one_person_is_kept_by_no_cache(self, bob: Account) -> None:
        assert "no-store" in sign_in(bob).get("/me").headers["Cache-Control"]

    def test_ones_own_name_is_ones_own_to_change(self, bob: Account) -> None:
        sign_in(bob).post("/me", {"name": "Robert <b>", "language": "fr", "digest": "never"})
        bob.refresh_from_db()
        assert (bob.name, bob.language, bob.digest) == ("Robert <b>", "fr", "never")
        assert "Robert &lt;b&gt;" in sign_in(bob).get("/me").content.decode()


class TestTheDay:
    """In Paris it is 1 July already when the last half hour of June begins in Greenwich."""

    def test_begins_at_midnight_in_the_house(
        self, alice: Account, bob: Account, houses: Houses
    ) -> None:
        held = RoleHeld.objects.get(account=bob)
        with time_machine.travel(datetime(2026, 6, 30, 22, 30, tzinfo=UTC), tick=False):
            place = reverse("accounts:end_role", args=[houses.unit, held.id])
            assert sign_in(alice).post(place).status_code == 302
        held.refresh_from_db()
        assert held.end == date(2026, 6, 30)

    def test_a_role_ends_on_the_same_day_for_pages_and_for_writes(
        self, enter: Enter, houses: Houses
    ) -> None:
        dan = enter("Dan", Role.ADMINISTRATOR, end=date(2026, 6, 30))
        place = reverse("accounts:roles", args=[houses.curie])
        invited = {"email": "eve@cordee.example", "role": "reader"}
        with time_machine.travel(datetime(2026, 6, 30, 21, 30, tzinfo=UTC), tick=False):
            client = sign_in(dan)
            assert client.post(place, invited).status_code == 302
        with time_machine.travel(datetime(2026, 6, 30, 22, 30, tzinfo=UTC), tick=False):
            assert client.get(place).status_code == 404
            assert client.post(place, invited).status_code == 404


class TestTheAuditOfAccounts:
    def told(self, reader: Account) -> list[str]:
        """Return what the page of the audit says was done, the latest first."""
        page = sign_in(reader).get(reverse("accounts:audit")).content.decode()
        return [" ".join(one.split()) for one in re.findall(r"<td>\s*([^<]+)<small", page)]

    def test_tells_of_passwords_factors_and_addresses(
        self, alice: Account, enter: Enter, houses: Houses
    ) -> None:
        dan = enter("Dan", Role.OFFICER)
        client = sign_in(dan)
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        new = {
            "oldpassword": PASSWORD,
            "password1": "crampons-and-9",
            "password2": "crampons-and-9",
        }
        assert client.post(reverse("account_change_password"), new).status_code == 302
        assert client.post(reverse("mfa_deactivate_totp")).status_code == 302
        changed = Event.objects.filter(record=str(dan.id), organisation=houses.curie)
        assert set(changed.values_list("action", flat=True)) >= {
            "account.password",
            "account.remove_factor",
        }
        told = self.told(alice)
        assert "chose another password" in told
        assert "gave a second factor up" in told
        assert all(PASSWORD not in one.text for one in Event.objects.all())
        assert all("crampons" not in one.text for one in Event.objects.all())

    def test_tells_of_an_address_changed(self, bob: Account, houses: Houses) -> None:
        before = EmailAddress.objects.get(user=bob)
        after = EmailAddress.objects.create(user=bob, email="robert@cordee.example", verified=True)
        request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.7")
        email_changed.send(
            sender=Account,
            request=request,
            user=bob,
            from_email_address=before,
            to_email_address=after,
        )
        [event] = Event.objects.filter(action="account.email")
        assert event.organisation == houses.unit
        told = json.loads(event.text)
        assert told["change"] == {"email": ["bob@cordee.example", "robert@cordee.example"]}
        assert told["origin"] == "192.0.2.7"

    def test_tells_each_house_of_a_name_and_a_calendar(
        self, charlie: Account, houses: Houses
    ) -> None:
        grant_role(
            account=charlie.id,
            role=Role.READER,
            organisation=houses.curie,
            start=AT.date(),
            end=None,
            by=act(charlie),
            at=AT,
        )
        client = sign_in(charlie)
        client.post(
            reverse("accounts:mine"), {"name": "Charles", "language": "fr", "digest": "weekly"}
        )
        client.post(reverse("agreements:calendar"))
        for action in ("account.change", "calendar.make"):
            events = Event.objects.filter(action=action)
            assert set(events.values_list("organisation", flat=True)) == {
                houses.curie,
                houses.roussy,
            }

    def test_turns_its_pages_without_forgetting_what_was_asked(
        self, alice: Account, houses: Houses
    ) -> None:
        with transaction.atomic():
            deed = Deed("x.do", Subject("x", "one", houses.curie), {})
            record_events([deed] * 60, by=act(alice), at=AT)
        client = sign_in(alice)
        address = reverse("accounts:audit") + "?kind=x&record=one&action=x.do"
        page = html.unescape(client.get(address).content.decode())
        [further] = re.findall(r'href="(\?[^"]*page=2[^"]*)"', page)
        assert dict(parse_qsl(further[1:])) == {
            "kind": "x",
            "record": "one",
            "action": "x.do",
            "page": "2",
        }

    def test_says_which_line_nobody_can_read(self, alice: Account, houses: Houses) -> None:
        Event.objects.bulk_create(
            [
                Event(
                    number=900,
                    at=AT,
                    action="role.give",
                    kind="role",
                    record="x",
                    organisation=houses.curie,
                    text="{",
                    previous="",
                    hash="",
                )
            ]
        )
        page = sign_in(alice).get(reverse("accounts:audit")).content.decode()
        assert "nobody can read it any more" in page


@pytest.mark.parametrize(
    ("role", "is_offered"),
    [(Role.AUDITOR, True), (Role.EDITOR, True), (Role.MEMBER, False), (Role.READER, False)],
)
def test_who_may_take_records_out_finds_where(
    role: Role, is_offered: bool, enter: Enter, houses: Houses
) -> None:
    client = sign_in(enter("Dana", role))
    address = reverse("imports:export", args=[houses.curie])
    assert (address in client.get(reverse("accounts:mine")).content.decode()) == is_offered
    answer = client.get(address)
    assert (answer.status_code == 200) == is_offered
    answer.close()


def test_behind_a_proxy_the_audit_names_who_asked(bob: Account, settings: Any) -> None:
    settings.CORDEE_PROXIES = ["127.0.0.1"]
    client = sign_in(bob)
    client.post(
        reverse("accounts:mine"),
        {"name": "Robert", "language": "fr", "digest": "weekly"},
        headers={"x-forwarded-for": "127.0.0.1, 192.0.2.7"},
    )
    assert json.loads(Event.objects.get(action="account.change").text)["origin"] == "192.0.2.7"


@pytest.mark.usefixtures("bob")
def test_behind_a_proxy_one_guesser_locks_nobody_else_out(settings: Any) -> None:
    settings.CORDEE_PROXIES = ["127.0.0.1"]

    def login(password: str, origin: str) -> int:
        values = {"login": "bob@cordee.example", "password": password}
        place = reverse("account_login")
        return Client().post(place, values, headers={"x-forwarded-for": origin}).status_code

    assert [login(f"wrong-{number}", "198.51.100.9") for number in range(5)][-1] == 429
    assert login(PASSWORD, "198.51.100.9") == 429
    assert login(PASSWORD, "192.0.2.7") == 302
