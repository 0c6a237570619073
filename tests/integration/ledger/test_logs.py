"""What the server writes to its log while people work: nobody's address, and nobody's name."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from tests.integration.ledger.conftest import PASSWORD, Enter, Houses, sign_in

from cordee.ledger.models import Account
from cordee.ledger.states import Role
from cordee.web.logs import JsonLine, TextLine


pytestmark = pytest.mark.django_db

NAMES = ("Zebulon", "zebulon", "invited", "stranger", "cordee.example", "Durand")


@pytest.fixture(params=[TextLine, JsonLine])
def log(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """All that is logged, as the server would write it, down to the last detail."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(request.param())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def zebulon(enter: Enter) -> Account:
    return enter("Zebulon", Role.ADMINISTRATOR)


def work(account: Account, houses: Houses) -> None:
    """Sign in wrongly and rightly, invite, save, get lost, be refused."""
    login = reverse("account_login")
    for email, password in (
        ("zebulon@cordee.example", "wrong"),
        ("stranger@cordee.example", "wrong"),
        ("zebulon@cordee.example", PASSWORD),
    ):
        Client().post(login, {"login": email, "password": password})
    client = sign_in(account)
    client.post(
        reverse("accounts:roles", args=[houses.curie]),
        {"email": "invited@cordee.example", "role": "reader"},
    )
    client.post(
        reverse("accounts:mine"), {"name": "Zebulon Durand", "language": "fr", "digest": "never"}
    )
    client.post(reverse("account_reset_password"), {"email": "zebulon@cordee.example"})
    client.get(reverse("directory:search"), {"q": "Zebulon"})
    assert client.get("/invitations/zebulon-secret").status_code == 404
    assert client.get(reverse("accounts:roles", args=[houses.roussy])).status_code == 404


def test_nobody_is_named_while_people_work(
    log: io.StringIO, zebulon: Account, houses: Houses
) -> None:
    work(zebulon, houses)
    written = log.getvalue()
    assert "/invitations/[secret]" in written
    assert [name for name in NAMES if name in written] == []


def fail() -> None:
    raise ValueError("Key (email)=(zebulon@cordee.example) already exists.")


def test_an_address_in_a_fault_is_left_out(log: io.StringIO) -> None:
    try:
        fail()
    except ValueError:
        logging.getLogger("cordee").exception("%s was lost", "stranger@cordee.example")
    written = log.getvalue()
    assert "[address] was lost" in written
    assert "Key (email)=([address])" in written
    assert [name for name in NAMES if name in written] == []


def test_what_is_left_out_leaves_a_line_of_json_whole() -> None:
    for message in ("lost:\nalice@cordee.example", "C:\\alice@cordee.example", '"/invitations/s"'):
        told = json.loads(JsonLine().format(logging.makeLogRecord({"msg": message})))
        assert "alice" not in told["message"]
        assert "[" in told["message"]


@pytest.mark.parametrize(
    "address",
    [
        reverse("account_confirm_email", args=["MQ:1tGxYz:s3cret_-"]),
        reverse("account_reset_password_from_key", kwargs={"uidb36": "1a2b", "key": "c3-s3cret"}),
        reverse("accounts:invitation", args=["s3cret"]),
        reverse("agreements:feed", args=["s3cret"]),
    ],
)
def test_no_secret_of_an_address_is_written(address: str) -> None:
    for form in (TextLine(), JsonLine()):
        line = form.format(logging.makeLogRecord({"msg": f"Not Found: {address}?lang=fr"}))
        assert "s3cret" not in line
        assert "1a2b" not in line
        assert "1tGxYz" not in line
        assert "[secret]" in line


def test_a_line_of_json_is_one_object() -> None:
    record = logging.makeLogRecord(
        {"name": "cordee", "levelname": "ERROR", "msg": "two\nlines", "created": 0.0}
    )
    assert json.loads(JsonLine().format(record)) == {
        "at": "1970-01-01T00:00:00.000+00:00",
        "level": "ERROR",
        "logger": "cordee",
        "message": "two\nlines",
    }
