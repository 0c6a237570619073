"""Files of agreements: brought in, and taken."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from cordee.agreements.contents import MOST_BYTES, PDF, find_media_type, keep_content, read_content
from cordee.agreements.operations.documents import add_document as add
from cordee.agreements.operations.documents import note_download
from cordee.agreements.queries import get_version_of_document
from cordee.agreements.signatures import read_signatures
from cordee.agreements.states import DocumentKind
from cordee.kernel.errors import SourceError
from cordee.web.actors import get_actor, signed_in
from cordee.web.pages.agreements.forms.parts import DocumentForm
from cordee.web.pages.agreements.views.editing import Changer, edit, make_page, open_record


def get_folder() -> Path:
    """Return where files lie, beside the ledger."""
    return Path(settings.CORDEE_STATE) / "documents"


@signed_in
@require_http_methods(["GET", "POST"])
def add_document(request: HttpRequest, agreement: UUID) -> HttpResponseBase:
    found = open_record(request, agreement)
    page = make_page(found, _("Bring in a file"), _("Bring in"))

    def save(form: DocumentForm, who: Changer) -> object:
        values, file = form.cleaned_data, form.cleaned_data["file"]
        content = read_upload(file)
        # Read first: a file that cannot be read within bounds is not kept.
        signatures = read_signatures(content) if find_media_type(content) == PDF else ()
        kept = keep_content(content, file.name or "", get_folder())
        return add(
            agreement,
            DocumentKind(values["kind"]),
            values["title"],
            values["language"],
            kept,
            **who,
            follows=form.get_follows(),
            signatures=signatures,
        )

    return edit(
        request,
        found,
        page,
        lambda data, now: DocumentForm(
            data,
            files=request.FILES or None,
            record=now,
            documents=[(str(one.id), one.title) for one in now.documents or ()],
        ),
        save,
        done=_("The file is kept."),
    )


def read_upload(file: UploadedFile[bytes]) -> bytes:
    """Return what was sent, refused before it is read when it is too large."""
    if (file.size or 0) > MOST_BYTES:
        raise SourceError(
            gettext_noop("The file is larger than {most} MB. Make a smaller one, or split it."),
            most=MOST_BYTES // 1024**2,
        )
    content: bytes = file.read()
    return content


@signed_in
@require_safe
def version(request: HttpRequest, version: UUID) -> HttpResponse:
    """Hand a file out to be kept, never shown inside the page's own address."""
    actor = get_actor(request)
    _agreement, line = get_version_of_document(version, by=actor, on=timezone.localdate())
    content = read_content(line.sha256, get_folder())
    note_download(version, by=actor, at=timezone.localtime())
    response = HttpResponse(content, content_type=line.media_type)
    header = content_disposition_header(as_attachment=True, filename=line.file_name)
    response.headers["Content-Disposition"] = header or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
