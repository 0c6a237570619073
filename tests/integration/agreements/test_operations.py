from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from tests.agreements.cast import (
    ALICE,
    ALPHA,
    ANN,
    AT,
    AUDE,
    BETA,
    BOB,
    CHARLIE,
    GAMMA,
    ON,
    REA,
    TERMS,
    UNA,
    WITHOUT_FACTOR,
    bring_into_force,
    get_version,
    make_agreement,
    move,
    permit,
    sign_all,
)

from cordee.agreements.contents import keep_content
from cordee.agreements.life import Stage, Step
from cordee.agreements.models import Agreement, Gate
from cordee.agreements.operations.agreements import (
    change_agreement,
    create_agreement,
    note_view,
    record_notice,
)
from cordee.agreements.operations.documents import add_document, note_download
from cordee.agreements.operations.feeds import make_feed, withdraw_feed
from cordee.agreements.operations.parties import Signatory, add_party, remove_party
from cordee.agreements.operations.terms import (
    Answer,
    add_amendment,
    add_gate,
    answer_gate,
    remove_gate,
    set_clauses,
)
from cordee.agreements.periods import Terms
from cordee.agreements.portfolio import (
    Filter,
    find_feed,
    get_portfolio,
    has_feed,
    list_due,
    list_lines,
)
from cordee.agreements.queries import get_facts, get_record, get_version_of_document
from cordee.agreements.states import (
    AmendmentKind,
    ClauseKind,
    ClauseState,
    DocumentKind,
    GateKind,
    Kind,
    Opinion,
    PartyRole,
    Permitted,
    Renewal,
    ScopeKind,
)
from cordee.agreements.values import Draft, Scope
from cordee.kernel.errors import (
    NotFoundError,
    RefusedError,
    RuleError,
    StaleError,
    UsageError,
)
from cordee.ledger.audit import find_faults
from cordee.ledger.models import Event
from cordee.ledger.rights import NOBODY, Actor


pytestmark = pytest.mark.django_db


DRAFT = Draft(Kind.FRAMEWORK, "Accord", "Agreement", TERMS, reference="A-1")


def test_a_whole_life_leaves_a_line_for_each_step() -> None:
    made = make_agreement()
    move(made, Step.ROUTE)
    gate = add_gate(
        made,
        GateKind.SECURITY,
        "Defence security officer",
        is_blocking=True,
        due_on=ON + timedelta(30),
        version=get_version(made),
        by=ALICE,
        at=AT,
    )
    move(made, Step.ASK_OPINIONS)
    with pytest.raises(RuleError, match="still awaited"):
        move(made, Step.SEND_TO_SIGNATURE)
    answer = Answer(Opinion.RESERVATIONS, ON, "The officer", "Keep the samples here.")
    answer_gate(made, gate, answer, version=get_version(made), by=ALICE, at=AT)
    move(made, Step.SEND_TO_SIGNATURE)
    with pytest.raises(RuleError, match="Not signed yet by Alpha, Beta"):
        move(made, Step.ENTER_INTO_FORCE)
    sign_all(made)
    move(made, Step.ENTER_INTO_FORCE, Step.EVALUATE)
    later = AT + timedelta(days=1)
    add_amendment(
        made,
        AmendmentKind.RENEWAL,
        "Three more years.",
        later.date(),
        date(2030, 12, 31),
        version=get_version(made),
        by=ALICE,
        at=later,
    )
    move(made, Step.RENEW, at=later)
    record = get_record(made, by=ALICE, on=later.date())
    assert (record.stage, record.days.end) == (Stage.RENEWED, date(2030, 12, 31))
    told = Event.objects.filter(record=str(made)).order_by("number")
    assert [one.action.removeprefix("agreement.") for one in told] == [
        "create",
        *["add_party"] * 2,
        *("route", "add_gate", "ask_opinions", "answer_gate", "send_to_signature"),
        *["sign"] * 2,
        *("enter_into_force", "evaluate", "add_amendment", "renew"),
    ]
    assert find_faults() == []


def test_back_to_draft_takes_signatures_back() -> None:
    made = make_agreement()
    move(made, Step.ROUTE, Step.SEND_TO_SIGNATURE)
    sign_all(made)
    move(made, Step.BACK_TO_DRAFT)
    assert {one.signed_on for one in get_record(made, by=ALICE, on=ON).parties} == {None}


