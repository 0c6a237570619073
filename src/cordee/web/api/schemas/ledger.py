"""The token itself, the audit, and tables that are brought in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import Field

from cordee.ledger.audit import Change, Told
from cordee.ledger.imports import Outcome, Plan
from cordee.ledger.states import Role, Scope
from cordee.web.api.schemas.plain import AskedFlag, Code, Id, Sent
from cordee.web.api.schemas.shared import Listed, NamedOut, Paging
from cordee.web.errors import say_sentence


MOST_TOLD = 1_000
"""Faults and lines of a plan that are listed; a file with more has one cause for most of them."""


class TableKind(StrEnum):
    """What a table holds."""

    ORGANISATIONS = "organisations"
    PEOPLE = "people"
    RESOURCES = "resources"
    AGREEMENTS = "agreements"
    PERMITS = "permits"


class GrantOut(Schema):
    """A role held today; `counts` is false for a strong one while its holder has no second factor."""

    role: Role
    organisation: NamedOut
    start: date
    end: date | None
    counts: bool


class MeOut(Schema):
    """Whose token this is, what it may be used for, until when, and the roles its owner holds today."""

    account: UUID
    name: str
    token: str
    scopes: list[Scope]
    ends_on: date
    roles: list[GrantOut]


class EventsAsked(Paging):
    """Which lines of the audit: of a kind of record, of one record, of an action."""

    kind: Annotated[Code, Field(max_length=40)] = ""
    record: Code = ""
    action: Code = ""


class ChangeOut(Schema):
    field: str
    before: str
    after: str


class EventOut(Schema):
    """One line of the audit: who did or saw what, when, from where and why."""

    number: int
    at: datetime
    actor: UUID | None
    actor_name: str
    action: str
    kind: str
    record: str
    organisation: UUID | None
    reason: str
    origin: str
    change: list[ChangeOut]


class EventsOut(Listed):
    items: list[EventOut]


class TableIn(Sent):
    """What a table holds, and the organisation whose records they are."""

    kind: TableKind
    organisation: Id


class RunIn(TableIn):
    """With `only_good`, lines with a fault are left out; without it, one fault keeps all out."""

    only_good: AskedFlag = False


class FaultOut(Schema):
    """A cell that cannot be brought in: its line in the file, its column, and why."""

    line: int
    column: str
    why: str


class PlannedOut(Schema):
    """What a line of the file would do."""

    line: int
    outcome: Outcome
    title: str
    change: list[ChangeOut]


class PlanOut(Schema):
    """What bringing a file in would do. Nothing is written by asking.

    `columns` tells from which column of the file each field was read; at most 1,000 faults and lines
    are listed, the counts are of all.
    """

    file_name: str
    columns: dict[str, str]
    new: int
    changed: int
    same: int
    faulty_lines: int
    fault_count: int
    faults: list[FaultOut]
    lines: list[PlannedOut]


class ImportedOut(Schema):
    """A file whose records were brought in."""

    id: UUID
    kind: str
    organisation: UUID
    by: str
    at: datetime
    file_name: str
    created: int
    changed: int
    left: int
    skipped: int
    undone_at: datetime | None
    undone_by: str


class ImportsOut(Schema):
    """The latest fifty imports where this token's owner may bring records in."""

    items: list[ImportedOut]


def present_event(told: Told) -> dict[str, object]:
    """Return a line of the audit as it is sent back."""
    return {**vars(told), "change": _present_change(told.change)}


def present_plan(plan: Plan, file_name: str, columns: Mapping[str, str]) -> dict[str, object]:
    """Return a plan as it is sent back."""
    return {
        "file_name": file_name,
        "columns": dict(columns),
        "new": plan.count(Outcome.NEW),
        "changed": plan.count(Outcome.CHANGED),
        "same": plan.count(Outcome.SAME),
        "faulty_lines": plan.faulty_lines,
        "fault_count": plan.fault_count,
        "faults": [
            {"line": one.line, "column": one.column, "why": say_sentence(one.sentence)}
            for one in plan.faults[:MOST_TOLD]
        ],
        "lines": [
            {
                "line": one.line,
                "outcome": one.outcome,
                "title": one.title,
                "change": _present_change(one.change),
            }
            for one in plan.lines[:MOST_TOLD]
        ],
    }


def _present_change(change: Change) -> list[dict[str, str]]:
    return [
        {
            "field": name,
            "before": "" if before is None else str(before),
            "after": "" if after is None else str(after),
        }
        for name, (before, after) in change.items()
    ]
