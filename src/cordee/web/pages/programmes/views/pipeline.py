"""All applications on their way, in all calls: a board and a table."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cordee.programmes.queries.pipeline import list_loads, list_running
from cordee.programmes.queries.workload import list_work
from cordee.web.actors import get_actor, signed_in
from cordee.web.pages.programmes.presenters.pipeline import (
    name_waypoints,
    name_work,
    present_board,
    present_loads,
    present_rows,
    present_work,
)


@signed_in
@require_safe
def pipeline(request: HttpRequest) -> HttpResponseBase:
    actor, at = get_actor(request), timezone.localtime()
    running = list_running(actor, at=at)
    page = {
        "board": present_board(running, at=at),
        "rows": present_rows(running, at=at),
        "waypoints": name_waypoints(),
        "work": present_work(list_work(running, actor, at=at)),
        "work_names": name_work(),
        "loads": present_loads(list_loads(actor, at=at)),
    }
    return render(request, "programmes/pipeline.html", page)
