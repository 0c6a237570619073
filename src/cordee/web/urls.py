from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from cordee.web.lakes import get_ground


def health(request: HttpRequest) -> HttpResponse:
    """Answer whether the pages can be made: the lake opens and has a snapshot."""
    snapshot = get_ground().lake.snapshot_id
    return HttpResponse(f"ok {snapshot}\n", content_type="text/plain")


urlpatterns = [
    path("health", health, name="health"),
    path("", include("cordee.web.pages.observatory.urls")),
    path("", include("cordee.web.pages.comparison.urls")),
    path("", include("cordee.web.pages.projects.urls")),
    path("", include("cordee.web.pages.dossiers.urls")),
    path("", include("cordee.web.pages.documents.urls")),
    path("", include("cordee.web.pages.world.urls")),
    path("", include("cordee.web.pages.accounts.urls")),
    path("", include("cordee.web.pages.directory.urls")),
    path("", include("cordee.web.pages.agreements.urls")),
    path("", include("cordee.web.pages.imports.urls")),
    path("account/", include("allauth.urls")),
]

handler400 = "cordee.web.errors.show_bad_request"
handler404 = "cordee.web.errors.show_not_found"
handler500 = "cordee.web.errors.show_server_error"
