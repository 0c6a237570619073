"""Writes of themes, research axes and sectors, with their leads and what belongs to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from cordee.directory.models import Organisation, Person, Resource, Theme, ThemeTie
from cordee.directory.operations.changing import (
    change,
    check_not_own_part,
    create,
    lock,
    to_columns,
)
from cordee.directory.operations.kept import (
    change_kept,
    check_may_keep,
    confirm_kept,
    create_kept,
)
from cordee.directory.queries.lines import get_keeping_line
from cordee.directory.rules import check_dates, check_has_name
from cordee.directory.states import ThemeKind
from cordee.kernel.errors import NotFoundError, RuleError
from cordee.ledger.rights import Actor, can
from cordee.ledger.states import Action
from cordee.reference.themes import all_labels


@dataclass(frozen=True)
class ThemeValues:
    """What is written of a theme, an axis or a sector; `parent` by identifier."""

    kind: ThemeKind
    name_fr: str = ""
    name_en: str = ""
    description_fr: str = ""
    description_en: str = ""
    mesh: str = ""
    parent: UUID | None = None
    start: date | None = None
    end: date | None = None


@transaction.atomic
def create_theme(values: ThemeValues, *, keeper: UUID, by: Actor, at: datetime) -> Theme:
    """Enter a theme, an axis or a sector that `keeper` keeps."""
    return create_kept(Theme, _check(values, None), keeper=keeper, by=by, at=at)


@transaction.atomic
def change_theme(
    identifier: UUID, values: ThemeValues, *, version: int, by: Actor, at: datetime
) -> bool:
    """Change a theme, an axis or a sector; returns whether anything differed."""
    row = lock(Theme.objects.all(), identifier)
    return change_kept(row, _check(values, row.id), version=version, by=by, at=at)


@transaction.atomic
def confirm_theme(identifier: UUID, *, by: Actor, at: datetime) -> None:
    """Say that the entry of a theme is still true today."""
    confirm_kept(Theme, identifier, by=by, at=at)


@transaction.atomic
def tie_to_theme(
    theme: UUID,
    record: UUID,
    *,
    leads: bool,
    start: date | None,
    end: date | None,
    by: Actor,
    at: datetime,
) -> ThemeTie:
    """Say that an organisation, a person or a resource belongs to a theme, or that a person leads it.

    The theme's keeper may say so; that something belongs to it, its own keeper too.
    """
    row = lock(Theme.objects.all(), theme)
    column, owner = _find_subject(record)
    _check_may_tie(row, owner, leads=leads, by=by, at=at)
    check_dates(start, end)
    if leads and column != "person":
        raise RuleError(gettext_noop("Only a person leads a theme or an axis."))
    if ThemeTie.objects.filter(theme=row, record=record, start=start).exists():
        raise RuleError(gettext_noop("It belongs to this theme from that day already."))
    made = ThemeTie(
        theme=row, record=record, leads=leads, start=start, end=end, **{f"{column}_id": record}
    )
    create(made, "theme_tie", row.keeper_id, by=by, at=at)
    return made


@transaction.atomic
def end_tie(identifier: UUID, *, last_day: date, by: Actor, at: datetime) -> UUID:
    """Say until when something belonged to a theme; returns the theme."""
    row = lock(ThemeTie.objects.select_related("theme"), identifier)
    _column, owner = _find_subject(row.record)
    _check_may_tie(row.theme, owner, leads=row.leads, by=by, at=at)
    check_dates(row.start, last_day)
    change(row, "theme_tie", row.theme.keeper_id, {"end": last_day}, by=by, at=at, deed="end")
    return row.theme_id


def _find_subject(record: UUID) -> tuple[str, UUID]:
    """Return which column a thing is tied by, and the organisation that keeps its entry."""
    if Organisation.objects.filter(id=record).exists():
        return "organisation", record
    person = Person.objects.filter(id=record).first()
    if person is not None:
        return "person", person.keeper_id
    resource = Resource.objects.filter(id=record).first()
    if resource is not None:
        return "resource", resource.keeper_id
    raise NotFoundError(gettext_noop("The directory has no such entry."))


def _check_may_tie(theme: Theme, owner: UUID, *, leads: bool, by: Actor, at: datetime) -> None:
    on = at.date()
    own = can(by, Action.EDIT_OWN_TEAM, get_keeping_line(owner, on=on), on=on)
    if leads or not own:
        check_may_keep(theme.keeper_id, Action.EDIT_DIRECTORY, by=by, at=at)


def _check(values: ThemeValues, identifier: UUID | None) -> dict[str, object]:
    """Return the values as columns, or raise the first rule they break."""
    check_has_name(values.name_fr, values.name_en)
    check_dates(values.start, values.end)
    mesh = values.mesh.strip().upper()
    if mesh and mesh not in all_labels():
        raise RuleError(
            gettext_noop("There is no branch “{code}” of MeSH. Give a code such as C04."), code=mesh
        )
    check_not_own_part(
        Theme,
        identifier,
        values.parent,
        gettext_noop("A theme cannot be a part of its own part."),
    )
    return {**to_columns(values, "parent"), "mesh": mesh}
