"""A page elsewhere that makes a reader's browser send something here changes nothing.

The addresses are read from the routes themselves, as in `test_every_address`.
"""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.integration.ledger.conftest import Enter, Houses, sign_in
from tests.integration.ledger.routes import let_go, list_routes

from cordee.ledger.models import Account, Event
from cordee.ledger.states import Role


pytestmark = pytest.mark.django_db

PLACES = {
    name: values for name, values in list_routes() if not name.startswith(("api:", "api_", "oai:"))
}
"""Every address but those of the API, which takes tokens and no cookies, so no browser speaks for its reader,
and that of harvesters, which changes nothing and asks nobody who they are."""
ROUTES = sorted(PLACES)
METHODS = ("post", "put", "patch", "delete")


def fill(name: str) -> str:
    return reverse(name, kwargs=PLACES[name])


def sign_in_strictly(account: Account) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_there_are_writing_addresses_of_every_room() -> None:
    rooms = {name.partition(":")[0] for name in ROUTES if ":" in name}
    assert {"accounts", "agreements", "directory", "imports", "settings"} <= rooms
    assert {"account_login", "account_logout", "mfa_authenticate", "usersessions_list"} <= {*ROUTES}


@pytest.mark.parametrize("method", METHODS)
def test_without_the_mark_of_this_site_nothing_is_written(method: str, alice: Account) -> None:
    client = sign_in_strictly(alice)
    events = Event.objects.count()
    # A cookie of the mark alone is not enough: whoever forges the request sends it too.
    client.cookies["cordee_csrf"] = "a" * 32
    refused = {name: getattr(client, method)(fill(name)).status_code for name in ROUTES}
    assert {name for name, status in refused.items() if status != 403} == set()
    assert Event.objects.count() == events
    assert client.get("/me").status_code == 200


def test_a_mark_from_elsewhere_is_none(alice: Account, houses: Houses) -> None:
    """A mark taken on a page of one's own, and sent from a page of somebody else's."""
    client = sign_in_strictly(alice)
    page = client.get("/me")
    mark = str(page.context["csrf_token"])
    values = {"csrfmiddlewaretoken": mark, "name": "Mallory", "language": "en", "digest": "never"}
    wrong = {
        "csrfmiddlewaretoken": "b" * 64,
        "name": "Mallory",
        "language": "en",
        "digest": "never",
    }
    assert client.post("/me", wrong).status_code == 403
    abroad = client.post("/me", values, headers={"origin": "https://elsewhere.example"})
    assert abroad.status_code == 403
    told = "\u00a0".join(abroad.content.decode().split())
    assert "no\u00a0mark\u00a0of\u00a0this\u00a0site" in told
    alice.refresh_from_db()
    assert alice.name == "Alice"
    assert client.post("/me", values).status_code == 302


def test_no_view_is_left_out_of_the_check() -> None:
    def list_views(resolver: URLResolver) -> list[object]:
        found: list[object] = []
        for one in resolver.url_patterns:
            # That of programs with tokens, and that of harvesters: neither knows cookies.
            if str(one.pattern).startswith("api/") or str(one.pattern) == "oai":
                continue
            if isinstance(one, URLResolver):
                found += list_views(one)
            elif isinstance(one, URLPattern):
                found.append(one.callback)
        return found

    views = list_views(get_resolver())
    assert len(views) > 100
    exempt = [one for one in views if getattr(one, "csrf_exempt", False)]
    assert exempt == []


def test_reading_writes_nothing(enter: Enter, houses: Houses) -> None:
    """An address that a picture or a link can ask for changes no record; it may leave a line."""
    officer = sign_in(enter("Dana", Role.ADMINISTRATOR))
    before = {one.pk: one.number for one in Event.objects.all()}
    kinds = {"organisation": houses.curie, "identifier": houses.curie}
    for name, values in PLACES.items():
        known = {key: kinds.get(key, value) for key, value in values.items()}
        if name not in LEAVES_A_SESSION:
            let_go(officer.get(reverse(name, kwargs=known)))
    done = {one.action for one in Event.objects.exclude(pk__in=before)}
    assert done <= {"export.take", "agreement.see", "agreement.download"}


LEAVES_A_SESSION: set[str] = set()
"""Addresses that are not asked; none, since signing out asks first."""
