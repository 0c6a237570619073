"""What waits for each office is counted for who sees its applications, reports and payments with the rest."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.urls import reverse
from tests.agreements.cast import ALICE, ALPHA, AT, BOB, CHARLIE
from tests.integration.agreements.conftest import open_account
from tests.integration.programmes.conftest import SignIn
from tests.programmes.granting import make_project

from cordee.ledger.rights import Actor
from cordee.programmes.models import Instalment, Project, Report
from cordee.programmes.queries.pipeline import list_running
from cordee.programmes.queries.workload import Work, list_work


pytestmark = pytest.mark.usefixtures("on_the_day")


@pytest.fixture
def project() -> UUID:
    """A project of Alpha: one report to read, one late, one payment due, its letter of award not sent."""
    made = make_project()
    first, second, *_others = Report.objects.filter(project=made).order_by("due_on")
    Report.objects.filter(id=first.id).update(
        stage="submitted", submitted_at=AT, text="Done.", submitted_by="Paul"
    )
    Report.objects.filter(id=second.id).update(due_on=AT.date() - timedelta(days=1))
    project = Project.objects.get(id=made)
    for position, day in enumerate((date(2026, 5, 1), date(2027, 5, 1)), start=90):
        Instalment.objects.create(
            project=project, position=position, due_on=day, amount=Decimal(100), currency="EUR"
        )
    return made


def read_work(by: Actor) -> tuple[Work, ...]:
    return list_work(list_running(by, at=AT), by, at=AT)


def test_all_that_waits_is_counted(project: UUID) -> None:
    open_account(ALICE)
    (work,) = read_work(ALICE)
    assert (work.office, work.people) == (ALPHA, 1)
    assert (work.to_settle, work.to_decide, work.letters, work.appeals) == (0, 0, 1, 0)
    assert (work.to_read, work.late, work.payments, work.total) == (1, 1, 1, 3)


def test_another_house_is_told_nothing_of_it(project: UUID) -> None:
    assert (read_work(BOB), read_work(CHARLIE)) == ((), ())


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "What waits for each office"), ("fr", "Ce qui attend chaque service")],
)
def test_it_stands_on_the_page(project: UUID, sign_in: SignIn, language: str, said: str) -> None:
    page = sign_in(ALICE).get(reverse("programmes:pipeline"), headers={"Accept-Language": language})
    assert said in page.content.decode()
