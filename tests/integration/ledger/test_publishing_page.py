"""What is published is chosen by an administrator, and by nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.integration.ledger.conftest import Enter, sign_in

from cordee.ledger.models import Account, Event
from cordee.ledger.states import Role
from cordee.web.publishing import get_publishing
from cordee.web.rates import RATES


pytestmark = pytest.mark.django_db

WHOLE = {"name": "Curie", "domain": "CRIS.curie.example", "email": "cris@curie.example"}


@pytest.fixture(autouse=True)
def address(settings: object) -> None:
    settings.CORDEE_ADDRESS = "https://cris.curie.example"  # type: ignore[attr-defined]
    RATES.forget()


def choose(client: Client, version: int = 0, **values: str) -> Any:
    return client.post(reverse("settings:publishing"), {"version": version, **values})


def is_published() -> bool:
    return Client().get("/oai?verb=Identify").status_code == 200


def test_nothing_is_until_an_administrator_says_so(alice: Account) -> None:
    client = sign_in(alice)
    page = client.get(reverse("settings:settings")).content.decode()
    assert "Nothing of the ledger is published." in page
    assert not is_published()
    assert choose(client, people="on", **WHOLE).status_code == 302
    assert is_published()
    assert get_publishing().choices.domain == "cris.curie.example"
    page = client.get(reverse("settings:publishing")).content.decode()
    assert "https://cris.curie.example/oai" in page
    assert (
        "Anybody may harvest: people." in client.get(reverse("settings:settings")).content.decode()
    )
    event = Event.objects.order_by("number").last()
    assert event is not None
    assert event.action == "publishing.change"


def test_who_comes_second_is_told(alice: Account) -> None:
    client = sign_in(alice)
    choose(client, people="on", **WHOLE)
    assert choose(client, **WHOLE).status_code == 409
    assert is_published()
    assert choose(client, 1, **WHOLE).status_code == 302
    assert not is_published()


@pytest.mark.parametrize("role", [one for one in Role if one is not Role.ADMINISTRATOR])
def test_others_have_no_such_page(role: Role, alice: Account, enter: Enter) -> None:
    client = sign_in(enter("Dana", role))
    assert client.get(reverse("settings:publishing")).status_code == 404
    assert choose(client, people="on", **WHOLE).status_code == 404
    assert not is_published()


def test_nor_has_the_administrator_of_another_house(alice: Account, charlie: Account) -> None:
    assert choose(sign_in(charlie), people="on", **WHOLE).status_code == 404
    assert not is_published()


@pytest.mark.parametrize(
    "values",
    [
        {},
        {**WHOLE, "domain": "localhost"},
        {**WHOLE, "domain": "curie.example/x"},
        {**WHOLE, "email": "cris@localhost"},
        {**WHOLE, "name": " "},
    ],
)
def test_nothing_is_published_by_nobody(alice: Account, values: dict[str, str]) -> None:
    assert choose(sign_in(alice), people="on", **values).status_code == 422
    assert not is_published()
