from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from tests.agreements.cast import (
    ALICE,
    ALPHA,
    AT,
    BETA,
    BOB,
    CHARLIE,
    GAMMA,
    ON,
    REA,
    get_version,
    make_agreement,
    make_directory,
)

from cordee.agreements.imports.fields import FIELDS
from cordee.agreements.imports.write import AGREEMENTS
from cordee.agreements.life import Stage
from cordee.agreements.models import Agreement, Party
from cordee.agreements.operations.parties import Signatory, add_party
from cordee.agreements.queries import find_named
from cordee.agreements.states import PartyRole
from cordee.directory.models import Offer
from cordee.kernel.errors import RefusedError, RuleError
from cordee.ledger.audit import find_faults
from cordee.ledger.imports import Outcome, Plan, Source
from cordee.ledger.models import Account, Event, Import
from cordee.ledger.rights import Actor
from cordee.ledger.sheets import Table, match_columns, read_sheet, read_table


pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def directory(db: None) -> None:
    make_directory()
    # Whoever imports has an account; otherwise the tests of agreements do with actors.
    Account.objects.create(id=ALICE.account, email="alice@example.org", name="Alice", joined_at=AT)


def read(text: str) -> Table:
    sheet = read_sheet(text.encode(), "accords.csv")
    return read_table(sheet, FIELDS, match_columns(sheet.columns, FIELDS, {}))


def plan(text: str, by: Actor = ALICE) -> Plan:
    return AGREEMENTS.plan(read(text), ALPHA, by=by, on=ON)


def bring_in(text: str, *, by: Actor = ALICE, only_good: bool = False) -> UUID:
    table = read(text)
    source = Source("accords.csv", "cd" * 32, table.titles)
    made, _plan = AGREEMENTS.bring_in(table, source, ALPHA, only_good=only_good, by=by, at=AT)
    return made


def say_fault(text: str) -> str:
    found = plan(text)
    assert found.fault_count == 1, found.faults
    assert found.lines == ()
    return str(found.faults[0].sentence)


GOOD = """\
référence;nature;titre;partenaires;début;fin;signé le;préavis
A-1;accord-cadre;Alpha et Beta;04t0gwh46 | Beta;01/01/2026;31 décembre 2028;2025-12-15;3
A-2;MOU;Une intention;"Alpha
Gamma";2026-02-01;2027-01-31;;
A-3;consortium agreement;Passé;Alpha|Beta|Gamma;2019-01-01;2021-12-31;2018-12-01;
"""


def test_lines_become_agreements_at_the_stage_their_days_say() -> None:
    made = bring_in(GOOD)
    rows = {row.reference: row for row in Agreement.objects.all()}
    assert {name: row.stage for name, row in rows.items()} == {
        "A-1": "in_force",
        "A-2": "draft",
        "A-3": "ended",
    }
    first = rows["A-1"]
    assert (first.start, first.end) == (date(2026, 1, 1), date(2028, 12, 31))
    assert [one.organisation for one in first.parties.all()] == [ALPHA, BETA]
    assert {one.signed_on for one in first.parties.all()} == {date(2025, 12, 15)}
    assert rows["A-2"].is_binding is False
    assert [one.organisation for one in rows["A-2"].parties.all()] == [ALPHA, GAMMA]
    assert rows["A-3"].closed_on == date(2021, 12, 31)
    actions = list(Event.objects.order_by("number").values_list("action", flat=True))
    assert actions == ["agreement.create"] * 3 + ["import.run"]
    assert find_faults() == []
    row = Import.objects.get(id=made)
    assert (row.kind, row.created, row.mapping["parties"]) == (AGREEMENTS.name, 3, "partenaires")


def test_the_same_file_again_says_nothing_new() -> None:
    bring_in(GOOD)
    assert {one.outcome for one in plan(GOOD).lines} == {Outcome.SAME}


def test_a_known_agreement_is_changed_and_no_party_is_lost() -> None:
    known = make_agreement(reference="K-1")
    bring_in("reference,title in English,parties,notice\nk 1,Anew,Gamma,6")
    row = Agreement.objects.get(id=known)
    assert (row.title_en, row.notice_months) == ("Anew", 6)
    assert [one.organisation for one in row.parties.all()] == [ALPHA, BETA, GAMMA]
    last = Event.objects.filter(action="agreement.change").get()
    assert '"reason":"accords.csv"' in last.text


