"""The one address that harvesters ask, by GET or POST; it does not exist until something is published."""

from __future__ import annotations

from time import monotonic

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cordee.kernel.errors import NotFoundError
from cordee.ledger.moments import reading_at_one_moment
from cordee.web.oai.answers import Answer
from cordee.web.oai.asking import read_asked
from cordee.web.oai.faults import ProtocolError
from cordee.web.oai.harvest import RECORDS_ON_A_PAGE, Repository
from cordee.web.publishing import get_publishing
from cordee.web.rates import RATES


@csrf_exempt  # It changes nothing and asks nobody who they are: a form elsewhere gains nothing by it.
@require_http_methods(["GET", "HEAD", "POST"])
def oai(request: HttpRequest) -> HttpResponse:
    """Answer a harvester."""
    publishing = get_publishing()
    if not publishing.choices.is_harvested:
        raise NotFoundError(gettext_noop("No page has this address."))
    origin = request.META.get("REMOTE_ADDR", "")
    wait = RATES.take(("oai", origin), a_minute=settings.CORDEE_OAI_RATE, now=monotonic())
    if wait:
        # The status and the header by which the protocol holds harvesters back (OAI-PMH 2.0, 3.1.2.2).
        answer = HttpResponse("Too many requests. Wait, then go on.\n", "text/plain", 503)
        answer.headers["Retry-After"] = str(int(wait) + 1)
        return answer
    website = settings.CORDEE_ADDRESS.rstrip("/")
    repository = Repository(
        publishing, publishing.to_sharing(), timezone.localtime(), RECORDS_ON_A_PAGE
    )
    answers = Answer(repository, website + reverse("oai:oai"), f"{website}/")
    try:
        asked = read_asked(request.POST if request.method == "POST" else request.GET)
    except ProtocolError as error:
        return _send(answers.write_fault(error))
    with reading_at_one_moment():
        return _send(answers.write(asked))


def _send(body: bytes) -> HttpResponse:
    answer = HttpResponse(body, content_type="text/xml; charset=utf-8")
    answer.headers["Cache-Control"] = "no-store"
    return answer