def test_who_comes_second_is_told_and_nothing_is_lost() -> None:
    made = make_agreement()
    opened = get_version(made)
    first = replace(DRAFT, title_en="Ann's title")
    change_agreement(made, first, version=opened, by=ANN, at=AT)
    with pytest.raises(StaleError, match="Ann changed this agreement"):
        change_agreement(made, DRAFT, version=opened, by=ALICE, at=AT)
    assert get_record(made, by=ALICE, on=ON).draft.title_en == "Ann's title"


def test_saving_what_did_not_change_changes_nothing() -> None:
    made = create_agreement(DRAFT, office=ALPHA, by=ALICE, at=AT)
    change_agreement(made, DRAFT, version=1, by=ALICE, at=AT)
    assert get_version(made) == 1
    assert Event.objects.filter(record=str(made)).count() == 1


@pytest.mark.parametrize("actor", [ALICE, ANN, REA, AUDE, BOB], ids=lambda one: one.name)
def test_who_sees(actor: Actor) -> None:
    made = make_agreement()
    record = get_record(made, by=actor, on=ON)
    assert record.to_title("en") == "Alpha and Beta together"
    assert [line.id for line in list_lines(actor, on=ON)] == [made]
    sees_documents = actor != REA
    assert (record.documents is not None) is sees_documents
    assert (record.gates is not None) is sees_documents


@pytest.mark.parametrize(
    "actor", [UNA, CHARLIE, NOBODY, WITHOUT_FACTOR], ids=["unit", "outside", "nobody", "no factor"]
)
def test_who_does_not_see_meets_what_does_not_exist(actor: Actor) -> None:
    made = make_agreement()
    with pytest.raises(NotFoundError, match="no such agreement"):
        get_record(made, by=actor, on=ON)
    with pytest.raises(NotFoundError, match="no such agreement"):
        get_facts(made, by=actor, on=ON)
    with pytest.raises(NotFoundError, match="no such agreement"):
        change_agreement(made, DRAFT, version=1, by=actor, at=AT)
    with pytest.raises(NotFoundError, match="no such agreement"):
        note_view(made, by=actor, at=AT)
    assert list_lines(actor, on=ON) == ()


@pytest.mark.parametrize("actor", [REA, AUDE, BOB], ids=lambda one: one.name)
def test_who_sees_but_does_not_keep_it_writes_nothing(actor: Actor) -> None:
    made = make_agreement()
    with pytest.raises(RefusedError):
        change_agreement(made, DRAFT, version=get_version(made), by=actor, at=AT)
    with pytest.raises(RefusedError):
        create_agreement(DRAFT, office=ALPHA, by=actor, at=AT)


def test_only_parents_that_are_seen_can_be_chosen_or_shown() -> None:
    hidden = make_agreement(by=CHARLIE, office=GAMMA, parties=(GAMMA,), title="Hidden")
    with pytest.raises(NotFoundError):
        create_agreement(replace(DRAFT, parent=hidden), office=ALPHA, by=ALICE, at=AT)
    made = make_agreement()
    Agreement.objects.filter(id=made).update(parent=hidden, follows="under")
    assert get_record(made, by=ALICE, on=ON).parent is None


def test_no_agreement_stands_above_itself() -> None:
    made = make_agreement()
    below = create_agreement(replace(DRAFT, parent=made), office=ALPHA, by=ALICE, at=AT)
    with pytest.raises(RuleError, match="above itself"):
        change_agreement(
            made,
            replace(DRAFT, reference="A-2", parent=below),
            version=get_version(made),
            by=ALICE,
            at=AT,
        )
    assert [one.id for one in get_record(made, by=ALICE, on=ON).children] == [below]


@pytest.mark.parametrize(
    ("draft", "error", "reason"),
    [
        (replace(DRAFT, title_fr=" ", title_en=""), UsageError, "Give a title"),
        (replace(DRAFT, amount=Decimal(10)), UsageError, "currency in three letters"),
        (replace(DRAFT, currency="EUR"), UsageError, "Give both or none"),
        (replace(DRAFT, kind=Kind.MOU), RuleError, "binds nobody"),
        (
            replace(DRAFT, kind=Kind.MOU, is_binding=False, amount=Decimal(1), currency="EUR"),
            RuleError,
            "carries no money",
        ),
        (
            replace(DRAFT, kind=Kind.MOU, is_binding=False, terms=Terms(ON, None)),
            RuleError,
            "must have an end",
        ),
    ],
)
def test_what_cannot_be_written(draft: Draft, error: type[Exception], reason: str) -> None:
    with pytest.raises(error, match=reason):
        create_agreement(draft, office=ALPHA, by=ALICE, at=AT)
    assert not Agreement.objects.exists()


