"""Bringing documents in. A file is never changed, only followed by another version."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_noop

from cordee.agreements.contents import KeptFile
from cordee.agreements.life import Stage
from cordee.agreements.models import Document, DocumentVersion
from cordee.agreements.operations.writing import close_agreement, open_agreement, tell
from cordee.agreements.queries import find_visible, get_version_of_document
from cordee.agreements.states import DocumentKind
from cordee.kernel.errors import NotFoundError, RuleError
from cordee.ledger.audit import record_event
from cordee.ledger.rights import Actor
from cordee.ledger.states import Action


@transaction.atomic
def add_document(
    identifier: UUID,
    kind: DocumentKind,
    title: str,
    language: str,
    kept: KeptFile,
    *,
    version: int,
    by: Actor,
    at: datetime,
    follows: UUID | None = None,
    signatures: Sequence[dict[str, Any]] = (),
) -> UUID:
    """Add a file that was kept: as a new document, or as the next version of `follows`."""
    row = open_agreement(identifier, version, Action.EDIT_AGREEMENTS, by=by, at=at)
    if Stage(row.stage) is Stage.ABANDONED:
        raise RuleError(gettext_noop("This agreement is over; its record stays as it was."))
    if follows is None:
        document = Document.objects.create(
            agreement=row, kind=kind.value, title=title.strip(), language=language
        )
    else:
        found = row.documents.filter(id=follows).first()
        if found is None:
            raise NotFoundError(gettext_noop("There is no such document."))
        document = found
    last = document.versions.aggregate(last=Max("number"))["last"] or 0
    made = DocumentVersion.objects.create(
        document=document,
        number=last + 1,
        sha256=kept.sha256,
        size=kept.size,
        file_name=kept.file_name,
        media_type=kept.media_type,
        added_at=at,
        added_by=by.name,
        signatures=list(signatures),
    )
    change = {
        "document": ("", document.title),
        "version": ("", made.number),
        "file": ("", kept.file_name),
        "sha256": ("", kept.sha256),
    }
    close_agreement(row, "add_document", change, by=by, at=at)
    return made.id


@transaction.atomic
def note_download(version: UUID, *, by: Actor, at: datetime) -> None:
    """Write in the audit that a person took a file."""
    identifier, line = get_version_of_document(version, by=by, on=at.date())
    row = find_visible(identifier, Action.SEE_AGREEMENT_DOCUMENTS, by=by, on=at.date())
    change = {"file": ("", line.file_name), "sha256": ("", line.sha256)}
    record_event("agreement.download", tell(row), by=by, at=at, change=change)
