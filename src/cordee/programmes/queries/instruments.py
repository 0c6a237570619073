"""Reads of instruments: published ones are public, drafts are seen by those who run programmes there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_noop

from cordee.directory.queries import get_line, get_parts
from cordee.kernel.errors import NotFoundError
from cordee.ledger.rights import Actor, can, list_reached
from cordee.ledger.states import Action
from cordee.programmes.definition.parts import Definition
from cordee.programmes.life import VersionStage
from cordee.programmes.models import Instrument, InstrumentVersion


NO_INSTRUMENT = gettext_noop("There is no such instrument.")


@dataclass(frozen=True)
class VersionTold:
    """One version of an instrument. `version` counts its changes, for forms."""

    id: UUID
    number: int
    stage: VersionStage
    definition: Definition
    note: str
    changed_at: datetime
    changed_by: str
    published_at: datetime | None
    version: int


@dataclass(frozen=True)
class InstrumentTold:
    """An instrument with the versions a reader may see, the latest first; there is at least one."""

    id: UUID
    office: UUID
    code: str
    is_demonstration: bool
    may_run: bool
    """Whether the reader runs programmes at its office: sees drafts, edits, publishes, opens calls."""
    versions: tuple[VersionTold, ...]

    @property
    def published(self) -> VersionTold | None:
        """Return the version in use: the latest published; None before the first and once withdrawn."""
        return next((one for one in self.versions if one.stage is VersionStage.PUBLISHED), None)

    @property
    def draft(self) -> VersionTold | None:
        """Return the version being written, for who may see it."""
        return next((one for one in self.versions if one.stage is VersionStage.DRAFT), None)

    @property
    def shown(self) -> VersionTold:
        """Return the version that stands for the instrument: the one in use, or else the latest."""
        return self.published or self.versions[0]


def list_instruments(
    *, by: Actor, on: date, offices: Iterable[UUID] | None = None
) -> tuple[InstrumentTold, ...]:
    """Return the instruments that a person may see, by code; of some offices where these are given."""
    rows = select_visible(by, on=on)
    if offices is not None:
        rows = rows.filter(office__in=list(offices))
    run = _list_run(by, on=on)
    return tuple(
        _tell(row, may_run=run is None or row.office in run)
        for row in rows.prefetch_related("versions")
    )


def get_instrument(identifier: UUID, *, by: Actor, on: date) -> InstrumentTold:
    """Return an instrument with its versions; `NotFoundError` for who may not see it."""
    row = select_visible(by, on=on).filter(id=identifier).first()
    if row is None:
        raise NotFoundError(NO_INSTRUMENT)
    return _tell(row, may_run=runs(row.office, by=by, on=on))


def get_version(identifier: UUID, *, by: Actor, on: date) -> tuple[InstrumentTold, VersionTold]:
    """Return a version with its instrument; `NotFoundError` for who may not see it."""
    found = InstrumentVersion.objects.filter(id=identifier).values_list("instrument_id", flat=True)
    for instrument in found:
        told = get_instrument(instrument, by=by, on=on)
        for version in told.versions:
            if version.id == identifier:
                return told, version
    raise NotFoundError(NO_INSTRUMENT)


def get_definition(version: UUID, *, by: Actor, on: date) -> Definition:
    """Return the definition of a version; `NotFoundError` for who may not see it."""
    return get_version(version, by=by, on=on)[1].definition


def runs(office: UUID, *, by: Actor, on: date) -> bool:
    """Return whether a person runs programmes at an office."""
    return can(by, Action.RUN_PROGRAMMES, get_line(office, on=on), on=on)


def select_visible(by: Actor, *, on: date) -> QuerySet[Instrument]:
    """Return the instruments that a person may see, narrowed in the database."""
    published = InstrumentVersion.objects.filter(
        instrument=OuterRef("id"), stage=VersionStage.PUBLISHED.value
    )
    run = _list_run(by, on=on)
    if run is None:
        return Instrument.objects.all()
    return Instrument.objects.filter(Exists(published) | Q(office__in=run))


def _list_run(by: Actor, *, on: date) -> frozenset[UUID] | None:
    reached = list_reached(by, Action.RUN_PROGRAMMES, on=on)
    return get_parts(reached, on=on) if reached else reached


def _tell(row: Instrument, *, may_run: bool) -> InstrumentTold:
    versions = tuple(
        read_version(one)
        for one in sorted(row.versions.all(), key=lambda one: -one.number)
        if may_run or one.stage == VersionStage.PUBLISHED
    )
    return InstrumentTold(row.id, row.office, row.code, row.is_demonstration, may_run, versions)


def read_version(row: InstrumentVersion) -> VersionTold:
    """Return a row as a value."""
    return VersionTold(
        id=row.id,
        number=row.number,
        stage=VersionStage(row.stage),
        definition=Definition.model_validate(row.definition),
        note=row.note,
        changed_at=row.changed_at,
        changed_by=row.changed_by,
        published_at=row.published_at,
        version=row.version,
    )
