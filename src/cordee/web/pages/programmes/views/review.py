"""The review itself, over its reviewer's link: it saves itself while it is written, and is then submitted."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from cordee.agreements.contents import read_content
from cordee.kernel.errors import NotFoundError, RuleError, StaleError
from cordee.programmes.operations import reviews as write
from cordee.programmes.queries.reviewing import (
    NO_REVIEW,
    ReviewOpen,
    get_reviewed_file,
    open_review,
)
from cordee.programmes.queries.reviews import list_criteria
from cordee.programmes.reviewing.blindness import is_double
from cordee.programmes.reviewing.cleaning import clean_file
from cordee.web.decision_papers import name_call
from cordee.web.errors import say_error
from cordee.web.own_files import get_folder
from cordee.web.pages.programmes.forms.reviewing import read_review, read_version
from cordee.web.pages.programmes.presenters.reviewing import (
    name_partner,
    present_review,
    write_review,
)
from cordee.web.pages.programmes.views.attachments import hand_out_file
from cordee.web.pages.programmes.views.partners import by_link
from cordee.web.reviewer_letters import mail_reviewers


@by_link
@require_safe
def review(request: HttpRequest, secret: str, review: UUID) -> HttpResponse:
    """Show the application as its reviewer may see it, with the form beside it, or what was submitted."""
    page = present_review(_open(secret, review), secret)
    return render(request, "programmes/review.html", {"page": page})


@by_link
@sensitive_post_parameters()
@require_POST
def save_review(request: HttpRequest, secret: str, review: UUID) -> HttpResponseBase:
    """Save what was sent; to a script the answer is what changed on the page, and nothing else."""
    return _write(request, secret, review, submits=False)


@by_link
@sensitive_post_parameters()
@require_POST
def submit_review(request: HttpRequest, secret: str, review: UUID) -> HttpResponseBase:
    """Save what was sent and submit it, both or neither."""
    return _write(request, secret, review, submits=True)


@by_link
@require_safe
def reviewed_file(
    request: HttpRequest, secret: str, review: UUID, attachment: UUID
) -> HttpResponse:
    """Hand a document out; where names are hidden, without what its bytes tell of who made it."""
    at = timezone.localtime()
    told = get_reviewed_file(secret, review, attachment, at=at)
    content = read_content(told.sha256, get_folder())
    if is_double(_open(secret, review).record.call):
        content = clean_file(content, told.media_type)
    origin = request.META.get("REMOTE_ADDR", "")
    write.note_taken_to_review(secret, review, attachment, origin=origin, at=at)
    return hand_out_file(content, told.media_type, told.file_name)


@by_link
@require_safe
def review_pdf(request: HttpRequest, secret: str, review: UUID) -> HttpResponse:
    """Hand a submitted review out to who wrote it; its name tells the call and the number, and nobody's."""
    told = _open(secret, review)
    if told.submitted_at is None:
        raise NotFoundError(NO_REVIEW)
    content = write_review(told, present_review(told, secret))
    response = HttpResponse(content, content_type="application/pdf")
    name = f"review-{name_call(told.record.call)}-{told.record.number}-{told.round}.pdf"
    header = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Disposition"] = header or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _open(secret: str, review: UUID) -> ReviewOpen:
    return open_review(secret, review, at=timezone.localtime(), to_name=name_partner)


def _write(request: HttpRequest, secret: str, review: UUID, *, submits: bool) -> HttpResponseBase:
    told = _open(secret, review)
    criteria = list_criteria(told.record.call)
    written, faults = read_review(criteria, told.written, request.POST)
    trouble, status = "", 200
    try:
        if submits and faults:
            trouble, status = faults[0][1], 422
        else:
            act = write.submit_review if submits else write.save_review
            act(
                secret,
                review,
                written,
                version=read_version(request.POST),
                origin=request.META.get("REMOTE_ADDR", ""),
                at=timezone.localtime(),
            )
    except StaleError as error:
        trouble, status = say_error(error), 409
    except RuleError as error:
        trouble, status = say_error(error), 422 if submits else 409
    if submits and not trouble:
        mail_reviewers(review)
    now = _open(secret, review)
    shown = {
        "page": present_review(now, secret, written=written if trouble else None, faults=faults),
        "trouble": trouble,
        "is_stale": status == 409,
        "saved_at": timezone.localtime(),
    }
    if getattr(request, "htmx", False):
        return render(request, "programmes/review_saved.html", shown, status=status)
    if trouble or faults:
        return render(request, "programmes/review.html", shown, status=status if trouble else 422)
    done = _("Your review is submitted. Thank you.") if submits else _("Saved.")
    messages.success(request, done)
    return redirect("programmes:review", secret, review)
