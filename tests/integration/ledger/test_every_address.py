"""Every address of the record rooms, asked by everybody: nobody gets in who should not.

The addresses are read from the routes themselves, so a page added tomorrow is asked too.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.integration.ledger.conftest import Enter, Houses, sign_in

from cordee.ledger.models import Account
from cordee.ledger.states import Role


pytestmark = pytest.mark.django_db

OPEN = {
    # The pages of public data, and those by which one comes in.
    "observatory",
    "comparison",
    "projects",
    "dossiers",
    "documents",
    "world",
}
DOORS = {"accounts:start", "accounts:invitation", "health", "health_of_the_ledger"}
ABSENT = UUID("00000000-0000-4000-8000-000000000000")
SAMPLES = {"uuid": ABSENT, "int": 1, "str": "x", "slug": "x", "path": "x"}


def list_routes(
    resolver: URLResolver | None = None, space: str = ""
) -> Iterator[tuple[str, dict[str, object]]]:
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            yield from list_routes(one, one.namespace or space)
        elif isinstance(one, URLPattern) and one.name:
            kinds = {
                name: type(converter).__name__.removesuffix("Converter").lower()
                for name, converter in one.pattern.converters.items()
            }
            name = f"{space}:{one.name}" if space else one.name
            yield name, {key: SAMPLES.get(kind, "x") for key, kind in kinds.items()}


def is_of_a_record_room(name: str) -> bool:
    space, _, rest = name.rpartition(":")
    return bool(space) and space not in OPEN and name not in DOORS and bool(rest)


ROUTES = [(name, values) for name, values in list_routes() if is_of_a_record_room(name)]
NAMES = [name for name, _ in ROUTES]


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
