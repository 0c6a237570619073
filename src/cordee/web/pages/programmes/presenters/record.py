"""An application as a document of record."""

from __future__ import annotations

from django.utils.translation import gettext as _

from cordee.programmes.applied import ApplicationRecord
from cordee.web.pages.programmes.presenters.applications import Page
from cordee.web.pages.programmes.presenters.verdicts import Panel
from cordee.web.record_pdf import RecordSection, write_record
from cordee.web.wording import get_reader_language


def write_application(record: ApplicationRecord, page: Page, panel: Panel | None) -> bytes:
    """Return an application as PDF: what was answered, with the receipt once it is submitted."""
    labels = {one.code: one.label for one in page.documents}
    sections = [
        RecordSection(_("In short"), _list_project(page)),
        *(
            RecordSection(one.title, tuple((f.label, f.said or "–") for f in one.fields))
            for one in page.sections
        ),
        RecordSection(
            _("Partners"),
            tuple(
                (one.name, "\n".join(filter(None, (one.detail, one.state, one.contribution))))
                for one in page.partners
            ),
        ),
        RecordSection(_("Budget"), _list_money(page)),
        RecordSection(
            _("Documents"),
            tuple(
                (labels.get(one.code, one.code), f"{one.file_name}\nSHA-256 {one.sha256}")
                for one in record.files
            ),
        ),
    ]
    if panel is not None:
        told = tuple((one.label, f"{one.finding}. {one.message}".strip()) for one in panel.rules)
        sections.append(RecordSection(_("Eligibility"), ((panel.verdict, panel.sentence), *told)))
    foot = (
        _("Receipt (SHA-256) {receipt}").format(receipt=page.receipt)
        if page.receipt
        else _("A draft: it was not submitted.")
    )
    over = _("{call} · application no. {number} · {stage}").format(
        call=page.call, number=page.number, stage=page.stage
    )
    return write_record(
        page.title or page.call,
        over,
        (one for one in sections if one.rows),
        foot=foot,
        language=get_reader_language(),
    )


def _list_project(page: Page) -> tuple[tuple[str, str], ...]:
    rows = (
        (_("Who"), ", ".join(filter(None, (page.person, page.organisation)))),
        (_("Acronym"), page.acronym),
        (_("Duration in months"), page.months),
        (_("Submitted"), page.submitted),
    )
    return tuple((label, text) for label, text in rows if text)


def _list_money(page: Page) -> tuple[tuple[str, str], ...]:
    asked = [
        (one.label, f"{one.said} {one.note}".strip()) for one in page.budget.asked if one.amount
    ]
    brought = [
        (_("Brought by {name}").format(name=one.label), f"{one.said} {one.note}".strip())
        for one in page.budget.brought
        if one.amount
    ]
    return (*asked, *brought)
