from __future__ import annotations

import io
import re
from datetime import date
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from icalendar import Calendar
from tests.agreements.cast import (
    ALICE,
    ALPHA,
    ANN,
    AUDE,
    BETA,
    BOB,
    CHARLIE,
    ON,
    REA,
    UNA,
    bring_into_force,
    get_version,
    make_agreement,
    permit,
)
from tests.integration.agreements.conftest import SignIn

from cordee.agreements.life import Stage
from cordee.agreements.models import Agreement, DocumentVersion
from cordee.agreements.periods import Days
from cordee.agreements.portfolio import Portfolio
from cordee.agreements.states import DEED_NAMES, Kind, Permitted
from cordee.agreements.values import AgreementTold
from cordee.ledger.models import Event, RoleHeld
from cordee.ledger.rights import Actor
from cordee.web.pages.agreements.presenters.portfolio import present_timeline


pytestmark = pytest.mark.django_db


def page(place: str, *values: object) -> str:
    return reverse(f"agreements:{place}", args=values)


def read(answer: HttpResponse) -> str:
    assert answer.status_code == 200, answer.content[:500]
    return answer.content.decode()


def post(client: Client, address: str, **values: object) -> HttpResponse:
    answer: HttpResponse = client.post(address, values)
    return answer


AGREEMENT = {
    "version": "0",
    "kind": "framework",
    "title_en": "Tumours of the liver",
    "start": "2026-01-01",
    "end": "2027-12-31",
    "renewal": "none",
    "notice_months": "3",
    "is_binding": "on",
    "office": str(ALPHA),
    "countries": "Senegal, Allemagne",
    "themes": "Liver\nScreening",
}


def test_from_a_blank_form_to_in_force(sign_in: SignIn) -> None:
    client = sign_in(ALICE)
    answer = post(client, page("new"), **AGREEMENT)
    made = Agreement.objects.get()
    assert answer.headers["Location"] == page("record", made.id)

    def save(place: str, *parts: object, **values: object) -> None:
        known = {"version": get_version(made.id), "role": "party", "language": "en"}
        answer = post(client, page(place, made.id, *parts), **known, **values)
        assert answer.status_code == 302, answer.content.decode()[-3000:]

    save("add_party", organisation="alpha")
    save("add_party", organisation="beta")
    save("add_permit", giver=BETA, receiver=ALPHA, action="ask_cohort", clause="5.2")
    save("clauses", publication="present", publication_text="Article 9")
    save("move", "route")
    save("add_gate", kind="security", authority="Security officer", is_blocking="on")
    save("move", "ask_opinions")
    shown = read(client.get(page("record", made.id)))
    assert "The security opinion is still awaited, and stops the signature." in shown
    assert re.search(r'<button[^>]*disabled[^>]*title="The security opinion', shown)
    gate = made.gates.get()
    save("gate", gate.id, opinion="favourable", answered_on="2026-05-30")
    save("move", "send_to_signature")
    for party in made.parties.all():
        save("party", party.id, signatory_name="A Director", signed_on="2026-06-01")
    save("move", "enter_into_force")
    made.refresh_from_db()
    assert made.stage == Stage.IN_FORCE
    shown = read(client.get(page("record", made.id)))
    for said in (
        "Beta lets Alpha ask its cohorts.",
        "Senegal, Germany",
        "Article 9",
    ):
        assert said in shown
    assert "brought the agreement into force" in shown


def test_what_a_rule_refuses_comes_back_with_what_was_typed(sign_in: SignIn) -> None:
    answer = post(sign_in(ALICE), page("new"), **{**AGREEMENT, "kind": "mou"})
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "binds nobody" in shown
    assert "Tumours of the liver" in shown
    assert not Agreement.objects.exists()


def test_the_second_of_two_officers_sees_both(sign_in: SignIn) -> None:
    made = make_agreement()
    opened = get_version(made)
    alice, ann = sign_in(ALICE), sign_in(ANN)
    address = page("change", made)
    values = {**AGREEMENT, "version": opened}
    assert post(ann, address, **{**values, "title_en": "Ann's"}).status_code == 302
    answer = post(alice, address, **{**values, "title_en": "Alice's"})
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "Ann changed this agreement" in shown
    assert "Ann&#x27;s" in shown
    assert "Alice&#x27;s" in shown
    version = re.search(r'name="version" value="(\d+)"', shown)
    assert version is not None
    again = {**values, "title_en": "Both", "version": version[1]}
    assert post(alice, address, **again).status_code == 302
    assert Agreement.objects.get().title_en == "Both"


