"""One work with the evidence its figures rest on: each affiliation, marked where it was understood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from urllib.parse import quote, urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.kernel.messages import translate
from cordee.observatory.figures.table_words import WORK_TYPES, name_word
from cordee.observatory.figures.works import (
    EvidenceAffiliation,
    EvidenceAuthor,
    EvidenceCountry,
    WorkEvidence,
)
from cordee.observatory.linking.reasons import SENTENCES, Reason
from cordee.web.pages.observatory.presenters.partners import (
    Addresses,
    make_country_address,
    make_home_address,
)
from cordee.web.pages.observatory.presenters.works import (
    DOI_ADDRESS,
    PUBMED_ADDRESS,
    Tag,
    tag_country,
)
from cordee.web.query import Query
from cordee.web.wording import (
    format_count,
    format_country,
    format_date,
    format_decimal,
    get_reader_language,
)


@dataclass(frozen=True)
class Segment:
    """A stretch of an affiliation; marked when `marked`, closing the links numbered in `ends`."""

    text: str
    marked: bool
    ends: str


@dataclass(frozen=True)
class LinkLine:
    number: str
    name: str
    id: str
    country: str
    score: str
    reason: str
    address: str


@dataclass(frozen=True)
class AffiliationBlock:
    segments: tuple[Segment, ...]
    links: tuple[LinkLine, ...]
    countries: tuple[str, ...]
    why_address: str


@dataclass(frozen=True)
class AuthorBlock:
    position: str
    name: str
    note: str
    orcid: str
    orcid_address: str
    affiliations: tuple[AffiliationBlock, ...]


@dataclass(frozen=True)
class EvidencePage:
    title: str
    venue: str
    date: str
    type: str
    retracted: bool
    doi: str
    doi_address: str
    pmid: str
    pubmed_address: str
    countries: tuple[Tag, ...]
    authors: tuple[AuthorBlock, ...]
    authors_text: str
    themes: tuple[str, ...]
    sources: tuple[str, ...]
    back_address: str


def cut_text(text: str, spans: Sequence[tuple[int, int]]) -> tuple[Segment, ...]:
    """Cut `text` at the ends of `spans`, which may touch, nest, overlap or lie outside it.

    A segment is marked when any span covers it; `ends` holds the numbers, from 1, of the spans
    that end with it, so that each number is written once.
    """
    size = len(text)
    inside = [(max(0, start), min(size, end)) for start, end in spans]
    cuts = sorted(
        {0, size, *(point for start, end in inside if start < end for point in (start, end))}
    )
    segments = []
    for start, end in pairwise(cuts):
        covered = any(s <= start and end <= e for s, e in inside)
        ends = [str(place) for place, (s, e) in enumerate(inside, start=1) if s < e == end]
        segments.append(Segment(text[start:end], covered, ", ".join(ends)))
    return tuple(segments)


def explain_reason(code: str) -> str:
    """Return the sentence for a reason kept in the lake; the code itself if a later linker's."""
    try:
        return translate(SENTENCES[Reason(code)], get_reader_language())
    except ValueError:
        return code


def present_evidence(
    evidence: WorkEvidence, query: Query, homes: set[str], addresses: Addresses
) -> EvidencePage:
    blocks = {
        one.affiliation: _present_affiliation(one, query, addresses)
        for one in evidence.affiliations
    }
    count = len(evidence.authors)
    date = evidence.date
    return EvidencePage(
        title=evidence.title or _("(no title)"),
        venue=evidence.venue or "",
        date=format_date(date) if date else str(evidence.year or ""),
        type=name_word(evidence.type, WORK_TYPES, get_reader_language()) or "",
        retracted=evidence.retracted,
        doi=evidence.doi or "",
        doi_address=f"{DOI_ADDRESS}{evidence.doi}" if evidence.doi else "",
        pmid=evidence.pmid or "",
        pubmed_address=f"{PUBMED_ADDRESS}{evidence.pmid}/" if evidence.pmid else "",
        countries=tuple(
            _present_country(code, evidence.year, query, homes, addresses)
            for code in evidence.countries
        ),
        authors=tuple(_present_author(author, blocks) for author in evidence.authors),
        authors_text=ngettext("%(count)s author", "%(count)s authors", count)
        % {"count": format_count(count)},
        themes=tuple(dict.fromkeys(theme.label or theme.code for theme in evidence.themes)),
        sources=tuple(one for one in evidence.sources if one != f"pubmed:{evidence.pmid}"),
        back_address=_lead_back(query, addresses),
    )


def _present_country(
    code: str, year: int | None, query: Query, homes: set[str], addresses: Addresses
) -> Tag:
    """Return a country as a tag that leads to what the home does with it; nowhere without a home."""
    tag = tag_country(code, homes, year, query.zone)
    if not query.organisations or code in homes:
        return tag
    return replace(tag, address=make_country_address(query, addresses, code))


def _lead_back(query: Query, addresses: Addresses) -> str:
    """Return the address of the list the work was opened from; of the start when there was none."""
    if query.unit:
        unit = addresses.unit.replace("CODE", quote(query.unit, safe=""))
        return f"{query.to_address(unit, unit='')}#works"
    return query.to_address(addresses.works if query.organisations else addresses.home)


def present_country_basis(countries: Sequence[EvidenceCountry]) -> tuple[str, ...]:
    by_organisation = _("%(country)s, from the organisation")
    by_text = _("%(country)s, read in the text")
    return tuple(
        (by_organisation if one.basis == "organisation" else by_text)
        % {"country": format_country(one.code)}
        for one in countries
    )


def _present_affiliation(
    one: EvidenceAffiliation, query: Query, addresses: Addresses
) -> AffiliationBlock:
    return AffiliationBlock(
        segments=cut_text(one.text, [(link.start, link.end) for link in one.links]),
        links=tuple(
            LinkLine(
                number=str(number),
                name=link.name,
                id=link.organisation,
                country=format_country(link.country) if link.country else "",
                score=format_decimal(link.score, 2),
                reason=explain_reason(link.reason),
                address=make_home_address(query, addresses, link.organisation),
            )
            for number, link in enumerate(one.links, start=1)
        ),
        countries=present_country_basis(one.countries),
        why_address=f"{addresses.explain}?{urlencode({'text': one.text})}",
    )


def _present_author(author: EvidenceAuthor, blocks: dict[int, AffiliationBlock]) -> AuthorBlock:
    notes = []
    if author.corresponding:
        notes.append(_("corresponding author"))
    if author.collective:
        notes.append(_("group of authors"))
    return AuthorBlock(
        position=str(author.position),
        name=author.name,
        note=", ".join(notes),
        orcid=author.orcid or "",
        orcid_address=f"https://orcid.org/{author.orcid}" if author.orcid else "",
        affiliations=tuple(blocks[key] for key in author.affiliations if key in blocks),
    )
