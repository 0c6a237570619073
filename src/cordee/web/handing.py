"""Handing out what was made in the background."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import FileResponse
from django.utils.translation import gettext_noop

from cordee.kernel.errors import NotFoundError
from cordee.ledger.jobs import JobKind, JobTold, get_job
from cordee.ledger.rights import Actor
from cordee.web.downloads import Download, find_download, get_download


def find_made(told: JobTold) -> Download | None:
    """Return the file that a job made; None when it made none, or it is no longer kept."""
    if told.account is None or "file" not in told.result:
        return None
    return find_download(settings.CORDEE_STATE, UUID(told.result["file"]), owner=told.account)


def hand_out(job: UUID, kind: JobKind, actor: Actor) -> FileResponse:
    """Return the file that somebody's own job made; `NotFoundError` for that of others, or none."""
    told = get_job(job, actor.account)
    if actor.account is None or told.kind is not kind or "file" not in told.result:
        raise NotFoundError(gettext_noop("There is no such job."))
    made = get_download(settings.CORDEE_STATE, UUID(told.result["file"]), owner=actor.account)
    return FileResponse(
        made.path.open("rb"),
        as_attachment=True,
        filename=made.path.name,
        content_type="application/octet-stream",
    )
