from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from tests.agreements.cast import ALICE, ANN, AT, AUDE, BOB, CHARLIE, REA, UNA, WITHOUT_FACTOR
from tests.programmes.calls import (
    CLOSES,
    FIRST_STEP,
    ROTATING,
    get_version,
    make_call,
    make_version,
    publish,
    write_draft,
)

from cordee.kernel.errors import (
    CordeeError,
    NotFoundError,
    RefusedError,
    RuleError,
    StaleError,
    UsageError,
)
from cordee.ledger.audit import find_faults, read_events
from cordee.ledger.models import Event
from cordee.ledger.rights import NOBODY, Actor
from cordee.programmes.calling.clock import LocalTime, Pass
from cordee.programmes.calling.rules import check_can_apply
from cordee.programmes.calling.values import CallTold, InBoth
from cordee.programmes.life import CallMoment, VersionStage
from cordee.programmes.models import Call, InstrumentVersion
from cordee.programmes.operations.calls import (
    cancel_call,
    change_call,
    close_call_for_good,
    create_call,
    extend_call,
    publish_call,
)
from cordee.programmes.operations.questions import announce, answer_question, ask_question
from cordee.programmes.queries.calls import (
    get_call,
    get_definition,
    get_question,
    list_announcements,
    list_calls,
    list_limits,
    list_openable,
    list_public_calls,
    list_questions,
    list_rotating,
)
from cordee.programmes.states import DEED_NAMES


WHY = InBoth("Une panne du réseau.", "The network was down.")
DEADLINE = datetime(2026, 6, 30, 15, 0, tzinfo=UTC)
LATER = LocalTime(datetime(2026, 7, 15, 17, 0))  # noqa: DTZ001


def test_call_goes_through_its_life_and_each_step_is_told() -> None:
    made = publish(make_call())
    extend_call(made, LATER, WHY, version=get_version(made), by=ANN, at=AT)
    announce(made, InBoth("Réunion le 3.", "Meeting on the 3rd."), by=ALICE, at=AT)
    question = ask_question(made, "May two apply together?", by=REA, at=AT)
    answer_question(question, InBoth("Oui.", "Yes."), is_public=True, known=None, by=ALICE, at=AT)
    after = DEADLINE + timedelta(days=30)
    close_call_for_good(made, version=get_version(made), by=ALICE, at=after)
    told = get_call(made, by=NOBODY, at=after)
    assert told.moment is CallMoment.CLOSED
    assert told.closes_at == DEADLINE + timedelta(days=15)
    news = [one.text_en for one in list_announcements(told)]
    assert (
        "The deadline is put off to 15 July 2026 at 17:00 (Europe/Paris, UTC+02:00).\nThe network was down."
        in news
    )
    french = [one.text_fr for one in list_announcements(told)]
    assert any(
        one.startswith("L’échéance est reportée au 15 juillet 2026 à 17:00") for one in french
    )
    events = read_events(Event.objects.order_by("number"))
    actions = [one.action for one in events]
    assert actions == [
        f"call.{one}"
        for one in ("create", "publish", "extend", "announce", "ask", "answer", "close")
    ]
    assert set(actions) < set(DEED_NAMES)
    assert find_faults() == []


def test_published_call_keeps_the_instrument_as_it_was() -> None:
    made = publish(make_call(make_version(months={"min": 1, "max": 12})))
    before = get_definition(made)
    make_version(months={"min": 1, "max": 36})
    InstrumentVersion.objects.update(definition={**FIRST_STEP, "months": {"max": 99}})
    assert get_definition(made) == before
    assert get_call(made, by=NOBODY, at=AT).definition.months.max == 12


def test_draft_follows_its_version_until_published() -> None:
    version = make_version()
    made = make_call(version)
    InstrumentVersion.objects.filter(id=version).update(
        definition={**FIRST_STEP, "months": {"max": 99}}
    )
    assert get_definition(made).months.max == 99


