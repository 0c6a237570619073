from __future__ import annotations

import re
from collections.abc import Iterable
from uuid import UUID

import pytest
from django.test import Client
from tests.integration.directory.conftest import House, make_organisation
from tests.integration.directory.test_pages import sign_in

from cordee.directory.queries import places as looked
from cordee.directory.queries.places import Places, find_places
from cordee.directory.queries.search import Question, search
from cordee.directory.states import Kind, Sort
from cordee.ledger.models import Account
from cordee.ledger.rights import Actor


pytestmark = pytest.mark.django_db


@pytest.fixture
def towns(house: House) -> None:
    for name, kind, values in (
        ("Ice Hospital", Kind.HOSPITAL, {"country": "FR", "city": "Grenoble"}),
        ("Ice Company", Kind.COMPANY, {"country": "FR", "city": "Grenoble"}),
        ("Ice Institute", Kind.INSTITUTION, {"country": "NO", "city": "Tromsø"}),
        ("Ice Network", Kind.NETWORK, {"country": "FR", "city": "Nulle"}),
        ("Ice Nowhere", Kind.COMPANY, {}),
    ):
        known = {"Grenoble": (45.19, 5.72), "Tromsø": (69.65, 18.96)}
        latitude, longitude = known.get(str(values.get("city")), (None, None))
        make_organisation(name, kind, latitude=latitude, longitude=longitude, **values)


def find(question: Question) -> Places:
    return find_places(question, search(question))


def say(found: Places) -> list[tuple[str, str, int, bool]]:
    return [(one.town, one.country, one.count, one.latitude is not None) for one in found.places]


def test_places_are_towns_and_what_has_none_is_at_its_country(towns: None) -> None:
    found = find(Question("ice"))
    assert say(found) == [
        ("Grenoble", "FR", 2, True),
        ("", "FR", 1, False),
        ("Tromsø", "NO", 1, True),
    ]
    assert found.without == 1
    assert [one.name_en for one in found.places[0].organisations] == ["Ice Company", "Ice Hospital"]


def test_places_are_of_what_was_found_and_no_more(towns: None) -> None:
    assert say(find(Question("ice", sorts=frozenset({Sort.HOSPITAL})))) == [
        ("Grenoble", "FR", 1, True)
    ]
    assert say(find(Question("ice", countries=frozenset({"NO"})))) == [("Tromsø", "NO", 1, True)]
    assert find(Question("ice", sorts=frozenset({Sort.PERSON}))).places == ()
    corrected = find(Question("grenobel"))
    assert say(corrected) == [("Grenoble", "FR", 2, True)]


def test_of_too_many_for_towns_countries_are_drawn(
    towns: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looked, "MOST_BY_TOWN", 3)
    found = find(Question("ice"))
    assert (say(found), found.without, found.is_by_town) == (
        [("", "FR", 3, False), ("", "NO", 1, False)],
        1,
        False,
    )


def list_circles(page: str) -> Iterable[str]:
    return re.findall(r"<circle[^>]*><title>([^<]*)</title>", page)


def test_the_page_draws_them_and_says_the_same_as_a_table(towns: None, alice: Actor) -> None:
    client: Client = sign_in(alice)
    plain = client.get("/directory", {"q": "ice"}).content.decode()
    assert "<circle" not in plain
    assert "?q=ice&amp;view=map" in plain
    page = client.get("/directory", {"q": "ice", "view": "map"}).content.decode()
    assert "4 organisations in 3 places. 1 is drawn in the middle of its country" in page
    assert "1 has no known place." in page
    assert [one.splitlines()[0] for one in list_circles(page)] == [
        "Grenoble, France (2)",
        "France (1)",
        "Tromsø, Norway (1)",
    ]
    table = page.split('id="places"')[1].split("</table>")[0]
    assert "Ice Company" in table
    assert "Tromsø, Norway" in table
    assert "http" not in page.split('class="land"')[1].split("</svg>")[0]
    # Narrowing and turning pages keep the map.
    assert "?q=ice&amp;view=map&amp;kind=company" in page


def test_the_map_is_in_the_language_of_the_page(towns: None, alice: Actor) -> None:
    client = Client(headers={"accept-language": "fr"})
    client.force_login(
        _account(alice.account), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    page = client.get("/directory", {"q": "ice", "view": "map"}).content.decode()
    assert "4 organisations en 3 lieux." in page
    assert "Tromsø, Norvège (1)" in page


def _account(identifier: UUID | None) -> Account:
    return Account.objects.get(id=identifier)


def test_names_typed_by_people_are_text_on_the_map(house: House, alice: Actor) -> None:
    evil = "<script>alert(1)</script>"
    make_organisation(evil, Kind.COMPANY, country="FR", city=evil, latitude=45.0, longitude=5.0)
    page = sign_in(alice).get("/directory", {"view": "map"}).content.decode()
    assert evil not in page
    assert "&lt;script&gt;" in page
