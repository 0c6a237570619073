"""Calls for the tests of programmes: Alpha keeps them, the cast of agreements meets in them."""

from __future__ import annotations

import json
from datetime import datetime
from importlib.resources import files
from typing import Any
from uuid import UUID

from tests.agreements.cast import ALICE, ALPHA, AT

from cordee.ledger.rights import Actor
from cordee.programmes.calling.clock import LocalTime
from cordee.programmes.calling.values import CallDraft
from cordee.programmes.life import VersionStage
from cordee.programmes.models import Call, Instrument, InstrumentVersion
from cordee.programmes.operations.calls import create_call, publish_call


OPENS = LocalTime(datetime(2026, 5, 1, 9, 0))  # noqa: DTZ001 -- what a wall clock shows
CLOSES = LocalTime(datetime(2026, 6, 30, 17, 0))  # noqa: DTZ001

FIRST_STEP: dict[str, Any] = json.loads(
    files("cordee.programmes.catalogue").joinpath("first-step.json").read_text(encoding="utf-8")
)
ROTATING: dict[str, Any] = {
    "code": "international-project",
    "label": {"fr": "Projet international", "en": "International project"},
    "summary": {"fr": "Cinq ans à plusieurs.", "en": "Five years together."},
    "aim": "consolidate",
    "kind": "funding",
    "opening": "call",
    "outcome": "project",
    "funding": {
        "ceilings": [{"zone": "europe", "max": "60000"}, {"zone": "asia", "max": "75000"}],
        "caps": [{"category": "salaries", "percent": "0"}],
    },
    "months": {"min": 60, "max": 60},
    "quotas": [{"scope": "plan", "max": 20, "plan": "2021-2025"}],
    "zones": [
        {"code": "europe", "label": {"fr": "Europe", "en": "Europe"}, "continents": ["EU"]},
        {"code": "asia", "label": {"fr": "Asie", "en": "Asia"}, "continents": ["AS"]},
    ],
    "rotation": {
        "anchor_year": 2026,
        "cycle": [["asia"], ["europe"], ["europe", "asia"]],
        "exceptions": [{"year": 2030, "zones": []}],
    },
    "documents": [{"code": "letter", "label": {"fr": "Lettre", "en": "Letter"}}],
}


def make_version(
    definition: dict[str, Any] = FIRST_STEP,
    *,
    office: UUID = ALPHA,
    stage: VersionStage = VersionStage.PUBLISHED,
    at: datetime = AT,
    **changes: Any,
) -> UUID:
    """Return the next version of an instrument, published unless said otherwise."""
    whole = {**definition, **changes}
    instrument, _is_new = Instrument.objects.get_or_create(
        office=office, code=whole["code"], defaults={"created_at": at}
    )
    row = InstrumentVersion.objects.create(
        instrument=instrument,
        number=instrument.versions.count() + 1,
        stage=stage.value,
        definition=whole,
        changed_at=at,
        published_at=None if stage is VersionStage.DRAFT else at,
    )
    return row.id


def write_draft(**changes: Any) -> CallDraft:
    whole = {
        "title_fr": "Tremplin 2026",
        "title_en": "First Step 2026",
        "year": 2026,
        "opens": OPENS,
        "closes": CLOSES,
        **changes,
    }
    return CallDraft(**whole)


def make_call(
    version: UUID | None = None, *, by: Actor = ALICE, at: datetime = AT, **changes: Any
) -> UUID:
    """Return a call in preparation."""
    return create_call(
        write_draft(**changes), instrument_version=version or make_version(), by=by, at=at
    )


def publish(call: UUID, *, by: Actor = ALICE, at: datetime = AT) -> UUID:
    publish_call(call, version=get_version(call), by=by, at=at)
    return call


def get_version(call: UUID) -> int:
    return Call.objects.get(id=call).version
