"""Awards as Crossref's grant schema 0.2.0 asks for them, to be deposited by whoever may register DOIs.

Pure: values in, XML out, in the order of the schema (crossref.org/schemas/grant_id0.2.0.xsd). What the schema
would refuse is left out, or stands in the way and is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.translation import gettext_noop
from lxml import etree

from cordee.kernel.messages import Sentence
from cordee.programmes.queries.deposits import Deposit, Investigator
from cordee.programmes.states import InstrumentKind
from cordee.web.oai.cerif import clean, read_orcid, read_ror


GRANT = "http://www.crossref.org/grant_id/0.2.0"
SCHEMA = "http://www.crossref.org/schemas/grant_id0.2.0.xsd"
XSI = "http://www.w3.org/2001/XMLSchema-instance"

DOI_PREFIX = re.compile(r"10\.[0-9]{4,9}")
"""What Crossref gives its members; a DOI is that, a stroke, and what the member chooses."""

EMAIL = re.compile(r"[\w!/+-]+(\.[\w!/+-]+)*@[\w!/+-]+(\.[^\W\d]+)+")
"""An address as the schema has it."""

MOST_NAME = 130
"""Letters of a depositor's name."""

_FUNDING_TYPES = {InstrumentKind.PRIZE: "prize", InstrumentKind.MOBILITY: "fellowship"}
"""What the schema calls an award of such an instrument; of all others `grant`."""

_CURRENCIES = frozenset(
    re.findall(
        "[A-Z]{3}",
        "AED ALL AMD ANG ARS AUD AWG BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BZD CAD CDF CHF CLP CNY COP CRC "
        "CUP CVE CZK DJF DKK DZD EGP ERN ETB EUR FJD FKP GBP GEL GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK "
        "JMD JOD JPY KES KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MKD MNT MOP MUR MVR MWK MXN MYR "
        "NAD NGN NIC NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR SAR SBD SCR SEK SGD SHP SLL SVC SYP SZL THB TND "
        "TOP TTD TWD TZS UAH UGX USD UYU UZS VND VUV WST XAF XCD XOF XPF YER ZAR",
    )
)
"""Currencies that the schema knows and that are still in use; of an amount in another nothing is said."""

_COUNTRY = re.compile(r"[A-Z]{2}")
_NO_COUNTRIES = frozenset({"XK", "SS"})
"""Codes in use that are younger than the schema's list, or were never ISO's."""


@dataclass(frozen=True)
class Depositor:
    """Who deposits: the prefix, the name and the address that Crossref knows them by."""

    doi_prefix: str
    name: str
    email: str


def find_missing(who: Depositor) -> tuple[Sentence, ...]:
    """Return what an administrator has still to give before anything can be deposited."""
    found = []
    if not DOI_PREFIX.fullmatch(who.doi_prefix):
        found.append(gettext_noop("The DOI prefix that Crossref gave is not set."))
    if not clean(who.name):
        found.append(gettext_noop("The name that Crossref knows the depositor by is not set."))
    if not EMAIL.fullmatch(who.email):
        found.append(gettext_noop("The depositor's e-mail address is not set."))
    return tuple(map(Sentence, found))


def find_obstacles(one: Deposit) -> tuple[Sentence, ...]:
    """Return what an award lacks that the schema asks for."""
    found = []
    if not clean(one.title):
        found.append(gettext_noop("It has no title."))
    if not clean(one.number):
        found.append(gettext_noop("It has no reference, which is the award's number."))
    if one.funder is None or not read_ror(one.funder.ror or ""):
        found.append(gettext_noop("Its office has no ROR id in the directory."))
    return tuple(map(Sentence, found))


def name_doi(who: Depositor, one: Deposit) -> str:
    """Return the DOI of an award: it stays the same whatever of the award changes."""
    return f"{who.doi_prefix}/{one.project}"


def write_deposit(
    deposits: Iterable[tuple[Deposit, str]], who: Depositor, *, at: datetime
) -> bytes:
    """Return the file for some awards without obstacles, each with the address of its page."""
    stamp = f"{at.astimezone(UTC):%Y%m%d%H%M%S}{at.microsecond // 1000:03}"
    root = etree.Element(_name("doi_batch"), nsmap={None: GRANT, "xsi": XSI})  # type: ignore[dict-item]  # what lxml takes, and its stubs do not know
    root.set("version", "0.2.0")
    root.set(f"{{{XSI}}}schemaLocation", f"{GRANT} {SCHEMA}")
    head = _add(root, "head")
    _add(head, "doi_batch_id", f"cordee-{stamp}")
    _add(head, "timestamp", stamp)
    depositor = _add(head, "depositor")
    _add(depositor, "depositor_name", who.name[:MOST_NAME])
    _add(depositor, "email_address", who.email)
    _add(head, "registrant", who.name[:MOST_NAME])
    body = _add(root, "body")
    for one, address in deposits:
        grant = _add(body, "grant")
        _fill_project(_add(grant, "project"), one)
        _add(grant, "award-number", one.number)
        _add(grant, "award-start-date", one.awarded_on.isoformat())
        data = _add(grant, "doi_data")
        _add(data, "doi", name_doi(who, one))
        _add(data, "resource", address)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _fill_project(project: etree._Element, one: Deposit) -> None:
    assert one.funder is not None
    _add(project, "project-title", one.title)
    named = list(_list_named(one.investigators))
    if named:
        investigators = _add(project, "investigators")
        for each in named:
            _fill_person(_add(investigators, "person"), each)
    if clean(one.summary):
        _add(project, "description", one.summary)
    if one.amount is not None and one.currency in _CURRENCIES:
        _add(project, "award_amount", f"{one.amount:f}").set("currency", one.currency)
    funding = _add(project, "funding")
    funding.set("funding-type", _FUNDING_TYPES.get(one.kind, "grant"))
    _add(funding, "ROR", read_ror(one.funder.ror or ""))
    if clean(one.scheme):
        _add(funding, "funding-scheme", one.scheme)
    if one.starts_on or one.ends_on:
        dates = _add(project, "award-dates")
        for name, day in (("start-date", one.starts_on), ("end-date", one.ends_on)):
            if day is not None:
                dates.set(name, day.isoformat())


def _list_named(investigators: Iterable[Investigator]) -> Iterator[Investigator]:
    for one in investigators:
        if clean(one.given_name) or clean(one.family_name):
            yield one


def _fill_person(person: etree._Element, one: Investigator) -> None:
    person.set("role", "lead_investigator" if one.leads else "co-lead_investigator")
    for tag, text in (("givenName", one.given_name), ("familyName", one.family_name)):
        if clean(text):
            _add(person, tag, text)
    place = one.affiliation
    if place is not None and clean(place.to_name("en")):
        affiliation = _add(person, "affiliation")
        institution = _add(affiliation, "institution", place.to_name("en"))
        if _COUNTRY.fullmatch(place.country) and place.country not in _NO_COUNTRIES:
            institution.set("country", place.country)
        if ror := read_ror(place.ror or ""):
            _add(affiliation, "ROR", ror)
    if orcid := read_orcid(one.orcid):
        _add(person, "ORCID", orcid)


def _add(parent: etree._Element, tag: str, text: str = "") -> etree._Element:
    made = etree.SubElement(parent, _name(tag))
    if text:
        made.text = clean(text)
    return made


def _name(tag: str) -> str:
    return f"{{{GRANT}}}{tag}"
