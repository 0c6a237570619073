from __future__ import annotations

from django.urls import path

from cordee.web.pages.programmes.views import calls, instruments, questions, settling, studio


app_name = "programmes"
ONE_CALL = "calls/<uuid:call>"
INSTRUMENT = "instruments/<uuid:instrument>"
urlpatterns = [
    path("instruments", instruments.instruments, name="instruments"),
    path("instruments/new", settling.instrument_new, name="instrument_new"),
    path("instruments/bring-in", settling.instrument_bring_in, name="instrument_bring_in"),
    path("instruments/ship", settling.instrument_install, name="instrument_install"),
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
    path(f"{INSTRUMENT}/publish", settling.instrument_publish, name="instrument_publish"),
    path(f"{INSTRUMENT}/withdraw", settling.instrument_withdraw, name="instrument_withdraw"),
    path(f"{INSTRUMENT}/discard", settling.instrument_discard, name="instrument_discard"),
    path(f"{INSTRUMENT}/studio", studio.studio, name="studio"),
    path(f"{INSTRUMENT}/studio/rules/<str:rule>", studio.studio_rule, name="studio_rule"),
    path(f"{INSTRUMENT}/studio/<str:part>", studio.studio_part, name="studio_part"),
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
