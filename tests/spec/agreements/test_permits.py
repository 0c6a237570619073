"""What an agreement permits, as tables: its stage and period, who asks whom, in which direction."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from tests.agreements.cast import (
    ALPHA,
    BETA,
    GAMMA,
    ON,
    TEAM,
    TERMS,
    UNIT,
    WARD,
    bring_into_force,
    make_agreement,
    make_directory,
    move,
    permit,
)

from cordee.agreements.life import Step
from cordee.agreements.periods import Terms
from cordee.agreements.queries import permits
from cordee.agreements.states import Permitted, Renewal


pytestmark = pytest.mark.django_db
ASK = Permitted.ASK_COHORT
D = date.fromisoformat


@pytest.fixture(autouse=True)
def directory(db: None) -> None:
    make_directory()


REACH = [
    # The agreement says that Beta lets Alpha ask its cohorts. Who asks, whom, may it?
    ("the parties", ALPHA, BETA, True),
    ("a part of the one permitted", UNIT, BETA, True),
    ("a part of a part", TEAM, BETA, True),
    ("a part of the one that permits", ALPHA, WARD, True),
    ("parts of both", TEAM, WARD, True),
    ("the other direction", BETA, ALPHA, False),
    ("an outsider asks", GAMMA, BETA, False),
    ("an outsider is asked", ALPHA, GAMMA, False),
]


@pytest.mark.parametrize(
    ("organisation", "counterpart", "allowed"),
    [row[1:] for row in REACH],
    ids=[row[0] for row in REACH],
)
def test_whom_a_permit_reaches(organisation: UUID, counterpart: UUID, allowed: bool) -> None:
    made = make_agreement()
    permit(made, ASK, BETA, ALPHA, clause="7.1")
    bring_into_force(made)
    found = permits(ASK, organisation, counterpart, on=ON)
    assert found.is_allowed is allowed
    if allowed:
        assert (found.agreement, found.clause, found.until) == (made, "7.1", TERMS.end)
        assert found.conditions == "On request."
    else:
        assert found.agreement is None
        assert "No agreement" in str(found.reason)


def test_a_permit_of_a_part_does_not_climb() -> None:
    made = make_agreement(parties=(UNIT, BETA))
    permit(made, ASK, BETA, UNIT)
    bring_into_force(made)
    assert permits(ASK, TEAM, BETA, on=ON).is_allowed
    assert not permits(ASK, ALPHA, BETA, on=ON).is_allowed


@pytest.mark.parametrize("other", [one for one in Permitted if one is not ASK])
def test_one_permit_is_no_other(other: Permitted) -> None:
    made = make_agreement()
    permit(made, ASK, BETA, ALPHA)
    bring_into_force(made)
    assert not permits(other, ALPHA, BETA, on=ON).is_allowed


DAYS = [
    ("2025-12-31", False, "begins on"),
    ("2026-01-01", True, "It is permitted"),
    ("2027-12-31", True, "It is permitted"),
    ("2028-01-01", False, "ended on"),
]


@pytest.mark.parametrize(("on", "allowed", "reason"), DAYS)
def test_when_it_permits(on: str, allowed: bool, reason: str) -> None:
    made = make_agreement()
    permit(made, ASK, BETA, ALPHA)
    bring_into_force(made)
    found = permits(ASK, ALPHA, BETA, on=D(on))
    assert found.is_allowed is allowed
    assert reason in str(found.reason)
    assert found.agreement == made


def test_tacit_renewal_goes_on_permitting() -> None:
    terms = Terms(
        D("2024-01-01"), D("2024-12-31"), Renewal.TACIT, renewal_months=12, most_renewals=3
    )
    made = make_agreement(terms=terms)
    permit(made, ASK, BETA, ALPHA)
    bring_into_force(made)
    assert permits(ASK, ALPHA, BETA, on=D("2027-12-31")).is_allowed
    assert not permits(ASK, ALPHA, BETA, on=D("2028-01-01")).is_allowed


STAGES = [
    ("draft", (), False, "not in force yet"),
    ("sent round", (Step.ROUTE,), False, "not in force yet"),
    ("at signature", (Step.ROUTE, Step.SEND_TO_SIGNATURE), False, "not in force yet"),
    ("abandoned", (Step.ABANDON,), False, "was abandoned"),
]


@pytest.mark.parametrize(
    ("steps", "allowed", "reason"), [row[1:] for row in STAGES], ids=[row[0] for row in STAGES]
)
def test_before_it_holds(steps: tuple[Step, ...], allowed: bool, reason: str) -> None:
    made = make_agreement()
    permit(made, ASK, BETA, ALPHA)
    move(made, *steps)
    found = permits(ASK, ALPHA, BETA, on=ON)
    assert found.is_allowed is allowed
    assert reason in str(found.reason)


LATER = [
    ("being evaluated", (Step.EVALUATE,), True, "It is permitted"),
    ("suspended", (Step.SUSPEND,), False, "is suspended"),
    ("resumed", (Step.SUSPEND, Step.RESUME), True, "It is permitted"),
]


@pytest.mark.parametrize(
    ("steps", "allowed", "reason"), [row[1:] for row in LATER], ids=[row[0] for row in LATER]
)
def test_after_it_came_into_force(steps: tuple[Step, ...], allowed: bool, reason: str) -> None:
    made = make_agreement()
    permit(made, ASK, BETA, ALPHA)
    bring_into_force(made)
    move(made, *steps)
    found = permits(ASK, ALPHA, BETA, on=ON)
    assert found.is_allowed is allowed
    assert reason in str(found.reason)


def test_terminated_permits_until_its_last_day() -> None:
    made = make_agreement()
    permit(made, ASK, BETA, ALPHA)
    bring_into_force(made)
    move(made, Step.TERMINATE, closed_on=ON)
    assert permits(ASK, ALPHA, BETA, on=ON).is_allowed
    assert not permits(ASK, ALPHA, BETA, on=D("2026-06-02")).is_allowed


def test_of_several_the_one_that_permits_longest_is_named() -> None:
    short = make_agreement(terms=Terms(D("2026-01-01"), D("2026-12-31")), title="Short")
    long = make_agreement(terms=Terms(D("2026-01-01"), None), title="Long")
    over = make_agreement(terms=Terms(D("2020-01-01"), D("2025-12-31")), title="Over")
    for made in (short, long, over):
        permit(made, ASK, BETA, ALPHA)
        bring_into_force(made)
    assert permits(ASK, ALPHA, BETA, on=ON).agreement == long
    assert permits(ASK, ALPHA, BETA, on=D("2021-01-01")).agreement == over
