from __future__ import annotations

from uuid import UUID

import pytest
from tests.agreements.cast import (
    ALICE,
    ALPHA,
    AT,
    BETA,
    BOB,
    CHARLIE,
    ON,
    REA,
    bring_into_force,
    get_version,
    make_agreement,
    make_directory,
    move,
    permit,
)

from cordee.agreements.imports.permits.fields import FIELDS
from cordee.agreements.imports.permits.write import PERMITS
from cordee.agreements.life import Step
from cordee.agreements.models import Permit
from cordee.agreements.operations.terms import remove_permit
from cordee.agreements.queries import permits
from cordee.agreements.states import Permitted
from cordee.kernel.errors import RefusedError, RuleError
from cordee.ledger.audit import find_faults, read_events
from cordee.ledger.imports import Outcome, Plan, Source
from cordee.ledger.models import Account, Event
from cordee.ledger.rights import Actor
from cordee.ledger.sheets import Table, match_columns, read_sheet, read_table


pytestmark = pytest.mark.django_db

LIST = """\
Référence;Qui permet;À qui;Ce qui est permis;Article;Conditions
A-1;04t0gwh46;Beta;utiliser ses plateformes;5.2;sur demande
A-1;Beta;Alpha;use its facilities;5.3;
"""


@pytest.fixture(autouse=True)
def directory(db: None) -> None:
    make_directory()
    Account.objects.create(id=ALICE.account, email="alice@example.org", name="Alice", joined_at=AT)


@pytest.fixture
def agreement() -> UUID:
    made = make_agreement(reference="A-1")
    bring_into_force(made)
    return made


def read(text: str) -> Table:
    sheet = read_sheet(text.encode(), "permis.csv")
    return read_table(sheet, FIELDS, match_columns(sheet.columns, FIELDS, {}))


def plan(text: str, by: Actor = ALICE) -> Plan:
    return PERMITS.plan(read(text), ALPHA, by=by, on=ON)


def bring_in(text: str, *, only_good: bool = False) -> UUID:
    table = read(text)
    source = Source("permis.csv", "cd" * 32, table.titles)
    made, _plan = PERMITS.bring_in(table, source, ALPHA, only_good=only_good, by=ALICE, at=AT)
    return made


def say_faults(found: Plan) -> dict[tuple[int, str], str]:
    return {(one.line, one.column): str(one.sentence) for one in found.faults}


def may_use() -> bool:
    return permits(Permitted.USE_FACILITY, BETA, ALPHA, on=ON).is_allowed


def test_a_dry_run_says_what_would_be_and_writes_nothing(agreement: UUID) -> None:
    found = plan(LIST)
    assert [(one.line, one.outcome, one.title) for one in found.lines] == [
        (2, Outcome.NEW, "A-1 · Alpha → Beta"),
        (3, Outcome.NEW, "A-1 · Beta → Alpha"),
    ]
    assert found.lines[0].change["conditions"] == (None, "sur demande")
    assert Permit.objects.count() == 0


def test_what_is_brought_in_is_permitted_and_the_record_counts_a_change(agreement: UUID) -> None:
    before = get_version(agreement)
    assert not may_use()
    bring_in(LIST)
    assert may_use()
    assert get_version(agreement) == before + 1
    told = Event.objects.filter(action="agreement.add_permit")
    assert told.count() == 2
    assert all("permis.csv" in one.text for one in told)
    assert {one.outcome for one in plan(LIST).lines} == {Outcome.SAME}
    assert find_faults() == []


def test_a_clause_that_differs_is_changed_and_an_empty_cell_leaves_it(agreement: UUID) -> None:
    permit(agreement, Permitted.USE_FACILITY, ALPHA, BETA, clause="1")
    bring_in(LIST)
    row = Permit.objects.get(giver=ALPHA)
    assert (row.clause, row.conditions) == ("5.2", "sur demande")
    bring_in(
        "Référence;Qui permet;À qui;Ce qui est permis;Article\nA-1;Alpha;Beta;use its facilities;6"
    )
    row.refresh_from_db()
    assert (row.clause, row.conditions) == ("6", "sur demande")
    bring_in(LIST)
    told = read_events(Event.objects.filter(action="agreement.change_permit").order_by("-number"))
    assert told[0].change == {
        "permit": ("use_facility", "use_facility"),
        "clause": ("6", "5.2"),
    }, "what stays as it was is no change"