def test_a_reference_is_taken_once_in_an_office() -> None:
    create_agreement(DRAFT, office=ALPHA, by=ALICE, at=AT)
    with pytest.raises(RuleError, match="has the reference A-1"):
        create_agreement(DRAFT, office=ALPHA, by=ALICE, at=AT)
    create_agreement(DRAFT, office=BETA, by=BOB, at=AT)


@pytest.mark.parametrize(
    "columns",
    [
        {"kind": "mou"},
        {"kind": "mou", "is_binding": False, "end": None},
        {"amount": Decimal(1)},
        {"currency": "EUR"},
        {"renewal": "tacit"},
        {"renewal_months": 12},
        {"follows": "under"},
        {"title_en": "", "title_fr": ""},
        {"end": date(2020, 1, 1)},
    ],
)
def test_the_database_refuses_what_the_rules_refuse(columns: dict[str, object]) -> None:
    made = make_agreement()
    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.filter(id=made).update(**columns)


def test_an_opinion_has_an_answer_and_a_day_or_neither() -> None:
    made = make_agreement()
    row = Agreement.objects.get(id=made)
    Gate.objects.create(
        agreement=row, kind="legal", authority="x", answer="favourable", answered_on=ON
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Gate.objects.create(agreement=row, kind="legal", authority="x", answer="favourable")


def test_a_party_that_is_permitted_something_stays() -> None:
    made = make_agreement()
    permit(made, Permitted.USE_FACILITY, BETA, ALPHA)
    beta = get_record(made, by=ALICE, on=ON).parties[1]
    with pytest.raises(RuleError, match="Take that out first"):
        remove_party(made, beta.id, version=get_version(made), by=ALICE, at=AT)
    with pytest.raises(RuleError, match="Only parties permit"):
        permit(made, Permitted.USE_FACILITY, GAMMA, ALPHA)
    with pytest.raises(RuleError, match="a party already"):
        add_party(
            made, BETA, PartyRole.HOST, Signatory(), version=get_version(made), by=ALICE, at=AT
        )


def test_an_open_opinion_is_struck_with_a_reason_an_answered_one_never() -> None:
    made = make_agreement()
    gates = [
        add_gate(
            made,
            GateKind.LEGAL,
            "Legal office",
            is_blocking=True,
            due_on=None,
            version=get_version(made),
            by=ALICE,
            at=AT,
        )
        for _ in range(2)
    ]
    answer_gate(
        made, gates[0], Answer(Opinion.UNFAVOURABLE, ON), version=get_version(made), by=ALICE, at=AT
    )
    for gate, reason, refusal in ((gates[0], "x", "answered"), (gates[1], " ", "Say why")):
        with pytest.raises(RuleError, match=refusal):
            remove_gate(made, gate, version=get_version(made), by=ALICE, at=AT, reason=reason)
    remove_gate(made, gates[1], version=get_version(made), by=ALICE, at=AT, reason="Twice.")
    assert Gate.objects.count() == 1


def test_clauses_are_read_once_each() -> None:
    made = make_agreement()
    read = {ClauseKind.LIABILITY: (ClauseState.ABSENT, "")}
    set_clauses(made, read, version=get_version(made), by=ALICE, at=AT)
    found = {one.kind: one.state for one in get_record(made, by=ALICE, on=ON).clauses}
    assert found[ClauseKind.LIABILITY] is ClauseState.ABSENT
    assert found[ClauseKind.PUBLICATION] is None
    assert len(found) == len(ClauseKind)


def test_notice_ends_tacit_renewal() -> None:
    terms = Terms(date(2025, 1, 1), date(2025, 12, 31), Renewal.TACIT, 12, notice_months=3)
    made = make_agreement(terms=terms)
    bring_into_force(made)
    assert get_record(made, by=ALICE, on=ON).days.goes_on
    with pytest.raises(RuleError, match="to come"):
        record_notice(made, ON + timedelta(1), version=get_version(made), by=ALICE, at=AT)
    record_notice(made, ON, version=get_version(made), by=ALICE, at=AT, reason="Beta wrote.")
    days = get_record(made, by=ALICE, on=ON).days
    assert (days.end, days.goes_on, days.notice_day) == (date(2026, 12, 31), False, None)


def test_renewal_sets_a_later_end() -> None:
    made = make_agreement()
    with pytest.raises(RuleError, match="Only an agreement in force"):
        _renew(made, date(2029, 1, 1))
    bring_into_force(made)
    with pytest.raises(RuleError, match="later end"):
        _renew(made, TERMS.end)
    with pytest.raises(RuleError, match="years 1200 to 2200"):
        _renew(made, date.max)
    _renew(made, date(2029, 1, 1))


def _renew(made: object, end: date | None) -> None:
    add_amendment(
        made,  # type: ignore[arg-type]
        AmendmentKind.RENEWAL,
        "On.",
        ON,
        end,
        version=get_version(made),  # type: ignore[arg-type]
        by=ALICE,
        at=AT,
    )


def test_documents_have_versions_and_hashes_and_each_download_a_line(tmp_path: object) -> None:
    made = make_agreement()
    first = keep_content(b"%PDF-1.7 a\n", "Accord.pdf", tmp_path)  # type: ignore[arg-type]
    add_document(
        made, DocumentKind.TEXT, "Text", "fr", first, version=get_version(made), by=ALICE, at=AT
    )
    found = get_record(made, by=ALICE, on=ON).documents
    assert found is not None
    second = keep_content(b"%PDF-1.7 b\n", "Accord.pdf", tmp_path)  # type: ignore[arg-type]
    version = add_document(
        made,
        DocumentKind.TEXT,
        "",
        "",
        second,
        version=get_version(made),
        by=ALICE,
        at=AT,
        follows=found[0].id,
    )
    document = (get_record(made, by=BOB, on=ON).documents or ())[0]
    assert [(one.number, one.sha256) for one in document.versions] == [
        (2, second.sha256),
        (1, first.sha256),
    ]
    note_download(version, by=BOB, at=AT)
    assert Event.objects.get(action="agreement.download").actor == BOB.account
    for actor in (REA, CHARLIE, UNA, NOBODY):
        with pytest.raises(NotFoundError, match="no such document"):
            get_version_of_document(version, by=actor, on=ON)


def test_what_is_looked_for_in_the_portfolio() -> None:
    one = make_agreement(title="Immunothérapie sans frontières", reference="I-1")
    bring_into_force(one)
    scope = (Scope(ScopeKind.COUNTRY, "SN"),)
    other = create_agreement(
        Draft(
            Kind.MOU, "", "Screening", Terms(ON, date(2031, 1, 1)), is_binding=False, scope=scope
        ),
        office=ALPHA,
        by=ALICE,
        at=AT,
    )
    lines = list_lines(ALICE, on=ON)
    cases = [
        (Filter(), {one, other}),
        (Filter(text="IMMUNOTHERAPIE frontieres"), {one}),
        (Filter(text="beta"), {one}),
        (Filter(text="i-1"), {one}),
        (Filter(kind=Kind.MOU), {other}),
        (Filter(stage=Stage.DRAFT), {other}),
        (Filter(is_live=True), {one}),
        (Filter(country="SN"), {other}),
        (Filter(country="DE"), {one}),
        (Filter(organisation=BETA), {one}),
        (Filter(organisation=ALPHA), {one, other}),
        (Filter(within=12), set()),
        (Filter(within=18), {one}),
        (Filter(party="BET"), {one}),
        (Filter(party="alpha"), {one}),
        (Filter(party="gamma"), set()),
    ]
    every = get_portfolio(ALICE, on=ON)
    assert every.lines == lines
    for sought, found in cases:
        assert {line.id for line in every.narrow(sought).lines} == found, sought
    due = list_due(lines, on=ON, until=date(2027, 12, 31))
    assert [(item.day, item.is_notice) for item in due] == [
        (date(2027, 9, 30), True),
        (date(2027, 12, 31), False),
    ]


def test_a_calendar_opens_by_its_last_secret_alone() -> None:
    first = make_feed(by=ALICE, at=AT)
    second = make_feed(by=ALICE, at=AT)
    assert find_feed(first) is None
    assert find_feed(second) == ALICE.account
    assert re.fullmatch(r"[\w-]{40,}", second)
    withdraw_feed(by=ALICE, at=AT)
    assert find_feed(second) is None
    assert ALICE.account is not None
    assert not has_feed(ALICE.account)
