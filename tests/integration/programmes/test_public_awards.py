"""What an instrument awarded, as anybody reads it on its page: public projects alone, while they stand."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from tests.agreements.cast import AT
from tests.programmes.granting import make_grant, make_project

from cordee.programmes.models import Decision, Participant, Project
from cordee.programmes.queries.public_awards import list_public_awards


pytestmark = pytest.mark.usefixtures("on_the_day")

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def project() -> Project:
    """A project of an award, not public yet."""
    return Project.objects.get(id=make_project())


def read(project: Project, **query: str) -> str:
    assert project.instrument_version is not None
    address = reverse("programmes:instrument", args=[project.instrument_version.instrument_id])
    answer = Client().get(address, query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def find(project: Project) -> Any:
    assert project.instrument_version is not None
    instrument: UUID = project.instrument_version.instrument_id
    return list_public_awards(instrument, zone=PARIS)


def test_nothing_is_said_of_what_is_not_public(project: Project) -> None:
    make_grant(is_public=True)
    assert "public-awards-title" not in read(project)
    assert find(project).count == 0


def test_says_how_many_by_country_and_year(project: Project) -> None:
    Project.objects.filter(id=project.id).update(is_public=True)
    Participant.objects.create(project=project, name="Twice", country="DE", role="participant")
    page = read(project)
    assert "1 award whose project is public" in page
    assert reverse("programmes:grant", args=[project.id]) in page
    found = find(project)
    # Two partners in one country count there once; the coordinator is ours.
    assert found.countries == (("DE", 1),)
    assert found.years == ((2026, 1),)
    assert "attribution dont le projet est public" in read(project, lang="fr")


def test_a_year_ends_at_midnight_of_the_house(project: Project) -> None:
    Project.objects.filter(id=project.id).update(is_public=True)
    Decision.objects.update(decided_at=datetime(2025, 12, 31, 23, 30, tzinfo=UTC))
    assert find(project).years == ((2026, 1),)


def test_what_was_refused_after_all_is_gone(project: Project) -> None:
    Project.objects.filter(id=project.id).update(is_public=True)
    award = Decision.objects.get()
    Decision.objects.filter(id=award.id).update(replaced_by=award)
    new = Decision.objects.create(application=award.application, kind="refuse", decided_at=AT)
    Decision.objects.filter(id=award.id).update(replaced_by=new)
    assert find(project).count == 0
    assert "public-awards-title" not in read(project)
    address = reverse("programmes:grant", args=[project.id])
    assert Client().get(address).status_code == 302
