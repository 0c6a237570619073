"""What anybody may read of what programmes offer, once an administrator publishes it, as it stands today.

Instruments and calls of every kind, those that fund nothing among them; not what opens by invitation alone,
nor what is in preparation, withdrawn or cancelled. Prizes that their office made public, never laureates.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q

from cordee.directory.queries.published import find_presence
from cordee.ledger.publishing import Sharing, Window
from cordee.programmes.life import CallStage, VersionStage
from cordee.programmes.models import Call, InstrumentVersion, Prize
from cordee.programmes.queries.published import OPENINGS, PUBLIC
from cordee.programmes.states import InstrumentKind


@dataclass(frozen=True)
class OfferedInstrument:
    """An instrument as the version in use says it."""

    id: UUID
    is_demonstration: bool
    code: str
    funds: bool
    name_fr: str
    name_en: str
    summary_fr: str
    summary_en: str
    office: UUID | None


@dataclass(frozen=True)
class OfferedCall:
    """A call. `instrument` is the one it opens, where that is told too."""

    id: UUID
    is_demonstration: bool
    funds: bool
    title_fr: str
    title_en: str
    text_fr: str
    text_en: str
    opens_at: datetime | None
    closes_at: datetime | None
    envelope: Decimal | None
    currency: str
    office: UUID | None
    instrument: UUID | None


@dataclass(frozen=True)
class OfferedPrize:
    """A prize; its title and description are kept in one language without saying which."""

    id: UUID
    is_demonstration: bool
    title: str
    description: str
    starts_on: date | None
    ends_on: date | None
    office: UUID | None


def list_open_instruments(sharing: Sharing, window: Window) -> tuple[OfferedInstrument, ...]:
    """Return the instruments in use that open by calls or at any time, by identifier."""
    if not sharing.programmes:
        return ()
    latest: dict[UUID, InstrumentVersion] = {}
    rows = InstrumentVersion.objects.filter(
        sharing.narrow("instrument__"), stage=VersionStage.PUBLISHED.value
    )
    for row in rows.select_related("instrument").order_by("number"):
        latest[row.instrument_id] = row
    found = [latest[one] for one in sorted(latest) if latest[one].definition["opening"] in OPENINGS]
    there = _find_there((row.instrument.office for row in found), sharing, window)
    return tuple(
        OfferedInstrument(
            id=row.instrument_id,
            is_demonstration=row.instrument.is_demonstration,
            code=row.instrument.code,
            funds=_funds(row.definition),
            name_fr=row.definition["label"]["fr"],
            name_en=row.definition["label"]["en"],
            summary_fr=row.definition["summary"]["fr"],
            summary_en=row.definition["summary"]["en"],
            office=row.instrument.office if row.instrument.office in there else None,
        )
        for row in found
    )


def list_open_calls(sharing: Sharing, window: Window) -> tuple[OfferedCall, ...]:
    """Return the calls that anybody may read, those closed among them, by identifier."""
    if not sharing.programmes:
        return ()
    told = {one.id for one in list_open_instruments(sharing, window)}
    outside = Q(stage__in=[CallStage.DRAFT.value, CallStage.CANCELLED.value])
    rows = Call.objects.filter(sharing.narrow(), PUBLIC).exclude(outside)
    found = list(rows.select_related("instrument_version").order_by("id"))
    there = _find_there((row.office for row in found), sharing, window)
    return tuple(
        OfferedCall(
            id=row.id,
            is_demonstration=row.is_demonstration,
            funds=_funds(row.definition),
            title_fr=row.title_fr,
            title_en=row.title_en,
            text_fr=row.text_fr,
            text_en=row.text_en,
            opens_at=row.opens_at,
            closes_at=row.closes_at,
            envelope=row.envelope,
            currency=row.currency,
            office=row.office if row.office in there else None,
            instrument=(
                row.instrument_version.instrument_id
                if row.instrument_version.instrument_id in told
                else None
            ),
        )
        for row in found
    )


def list_prizes(sharing: Sharing, window: Window) -> tuple[OfferedPrize, ...]:
    """Return the prizes that their office made public, by identifier."""
    if not sharing.prizes:
        return ()
    found = list(Prize.objects.filter(sharing.narrow(), is_public=True).order_by("id"))
    there = _find_there((row.office for row in found), sharing, window)
    return tuple(
        OfferedPrize(
            id=row.id,
            is_demonstration=row.is_demonstration,
            title=row.title,
            description=row.description,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            office=row.office if row.office in there else None,
        )
        for row in found
    )


def _find_there(offices: Iterable[UUID], sharing: Sharing, window: Window) -> frozenset[UUID]:
    presence = find_presence(offices, sharing, window)
    return frozenset(one for one, told in presence.items() if told.is_there)


def _funds(definition: Any) -> bool:
    ceilings = (definition.get("funding") or {}).get("ceilings")
    return definition["kind"] == InstrumentKind.FUNDING.value or bool(ceilings)
