"""Rows into values: the one place that knows both."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from cordee.agreements.life import Stage
from cordee.agreements.models import Agreement, Document, DocumentVersion, Gate
from cordee.agreements.periods import Terms, find_days
from cordee.agreements.rules import Facts, GateFact
from cordee.agreements.states import (
    AmendmentKind,
    ClauseKind,
    ClauseState,
    DocumentKind,
    Follows,
    GateKind,
    Kind,
    Opinion,
    PartyRole,
    Permitted,
    Renewal,
    ScopeKind,
)
from cordee.agreements.values import (
    AmendmentLine,
    ClauseLine,
    DocumentLine,
    Draft,
    GateLine,
    Kin,
    PartyLine,
    PermitLine,
    Record,
    Scope,
    VersionLine,
)


def read_terms(row: Agreement) -> Terms:
    """Return what an agreement says about its period, with the ends its amendments set."""
    ends = tuple((one.signed_on, one.new_end) for one in row.amendments.all() if one.new_end)
    return make_terms(vars(row), ends)


def make_terms(values: Mapping[str, Any], ends: tuple[tuple[date, date], ...]) -> Terms:
    """Return what the columns of an agreement say about its period; `ends` are set by amendments."""
    return Terms(
        start=values["start"],
        end=values["end"],
        renewal=Renewal(values["renewal"]),
        renewal_months=values["renewal_months"],
        most_renewals=values["most_renewals"],
        notice_months=values["notice_months"],
        notice_given_on=values["notice_given_on"],
        closed_on=values["closed_on"],
        ends=ends,
    )


def read_facts(row: Agreement, names: Mapping[UUID, str]) -> Facts:
    """Return what rules read of an agreement."""
    since = [
        AmendmentKind(one.kind)
        for one in row.amendments.all()
        if one.recorded_at >= row.stage_since
    ]
    return Facts(
        stage=Stage(row.stage),
        terms=read_terms(row),
        signed=tuple(
            (names.get(party.organisation, "?"), party.signed_on) for party in row.parties.all()
        ),
        gates=tuple(
            GateFact(
                GateKind(one.kind), one.is_blocking, Opinion(one.answer) if one.answer else None
            )
            for one in row.gates.all()
        ),
        amended_since=bool(since),
        renewed_since=AmendmentKind.RENEWAL in since,
    )


def read_draft(row: Agreement) -> Draft:
    """Return what was written about the agreement itself."""
    return Draft(
        kind=Kind(row.kind),
        title_fr=row.title_fr,
        title_en=row.title_en,
        terms=read_terms(row),
        reference=row.reference,
        summary=row.summary,
        is_binding=row.is_binding,
        amount=row.amount,
        currency=row.currency,
        parent=row.parent_id,
        follows=Follows(row.follows) if row.follows else None,
        scope=tuple(Scope(ScopeKind(one.kind), one.text) for one in row.scope.all()),
    )


def read_record(row: Agreement, *, on: date, with_documents: bool) -> Record:
    """Return a whole agreement as a value."""
    draft = read_draft(row)
    clauses = {one.kind: one for one in row.clauses.all()}
    parent = row.parent
    return Record(
        id=row.id,
        office=row.office,
        draft=draft,
        stage=Stage(row.stage),
        stage_since=row.stage_since,
        days=find_days(draft.terms, on=on),
        is_demonstration=row.is_demonstration,
        version=row.version,
        changed_at=row.changed_at,
        changed_by=row.changed_by,
        parties=read_parties(row),
        clauses=tuple(
            ClauseLine(kind, ClauseState(found.state), found.text)
            if (found := clauses.get(kind.value))
            else ClauseLine(kind, None, "")
            for kind in ClauseKind
        ),
        permits=tuple(
            PermitLine(
                one.id, Permitted(one.action), one.giver, one.receiver, one.clause, one.conditions
            )
            for one in row.permits.all()
        ),
        amendments=tuple(
            AmendmentLine(
                one.id, one.number, AmendmentKind(one.kind), one.text, one.signed_on, one.new_end
            )
            for one in row.amendments.all()
        ),
        parent=_read_kin(parent, row.follows) if parent else None,
        children=tuple(_read_kin(one, one.follows) for one in row.children.order_by("start", "id")),
        gates=tuple(_read_gate(one) for one in row.gates.all()) if with_documents else None,
        documents=_read_documents(row) if with_documents else None,
    )


def read_parties(row: Agreement) -> tuple[PartyLine, ...]:
    """Return the parties of an agreement in their order."""
    return tuple(
        PartyLine(
            one.id,
            one.organisation,
            PartyRole(one.role),
            one.signatory_name,
            one.signatory_function,
            one.language,
            one.signed_on,
        )
        for one in row.parties.all()
    )


def _read_kin(row: Agreement, follows: str) -> Kin:
    return Kin(row.id, row.reference, row.title_fr, row.title_en, Follows(follows))


def _read_gate(row: Gate) -> GateLine:
    return GateLine(
        id=row.id,
        kind=GateKind(row.kind),
        authority=row.authority,
        is_blocking=row.is_blocking,
        due_on=row.due_on,
        answer=Opinion(row.answer) if row.answer else None,
        answered_on=row.answered_on,
        answered_by=row.answered_by,
        remarks=row.remarks,
        document=row.document_id,
    )


def _read_documents(row: Agreement) -> tuple[DocumentLine, ...]:
    documents = Document.objects.filter(agreement=row).prefetch_related("versions")
    return tuple(
        DocumentLine(
            id=one.id,
            kind=DocumentKind(one.kind),
            title=one.title,
            language=one.language,
            versions=tuple(read_version(version) for version in one.versions.all()),
        )
        for one in documents
    )


def read_version(row: DocumentVersion) -> VersionLine:
    """Return one file of a document as a value."""
    return VersionLine(
        id=row.id,
        number=row.number,
        sha256=row.sha256,
        size=row.size,
        file_name=row.file_name,
        media_type=row.media_type,
        added_at=row.added_at,
        added_by=row.added_by,
        signatures=tuple(row.signatures),
    )
