"""Reads of one agreement, and the one question other rooms ask: what an agreement permits.

What a person may not see raises `NotFoundError`, like what does not exist.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet, prefetch_related_objects
from django.utils.translation import gettext_noop

from cordee.agreements.life import COMING, LIVE, Stage
from cordee.agreements.models import Agreement, DocumentVersion, Party, Permit
from cordee.agreements.periods import Terms, find_days, holds
from cordee.agreements.reading import read_facts, read_record, read_terms
from cordee.agreements.rules import Facts
from cordee.agreements.states import Permitted
from cordee.agreements.values import Record, VersionLine, choose_title
from cordee.directory.queries import get_line, get_lines, get_names, get_parts
from cordee.kernel.errors import NotFoundError, UsageError
from cordee.kernel.messages import Sentence
from cordee.ledger.bulk import chunk
from cordee.ledger.rights import Actor, can, list_reached
from cordee.ledger.states import Action


NOTHING_HERE = gettext_noop("There is no such agreement.")


@dataclass(frozen=True)
class Permission:
    """Whether something is permitted, why, and by which agreement and clause.

    Without a permit of any kind the agreement is None. `until` is the last day it is permitted, None
    without an end.
    """

    is_allowed: bool
    reason: Sentence
    agreement: UUID | None = None
    reference: str = ""
    title_fr: str = ""
    title_en: str = ""
    clause: str = ""
    conditions: str = ""
    until: date | None = None

    def to_title(self, language: str) -> str:
        """Return the agreement's title in `language` where there is one, else the other."""
        return choose_title(self.title_fr, self.title_en, language)


def permits(action: Permitted, organisation: UUID, counterpart: UUID, *, on: date) -> Permission:
    """Return whether `organisation` may do `action` with what belongs to `counterpart` on that day.

    `organisation` is who would have the data set, ask the cohort, see the case, use the facility, send
    the person or receive the funds; `counterpart` is whose they are. A permit given by, or to, an
    organisation reaches its parts (a hospital's departments, an institution's units), never the
    organisations above it, and never the other way round: each direction is its own permit. An
    agreement permits while it is in force on the day (tacit renewals counted) and not suspended. Of
    several, the one that permits longest is named.
    """
    receivers, givers = get_line(organisation, on=on), get_line(counterpart, on=on)
    rows = (
        Permit.objects.filter(action=action, receiver__in=receivers, giver__in=givers)
        .select_related("agreement")
        .prefetch_related("agreement__amendments")
    )
    found = [_judge(row, on) for row in rows]
    if not found:
        return Permission(False, Sentence(gettext_noop("No agreement between the two permits it.")))
    return max(found, key=lambda one: (one.is_allowed, one.until or date.max))


def get_record(identifier: UUID, *, by: Actor, on: date) -> Record:
    """Return a whole agreement; its gates and documents only for who may see those."""
    return _read_record(_find_whole(identifier, by=by, on=on), by=by, on=on)


def get_facts(identifier: UUID, *, by: Actor, on: date) -> Facts:
    """Return what rules read of an agreement, for who may see it."""
    return _read_facts(_find_whole(identifier, by=by, on=on))


def get_record_and_facts(identifier: UUID, *, by: Actor, on: date) -> tuple[Record, Facts]:
    """Return a whole agreement, and what rules read of it, read once."""
    row = _find_whole(identifier, by=by, on=on)
    return _read_record(row, by=by, on=on), _read_facts(row)


def _find_whole(identifier: UUID, *, by: Actor, on: date) -> Agreement:
    row = find_visible(identifier, Action.SEE_AGREEMENTS, by=by, on=on)
    # What is read of it more than once.
    prefetch_related_objects([row], "amendments", "gates")
    return row


def _read_record(row: Agreement, *, by: Actor, on: date) -> Record:
    may_read_documents = sees(row, Action.SEE_AGREEMENT_DOCUMENTS, by=by, on=on)
    record = read_record(row, on=on, with_documents=may_read_documents)
    kin = [one.id for one in (*record.children, *((record.parent,) if record.parent else ()))]
    if not kin:
        return record
    seen = set(select_visible(by, on=on).filter(id__in=kin).values_list("id", flat=True))
    return replace(
        record,
        parent=record.parent if record.parent and record.parent.id in seen else None,
        children=tuple(one for one in record.children if one.id in seen),
    )


def _read_facts(row: Agreement) -> Facts:
    names = get_names(party.organisation for party in row.parties.all())
    return read_facts(row, {one: named.to_name("en") for one, named in names.items()})


def get_version_of_document(identifier: UUID, *, by: Actor, on: date) -> tuple[UUID, VersionLine]:
    """Return the agreement and one file of a document of it, for who may see documents there."""
    found = (
        DocumentVersion.objects.filter(id=identifier)
        .values_list("document__agreement_id", flat=True)
        .first()
    )
    if found is None:
        raise NotFoundError(gettext_noop("There is no such document."))
    row = Agreement.objects.get(id=found)
    if not sees(row, Action.SEE_AGREEMENT_DOCUMENTS, by=by, on=on):
        raise NotFoundError(gettext_noop("There is no such document."))
    record = read_record(row, on=on, with_documents=True)
    return record.id, next(
        version
        for document in record.documents or ()
        for version in document.versions
        if version.id == identifier
    )