@pytest.mark.parametrize(
    ("definition", "changes", "word"),
    [
        (FIRST_STEP, {"title_fr": ""}, "in French and in English"),
        (FIRST_STEP, {"text_en": "Only so."}, "one language"),
        (FIRST_STEP, {"closes": None}, "needs a deadline"),
        (FIRST_STEP, {"opens": None, "closes": LocalTime(datetime(2026, 5, 2))}, "passed"),  # noqa: DTZ001
        ({**FIRST_STEP, "opening": "rolling"}, {}, "at any time"),
        (ROTATING, {"year": 2030}, "no zone in 2030"),
        ({**FIRST_STEP, "months": {"min": 9, "max": 3}}, {}, "fault at months"),
    ],
)
def test_call_that_is_not_whole_is_not_published(
    definition: dict[str, Any], changes: dict[str, Any], word: str
) -> None:
    made = make_call(make_version(definition), **changes)
    with pytest.raises(RuleError, match=word):
        publish(made)
    assert Call.objects.get(id=made).definition is None


def test_version_withdrawn_meanwhile_is_not_opened() -> None:
    version = make_version()
    made = make_call(version)
    InstrumentVersion.objects.update(stage=VersionStage.WITHDRAWN.value)
    with pytest.raises(RuleError, match="withdrawn"):
        publish(made)
    with pytest.raises(NotFoundError):
        make_call(version)


@pytest.mark.parametrize("opening", ["direct", "rolling"])
def test_openings_without_a_deadline(opening: str) -> None:
    made = publish(make_call(make_version(opening=opening), opens=None, closes=None))
    told = get_call(made, by=ALICE, at=AT)
    assert (told.opens_at, told.closes_at, told.moment) == (AT, None, CallMoment.OPEN)
    assert told.is_public is (opening == "rolling")
    close_call_for_good(made, version=get_version(made), by=ALICE, at=AT, reason="Enough.")
    assert get_call(made, by=ALICE, at=AT).moment is CallMoment.CLOSED


@pytest.mark.parametrize(
    ("at", "word"),
    [
        (datetime(2026, 5, 1, 6, 59, 59, tzinfo=UTC), "opens on 1 May 2026 at 09:00"),
        (datetime(2026, 5, 1, 7, 0, 0, tzinfo=UTC), ""),
        (DEADLINE - timedelta(microseconds=1), ""),
        (DEADLINE, "over since 30 June 2026 at 17:00"),
        (DEADLINE + timedelta(seconds=1), "over since"),
    ],
)
def test_deadline_is_exact(at: datetime, word: str) -> None:
    made = publish(make_call())
    told = get_call(made, by=NOBODY, at=at)
    if not word:
        check_can_apply(told.days, told.time_zone, at)
        return
    with pytest.raises(RuleError, match=word):
        check_can_apply(told.days, told.time_zone, at)


def test_deadline_of_another_place() -> None:
    closes = LocalTime(datetime(2026, 11, 1, 1, 30))  # noqa: DTZ001
    with pytest.raises(RuleError, match="twice"):
        make_call(closes=closes, time_zone="America/New_York")
    version = make_version()
    found = {
        make_call(version, closes=replace(closes, which=one), time_zone="America/New_York")
        for one in Pass
    }
    moments = Call.objects.filter(id__in=found).order_by("closes_at").values_list("closes_at")
    first, second = (one for (one,) in moments)
    assert second - first == timedelta(hours=1)


def check_open(call: CallTold) -> None:
    check_can_apply(call.days, call.time_zone, AT)


def test_nobody_applies_to_what_is_not_open() -> None:
    made = make_call()
    with pytest.raises(RuleError, match="not published"):
        check_open(get_call(made, by=ALICE, at=AT))
    cancel_call(made, WHY, version=1, by=ALICE, at=AT)
    with pytest.raises(RuleError, match="cancelled"):
        check_open(get_call(made, by=ALICE, at=AT))


def test_second_of_two_officers_is_told() -> None:
    made = make_call()
    change_call(made, write_draft(title_en="Ann's"), version=1, by=ANN, at=AT)
    with pytest.raises(StaleError, match="Ann changed this call"):
        change_call(made, write_draft(title_en="Alice's"), version=1, by=ALICE, at=AT)
    with pytest.raises(StaleError):
        publish_call(made, version=1, by=ALICE, at=AT)
    assert Call.objects.get(id=made).title_en == "Ann's"


