"""Records as OpenAIRE-CERIF 1.2: from values to elements of XML, in the order that the schema asks for.

Pure: it reads nothing. What XML cannot hold (control characters, halves of characters) is left out of
texts; an identifier or an address that the schema would refuse is left out whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any
from urllib.parse import quote
from uuid import UUID

from lxml import etree

from cordee.directory.queries.published import (
    PublishedEquipment,
    PublishedOrganisation,
    PublishedPerson,
    Tie,
)
from cordee.programmes.granting.states import ParticipantRole
from cordee.programmes.moving.states import EventKind
from cordee.programmes.queries.published import FundingSort, PublishedFunding
from cordee.programmes.queries.published_projects import PublishedEvent, PublishedProject
from cordee.web.oai.vocabulary import (
    CERIF,
    EVENT_TYPES,
    FUNDING_TYPES,
    IDENTIFIER_TYPES,
    XML,
    Kind,
    default,
)


Record = (
    PublishedOrganisation
    | PublishedPerson
    | PublishedEquipment
    | PublishedFunding
    | PublishedProject
    | PublishedEvent
)

_KINDS: dict[type, Kind] = {
    PublishedOrganisation: Kind.ORGANISATION,
    PublishedPerson: Kind.PERSON,
    PublishedEquipment: Kind.EQUIPMENT,
    PublishedFunding: Kind.FUNDING,
    PublishedProject: Kind.PROJECT,
    PublishedEvent: Kind.EVENT,
}

_FUNDING_TYPES = {
    FundingSort.INSTRUMENT: "FundingProgramme",
    FundingSort.CALL: "Call",
    FundingSort.AWARD: "Grant",
}

_EVENT_TYPES = {
    EventKind.WORKSHOP: "Workshop",
    EventKind.CONFERENCE: "Conference",
}
"""Kinds of events that CERIF's vocabulary has a word for; of others nothing is said."""

_CONSORTIUM = (
    ("Coordinator", frozenset({ParticipantRole.COORDINATOR})),
    ("Partner", frozenset({ParticipantRole.PARTICIPANT, ParticipantRole.HOST})),
    ("Contractor", frozenset({ParticipantRole.THIRD_PARTY})),
    ("Member", frozenset({ParticipantRole.PARTNER})),
)
"""What each role in a project is in the profile, in the order that its schema asks for."""

UNKNOWN_LANGUAGE = "und"
"""Of texts that are kept in one language without saying which (ISO 639-2)."""

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
    return _KINDS[type(record)]


def make_record(record: Record) -> etree._Element:
    """Return a record as the profile writes it."""
    kind = find_kind(record)
    identifier = name_record(kind, record.id)
    root = etree.Element(f"{{{CERIF}}}{kind}", {"id": identifier}, default(CERIF))
    fill: Callable[[etree._Element, Any], None] = _FILLERS[kind]
    fill(root, record)
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


def read_ror(ror: str) -> str:
    """Return a ROR id as an address, "" for what is none."""
    return f"https://ror.org/{ror}" if _ROR.fullmatch(ror) else ""


def read_orcid(orcid: str) -> str:
    """Return an ORCID iD as an address, "" for what is none that was given out."""
    return f"https://orcid.org/{orcid}" if _ORCID.fullmatch(orcid) else ""


def _fill_organisation(root: etree._Element, one: PublishedOrganisation) -> None:
    if clean(one.acronym):
        _add(root, "Acronym", one.acronym)
    _add_in_both(root, "Name", one.name_fr, one.name_en)
    if ror := read_ror(one.ror):
        _add(root, "RORID", ror)
    _add_address(root, one.website)
    _add_ties(root, "PartOf", one.part_of)


def _fill_person(root: etree._Element, one: PublishedPerson) -> None:
    name = _add(root, "PersonName")
    for tag, text in (("FamilyNames", one.family_name), ("FirstNames", one.given_name)):
        if clean(text):
            _add(name, tag, text)
    if orcid := read_orcid(one.orcid):
        _add(root, "ORCID", orcid)
    _add_address(root, one.website)
    _add_ties(root, "Affiliation", one.affiliations)


def _fill_equipment(root: etree._Element, one: PublishedEquipment) -> None:
    _add_in_both(root, "Name", one.name_fr, one.name_en)
    _add_in_both(root, "Description", one.description_fr, one.description_en)
    if one.owner is not None:
        _add_ties(root, "Owner", [Tie(one.owner)])


