"""Reads of what applicants are asked between rounds: for who applied, and for the office of the call."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext_noop

from cordee.kernel.errors import NotFoundError
from cordee.ledger.rights import Actor
from cordee.programmes.applied import ApplicationRecord
from cordee.programmes.models import Application, Revision
from cordee.programmes.queries.applications import find_application, read_application, writes
from cordee.programmes.reviewing.rounds import RevisionTold
from cordee.programmes.reviewing.states import RevisionKind


NO_REVISION = gettext_noop("There is no such request.")


def list_revisions(application: UUID) -> tuple[RevisionTold, ...]:
    """Return what was asked of an applicant, in the order of the rounds; no rights are asked."""
    rows = Revision.objects.filter(application=application).order_by("round")
    return tuple(read_revision(one) for one in rows)


def get_revision(
    identifier: UUID, *, by: Actor, on: date
) -> tuple[ApplicationRecord, RevisionTold, bool]:
    """Return a request with its application, for who may see it, and whether `by` is who answers it."""
    row = Revision.objects.filter(id=identifier).first()
    if row is None:
        raise NotFoundError(NO_REVISION)
    try:
        application = find_application(row.application_id, by=by, on=on)
    except NotFoundError as error:
        raise NotFoundError(NO_REVISION) from error
    return read_application(application), read_revision(row), writes(application, by)


def read_request(identifier: UUID) -> tuple[ApplicationRecord, RevisionTold]:
    """Return a request with its application, for its letter; no rights are asked."""
    row = Revision.objects.get(id=identifier)
    application = Application.objects.select_related("call").get(id=row.application_id)
    return read_application(application), read_revision(row)


def list_unmailed_requests() -> tuple[UUID, ...]:
    """Return the requests that no mail server took yet and that still wait for their answer."""
    rows = Revision.objects.filter(mailed_at=None, answered_at=None)
    return tuple(rows.order_by("asked_at", "id").values_list("id", flat=True))


def read_revision(row: Revision) -> RevisionTold:
    """Return a row as a value."""
    return RevisionTold(
        id=row.id,
        application=row.application_id,
        round=row.round,
        kind=RevisionKind(row.kind),
        asked_at=row.asked_at,
        asked_by=row.asked_by,
        request=row.request,
        due_at=row.due_at,
        answer=row.answer,
        answers=row.answers,
        answered_at=row.answered_at,
        receipt=row.receipt,
        mailed_at=row.mailed_at,
        version=row.version,
    )
