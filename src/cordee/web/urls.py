from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from cordee.ledger.queries import is_there
from cordee.web.lakes import get_ground


def health(request: HttpRequest) -> HttpResponse:
    """Answer whether the pages can be made: the lake opens and has a snapshot; and whether the ledger answers.

    The figures go on without the ledger, so its silence is said and is no failure of this address.
    """
    snapshot = get_ground().lake.snapshot_id
    ledger = "ledger ok" if is_there() else "ledger silent"
    return HttpResponse(f"ok {snapshot}\n{ledger}\n", content_type="text/plain")


def health_of_the_ledger(request: HttpRequest) -> HttpResponse:
    """Answer whether the ledger answers, by the status alone: 200, or 503."""
    answers = is_there()
    text = "ok\n" if answers else "silent\n"
    return HttpResponse(text, status=200 if answers else 503, content_type="text/plain")


urlpatterns = [
    path("health", health, name="health"),
    path("health/ledger", health_of_the_ledger, name="health_of_the_ledger"),
    path("", include("cordee.web.pages.observatory.urls")),
    path("", include("cordee.web.pages.comparison.urls")),
    path("", include("cordee.web.pages.projects.urls")),
    path("", include("cordee.web.pages.dossiers.urls")),
    path("", include("cordee.web.pages.documents.urls")),
    path("", include("cordee.web.pages.world.urls")),
    path("", include("cordee.web.pages.accounts.urls")),
    path("", include("cordee.web.pages.tasks.urls")),
    path("", include("cordee.web.pages.settings.urls")),
    path("", include("cordee.web.pages.jobs.urls")),
    path("", include("cordee.web.pages.directory.urls")),
    path("", include("cordee.web.pages.agreements.urls")),
    path("", include("cordee.web.pages.programmes.urls")),
    path("", include("cordee.web.pages.imports.urls")),
    path("", include("cordee.web.pages.reference.urls")),
    path("account/", include("allauth.urls")),
    path("", include("cordee.web.api.urls")),
    path("", include("cordee.web.oai.urls")),
    path("", include("cordee.web.linked.urls")),
]

handler400 = "cordee.web.errors.show_bad_request"
handler404 = "cordee.web.errors.show_not_found"
handler429 = "cordee.web.errors.show_too_many"  # what allauth asks for
handler500 = "cordee.web.errors.show_server_error"
