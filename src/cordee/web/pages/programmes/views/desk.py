"""The desk of a reviewer, over their link and without an account: what they are asked, and their answers."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from cordee.kernel.errors import RuleError
from cordee.programmes.operations import reviewers as write
from cordee.programmes.queries.desk import find_desk
from cordee.web.errors import say_error
from cordee.web.pages.programmes.forms.reviewers import AnswerForm
from cordee.web.pages.programmes.presenters.reviewers import present_desk, write_days
from cordee.web.pages.programmes.presenters.reviewing import name_partner
from cordee.web.pages.programmes.views.partners import by_link
from cordee.web.wording import format_date, get_reader_language


@by_link
@require_safe
def desk(request: HttpRequest, secret: str) -> HttpResponse:
    """Show what a reviewer is asked about in a call: titles, until they accept."""
    told = find_desk(secret, at=timezone.localtime(), to_name=name_partner)
    lines = present_desk(told, secret)
    days = reverse("programmes:desk_days", args=[secret])
    page = {
        "name": told.name,
        "call": told.call.to_title(get_reader_language()),
        "lapses": format_date(told.lapses_at),
        "lines": lines,
        # Without a review that is awaited the file would be empty.
        "days": days if any(one.due for one in lines) else "",
    }
    return render(request, "programmes/desk.html", page)


@by_link
@require_safe
def desk_days(request: HttpRequest, secret: str) -> HttpResponse:
    """Hand out the days by which reviews are awaited, for the reviewer's own calendar."""
    at = timezone.localtime()
    content = write_days(find_desk(secret, at=at, to_name=name_partner), at=at)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="cordee-reviews.ics"'
    return response


@by_link
@sensitive_post_parameters()
@require_POST
def answer_review(request: HttpRequest, secret: str, review: UUID) -> HttpResponseBase:
    """Accept, decline, or declare a tie, which declines too."""
    form = AnswerForm(request.POST)
    origin, at = request.META.get("REMOTE_ADDR", ""), timezone.localtime()
    find_desk(secret, at=at, to_name=name_partner)
    if not form.is_valid():
        messages.error(request, _("Accept or decline."))
        return redirect("programmes:desk", secret)
    answer, reason = form.cleaned_data["answer"], form.cleaned_data["reason"]
    try:
        if answer == "accept":
            write.accept(secret, review, origin=origin, at=at)
            messages.success(request, _("Thank you. You may write the review now."))
        else:
            write.decline(secret, review, reason, is_tied=answer == "tied", origin=origin, at=at)
            messages.success(request, _("Thank you for telling us. Nothing more is asked of you."))
    except RuleError as error:
        messages.error(request, say_error(error))
    return redirect("programmes:desk", secret)
