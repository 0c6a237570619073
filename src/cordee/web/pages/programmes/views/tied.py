"""The projects that name a record of another room: an agreement, an organisation, or a person."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cordee.programmes.queries.project_lists import read_lines, select_tied
from cordee.web.actors import get_actor, signed_in
from cordee.web.pages.programmes.presenters.projects import present_lines


MOST = 50
"""Projects listed of one record; the portfolio has the others."""


@signed_in
@require_safe
def tied_projects(request: HttpRequest, kind: str, record: UUID) -> HttpResponse:
    """Show the projects that a reader sees of a record; by htmx as a part of its page, else as a page."""
    today = timezone.localdate()
    rows = select_tied(kind, record, by=get_actor(request), on=today)
    count = rows.count()
    page = {
        "lines": present_lines(read_lines(rows[:MOST], on=today)),
        "left_out": max(0, count - MOST),
    }
    is_part = bool(getattr(request, "htmx", False))
    return render(request, f"programmes/tied{'_part' if is_part else ''}.html", page)