def find_by_reference(reference: str, *, by: Actor, on: date) -> UUID:
    """Return the agreement with that reference, or identifier, among those that a person may see.

    Raises `NotFoundError` when there is none, `UsageError` when several offices gave the same reference.
    """
    told = reference.strip()
    rows = select_visible(by, on=on)
    try:
        found = [one.id for one in rows.filter(id=UUID(told))]
    except ValueError:
        found = [one.id for one in rows.filter(reference__iexact=told)] if told else []
    if not found:
        raise NotFoundError(NOTHING_HERE)
    if len(found) > 1:
        raise UsageError(
            gettext_noop(
                "Several agreements have the reference {reference}. Give the identifier of one: {identifiers}."
            ),
            reference=told,
            identifiers=", ".join(map(str, found)),
        )
    return found[0]


def find_visible(identifier: UUID, action: Action, *, by: Actor, on: date) -> Agreement:
    """Return the row of an agreement that a person may see; `NotFoundError` for any other."""
    rows = Agreement.objects.select_related("parent").prefetch_related("parties")
    row = rows.filter(id=identifier).first()
    if row is None or not sees(row, action, by=by, on=on):
        raise NotFoundError(NOTHING_HERE)
    return row


def sees(row: Agreement, action: Action, *, by: Actor, on: date) -> bool:
    """Return whether a person may do `action` at the line of a party, or of the office that keeps it."""
    places = {row.office, *(party.organisation for party in row.parties.all())}
    return any(can(by, action, line, on=on) for line in get_lines(places, on=on).values())


def is_kept_by(record: Record, action: Action, *, by: Actor, on: date) -> bool:
    """Return whether a person may do `action` for the office that keeps the record: it alone writes."""
    return can(by, action, get_line(record.office, on=on), on=on)


def list_offices(by: Actor, *, on: date) -> tuple[UUID, ...]:
    """Return the organisations at which a person may write agreements: where each role is held."""
    return tuple(sorted(list_reached(by, Action.EDIT_AGREEMENTS, on=on) or (), key=str))


def select_visible(
    by: Actor, *, on: date, action: Action = Action.SEE_AGREEMENTS
) -> QuerySet[Agreement]:
    """Return the agreements that a person may see, or do `action` with, narrowed in the database."""
    return select_at(find_places(by, action, on=on))


def find_places(by: Actor, action: Action, *, on: date) -> frozenset[UUID] | None:
    """Return the organisations whose agreements a person may do `action` with; None means all."""
    reached = list_reached(by, action, on=on)
    return get_parts(reached, on=on) if reached else reached


def select_at(places: frozenset[UUID] | None) -> QuerySet[Agreement]:
    """Return the agreements that one of these organisations keeps or is a party to; None means all."""
    if places is None:
        return Agreement.objects.all()
    if not places:
        return Agreement.objects.none()
    joined = Party.objects.filter(organisation__in=places).values("agreement")
    return Agreement.objects.filter(Q(office__in=places) | Q(id__in=joined))


def find_named(organisations: Sequence[UUID]) -> frozenset[UUID]:
    """Return which of these organisations keep an agreement or are a party to one."""
    found: set[UUID] = set()
    for some in chunk(organisations):
        found.update(
            Party.objects.filter(organisation__in=some).values_list("organisation", flat=True)
        )
        found.update(Agreement.objects.filter(office__in=some).values_list("office", flat=True))
    return frozenset(found)


def find_tied(organisation: UUID, others: Iterable[UUID], *, on: date) -> frozenset[UUID]:
    """Return which of the others have an agreement in force with `organisation` on that day.

    An agreement reaches the parts of its parties (a hospital's departments, an institution's units), on
    either side, and counts by its own days: whoever asks need not see it to be told that there is one.
    """
    asked = set(others)
    own = get_line(organisation, on=on)
    lines = get_lines(asked, on=on)
    if not asked:
        return frozenset()
    mine = Party.objects.filter(organisation__in=own).values("agreement")
    rows = Agreement.objects.filter(
        id__in=mine, stage__in=[one.value for one in LIVE]
    ).prefetch_related("parties", "amendments")
    parties = {
        party.organisation
        for row in rows
        if holds(read_terms(row), on=on)
        for party in row.parties.all()
    } - own
    return frozenset(one for one in asked if lines[one] & parties)


def _judge(row: Permit, on: date) -> Permission:
    agreement, terms = row.agreement, read_terms(row.agreement)
    stage, end = Stage(agreement.stage), find_days(terms, on=on).end
    sentence = _say_why(stage, terms, end, on)
    return Permission(
        is_allowed=sentence.text == _PERMITTED,
        reason=sentence,
        agreement=agreement.id,
        reference=agreement.reference,
        title_fr=agreement.title_fr,
        title_en=agreement.title_en,
        clause=row.clause,
        conditions=row.conditions,
        until=end,
    )


_PERMITTED = gettext_noop("It is permitted.")


def _say_why(stage: Stage, terms: Terms, end: date | None, on: date) -> Sentence:
    if stage in COMING:
        return Sentence(gettext_noop("The agreement that would permit it is not in force yet."))
    if stage is Stage.ABANDONED:
        return Sentence(gettext_noop("The agreement that would have permitted it was abandoned."))
    if stage is Stage.SUSPENDED:
        return Sentence(gettext_noop("The agreement that permits it is suspended."))
    if holds(terms, on=on):
        return Sentence(_PERMITTED)
    if terms.start is not None and on < terms.start:
        return Sentence(
            gettext_noop("The agreement that permits it begins on {day}."), {"day": terms.start}
        )
    return Sentence(gettext_noop("The agreement that permitted it ended on {day}."), {"day": end})
