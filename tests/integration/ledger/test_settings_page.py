from __future__ import annotations

import smtplib
import tarfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from pathlib import Path
from threading import Barrier
from time import sleep
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.smtp import EmailBackend
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from tests.integration.ledger.conftest import AT, PASSWORD, Enter, sign_in

from cordee.kernel.errors import StaleError
from cordee.ledger.audit import find_last
from cordee.ledger.models import Account, Event
from cordee.ledger.rights import Actor
from cordee.ledger.states import Role
from cordee.web import house
from cordee.web.backup import back_up
from cordee.web.condition import BACKED_UP
from cordee.web.house import FILE, House, change_house, get_house, mark_demonstration


pytestmark = pytest.mark.django_db

PAGES = ("settings:settings", "settings:letter", "settings:backup")
AGE = b"age-encryption.org/"


@pytest.fixture
def admin(alice: Account) -> Client:
    return sign_in(alice)


def confirm_password(client: Client) -> None:
    answer = client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert answer.status_code == 302


def read(client: Client, name: str = "settings:settings", **extra: Any) -> str:
    answer = client.get(reverse(name), **extra)
    assert answer.status_code == 200
    return answer.content.decode()


def save(client: Client, **values: Any) -> Any:
    form = {"version": get_house().version, "name": "", "language": "", **values}
    return client.post(reverse("settings:settings"), form)


@pytest.mark.parametrize("role", [one for one in Role if one is not Role.ADMINISTRATOR])
def test_to_others_than_administrators_there_is_no_such_page(
    role: Role, alice: Account, enter: Enter
) -> None:
    client = sign_in(enter("Dana", role))
    statuses = {client.post(reverse(name)).status_code for name in PAGES[:2]}
    assert statuses == {404}
    assert reverse("settings:settings") not in client.get(reverse("accounts:mine")).content.decode()


def test_the_administrator_of_another_house_configures_nothing(
    alice: Account, charlie: Account
) -> None:
    client = sign_in(charlie)
    assert client.get(reverse("settings:settings")).status_code == 404
    confirm_password(client)
    assert client.post(reverse("settings:backup")).status_code == 404


def test_an_administrator_without_a_second_factor_configures_nothing(enter: Enter) -> None:
    client = sign_in(enter("Alice", Role.ADMINISTRATOR, factor=False))
    assert client.get(reverse("settings:settings")).status_code == 404


def test_the_name_of_the_house_stands_on_every_page(admin: Client) -> None:
    assert save(admin, name=" <b>Institut</b>  Curie ").status_code == 302
    assert "&lt;b&gt;Institut&lt;/b&gt; Curie" in read(admin, "accounts:mine")
    event = Event.objects.get(action="house.change")
    assert "Institut" in event.text


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_letter_is_read_in_both_languages(admin: Client, language: str) -> None:
    page = read(admin, "settings:letters", headers={"Accept-Language": language})
    said = page.split("<main", 1)[1]
    for subject in (
        "An invitation from",
        "You may apply",
        "reopened the part of",
        "Fill in and sign your part here",
        "Decision on your application no. 7",
        "2 days of agreements",
        "Late in your projects",
        "2 follow-ups are late",
        "A test letter",
        "accepts your request for",
    ):
        assert subject in said, subject
    for subject in (
        "Vous pouvez candidater",
        "Décision sur votre candidature",
        "Courriel d’essai",
    ):
        assert subject in said, subject
    assert len(mail.outbox) == 0


@pytest.mark.parametrize("role", [one for one in Role if one is not Role.ADMINISTRATOR])
def test_letters_are_shown_to_administrators_alone(
    role: Role, alice: Account, enter: Enter
) -> None:
    assert sign_in(enter("Dana", role)).get(reverse("settings:letters")).status_code == 404


def test_two_administrators_at_once_overwrite_nothing(admin: Client) -> None:
    save(admin, name="First")
    answer = save(admin, name="Second", version=0)
    assert answer.status_code == 409
    assert get_house().name == "First"


def test_saving_the_same_again_is_no_change(admin: Client) -> None:
    save(admin, name="First")
    save(admin, name="First")
    assert Event.objects.filter(action="house.change").count() == 1


@pytest.mark.parametrize(
    ("asked", "language"), [("de-DE", "fr"), ("", "fr"), ("en-GB,de", "en"), ("fr", "fr")]
)
def test_newcomers_are_greeted_in_the_language_of_the_house(
    admin: Client, asked: str, language: str
) -> None:
    save(admin, language="fr")
    page = Client().get(reverse("account_login"), headers={"accept-language": asked})
    assert f'<html lang="{language}"' in page.content.decode()


