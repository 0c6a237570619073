"""Instruments: who sees which version, who writes, what is refused and what the audit keeps."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from tests.agreements.cast import ALICE, ALPHA, ANN, AT, BOB, CHARLIE, ON, REA, UNIT

from cordee.kernel.errors import NotFoundError, RefusedError, RuleError, StaleError
from cordee.ledger.models import Event
from cordee.ledger.rights import NOBODY
from cordee.programmes.faults import FaultyDefinitionError
from cordee.programmes.life import VersionStage
from cordee.programmes.operations.instruments import (
    create_instrument,
    discard_draft,
    install_catalogue,
    publish_version,
    save_draft,
    withdraw_instrument,
)
from cordee.programmes.queries.instruments import (
    get_definition,
    get_instrument,
    get_version,
    list_instruments,
)
from cordee.programmes.shipped import list_shipped


def make_values(**changed: Any) -> dict[str, Any]:
    """Return the smallest instrument there can be, with something changed."""
    both = {"fr": "Essai", "en": "Trial"}
    return {
        "code": "trial",
        "label": both,
        "summary": both,
        "aim": "explore",
        "kind": "funding",
        "opening": "call",
        "outcome": "project",
        **changed,
    }


@pytest.fixture
def trial() -> UUID:
    return create_instrument(make_values(), office=ALPHA, by=ALICE, at=AT)


def test_a_draft_is_seen_by_its_office_alone(trial: UUID) -> None:
    assert [one.code for one in list_instruments(by=ANN, on=ON)] == ["trial"]
    for other in (NOBODY, REA, BOB, CHARLIE):
        assert list_instruments(by=other, on=ON) == ()
        with pytest.raises(NotFoundError):
            get_instrument(trial, by=other, on=ON)


def test_a_published_version_is_public_and_its_next_draft_is_not(trial: UUID) -> None:
    first = publish_version(trial, version=1, by=ALICE, at=AT)
    second = save_draft(trial, make_values(aim="integrate"), version=2, by=ALICE, at=AT)
    assert get_definition(first, by=NOBODY, on=ON).aim == "explore"
    assert [one.number for one in get_instrument(trial, by=NOBODY, on=ON).versions] == [1]
    with pytest.raises(NotFoundError):
        get_version(second, by=NOBODY, on=ON)
    seen = get_instrument(trial, by=ANN, on=ON)
    assert [(one.number, one.stage) for one in seen.versions] == [
        (2, VersionStage.DRAFT),
        (1, VersionStage.PUBLISHED),
    ]
    assert seen.shown.number == 1


def test_others_write_nothing(trial: UUID) -> None:
    with pytest.raises(RefusedError):
        create_instrument(make_values(code="mine"), office=ALPHA, by=REA, at=AT)
    with pytest.raises(NotFoundError):
        save_draft(trial, make_values(), version=1, by=CHARLIE, at=AT)
    publish_version(trial, version=1, by=ALICE, at=AT)
    with pytest.raises(RefusedError):
        save_draft(trial, make_values(), version=2, by=CHARLIE, at=AT)


def test_who_opened_it_before_another_saved_is_told(trial: UUID) -> None:
    publish_version(trial, version=1, by=ALICE, at=AT)
    save_draft(trial, make_values(aim="integrate"), version=2, by=ALICE, at=AT)
    with pytest.raises(StaleError, match="Alice"):
        save_draft(trial, make_values(aim="capacity"), version=2, by=ANN, at=AT)


def test_the_code_stays_and_is_given_once(trial: UUID) -> None:
    with pytest.raises(RuleError, match="stays"):
        save_draft(trial, make_values(code="other"), version=1, by=ALICE, at=AT)
    with pytest.raises(RuleError, match="already"):
        create_instrument(make_values(), office=ALPHA, by=ALICE, at=AT)


def test_publishing_refuses_with_every_fault() -> None:
    both = {"fr": "x", "en": "x"}
    rule = {"id": "r", "phase": "eligibility", "label": both, "message": both}
    values = make_values(
        months={"min": 9, "max": 3}, rules=[{**rule, "expression": "nobody.knows > 1"}]
    )
    made = create_instrument(values, office=ALPHA, by=ALICE, at=AT)
    with pytest.raises(FaultyDefinitionError) as refused:
        publish_version(made, version=1, by=ALICE, at=AT)
    assert [one.where for one in refused.value.faults] == ["months", "rules.1.expression"]


def test_what_is_no_definition_is_refused_whole() -> None:
    with pytest.raises(FaultyDefinitionError) as refused:
        create_instrument({"code": "Not so", "colour": 1}, office=ALPHA, by=ALICE, at=AT)
    assert {"code", "label", "colour"} <= {one.where for one in refused.value.faults}


def test_withdrawn_it_is_public_no_more(trial: UUID) -> None:
    with pytest.raises(RuleError):
        withdraw_instrument(trial, version=1, reason="Over.", by=ALICE, at=AT)
    publish_version(trial, version=1, by=ALICE, at=AT)
    withdraw_instrument(trial, version=2, reason="Over.", by=ALICE, at=AT)
    assert list_instruments(by=NOBODY, on=ON) == ()
    assert get_instrument(trial, by=ANN, on=ON).published is None


def test_a_draft_thrown_away_leaves_the_version_before(trial: UUID) -> None:
    publish_version(trial, version=1, by=ALICE, at=AT)
    save_draft(trial, make_values(aim="integrate"), version=2, by=ALICE, at=AT)
    assert discard_draft(trial, version=3, by=ALICE, at=AT)
    assert get_instrument(trial, by=ANN, on=ON).draft is None


def test_each_write_stands_in_the_audit(trial: UUID) -> None:
    save_draft(trial, make_values(aim="integrate"), version=1, by=ALICE, at=AT, note="Farther.")
    publish_version(trial, version=2, by=ALICE, at=AT)
    withdraw_instrument(trial, version=3, reason="Over.", by=ALICE, at=AT)
    events = Event.objects.filter(kind="instrument", record=str(trial)).order_by("number")
    assert [one.action.partition(".")[2] for one in events] == [
        "create",
        "change",
        "publish",
        "withdraw",
    ]


def test_the_catalogue_comes_in_once() -> None:
    added = install_catalogue(UNIT, by=ALICE, at=AT)
    assert len(added) == len(list_shipped())
    assert install_catalogue(UNIT, by=ALICE, at=AT) == ()
    assert {one.code for one in list_instruments(by=NOBODY, on=ON)} == {
        one.code for one in list_shipped()
    }
