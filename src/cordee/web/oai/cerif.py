"""Records as OpenAIRE-CERIF 1.2: from values to elements of XML, in the order that the schema asks for.

Pure: it reads nothing. What XML cannot hold (control characters, halves of characters) is left out of
texts; an identifier or an address that the schema would refuse is left out whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote
from uuid import UUID

from lxml import etree

from cordee.directory.queries.published import (
    PublishedEquipment,
    PublishedOrganisation,
    PublishedPerson,
    Tie,
)
from cordee.programmes.queries.published import PublishedFunding
from cordee.web.oai.vocabulary import CERIF, FUNDING_TYPES, XML, Kind, default


Record = PublishedOrganisation | PublishedPerson | PublishedEquipment | PublishedFunding

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ROR = re.compile(r"0[a-hj-km-np-tv-z0-9]{6}\d{2}")
# Given out in two ranges, to which the profile's schema holds.
_ORCID = re.compile(
    r"0000-000((1-[5-9]|2-\d|3-[0-4])\d{3}-\d{3}[\dX]|3-5000-0001)|0009-00(0\d-\d{4}-\d{3}[\dX]|10-0000-0000)"
)
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.\-]+(:\d+)?([/?#][A-Za-z0-9\-._~:/?#!$&'()*+,;=%]*)?")
_BAD_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")

DEMONSTRATION = "https://cordee.invalid/vocab/Marks"
"""The scheme by which invented records are marked. The name leads nowhere, on purpose (RFC 2606)."""


def clean(text: str) -> str:
    r"""Return a text as XML can hold it, without the space around it.

    >>> clean(" a\x00\ud800<b> ")
    'a<b>'
    """
    return _NOT_XML.sub("", text).strip()


def name_record(kind: Kind, identifier: UUID) -> str:
    """Return the identifier of a record within the repository.

    >>> name_record(Kind.FUNDING, UUID(int=1))
    'Fundings/00000000-0000-0000-0000-000000000001'
    """
    return f"{kind}s/{identifier}"


def find_kind(record: Record) -> Kind:
    """Return what a record is of."""
    if isinstance(record, PublishedOrganisation):
        return Kind.ORGANISATION
    if isinstance(record, PublishedPerson):
        return Kind.PERSON
    if isinstance(record, PublishedEquipment):
        return Kind.EQUIPMENT
    return Kind.FUNDING


def make_record(record: Record) -> etree._Element:
    """Return a record as the profile writes it."""
    identifier = name_record(find_kind(record), record.id)
    root = etree.Element(f"{{{CERIF}}}{find_kind(record)}", {"id": identifier}, default(CERIF))
    if isinstance(record, PublishedOrganisation):
        _fill_organisation(root, record)
    elif isinstance(record, PublishedPerson):
        _fill_person(root, record)
    elif isinstance(record, PublishedEquipment):
        _fill_equipment(root, record)
    else:
        _fill_funding(root, record)
    if record.is_demonstration:
        mark = _add(root, "Classification", f"{DEMONSTRATION}#Demonstration")
        mark.set("scheme", DEMONSTRATION)
    return root


def read_address(text: str) -> str:
    """Return an address of the web as the schema takes it; "" for what is none.

    >>> read_address("https://example.org/équipe")
    'https://example.org/%C3%A9quipe'
    >>> read_address("https://example.org/?to=someone@example.org")
    ''
    """
    written = quote(clean(text), safe="-._~:/?#!$&'()*+,;=%")
    # An e-mail address may hide in an address of the web, whichever way its sign is written.
    if "@" in text or "%40" in written or _BAD_PERCENT.search(written):
        return ""
    return written if _ADDRESS.fullmatch(written) else ""


def _fill_organisation(root: etree._Element, one: PublishedOrganisation) -> None:
    if clean(one.acronym):
        _add(root, "Acronym", one.acronym)
    _add_in_both(root, "Name", one.name_fr, one.name_en)
    if _ROR.fullmatch(one.ror):
        _add(root, "RORID", f"https://ror.org/{one.ror}")
    _add_address(root, one.website)
    _add_ties(root, "PartOf", one.part_of)


def _fill_person(root: etree._Element, one: PublishedPerson) -> None:
    name = _add(root, "PersonName")
    for tag, text in (("FamilyNames", one.family_name), ("FirstNames", one.given_name)):
        if clean(text):
            _add(name, tag, text)
    if _ORCID.fullmatch(one.orcid):
        _add(root, "ORCID", f"https://orcid.org/{one.orcid}")
    _add_address(root, one.website)
    _add_ties(root, "Affiliation", one.affiliations)


def _fill_equipment(root: etree._Element, one: PublishedEquipment) -> None:
    _add_in_both(root, "Name", one.name_fr, one.name_en)
    _add_in_both(root, "Description", one.description_fr, one.description_en)
    if one.owner is not None:
        _add_ties(root, "Owner", [Tie(one.owner)])


def _fill_funding(root: etree._Element, one: PublishedFunding) -> None:
    kind = etree.SubElement(root, f"{{{FUNDING_TYPES}}}Type", nsmap=default(FUNDING_TYPES))
    kind.text = f"{FUNDING_TYPES}#{'Call' if one.is_call else 'FundingProgramme'}"
    _add_in_both(root, "Name", one.name_fr, one.name_en)
    if one.amount is not None and clean(one.currency):
        _add(root, "Amount", f"{one.amount:f}").set("currency", clean(one.currency))
    _add_in_both(root, "Description", one.description_fr, one.description_en)
    if one.funder is not None:
        _add_ties(root, "Funder", [Tie(one.funder)])
    if one.part_of is not None:
        _refer(_add(root, "PartOf"), Kind.FUNDING, one.part_of)


def _add(parent: etree._Element, tag: str, text: str = "") -> etree._Element:
    made = etree.SubElement(parent, f"{{{CERIF}}}{tag}")
    if text:
        made.text = clean(text)
    return made


def _add_in_both(parent: etree._Element, tag: str, french: str, english: str) -> None:
    for language, text in (("fr", french), ("en", english)):
        if clean(text):
            _add(parent, tag, text).set(f"{{{XML}}}lang", language)


def _add_address(parent: etree._Element, website: str) -> None:
    if address := read_address(website):
        _add(parent, "ElectronicAddress", address)


def _add_ties(parent: etree._Element, tag: str, ties: Iterable[Tie]) -> None:
    """Write references as identifiers alone: what they say stands in one record, and changes there."""
    for tie in ties:
        made = _add(parent, tag)
        if tie.start is not None:
            made.set("startDate", tie.start.isoformat())
        if tie.end is not None:
            made.set("endDate", tie.end.isoformat())
        _refer(made, Kind.ORGANISATION, tie.organisation)


def _refer(parent: etree._Element, kind: Kind, identifier: UUID) -> None:
    _add(parent, kind.value).set("id", name_record(kind, identifier))
