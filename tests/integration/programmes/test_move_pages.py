"""The pages of people on the move: asked by those who may and by those who may not."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, time
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from icalendar import Calendar
from tests.agreements.cast import (
    ALICE,
    ALPHA,
    AT,
    AUDE,
    BETA,
    BOB,
    CHARLIE,
    ON,
    REA,
    bring_into_force,
    make_agreement,
    permit,
)
from tests.integration.agreements.conftest import open_account
from tests.integration.programmes.conftest import SignIn
from tests.programmes.granting import make_project
from tests.programmes.moves import VALUES, add, get_version, make, move, read

import cordee
from cordee.agreements.operations.feeds import make_feed
from cordee.agreements.states import Permitted
from cordee.directory.models import Organisation
from cordee.kernel.errors import UsageError
from cordee.observatory.dossiers.model import Dossier, Section, Table
from cordee.programmes.models import Mission, Project
from cordee.programmes.moving.states import Sort
from cordee.programmes.operations.move_letters import send_late_letters
from cordee.web.jobs import Jobs, Limits
from cordee.web.move_letters import send_late_letter
from cordee.web.pages.documents import views as documents
from cordee.web.pages.programmes.presenters.briefing import (
    find_house,
    gather_country,
    write_book,
)
from cordee.web.pages.programmes.presenters.country_sections import gather_kept
from cordee.web.pages.programmes.views import move_country


pytestmark = pytest.mark.usefixtures("on_the_day")


def get(client: Client, name: str, *args: object, **query: str) -> str:
    answer = client.get(reverse(f"programmes:{name}", args=args), query)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def post(client: Client, name: str, /, *args: object, **sent: object) -> str:
    """Return what the page says after a form was sent, and followed where it leads."""
    answer = client.post(reverse(f"programmes:{name}", args=args), sent, follow=True)
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.mark.parametrize("sort", Sort)
def test_every_record_is_listed_shown_and_edited(sort: Sort, sign_in: SignIn) -> None:
    made, alice, rea = make(sort), sign_in(ALICE), sign_in(REA)
    title = str(VALUES[sort].get("title", VALUES[sort].get("name")))
    assert title in get(rea, "moves", sort)
    page = get(rea, "move", sort, made)
    assert title in page
    assert "What you may do" not in page
    assert "What you may do" in get(alice, "move", sort, made)
    form = alice.get(reverse("programmes:change_move", args=[sort, made]))
    sent = {name: value for name, value in form.context["form"].initial.items() if value}
    shown = {name: str(value) for name, value in sent.items()}
    if sort is Sort.STAY:
        shown |= {"home_entry": "Beta", "host_entry": "Alpha"}
    key = "name" if sort is Sort.STAY else "title"
    assert "It is changed." in post(alice, "change_move", sort, made, **{**shown, key: "Renamed"})
    assert read(sort, made).title == "Renamed"
    if sort is Sort.STAY:
        assert read(sort, made).values["home"] == BETA


@pytest.mark.parametrize("who", [REA, AUDE, BOB])
def test_forms_are_for_who_runs_programmes(who: object, sign_in: SignIn) -> None:
    made = make(Sort.MISSION)
    line = add(Sort.MISSION, made, "members", name="Mona")
    client = sign_in(who)  # type: ignore[arg-type]  # one of the cast
    places: tuple[tuple[str, tuple[object, ...]], ...] = (
        ("change_move", ("mission", made)),
        ("step_move", ("mission", made, "prepare")),
        ("new_move_part", ("mission", made, "members")),
        ("change_move_part", ("mission", made, "members", line)),
        ("remove_move_part", ("mission", made, "members", line)),
    )
    for name, args in places:
        assert client.get(reverse(f"programmes:{name}", args=args)).status_code == 404
        assert client.post(reverse(f"programmes:{name}", args=args)).status_code == 404


def test_words_that_name_nothing_are_no_page(sign_in: SignIn) -> None:
    made, alice = make(Sort.MISSION), sign_in(ALICE)
    for address in (
        "/abroad/holiday",
        f"/abroad/stay/{made}",
        f"/abroad/mission/{made}/students/new",
        f"/abroad/mission/{made}/members/{UUID(int=7)}",
    ):
        assert alice.get(address).status_code == 404


def test_a_mission_is_written_by_its_forms(sign_in: SignIn) -> None:
    alice = sign_in(ALICE)
    wanted = {name: str(value) for name, value in VALUES[Sort.MISSION].items()}
    refused = post(alice, "new_move", "mission", office=ALPHA, version=0,
                   **{**wanted, "need": "Vu avec IPP 8004512"})  # fmt: skip
    assert "seems to be about a patient" in refused
    assert "Nothing about any patient belongs here" in refused
    page = post(alice, "new_move", "mission", office=ALPHA, version=0, **wanted)
    assert "It is written down." in page
    made = Mission.objects.get().id
    page = post(
        alice, "new_move_part", "mission", made, "trainings",
        version=1, subject="Biopsy", hours="6.5", people="12",
    )  # fmt: skip
    assert "Biopsy" in page
    assert "6.5" in page
    for step in ("prepare", "leave", "return"):
        version = get_version(Sort.MISSION, made)
        page = post(alice, "step_move", "mission", made, step, version=version)
    assert "10 November 2026" in page
    assert "To follow up" in get(alice, "abroad")
    line = read(Sort.MISSION, made).parts["trainings"][0].id
    version = get_version(Sort.MISSION, made)
    page = post(alice, "remove_move_part", "mission", made, "trainings", line, version=version)
    assert "Biopsy" not in page


def test_who_saves_second_sees_what_the_first_wrote(sign_in: SignIn) -> None:
    made, alice = make(Sort.MISSION), sign_in(ALICE)
    wanted = {name: str(value) for name, value in VALUES[Sort.MISSION].items()}
    post(alice, "change_move", "mission", made, version=1, **{**wanted, "place": "Dakar"})
    late = post(alice, "change_move", "mission", made, version=1, **{**wanted, "place": "Thiès"})
    assert "As it is now" in late
    assert read(Sort.MISSION, made).values["place"] == "Dakar"


def test_a_stay_says_by_which_agreement_it_is_permitted(sign_in: SignIn) -> None:
    stay, alice = make(Sort.STAY), sign_in(ALICE)
    assert "No agreement between the two permits it." in get(alice, "move", "stay", stay)
    agreement = make_agreement(reference="A-12")
    permit(agreement, Permitted.HOST_PERSON, ALPHA, BETA)
    assert "is not in force yet" in get(alice, "move", "stay", stay)
    bring_into_force(agreement)
    page = get(alice, "move", "stay", stay)
    assert "for all the days of this stay" in page
    assert "A-12" in page
    too_long = make(Sort.STAY, ends_on=date(2028, 1, 1))
    assert "On 1 January 2028" in get(alice, "move", "stay", too_long)
    unknown = make(Sort.STAY, home=None)
    assert "name the entries of both" in get(alice, "move", "stay", unknown)


def test_an_agreement_and_a_project_are_named_by_reference(sign_in: SignIn) -> None:
    alice, agreement = sign_in(ALICE), make_agreement(reference="A-12")
    Project.objects.create(
        office=ALPHA, acronym="ROPE", title="Rope", stage_since=AT, created_at=AT, changed_at=AT
    )
    wanted = {name: str(value) for name, value in VALUES[Sort.MISSION].items()}
    wanted |= {"office": str(ALPHA), "version": "0"}
    assert "There is no such agreement" in post(
        alice, "new_move", "mission", **wanted, agreement="A-13"
    )
    assert "No project, or more than one" in post(
        alice, "new_move", "mission", **wanted, project="PEAK"
    )
    page = post(alice, "new_move", "mission", **wanted, agreement="a-12", project="rope")
    assert "Alpha and Beta together" in page
    assert "ROPE" in page
    assert Mission.objects.get().agreement == agreement


def test_the_page_of_a_country_gathers_what_a_person_may_see(sign_in: SignIn) -> None:
    bring_into_force(make_agreement())
    make(Sort.DELEGATION)
    make(Sort.STAY)
    project = Project.objects.create(
        office=ALPHA, title="Quarzproject", stage_since=AT, created_at=AT, changed_at=AT
    )
    project.participants.create(name="Beta", country="DE", role="participant")
    page = get(sign_in(ALICE), "with_country", "DE")
    for said in ("Alpha and Beta together", "Visit from Beta", "Stella", "Quarzproject"):
        assert said in page
    assert "Quarzproject" not in get(sign_in(REA), "with_country", "DE")
    theirs = get(sign_in(BOB), "with_country", "DE")
    assert "Visit from Beta" not in theirs
    assert "Stella" not in theirs
    part = sign_in(ALICE).get(
        reverse("programmes:with_country", args=["DE"]), headers={"HX-Request": "true"}
    )
    assert b"Visit from Beta" in part.content
    assert b"<html" not in part.content


def test_the_calendar_has_the_days_of_people_on_the_move(sign_in: SignIn) -> None:
    open_account(REA)
    delegation = make(Sort.DELEGATION)
    add(Sort.DELEGATION, delegation, "actions", text="Send", owner="Hugo", due_on=date(2026, 7, 1))
    cancelled = make(Sort.MISSION, starts_on=date(2026, 7, 1), ends_on=date(2026, 7, 2))
    move(Sort.MISSION, cancelled, "cancel")
    secret = make_feed(by=REA, at=AT)
    read = Client().get(reverse("agreements:feed", args=[secret]))
    days = {
        str(one["summary"]): one.decoded("dtstart")
        for one in Calendar.from_ical(read.content).walk("VEVENT")
    }
    assert days == {
        "delegation · Visit from Beta": date(2026, 6, 8),
        "Send · Visit from Beta": date(2026, 7, 1),
    }


def test_a_letter_tells_what_is_late() -> None:
    open_account(ALICE)
    made = make(Sort.DELEGATION)
    add(Sort.DELEGATION, made, "actions", text="Send\nit", owner="Hugo", due_on=date(2026, 5, 1))
    assert send_late_letters(send_late_letter, at=AT).sent == 1
    (letter,) = mail.outbox
    assert letter.subject == "[Cordée] 1 follow-up is late"
    assert "1 May 2026, Send it · Hugo\nVisit from Beta\n" in letter.body
    assert str(made) in letter.body


def test_a_book_is_for_who_may_see_the_delegation(sign_in: SignIn) -> None:
    made = make(Sort.DELEGATION)
    refused = sign_in(BOB).post(reverse("programmes:book", args=[made]), {"document": "pdf"})
    assert refused.status_code == 404
    assert "Briefing book" in get(sign_in(REA), "move", "delegation", made)


def test_a_dossier_taken_away_holds_what_its_reader_may_see(sign_in: SignIn) -> None:
    bring_into_force(make_agreement())
    make(Sort.MISSION, country="DE")
    make_project()
    found = gather_kept("DE", "fr", by=ALICE, at=AT)
    assert [one.key for one in found.sections] == [
        "agreements", "applications-kept", "projects-kept", "mission-kept", "calls-kept",
    ]  # fmt: skip
    counted = next(one.blocks[0] for one in found.sections if one.key == "applications-kept")
    assert isinstance(counted, Table)
    assert [row[1:3] for row in counted.rows] == [(1, 1)]
    assert "8 000" in str(counted.rows[0][3]).replace("\u202f", " ").replace("\xa0", " ")
    # Open calls are public; of the rest, who has no role there is told nothing.
    outside = gather_kept("DE", "fr", by=CHARLIE, at=AT).sections
    assert [one.key for one in outside] == ["calls-kept"]
    page = get(sign_in(ALICE), "with_country", "DE")
    assert "Applications and awards" in page
    assert "Applications and awards" not in get(sign_in(BOB), "with_country", "DE")


def test_the_sections_of_one_document_change_no_dossier() -> None:
    dossier = Dossier(
        "country", "cordee-country-de", "", "", "en", (), ("old",), (), (), ON, "/dossiers"
    )
    make(Sort.MISSION, country="DE")
    added = gather_kept("DE", "en", by=ALICE, at=AT).put_into(dossier)
    assert (len(added.sections), len(added.cautions)) == (1, 2)
    assert added.file_name == "cordee-country-de-ledger"
    assert dossier.sections == ()
    assert gather_kept("DE", "en", by=CHARLIE, at=AT).put_into(dossier) is dossier


def test_a_document_is_for_the_account_that_asked_and_no_other_at_its_browser(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "jobs", Jobs(Limits(workers=0)))
    monkeypatch.setattr(move_country, "get_ground", lambda: SimpleNamespace(observatory=None))
    made, client = make(Sort.DELEGATION), sign_in(ALICE)
    address = client.post(reverse("programmes:book", args=[made]), {"document": "pdf"})["Location"]
    assert client.get(address).status_code == 200
    client.force_login(
        open_account(BOB), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    assert client.get(address).status_code == 404
    assert client.get(f"{address}/file").status_code == 404


def test_a_house_without_ror_has_a_book_without_a_dossier() -> None:
    Organisation.objects.filter(id=ALPHA).update(ror=None)
    bring_into_force(make_agreement())
    add(Sort.MISSION, make(Sort.MISSION, country="DE"), "members", name="Mona")
    made = make(Sort.DELEGATION, purpose="To get to know each other.")
    day = date(2026, 6, 8)
    add(Sort.DELEGATION, made, "items", day=day, begins=time(9), title="Welcome", place="Hall")
    add(Sort.DELEGATION, made, "participants", side="host", name="Hugo", function="director")
    told = read(Sort.DELEGATION, made, by=REA)
    assert find_house(told, on=ON) == ""
    kept = gather_country(told, by=REA, at=AT)
    book = write_book(told, kept, None, "en", ON)
    assert [one.key for one in book.sections] == [
        "purpose", "programme", "participants", "agreements", "mission-kept", "contacts",
    ]  # fmt: skip
    assert "no ROR identifier" in book.cautions[0]
    cells = [
        cell for section in book.sections for table in section.blocks
        if isinstance(table, Table) for row in table.rows for cell in row
    ]  # fmt: skip
    assert {"09:00", "Welcome", "Hugo", "Alpha and Beta together", "Mona"} <= set(cells)
    assert cordee.write_document(book, "docx", "https://cordee.example").startswith(b"PK")
    outside = [one.key for one in gather_country(told, by=CHARLIE, at=AT)]
    assert outside == ["purpose", "programme", "participants"]


def test_a_book_goes_on_with_the_dossier_or_says_why_not() -> None:
    told = read(Sort.DELEGATION, make(Sort.DELEGATION))
    assert find_house(told, on=ON) == "04t0gwh46"
    why = write_book(told, (), UsageError("The country is its own."), "en", ON)
    assert why.cautions == (
        "What is published with the country cannot be shown: The country is its own.",
    )
    dossier = replace(why, cautions=(), sections=(Section("works", "Works", ()),))
    kept = (Section("programme", "Programme", ()),)
    book = write_book(told, kept, dossier, "en", ON)
    assert [one.key for one in book.sections] == ["programme", "works"]
    assert (book.title, book.cautions) == ("Visit from Beta", ())
