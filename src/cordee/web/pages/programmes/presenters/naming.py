"""What would tell reviewers who applies, where they may not know: said before an application is submitted."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cordee.directory.queries import get_names
from cordee.directory.queries.evidence import show_people
from cordee.kernel.messages import Sentence
from cordee.ledger.queries import get_account
from cordee.programmes.applied import ApplicationRecord
from cordee.programmes.reviewing.blindness import (
    find_names,
    hide_naming,
    is_double,
    list_own_names,
)
from cordee.web.errors import say_sentence
from cordee.web.wording import get_reader_language


@dataclass(frozen=True)
class NamingShown:
    """What reviewers are given although they may not know who applies.

    `planted` says where a name stands, `documents` are the files that are given out and must not name
    anybody inside, `kept` those that are not.
    """

    planted: tuple[str, ...]
    documents: tuple[str, ...]
    kept: tuple[str, ...]


def present_naming(record: ApplicationRecord) -> NamingShown | None:
    """Return what would tell who applies; None where reviewers may know."""
    if not is_double(record.call):
        return None
    language = get_reader_language()
    account = get_account(record.account)
    people = show_people([record.person] if record.person else [])
    places = get_names([record.organisation] if record.organisation else [])
    names = (
        account.name,
        account.email,
        *(one.name for one in people.values()),
        *(one.to_name(said) for one in places.values() for said in ("fr", "en")),
        *list_own_names(record),
    )
    planted = []
    for one in find_names(record, names):
        values: dict[str, object] = {"what": one.what.to_text(language)} if one.what else {}
        where = say_sentence(Sentence(one.where.text, values))
        planted.append(_("{where}: “{name}”").format(where=where, name=one.name))
    given = {one.code for one in hide_naming(record.call.definition).documents}
    labels = {one.code: one.label.to_text(language) for one in record.call.definition.documents}
    return NamingShown(
        planted=tuple(planted),
        documents=tuple(labels[one.code] for one in record.files if one.code in given),
        kept=tuple(labels[one.code] for one in record.files if one.code not in given),
    )
