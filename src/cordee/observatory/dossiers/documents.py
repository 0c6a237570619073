"""A dossier as any of the documents it can be taken away as."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from cordee.kernel.progress import SILENT, Progress
from cordee.observatory.dossiers.data_files import write_csv, write_json
from cordee.observatory.dossiers.docx import write_docx
from cordee.observatory.dossiers.forms import get_form
from cordee.observatory.dossiers.model import Dossier
from cordee.observatory.dossiers.pdf import write_pdf
from cordee.observatory.dossiers.phrases import check_base
from cordee.observatory.dossiers.pptx import write_pptx
from cordee.observatory.dossiers.xlsx import write_xlsx


Writer: TypeAlias = Callable[[Dossier, str, Progress], bytes]

WRITERS: dict[str, Writer] = {
    "pdf": write_pdf,
    "docx": write_docx,
    "xlsx": write_xlsx,
    "pptx": write_pptx,
    "csv": lambda dossier, base, _: write_csv(dossier, base),
    "json": lambda dossier, base, _: write_json(dossier, base),
}


def write_document(dossier: Dossier, form: str, base: str, progress: Progress = SILENT) -> bytes:
    """Return `dossier` in `form` (see `forms`), its links leading to the pages at `base`.

    Raises `NotFoundError` when there is no such form, `UsageError` when `base` is no address.
    """
    return WRITERS[get_form(form).code](dossier, check_base(base), progress)
