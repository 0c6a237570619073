"""Documents of applications: brought in, taken out, taken."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cordee.agreements.contents import keep_content, read_content
from cordee.kernel.errors import SourceError
from cordee.programmes.operations.attachments import attach as put
from cordee.programmes.operations.attachments import check_size, note_taken
from cordee.programmes.operations.attachments import detach as take_out
from cordee.programmes.queries.applications import get_file
from cordee.web.actors import get_actor, signed_in
from cordee.web.errors import say_error
from cordee.web.own_files import get_folder
from cordee.web.pages.programmes.views.applications import open_own


@signed_in
@require_POST
def attach(request: HttpRequest, application: UUID, code: str) -> HttpResponseBase:
    record = open_own(request, application)
    file = request.FILES.get("file")
    try:
        # The size is asked before a byte is read.
        check_size(record.call, code, _get_size(file))
        if file is None:
            messages.error(request, _("Choose a file first."))
        else:
            kept = keep_content(file.read(), file.name or "", get_folder())
            put(application, code, kept, by=get_actor(request), at=timezone.localtime())
            messages.success(request, _("The file is kept."))
    except SourceError as error:
        messages.error(request, say_error(error))
    return redirect(f"{reverse('programmes:application', args=[application])}#documents")


@signed_in
@require_POST
def detach(request: HttpRequest, application: UUID, attachment: UUID) -> HttpResponseBase:
    take_out(application, attachment, by=get_actor(request), at=timezone.localtime())
    messages.success(request, _("The document is taken out."))
    return redirect(f"{reverse('programmes:application', args=[application])}#documents")


@signed_in
@require_safe
def file(request: HttpRequest, attachment: UUID) -> HttpResponse:
    """Hand a file out to be kept, never shown inside the page's own address."""
    actor = get_actor(request)
    _record, told = get_file(attachment, by=actor, on=timezone.localdate())
    content = read_content(told.sha256, get_folder())
    note_taken(attachment, by=actor, at=timezone.localtime())
    return hand_out_file(content, told.media_type, told.file_name)


def hand_out_file(content: bytes, media_type: str, file_name: str) -> HttpResponse:
    """Return a file that somebody brought in: to be kept, never to be run."""
    response = HttpResponse(content, content_type=media_type)
    header = content_disposition_header(as_attachment=True, filename=file_name)
    response.headers["Content-Disposition"] = header or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _get_size(file: UploadedFile[bytes] | None) -> int:
    return (file.size or 0) if file is not None else 0
