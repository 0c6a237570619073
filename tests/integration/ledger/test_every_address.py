"""Every address of the record rooms, asked by everybody: nobody gets in who should not."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from tests.integration.ledger.conftest import Enter, Houses, sign_in
from tests.integration.ledger.routes import ABSENT, NAMES, ROUTES

from cordee.ledger.models import Account
from cordee.ledger.states import Role


pytestmark = pytest.mark.django_db


def test_there_are_routes_to_ask() -> None:
    assert "accounts:roles" in NAMES


@pytest.mark.parametrize(("name", "values"), ROUTES, ids=NAMES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_who_is_not_signed_in_is_sent_to_sign_in(
    name: str, values: dict[str, object], method: str
) -> None:
    answer = getattr(Client(), method)(reverse(name, kwargs=values))
    if answer.status_code == 302:
        assert answer.headers["Location"].startswith(reverse("account_login"))
    else:
        # A method that the page has no use for, or an address that needs a secret.
        assert answer.status_code in {401, 403, 404, 405}


@pytest.mark.parametrize(("name", "values"), ROUTES, ids=NAMES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_who_has_no_role_gets_nothing_of_a_record(
    name: str, values: dict[str, object], method: str, enter: Enter
) -> None:
    if not values:
        return
    stranger = sign_in(enter("Stranger", None, factor=False))
    answer = getattr(stranger, method)(reverse(name, kwargs=values))
    assert answer.status_code in {403, 404, 405}


@pytest.mark.parametrize(
    "name", [name for name, values in ROUTES if set(values) == {"organisation"}]
)
def test_a_house_of_others_looks_like_none(name: str, charlie: Account, houses: Houses) -> None:
    client = sign_in(charlie)
    theirs = client.get(reverse(name, kwargs={"organisation": houses.curie}))
    none = client.get(reverse(name, kwargs={"organisation": ABSENT}))
    if name in SEEN_BY_EVERY_MEMBER:
        assert theirs.status_code == 200
    else:
        assert theirs.status_code == none.status_code
    assert none.status_code in {404, 405}


SEEN_BY_EVERY_MEMBER = {"directory:organisation"}
"""Pages that a role anywhere opens: the directory, less its addresses of people."""


@pytest.mark.parametrize("role", Role)
def test_every_role_can_open_its_own_pages(role: Role, enter: Enter) -> None:
    client = sign_in(enter("Dana", role))
    for name in ("accounts:mine", "mfa_index", "usersessions_list", "account_email"):
        assert client.get(reverse(name)).status_code in {200, 302}