def test_published_call_changes_its_words_alone() -> None:
    made = publish(make_call())
    words = write_draft(title_en="First Step, 2026")
    version = get_version(made)
    with pytest.raises(RuleError, match="Say why"):
        change_call(made, words, version=version, by=ALICE, at=AT)
    change_call(made, words, version=version, by=ALICE, at=AT, reason="A slip.")
    version = get_version(made)
    for other in (
        write_draft(closes=LATER),
        write_draft(envelope=Decimal(5), currency="EUR"),
        write_draft(year=2027),
    ):
        with pytest.raises(RuleError, match="keeps its days"):
            change_call(made, other, version=version, by=ALICE, at=AT, reason="So.")
    with pytest.raises(RuleError, match="in French and in English"):
        change_call(made, write_draft(title_fr=""), version=version, by=ALICE, at=AT, reason="So.")


def test_deadline_is_only_put_off() -> None:
    made = publish(make_call())
    for closes, at, word in (
        (CLOSES, AT, "only ever put off"),
        (LATER, DEADLINE + timedelta(days=60), "has passed"),
    ):
        with pytest.raises(RuleError, match=word):
            extend_call(made, closes, WHY, version=get_version(made), by=ALICE, at=at)
    with pytest.raises(RuleError, match="Say why"):
        extend_call(made, LATER, InBoth("Parce que.", " "), version=2, by=ALICE, at=AT)
    # Put off after it has passed, a call is open once more.
    at = DEADLINE + timedelta(days=1)
    extend_call(made, LATER, WHY, version=get_version(made), by=ALICE, at=at)
    assert get_call(made, by=NOBODY, at=at).moment is CallMoment.OPEN


def test_call_is_not_closed_before_its_deadline() -> None:
    made = publish(make_call())
    with pytest.raises(RuleError, match="were promised until 30 June 2026"):
        close_call_for_good(made, version=get_version(made), by=ALICE, at=AT)


def test_cancelled_call_says_why_on_its_page() -> None:
    made = publish(make_call())
    cancel_call(made, WHY, version=get_version(made), by=ALICE, at=AT)
    told = get_call(made, by=NOBODY, at=AT)
    assert told.moment is CallMoment.CANCELLED
    assert [one.text_en for one in list_announcements(told)] == [
        "The call is cancelled.\nThe network was down."
    ]
    with pytest.raises(RuleError, match="is over"):
        cancel_call(made, WHY, version=get_version(made), by=ALICE, at=AT)
    with pytest.raises(RuleError, match="is over"):
        change_call(made, write_draft(), version=get_version(made), by=ALICE, at=AT)


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"envelope": Decimal(5)}, "currency"),
        ({"currency": "EUR"}, "currency"),
        ({"envelope": Decimal(5), "currency": "EURO"}, "three letters"),
        ({"envelope": Decimal(10**13), "currency": "EUR"}, "so much"),
        ({"title_fr": "", "title_en": " "}, "Give a title"),
        ({"time_zone": "Europe/Lyon"}, "no time zone"),
        ({"closes": LocalTime(datetime(2026, 4, 1))}, "before the opening"),  # noqa: DTZ001
    ],
)
def test_what_cannot_be_meant_is_refused(changes: dict[str, Any], word: str) -> None:
    with pytest.raises((UsageError, RuleError), match=word):
        make_call(**changes)


def test_reference_is_once_in_an_office() -> None:
    version = make_version()
    make_call(version, reference="T-26")
    with pytest.raises(RuleError, match="Another call here"):
        make_call(version, reference="T-26")


def test_who_sees_which_calls() -> None:
    draft = make_call()
    public = publish(make_call())
    direct = publish(
        make_call(make_version(code="direct", opening="direct"), opens=None, closes=None)
    )
    cancelled = make_call()
    cancel_call(cancelled, WHY, version=1, by=ALICE, at=AT)
    everything = {draft, public, direct, cancelled}
    seen: dict[Actor, set[Any]] = {
        NOBODY: {public},
        REA: {public},
        CHARLIE: {public},
        BOB: {public},
        WITHOUT_FACTOR: {public},
        # An officer of the unit alone runs nothing of the institution's.
        UNA: {public},
        AUDE: everything,
        ALICE: everything,
    }
    for actor, expected in seen.items():
        assert {one.id for one in list_calls(actor, at=AT)} == expected, actor.name
        for call in everything:
            if call in expected:
                assert get_call(call, by=actor, at=AT).id == call
            else:
                with pytest.raises(NotFoundError):
                    get_call(call, by=actor, at=AT)
    assert {one.id for one in list_public_calls(at=AT)} == {public}


