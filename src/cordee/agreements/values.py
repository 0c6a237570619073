"""Agreements as values: what other rooms and pages are given instead of rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from cordee.agreements.life import Stage
from cordee.agreements.periods import Days, Terms
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
    ScopeKind,
)
from cordee.directory.queries import Named


@dataclass(frozen=True)
class Scope:
    """One thing an agreement is about."""

    kind: ScopeKind
    text: str


@dataclass(frozen=True)
class Draft:
    """What a person writes about an agreement itself; who its parties are stands apart."""

    kind: Kind
    title_fr: str
    title_en: str
    terms: Terms
    reference: str = ""
    summary: str = ""
    is_binding: bool = True
    amount: Decimal | None = None
    currency: str = ""
    parent: UUID | None = None
    follows: Follows | None = None
    scope: tuple[Scope, ...] = ()


@dataclass(frozen=True)
class PartyLine:
    """A party: the organisation, its role, who signs for it and since when they have."""

    id: UUID
    organisation: UUID
    role: PartyRole
    signatory_name: str
    signatory_function: str
    language: str
    signed_on: date | None


@dataclass(frozen=True)
class GateLine:
    """An opinion that is needed, and what it was."""

    id: UUID
    kind: GateKind
    authority: str
    is_blocking: bool
    due_on: date | None
    answer: Opinion | None
    answered_on: date | None
    answered_by: str
    remarks: str
    document: UUID | None


@dataclass(frozen=True)
class ClauseLine:
    """What the reading of the text found on one subject; no state while it was not read for."""

    kind: ClauseKind
    state: ClauseState | None
    text: str


@dataclass(frozen=True)
class PermitLine:
    """What one party lets another do."""

    id: UUID
    action: Permitted
    giver: UUID
    receiver: UUID
    clause: str
    conditions: str


@dataclass(frozen=True)
class AmendmentLine:
    """What the parties changed later."""

    id: UUID
    number: int
    kind: AmendmentKind
    text: str
    signed_on: date
    new_end: date | None


@dataclass(frozen=True)
class VersionLine:
    """One file of a document."""

    id: UUID
    number: int
    sha256: str
    size: int
    file_name: str
    media_type: str
    added_at: datetime
    added_by: str
    signatures: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class DocumentLine:
    """A document with its versions, the latest first."""

    id: UUID
    kind: DocumentKind
    title: str
    language: str
    versions: tuple[VersionLine, ...]


@dataclass(frozen=True)
class Kin:
    """Another agreement, by its identifier and titles, with how it stands to this one."""

    id: UUID
    reference: str
    title_fr: str
    title_en: str
    follows: Follows

    def to_title(self, language: str) -> str:
        """Return the title in `language` where there is one, else the other."""
        return choose_title(self.title_fr, self.title_en, language)

    def to_line(self, language: str) -> str:
        """Return the reference and the title on one line."""
        return " · ".join(filter(None, (self.reference, self.to_title(language))))


@dataclass(frozen=True)
class Record:
    """A whole agreement. `gates` and `documents` are None for who may not see them."""

    id: UUID
    office: UUID
    draft: Draft
    stage: Stage
    stage_since: datetime
    days: Days
    is_demonstration: bool
    version: int
    changed_at: datetime
    changed_by: str
    parties: tuple[PartyLine, ...]
    clauses: tuple[ClauseLine, ...]
    permits: tuple[PermitLine, ...]
    amendments: tuple[AmendmentLine, ...]
    parent: Kin | None
    children: tuple[Kin, ...]
    gates: tuple[GateLine, ...] | None
    documents: tuple[DocumentLine, ...] | None

    @property
    def kind(self) -> Kind:
        """Return what the agreement is."""
        return self.draft.kind

    @property
    def reference(self) -> str:
        """Return its number in its office."""
        return self.draft.reference

    def to_title(self, language: str) -> str:
        """Return the title in `language` where there is one, else the other."""
        return choose_title(self.draft.title_fr, self.draft.title_en, language)


@dataclass(frozen=True)
class AgreementTold:
    """An agreement as lists show it."""

    id: UUID
    reference: str
    kind: Kind
    title_fr: str
    title_en: str
    stage: Stage
    start: date | None
    days: Days
    office: UUID
    parties: tuple[Named, ...]
    countries: tuple[str, ...]
    is_demonstration: bool

    def to_title(self, language: str) -> str:
        """Return the title in `language` where there is one, else the other."""
        return choose_title(self.title_fr, self.title_en, language)

    def to_line(self, language: str) -> str:
        """Return the reference and the title on one line."""
        return " · ".join(filter(None, (self.reference, self.to_title(language))))


def choose_title(title_fr: str, title_en: str, language: str) -> str:
    """Return the title in `language` where there is one, else the other.

    >>> choose_title("Accord-cadre", "", "en")
    'Accord-cadre'
    """
    return (title_fr or title_en) if language == "fr" else (title_en or title_fr)
