"""Records of people on the move for the tests: Alpha keeps them, the cast of agreements meets in them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from tests.agreements.cast import ALICE, ALPHA, AT, BETA

from cordee.ledger.rights import Actor
from cordee.programmes.moving.states import Sort
from cordee.programmes.moving.values import Told
from cordee.programmes.operations.moves import create_record, move_record, save_part
from cordee.programmes.queries.moves import SHAPES, get_record


VALUES: dict[Sort, dict[str, Any]] = {
    Sort.MISSION: {
        "title": "Pathology in Dakar",
        "need": "A pathologist for a week.",
        "country": "SN",
        "organisation_name": "Hospital of Dakar",
        "starts_on": date(2026, 5, 1),
        "ends_on": date(2026, 5, 10),
    },
    Sort.STAY: {
        "direction": "incoming",
        "purpose": "research",
        "name": "Stella",
        "country": "DE",
        "home": BETA,
        "home_name": "Beta",
        "host": ALPHA,
        "host_name": "Alpha",
        "starts_on": date(2026, 6, 1),
        "ends_on": date(2026, 9, 30),
    },
    Sort.DELEGATION: {
        "title": "Visit from Beta",
        "direction": "incoming",
        "country": "DE",
        "starts_on": date(2026, 6, 8),
        "ends_on": date(2026, 6, 9),
    },
    Sort.TRAINING: {"title": "Doctorates", "kind": "doctoral"},
    Sort.PRIZE: {"title": "Prize of Alpha", "code": "ALPHA-PRIZE"},
    Sort.EVENT: {"title": "Scientific day", "kind": "workshop", "starts_on": date(2026, 6, 8)},
}


def make(sort: Sort, *, by: Actor = ALICE, office: UUID = ALPHA, **changes: Any) -> UUID:
    return create_record(sort, {**VALUES[sort], **changes}, office=office, by=by, at=AT)


def read(sort: Sort, record: UUID, *, by: Actor = ALICE) -> Told:
    return get_record(sort, record, by=by, on=AT.date())


def get_version(sort: Sort, record: UUID) -> int:
    return SHAPES[sort].model._default_manager.get(id=record).version


def add(
    sort: Sort, record: UUID, part: str, *, by: Actor = ALICE, at: datetime = AT, **values: Any
) -> UUID:
    version = get_version(sort, record)
    return save_part(sort, record, part, values, version=version, by=by, at=at)


def move(sort: Sort, record: UUID, *steps: str, at: datetime = AT) -> None:
    for step in steps:
        move_record(
            sort,
            record,
            step,
            version=get_version(sort, record),
            by=ALICE,
            at=at,
            reason="So decided.",
        )
