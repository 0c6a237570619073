"""When and from where each session was last used, for the page that lists one's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse
from django.utils import timezone


SEEN_AGAIN_AFTER = timedelta(minutes=1)
"""How exactly the list tells when a session was last used. A write for each page would make readers wait
for one another, as SQLite has one writer at a time."""

UNTOLD = "/jobs"
"""Pages of long work: an import holds SQLite's one place to write, and is stopped from here."""


MOST_NOTED = 10_000
"""Sessions whose last note is remembered; with more, the ledger is asked again."""


@dataclass(frozen=True)
class Noted:
    """From where a session was last used, by which program, and when that was noted."""

    origin: str
    program: str
    at: datetime


class LastSeen:
    """Notes when and from where a session is used: at once when the place is new, else once a minute.

    Stands in the place of allauth's own, which writes at each page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.noted: dict[str, Noted] = {}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Without a session's cookie the ledger is not asked.
        key = request.session.session_key
        if key and request.user.is_authenticated and not request.path.startswith(UNTOLD):
            self._note(request, key)
        return self.get_response(request)

    def _note(self, request: HttpRequest, key: str) -> None:
        origin = get_adapter().get_client_ip(request)
        program = request.META.get("HTTP_USER_AGENT", "")[:200]
        now, known = timezone.localtime(), self.noted.get(key)
        is_same = known is not None and (known.origin, known.program) == (origin, program)
        # A clock that was set back must not keep a session from being noted.
        if known is not None and is_same and known.at <= now < known.at + SEEN_AGAIN_AFTER:
            return
        last = _find_last(key, origin, program, now)
        if last is None:
            UserSession.objects.create_from_request(request)
        if len(self.noted) >= MOST_NOTED:
            self.noted.clear()
        self.noted[key] = Noted(origin, program, last or now)


def _find_last(key: str, origin: str, program: str, now: datetime) -> datetime | None:
    """Return when another process noted the session's use within the last minute."""
    seen = UserSession.objects.filter(
        session_key=key,
        ip=origin,
        user_agent=program,
        last_seen_at__gt=now - SEEN_AGAIN_AFTER,
    )
    last: datetime | None = seen.values_list("last_seen_at", flat=True).first()
    return last
