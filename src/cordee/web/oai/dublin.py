"""Records as unqualified Dublin Core, which OAI-PMH 2.0 asks of every repository (section 3.4).

It has no place for references, so it makes none: names, descriptions, identifiers and days alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from cordee.directory.queries.published import PublishedOrganisation, PublishedPerson
from cordee.programmes.queries.published_projects import PublishedEvent, PublishedProject
from cordee.web.oai.cerif import (
    DEMONSTRATION,
    Record,
    clean,
    find_kind,
    read_address,
    read_orcid,
    read_ror,
)
from cordee.web.oai.vocabulary import DC, OAI_DC, OAI_DC_SCHEMA, XML, XSI


_SPACES = {"oai_dc": OAI_DC, "dc": DC, "xsi": XSI}

Term = tuple[str, str, str]
"""An element, its text, and the language of that text, "" where it is in none or not known."""


def make_dublin(record: Record, identifier: str) -> etree._Element:
    """Return a record by its identifier as harvesters know it, in Dublin Core."""
    root = etree.Element(f"{{{OAI_DC}}}dc", nsmap=_SPACES)
    root.set(f"{{{XSI}}}schemaLocation", f"{OAI_DC} {OAI_DC_SCHEMA}")
    for tag, text, language in _list_terms(record, identifier):
        if not clean(text):
            continue
        made = etree.SubElement(root, f"{{{DC}}}{tag}")
        made.text = clean(text)
        if language:
            made.set(f"{{{XML}}}lang", language)
    return root


def _list_terms(record: Record, identifier: str) -> Iterator[Term]:
    yield from _list_names(record)
    yield "identifier", identifier, ""
    if isinstance(record, PublishedOrganisation):
        yield "identifier", read_ror(record.ror), ""
    elif isinstance(record, PublishedPerson):
        yield "identifier", read_orcid(record.orcid), ""
    if isinstance(record, PublishedOrganisation | PublishedPerson | PublishedProject):
        yield "identifier", read_address(record.website), ""
    if isinstance(record, PublishedProject | PublishedEvent):
        for day in (record.starts_on, record.ends_on):
            yield "date", day.isoformat() if day else "", ""
    yield "type", find_kind(record).value, ""
    if record.is_demonstration:
        yield "type", f"{DEMONSTRATION}#Demonstration", ""


def _list_names(record: Record) -> Iterator[Term]:
    if isinstance(record, PublishedPerson):
        yield "title", f"{record.given_name} {record.family_name}".strip(), ""
        return
    if isinstance(record, PublishedProject):
        yield "title", record.title, ""
        yield "description", record.summary, ""
        return
    if isinstance(record, PublishedEvent):
        yield "title", record.title, ""
        yield "description", record.description, ""
        return
    for language in ("fr", "en"):
        yield "title", getattr(record, f"name_{language}"), language
    if not isinstance(record, PublishedOrganisation):
        yield "title", getattr(record, "name", ""), ""
        for language in ("fr", "en"):
            yield "description", getattr(record, f"description_{language}"), language
