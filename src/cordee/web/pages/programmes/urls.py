from __future__ import annotations

from django.urls import path

from cordee.web.pages.programmes.views import instruments


app_name = "programmes"
INSTRUMENT = "instruments/<uuid:instrument>"
urlpatterns = [
    path("instruments", instruments.instruments, name="instruments"),
    path(
        "instruments/versions/<uuid:version>",
        instruments.instrument_version,
        name="instrument_version",
    ),
    path(
        "instruments/versions/<uuid:version>.json",
        instruments.instrument_json,
        name="instrument_json",
    ),
    path(INSTRUMENT, instruments.instrument, name="instrument"),
    path(f"{INSTRUMENT}/history", instruments.instrument_history, name="instrument_history"),
]