def test_a_name_that_means_several_asks_which(sign_in: SignIn) -> None:
    made = make_agreement(parties=())
    client = sign_in(ALICE)
    values = {"version": get_version(made), "role": "party", "organisation": "alpa"}
    shown = post(client, page("add_party", made), **values).content.decode()
    assert "Several fit. Choose the one you mean." in shown
    assert "Alpha team" in shown
    assert (
        post(client, page("add_party", made), **values, organisation_which=ALPHA).status_code == 302
    )
    values = {"version": get_version(made), "role": "party", "organisation": "nowhere"}
    shown = post(client, page("add_party", made), **values).content.decode()
    assert "The directory has nothing by that name." in shown


@pytest.mark.parametrize("actor", [ALICE, ANN, REA, AUDE, BOB], ids=lambda one: one.name)
def test_who_sees_leaves_a_line(actor: Actor, sign_in: SignIn) -> None:
    made = make_agreement()
    shown = read(sign_in(actor).get(page("record", made)))
    assert "Alpha and Beta together" in shown
    assert ("Opinions before signature" in shown) is (actor != REA)
    assert ("Documents</h2>" in shown) is (actor != REA)
    assert ("Add a party" in shown) is (actor in {ALICE, ANN})
    line = Event.objects.get(action="agreement.see")
    assert (line.actor, line.record, line.organisation) == (actor.account, str(made), ALPHA)


@pytest.mark.parametrize("actor", [UNA, CHARLIE], ids=lambda one: one.name)
def test_who_does_not_see_meets_what_does_not_exist(actor: Actor, sign_in: SignIn) -> None:
    made = make_agreement()
    client = sign_in(actor)
    absent = UUID(int=7)
    theirs, none = client.get(page("record", made)), client.get(page("record", absent))
    assert theirs.status_code == none.status_code == 404
    mark = re.compile(r"[0-9a-f-]{36}|[A-Za-z0-9]{64}")
    assert mark.sub("", theirs.content.decode()) == mark.sub("", none.content.decode())
    assert "Alpha and Beta" not in read(client.get(page("portfolio")))
    assert not Event.objects.filter(action="agreement.see").exists()


@pytest.mark.parametrize("place", ["change", "add_party", "add_gate", "clauses", "add_document"])
@pytest.mark.parametrize("actor", [REA, AUDE, BOB], ids=lambda one: one.name)
def test_who_only_reads_finds_no_forms(place: str, actor: Actor, sign_in: SignIn) -> None:
    made = make_agreement()
    client = sign_in(actor)
    assert client.get(page(place, made)).status_code == 404
    assert post(client, page(place, made), version=1).status_code == 404


def test_a_file_is_handed_out_to_be_kept(sign_in: SignIn) -> None:
    made = make_agreement()
    client = sign_in(ALICE)
    file = SimpleUploadedFile("../Accord <b>.pdf", b"%PDF-1.7\n", "text/html")
    values = {"version": get_version(made), "kind": "text", "title": "Text", "file": file}
    assert post(client, page("add_document", made), **values).status_code == 302
    version = DocumentVersion.objects.get()
    answer = sign_in(BOB).get(page("version", version.id))
    assert answer.content == b"%PDF-1.7\n"
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="Accord b.pdf"'
    assert Event.objects.filter(action="agreement.download").count() == 1
    for actor in (REA, UNA, CHARLIE):
        assert sign_in(actor).get(page("version", version.id)).status_code == 404


def test_a_drawing_with_a_program_is_refused(sign_in: SignIn) -> None:
    made = make_agreement()
    file = io.BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")
    file.name = "seal.png"
    values = {"version": get_version(made), "kind": "annex", "title": "Seal", "file": file}
    answer = post(sign_in(ALICE), page("add_document", made), **values)
    assert answer.status_code == 422
    assert "This is no PDF" in answer.content.decode()
    assert not DocumentVersion.objects.exists()


def test_words_are_never_markup(sign_in: SignIn) -> None:
    bad = "<script>alert(1)</script>"
    made = make_agreement(title=bad)
    permit(made, Permitted.FUND, BETA, ALPHA, clause=bad)
    client = sign_in(ALICE)
    for shown in (read(client.get(page("record", made))), read(client.get(page("portfolio")))):
        assert bad not in shown
        assert "&lt;script&gt;alert(1)" in shown


