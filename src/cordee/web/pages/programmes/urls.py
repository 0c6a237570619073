from __future__ import annotations

from django.urls import path

from cordee.web.pages.programmes.views import calls, instruments, questions


app_name = "programmes"
ONE_CALL = "calls/<uuid:call>"
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
    path("calls", calls.calls, name="calls"),
    path("calls/new", calls.new, name="new_call"),
    path("calls/years", calls.open_years, name="open_years"),
    path("calls/deadlines.ics", calls.deadlines, name="deadlines"),
    path("calls/questions/<uuid:question>", questions.answer, name="answer"),
    path(ONE_CALL, calls.call, name="call"),
    path(f"{ONE_CALL}/change", calls.change, name="change_call"),
    path(f"{ONE_CALL}/publish", calls.publish, name="publish_call"),
    path(f"{ONE_CALL}/extend", calls.extend, name="extend_call"),
    path(f"{ONE_CALL}/close", calls.close, name="close_call"),
    path(f"{ONE_CALL}/cancel", calls.cancel, name="cancel_call"),
    path(f"{ONE_CALL}/questions/new", questions.ask, name="ask"),
    path(f"{ONE_CALL}/news/new", questions.announce, name="announce"),
]
