"""The record of a theme, an axis or a sector; what belongs to it; what a thing belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from cordee.directory.models import Theme, ThemeTie
from cordee.directory.queries.access import check_sees_directory
from cordee.directory.queries.kept import (
    Keeping,
    Reference,
    present_keeping,
    refuse_unknown,
)
from cordee.directory.states import Sort, ThemeKind
from cordee.ledger.rights import Actor
from cordee.ledger.states import Action


@dataclass(frozen=True)
class TieTold:
    """What belongs to a theme: the thing with its sort, and the theme itself."""

    id: UUID
    theme: Reference
    theme_kind: ThemeKind
    subject: Reference
    sort: Sort
    leads: bool
    start: date | None
    end: date | None


@dataclass(frozen=True)
class ThemeRecord:
    """All that the directory says of a theme, an axis or a sector."""

    id: UUID
    kind: ThemeKind
    name_fr: str
    name_en: str
    description_fr: str
    description_en: str
    mesh: str
    start: date | None
    standing: Keeping
    parent: Reference | None
    parts: tuple[Reference, ...]
    ties: tuple[TieTold, ...]


def get_theme_record(identifier: UUID, *, by: Actor, on: date) -> ThemeRecord:
    """Return the record; `NotFoundError` when there is none, or `by` may not see the directory."""
    check_sees_directory(by, on=on)
    row = Theme.objects.select_related("keeper", "parent").filter(id=identifier).first()
    if row is None:
        raise refuse_unknown()
    return ThemeRecord(
        id=row.id,
        kind=ThemeKind(row.kind),
        name_fr=row.name_fr,
        name_en=row.name_en,
        description_fr=row.description_fr,
        description_en=row.description_en,
        mesh=row.mesh,
        start=row.start,
        standing=present_keeping(row, Action.EDIT_DIRECTORY, by=by, on=on),
        parent=_refer(row.parent) if row.parent else None,
        parts=tuple(_refer(one) for one in row.parts.order_by("name_en", "name_fr")),
        ties=_tell_ties(ThemeTie.objects.filter(theme=row)),
    )


def list_ties_of(record: UUID) -> tuple[TieTold, ...]:
    """Return the themes, axes and sectors a thing belongs to, or a person leads."""
    return _tell_ties(ThemeTie.objects.filter(record=record))


def get_theme_names(identifiers: frozenset[UUID]) -> dict[UUID, Reference]:
    """Return the names of themes by identifier; those that do not exist are left out."""
    return {row.id: _refer(row) for row in Theme.objects.filter(id__in=identifiers)}


def _tell_ties(rows: QuerySet[ThemeTie]) -> tuple[TieTold, ...]:
    found = [
        _tell(row) for row in rows.select_related("theme", "organisation", "person", "resource")
    ]
    return tuple(
        sorted(
            found,
            key=lambda one: (one.end is not None, not one.leads, one.subject.name_en.casefold()),
        )
    )


def _tell(row: ThemeTie) -> TieTold:
    if row.person is not None:
        subject, sort = Reference(row.record, str(row.person), str(row.person)), Sort.PERSON
    else:
        other = row.organisation or row.resource
        assert other is not None
        subject = Reference(
            row.record, other.name_fr or other.name_en, other.name_en or other.name_fr
        )
        sort = Sort(other.kind)
    return TieTold(
        id=row.id,
        theme=_refer(row.theme),
        theme_kind=ThemeKind(row.theme.kind),
        subject=subject,
        sort=sort,
        leads=row.leads,
        start=row.start,
        end=row.end,
    )


def _refer(row: Theme) -> Reference:
    return Reference(row.id, row.name_fr or row.name_en, row.name_en or row.name_fr)
