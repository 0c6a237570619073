"""Documents that go with an application: one for each that the instrument asks for."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from cordee.agreements.contents import KeptFile
from cordee.kernel.errors import NotFoundError, SourceError
from cordee.ledger.audit import Subject, record_event
from cordee.ledger.rights import Actor
from cordee.programmes.applied import FrozenCall
from cordee.programmes.definition.parts import DocumentAsked
from cordee.programmes.models import Application, Attachment
from cordee.programmes.operations.applications import note, open_draft
from cordee.programmes.queries.applications import get_file, read_call


NO_DOCUMENT = gettext_noop("There is no such document.")
MEGABYTE = 1024**2


def check_size(call: FrozenCall, code: str, size: int) -> DocumentAsked:
    """Return the document that a call asks for; `SourceError` for a file larger than it may be.

    It is asked before a file is read: two hundred megabytes are refused by their number alone.
    """
    asked = next((one for one in call.definition.documents if one.code == code), None)
    if asked is None:
        raise NotFoundError(NO_DOCUMENT)
    if size > asked.most_megabytes * MEGABYTE:
        raise SourceError(
            gettext_noop("The file is larger than {most} MB. Make a smaller one, or split it."),
            most=asked.most_megabytes,
        )
    return asked


@transaction.atomic
def attach(application: UUID, code: str, kept: KeptFile, *, by: Actor, at: datetime) -> UUID:
    """Put a kept file in the place of a document; the one before it goes."""
    row = open_draft(application, by=by, at=at)
    check_size(read_call(row.call), code, kept.size)
    before = row.attachments.filter(code=code).first()
    old = before.file_name if before else ""
    if before is not None:
        before.delete()
    made = Attachment.objects.create(
        application=row,
        code=code,
        sha256=kept.sha256,
        size=kept.size,
        file_name=kept.file_name,
        media_type=kept.media_type,
        added_at=at,
        added_by=by.name,
    )
    change = {"file": (old, kept.file_name), "sha256": ("", kept.sha256)}
    note(row, "attach", by=by, at=at, change=change)
    return made.id


@transaction.atomic
def detach(application: UUID, attachment: UUID, *, by: Actor, at: datetime) -> None:
    """Take a document out of a draft."""
    row = open_draft(application, by=by, at=at)
    found = row.attachments.filter(id=attachment).first()
    if found is None:
        raise NotFoundError(NO_DOCUMENT)
    note(row, "detach", by=by, at=at, change={"file": (found.file_name, "")})
    found.delete()


@transaction.atomic
def note_taken(attachment: UUID, *, by: Actor, at: datetime) -> None:
    """Write in the audit that somebody other than its writer took a document."""
    record, told = get_file(attachment, by=by, on=at.date())
    if record.account == by.account:
        return
    row = Application.objects.select_related("call").get(id=record.id)
    record_event(
        "application.download",
        Subject("application", str(row.id), row.call.office),
        by=by,
        at=at,
        change={"file": ("", told.file_name), "sha256": ("", told.sha256)},
    )
