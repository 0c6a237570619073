"""What lists show of agreements is kept between readers; whatever is written shows at once all the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.agreements.cast import (
    ALICE,
    AT,
    BETA,
    GAMMA,
    ON,
    TERMS,
    bring_into_force,
    get_version,
    make_agreement,
)

from cordee.agreements import listed
from cordee.agreements.models import Agreement
from cordee.agreements.operations.agreements import change_agreement, record_notice
from cordee.agreements.operations.parties import Signatory, add_party, remove_party
from cordee.agreements.operations.terms import add_amendment
from cordee.agreements.periods import Terms
from cordee.agreements.portfolio import list_lines
from cordee.agreements.queries import get_record
from cordee.agreements.states import AmendmentKind, Kind, PartyRole, Renewal, ScopeKind
from cordee.agreements.values import AgreementTold, Draft, Scope
from cordee.directory.models import Organisation


pytestmark = pytest.mark.django_db

TACIT = replace(TERMS, renewal=Renewal.TACIT, renewal_months=12, notice_months=3)


def read_afresh(on: date = ON) -> tuple[AgreementTold, ...]:
    """Return what a process tells that has read nothing yet."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(listed, "_day", listed._Day(date.min, {}))
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
    Organisation.objects.filter(id=BETA).update(name_en="Beta renamed", country="SN")


def delete(made: UUID) -> None:
    Agreement.objects.filter(id=made).delete()


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
