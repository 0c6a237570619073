from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.integration.directory.conftest import AT, House, make_actor

from cordee.directory.models import Organisation, OrganisationLink, Person, Resource, Theme
from cordee.ledger.models import Account
from cordee.ledger.rights import Actor
from cordee.ledger.states import Role


BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def sign_in(actor: Actor) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(Account.objects.get(id=actor.account), backend=BACKEND)
    return client


@pytest.fixture
def editor(alice: Actor) -> Client:
    return sign_in(alice)


@pytest.fixture
def neighbour(charlie: Actor) -> Client:
    return sign_in(charlie)


def send(client: Client, name: str, *places: Any, **values: Any) -> Any:
    return client.post(reverse(f"directory:{name}", args=places), values)


def test_the_directory_asks_to_sign_in(client: Client, house: House) -> None:
    answer = client.get("/directory")
    assert (answer.status_code, "login" in answer["Location"]) == (302, True)


def test_without_a_role_there_is_no_directory(house: House) -> None:
    account = Account.objects.create(email="eve@example.org", name="Eve", joined_at=AT)
    eve = sign_in(Actor(account=account.id))
    for address in (
        "/directory",
        f"/directory/organisations/{house.team}",
        "/directory/to-confirm",
    ):
        assert eve.get(address).status_code == 404


def test_a_reader_finds_an_entry_and_is_offered_no_change(house: House) -> None:
    reader = sign_in(make_actor("Rose", Role.READER, house.hospital))
    page = reader.get("/directory", {"q": "hypoxia"}).content.decode()
    assert "Unit of Hypoxia" in page
    assert "Enter an organisation" not in page
    record = reader.get(f"/directory/organisations/{house.unit}").content.decode()
    assert "Institute of Alpine Medicine" in record
    assert "/change" not in record
    assert reader.get("/directory/organisations/new").status_code == 403


def test_an_entry_nobody_confirmed_is_greyed_and_says_so(editor: Client, house: House) -> None:
    page = editor.get(f"/directory/organisations/{house.team}").content.decode()
    assert "Nobody has confirmed this entry yet" in page
    assert send(editor, "confirm_organisation", house.team).status_code == 302
    page = editor.get(f"/directory/organisations/{house.team}").content.decode()
    assert "Nobody has confirmed" not in page


def test_entering_by_hand_leads_to_the_record(editor: Client, house: House) -> None:
    values = {"kind": "team", "name_en": "Team Ice", "keeper": str(house.institute)}
    answer = send(editor, "new_organisation", **values, part_of="hypoxia")
    made = Organisation.objects.get(name_en="Team Ice")
    assert answer["Location"] == f"/directory/organisations/{made.id}"
    assert OrganisationLink.objects.get(first=made).second_id == house.unit


def test_a_name_that_means_several_asks_which(editor: Client, house: House) -> None:
    values = {"standing": "member_of/forwards", "other": "france"}
    page = send(editor, "new_link", house.team, **values).content.decode()
    assert "Several fit" in page
    chosen = {**values, "other_which": str(house.unit)}
    assert send(editor, "new_link", house.team, **chosen).status_code == 302
    assert OrganisationLink.objects.get(standing="member_of").second_id == house.unit


def test_an_unknown_name_is_said(editor: Client, house: House) -> None:
    values = {"standing": "part_of/forwards", "other": "zzzzz"}
    page = send(editor, "new_link", house.team, **values).content.decode()
    assert "The directory has nothing by that name" in page


def test_two_editors_and_the_second_sees_both_texts(
    editor: Client, bob: Actor, house: House
) -> None:
    second = sign_in(make_actor("Dora", Role.EDITOR, house.unit))
    values = {"kind": "team", "name_en": "Team Rope", "version": "1"}
    assert send(editor, "change_organisation", house.team, **values, city="Lyon").status_code == 302
    answer = send(second, "change_organisation", house.team, **values, city="Nice")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Lyon" in page
    assert "Nice" in page
    assert "The last change is by Alice" in page
    again = {**values, "version": "2", "city": "Nice"}
    assert send(second, "change_organisation", house.team, **again).status_code == 302
    assert Organisation.objects.get(id=house.team).city == "Nice"


def test_taking_from_the_registry(editor: Client, house: House) -> None:
    values = {"text": "04t0gwh46", "keeper": str(house.institute)}
    answer = send(editor, "from_registry", **values)
    made = Organisation.objects.get(ror="04t0gwh46")
    assert answer["Location"] == f"/directory/organisations/{made.id}"
    page = editor.get(answer["Location"]).content.decode()
    assert "/?org=04t0gwh46" in page
    assert "1 organisation entered" in page


@pytest.mark.parametrize(
    "name", ["change_organisation", "end_organisation", "confirm_organisation", "new_link"]
)
def test_a_neighbour_changes_nothing(neighbour: Client, house: House, name: str) -> None:
    values = {"kind": "team", "name_en": "Taken", "version": "1", "last_day": "2026-01-01"}
    values |= {"standing": "part_of/forwards", "other": "valley"}
    assert send(neighbour, name, house.team, **values).status_code == 403
    found = Organisation.objects.get(id=house.team)
    assert (found.version, found.name_en, found.end) == (1, "Team Rope", None)


