"""All agreements that an organisation keeps, taken out as tables."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import models

from cordee.agreements.models import (
    Agreement,
    Amendment,
    Clause,
    Document,
    DocumentVersion,
    Gate,
    Party,
    Permit,
    ScopeItem,
)
from cordee.agreements.queries import select_visible
from cordee.directory.imports.export import check_may_export
from cordee.directory.queries import get_line, get_parts
from cordee.ledger.bulk import chunk
from cordee.ledger.exports import Selection, Table, Takings
from cordee.ledger.rights import Actor, can
from cordee.ledger.states import Action


LEFT_OUT: Mapping[str, str] = {
    "CalendarFeed": "of an account: the hash of a secret that opens its calendar here",
    "Reminder": "which letters this server sent to whom",
}
"""Tables of agreements that are not taken out, each with the reason."""

FILES = "document_versions"
"""The table whose rows name the files that lie in the archive, by their SHA-256."""

OPEN: tuple[tuple[str, type[models.Model]], ...] = (
    ("parties", Party),
    ("scope", ScopeItem),
    ("clauses", Clause),
    ("permits", Permit),
    ("amendments", Amendment),
)
CLOSED: tuple[tuple[str, type[models.Model], str], ...] = (
    ("gates", Gate, "agreement"),
    ("documents", Document, "agreement"),
    (FILES, DocumentVersion, "document__agreement"),
)
"""Tables of what only some see of an agreement, each by the way to it."""


def select_tables(organisation: UUID, *, by: Actor, on: date) -> Takings:
    """Return the agreements kept by an organisation or its parts that `by` may see, with all of theirs.

    Opinions and documents are there for who may see them; signatures stand with parties and files.
    Raises `NotFoundError` for who may take nothing out there.
    """
    check_may_export(organisation, by=by, on=on)
    offices = chunk(get_parts([organisation], on=on))
    seen = select_visible(by, on=on)
    documented = select_visible(by, on=on, action=Action.SEE_AGREEMENT_DOCUMENTS).values("id")
    agreements = [seen.filter(office__in=some) for some in offices]
    opened = [one.filter(id__in=documented) for one in agreements]
    line = get_line(organisation, on=on)
    sees_all = can(by, Action.SEE_AGREEMENTS, line, on=on)
    sees_documents = can(by, Action.SEE_AGREEMENT_DOCUMENTS, line, on=on)
    return Takings(
        (
            Table("agreements", Agreement, tuple(Selection(one) for one in agreements)),
            *(_make(name, model, "agreement", agreements) for name, model in OPEN),
            *(_make(name, model, path, opened) for name, model, path in CLOSED),
        ),
        (
            *(() if sees_all else ("agreements", *(one[0] for one in OPEN))),
            *(() if sees_documents else tuple(one[0] for one in CLOSED)),
        ),
    )


def _make(
    name: str,
    model: type[models.Model],
    path: str,
    agreements: list[models.QuerySet[Agreement, Agreement]],
) -> Table:
    rows = model._default_manager
    return Table(
        name,
        model,
        tuple(Selection(rows.filter(**{f"{path}__in": one.values("id")})) for one in agreements),
    )
