from __future__ import annotations

from django.urls import path

from cordee.web.pages.programmes.views import (
    applications,
    attachments,
    bench,
    calls,
    instruments,
    invitees,
    partners,
    questions,
    settling,
    studio,
    verdicts,
)


app_name = "programmes"
ONE_CALL = "calls/<uuid:call>"
APPLICATION = "applications/<uuid:application>"
PARTNER = f"{APPLICATION}/partners/<uuid:partner>"
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
    path(f"{INSTRUMENT}/bench", bench.bench, name="bench"),
    path(f"{INSTRUMENT}/bench.csv", bench.bench_template, name="bench_template"),
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
    path(f"{ONE_CALL}/invitees/new", invitees.invite, name="invite"),
    path(
        f"{ONE_CALL}/invitees/<uuid:invitee>/take-out",
        invitees.take_out,
        name="take_out_invitee",
    ),
    path(f"{ONE_CALL}/apply", applications.apply, name="apply"),
    path(f"{ONE_CALL}/applications", verdicts.call_applications, name="call_applications"),
    path("applications", applications.my_applications, name="my_applications"),
    path("applications/files/<uuid:attachment>", attachments.file, name="file"),
    path(APPLICATION, applications.application, name="application"),
    path(f"{APPLICATION}/check", applications.check, name="check"),
    path(f"{APPLICATION}/save", applications.save, name="save"),
    path(f"{APPLICATION}/person", applications.choose_person, name="choose_person"),
    path(f"{APPLICATION}/submit", applications.submit, name="submit"),
    path(f"{APPLICATION}/receipt", applications.receipt, name="receipt"),
    path(f"{APPLICATION}/record.pdf", verdicts.application_pdf, name="application_pdf"),
    path(f"{APPLICATION}/withdraw", applications.withdraw, name="withdraw_application"),
    path(f"{APPLICATION}/judge", verdicts.ask_again, name="ask_again"),
    path(f"{APPLICATION}/set-aside", verdicts.override, name="override"),
    path(f"{APPLICATION}/documents/<slug:code>", attachments.attach, name="attach"),
    path(f"{APPLICATION}/documents/<uuid:attachment>/remove", attachments.detach, name="detach"),
    path(f"{APPLICATION}/partners/new", partners.add_partner, name="add_partner"),
    path(PARTNER, partners.change_partner, name="change_partner"),
    path(f"{PARTNER}/remove", partners.remove_partner, name="remove_partner"),
    path(f"{PARTNER}/invite", partners.invite_partner, name="invite_partner"),
    path(f"{PARTNER}/take-back", partners.take_back_partner, name="take_back_partner"),
    path(f"{PARTNER}/reopen", partners.reopen_partner, name="reopen_partner"),
    path("partners/<str:secret>", partners.partner, name="partner"),
]
