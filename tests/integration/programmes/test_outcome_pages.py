"""What an instrument produced: for who runs it, with the reason why no figure is given, and what followed."""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import Any
from uuid import UUID
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse
from tests.agreements.cast import ALICE, BETA, BOB, ON
from tests.integration.programmes.conftest import SignIn
from tests.programmes.granting import make_project

from cordee.kernel.errors import NotFoundError
from cordee.observatory.figures.outcome_parts import (
    Balance,
    Estimate,
    FundedPair,
    OutcomeChoice,
    Outcomes,
    PairOutcome,
)
from cordee.programmes.models import Instrument, Project
from cordee.programmes.queries.outcomes import get_produced
from cordee.web.pages.programmes.views import outcomes as views


pytestmark = pytest.mark.usefixtures("on_the_day")

CURIE, DKFZ = "04t0gwh46", "04cdgtt98"


class Registry:
    """Two organisations, named by their identifiers."""

    def __contains__(self, one: object) -> bool:
        return one in (CURIE, DKFZ)

    def get(self, one: str) -> SimpleNamespace:
        return SimpleNamespace(name=f"=House {one}")


def make_outcomes(choice: OutcomeChoice) -> Outcomes:
    """Return an answer over one pair: the page shows figures, whatever they rest on."""
    pair = FundedPair(CURIE, DKFZ, 2026)
    return Outcomes(
        choice=choice,
        pairs=(PairOutcome(pair, "compared", "C04", 2, 16, 3, 2.0, 5.0),),
        first_year=2015,
        last_full_year=2030,
        vocabulary="mesh",
        works=((2025, 1200),),
        unfunded=48,
        funded_before=0.67,
        funded_after=5.33,
        compared_before=0.66,
        compared_after=1.67,
        effect=Estimate(3.65, 2.5, 4.75),
        drift=Estimate(0.0, -0.5, 0.5),
        balance=(Balance("office", 1.0, 2.0, 1.0, 0.9, 0.0),),
    )


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[Outcomes | None]:
    """Stand in for the background: the last of the list is the answer."""
    given: list[Outcomes | None] = [make_outcomes(OutcomeChoice())]
    monkeypatch.setattr(views, "get_ground", lambda: SimpleNamespace(registry=Registry()))
    monkeypatch.setattr(views.kept_outcomes, "ask", lambda *_asked, **_who: given[-1])
    return given


def get_instrument() -> UUID:
    make_project()
    return Instrument.objects.get(code="first-step").id


def read_file(client: Client, instrument: UUID, *place: str) -> bytes:
    answer: Any = client.get(reverse("programmes:outcomes_file", args=[instrument, *place]))
    assert answer.status_code == 200
    return b"".join(answer)


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
    assert [[step.id for step in chain] for chain in found.chains] == [[made, later.id]]
    # A circle ends where it began.
    first.follows = later
    first.save()
    assert len(get_produced(instrument, by=ALICE, on=ON).chains) == 1
    # What another house keeps is none of theirs to see.
    later.office = BETA
    later.save()
    assert get_produced(instrument, by=ALICE, on=ON).chains == ()


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


def test_a_computed_answer_is_told_with_its_interval_cost_and_limits(
    sign_in: SignIn, answers: list[Outcomes | None]
) -> None:
    where = reverse("programmes:instrument_outcomes", args=[get_instrument()])
    said = sign_in(ALICE).get(where).content.decode()
    for words in (
        "gained 3.65 co-publications",
        "2.50 to 4.75",
        "€500",
        "would have come without",
    ):
        assert words in said, words


def test_what_is_being_reckoned_is_asked_for_again(
    sign_in: SignIn, answers: list[Outcomes | None]
) -> None:
    answers.append(None)
    instrument, client = get_instrument(), sign_in(ALICE)
    where = reverse("programmes:instrument_outcomes", args=[instrument])
    said = client.get(where, {"years": "2"}).content.decode()
    assert f'hx-get="{where}?years=2" hx-trigger="every 1s"' in said
    # A file that is not there yet leads to the page that says so.
    place = reverse("programmes:outcomes_file", args=[instrument, "pairs", "csv"])
    assert client.get(place).headers["Location"] == f"{where}?years=3"
    answers.append(make_outcomes(OutcomeChoice(years=2)))
    part = client.get(where, headers={"HX-Request": "true"}).content.decode()
    assert "every 1s" not in part
    assert "<h1" not in part
    assert "gained 3.65" in part


def test_the_tables_are_taken_away(sign_in: SignIn, answers: list[Outcomes | None]) -> None:
    instrument, client = get_instrument(), sign_in(ALICE)
    pairs = read_file(client, instrument, "pairs", "csv").decode()
    assert "Organisation here" in pairs
    # What begins as a formula does is no formula in a spreadsheet.
    assert f"'=House {DKFZ}" in pairs
    assert "Germany,DE,1" in read_file(client, instrument, "countries", "csv").decode()
    book = ZipFile(io.BytesIO(read_file(client, instrument, "all", "xlsx")))
    names = book.read("xl/workbook.xml").decode()
    for one in ("countries", "money", "followed", "themes", "pairs", "balance"):
        assert f'name="{one}"' in names
    for wrong in (("pairs", "xlsx"), ("secrets", "csv")):
        place = reverse("programmes:outcomes_file", args=[instrument, *wrong])
        assert client.get(place).status_code == 404
    place = reverse("programmes:outcomes_file", args=[instrument, "countries", "csv"])
    assert sign_in(BOB).get(place).status_code == 404
