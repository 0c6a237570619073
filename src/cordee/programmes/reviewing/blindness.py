"""What a reviewer may see of an application, by who may know whom. No table is read here.

Where neither side knows the other, names of people and organisations, addresses, file names and the
answers and documents that name are left out. What somebody wrote into a free text cannot be taken out
of it: the names are looked for in it, and told before it is submitted.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.translation import gettext_noop

from cordee.agreements.contents import ENDINGS
from cordee.kernel.messages import Sentence
from cordee.programmes.applied import (
    ApplicationRecord,
    FileTold,
    FrozenCall,
    PartnerPart,
    PartnerTold,
)
from cordee.programmes.definition.parts import Bilingual, Definition
from cordee.programmes.states import Blind
from cordee.reference.folding import fold


NOBODY = UUID(int=0)

SHORTEST = 4
"""Letters of a word that names alone: three are as often an abbreviation of the field."""

ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\b\d{4}-\d{4}-\d{4}-\d{3}[\dX]\b")
"""An e-mail address or an ORCID: it names whomever it is of."""


def is_double(call: FrozenCall) -> bool:
    """Return whether reviewers of a call may not know who applies."""
    review = call.definition.review
    return review is not None and review.blind is Blind.DOUBLE


def veil(record: ApplicationRecord, to_name: Callable[[int], str]) -> ApplicationRecord:
    """Return an application as those who review it may see it.

    `to_name` says what the partner of a number, from 1, is called where its name is hidden. Accounts,
    links, addresses of contacts and receipts are nobody's who reviews, whatever the mode.
    """
    bare = replace(
        record,
        account=NOBODY,
        receipt="",
        partners=tuple(_bare_partner(one) for one in record.partners),
    )
    if not is_double(record.call):
        return bare
    definition = hide_naming(record.call.definition)
    keys = {field.key for field in definition.list_fields()}
    codes = {one.code for one in definition.documents}
    answers = {key: value for key, value in record.written.answers.items() if key in keys}
    return replace(
        bare,
        call=replace(record.call, definition=definition),
        person=None,
        organisation=None,
        written=replace(record.written, answers=answers),
        partners=tuple(
            _hide_partner(one, to_name(number)) for number, one in enumerate(bare.partners, 1)
        ),
        files=tuple(_hide_name(one) for one in record.files if one.code in codes),
    )


def hide_naming(definition: Definition) -> Definition:
    """Return an instrument without the questions and documents that tell who applies."""
    sections = (
        section.model_copy(
            update={"fields": tuple(one for one in section.fields if not one.is_naming)}
        )
        for section in definition.sections
    )
    return definition.model_copy(
        update={
            "sections": tuple(one for one in sections if one.fields),
            "documents": tuple(one for one in definition.documents if not one.is_naming),
        }
    )


@dataclass(frozen=True)
class Planted:
    """A name that stands where a reviewer reads it; `what` names the question, where it is one."""

    where: Sentence
    name: str
    what: Bilingual | None = None


def find_names(record: ApplicationRecord, names: Iterable[str]) -> tuple[Planted, ...]:
    """Return each of `names`, and each address, that stands in a text which reviewers read.

    A name is found whole, whatever its case and accents; of a name of several words the last is looked
    for by itself too, where it is long enough to name somebody.
    """
    wanted, found = tuple(names), {}
    for where, what, text in _list_texts(veil(record, str)):
        for name in find_in(text, wanted):
            found[where.text, what, name] = Planted(where, name, what)
    return tuple(found.values())


def find_in(text: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return which of `names` stand in a text, and the addresses and ORCIDs that do.

    >>> find_in("As Dr. CARRÉ says: r@x.example", ["Élise Carré", "ICB"])
    ('Élise Carré', 'r@x.example')
    """
    folded = f" {fold(text)} "
    said = (name for form, name in _list_forms(names).items() if f" {form} " in folded)
    return tuple(dict.fromkeys((*said, *ADDRESS.findall(text))))


def list_own_names(record: ApplicationRecord) -> tuple[str, ...]:
    """Return the names that an application itself says: of partners, their teams and their contacts."""
    return tuple(
        name
        for one in record.partners
        for name in (one.part.name, one.part.team, one.part.contact_name, one.signed_name)
        if name.strip()
    )


def order_unseen(application: UUID, reviewers: Iterable[UUID]) -> tuple[UUID, ...]:
    """Return reviewers in the order in which an applicant reads them as “Reviewer 1, 2…”.

    The order tells nothing: not who was asked first, nor who is who in another application. It is the
    same each time, and in each round.
    """

    def draw(reviewer: UUID) -> str:
        return hashlib.sha256(application.bytes + reviewer.bytes).hexdigest()

    return tuple(sorted(set(reviewers), key=draw))


def _bare_partner(one: PartnerTold) -> PartnerTold:
    part = replace(one.part, contact_name="", contact_email="")
    return PartnerTold(one.id, part, mark="", signed_at=one.signed_at)


def _hide_partner(one: PartnerTold, name: str) -> PartnerTold:
    part = PartnerPart(
        name=name,
        country=one.part.country,
        is_company=one.part.is_company,
        contribution=one.part.contribution,
    )
    return PartnerTold(one.id, part, mark="")


def _hide_name(one: FileTold) -> FileTold:
    return replace(one, file_name=f"{one.code}{ENDINGS.get(one.media_type, '')}")


def _list_forms(names: Iterable[str]) -> dict[str, str]:
    forms = {}
    for name in names:
        words = fold(name).split()
        if not words or len("".join(words)) < SHORTEST:
            continue
        forms[" ".join(words)] = name
        if len(words) > 1 and len(words[-1]) >= SHORTEST and len(words) <= _LONGEST_PERSON:
            forms.setdefault(words[-1], name)
    return forms


_LONGEST_PERSON = 3
"""Words of somebody's name; what has more is an organisation, whose last word names nobody."""


def _list_texts(record: ApplicationRecord) -> Iterator[tuple[Sentence, Bilingual | None, str]]:
    written = record.written
    yield Sentence(gettext_noop("Title of the project")), None, written.title
    yield Sentence(gettext_noop("Acronym")), None, written.acronym
    for field in record.call.definition.list_fields():
        answer = written.answers.get(field.key)
        if isinstance(answer, str):
            yield Sentence(gettext_noop("“{what}”")), field.label, answer
    for one in record.partners:
        yield Sentence(gettext_noop("What the partner contributes")), None, one.part.contribution
    for money in written.budget:
        yield Sentence(gettext_noop("Remark in the budget")), None, money.note