FAULTY = """\
Référence;Qui permet;À qui;Ce qui est permis;Article;Conditions
A-9;Alpha;Beta;use its facilities;5;
A-1;Alpha;Gamma;use its facilities;5;
A-1;Nowhere;Beta;use its facilities;5;
A-1;Alpha;Beta;do as it likes;5;
A-1;Alpha;Beta;use its facilities;;
A-1;Alpha;Alpha;use its facilities;5;
A-1;Beta;Alpha;use its facilities;5;
A-1;Beta;Alpha;use its facilities;6;
A-1;Alpha;;use its facilities;5;
A-2;Alpha;Beta;use its facilities;5;
"""


def test_every_fault_is_said_by_line_and_column(agreement: UUID) -> None:
    make_agreement(reference="A-2")
    make_agreement(reference="a-2")
    found = plan(FAULTY)
    said = say_faults(found)
    assert "0 agreements kept here have the reference “A-9”" in said[2, "Référence"]
    assert "Only parties permit" in said[3, ""]
    assert "no organisation “Nowhere”" in said[4, "Qui permet"]
    assert "is none of" in said[5, "Ce qui est permis"]
    assert "Say which clause" in said[6, "Article"]
    assert "no permit from itself" in said[7, ""]
    assert "Line 8 says the same" in said[9, ""]
    assert "and to whom" in said[10, "À qui"]
    assert "2 agreements" in said[11, "Référence"]
    assert [one.line for one in found.lines] == [8]


def test_with_faults_nothing_is_written_unless_the_others_are_wanted(agreement: UUID) -> None:
    with pytest.raises(RuleError, match="Lines with faults: 9"):
        bring_in(FAULTY)
    assert Permit.objects.count() == 0
    bring_in(FAULTY, only_good=True)
    assert Permit.objects.get().giver == BETA


def test_an_agreement_that_is_being_signed_is_not_rewritten() -> None:
    made = make_agreement(reference="A-1")
    assert plan(LIST).fault_count == 0
    move(made, Step.ROUTE, Step.SEND_TO_SIGNATURE)
    assert "The text is being signed" in say_faults(plan(LIST))[2, ""]


def test_who_may_not_import_there_is_refused(agreement: UUID) -> None:
    for by in (REA, BOB, CHARLIE):
        with pytest.raises(RefusedError):
            plan(LIST, by)


def test_undo_takes_a_whole_import_back(agreement: UUID) -> None:
    permit(agreement, Permitted.USE_FACILITY, BETA, ALPHA, clause="1")
    made = bring_in(LIST)
    PERMITS.undo(made, by=ALICE, at=AT)
    assert not may_use()
    assert Permit.objects.get().clause == "1"
    assert find_faults() == []


def test_undo_is_refused_once_a_permit_was_changed_or_taken_out(agreement: UUID) -> None:
    made = bring_in(LIST)
    later = bring_in(LIST.replace("5.2", "5.9"))
    with pytest.raises(RuleError, match="Nothing was undone"):
        PERMITS.undo(made, by=ALICE, at=AT)
    PERMITS.undo(later, by=ALICE, at=AT)
    row = Permit.objects.get(giver=ALPHA)
    assert row.clause == "5.2"
    remove_permit(
        *(agreement, row.id), version=get_version(agreement), by=ALICE, at=AT, reason="A slip."
    )
    with pytest.raises(RuleError, match="Nothing was undone"):
        PERMITS.undo(made, by=ALICE, at=AT)
    assert Permit.objects.count() == 1
