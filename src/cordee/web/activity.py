"""When a session was last used: written with each page, but for those that must never wait for a writer."""

from __future__ import annotations

from allauth.usersessions.middleware import UserSessionsMiddleware
from django.http import HttpRequest, HttpResponseBase


UNTOLD = "/jobs"
"""Pages of long work. An import holds SQLite's one place to write, and is stopped from here."""


class Activity(UserSessionsMiddleware):
    """Writes when a session was last used."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith(UNTOLD):
            answer: HttpResponseBase = self.get_response(request)
            return answer
        told: HttpResponseBase = super().__call__(request)
        return told
