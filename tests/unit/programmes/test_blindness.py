"""What a reviewer may see, by who may know whom: nothing planted comes through."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.programmes.applying import DEFINITION, text

from cordee.programmes.applied import (
    ApplicationRecord,
    FileTold,
    FrozenCall,
    Money,
    PartnerPart,
    PartnerTold,
    Written,
)
from cordee.programmes.definition.parts import Definition
from cordee.programmes.life import ApplicationStage, CallDays, CallStage
from cordee.programmes.reviewing.blindness import find_names, list_own_names, order_unseen, veil
from cordee.programmes.states import CostCategory


AT = datetime(2026, 6, 1, tzinfo=UTC)
PARTNER = UUID(int=7)
PLANTED = ("Zyx", "zyx@planted.example")


def make_record(blind: str) -> ApplicationRecord:
    fields = [
        {"key": "aims", "kind": "text", "label": text("Aims")},
        {"key": "team", "kind": "text", "label": text("Team"), "is_naming": True},
    ]
    changes: dict[str, Any] = {
        "sections": [
            {"title": text("Project"), "fields": fields},
            {"title": text("You"), "fields": [{**fields[1], "key": "career"}]},
        ],
        "documents": [
            {"code": "plan", "label": text("Plan")},
            {"code": "cv", "label": text("CV"), "is_naming": True},
        ],
        "review": {
            "blind": blind,
            "criteria": [{"code": "science", "label": text("Science")}],
        },
    }
    definition = Definition.model_validate_json(json.dumps({**DEFINITION, "rules": [], **changes}))
    call = FrozenCall(
        uuid4(), uuid4(), "R", "T", "T", 2026, CallDays(CallStage.PUBLISHED, None, None),
        "Europe/Paris", definition,
    )  # fmt: skip
    part = PartnerPart(
        "Zyx University", "Zyx team", "JP", uuid4(), contact_name="Zyx",
        contact_email="zyx@planted.example", contribution="We sequence.",
    )  # fmt: skip
    files = tuple(
        FileTold(uuid4(), code, "0" * 64, 1, f"{code} Zyx.pdf", "application/pdf", AT)
        for code in ("plan", "cv")
    )
    return ApplicationRecord(
        id=uuid4(),
        call=call,
        number=1,
        account=uuid4(),
        person=uuid4(),
        organisation=uuid4(),
        written=Written(
            "Sequencing", "SEQ", 12, {"aims": "To test.", "team": "Zyx", "career": "Zyx"},
            (Money(CostCategory.OTHER, Decimal(1), "", True, PARTNER),),
        ),
        partners=(
            PartnerTold(PARTNER, part, "mark", AT, AT, AT, "Zyx", "Director Zyx"),
        ),
        files=files,
        stage=ApplicationStage.SUBMITTED,
        stage_since=AT,
        submitted_at=AT,
        receipt="receipt of Zyx",
        version=1,
        changed_at=AT,
        is_demonstration=False,
    )  # fmt: skip


def name(number: int) -> str:
    return f"Partner {number}"


def test_double_blind_leaves_nothing_that_names() -> None:
    record = make_record("double")
    seen = veil(record, name)
    assert not any(planted in repr(seen) for planted in PLANTED)
    assert str(record.account) not in repr(seen)
    assert (seen.person, seen.organisation) == (None, None)
    assert seen.partners[0].part == PartnerPart(
        "Partner 1", country="JP", contribution="We sequence."
    )
    assert [one.file_name for one in seen.files] == ["plan.pdf"]
    assert seen.written.answers == {"aims": "To test."}
    assert [one.title.en for one in seen.call.definition.sections] == ["Project"]


@pytest.mark.parametrize("blind", ["single", "none"])
def test_otherwise_the_applicant_is_known_and_contacts_are_not(blind: str) -> None:
    record = make_record(blind)
    seen = veil(record, name)
    assert (seen.person, seen.organisation) == (record.person, record.organisation)
    assert seen.partners[0].part.name == "Zyx University"
    assert "zyx@planted.example" not in repr(seen)
    assert "receipt of" not in repr(seen)
    assert len(seen.files) == 2


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("With the team of Élise CARRÉ.", ["Elise Carre"]),
        ("As Carré showed.", ["Elise Carre"]),
        ("We were carrés.", []),
        ("Write to me: elise@lab.example", ["elise@lab.example"]),
        ("ORCID 0000-0002-1825-0097.", ["0000-0002-1825-0097"]),
        ("At the ICB we sequence.", []),
        ("At the National Institute of Tests.", ["National Institute of Tests"]),
        ("Tests are ours.", []),
    ],
)
def test_names_are_found_in_what_reviewers_read(written: str, found: list[str]) -> None:
    record = make_record("double")
    record = replace(
        record, written=replace(record.written, answers={"aims": written, "team": "Elise Carre"})
    )
    names = ("Elise Carre", "ICB", "National Institute of Tests")
    assert [one.name for one in find_names(record, names)] == found


def test_an_application_says_names_of_its_own() -> None:
    assert list_own_names(make_record("double"))[:2] == ("Zyx University", "Zyx team")


def test_reviewers_are_numbered_in_an_order_of_its_own() -> None:
    reviewers = [uuid4() for _ in range(6)]
    one, other = uuid4(), uuid4()
    assert order_unseen(one, reviewers) == order_unseen(one, reversed(reviewers))
    assert set(order_unseen(other, reviewers)) == set(reviewers)
    places = {order_unseen(uuid4(), reviewers).index(reviewers[0]) for _ in range(60)}
    assert len(places) > 1