HEAD = "reference,kind,title in English,parties,start,end,signed on,stage,renewal\n"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("B-1,MOU,A,Alpha|Beta,2026-01-01,,,,", "must have an end"),
        ("B-1,framework agreement,A,Alpha|Nobody,2026-01-01,,,,", "no organisation “Nobody”"),
        ("B-1,framework agreement,A,Alpha,2026-01-01,,2025-12-01,,", "at least two parties"),
        ("B-1,framework agreement,A,Alpha|Beta,,,2025-12-01,,", "from which day it holds"),
        ("B-1,framework agreement,A,Alpha|Beta,2026-01-01,,,in force,", "day of signature"),
        ("B-1,framework agreement,A,Alpha|Beta,2026-01-01,,2027-01-01,,", "a day to come"),
        ("B-1,framework agreement,A,Alpha|Beta,2026-01-01,,2025-01-01,draft,", "before signature"),
        ("B-1,framework agreement,A,Alpha|Beta,2026-01-01,2025-01-01,,,", "before the start"),
        ("B-1,framework agreement,A,Alpha|Beta,2026-01-01,,,,renewed tacitly", "how many months"),
        ("B-1,framework agreement,,Alpha|Beta,2026-01-01,,,,", "Give a title"),
        ("B-1,,A,Alpha|Beta,2026-01-01,,,,", "what this agreement is"),
        ("B-1,treaty,A,Alpha|Beta,2026-01-01,,,,", "is none of: memorandum"),
        ("B-1,framework agreement,A,Alpha|Beta,01-2026,,,,", "is no date"),
        (
            "B-1,framework agreement,A,Alpha|Beta,2026-01-01,,2025-12-01,ended,",
            "needs its last day",
        ),
    ],
)
def test_what_cannot_be_is_said_by_line(line: str, said: str) -> None:
    assert said in say_fault(HEAD + line)


def test_a_reference_twice_in_one_file_is_a_fault() -> None:
    found = plan(HEAD + "B-1,network,A,,,,,,\nb-1,network,B,,,,,,")
    assert "Line 2 says the same agreement" in str(found.faults[0].sentence)
    assert [one.line for one in found.lines] == [2]


def test_the_stage_and_signatures_of_a_known_one_are_not_moved() -> None:
    bring_in(GOOD)
    assert "another stage" in say_fault("reference,stage\nA-1,ended")
    assert "other days" in say_fault("reference,signed on\nA-1,2025-01-01")


def test_with_a_fault_nothing_is_written_unless_the_others_are_wanted() -> None:
    text = HEAD + "B-1,network,A,Alpha|Beta,,,,,\nB-2,network,B,Nobody,,,,,"
    with pytest.raises(RuleError, match="Lines with faults: 1"):
        bring_in(text)
    assert not Agreement.objects.exists()
    bring_in(text, only_good=True)
    assert [row.reference for row in Agreement.objects.all()] == ["B-1"]


@pytest.mark.parametrize("by", [REA, BOB, CHARLIE], ids=lambda one: one.name)
def test_who_may_not_write_there_is_refused(by: Actor) -> None:
    with pytest.raises(RefusedError):
        plan(GOOD, by)


def test_undo_takes_a_whole_import_back() -> None:
    known = make_agreement(reference="K-1")
    made = bring_in(GOOD + "K-1;;Neuf;Gamma;;;;6\n")
    AGREEMENTS.undo(made, by=ALICE, at=AT)
    assert [row.reference for row in Agreement.objects.all()] == ["K-1"]
    row = Agreement.objects.get(id=known)
    assert (row.title_fr, row.notice_months) == ("", 3)
    assert [one.organisation for one in row.parties.all()] == [ALPHA, BETA]
    assert Party.objects.count() == 2
    assert find_faults() == []
    with pytest.raises(RuleError, match="undone already"):
        AGREEMENTS.undo(made, by=ALICE, at=AT)


def test_undo_is_refused_once_an_agreement_was_changed_or_leaned_on() -> None:
    made = bring_in(GOOD)
    second = Agreement.objects.get(reference="A-2")
    add_party(
        second.id,
        BETA,
        PartyRole.PARTY,
        Signatory(),
        version=get_version(second.id),
        by=ALICE,
        at=AT,
    )
    with pytest.raises(RuleError, match="Une intention"):
        AGREEMENTS.undo(made, by=ALICE, at=AT)
    other = bring_in(HEAD + "C-1,network,Above,Alpha|Beta,,,,,")
    below = make_agreement(title="Below")
    Agreement.objects.filter(id=below).update(
        parent=Agreement.objects.get(reference="C-1"), follows="under"
    )
    with pytest.raises(RuleError, match="Above"):
        AGREEMENTS.undo(other, by=ALICE, at=AT)
    assert Agreement.objects.filter(stage=Stage.IN_FORCE.value).count() == 1


def test_organisations_that_agreements_name_are_found() -> None:
    make_agreement()
    assert find_named([ALPHA, BETA, GAMMA]) == {ALPHA, BETA}


def test_undo_is_refused_once_an_offer_names_an_agreement() -> None:
    made = bring_in(GOOD)
    first = Agreement.objects.get(reference="A-1")
    Offer.objects.create(
        kind="machine", name_en="Cryostat", audience="anyone", keeper_id=ALPHA, agreement=first.id,
        changed_at=AT,
    )  # fmt: skip
    with pytest.raises(RuleError, match="came into use since"):
        AGREEMENTS.undo(made, by=ALICE, at=AT)
    assert Agreement.objects.count() == 3


def test_what_a_demonstration_account_brings_in_is_marked_so() -> None:
    bring_in(GOOD, by=replace(ALICE, is_demonstration=True))
    assert set(Agreement.objects.values_list("is_demonstration", flat=True)) == {True}
