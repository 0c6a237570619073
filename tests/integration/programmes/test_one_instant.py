"""Two officers at one instant: on PostgreSQL in two threads, on SQLite, which has one writer, in turn.

Whatever comes first is kept; the other is told, in one sentence, what stands against it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from tests.agreements.cast import ALICE, ANN, make_actor
from tests.programmes.applying import LEA, PAUL, TEAM
from tests.programmes.granting import STARTS, make_award
from tests.programmes.selecting import LATER, WITHOUT_COMMITTEE, make_selection_call, rule, submit

from cordee.kernel.errors import CordeeError, RuleError, StaleError
from cordee.ledger.audit import find_faults
from cordee.ledger.models import ChainHead, Event
from cordee.ledger.rights import Actor
from cordee.ledger.states import Role
from cordee.programmes.models import Decision, Project
from cordee.programmes.operations.projects import create_from_award
from cordee.programmes.selecting.states import DecisionKind


THREADS = bool(os.environ.get("CORDEE_DATABASE"))
pytestmark = pytest.mark.django_db(transaction=THREADS)

Act = Callable[[], object]
RESERVE, REFUSE = DecisionKind.RESERVE, DecisionKind.REFUSE
MIA = make_actor("Mia", Role.MEMBER, TEAM)


@pytest.fixture(scope="module", autouse=True)
def own_connection(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Leave to the tests that follow the head of the audit, and no connection on which it can be emptied."""
    yield
    if THREADS:
        connection.close()
        with django_db_blocker.unblock():
            ChainHead.objects.get_or_create(id=1)


@pytest.fixture(autouse=True)
def emptied(own_connection: None, directory: None) -> Iterator[None]:
    """Let what threads wrote be emptied afterwards, though the audit refuses that to anybody else."""

    def take_role(name: str) -> None:
        if THREADS:
            with connection.cursor() as cursor:
                cursor.execute(f"SET session_replication_role = {name}")

    take_role("origin")
    ChainHead.objects.get_or_create(id=1)
    yield
    take_role("replica")


def at_once(*acts: Act) -> list[CordeeError]:
    """Do all of it at one instant, and return what was refused."""
    start = Barrier(len(acts))

    def run(act: Act) -> CordeeError | None:
        try:
            if THREADS:
                start.wait(timeout=10)
            act()
        except CordeeError as error:
            return error
        finally:
            if THREADS:
                connection.close()
        return None

    if not THREADS:
        return [one for one in map(run, acts) if one is not None]
    with ThreadPoolExecutor(len(acts)) as pool:
        return [one for one in pool.map(run, acts) if one is not None]


def list_funded() -> list[Decision]:
    return list(Decision.objects.filter(kind="fund", replaced_by=None))


def promote(application: UUID, known: UUID, by: Actor) -> Act:
    return lambda: rule(application, known=known, by=by)


def test_two_officers_decide_one_application() -> None:
    made = submit(make_selection_call(WITHOUT_COMMITTEE), "One", PAUL)
    (refused,) = at_once(lambda: rule(made, by=ALICE), lambda: rule(made, REFUSE, by=ANN))
    kept = Decision.objects.get()
    assert isinstance(refused, StaleError)
    assert f"{kept.decided_by} decided" in str(refused)
    assert Event.objects.filter(action="application.decide").count() == 1
    assert find_faults() == []


@pytest.mark.parametrize(
    ("columns", "why"),
    [
        ({"most_awards": 1}, "award"),
        ({"most_awards": None, "envelope": Decimal(10_000)}, "2000.00 EUR left"),
    ],
)
def test_a_quota_and_an_envelope_are_reached_by_one(columns: dict[str, object], why: str) -> None:
    call = make_selection_call(WITHOUT_COMMITTEE, **columns)
    first, second = submit(call, "One", PAUL), submit(call, "Two", LEA)
    (refused,) = at_once(lambda: rule(first, by=ALICE), lambda: rule(second, by=ANN))
    assert isinstance(refused, RuleError)
    assert why in str(refused)
    assert len(list_funded()) == 1


def test_a_quota_of_a_plan_is_reached_by_one_over_two_calls() -> None:
    changes = {**WITHOUT_COMMITTEE, "quotas": [{"scope": "plan", "max": 1, "plan": "2025-2027"}]}
    one = submit(make_selection_call(changes), "One", PAUL)
    two = submit(make_selection_call(changes), "Two", LEA)
    (refused,) = at_once(lambda: rule(one, by=ALICE), lambda: rule(two, by=ANN))
    assert isinstance(refused, RuleError)
    assert len(list_funded()) == 1


def test_two_promote_the_reserve_where_one_place_is_left() -> None:
    call = make_selection_call(WITHOUT_COMMITTEE, most_awards=1)
    first, second = submit(call, "One", PAUL), submit(call, "Two", LEA)
    waiting = [rule(first, RESERVE), rule(second, RESERVE)]
    refused = at_once(promote(first, waiting[0], ALICE), promote(second, waiting[1], ANN))
    assert [type(one) for one in refused] == [RuleError]
    (funded,) = list_funded()
    assert Event.objects.filter(action="application.promote").count() == 1
    assert {funded.application_id} < {first, second}


def test_two_promote_the_same_one_of_the_reserve() -> None:
    made = submit(make_selection_call(WITHOUT_COMMITTEE), "One", MIA)
    known = rule(made, RESERVE)
    (refused,) = at_once(promote(made, known, ALICE), promote(made, known, ANN))
    assert isinstance(refused, StaleError)
    assert f"{list_funded()[0].decided_by} decided" in str(refused)


def test_two_begin_the_project_of_one_award() -> None:
    award = make_award()

    def begin(by: Actor) -> Act:
        return lambda: create_from_award(award, starts_on=STARTS, months=None, by=by, at=LATER)

    (refused,) = at_once(begin(ALICE), begin(ANN))
    assert "has its project already" in str(refused)
    assert Project.objects.count() == 1
