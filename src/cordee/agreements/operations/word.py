"""Writing an agreement as a Word document: read, filled, and told in the audit."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from cordee.agreements.operations.writing import tell
from cordee.agreements.queries import find_visible, get_record
from cordee.agreements.states import Kind
from cordee.agreements.values import Record
from cordee.agreements.word.fields import LANGUAGES, write_fields
from cordee.agreements.word.templates import fill
from cordee.directory.queries import get_cities, get_names
from cordee.kernel.errors import UsageError
from cordee.ledger.audit import record_event
from cordee.ledger.rights import Actor
from cordee.ledger.states import Action
from cordee.reference.folding import fold


LONGEST_STEM = 80
"""Letters of a file's name: every system takes it, with language and ending."""


@dataclass(frozen=True)
class Written:
    """A document that was written: the name to offer it by, and its content."""

    file_name: str
    content: bytes


@transaction.atomic
def write_agreement(
    identifier: UUID,
    language: str,
    get_template: Callable[[Kind, str], bytes],
    *,
    by: Actor,
    at: datetime,
) -> Written:
    """Return an agreement as a Word document in `language`, for who may read it; the audit tells who took it.

    `get_template` returns the template of a kind in a language. Raises `NotFoundError` for who may not
    see the agreement, `UsageError` for another language than French and English, `SourceError` for a
    template that cannot be filled.
    """
    if language not in LANGUAGES:
        raise UsageError(gettext_noop("Agreements are written in French (fr) or English (en)."))
    on = at.date()
    record = get_record(identifier, by=by, on=on)
    places = {record.office} | {one.organisation for one in record.parties}
    text = write_fields(record, get_names(places), get_cities(places), language, on=on)
    template = get_template(record.kind, language)
    content = fill(template, text, language=language, at=at)
    change = {
        "language": ("", language),
        "template": ("", hashlib.sha256(template).hexdigest()),
        "sha256": ("", hashlib.sha256(content).hexdigest()),
    }
    row = find_visible(identifier, Action.SEE_AGREEMENTS, by=by, on=on)
    record_event("agreement.write", tell(row), by=by, at=at, change=change)
    return Written(name_file(record, language), content)


def name_file(record: Record, language: str) -> str:
    """Return the name of an agreement's document: its reference and title, in letters every system takes."""
    told = fold(" ".join(filter(None, (record.reference, record.to_title(language)))))
    stem = re.sub(r"[^a-z0-9]+", "-", told)[:LONGEST_STEM].strip("-")
    return f"{stem or 'agreement'}.{language}.docx"