def test_a_link_is_ended_by_who_may(editor: Client, neighbour: Client, house: House) -> None:
    link = OrganisationLink.objects.get(first=house.team)
    values = {"last_day": "2026-02-01"}
    assert send(neighbour, "end_link", house.team, link.id, **values).status_code == 403
    assert send(editor, "end_link", house.hospital, link.id, **values).status_code == 404
    assert send(editor, "end_link", house.team, link.id, **values).status_code == 302
    link.refresh_from_db()
    assert str(link.end) == "2026-02-01"


def test_what_is_typed_is_never_markup(editor: Client, house: House) -> None:
    hostile = "<script>alert(1)</script>"
    values = {"kind": "team", "name_en": hostile, "keeper": str(house.institute)}
    address = send(editor, "new_organisation", **values, description_en=hostile)["Location"]
    for page in (editor.get(address), editor.get("/directory", {"q": hostile})):
        assert hostile not in page.content.decode()
        assert "&lt;script&gt;" in page.content.decode()


def test_an_auditor_reads_the_history_on_the_record(editor: Client, house: House) -> None:
    send(editor, "confirm_organisation", house.team)
    auditor = sign_in(make_actor("Ada", Role.AUDITOR, house.institute))
    address = f"/directory/organisations/{house.team}"
    assert "confirmed an organisation" in auditor.get(address).content.decode()
    assert "confirmed an organisation" not in editor.get(address).content.decode()


def test_a_person_from_entry_to_skill(editor: Client, house: House) -> None:
    values = {"family_name": "Petit", "given_name": "Nina", "role": "leads"}
    place = send(editor, "new_person", **values, keeper=str(house.institute))["Location"]
    person = Person.objects.get()
    send(editor, "new_award", person.id, code="ATIP-Avenir", start="2025-01-01")
    send(
        editor,
        "new_skill",
        person.id,
        name_en="Freeze drying",
        evidence="doi",
        evidence_text="10.1000/abc",
    )
    send(editor, "new_involvement", person.id, role="visits", organisation="hypoxia", share="20")
    page = editor.get(place).content.decode()
    for text in ("Nina Petit", "ATIP-Avenir", "Freeze drying", "Unit of Hypoxia", "20 percent"):
        assert text in page
    house_page = editor.get(f"/directory/organisations/{house.institute}").content.decode()
    assert "Nina Petit" in house_page


def test_a_facility_with_a_machine_and_a_contact(editor: Client, house: House) -> None:
    send(editor, "new_person", family_name="Petit", keeper=str(house.institute))
    values = {"keeper": str(house.institute), "audience": "partners", "contact": "petit"}
    place = send(editor, "new_resource", kind="facility", name_en="Cold", **values)["Location"]
    send(editor, "new_resource", kind="equipment", name_en="Cryostat", parent="cold", **values)
    page = editor.get(place).content.decode()
    for text in ("Own people and partners by agreement", "Petit", "Cryostat"):
        assert text in page
    facility = Resource.objects.get(name_en="Cold")
    assert editor.get(f"/directory/resources/{facility.id}/change").status_code == 200
    form = {"kind": "facility", "name_en": "Colder", "version": "1", "audience": "anyone"}
    assert send(editor, "change_resource", facility.id, **form).status_code == 302
    assert send(editor, "change_resource", facility.id, **form).status_code == 409


def test_an_axis_with_its_lead(editor: Client, house: House) -> None:
    send(editor, "new_person", family_name="Petit", keeper=str(house.institute))
    values = {"kind": "axis", "name_en": "Altitude", "keeper": str(house.institute)}
    place = send(editor, "new_theme", **values)["Location"]
    axis = Theme.objects.get()
    assert send(editor, "new_tie", axis.id, what="petit", leads="on").status_code == 302
    page = editor.get(place).content.decode()
    assert "Petit" in page
    tie = axis.ties.get()
    assert send(editor, "end_tie", axis.id, tie.id, last_day="2026-03-01").status_code == 302
    search = editor.get("/directory", {"theme": str(axis.id)}).content.decode()
    assert "Altitude" in search


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_form_opens(editor: Client, house: House, language: str) -> None:
    for name in ("new_person", "new_resource", "new_theme", "new_organisation", "from_registry"):
        answer = editor.get(reverse(f"directory:{name}"), {"at": str(house.team)})
        assert answer.status_code == 200, name


def test_a_neighbour_changes_nobodys_people(
    editor: Client, neighbour: Client, house: House
) -> None:
    send(editor, "new_person", family_name="Petit", keeper=str(house.institute))
    person = Person.objects.get()
    page = neighbour.get(f"/directory/people/{person.id}").content.decode()
    assert "Petit" in page
    assert "/change" not in page
    for name in ("change_person", "confirm_person", "new_award", "new_skill", "new_involvement"):
        assert send(neighbour, name, person.id, family_name="Taken").status_code == 403
    assert send(neighbour, "new_team_skill", house.team).status_code == 403
