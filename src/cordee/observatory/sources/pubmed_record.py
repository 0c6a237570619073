"""One PubMed record → rows of the batch tables."""

from __future__ import annotations

import re
from datetime import date

from lxml.etree import _Element

from cordee.kernel.identifiers import hash_key, parse_doi, parse_ror
from cordee.observatory.sources.pubmed_fields import choose_type, convert_language, read_date
from cordee.observatory.sources.records import Parsed, Row, describe_record, fold_blanks


SOURCE = "pubmed"

NOTHING: list[str] = []
"""PubMed states no country; one shared empty list for all its authorships."""

_ORCID = re.compile(r"(\d{4})[-\s]?(\d{4})[-\s]?(\d{4})[-\s]?(\d{3}[\dXx])(?!\d)")


Parts = dict[object, _Element]


def keep_record(record: _Element, number: int, parsed: Parsed) -> bool:
    """Add the rows of `record` to `parsed`; return False when it has no PMID to be kept under."""
    is_book = record.tag == "PubmedBookArticle"
    top = get_parts(record)
    citation = top.get("BookDocument" if is_book else "MedlineCitation")
    if citation is None:
        return False
    outer = get_parts(citation)
    identifier = outer.get("PMID")
    pmid = (identifier.text or "").strip() if identifier is not None else ""
    if identifier is None or not pmid.isdecimal():
        return False
    written = identifier.get("Version") or ""
    version = int(written) if written.isdecimal() else 1
    reader = _Reader(parsed, pmid, describe_record(number, f"PMID {pmid}"))
    if not parsed.replace_earlier(reader.work, version):
        return True
    reader.keep_work(
        citation,
        outer,
        get_parts(outer["Article"]) if "Article" in outer else outer,
        version,
        outer if is_book else get_parts(top.get("PubmedData")),
    )
    reader.keep_headings(outer.get("MeshHeadingList"))
    return True


def get_parts(element: _Element | None) -> Parts:
    """Return the first child of each name: one pass, where looking each up would be a dozen."""
    parts: Parts = {}
    if element is not None:
        for child in element:
            # A book lists its editors before its authors, in elements of one name.
            if child.tag not in parts or child.get("Type") == "authors":
                parts[child.tag] = child
    return parts


def get_text(element: _Element | None) -> str | None:
    """Return the text of `element` with markup flattened and white space folded; None if empty."""
    if element is None:
        return None
    text = flatten_text(element) if len(element) else element.text
    if not text:
        return None
    # The usual case of `fold_blanks` stands here as well: this is the most called function of all.
    if text.isprintable() and "  " not in text:
        return text.strip() or None
    return fold_blanks(text) or None


def flatten_text(element: _Element) -> str:
    """Return all text inside `element`, its markup left out."""
    return "".join(str(part) for part in element.itertext())


def _join_name(names: dict[object, str | None]) -> str:
    """Return a person's name as people write it: given names first."""
    given = names.get("ForeName") or names.get("Initials") or ""
    return fold_blanks(f"{given} {names.get('LastName') or ''} {names.get('Suffix') or ''}")


def find_orcid(text: str) -> str | None:
    """Return the ORCID in any of the spellings PubMed carries.

    >>> find_orcid("http://orcid.org/0000000218250097")
    '0000-0002-1825-0097'
    """
    found = _ORCID.search(text)
    return "-".join(found.groups()).upper() if found else None


