"""What the API answers, as a page: made of its own description, so that both say the same."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cordee.web.api.application import describe
from cordee.web.api.faults import TITLES
from cordee.web.pages.reference.presenters import present_groups, present_problems, present_scopes


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    page = {
        "groups": present_groups(describe()),
        "scopes": present_scopes(),
        "problems": present_problems(TITLES),
        "home": request.build_absolute_uri("/").rstrip("/"),
    }
    return render(request, "reference/reference.html", page)
