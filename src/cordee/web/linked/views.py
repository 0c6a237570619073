"""One document in two forms, at an address for each; it does not exist until something is told in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from time import monotonic

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from cordee.kernel.errors import NotFoundError
from cordee.ledger.moments import reading_at_one_moment
from cordee.web.linked.gather import list_all
from cordee.web.linked.nodes import Node, write_json_ld, write_turtle
from cordee.web.publishing import get_publishing
from cordee.web.rates import RATES


Write = Callable[[Iterable[Node]], Iterator[str]]

FORMS: Mapping[str, tuple[str, Write]] = {
    "ttl": ("text/turtle; charset=utf-8", write_turtle),
    "jsonld": ("application/ld+json", write_json_ld),
}
"""Each form by the end of its address, with its media type."""

ON_A_REQUEST = 6
"""How many requests of a harvester the whole document counts for: it is as long as that many pages."""


@require_safe
def cerif2(request: HttpRequest, form: str = "") -> HttpResponse:
    """Answer the whole document, in the form that the address or the reader's program asks for."""
    publishing = get_publishing()
    if not publishing.choices.is_linked or (form and form not in FORMS):
        raise NotFoundError(gettext_noop("No page has this address."))
    origin = request.META.get("REMOTE_ADDR", "")
    a_minute = max(1, settings.CORDEE_OAI_RATE // ON_A_REQUEST)
    wait = RATES.take(("cerif2", origin), a_minute=a_minute, now=monotonic())
    if wait:
        late = HttpResponse("Too many requests. Wait, then go on.\n", "text/plain", 503)
        late.headers["Retry-After"] = str(int(wait) + 1)
        return late
    media_type, write = FORMS[form or _choose(request)]
    with reading_at_one_moment():
        body = "".join(write(list_all(publishing.to_sharing(), at=timezone.localtime())))
    answer = HttpResponse(body, content_type=media_type)
    answer.headers["Cache-Control"] = "no-store"
    if not form:
        answer.headers["Vary"] = "Accept"
    return answer


def _choose(request: HttpRequest) -> str:
    preferred = request.get_preferred_type(["text/turtle", "application/ld+json"])
    return "jsonld" if preferred == "application/ld+json" else "ttl"
