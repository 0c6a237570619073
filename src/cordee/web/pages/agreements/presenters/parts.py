"""What belongs to an agreement, as its page shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.agreements.states import (
    CLAUSE_NAMES,
    CLAUSE_STATE_NAMES,
    DOCUMENT_NAMES,
    GATE_NAMES,
    LANGUAGE_NAMES,
    OPINION_NAMES,
    PARTY_ROLE_NAMES,
    PERMITTED_NAMES,
)
from cordee.agreements.values import DocumentLine, GateLine, PartyLine, Record
from cordee.directory.queries import Named
from cordee.kernel.numbers import write_decimal
from cordee.ledger.audit import Told
from cordee.web.telling import tell_change
from cordee.web.wording import format_date, get_reader_language


@dataclass(frozen=True)
class PartyRow:
    name: str
    role: str
    signatory: str
    language: str
    signed_on: str
    address: str


@dataclass(frozen=True)
class GateRow:
    kind: str
    authority: str
    is_blocking: bool
    state: str
    tone: str
    remarks: str
    due: str
    is_late: bool
    answer_address: str
    strike_address: str


@dataclass(frozen=True)
class ClauseRow:
    name: str
    state: str
    tone: str
    text: str


@dataclass(frozen=True)
class PermitRow:
    sentence: str
    clause: str
    conditions: str
    strike_address: str


@dataclass(frozen=True)
class AmendmentRow:
    number: int
    kind: str
    text: str
    signed_on: str
    new_end: str


@dataclass(frozen=True)
class VersionRow:
    number: int
    file_name: str
    size: str
    sha256: str
    added: datetime
    added_by: str
    address: str
    signatures: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class DocumentRow:
    title: str
    kind: str
    language: str
    versions: tuple[VersionRow, ...]


@dataclass(frozen=True)
class EventRow:
    at: datetime
    who: str
    what: str
    reason: str
    change: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Reader:
    """What the reader may do with the record, and what stands around it."""

    may_edit: bool
    may_move: bool
    names: Mapping[UUID, Named]
    history: tuple[Told, ...]
    deeds: Mapping[str, str]
    on: date

    def name(self, organisation: UUID) -> str:
        found = self.names.get(organisation)
        return found.to_name(get_reader_language()) if found else "?"


def present_party(record: Record, one: PartyLine, reader: Reader) -> PartyRow:
    signatory = ", ".join(filter(None, (one.signatory_name, one.signatory_function)))
    return PartyRow(
        name=reader.name(one.organisation),
        role=str(PARTY_ROLE_NAMES[one.role]),
        signatory=signatory,
        language=str(LANGUAGE_NAMES.get(one.language, "")),
        signed_on=format_date(one.signed_on) if one.signed_on else "",
        address=reverse("agreements:party", args=[record.id, one.id]) if reader.may_edit else "",
    )


def present_gate(record: Record, one: GateLine, reader: Reader, *, may_answer: bool) -> GateRow:
    if one.answer is None:
        state, tone = _("awaited"), "open"
    else:
        state, tone = str(OPINION_NAMES[one.answer]), one.answer.value
        state = _("%(answer)s, on %(day)s") % {
            "answer": state,
            "day": format_date(one.answered_on) if one.answered_on else "",
        }
    places = [record.id, one.id]
    return GateRow(
        kind=str(GATE_NAMES[one.kind]).capitalize(),
        authority=", ".join(filter(None, (one.authority, one.answered_by))),
        is_blocking=one.is_blocking,
        state=state,
        tone=tone,
        remarks=one.remarks,
        due=format_date(one.due_on) if one.due_on and one.answer is None else "",
        is_late=bool(one.due_on and one.due_on < reader.on and one.answer is None),
        answer_address=reverse("agreements:gate", args=places) if may_answer else "",
        strike_address=reverse("agreements:strike_gate", args=places)
        if may_answer and one.answer is None
        else "",
    )


def present_clauses(record: Record) -> tuple[ClauseRow, ...]:
    return tuple(
        ClauseRow(
            str(CLAUSE_NAMES[one.kind]).capitalize(),
            str(CLAUSE_STATE_NAMES[one.state]) if one.state else _("not read for yet"),
            one.state.value if one.state else "open",
            one.text,
        )
        for one in record.clauses
    )


def present_permits(record: Record, reader: Reader, *, may_strike: bool) -> tuple[PermitRow, ...]:
    return tuple(
        PermitRow(
            sentence=_("%(giver)s lets %(receiver)s %(action)s.")
            % {
                "giver": reader.name(one.giver),
                "receiver": reader.name(one.receiver),
                "action": PERMITTED_NAMES[one.action],
            },
            clause=one.clause,
            conditions=one.conditions,
            strike_address=reverse("agreements:strike_permit", args=[record.id, one.id])
            if may_strike
            else "",
        )
        for one in record.permits
    )


def present_document(one: DocumentLine) -> DocumentRow:
    return DocumentRow(
        title=one.title,
        kind=str(DOCUMENT_NAMES[one.kind]),
        language=str(LANGUAGE_NAMES.get(one.language, "")),
        versions=tuple(
            VersionRow(
                number=version.number,
                file_name=version.file_name,
                size=_write_size(version.size),
                sha256=version.sha256,
                added=version.added_at,
                added_by=version.added_by,
                address=reverse("agreements:version", args=[version.id]),
                signatures=tuple(present_signature(found) for found in version.signatures),
            )
            for version in one.versions
        ),
    )


def present_signature(found: Mapping[str, object]) -> tuple[str, bool]:
    """Return what reading one electronic signature found, and whether it is sound."""
    is_sound = bool(found.get("is_whole")) and bool(found.get("is_intact"))
    values = {"who": found.get("who") or "?", "when": found.get("when") or "?"}
    if is_sound:
        return _("Signed electronically by %(who)s, %(when)s: whole and unaltered.") % values, True
    # What was read before this was told apart says nothing of it.
    if not found.get("is_checked", True):
        return _("Signature of %(who)s, %(when)s: it could not be checked.") % values, False
    if not found.get("is_intact"):
        return _("Signature of %(who)s, %(when)s: the file was altered after it.") % values, False
    return _("Signature of %(who)s, %(when)s: it covers only a part of the file.") % values, False


def _write_size(size: int) -> str:
    language = get_reader_language()
    if size < 1024**2:
        return _("%(size)s kB") % {"size": write_decimal(size / 1024, language, 1)}
    return _("%(size)s MB") % {"size": write_decimal(size / 1024**2, language, 1)}


def present_event(one: Told, deeds: Mapping[str, str]) -> EventRow:
    return EventRow(
        at=one.at,
        who=one.actor_name or _("nobody signed in"),
        what=deeds.get(one.action, one.action),
        reason=one.reason,
        change=tell_change(one.kind, one.change),
    )
