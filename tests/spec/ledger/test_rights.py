"""Who may do what, where: each line a role, where it is held, and what that opens.

The house is Institut A, of which Unit U is a part, of which Team T is a part. Institut B is another.
"""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tools.make_rights_docs import is_stale

from cordee.kernel.errors import RefusedError
from cordee.ledger.rights import (
    NOBODY,
    RIGHTS,
    Actor,
    Grant,
    can,
    check_can,
    list_reached,
)
from cordee.ledger.states import ACTION_NAMES, ROLE_NAMES, STRONG_ROLES, Action, Reach, Role


TODAY = date(2026, 6, 1)
A, U, T, B = (UUID(int=number) for number in range(1, 5))
LINES = {"A": {A}, "U": {U, A}, "T": {T, U, A}, "B": {B}}


def hold(role: Role, at: UUID, *, factor: bool = True) -> Actor:
    grant = Grant(role, at, TODAY - timedelta(days=10), TODAY + timedelta(days=10))
    return Actor(UUID(int=99), "Alice", (grant,), has_second_factor=factor)


@pytest.mark.parametrize(
    ("role", "held_at", "action", "asked_at", "answer"),
    [
        # A role reaches the organisation and its parts, never upwards, never across.
        ("officer", "A", "edit_agreements", "A", True),
        ("officer", "A", "edit_agreements", "T", True),
        ("officer", "U", "edit_agreements", "A", False),
        ("officer", "U", "edit_agreements", "B", False),
        ("officer", "A", "edit_agreements", "B", False),
        # Everyone with a role sees the directory; what is behind it is narrower.
        ("reader", "U", "see_directory", "B", True),
        ("reader", "U", "see_contacts", "U", False),
        ("member", "U", "see_contacts", "U", True),
        ("member", "U", "see_contacts", "B", False),
        # Asking is done on behalf of an organisation: one's own, whoever offers.
        ("member", "U", "ask", "T", True),
        ("member", "U", "ask", "B", False),
        ("auditor", "A", "ask", "A", False),
        ("member", "U", "edit_directory", "U", False),
        ("team_lead", "T", "edit_own_team", "T", True),
        ("team_lead", "T", "edit_own_team", "U", False),
        ("team_lead", "T", "edit_agreements", "T", False),
        ("editor", "A", "edit_directory", "T", True),
        ("editor", "A", "see_agreement_documents", "A", False),
        ("officer", "A", "give_roles", "A", False),
        ("administrator", "A", "give_roles", "U", True),
        ("administrator", "A", "give_roles", "B", False),
        # An auditor reads all of the house and writes nothing.
        ("auditor", "A", "see_audit", "T", True),
        ("auditor", "A", "see_agreement_documents", "A", True),
        ("auditor", "A", "edit_agreements", "A", False),
        ("auditor", "A", "see_audit", "B", False),
    ],
)
def test_rights(role: str, held_at: str, action: str, asked_at: str, *, answer: bool) -> None:
    actor = hold(Role(role), {"A": A, "U": U, "T": T, "B": B}[held_at])
    assert can(actor, Action(action), frozenset(LINES[asked_at]), on=TODAY) is answer


@pytest.mark.parametrize("action", Action)
def test_nobody_may_do_nothing(action: Action) -> None:
    assert not can(NOBODY, action, frozenset({A}), on=TODAY)
    assert list_reached(NOBODY, action, on=TODAY) == frozenset()


@pytest.mark.parametrize("role", sorted(STRONG_ROLES))
def test_a_strong_role_gives_nothing_without_a_second_factor(role: Role) -> None:
    weak = hold(role, A, factor=False)
    assert not any(can(weak, action, frozenset({A}), on=TODAY) for action in Action)
    with pytest.raises(RefusedError, match="second factor"):
        check_can(weak, Action.EDIT_AGREEMENTS, frozenset({A}), on=TODAY)


def test_a_role_counts_on_its_days_only() -> None:
    actor = hold(Role.OFFICER, A)
    line = frozenset({A})
    days = {
        day: can(actor, Action.EDIT_AGREEMENTS, line, on=TODAY + timedelta(days=day))
        for day in (-11, -10, 10, 11)
    }
    assert days == {-11: False, -10: True, 10: True, 11: False}


def test_a_refusal_says_what_and_whom_to_ask() -> None:
    with pytest.raises(RefusedError, match=r"read the audit.*Ask its administrator"):
        check_can(hold(Role.READER, A), Action.SEE_AUDIT, frozenset({A}), on=TODAY)


@given(
    st.sampled_from(Role),
    st.sampled_from(Action),
    st.sampled_from([A, U, T, B]),
    st.sampled_from(sorted(LINES)),
)
def test_lists_are_narrowed_by_what_is_allowed(
    role: Role, action: Action, held_at: UUID, asked_at: str
) -> None:
    actor, line = hold(role, held_at), frozenset(LINES[asked_at])
    reached = list_reached(actor, action, on=TODAY)
    assert can(actor, action, line, on=TODAY) == (reached is None or bool(reached & line))


def test_every_role_and_action_has_a_name_and_a_place_in_the_table() -> None:
    assert set(RIGHTS) == set(Role) == set(ROLE_NAMES)
    assert {action for rights in RIGHTS.values() for action in rights} == set(Action)
    assert set(ACTION_NAMES) == set(Action)


def test_an_auditor_writes_nothing() -> None:
    reads = {action for action in Action if action.startswith("see_")} | {Action.EXPORT_RECORDS}
    assert set(RIGHTS[Role.AUDITOR]) <= reads


def test_nothing_that_writes_reaches_another_house() -> None:
    anywhere = {
        action
        for rights in RIGHTS.values()
        for action, reach in rights.items()
        if reach is Reach.ANY
    }
    assert anywhere == {Action.SEE_DIRECTORY, Action.SEE_CONTACTS}


def test_the_page_of_rights_is_that_of_the_table() -> None:
    assert not is_stale(), "run: python tools/make_rights_docs.py"