def _fill_funding(root: etree._Element, one: PublishedFunding) -> None:
    kind = etree.SubElement(root, f"{{{FUNDING_TYPES}}}Type", nsmap=default(FUNDING_TYPES))
    kind.text = f"{FUNDING_TYPES}#{_FUNDING_TYPES[one.sort]}"
    _add_in_both(root, "Name", one.name_fr, one.name_en)
    _add_said(root, "Name", one.name)
    if one.amount is not None and clean(one.currency):
        _add(root, "Amount", f"{one.amount:f}").set("currency", clean(one.currency))
    _add_number(root, one.number)
    _add_in_both(root, "Description", one.description_fr, one.description_en)
    if one.funder is not None or clean(one.funder_name):
        _refer_to_funder(_add(root, "Funder"), one.funder, one.funder_name)
    if one.part_of is not None:
        _refer(_add(root, "PartOf"), Kind.FUNDING, one.part_of)
    if one.starts_on or one.ends_on:
        _set_days(_add(root, "Duration"), one.starts_on, one.ends_on)


def _fill_project(root: etree._Element, one: PublishedProject) -> None:
    _add_said(root, "Acronym", one.acronym)
    _add_said(root, "Title", one.title)
    _add_number(root, one.number)
    if address := read_address(one.website):
        _add(root, "Identifier", address).set("type", f"{IDENTIFIER_TYPES}#URL")
    _add_days(root, one.starts_on, one.ends_on)
    if one.participants:
        consortium = _add(root, "Consortium")
        for tag, roles in _CONSORTIUM:
            ties = [
                Tie(each.organisation, each.start, each.end)
                for each in one.participants
                if each.role in roles
            ]
            _add_ties(consortium, tag, dict.fromkeys(ties))
    if one.leaders:
        team = _add(root, "Team")
        for each in one.leaders:
            _refer(_add(team, "PrincipalInvestigator"), Kind.PERSON, each)
    funded = _add(root, "Funded")
    if one.funder is not None or clean(one.funder_name):
        _refer_to_funder(_add(funded, "By"), one.funder, one.funder_name)
    # What was given is a record of its own, by the project's identifier.
    _refer(_add(funded, "As"), Kind.FUNDING, one.id)
    if clean(one.summary):
        _add(root, "Abstract", one.summary).set(f"{{{XML}}}lang", UNKNOWN_LANGUAGE)


def _fill_event(root: etree._Element, one: PublishedEvent) -> None:
    if one.kind in _EVENT_TYPES:
        _add(root, "Type", f"{EVENT_TYPES}#{_EVENT_TYPES[one.kind]}").set("scheme", EVENT_TYPES)
    _add_said(root, "Name", one.title)
    _add_said(root, "Place", one.place)
    _add_said(root, "Country", one.country)
    _add_days(root, one.starts_on, one.ends_on)
    _add_said(root, "Description", one.description)
    if one.organiser is not None:
        _add_ties(root, "Organizer", [Tie(one.organiser)])


_FILLERS: dict[Kind, Any] = {
    Kind.ORGANISATION: _fill_organisation,
    Kind.PERSON: _fill_person,
    Kind.EQUIPMENT: _fill_equipment,
    Kind.FUNDING: _fill_funding,
    Kind.PROJECT: _fill_project,
    Kind.EVENT: _fill_event,
}


def _refer_to_funder(parent: etree._Element, funder: UUID | None, name: str) -> None:
    """Refer to a funder that is published; one from elsewhere is an organisation by its name alone."""
    if funder is not None:
        _refer(parent, Kind.ORGANISATION, funder)
    else:
        _add_said(_add(parent, Kind.ORGANISATION.value), "Name", name)


def _add_number(root: etree._Element, number: str) -> None:
    if clean(number):
        _add(root, "Identifier", number).set("type", f"{IDENTIFIER_TYPES}#ProjectReference")


def _add_said(parent: etree._Element, tag: str, text: str) -> None:
    """Add a text that may be there or not, and says in no language that it is in it."""
    if clean(text):
        _add(parent, tag, text)


def _add_days(parent: etree._Element, start: date | None, end: date | None) -> None:
    for tag, day in (("StartDate", start), ("EndDate", end)):
        if day is not None:
            _add(parent, tag, day.isoformat())


def _set_days(made: etree._Element, start: date | None, end: date | None) -> None:
    for name, day in (("startDate", start), ("endDate", end)):
        if day is not None:
            made.set(name, day.isoformat())


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
        _set_days(made, tie.start, tie.end)
        _refer(made, Kind.ORGANISATION, tie.organisation)


def _refer(parent: etree._Element, kind: Kind, identifier: UUID) -> None:
    _add(parent, kind.value).set("id", name_record(kind, identifier))
