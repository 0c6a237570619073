"""What lists show of agreements is kept between readers; whatever is written shows at once all the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries
from tests.agreements.cast import (
    ALICE,
    ALPHA,
    ANN,
    AT,
    BETA,
    BOB,
    CHARLIE,
    GAMMA,
    ON,
    TERMS,
    bring_into_force,
    get_version,
    make_agreement,
)

from cordee.agreements import listed, portfolio
from cordee.agreements.models import Agreement
from cordee.agreements.operations.agreements import change_agreement, note_view, record_notice
from cordee.agreements.operations.parties import Signatory, add_party, remove_party
from cordee.agreements.operations.terms import add_amendment
from cordee.agreements.periods import Terms
from cordee.agreements.portfolio import list_lines
from cordee.agreements.queries import get_record
from cordee.agreements.states import AmendmentKind, Kind, PartyRole, Renewal, ScopeKind
from cordee.agreements.values import AgreementTold, Draft, Scope
from cordee.directory.models import Organisation
from cordee.directory.operations.organisations import OrganisationValues, change_organisation
from cordee.directory.states import Kind as OrganisationKind
from cordee.ledger.audit import Subject, record_event
from cordee.ledger.changes import Kept


pytestmark = pytest.mark.django_db

TACIT = replace(TERMS, renewal=Renewal.TACIT, renewal_months=12, notice_months=3)


def read_afresh(on: date = ON) -> tuple[AgreementTold, ...]:
    """Return what a process tells that has read nothing yet."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(listed, "_day", listed._Day(date.min, {}))
        patch.setattr(portfolio, "_kept", Kept(1))
        return list_lines(ALICE, on=on)


def change(made: UUID) -> None:
    draft = Draft(Kind.SPECIFIC, "Autre", "Other", TERMS, scope=(Scope(ScopeKind.COUNTRY, "SN"),))
    change_agreement(made, draft, version=get_version(made), by=ALICE, at=AT)


def strike_party(made: UUID) -> None:
    parties = get_record(made, by=ALICE, on=ON).parties
    [party] = [one.id for one in parties if one.organisation == BETA]
    remove_party(made, party, version=get_version(made), by=ALICE, at=AT)


def join_party(made: UUID) -> None:
    add_party(made, GAMMA, PartyRole.PARTY, Signatory(), version=get_version(made), by=ALICE, at=AT)


def amend(made: UUID) -> None:
    bring_into_force(made)
    later = date(2031, 1, 1)
    add_amendment(
        made,
        AmendmentKind.RENEWAL,
        "On.",
        ON,
        later,
        version=get_version(made),
        by=ALICE,
        at=AT,
    )


def give_notice(made: UUID) -> None:
    bring_into_force(made)
    list_lines(ALICE, on=ON)
    record_notice(made, ON, version=get_version(made), by=ALICE, at=AT, reason="They wrote.")


def rename_a_party(made: UUID) -> None:
    version = Organisation.objects.get(id=BETA).version
    told = OrganisationValues(OrganisationKind.HOSPITAL, "", "Beta renamed", country="SN")
    change_organisation(BETA, told, version=version, by=BOB, at=AT)


def delete(made: UUID) -> None:
    with transaction.atomic():
        Agreement.objects.filter(id=made).delete()
        record_event("agreement.take_back", Subject("agreement", str(made), ALPHA), by=ALICE, at=AT)


@pytest.mark.parametrize(
    "write",
    [
        change,
        strike_party,
        join_party,
        bring_into_force,
        amend,
        give_notice,
        rename_a_party,
        delete,
    ],
)
def test_what_is_written_shows_at_once(write: Callable[[UUID], None]) -> None:
    made, other = make_agreement(terms=TACIT), make_agreement(reference="A-2")
    before = list_lines(ALICE, on=ON)
    assert {one.id for one in before} == {made, other}
    write(made)
    after = list_lines(ALICE, on=ON)
    assert after != before
    assert after == read_afresh()


def test_another_day_is_told_by_that_day() -> None:
    made = make_agreement(terms=Terms(date(2025, 1, 1), date(2025, 12, 31), Renewal.TACIT, 12))
    bring_into_force(made)
    [today] = list_lines(ALICE, on=ON)
    later = ON + timedelta(days=800)
    [then] = list_lines(ALICE, on=later)
    assert then.days != today.days
    assert (then,) == read_afresh(later)
    assert list_lines(ALICE, on=ON) == (today,)


def test_what_is_known_is_not_read_again(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    make_agreement()
    found = list_lines(ALICE, on=ON)
    selected = Agreement.objects.filter(id__in=[one.id for one in found])
    with django_assert_num_queries(2):  # the versions, and what the parties are called
        assert listed.read_listed(selected, on=ON) == found


def test_what_nobody_changed_is_not_asked_again(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    made = make_agreement()
    before = portfolio.get_portfolio(ALICE, on=ON)
    note_view(made, by=BOB, at=AT)
    # The parts of the house, storey by storey, and the lines of the audit.
    with django_assert_num_queries(4):
        assert portfolio.get_portfolio(ANN, on=ON) is before
    assert portfolio.get_portfolio(BOB, on=ON) is not before
    assert portfolio.get_portfolio(CHARLIE, on=ON).lines == ()


def test_a_write_that_was_broken_off_leaves_nothing() -> None:
    made = make_agreement()
    before = list_lines(ALICE, on=ON)
    with transaction.atomic():
        change(made)
        assert list_lines(ALICE, on=ON) != before
        transaction.set_rollback(True)
    assert list_lines(ALICE, on=ON) == before
    strike_party(made)
    assert list_lines(ALICE, on=ON) == read_afresh()
