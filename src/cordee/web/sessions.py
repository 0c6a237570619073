"""When and from where each session was last used, for the page that lists one's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse
from django.utils import timezone


SEEN_AGAIN_AFTER = timedelta(minutes=1)
"""How exactly the list tells when a session was last used. A write for each page would make readers wait
for one another, as SQLite has one writer at a time."""

UNTOLD = "/jobs"
"""Pages of long work: an import holds SQLite's one place to write, and is stopped from here."""


class LastSeen:
    """Notes when and from where a session is used: at once when the place is new, else once a minute.

    Stands in the place of allauth's own, which writes at each page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Without a session's cookie the ledger is not asked.
        is_signed_in = request.session.session_key and request.user.is_authenticated
        if is_signed_in and not request.path.startswith(UNTOLD) and _is_due(request):
            UserSession.objects.create_from_request(request)
        return self.get_response(request)


def _is_due(request: HttpRequest) -> bool:
    seen = UserSession.objects.filter(
        session_key=request.session.session_key,
        ip=get_adapter().get_client_ip(request),
        user_agent=request.META.get("HTTP_USER_AGENT", "")[:200],
        last_seen_at__gt=timezone.localtime() - SEEN_AGAIN_AFTER,
    )
    return not seen.exists()
