from __future__ import annotations

from django.urls import path

from cordee.web.pages.agreements.views import (
    documents,
    evidence,
    parties,
    parts,
    portfolio,
    record,
    together,
    word,
)


app_name = "agreements"
ONE = "agreements/<uuid:agreement>"
urlpatterns = [
    path("agreements", portfolio.portfolio, name="portfolio"),
    path("agreements/new", record.new, name="new"),
    path("agreements/parties", portfolio.parties, name="parties"),
    path("agreements/parents", portfolio.parents, name="parents"),
    path("agreements/activity", evidence.activity, name="activity"),
    path("agreements/countries/<str:code>", evidence.with_country, name="with_country"),
    path("agreements/calendar", portfolio.calendar, name="calendar"),
    path("agreements/calendar/withdraw", portfolio.withdraw_calendar, name="withdraw_calendar"),
    path("agreements/calendar/<str:secret>.ics", portfolio.feed, name="feed"),
    path("agreements/files/<uuid:version>", documents.version, name="version"),
    path(ONE, record.record, name="record"),
    path(f"{ONE}/evidence", evidence.evidence, name="evidence"),
    path(f"{ONE}/word/<str:language>", word.word, name="word"),
    path(f"{ONE}/together", together.together, name="together"),
    path(f"{ONE}/change", record.change, name="change"),
    path(f"{ONE}/moves/<str:step>", record.move, name="move"),
    path(f"{ONE}/notice", record.notice, name="notice"),
    path(f"{ONE}/parties/new", parties.add_party, name="add_party"),
    path(f"{ONE}/parties/<uuid:party>", parties.party, name="party"),
    path(f"{ONE}/parties/<uuid:party>/remove", parties.remove_party, name="remove_party"),
    path(f"{ONE}/opinions/new", parts.add_gate, name="add_gate"),
    path(f"{ONE}/opinions/<uuid:gate>", parts.gate, name="gate"),
    path(f"{ONE}/opinions/<uuid:gate>/strike", parts.strike_gate, name="strike_gate"),
    path(f"{ONE}/clauses", parts.clauses, name="clauses"),
    path(f"{ONE}/permits/new", parts.add_permit, name="add_permit"),
    path(f"{ONE}/permits/<uuid:permit>/strike", parts.strike_permit, name="strike_permit"),
    path(f"{ONE}/amendments/new", parts.add_amendment, name="add_amendment"),
    path(f"{ONE}/files/new", documents.add_document, name="add_document"),
]
