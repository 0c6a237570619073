"""The works behind a figure, and the evidence of one work, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One line of a list of works."""

    work: int
    title: str | None
    year: int | None
    venue: str | None
    type: str | None
    doi: str | None
    pmid: str | None
    authors: int  # how many
    first_authors: tuple[str, ...]  # the first three names
    countries: tuple[str, ...]  # ISO codes, sorted
    organisations: int  # how many are linked
    international: bool


@dataclass(frozen=True, slots=True)
class WorksPage:
    """A page of a list; `total` is the figure the list stands behind."""

    rows: tuple[WorkRow, ...]
    total: int
    page: int
    size: int

    @property
    def pages(self) -> int:
        """How many pages there are; at least 1."""
        return max(1, -(-self.total // self.size))


@dataclass(frozen=True, slots=True)
class EvidenceLink:
    """An organisation found in an affiliation: where in the text, how surely, why."""

    organisation: str
    name: str
    country: str | None
    score: float
    reason: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class EvidenceCountry:
    """A country found for an affiliation, by an "organisation" or by its "text"."""

    code: str
    basis: str


@dataclass(frozen=True, slots=True)
class EvidenceAffiliation:
    """An affiliation as printed, and what was understood."""

    affiliation: int
    text: str
    links: tuple[EvidenceLink, ...]
    countries: tuple[EvidenceCountry, ...]


@dataclass(frozen=True, slots=True)
class EvidenceAuthor:
    """An author of a work; `affiliations` are keys into `WorkEvidence.affiliations`."""

    position: int
    name: str
    orcid: str | None
    corresponding: bool | None
    collective: bool
    affiliations: tuple[int, ...]
    stated_organisations: tuple[str, ...]
    stated_countries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EvidenceTheme:
    """A heading or keyword of a work."""

    vocabulary: str
    code: str
    label: str | None
    major: bool


@dataclass(frozen=True, slots=True)
class WorkEvidence:
    """One work with everything its figures rest on."""

    work: int
    title: str | None
    year: int | None
    date: date | None
    type: str | None
    venue: str | None
    language: str | None
    doi: str | None
    pmid: str | None
    sources: tuple[str, ...]  # "pubmed:33812345"
    retracted: bool
    countries: tuple[str, ...]
    organisations: tuple[str, ...]  # ROR ids
    authors: tuple[EvidenceAuthor, ...]
    affiliations: tuple[EvidenceAffiliation, ...]  # each once, in the order of the authors
    themes: tuple[EvidenceTheme, ...]