def test_a_language_chosen_by_a_reader_stays(admin: Client) -> None:
    save(admin, language="fr")
    client = Client()
    client.cookies["cordee_language"] = "en"
    assert '<html lang="en"' in client.get(reverse("account_login")).content.decode()


def test_a_damaged_file_closes_no_page(own_state: Path, admin: Client) -> None:
    (own_state / FILE).write_text("{")
    assert get_house() == House()
    assert save(admin, name="Again").status_code == 302
    assert get_house().name == "Again"


def test_a_demonstration_is_said_on_every_page() -> None:
    page = Client().get(reverse("account_login")).content.decode()
    mark_demonstration("Inserm")
    marked = Client().get(reverse("account_login")).content.decode()
    assert ('class="demonstration"' in page, 'class="demonstration"' in marked) == (False, True)


def test_a_test_letter_goes_to_who_asks(admin: Client) -> None:
    assert admin.post(reverse("settings:letter")).status_code == 302
    assert [letter.to for letter in mail.outbox] == [["alice@cordee.example"]]


def test_where_the_letter_lies_is_said(admin: Client, settings: Any, own_state: Path) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    page = admin.post(reverse("settings:letter"), follow=True).content.decode()
    (letter,) = (own_state / "mail").iterdir()
    assert str(letter) in page
    assert "alice@cordee.example" in letter.read_text()


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (smtplib.SMTPAuthenticationError(535, b"5.7.8 bad credentials"), "535 5.7.8 bad"),
        (smtplib.SMTPRecipientsRefused({"a": (550, b"no such mailbox")}), "550 no such mailbox"),
        (ConnectionRefusedError("refused"), "refused"),
        (smtplib.SMTPServerDisconnected("closed"), "closed"),
    ],
)
def test_what_the_mail_server_answers_is_said(
    admin: Client, settings: Any, monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    def refuse(_backend: object) -> None:
        raise error

    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "mail.example"
    monkeypatch.setattr(EmailBackend, "open", refuse)
    page = admin.post(reverse("settings:letter"), follow=True).content.decode()
    assert "did not go out" in page
    assert said in page


def test_how_the_server_stands(admin: Client) -> None:
    page = read(admin)
    assert "up to date" in page
    assert "SQLite" in page or "PostgreSQL" in page
    assert "never" in page


def test_a_backup_asks_for_the_password_again(admin: Client) -> None:
    answer = admin.post(reverse("settings:backup"))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert find_last(BACKED_UP) is None


def test_a_passphrase_is_typed_the_same_twice(admin: Client) -> None:
    confirm_password(admin)
    wrong = {"passphrase": "long enough, this", "again": "another one, this"}
    page = admin.post(reverse("settings:backup"), wrong)
    assert "The two differ" in page.content.decode()
    assert find_last(BACKED_UP) is None


def test_the_house_comes_back_with_a_backup(admin: Client, own_state: Path, tmp_path: Path) -> None:
    save(admin, name="Institut Curie")
    path = tmp_path / "ledger.cordee"
    back_up(own_state, path, passphrase="", version="0.1.0", at=AT)
    with tarfile.open(path, mode="r:gz") as archive:
        told = archive.extractfile("state/house.json")
        assert told is not None
        assert "Institut Curie" in told.read().decode()


def test_what_the_audit_does_not_tell_is_not_written(
    admin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is put in place once the line of the audit is sure to stand."""

    @contextmanager
    def fail_at_the_end() -> Iterator[None]:
        yield
        raise OperationalError("the disk is full")

    monkeypatch.setattr(house, "transaction", SimpleNamespace(atomic=fail_at_the_end))
    with pytest.raises(OperationalError):
        change_house(name="Curie", language="", version=0, by=Actor(), at=AT)
    assert get_house() == House()


def test_of_two_at_the_same_moment_the_second_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(house, "transaction", SimpleNamespace(atomic=nullcontext))
    monkeypatch.setattr(house, "get_first_organisation", lambda: None)
    monkeypatch.setattr(house, "record_event", lambda *_, **__: sleep(0.05))
    start = Barrier(2)

    def change(name: str) -> str:
        start.wait()
        try:
            change_house(name=name, language="", version=0, by=Actor(), at=AT)
        except StaleError:
            return "told"
        return "saved"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(change, ("One", "Two"))) == ["saved", "told"]
    assert get_house().version == 1
