"""The pages of calls: what everybody reads, what only their officers do."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar
from tests.agreements.cast import ALICE, ANN, AT, AUDE, BOB, REA
from tests.integration.programmes.conftest import SignIn
from tests.programmes.calls import (
    FIRST_STEP,
    ROTATING,
    get_version,
    make_call,
    make_version,
    publish,
    write_draft,
)

from cordee.programmes.calling.clock import LocalTime
from cordee.programmes.calling.values import InBoth
from cordee.programmes.models import Announcement, Call, Question
from cordee.programmes.operations.calls import cancel_call, change_call, extend_call
from cordee.programmes.operations.questions import answer_question, ask_question


pytestmark = pytest.mark.usefixtures("on_the_day")

PLANTED = ("Quarzdraft", "Quarzdirect", "Quarzpending", "Quarzprivate", "Rea", "Quarzcancelled")
"""Names that nobody may find from outside: of a draft, a direct opening, questions, and who asked."""


def get(client: Client, name: str, *args: object, **query: str) -> str:
    answer = client.get(reverse(f"programmes:{name}", args=args), query)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def plant() -> tuple[Any, ...]:
    """Return every call that there is: one public, all else with a planted name."""
    version = make_version()
    public = publish(make_call(version))
    draft = make_call(version, title_en="Quarzdraft", title_fr="Quarzdraft")
    direct = make_version(code="direct", opening="direct")
    invited = publish(make_call(direct, title_en="Quarzdirect", opens=None, closes=None))
    cancelled = make_call(version, title_en="Quarzcancelled", title_fr="Quarzcancelled")
    cancel_call(cancelled, InBoth("Non.", "No."), version=1, by=ALICE, at=AT)
    ask_question(public, "Quarzpending?", by=REA, at=AT)
    private = ask_question(public, "Quarzprivate?", by=REA, at=AT)
    asked = ask_question(public, "May two apply together?", by=REA, at=AT)
    answer = InBoth("Oui, à deux.", "Yes, by two.")
    answer_question(private, answer, is_public=False, known=None, by=ALICE, at=AT)
    answer_question(asked, answer, is_public=True, known=None, by=ALICE, at=AT)
    return public, draft, invited, cancelled


@pytest.mark.parametrize("who", [None, BOB])
def test_what_is_not_public_is_on_no_public_page(who: Any, sign_in: SignIn) -> None:
    calls = plant()
    client = sign_in(who) if who else Client()
    addresses = ["/calls", "/calls/years", "/calls/deadlines.ics", "/calls?instrument=direct"]
    # Every address that a public page leads to, and each call's own, in both languages.
    seen, read = set(), 0
    addresses += [reverse("programmes:call", args=[one]) for one in calls]
    while addresses:
        address = addresses.pop()
        if address in seen:
            continue
        seen.add(address)
        for language in ("en", "fr"):
            answer = client.get(address, {"lang": language} if "?" not in address else None)
            text = answer.content.decode()
            found = [one for one in PLANTED if re.search(rf"\b{one}\b", text)]
            assert not found, f"{address}: {found}"
        if answer.status_code == 200:
            read += 1
            addresses += re.findall(r'href="(/calls[^"#]*)"', text)
    assert read >= 5


def test_public_page_says_what_one_needs_in_both_languages() -> None:
    version = make_version(ROTATING | {"rules": FIRST_STEP["rules"]})
    made = publish(make_call(version, text_fr="Pour l’Asie.", text_en="For Asia."))
    english = get(Client(), "call", made, lang="en")
    for said in (
        "First Step 2026",
        "For Asia.",
        "30 June 2026 at 17:00 (Europe/Paris, UTC+02:00)",
        "29 days left",
        "75,000 EUR, in all",
        "not funded",
        "Recruited under five years ago, or a laureate",
        "The day of recruitment or the award",
        "Letter",
        "20 awards at most",
        "No question was answered yet.",
    ):
        assert said in english, said
    assert reverse("programmes:apply", args=[made]) in english
    # Europe's turn is next year: its ceiling is not this call's.
    assert "60,000" not in english
    french = get(Client(), "call", made, lang="fr")
    for said in ("Tremplin 2026", "30 juin 2026 à 17:00", "Asie", "Lettre", "encore 29 jours"):
        assert said in french, said


def test_nobody_is_led_to_apply_to_what_is_over() -> None:
    made = publish(make_call())
    Call.objects.filter(id=made).update(closes_at=AT)
    page = get(Client(), "call", made)
    assert "This call is over since 1 June 2026 at 11:00" in page
    assert reverse("programmes:apply", args=[made]) not in page


def test_list_is_by_the_clock_and_by_country() -> None:
    asia = publish(make_call(make_version(ROTATING), title_en="For Asia"))
    publish(make_call(title_en="For all"))
    later = LocalTime(datetime(2026, 6, 10, 9, 0))  # noqa: DTZ001
    publish(make_call(make_version(code="later"), title_en="Coming", opens=later))
    client = Client()
    everything = get(client, "calls")
    assert everything.index("Open now") < everything.index("For Asia")
    assert everything.index("Opening soon") < everything.index("opens in 8 days")
    japan, france = get(client, "calls", country="JP"), get(client, "calls", country="FR")
    assert ("For Asia" in japan, "For all" in japan) == (True, True)
    assert ("For Asia" in france, "For all" in france) == (False, True)
    assert "For all" not in get(client, "calls", instrument="international-project")
    # What an old address asks for and nobody knows is left out.
    assert "For Asia" in get(client, "calls", country="??")
    Call.objects.filter(id=asia).update(closes_at=AT - timedelta(seconds=1))
    assert get(client, "calls").index("Closed") < get(client, "calls").index("For Asia")


def test_years_of_a_country() -> None:
    make_version(ROTATING)
    make_version(
        ROTATING | {"code": "invited", "opening": "direct", "label": {"fr": "x", "en": "Hidden"}}
    )
    whole = get(Client(), "open_years")
    assert "Europe, Asia" in whole
    assert "Hidden" not in whole
    france = get(Client(), "open_years", country="FR")
    assert "<b>2027</b>" in france
    assert "<b>2026</b>" in get(Client(), "open_years", country="JP")
    assert "<b>–</b>" in get(Client(), "open_years", country="BR")


def test_calendar_holds_public_deadlines_and_follows_them() -> None:
    public = plant()[0]
    extend_call(
        public,
        LocalTime(datetime(2026, 7, 1, 12, 0)),  # noqa: DTZ001
        InBoth("Oui.", "Yes."),
        version=get_version(public),
        by=ALICE,
        at=AT,
    )
    answer = Client().get(reverse("programmes:deadlines"))
    assert answer.headers["Content-Type"].startswith("text/calendar")
    events = {str(one["uid"]): one for one in Calendar.from_ical(answer.content).walk("VEVENT")}
    assert set(events) == {f"{public}-opening@cordee", f"{public}-deadline@cordee"}
    deadline = events[f"{public}-deadline@cordee"]
    assert deadline["dtstart"].to_ical() == b"20260701T100000Z"
    assert deadline["sequence"] == get_version(public)


def test_officer_leads_a_call_through_its_life(sign_in: SignIn) -> None:
    version = make_version()
    client = sign_in(ALICE)
    assert "New call" in get(client, "calls")
    sent = {
        "version": "0",
        "instrument_version": str(version),
        "title_fr": "Tremplin",
        "title_en": "First Step",
        "year": "2026",
        "time_zone": "Europe/Paris",
        "closes_day": "2026-10-25",
        "closes_time": "02:30",
    }
    address = reverse("programmes:new_call")
    answer = client.post(address, sent)
    assert answer.status_code == 422
    assert "shows 02:30 twice" in answer.content.decode()
    assert "Which is meant?" in answer.content.decode()
    answer = client.post(address, sent | {"closes_which": "second"})
    made = Call.objects.get()
    assert answer.headers["Location"] == reverse("programmes:call", args=[made.id])
    assert made.closes_at is not None
    assert made.closes_at.isoformat() == "2026-10-25T01:30:00+00:00"

    def post(name: str, **values: str) -> int:
        told = {"version": str(get_version(made.id)), **values}
        code: int = client.post(reverse(f"programmes:{name}", args=[made.id]), told).status_code
        return code

    # The form of a doubled time comes back as it was saved.
    shown = get(client, "change_call", made.id)
    assert 'value="02:30"' in shown
    assert 'value="second" selected' in shown
    unchanged = sent | {"closes_which": "second", "title_en": "First Step again"}
    assert post("change_call", **{**unchanged, "version": "1"}) == 302
    assert post("publish_call") == 302
    assert post("change_call", title_fr="T", title_en="F") == 422
    assert post("change_call", title_fr="T", title_en="F", reason="A slip.") == 302
    later = {"closes_day": "2026-11-02", "closes_time": "12:00"}
    assert post("extend_call", **later, reason_fr="Panne.", reason_en="Outage.") == 302
    assert post("announce", text_fr="Réunion.", text_en="Meeting.") == 302
    assert post("close_call") == 422
    assert post("cancel_call", reason_fr="Fin.", reason_en="Over.") == 302
    assert Announcement.objects.count() == 3
    page = get(client, "call", made.id)
    assert "Outage." in page
    assert "cancelled" in page


def test_time_that_no_clock_shows_is_said_at_its_field(sign_in: SignIn) -> None:
    made = make_call()
    sent = {
        "version": "1", "title_en": "x", "year": "2027", "time_zone": "Europe/Paris",
        "closes_day": "2027-03-28", "closes_time": "02:15", "opens_time": "09:00",
    }  # fmt: skip
    answer = sign_in(ALICE).post(reverse("programmes:change_call", args=[made]), sent)
    assert answer.status_code == 422
    assert "never shows 02:15" in answer.content.decode()
    assert "Give the day too." in answer.content.decode()


def test_second_officer_compares(sign_in: SignIn) -> None:
    made = publish(make_call())
    client, known = sign_in(ANN), get_version(made)
    change_call(
        made, write_draft(title_en="Alice was first"), version=known, by=ALICE, at=AT, reason="So."
    )
    sent = {"version": str(known), "title_fr": "T", "title_en": "Ann's", "reason": "So."}
    answer = client.post(reverse("programmes:change_call", args=[made]), sent)
    assert answer.status_code == 409
    assert "Alice was first" in answer.content.decode()
    assert Call.objects.get(id=made).title_en == "Alice was first"


def test_question_is_asked_and_answered(sign_in: SignIn) -> None:
    made = publish(make_call())
    asker, officer = sign_in(REA), sign_in(ALICE)
    ask = reverse("programmes:ask", args=[made])
    assert asker.post(ask, {"question": ""}).status_code == 422
    assert asker.post(ask, {"question": "May two apply?"}).status_code == 302
    assert "not answered yet" in get(asker, "call", made)
    question = Question.objects.get()
    address = reverse("programmes:answer", args=[question.id])
    assert asker.get(address).status_code == 404
    sent = {"version": "", "answer_fr": "Oui.", "answer_en": "Yes, they may.", "is_public": "on"}
    assert officer.post(address, sent).status_code == 302
    assert "Yes, they may." in get(Client(), "call", made)
    # A colleague who opened the question before it was answered is told, and sees the answer.
    again = sign_in(ANN).post(address, sent | {"answer_en": "No."})
    assert again.status_code == 409
    assert "Yes, they may." in again.content.decode()


WRITING = ("change_call", "publish_call", "extend_call", "close_call", "cancel_call", "announce")


@pytest.mark.parametrize("name", WRITING)
def test_who_only_reads_finds_no_page_that_writes(name: str, sign_in: SignIn) -> None:
    made = publish(make_call())
    address = reverse(f"programmes:{name}", args=[made])
    for actor in (REA, AUDE, BOB):
        client = sign_in(actor)
        assert client.get(address).status_code == 404
        assert client.post(address, {"version": "2"}).status_code == 404
    assert sign_in(ALICE).get(address).status_code == 200
    assert Client().get(address).status_code == 302


def test_no_call_is_opened_without_an_instrument_to_run(sign_in: SignIn) -> None:
    make_version()
    assert sign_in(BOB).get(reverse("programmes:new_call")).status_code == 404
    assert "New call" not in get(sign_in(REA), "calls")