def test_who_writes_calls() -> None:
    version = make_version()
    draft, public = make_call(version), publish(make_call(version))
    for actor in (NOBODY, REA, AUDE, UNA, BOB, WITHOUT_FACTOR):
        with pytest.raises(RefusedError):
            create_call(write_draft(), instrument_version=version, by=actor, at=AT)
        assert list_openable(actor, at=AT) == ()
        for call in (draft, public):
            expected: type[CordeeError] = (
                RefusedError if call == public or actor is AUDE else NotFoundError
            )
            with pytest.raises(expected):
                change_call(call, write_draft(), version=1, by=actor, at=AT, reason="So.")
            with pytest.raises(expected):
                publish_call(call, version=1, by=actor, at=AT)
            with pytest.raises(expected):
                announce(call, WHY, by=actor, at=AT)
    assert [one.id for one in list_openable(ALICE, at=AT)] == [version]


def test_question_is_read_by_its_asker_and_in_public_once_answered_so() -> None:
    made = publish(make_call())
    own = ask_question(made, "Mine?", by=REA, at=AT)
    told = get_call(made, by=NOBODY, at=AT)

    def read(actor: Actor) -> list[str]:
        return [one.question for one in list_questions(told, by=actor, at=AT)]

    assert (read(NOBODY), read(BOB), read(REA), read(ALICE)) == ([], [], ["Mine?"], ["Mine?"])
    answer_question(own, InBoth("", "Yes."), is_public=False, known=None, by=ALICE, at=AT)
    assert (read(NOBODY), read(REA)) == ([], ["Mine?"])
    with pytest.raises(StaleError):
        answer_question(own, WHY, is_public=True, known=None, by=ANN, at=AT)
    with pytest.raises(RuleError, match="both languages"):
        answer_question(own, InBoth("", "Yes."), is_public=True, known=AT, by=ANN, at=AT)
    later = AT + timedelta(minutes=1)
    answer_question(own, WHY, is_public=True, known=AT, by=ANN, at=later)
    assert read(NOBODY) == ["Mine?"]
    for actor in (NOBODY, REA, BOB):
        with pytest.raises(NotFoundError):
            get_question(own, by=actor, at=AT)
        with pytest.raises(RefusedError):
            answer_question(own, WHY, is_public=True, known=later, by=actor, at=AT)
    assert not [one for one in Event.objects.all() if "Mine?" in one.text]


def test_questions_are_taken_from_who_is_known_while_there_is_time() -> None:
    made = publish(make_call())
    with pytest.raises(RefusedError, match="Sign in"):
        ask_question(made, "Who?", by=NOBODY, at=AT)
    with pytest.raises(UsageError):
        ask_question(made, "  ", by=REA, at=AT)
    with pytest.raises(UsageError, match="4000"):
        ask_question(made, "x" * 4001, by=REA, at=AT)
    with pytest.raises(RuleError, match="coming or open"):
        ask_question(made, "Late?", by=REA, at=DEADLINE)


def test_news_need_a_page() -> None:
    with pytest.raises(RuleError, match="once the call is published"):
        announce(make_call(), WHY, by=ALICE, at=AT)


def test_limits_are_those_of_the_call_and_of_its_instrument() -> None:
    made = make_call(make_version(ROTATING), envelope=Decimal(100), currency="eur", most_awards=3)
    told = get_call(made, by=ALICE, at=AT)
    assert [(one.scope.value, one.most, one.envelope) for one in list_limits(told)] == [
        ("call", 3, Decimal(100)),
        ("plan", 20, None),
    ]
    assert told.currency == "EUR"
    assert [one.code for one in told.zones] == ["asia"]
    assert [one.code for one in list_rotating(at=AT)] == ["international-project"]
