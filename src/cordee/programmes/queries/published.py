"""What anybody may read of programmes once an administrator publishes them: instruments and calls that fund.

Instruments that open by the directorate's invitation are left out with their calls, and so is what is in
preparation: neither tells when it was last worked on. Applications are not read here at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from cordee.directory.queries.published import Presence, find_presence, take
from cordee.ledger.publishing import SECOND, Sharing, Window, find_latest
from cordee.programmes.life import CallStage, VersionStage
from cordee.programmes.models import Call, Instrument, InstrumentVersion
from cordee.programmes.states import InstrumentKind, Opening


OPENINGS = [Opening.CALL.value, Opening.ROLLING.value]
"""How what anybody may apply to opens; the third way is by invitation."""

PUBLIC = Q(definition__opening__in=OPENINGS)
# A network or a prize may fund too: what states a ceiling does.
FUNDS = Q(definition__kind=InstrumentKind.FUNDING.value) | Q(
    definition__funding__ceilings__isnull=False
)
_OUTSIDE = [VersionStage.PUBLISHED.value, VersionStage.WITHDRAWN.value]


class FundingSort(StrEnum):
    """What gives money: an instrument, a call of one, or what was given to one project."""

    INSTRUMENT = "instrument"
    CALL = "call"
    AWARD = "award"


@dataclass(frozen=True)
class PublishedFunding:
    """What gives money. `amount` is the envelope of a call that states it, or what an award gave.

    `funder` is the organisation that keeps it, `part_of` the instrument of a call or the call of an award;
    each where it is published too. A grant from elsewhere has the funder's name alone. An award has the
    identifier of its project, and a name that is in neither language for certain.
    """

    id: UUID
    changed_at: datetime
    is_gone: bool
    is_demonstration: bool
    sort: FundingSort
    name_fr: str
    name_en: str
    description_fr: str
    description_en: str
    funder: UUID | None
    part_of: UUID | None = None
    amount: Decimal | None = None
    currency: str = ""
    name: str = ""
    funder_name: str = ""
    number: str = ""
    starts_on: date | None = None
    ends_on: date | None = None


def list_instruments(
    sharing: Sharing,
    window: Window,
    count: int,
    *,
    after: UUID | None = None,
    only: UUID | None = None,
) -> tuple[PublishedFunding, ...]:
    """Return the first `count` instruments that changed within the window, after an identifier.

    One stands as the version last published; once withdrawn, it is gone.
    """
    if not sharing.programmes:
        return ()
    offices = Instrument.objects.values_list("office", flat=True).distinct().order_by()
    presence = find_presence(offices, sharing, window)
    rows = _select_outside(sharing).filter(
        _find_within(window, presence, "instrument__office", "changed_at")
    )
    if after is not None:
        rows = rows.filter(instrument__gt=after)
    if only is not None:
        rows = rows.filter(instrument=only)
    return tuple(
        _tell_instrument(row, presence)
        for row in rows.select_related("instrument").order_by("instrument_id")[:count]
    )


def list_calls(
    sharing: Sharing,
    window: Window,
    count: int,
    *,
    after: UUID | None = None,
    only: UUID | None = None,
) -> tuple[PublishedFunding, ...]:
    """Return the first `count` calls that changed within the window, after an identifier.

    A call that was closed still was one; one that was cancelled is gone.
    """
    if not sharing.programmes:
        return ()
    offices = Call.objects.values_list("office", flat=True).distinct().order_by()
    presence = find_presence(offices, sharing, window)
    outside = _select_last(OuterRef("instrument_version__instrument")).values("changed_at")[:1]
    rows = (
        select_calls(sharing)
        .annotate(around_at=Subquery(outside))
        .filter(_find_within(window, presence, "office", "changed_at", "around_at"))
    )
    found = take(rows.select_related("instrument_version"), count, after, only)
    instruments = {row.instrument_version.instrument_id for row in found}
    there = frozenset(
        _select_outside(sharing)
        .filter(instrument__in=instruments, stage=VersionStage.PUBLISHED.value)
        .values_list("instrument", flat=True)
    )
    return tuple(_tell_call(row, presence, there) for row in found)


def select_calls(sharing: Sharing) -> QuerySet[Call]:
    """Return the calls that are told to the world, those that were cancelled among them."""
    return Call.objects.filter(sharing.narrow(), PUBLIC, FUNDS).exclude(stage=CallStage.DRAFT.value)


def _select_last(instrument: OuterRef) -> QuerySet[InstrumentVersion]:
    """Return the versions of an instrument that ever stood outside, the last first."""
    rows = InstrumentVersion.objects.filter(instrument=instrument, stage__in=_OUTSIDE)
    return rows.order_by("-number")


def _select_outside(sharing: Sharing) -> QuerySet[InstrumentVersion]:
    """Return, of each instrument that may be published, the version that stands for it."""
    newer = InstrumentVersion.objects.filter(
        instrument=OuterRef("instrument"), number__gt=OuterRef("number"), stage__in=_OUTSIDE
    )
    return InstrumentVersion.objects.filter(
        ~Exists(newer), sharing.narrow("instrument__"), PUBLIC, FUNDS, stage__in=_OUTSIDE
    )


def _find_within(window: Window, presence: dict[UUID, Presence], office: str, *columns: str) -> Q:
    """Return which rows changed within the window, with the organisations that keep them."""
    found = Q()
    if window.since is not None:
        near = [one for one, told in presence.items() if told.since >= window.since]
        touched = Q(**{f"{office}__in": near})
        for one in columns:
            touched |= Q(**{f"{one}__gte": window.since})
        found &= touched
    if window.until is not None:
        after = window.until + SECOND
        late = [one for one, told in presence.items() if told.since >= after]
        found &= ~Q(**{f"{office}__in": late})
        for one in columns:
            found &= Q(**{f"{one}__lt": after})
    return found


def _tell_instrument(row: InstrumentVersion, presence: dict[UUID, Presence]) -> PublishedFunding:
    office = presence.get(row.instrument.office)
    label, summary = row.definition["label"], row.definition["summary"]
    return PublishedFunding(
        id=row.instrument_id,
        changed_at=find_latest(_list_moments(office, row.changed_at)),
        is_gone=row.stage != VersionStage.PUBLISHED.value,
        is_demonstration=row.instrument.is_demonstration,
        sort=FundingSort.INSTRUMENT,
        name_fr=label["fr"],
        name_en=label["en"],
        description_fr=summary["fr"],
        description_en=summary["en"],
        funder=row.instrument.office if office and office.is_there else None,
    )


def _tell_call(
    row: Call, presence: dict[UUID, Presence], there: frozenset[UUID]
) -> PublishedFunding:
    office, instrument = presence.get(row.office), row.instrument_version.instrument_id
    around_at: datetime = row.around_at  # type: ignore[attr-defined]  # annotated in `list_calls`
    return PublishedFunding(
        id=row.id,
        changed_at=find_latest(_list_moments(office, row.changed_at, around_at)),
        is_gone=row.stage == CallStage.CANCELLED.value,
        is_demonstration=row.is_demonstration,
        sort=FundingSort.CALL,
        name_fr=row.title_fr,
        name_en=row.title_en,
        description_fr=row.text_fr,
        description_en=row.text_en,
        funder=row.office if office and office.is_there else None,
        part_of=instrument if instrument in there else None,
        amount=row.envelope,
        currency=row.currency,
    )


def _list_moments(office: Presence | None, *moments: datetime) -> Iterable[datetime]:
    return (*moments, office.since) if office else moments