class _Reader:
    """Reads the parts of one record."""

    def __init__(self, parsed: Parsed, pmid: str, where: str) -> None:
        self.parsed = parsed
        self.pmid = pmid
        self.where = where
        self.work = hash_key(f"{SOURCE}:{pmid}")

    def keep_work(
        self, citation: _Element, outer: Parts, inner: Parts, version: int, data: Parts
    ) -> None:
        """Add the rows of works, authorships and grants.

        `outer` are the parts of the citation, `inner` those of the article (the same in a book),
        `data` those that hold its identifiers.
        """
        book = get_parts(inner.get("Book"))
        authors = self._keep_authors(inner.get("AuthorList"))
        self._keep_grants(inner.get("GrantList"))
        types = _read_types(inner, citation)
        journal = get_parts(inner.get("Journal"))
        issue = get_parts(journal.get("JournalIssue"))
        year, day = self._read_date((book or issue).get("PubDate"), inner.get("ArticleDate"))
        doi, pmcid = _read_identifiers(data.get("ArticleIdList"), inner)
        venue = book.get("BookTitle", journal.get("Title"))
        venue_title = get_text(venue if venue is not None else journal.get("ISOAbbreviation"))
        issn = get_parts(outer.get("MedlineJournalInfo")).get("ISSNLinking", journal.get("ISSN"))
        row: Row = (
            self.work,
            SOURCE,
            self.pmid,
            version,
            doi,
            self.pmid,
            pmcid,
            get_text(inner.get("ArticleTitle"))
            or get_text(inner.get("VernacularTitle"))
            or venue_title,
            year,
            day,
            "book-chapter" if book else choose_type(types),
            types,
            venue_title,
            get_text(issn),
            get_text(issue.get("Volume")),
            get_text(issue.get("Issue")),
            _read_pages(inner.get("Pagination")),
            convert_language(get_text(inner.get("Language"))),
            _read_abstract(inner.get("Abstract")),
            _read_keywords(citation) if "KeywordList" in outer else NOTHING,
            authors,
            None,
            "Retracted Publication" in types
            or any(
                item.get("RefType") == "RetractionIn"
                for item in outer.get("CommentsCorrectionsList", ())
            ),
        )
        self.parsed.rows["works"].append(row)

    def keep_headings(self, headings: _Element | None) -> None:
        """Add the MeSH headings; a heading is major when it or one of its qualifiers is."""
        if headings is None:
            return
        rows = self.parsed.rows["themes"]
        for heading in headings:
            code, label, major = None, None, False
            for part in heading:
                major = major or part.get("MajorTopicYN") == "Y"
                if part.tag == "DescriptorName":
                    code, label = part.get("UI"), get_text(part)
            if code:
                rows.append((self.work, "mesh", code, label, major))

    def _keep_authors(self, authors: _Element | None) -> int:
        """Add the authorships and return their number. Investigators are not authors."""
        if authors is None or authors.get("Type") == "editors":
            return 0
        position = 0
        rows = self.parsed.rows["authorships"]
        # Authors are most of a file, so they are read in one loop, without a call a field.
        for author in authors:
            # NLM keeps a name it has corrected beside the right one, marked as not valid.
            if author.tag != "Author" or author.get("ValidYN") == "N":
                continue
            position += 1
            names: dict[object, str | None] = {}
            affiliations: list[int] = []
            organisations: list[str] = []
            orcid = None
            for child in author:
                tag = child.tag
                if tag == "AffiliationInfo":
                    self._read_affiliation(child, affiliations, organisations)
                elif tag == "Identifier":
                    if (child.get("Source") or "").upper() == "ORCID":
                        orcid = find_orcid(child.text or "")
                else:
                    names[tag] = get_text(child) if len(child) else child.text
            collective = names.get("CollectiveName")
            name = fold_blanks(collective) if collective else _join_name(names)
            rows.append(
                (
                    self.work,
                    position,
                    name or None,
                    orcid,
                    None,
                    collective is not None,
                    affiliations,
                    organisations,
                    NOTHING,
                )
            )
        return position

    def _read_affiliation(
        self, info: _Element, affiliations: list[int], organisations: list[str]
    ) -> None:
        for part in info:
            if part.tag == "Affiliation":
                text = flatten_text(part) if len(part) else part.text
                if text and (key := self.parsed.add_affiliation(text)) not in affiliations:
                    affiliations.append(key)
            elif part.tag == "Identifier":
                ror = parse_ror(part.text or "")
                if ror and ror not in organisations:
                    organisations.append(ror)

    def _keep_grants(self, grants: _Element | None) -> None:
        if grants is None:
            return
        rows = self.parsed.rows["grants"]
        for grant in grants:
            parts = {child.tag: get_text(child) for child in grant}
            row = (self.work, parts.get("GrantID"), parts.get("Agency"), parts.get("Country"))
            if any(row[1:]):
                rows.append(row)

    def _read_date(
        self, issue: _Element | None, electronic: _Element | None
    ) -> tuple[int | None, date | None]:
        """Return year and date: those of the issue or book, else the electronic ones."""
        year, day = read_date(issue)
        if (year is None or day is None) and electronic is not None:
            other_year, other_day = read_date(electronic)
            if year is None or year == other_year:
                year, day = other_year, other_day
        checked = self.parsed.check_year(year, self.where)
        return checked, day if checked is not None else None


def _read_types(inner: Parts, citation: _Element) -> list[str]:
    listed = inner.get("PublicationTypeList")
    given = listed if listed is not None else citation.iterfind("PublicationType")
    return [text for kind in given if (text := get_text(kind))]


def _read_identifiers(listed: _Element | None, inner: Parts) -> tuple[str | None, str | None]:
    """Return DOI and PMC number."""
    found: dict[str | None, str] = {}
    for item in listed if listed is not None else ():
        found[item.get("IdType")] = item.text or ""
    doi = parse_doi(found.get("doi", ""))
    location = inner.get("ELocationID")
    if doi is None and location is not None:
        for place in (location, *location.itersiblings("ELocationID")):
            if place.get("EIdType") == "doi" and place.get("ValidYN") != "N":
                doi = doi or parse_doi(place.text or "")
    return doi, fold_blanks(found.get("pmc", "")) or None


def _read_pages(pagination: _Element | None) -> str | None:
    if pagination is None:
        return None
    parts = {child.tag: get_text(child) for child in pagination}
    both = "-".join(filter(None, (parts.get("StartPage"), parts.get("EndPage"))))
    return parts.get("MedlinePgn") or both or None


def _read_abstract(abstract: _Element | None) -> str | None:
    """Return the sections one a line, each after its label."""
    if abstract is None:
        return None
    sections = []
    for part in abstract:
        if part.tag == "AbstractText" and (text := get_text(part)):
            label = part.get("Label")
            sections.append(f"{label}: {text}" if label else text)
    return "\n".join(sections) or None


def _read_keywords(citation: _Element) -> list[str]:
    """Return the authors' keywords once each, as first written."""
    keywords: dict[str, str] = {}
    for listed in citation.iterfind("KeywordList"):
        for keyword in listed:
            if text := get_text(keyword):
                keywords.setdefault(text.casefold(), text)
    return list(keywords.values())