def test_the_portfolio_narrows(sign_in: SignIn) -> None:
    bring_into_force(make_agreement(title="Liver", reference="L-1"))
    make_agreement(title="Kidney", parties=(ALPHA,))
    client = sign_in(ALICE)
    for query, found, missing in (
        ("", "Kidney", "Heart"),
        ("?stage=live", "Liver", "Kidney"),
        ("?text=kidn", "Kidney", "Liver"),
        ("?country=DE", "Liver", "Kidney"),
        (f"?organisation={BETA}", "Liver", "Kidney"),
        ("?party=bet", "Liver", "Kidney"),
        ("?stage=nonsense&kind=x&within=9", "Liver", "Heart"),
    ):
        shown = read(client.get(page("portfolio") + query))
        assert found in shown, query
        assert missing not in shown, query


def test_parties_are_offered_as_they_are_typed(sign_in: SignIn) -> None:
    make_agreement()
    client = sign_in(ALICE)
    assert str(BETA) not in read(client.get(page("portfolio")))
    offered = read(client.get(page("parties"), {"party": "bet"}))
    assert str(BETA) in offered
    assert "Germany" in offered
    assert 'role="option"' not in read(client.get(page("parties"), {"party": "gamma"}))
    assert str(BETA) in read(client.get(page("portfolio"), {"organisation": str(BETA)}))
    # Who sees none of their agreements is offered none of their parties.
    assert str(BETA) not in read(sign_in(CHARLIE).get(page("parties"), {"party": "bet"}))


def test_a_calendar_shows_what_the_account_sees_that_day(sign_in: SignIn) -> None:
    bring_into_force(make_agreement(title="Liver\r\nBEGIN:VEVENT"))
    client = sign_in(ALICE)
    shown = read(client.post(page("calendar")))
    address = re.search(r"http://testserver(/agreements/calendar/[\w-]+\.ics)", shown)
    assert address is not None
    assert address[1] not in read(client.get(page("calendar")))
    answer = Client().get(address[1])
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert [one.decoded("dtstart") for one in events] == [date(2027, 9, 30), date(2027, 12, 31)]
    assert all("\r\nBEGIN:VEVENT" not in str(one["summary"]) for one in events)
    RoleHeld.objects.filter(account=ALICE.account).delete()
    assert b"BEGIN:VEVENT" not in Client().get(address[1]).content
    client.post(page("withdraw_calendar"))
    assert Client().get(address[1]).status_code == 404


def test_terminating_asks_why_and_until_when(sign_in: SignIn) -> None:
    made = make_agreement()
    bring_into_force(made)
    client = sign_in(ALICE)
    values = {"version": get_version(made), "closed_on": ON.isoformat()}
    answer = post(client, page("move", made, "terminate"), **values)
    assert answer.status_code == 422
    answer = post(client, page("move", made, "terminate"), **values, reason="Beta closes.")
    assert answer.status_code == 302
    assert Agreement.objects.get().stage == Stage.TERMINATED
    assert Event.objects.get(action="agreement.terminate").text.count("Beta closes.") == 1
    assert client.get(page("move", made, "nonsense")).status_code == 404


def test_an_amount_beyond_all_money_is_a_fault_of_the_form(sign_in: SignIn) -> None:
    told = {**AGREEMENT, "office": str(ALPHA), "amount": "1" + "0" * 15, "currency": "EUR"}
    answer = post(sign_in(ALICE), page("new"), **told)
    assert answer.status_code == 422
    assert "amount" in answer.context["form"].errors
    assert not Agreement.objects.exists()


def test_the_timeline_lists_what_its_bars_count() -> None:
    def make(number: int, end: date) -> AgreementTold:
        return AgreementTold(
            UUID(int=number), "", Kind.FRAMEWORK, "", "Title", Stage.IN_FORCE, ON, Days(end),
            UUID(int=9), (), (), is_demonstration=False,
        )  # fmt: skip

    lines = (make(1, date(2028, 5, 31)), make(2, date(2028, 6, 1)))
    timeline = present_timeline(Portfolio(lines, date(2026, 6, 1)), "en")
    assert sum(int(bar.count) for bar in timeline.bars) == len(timeline.days) == 1


