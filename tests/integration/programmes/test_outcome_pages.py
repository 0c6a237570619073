"""What an instrument produced: for who runs it, with the reason why no figure is given, and what followed."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from tests.agreements.cast import ALICE, BOB, ON
from tests.integration.programmes.conftest import SignIn
from tests.programmes.granting import make_project

from cordee.kernel.errors import NotFoundError
from cordee.programmes.models import Instrument, Project
from cordee.programmes.queries.outcomes import get_produced


pytestmark = pytest.mark.usefixtures("on_the_day")


def test_awards_pairs_and_what_followed_are_told() -> None:
    made = make_project()
    instrument = Instrument.objects.get(code="first-step").id
    first = Project.objects.get(id=made)
    later = Project.objects.create(
        office=first.office,
        title="Larger project",
        follows=first,
        stage_since=first.stage_since,
        created_at=first.created_at,
        changed_at=first.changed_at,
    )
    found = get_produced(instrument, by=ALICE, on=ON)
    assert found.awards == 1
    assert dict(found.countries)["DE"] == 1
    assert len(found.pairs) + found.unnamed == 1
    assert [(one.project, one.later, one.steps) for one in found.followed] == [(made, later.id, 1)]
    # A circle ends where it began.
    first.follows = later
    first.save()
    assert len(get_produced(instrument, by=ALICE, on=ON).followed) == 1


def test_who_does_not_run_the_instrument_finds_no_such_page(sign_in: SignIn) -> None:
    make_project()
    instrument = Instrument.objects.get(code="first-step").id
    with pytest.raises(NotFoundError):
        get_produced(instrument, by=BOB, on=ON)
    where = reverse("programmes:instrument_outcomes", args=[instrument])
    assert sign_in(BOB).get(where).status_code == 404
    assert Client().get(where).status_code == 302


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_is_read_in_both_languages(sign_in: SignIn, language: str) -> None:
    make_project()
    instrument = Instrument.objects.get(code="first-step").id
    where = reverse("programmes:instrument_outcomes", args=[instrument])
    answer = sign_in(ALICE).get(where, headers={"Accept-Language": language})
    assert answer.status_code == 200
    said = answer.content.decode()
    assert ("What it produced" in said) == (language == "en")
    assert ("Ce qu’il a produit" in said) == (language == "fr")
