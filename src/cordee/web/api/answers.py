"""What every answer of the API goes through, whichever part of the server made it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from cordee.web.api.application import PREFIX, describe
from cordee.web.api.asking import get_marked
from cordee.web.api.faults import MEDIA_TYPE, Wrong, make_problem, say_status


OPEN = frozenset({f"{PREFIX}/openapi.json"})
"""What tells of the API and of nobody: it may be kept by caches."""

_PART = re.compile(r"<(?:[a-z]+:)?([a-z_]+)>")


class ApiAnswers:
    """Hold everything under /api/ to what is promised of it.

    Cookies are dropped before anything reads them, so that a token alone opens anything. A name that an
    operation does not know is refused in an address as in a body. Whatever failed, and wherever, is told
    as a problem; whoever asks again for what did not change is told so in a line.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(f"{PREFIX}/"):
            return self.get_response(request)
        request.COOKIES = {}
        response = self.get_response(request)
        response.cookies.clear()
        if response.status_code >= 400 and response.headers.get("Content-Type") != MEDIA_TYPE:
            allowed = {"Allow": response.headers["Allow"]} if "Allow" in response.headers else {}
            status = response.status_code
            response = make_problem(request, status, say_status(status), headers=allowed)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        if request.path not in OPEN:
            response.headers["Cache-Control"] = "private, no-cache"
        version = get_marked(request)
        if (
            version is not None
            and isinstance(response, HttpResponse)
            and response.status_code < 400
        ):
            return _answer_briefly(request, response, version)
        return response

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., Any],
        arguments: tuple[object, ...],
        named: Mapping[str, object],
    ) -> HttpResponse | None:
        """Refuse a name in the address that its operation does not know."""
        match = request.resolver_match
        if match is None or match.app_name != "ninja":
            return None
        known = _list_known().get((_PART.sub(r"{\1}", f"/{match.route}"), request.method or ""))
        if known is None:
            return None
        wrong = [
            Wrong(name[:100], _("Nothing of that name is known here."), "extra_forbidden")
            for name in request.GET
            if name not in known
        ]
        if not wrong:
            return None
        sentence = _("Correct the values named under errors, then repeat.")
        return make_problem(request, 422, sentence, errors=wrong)


@lru_cache(maxsize=1)
def _list_known() -> dict[tuple[str, str], frozenset[str]]:
    """Return the names that the address of each operation may hold after its question mark."""
    return {
        (path, method.upper()): frozenset(
            one["name"] for one in told["parameters"] if one["in"] == "query"
        )
        for path, methods in describe()["paths"].items()
        for method, told in methods.items()
    }


def _answer_briefly(request: HttpRequest, response: HttpResponse, version: int) -> HttpResponse:
    """Mark an answer by its version and all it holds; answer 304 to who has the same already."""
    mark = f"{version}-{hashlib.sha256(response.content).hexdigest()[:16]}"
    response.headers["ETag"] = f'"{mark}"'
    known = request.headers.get("If-None-Match", "")
    if request.method == "GET" and response.status_code == 200 and mark in known:
        brief = HttpResponse(status=304)
        for name in ("ETag", "Cache-Control", "Content-Language", "Vary"):
            if name in response.headers:
                brief.headers[name] = response.headers[name]
        return brief
    return response