def test_what_was_made_under_an_agreement_is_said_so(sign_in: SignIn) -> None:
    above, below = make_agreement(title="Frame"), make_agreement(title="Detail")
    Agreement.objects.filter(id=below).update(parent=above, follows="under")
    client = sign_in(ALICE)
    shown = read(client.get(page("record", above)))
    assert "Made under it" in shown
    assert "Above" not in shown
    assert "Pris en application de celui-ci" in read(
        client.get(page("record", above), {"lang": "fr"})
    )
    assert "Made under it" not in read(client.get(page("record", below)))


class TestParent:
    """Another agreement that this one stands to, named by what one types."""

    @pytest.mark.parametrize("typed", ["C-7", "frame of", "C-7 · Frame of it all"])
    def test_is_found_by_its_reference_or_its_title(self, sign_in: SignIn, typed: str) -> None:
        above = make_agreement(title="Frame of it all", reference="C-7")
        make_agreement(title="Another C-77", reference="C-77")
        told = {**AGREEMENT, "parent": typed, "follows": "under"}
        assert post(sign_in(ALICE), page("new"), **told).status_code == 302
        made = Agreement.objects.get(title_en=AGREEMENT["title_en"])
        assert (made.parent_id, made.follows) == (above, "under")

    def test_that_may_be_several_is_asked_about(self, sign_in: SignIn) -> None:
        above, _other = (make_agreement(title="Frame", reference=one) for one in ("C-1", "C-2"))
        client, told = sign_in(ALICE), {**AGREEMENT, "parent": "frame"}
        answer = post(client, page("new"), **told)
        assert answer.status_code == 422
        assert "Several fit." in answer.content.decode()
        assert post(client, page("new"), **told, parent_which=above).status_code == 302
        assert Agreement.objects.get(title_en=AGREEMENT["title_en"]).parent_id == above

    def test_that_one_may_not_see_is_not_there(self, sign_in: SignIn) -> None:
        hidden = make_agreement(
            office=BETA, by=BOB, parties=(BETA,), title="Secret frame", reference="S-1"
        )
        client = sign_in(ALICE)
        for which in ("", str(hidden)):
            told = {**AGREEMENT, "parent": "S-1", "parent_which": which}
            answer = post(client, page("new"), **told)
            assert answer.status_code == 422
            assert "No agreement that you see" in answer.content.decode()
        shown = read(client.get(page("parents"), {"parent": "secret"}))
        assert "Secret frame" not in shown
        assert "No agreement that you see" in shown

    def test_that_was_left_as_it_was_stays(self, sign_in: SignIn) -> None:
        above, _other = make_agreement(title="Frame"), make_agreement(title="Frame")
        below = make_agreement(title="Detail")
        Agreement.objects.filter(id=below).update(parent=above, follows="under")
        client = sign_in(ALICE)
        assert 'value="Frame"' in read(client.get(page("change", below)))
        told = {**AGREEMENT, "version": get_version(below), "parent": "Frame", "follows": "under"}
        assert post(client, page("change", below), **told).status_code == 302
        assert Agreement.objects.get(id=below).parent_id == above
        told = {**told, "version": get_version(below), "parent": ""}
        assert post(client, page("change", below), **told).status_code == 302
        assert Agreement.objects.get(id=below).parent_id is None

    def test_is_offered_as_one_types(self, sign_in: SignIn) -> None:
        above = make_agreement(title="Frame of it all", reference="C-7")
        below = make_agreement(title="Frame of a part", reference="C-8")
        client = sign_in(ALICE)
        both = read(client.get(page("parents"), {"parent": "fra"}))
        assert f'data-id="{above}" data-text="C-7 · Frame of it all"' in both
        assert str(below) in both
        besides = read(client.get(page("parents"), {"parent": "fra", "besides": below}))
        assert str(above) in besides
        assert str(below) not in besides
        assert "option" not in read(client.get(page("parents"), {"parent": " "}))
        assert f"besides={below}" in read(client.get(page("change", below)))


def test_the_room_itself_names_that_an_import_was_taken_back() -> None:
    assert str(DEED_NAMES["agreement.take_back"]) == "took an agreement back with its import"


def test_the_filter_speaks_of_kinds_in_their_gender(sign_in: SignIn) -> None:
    shown = read(sign_in(ALICE).get(page("portfolio"), {"lang": "fr"}))
    assert re.findall(r'<option value=""[^>]*>([^<]+)<', shown) == [
        *("toutes", "toutes", "tous", "sans limite de date"),
    ]
