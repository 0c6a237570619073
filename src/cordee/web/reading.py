"""What a page that changes nothing asks of the ledger once, wherever it is needed."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from cordee.directory.queries.lines import remembering_lines


READING = frozenset({"GET", "HEAD"})


class LinesOnce:
    """Remember, while a page is read, what is part of what: rights are asked of it a dozen times a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in READING:
            return self.get_response(request)
        with remembering_lines():
            return self.get_response(request)
