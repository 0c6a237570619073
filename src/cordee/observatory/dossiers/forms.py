"""The forms a dossier can be taken away in: their names, files and media types.

They stand apart from what writes them, so that a page or a command can name them without loading it.
"""

from __future__ import annotations

from dataclasses import dataclass

from cordee.kernel.errors import NotFoundError
from cordee.kernel.messages import N_
from cordee.observatory.dossiers.model import Dossier


@dataclass(frozen=True, slots=True)
class Form:
    """One form: how people call it (an English text marked for translation), suffix, media type."""

    code: str
    label: str
    suffix: str
    media_type: str

    def name_file(self, dossier: Dossier) -> str:
        """Return the name of the file that a document in this form goes into."""
        return f"{dossier.file_name}-{dossier.language}.{self.suffix}"


_OFFICE = "application/vnd.openxmlformats-officedocument"

FORMS: dict[str, Form] = {
    one.code: one
    for one in (
        Form("pdf", N_("PDF"), "pdf", "application/pdf"),
        Form("docx", N_("Word"), "docx", f"{_OFFICE}.wordprocessingml.document"),
        Form("xlsx", N_("Excel"), "xlsx", f"{_OFFICE}.spreadsheetml.sheet"),
        Form("pptx", N_("PowerPoint"), "pptx", f"{_OFFICE}.presentationml.presentation"),
        Form("csv", N_("Tables (CSV)"), "zip", "application/zip"),
        Form("json", N_("Data (JSON)"), "json", "application/json"),
    )
}


def get_form(code: str) -> Form:
    """Return the form called `code`; raise `NotFoundError` when there is none."""
    if code not in FORMS:
        raise NotFoundError(
            N_("There is no document as “{form}”. The forms are: {forms}."),
            form=code[:40],
            forms=", ".join(FORMS),
        )
    return FORMS[code]
