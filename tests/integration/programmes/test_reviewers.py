"""Reviewers: proposed with their ties, invited by a link, reminded once for each day, forgotten in the end."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from tests.agreements.cast import ALPHA, make_actor
from tests.programmes.applying import (
    AT,
    DEFINITION,
    PAUL,
    WRITTEN,
    make_application,
    make_call,
    text,
)

from cordee.directory.models import Person, Skill
from cordee.directory.queries.expertise import find_skilled
from cordee.kernel.errors import NotFoundError, RefusedError, RuleError, UsageError
from cordee.ledger.audit import read_events, select_events
from cordee.ledger.states import Role
from cordee.programmes.models import Application, Review, Reviewer, Tie
from cordee.programmes.operations import reviewer_days as days
from cordee.programmes.operations import reviewers as write
from cordee.programmes.operations.reviewers import Proposed, make_secret
from cordee.programmes.queries.desk import find_desk
from cordee.programmes.queries.reviewers import get_asking, get_call_reviewers
from cordee.programmes.queries.tasks import FIND_REVIEWERS, REMIND, WEIGH_TIE, list_tasks
from cordee.programmes.queries.ties import FoundTies
from cordee.programmes.reviewing.states import ReviewStage, TieKind
from cordee.programmes.reviewing.ties import TieFound
from cordee.web.reviewer_letters import mail_reviewers


pytestmark = pytest.mark.django_db

OLGA = make_actor("Olga", Role.OFFICER, ALPHA)
RITA = Proposed("rita@reviews.example", name="Rita Reader")
DUE = date(2026, 7, 15)
LATER = datetime(2026, 6, 25, 9, tzinfo=UTC)
TIE = TieFound(
    TieKind.SAME_UNIT,
    "leads",
    {"organisation_fr": "Équipe", "organisation_en": "Team", "other": "Paul"},
)


def find_none(people: Collection[UUID], applications: Collection[UUID], years: int) -> FoundTies:
    return FoundTies()


def find_always(people: Collection[UUID], applications: Collection[UUID], years: int) -> FoundTies:
    return FoundTies({(one, other): (TIE,) for one in people for other in applications})


def make_submitted(blind: str = "single") -> UUID:
    plan = {
        "blind": blind,
        "reviewers": 2,
        "criteria": [{"code": "science", "label": text("Science"), "most": 5}],
    }
    call = make_call({**DEFINITION, "rules": [], "review": plan})
    made = make_application(call, written=WRITTEN, by=PAUL)
    Application.objects.filter(id=made).update(
        stage="submitted", submitted_at=AT, stage_since=AT, receipt="x" * 64
    )
    return made


@pytest.fixture
def application() -> UUID:
    return make_submitted()


def propose(application: UUID, who: Proposed = RITA, **said: object) -> UUID:
    values: dict[str, object] = {"find": find_none, "by": OLGA, "at": LATER, **said}
    return write.propose(application, who, **values)  # type: ignore[arg-type]


def invite(review: UUID, find: Callable[..., FoundTies] = find_none) -> str:
    write.invite(review, DUE, find=find, by=OLGA, at=LATER)
    row = Review.objects.select_related("reviewer").get(id=review)
    return make_secret(row.reviewer_id, row.reviewer.link_number)


def test_who_is_proposed_is_invited_and_accepts(application: UUID) -> None:
    review = propose(application)
    secret = invite(review)
    desk = find_desk(secret, at=LATER, to_name=str)
    assert [(one.id, one.stage) for one in desk.asked] == [(review, ReviewStage.INVITED)]
    write.accept(secret, review, origin="", at=LATER)
    assert Review.objects.get(id=review).stage == "accepted"
    said = [
        one.action
        for one in read_events(select_events(frozenset({ALPHA}), record=f"{application}"))
    ]
    assert {"review.propose", "review.invite", "review.accept"} <= set(said)


def test_one_link_opens_all_that_somebody_reviews_in_a_call(application: UUID) -> None:
    first = invite(propose(application))
    row = Application.objects.get(id=application)
    other = Application.objects.create(
        call=row.call, number=99, account=row.account, stage="submitted", submitted_at=AT,
        stage_since=AT, created_at=AT, changed_at=AT, title="Second", receipt="y" * 64,
    )  # fmt: skip
    assert invite(propose(other.id)) == first
    assert len(find_desk(first, at=LATER, to_name=str).asked) == 2


@pytest.mark.parametrize("secret", ["", "wrong", "0" * 64])
def test_a_link_that_is_nobodys_opens_nothing(application: UUID, secret: str) -> None:
    propose(application)
    with pytest.raises(NotFoundError):
        find_desk(secret, at=LATER, to_name=str)


def test_a_link_lapses_and_is_closed_by_a_new_one(application: UUID) -> None:
    review = propose(application)
    secret = invite(review)
    with pytest.raises(NotFoundError):
        find_desk(secret, at=LATER + write.LINK_LASTS, to_name=str)
    write.renew_link(review, by=OLGA, at=LATER)
    with pytest.raises(NotFoundError):
        find_desk(secret, at=LATER, to_name=str)
    row = Reviewer.objects.get()
    assert find_desk(make_secret(row.id, row.link_number), at=LATER, to_name=str).asked


def test_who_was_released_has_nothing_on_the_desk(application: UUID) -> None:
    review = propose(application)
    secret = invite(review)
    write.release(review, by=OLGA, at=LATER)
    assert find_desk(secret, at=LATER, to_name=str).asked == ()
    with pytest.raises(NotFoundError):
        write.accept(secret, review, origin="", at=LATER)


def test_who_is_tied_is_asked_only_with_a_reason(application: UUID) -> None:
    person = Person.objects.create(
        family_name="Tied", orcid="0000-0001-5109-3700", changed_at=AT, keeper_id=ALPHA
    )
    who = Proposed("tied@reviews.example", person.id)
    with pytest.raises(RuleError):
        propose(application, who, find=find_always)
    review = propose(application, who, find=find_always, despite="Ten years ago.")
    tie = Tie.objects.get()
    assert (tie.reason, tie.set_aside_by) == ("Ten years ago.", "Olga")
    invite(review, find_always)


def test_a_tie_that_appeared_forbids_the_letter_until_it_is_set_aside(application: UUID) -> None:
    person = Person.objects.create(
        family_name="Tied", orcid="0000-0001-5109-3700", changed_at=AT, keeper_id=ALPHA
    )
    review = propose(application, Proposed("tied@reviews.example", person.id))
    with pytest.raises(RuleError):
        invite(review, find_always)
    invite(review)
    assert days.look_again(find_always, at=LATER) == 1
    assert days.look_again(find_always, at=LATER) == 0
    assert [one.deed.text for one in list_tasks(OLGA, at=LATER)].count(WEIGH_TIE) == 1
    write.set_tie_aside(Tie.objects.get().id, "Long ago.", by=OLGA, at=LATER)
    assert WEIGH_TIE not in [one.deed.text for one in list_tasks(OLGA, at=LATER)]


def test_a_declared_tie_declines_and_stays(application: UUID) -> None:
    review = propose(application)
    secret = invite(review)
    with pytest.raises(RuleError):
        write.decline(secret, review, " ", is_tied=True, origin="", at=LATER)
    write.decline(secret, review, "We share a grant.", is_tied=True, origin="", at=LATER)
    assert Review.objects.get(id=review).stage == "declined"
    (line,) = get_asking(application, by=OLGA, on=LATER.date()).reviewers
    assert [(one.tie.kind, one.is_open) for one in line.ties] == [(TieKind.DECLARED, True)]


def test_nobody_is_asked_twice_in_a_round(application: UUID) -> None:
    propose(application)
    with pytest.raises(RuleError):
        propose(application, Proposed("RITA@reviews.example", name="Rita"))


@pytest.mark.parametrize(
    ("who", "error"),
    [(Proposed("", name="Rita"), UsageError), (Proposed("a@b.example"), UsageError)],
)
def test_a_proposal_names_somebody_with_an_address(
    application: UUID, who: Proposed, error: type[Exception]
) -> None:
    with pytest.raises(error):
        propose(application, who)


def test_only_who_runs_the_call_asks(application: UUID) -> None:
    for by, error in ((PAUL, NotFoundError), (make_actor("Rex", Role.READER, ALPHA), RefusedError)):
        with pytest.raises((error, NotFoundError)):
            propose(application, by=by)
    assert not Review.objects.exists()


def test_the_late_are_reminded_once_for_each_of_the_days(application: UUID) -> None:
    review = propose(application)
    invite(review)
    Review.objects.update(letter="")
    sent = []
    for day in range(40):
        at = LATER + timedelta(days=day)
        if days.remind_late(at=at):
            sent.append((at.date() - DUE).days)
            Review.objects.update(letter="")
    assert sent == [-7, -2, 2]


def test_a_day_begins_at_midnight_where_the_call_is_and_is_done_once(application: UUID) -> None:
    invite(propose(application))
    Review.objects.update(letter="")
    # 00:05 of 8 July in Paris is still the 7th in UTC.
    night = datetime(2026, 7, 7, 22, 5, tzinfo=UTC)
    assert days.remind_late(at=night) == 1
    assert days.remind_late(at=night) == 0
    assert mail_reviewers()
    assert days.remind_late(at=night + timedelta(hours=8)) == 0


def test_a_letter_that_waits_is_not_lost_to_another(application: UUID) -> None:
    review = propose(application)
    invite(review)
    assert days.remind_late(at=LATER + timedelta(days=14)) == 0
    with pytest.raises(RuleError, match="waits for the mail server"):
        write.remind(review, by=OLGA, at=LATER)
    write.renew_link(review, by=OLGA, at=LATER)
    assert mail_reviewers()
    assert mail.outbox[0].subject.startswith("[Cordée] Would you review")
    row = Reviewer.objects.get()
    assert make_secret(row.id, 2) in mail.outbox[0].body


@pytest.mark.parametrize("is_reached", [True, False])
def test_who_was_never_reached_is_not_told_of_a_release(
    application: UUID, is_reached: bool
) -> None:
    review = propose(application)
    invite(review)
    if is_reached:
        assert mail_reviewers()
    write.release(review, by=OLGA, at=LATER)
    assert mail_reviewers()
    said = [one.subject for one in mail.outbox if "Nothing more" in one.subject]
    assert len(said) == is_reached


def test_a_tie_that_appears_later_is_kept_told_and_in_the_audit(application: UUID) -> None:
    person = Person.objects.create(family_name="Able", changed_at=AT, keeper_id=ALPHA)
    review = propose(application, Proposed("able@reviews.example", person=person.id))
    invite(review)
    assert days.look_again(find_always, at=LATER) == 1
    assert days.look_again(find_always, at=LATER) == 0
    events = read_events(select_events(frozenset({ALPHA}), record=f"{application}"))
    assert [one.action for one in events].count("review.find_tie") == 1


def test_a_mail_server_that_is_down_loses_no_letter(
    application: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    invite(propose(application))

    def refuse(*_said: object) -> None:
        raise ConnectionRefusedError

    with monkeypatch.context() as patched:
        patched.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
        assert not mail_reviewers()
    assert Review.objects.get().letter == "invitation"
    assert mail_reviewers()
    (letter,) = mail.outbox
    assert letter.to == ["rita@reviews.example"]
    row = Reviewer.objects.get()
    assert make_secret(row.id, row.link_number) in letter.body
    assert mail_reviewers()
    assert len(mail.outbox) == 1


def test_letters_and_desk_of_a_blind_review_name_nobody_who_applies() -> None:
    application = make_submitted("double")
    review = propose(application)
    secret = invite(review)
    assert mail_reviewers()
    page = Client().get(reverse("programmes:desk", args=[secret])).content.decode()
    for said in (mail.outbox[0].subject, mail.outbox[0].body, page):
        for name in ("Tokyo", "Aki", "Paul", "University"):
            assert name not in said
    assert "Tests of cooperation" in page


def test_the_desk_answers_over_the_link(application: UUID) -> None:
    review = propose(application)
    secret = invite(review)
    visitor = Client()
    page = visitor.get(reverse("programmes:desk", args=[secret]))
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in page.headers["Cache-Control"]
    answer = reverse("programmes:answer_review", args=[secret, review])
    assert visitor.post(answer, {"answer": "tied"}).status_code == 302
    assert Review.objects.get(id=review).stage == "invited"
    visitor.post(answer, {"answer": "accept"})
    assert Review.objects.get(id=review).stage == "accepted"
    visitor.post(answer, {"answer": "decline", "reason": "No time."})
    assert Review.objects.get(id=review).decline_reason == "No time."
    assert visitor.get(reverse("programmes:desk", args=["0" * 64])).status_code == 404


def test_what_wants_is_told_to_who_runs_the_call(application: UUID) -> None:
    call = Application.objects.get(id=application).call_id
    told = get_call_reviewers(call, by=OLGA, on=LATER.date())
    assert told.wanted == 2
    deeds = [one.deed.text for one in list_tasks(OLGA, at=LATER)]
    assert FIND_REVIEWERS in deeds
    invite(propose(application))
    after = datetime(2026, 7, 20, 9, tzinfo=UTC)
    assert REMIND in [one.deed.text for one in list_tasks(OLGA, at=after)]
    told = get_call_reviewers(call, by=OLGA, on=after.date())
    assert told.late[application] == 1
    assert told.loads["Rita Reader"][ReviewStage.INVITED] == 1


def test_reviewers_are_forgotten_a_year_after_their_link(application: UUID) -> None:
    invite(propose(application))
    assert days.forget_reviewers(at=LATER + write.LINK_LASTS) == 0
    assert days.forget_reviewers(at=LATER + 2 * write.LINK_LASTS) == 1
    row = Reviewer.objects.get()
    assert "rita" not in f"{row.name} {row.email}".lower()
    assert days.forget_reviewers(at=LATER + 2 * write.LINK_LASTS) == 0


def test_skills_are_found_by_their_words() -> None:
    person = Person.objects.create(family_name="Able", changed_at=AT, keeper_id=ALPHA)
    other = Person.objects.create(family_name="Other", changed_at=AT, keeper_id=ALPHA)
    for one, name in ((person, "Sequencing of tumours"), (other, "Cryo-microscopy")):
        Skill.objects.create(person=one, name_en=name, evidence="other", evidence_text="x")
    found = find_skilled("A sequencing of rare tumours in children", on=AT.date())
    assert set(found) == {person.id}
