from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from cordee.web.api.application import API, describe
from cordee.web.api.faults import make_problem, say_status


@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """Answer the description of the API, to anybody: it tells of nobody."""
    return HttpResponse(
        json.dumps(describe(), ensure_ascii=False), content_type="application/json; charset=utf-8"
    )


@csrf_exempt
def nothing(request: HttpRequest, rest: str) -> HttpResponseBase:
    return make_problem(request, 404, say_status(404))


urlpatterns = [
    path("api/openapi.json", description, name="api_description"),
    path("api/", API.urls),
    path("api/<path:rest>", nothing, name="api_nothing"),
]
