"""What the pages of imports show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from cordee.directory.imports.kinds import FileKind
from cordee.directory.queries import Named
from cordee.directory.queries.organisations import list_homes
from cordee.ledger.cells import Field, FieldKind
from cordee.ledger.imports import Imported, Outcome, Plan
from cordee.ledger.rights import Actor
from cordee.ledger.states import Action
from cordee.web.errors import say_sentence
from cordee.web.importing import FILE_KINDS, KINDS
from cordee.web.wording import (
    format_count,
    format_country,
    format_date,
    get_reader_language,
)


FAULTS_SHOWN = 100
LINES_SHOWN = 50
"""A page of faults or of lines; who has more corrects these first, or asks the command."""


_NAMES = {
    Outcome.NEW: pgettext_lazy("a record", "new"),
    Outcome.CHANGED: pgettext_lazy("a record", "changed"),
    Outcome.SAME: pgettext_lazy("a record", "as before"),
}


@dataclass(frozen=True)
class TemplateLink:
    text: str
    address: str


@dataclass(frozen=True)
class ImportLine:
    file_name: str
    kind: str
    organisation: str
    by: str
    at: datetime
    counts: str
    state: str
    undo_address: str


@dataclass(frozen=True)
class FaultLine:
    line: int
    column: str
    text: str


@dataclass(frozen=True)
class PreviewLine:
    line: int
    outcome: str
    title: str
    changes: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Tile:
    label: str
    value: str


@dataclass(frozen=True)
class PlanPage:
    tiles: tuple[Tile, ...]
    faults: tuple[FaultLine, ...]
    more_faults: str
    lines: tuple[PreviewLine, ...]
    more_lines: str
    has_faults: bool
    may_run: bool


def present_templates() -> tuple[TemplateLink, ...]:
    return tuple(
        TemplateLink(str(one.title), reverse("imports:template", args=[name]))
        for name, one in FILE_KINDS.items()
    )


def present_homes(actor: Actor, *, on: date) -> tuple[TemplateLink, ...]:
    """Return where the reader may take everything out, with the address that does it."""
    language = get_reader_language()
    return tuple(
        TemplateLink(one.to_name(language), reverse("imports:export", args=[one.id]))
        for one in list_homes(actor, Action.EXPORT_RECORDS, on=on)
    )


def present_imports(
    found: tuple[Imported, ...], names: Mapping[UUID, Named]
) -> tuple[ImportLine, ...]:
    language = get_reader_language()
    return tuple(
        ImportLine(
            file_name=one.file_name,
            kind=str(KINDS[one.kind].title),
            organisation=names[one.organisation].to_name(language),
            by=one.by,
            at=one.at,
            counts=say_counts(one.created, one.changed, one.left, one.skipped),
            state=_("undone by {name}").format(name=one.undone_by) if one.undone_at else "",
            undo_address="" if one.undone_at else reverse("imports:undo", args=[one.id]),
        )
        for one in found
        if one.organisation in names and one.kind in KINDS
    )


def say_counts(created: int, changed: int, left: int, skipped: int) -> str:
    """Return what came of an import, or would come of it, in one line."""
    parts = (
        (created, ngettext("{count} new", "{count} new", created)),
        (changed, ngettext("{count} changed", "{count} changed", changed)),
        (left, ngettext("{count} as before", "{count} as before", left)),
        (skipped, ngettext("{count} with faults", "{count} with faults", skipped)),
    )
    return ", ".join(text.format(count=format_count(count)) for count, text in parts if count)


def present_plan(plan: Plan, kind: FileKind[Any]) -> PlanPage:
    new, changed = plan.count(Outcome.NEW), plan.count(Outcome.CHANGED)
    same = plan.count(Outcome.SAME)
    language = get_reader_language()
    fields = {one.name: one for one in kind.fields}
    shown = [one for one in plan.lines if one.outcome is not Outcome.SAME]
    hidden_faults = plan.fault_count - min(len(plan.faults), FAULTS_SHOWN)
    hidden_lines = max(0, len(shown) - LINES_SHOWN)
    return PlanPage(
        tiles=tuple(
            Tile(label, format_count(count))
            for label, count in (
                (_("New"), new),
                (_("Changed"), changed),
                (_("As before"), same),
                (_("With faults"), plan.faulty_lines),
            )
        ),
        faults=tuple(
            FaultLine(one.line, one.column, say_sentence(one.sentence))
            for one in plan.faults[:FAULTS_SHOWN]
        ),
        more_faults=ngettext("and {count} more", "and {count} more", hidden_faults).format(
            count=format_count(hidden_faults)
        )
        if hidden_faults
        else "",
        lines=tuple(
            PreviewLine(
                one.line,
                str(_NAMES[one.outcome]),
                one.title,
                tuple(
                    (
                        fields[name].to_header(language),
                        _write(fields[name], before),
                        _write(fields[name], after),
                    )
                    for name, (before, after) in one.change.items()
                    if name in fields
                ),
            )
            for one in shown[:LINES_SHOWN]
        ),
        more_lines=ngettext("and {count} more", "and {count} more", hidden_lines).format(
            count=format_count(hidden_lines)
        )
        if hidden_lines
        else "",
        has_faults=bool(plan.fault_count),
        may_run=bool(new + changed),
    )


def _write(field: Field, value: object) -> str:
    """Return a value as its readers say it: words instead of codes, days as they are written."""
    if value is None or value == "":
        return ""
    if field.choices:
        return str(field.choices.get(str(value), value))
    if field.kind is FieldKind.COUNTRY:
        return format_country(str(value))
    if isinstance(value, date):
        return format_date(value)
    return str(value)[:200]
