"""The bench's page: tables and past applications run through a draft, for those who run programmes there."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.agreements.cast import ALICE, ALPHA, AT, CHARLIE, ON, UNA
from tests.integration.agreements.conftest import SignIn

from cordee.programmes.models import Application, Call, Instrument, Judged
from cordee.programmes.operations.instruments import (
    create_instrument,
    publish_version,
    save_draft,
)
from cordee.programmes.queries.past import list_past_cases
from cordee.programmes.shipped import read_shipped


TABLE = "application,applicant.works_here,partners.foreign,partners.countries,project.months,project.amount,call.year\nKyoto,yes,1,JP,60,70000,2026\n"


@pytest.fixture
def pri() -> UUID:
    """Return the identifier of PRI, published, with a draft that shortens it."""
    made = create_instrument(read_shipped()["pri"], office=ALPHA, by=ALICE, at=AT)
    publish_version(made, version=1, by=ALICE, at=AT)
    shorter = {**read_shipped()["pri"], "months": {"max": 48}}
    save_draft(made, shorter, version=2, by=ALICE, at=AT)
    return made


def judge(instrument: UUID, facts: dict[str, object]) -> None:
    """Keep an application that was judged once."""
    version = Instrument.objects.get(id=instrument).versions.get(number=1)
    call = Call.objects.create(
        office=ALPHA,
        instrument_version=version,
        definition=version.definition,
        reference="PRI-2026",
        title_fr="PRI",
        title_en="PRI",
        year=2026,
        stage="published",
        stage_since=AT,
        created_at=AT,
        changed_at=AT,
    )
    row = Application.objects.create(
        call=call,
        number=7,
        account=uuid4(),
        stage="submitted",
        stage_since=AT,
        submitted_at=AT,
        receipt="x",
        created_at=AT,
        changed_at=AT,
    )
    Judged.objects.create(
        application=row,
        at=AT,
        reference_day=ON,
        verdict="eligible",
        admissibility="met",
        facts=facts,
        results=[],
    )


def test_a_table_is_run_through_the_draft(pri: UUID, sign_in: SignIn) -> None:
    alice, where = sign_in(ALICE), reverse("programmes:bench", args=[pri])
    assert alice.get(where).status_code == 200
    for sent in (
        {"text": TABLE},
        {"file": SimpleUploadedFile("cases.csv", TABLE.encode("utf-8-sig"))},
    ):
        answer = alice.post(where, {"source": "table", **sent})
        text = " ".join(answer.content.decode().split())
        assert answer.status_code == 200
        assert "1 of 1 applications have another verdict." in text
        assert "Duration of the project: from met to not met" in text


def test_what_cannot_be_read_is_said(pri: UUID, sign_in: SignIn) -> None:
    alice, where = sign_in(ALICE), reverse("programmes:bench", args=[pri])
    for sent, said in (
        ({"source": "table", "text": "shoes\n1\n"}, "There is no fact"),
        ({"source": "past"}, "judged yet"),
        ({"source": "table", "file": SimpleUploadedFile("x.csv", b"\xff\xfe")}, "UTF-8"),
    ):
        answer = alice.post(where, sent)
        assert answer.status_code == 422
        assert said in answer.content.decode()


def test_applications_of_past_calls_are_run_with_the_facts_they_were_judged_by(
    pri: UUID, sign_in: SignIn
) -> None:
    facts = {"applicant.works_here": True, "partners.foreign": 1, "partners.countries": ["JP"]}
    judge(pri, {**facts, "project.months": 60, "project.amount": 70_000, "call.year": 2026})
    answer = sign_in(ALICE).post(reverse("programmes:bench", args=[pri]), {"source": "past"})
    assert "PRI-2026 · 7" in answer.content.decode()
    # Who runs programmes at a unit alone sees no applications of the whole institution.
    assert list_past_cases(pri, by=UNA, on=ON) == ()


def test_the_bench_is_no_page_for_others(pri: UUID, sign_in: SignIn) -> None:
    for name in ("bench", "bench_template"):
        where = reverse(f"programmes:{name}", args=[pri])
        assert sign_in(CHARLIE).get(where).status_code == 404
        assert Client().get(where).status_code == 302
    answer = sign_in(ALICE).get(reverse("programmes:bench_template", args=[pri]))
    assert answer.content.decode().startswith("application,applicant.years_since_recruitment,")
