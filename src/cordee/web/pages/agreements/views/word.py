"""An agreement as a Word document."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from cordee.agreements.contents import WORD
from cordee.agreements.operations.word import write_agreement
from cordee.agreements.word.fields import LANGUAGES
from cordee.kernel.errors import NotFoundError
from cordee.web.actors import get_actor, signed_in
from cordee.web.own_templates import get_template


@signed_in
@require_safe
def word(request: HttpRequest, agreement: UUID, language: str) -> HttpResponse:
    """Hand an agreement out as a Word document in one of its languages, to be saved."""
    if language not in LANGUAGES:
        raise NotFoundError(gettext_noop("No page has this address."))
    made = write_agreement(
        agreement, language, get_template, by=get_actor(request), at=timezone.localtime()
    )
    response = HttpResponse(made.content, content_type=WORD)
    header = content_disposition_header(as_attachment=True, filename=made.file_name)
    response.headers["Content-Disposition"] = header or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
