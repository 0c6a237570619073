"""A record as a Word document to go on writing in: the same titles and texts as its PDF."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date

from docx import Document

from cordee.observatory.dossiers.archives import settle
from cordee.observatory.dossiers.docx_parts import LANGUAGES, set_styles
from cordee.web.record_pdf import RecordSection, clean_text


def write_word(
    title: str,
    over: str,
    sections: Iterable[RecordSection],
    *,
    foot: str,
    language: str,
    on: date,
) -> bytes:
    """Return a record as a Word document. Its properties name the title and nobody."""
    document = Document()
    set_styles(document, LANGUAGES[language])
    document.add_paragraph(clean_text(over))
    document.add_heading(clean_text(title), level=1)
    for section in sections:
        if section.title:
            document.add_heading(clean_text(section.title), level=2)
        for label, text in section.rows:
            paragraph = document.add_paragraph()
            if label:
                paragraph.add_run(clean_text(label)).bold = True
                paragraph.add_run("\n")
            paragraph.add_run(clean_text(text))
    if foot:
        document.sections[0].footer.paragraphs[0].text = clean_text(foot)
    properties = document.core_properties
    properties.title, properties.author = clean_text(title)[:255], "Cordée"
    properties.language = LANGUAGES[language]
    properties.comments = ""
    properties.last_modified_by = "Cordée"
    made = io.BytesIO()
    document.save(made)
    return settle(made.getvalue(), on)
