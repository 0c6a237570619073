"""Reviews over their links: saved, submitted, read by the office, released; and what stands against it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from tests.agreements.cast import ALICE, AUDE, CHARLIE
from tests.programmes.applying import AT, LEA, PAUL
from tests.programmes.reviewing import (
    LATER,
    make_review,
    make_reviewed_call,
    review,
    submit_to,
    write,
)

from cordee.kernel.errors import NotFoundError, RefusedError, RuleError, StaleError
from cordee.ledger.models import Event
from cordee.ledger.rights import Actor
from cordee.programmes.models import AgendaItem, Application, Decision, Review, Reviewer, Session
from cordee.programmes.operations.reviews import (
    propose_again,
    release_texts,
    save_review,
    submit_review,
)
from cordee.programmes.queries.reviewing import open_review
from cordee.programmes.queries.reviews import (
    find_named,
    get_call_reviews,
    list_released,
    list_reviews,
)
from cordee.programmes.reviewing.form import ReviewWritten


@pytest.fixture
def one() -> UUID:
    return submit_to(make_reviewed_call(), PAUL)


def save(identifier: UUID, version: int = 1, secret: str = "Rita", **changes: object) -> int:
    written = ReviewWritten(**{"scores": {"science": 3}, **changes})  # type: ignore[arg-type]
    return save_review(secret, identifier, written, version=version, origin="", at=LATER)


def open_it(secret: str, identifier: UUID) -> object:
    return open_review(secret, identifier, at=LATER, to_name=str)


def test_a_review_is_saved_by_its_link_and_nothing_is_written_over(one: UUID) -> None:
    made = make_review(one)
    assert save(made) == 2
    assert save(made) == 2, "what is there already is no change, whatever window sends it"
    with pytest.raises(StaleError):
        save(made, scores={"science": 1})
    assert save(made, 2, scores={"science": 5, "odd": 1}, for_applicant=" Good. ") == 3
    row = Review.objects.get()
    assert (row.scores, row.for_applicant, row.stage) == ({"science": 5}, "Good.", "accepted")
    assert Event.objects.filter(action="review.write").count() == 1


def test_a_review_is_submitted_whole_and_is_then_fixed(one: UUID) -> None:
    made = make_review(one)
    with pytest.raises(RuleError, match="missing: 1"):
        submit_review("Rita", made, ReviewWritten({"science": 3}), version=1, origin="", at=LATER)
    assert Review.objects.get().scores == {}, "all of it or nothing"
    submit_review("Rita", made, write(), version=1, origin="", at=LATER)
    with pytest.raises(RuleError, match="stays as it is"):
        save(made, 3)
    told = open_review("Rita", made, at=LATER, to_name=str)
    assert (told.submitted_at, told.is_late) == (LATER, False)
    assert '"Rita"' in Event.objects.get(action="review.submit").text


def test_a_late_review_is_taken_until_the_committee_sits(one: UUID) -> None:
    late = AT + timedelta(days=60)
    review(one, "Rita", at=late)
    assert [told.is_late for told in list_reviews(one, by=ALICE, on=AT.date())] == [True]
    other = make_review(one, "Otto")
    session = Session.objects.create(
        call=Application.objects.get(id=one).call, title="S", starts_at=late, opened_at=late
    )
    AgendaItem.objects.create(session=session, application_id=one, position=1)
    with pytest.raises(RuleError, match="has sat"):
        save(other, secret="Otto")


@pytest.mark.parametrize("stage", ["proposed", "invited", "declined", "released"])
def test_a_link_opens_accepted_reviews_alone(one: UUID, stage: str) -> None:
    made = make_review(one, stage=stage)
    with pytest.raises(NotFoundError, match="opens no review"):
        open_it("Rita", made)


def test_a_link_opens_its_own_reviews_while_it_lasts(one: UUID) -> None:
    made, other = make_review(one), make_review(one, "Otto")
    for secret, identifier in (("Otto", made), ("Rita", other), ("", made), ("x", made)):
        with pytest.raises(NotFoundError):
            open_it(secret, identifier)
    Reviewer.objects.update(lapses_at=LATER)
    with pytest.raises(NotFoundError):
        open_it("Rita", made)


def test_who_applied_reads_no_reviews_even_from_the_office(one: UUID) -> None:
    review(one, "Rita")
    assert len(list_reviews(one, by=AUDE, on=AT.date())) == 1
    Application.objects.update(account=ALICE.account)
    for actor in (PAUL, LEA, CHARLIE, ALICE):
        with pytest.raises(NotFoundError):
            list_reviews(one, by=actor, on=AT.date())
    with pytest.raises(NotFoundError):
        get_call_reviews(Application.objects.get().call_id, by=PAUL, on=AT.date())


def test_texts_are_released_under_numbers_and_to_the_applicant_alone(one: UUID) -> None:
    for name in ("Rita", "Otto", "Vera"):
        review(one, name, write(told=f"Text {name[0]}."))
    assert list_released(one, by=PAUL) == ()
    with pytest.raises(RefusedError):
        release_texts(one, by=AUDE, at=LATER)
    assert release_texts(one, by=ALICE, at=LATER) == 3
    with pytest.raises(RuleError, match="No submitted review"):
        release_texts(one, by=ALICE, at=LATER)
    told = list_released(one, by=PAUL)
    assert [text.number for text in told] == [1, 2, 3]
    assert {text.text for text in told} == {"Text R.", "Text O.", "Text V."}
    assert "Rita" not in repr(told)
    for actor in (LEA, ALICE, CHARLIE):
        assert list_released(one, by=actor) == ()


def test_a_reviewer_who_names_themselves_is_told_before_it_is_released(one: UUID) -> None:
    review(one, "Renate Wunderlich", write(told="As Wunderlich (r@x.example) showed."))
    assert find_named(one) == ("Renate Wunderlich", "r@x.example")
    release_texts(one, by=ALICE, at=LATER)
    assert find_named(one) == ()


def test_reviewers_are_asked_again_for_the_next_round(one: UUID) -> None:
    review(one, "Rita")
    make_review(one, "Otto", stage="declined")
    assert propose_again(one, 1, by=ALICE, at=LATER) == 1
    again = Review.objects.get(round=2)
    assert (again.reviewer.name, again.stage) == ("Rita", "proposed")
    with pytest.raises(RuleError, match="All who reviewed"):
        propose_again(one, 1, by=ALICE, at=LATER)


def test_a_call_shows_what_is_missing_and_who_disagrees() -> None:
    call = make_reviewed_call()
    one, other = submit_to(call, PAUL), submit_to(call, LEA)
    review(one, "Rita")
    review(other, "Rita", write(5, 10))
    review(other, "Otto", write(0, 0, "refuse"))
    make_review(one, "Otto")
    told = get_call_reviews(call, by=AUDE, on=AT.date())
    first = told.calibration.applications[0]
    assert (first.application, first.is_wide, first.score.mean) == (other, True, 50)
    assert told.missing == {one: 1}
    assert {told.reviewers[who.reviewer]: who.deviation for who in told.calibration.reviewers} == {
        "Rita": 100, "Otto": -100,
    }  # fmt: skip


@pytest.mark.parametrize("by", [PAUL, CHARLIE])
def test_nobody_else_releases_or_proposes(one: UUID, by: Actor) -> None:
    review(one, "Rita")
    for act in (lambda: release_texts(one, by=by, at=LATER), lambda: propose_again(one, 1, by=by, at=LATER)):  # fmt: skip
        with pytest.raises(NotFoundError):
            act()


def test_a_withdrawn_application_asks_nothing_more(one: UUID) -> None:
    made = make_review(one)
    Application.objects.update(stage="withdrawn")
    with pytest.raises(RuleError, match="withdrawn"):
        save(made)


def test_a_second_round_is_not_ended_by_the_first_session(one: UUID) -> None:
    Decision.objects.create(
        application_id=one, kind="revise", decided_at=LATER - timedelta(days=1), reason_fr="x", reason_en="x"
    )  # fmt: skip
    first = make_review(one, "Otto")
    with pytest.raises(RuleError, match="has sat"):
        save(first, secret="Otto")
    assert save(make_review(one, "Vera", number=2, invited_at=LATER), secret="Vera") == 2
