"""All instruments, calls and applications of an organisation, taken out as tables."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db import models

from cordee.directory.imports.export import check_may_export
from cordee.directory.queries import get_line, get_parts
from cordee.ledger.bulk import chunk
from cordee.ledger.exports import Selection, Table, Takings
from cordee.ledger.rights import Actor, can
from cordee.ledger.states import Action
from cordee.programmes.models import (
    AgendaItem,
    Announcement,
    Appeal,
    Application,
    ApplicationOpinion,
    Attachment,
    BudgetLine,
    Call,
    Decision,
    Instalment,
    Instrument,
    InstrumentVersion,
    Judged,
    LeftRoom,
    Milestone,
    Participant,
    Partner,
    Project,
    ProjectChange,
    ProjectMoney,
    ProjectPerson,
    Question,
    Report,
    Review,
    Reviewer,
    Revision,
    Session,
    SessionMember,
    Tie,
)
from cordee.programmes.queries.moves import SHAPES


LEFT_OUT: Mapping[str, str] = {
    "Invitee": "accounts of this ledger that may apply; who did is among the applications",
    "ProjectAlarm": "which letters this server sent to whom",
    "MoveReminder": "which letters this server sent to whom",
}
"""Tables of programmes that are not taken out, each with the reason."""

FILES = "attachments"
"""The table whose rows name the files that lie in the archive, by their SHA-256."""

RUN: tuple[tuple[str, type[models.Model], str], ...] = (
    ("instruments", Instrument, "office"),
    ("instrument_versions", InstrumentVersion, "instrument__office"),
    ("calls", Call, "office"),
    ("call_questions", Question, "call__office"),
    ("call_announcements", Announcement, "call__office"),
    ("reviewers", Reviewer, "call__office"),
    ("committee_sessions", Session, "call__office"),
    ("committee_members", SessionMember, "session__call__office"),
    ("projects", Project, "office"),
    ("project_participants", Participant, "project__office"),
    ("project_people", ProjectPerson, "project__office"),
    ("project_money", ProjectMoney, "project__office"),
    ("project_instalments", Instalment, "project__office"),
    ("project_milestones", Milestone, "project__office"),
    ("project_reports", Report, "project__office"),
    ("project_changes", ProjectChange, "project__office"),
)
"""Tables of what an office runs, each by the way to it."""

MOVED: tuple[tuple[str, type[models.Model], str], ...] = tuple(
    table
    for sort, shape in SHAPES.items()
    for table in (
        (f"{sort}s", shape.model, "office"),
        *((f"{sort}_{name}", part, f"{sort}__office") for name, part in shape.parts.items()),
    )
)
"""Tables of missions, stays, delegations, trainings, prizes and events, each by the way to its office."""

APPLIED: tuple[tuple[str, type[models.Model], str], ...] = (
    ("applications", Application, ""),
    ("application_partners", Partner, "application__"),
    ("application_budget", BudgetLine, "application__"),
    ("application_judgements", Judged, "application__"),
    (FILES, Attachment, "application__"),
    ("reviews", Review, "application__"),
    ("review_ties", Tie, "application__"),
    ("revisions", Revision, "application__"),
    ("application_opinions", ApplicationOpinion, "application__"),
    ("committee_agenda", AgendaItem, "application__"),
    ("committee_absences", LeftRoom, "item__application__"),
    ("decisions", Decision, "application__"),
    ("appeals", Appeal, "decision__application__"),
)
"""Tables of what it was sent, each by the way to the application."""

LEFT_EMPTY: Mapping[type[models.Model], frozenset[str]] = {
    Question: frozenset({"asked_by"}),
    Application: frozenset({"account"}),
    Partner: frozenset({"secret_hash"}),
    Reviewer: frozenset({"secret_hash"}),
    SessionMember: frozenset({"account"}),
}
"""Columns that name an account of this ledger or open a page of it, and tell nothing elsewhere."""


def select_tables(organisation: UUID, *, by: Actor, on: date) -> Takings:
    """Return the programmes run by an organisation or its parts, for who may see applications there.

    What an applicant has not submitted is nobody's but theirs. Raises `NotFoundError` for who may take
    nothing out there.
    """
    check_may_export(organisation, by=by, on=on)
    sees = can(by, Action.SEE_APPLICATIONS, get_line(organisation, on=on), on=on)
    offices = chunk(get_parts([organisation], on=on)) if sees else []
    tables = (
        *(_make(name, model, path, offices) for name, model, path in (*RUN, *MOVED)),
        *(
            _make(name, model, f"{path}call__office", offices, f"{path}submitted_at__isnull")
            for name, model, path in APPLIED
        ),
    )
    return Takings(tables, () if sees else tuple(table.name for table in tables))


def _make(
    name: str,
    model: type[models.Model],
    path: str,
    offices: Iterable[Collection[UUID]],
    empty_before: str = "",
) -> Table:
    rows = model._default_manager.all()
    if empty_before:
        rows = rows.filter(**{empty_before: False})
    return Table(
        name,
        model,
        tuple(Selection(rows.filter(**{f"{path}__in": some})) for some in offices),
        LEFT_EMPTY.get(model, frozenset()),
    )
