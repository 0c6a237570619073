"""The answer to each verb, written as XML piece by piece."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from lxml import etree

from cordee.web.oai.asking import Asked, Verb, read_format
from cordee.web.oai.cerif import Record, clean, find_kind, make_record
from cordee.web.oai.dublin import make_dublin
from cordee.web.oai.faults import Code, ProtocolError
from cordee.web.oai.harvest import Page, Repository
from cordee.web.oai.vocabulary import (
    CERIF,
    CERIF_SCHEMA,
    COMPATIBILITY,
    FORMATS,
    IDENTIFIER,
    IDENTIFIER_SCHEMA,
    OAI,
    OAI_SCHEMA,
    PREFIX,
    SET_OF,
    SETS,
    XML,
    XSI,
    Kind,
    default,
)


_SCHEMAS = f"{OAI} {OAI_SCHEMA} {CERIF} {CERIF_SCHEMA} {IDENTIFIER} {IDENTIFIER_SCHEMA}"

Write = Callable[[Any], None]


class Answer:
    """An answer of the repository at one address."""

    def __init__(self, repository: Repository, address: str, website: str) -> None:
        self.repository = repository
        self.address = address
        self.website = website

    def write(self, asked: Asked) -> bytes:
        """Return the answer to a verb, or the fault that stands against it."""
        try:
            tell = self._prepare(asked)
        except ProtocolError as error:
            return self.write_fault(error, asked)
        return self._write(asked.echo, tell)

    def write_fault(self, error: ProtocolError, asked: Asked | None = None) -> bytes:
        """Return a fault. Of a verb or arguments that are wrong nothing is said back."""
        told = asked.echo if asked and error.code is not Code.BAD_ARGUMENT else {}

        def tell(xml: Any) -> None:
            fault = _make("error", error.sentence)
            fault.set("code", error.code.value)
            xml.write(fault)

        return self._write(told, tell)

    def _prepare(self, asked: Asked) -> Write:
        """Return what writes the answer, with all read that it needs: a fault is known before a word is written."""
        repository = self.repository
        if asked.verb is Verb.IDENTIFY:
            return self._write_identity(repository.find_owner())
        if asked.verb is Verb.LIST_METADATA_FORMATS:
            if "identifier" in asked.values:
                repository.get_record(asked.values["identifier"])
            return _write_formats
        if asked.verb is Verb.LIST_SETS:
            if "resumptionToken" in asked.values:
                raise ProtocolError(
                    Code.BAD_TOKEN, "The list of sets is short and goes on nowhere."
                )
            return _write_sets
        if asked.verb is Verb.GET_RECORD:
            # The record is looked for first: whether it exists is the same in every format.
            record = repository.get_record(asked.values["identifier"])
            page = Page((record,), 0, "", read_format(asked.values))
            return self._write_records(Verb.GET_RECORD, page)
        return self._write_records(asked.verb, repository.list_page(asked))

    def _write(self, echo: dict[str, str], tell: Write) -> bytes:
        buffer = BytesIO()
        with etree.xmlfile(buffer, encoding="UTF-8") as xml:
            xml.write_declaration()
            spaces = {**default(OAI), "xsi": XSI}
            schemas = {f"{{{XSI}}}schemaLocation": _SCHEMAS}
            with xml.element(f"{{{OAI}}}OAI-PMH", schemas, nsmap=spaces):
                xml.write(_make("responseDate", _say(self.repository.at)))
                request = _make("request", self.address)
                for name, value in echo.items():
                    request.set(name, value)
                xml.write(request)
                tell(xml)
        return buffer.getvalue()

    def _write_records(self, verb: Verb, page: Page) -> Write:
        def tell(xml: Any) -> None:
            with xml.element(f"{{{OAI}}}{verb}"):
                for record in page.records:
                    header = self._make_header(record)
                    if verb is Verb.LIST_IDENTIFIERS:
                        xml.write(header)
                    else:
                        xml.write(self._make_whole(record, header, page.prefix))
                if page.is_part:
                    token = _make("resumptionToken", page.token)
                    token.set("cursor", str(page.told_before))
                    xml.write(token)

        return tell

    def _make_header(self, record: Record) -> etree._Element:
        header = _make("header")
        if record.is_gone:
            header.set("status", "deleted")
        header.append(_make("identifier", self.repository.name(record)))
        header.append(_make("datestamp", _say(record.changed_at)))
        header.append(_make("setSpec", SET_OF[find_kind(record)]))
        return header

    def _make_whole(self, record: Record, header: etree._Element, prefix: str) -> etree._Element:
        whole = _make("record")
        whole.append(header)
        if not record.is_gone:
            metadata = etree.SubElement(whole, f"{{{OAI}}}metadata")
            made = (
                make_record(record)
                if prefix == PREFIX
                else make_dublin(record, self.repository.name(record))
            )
            metadata.append(made)
        return whole

    def _write_identity(self, owner: str) -> Write:
        publishing = self.repository.publishing
        domain, sample = publishing.choices.domain, owner.partition("/")[2] or "1"
        name = publishing.choices.name
        if self.repository.sharing.is_demonstration:
            name = f"{name} (demonstration: invented records)"

        def tell(xml: Any) -> None:
            with xml.element(f"{{{OAI}}}Identify"):
                for tag, text in (
                    ("repositoryName", name),
                    ("baseURL", self.address),
                    ("protocolVersion", "2.0"),
                    ("adminEmail", publishing.choices.email),
                    ("earliestDatestamp", _say(publishing.since)),
                    # An import that is taken back, or a set that is switched off, leaves no trace.
                    ("deletedRecord", "transient"),
                    ("granularity", "YYYY-MM-DDThh:mm:ssZ"),
                ):
                    xml.write(_make(tag, text))
                identifier = etree.Element(
                    f"{{{IDENTIFIER}}}oai-identifier", nsmap=default(IDENTIFIER)
                )
                for tag, text in (
                    ("scheme", "oai"),
                    ("repositoryIdentifier", domain),
                    ("delimiter", ":"),
                    (
                        "sampleIdentifier",
                        f"{self.repository.name_all(Kind.ORGANISATION)}{sample}",
                    ),
                ):
                    etree.SubElement(identifier, f"{{{IDENTIFIER}}}{tag}").text = text
                xml.write(_describe(identifier))
                xml.write(_describe(self._make_service(name, owner)))

        return tell

    def _make_service(self, name: str, owner: str) -> etree._Element:
        choices = self.repository.publishing.choices
        service = etree.Element(f"{{{CERIF}}}Service", {"id": "Services/cordee"}, default(CERIF))
        compatible = etree.SubElement(
            service, f"{{{COMPATIBILITY}}}Compatibility", nsmap=default(COMPATIBILITY)
        )
        compatible.text = f"{COMPATIBILITY}#1.2"
        for tag, text in (
            ("Acronym", choices.domain),
            ("Name", name),
            ("WebsiteURL", self.website),
            ("OAIPMHBaseURL", self.address),
        ):
            made = etree.SubElement(service, f"{{{CERIF}}}{tag}")
            made.text = clean(text)
            if tag == "Name":
                made.set(f"{{{XML}}}lang", "en")
        if owner:
            parent = etree.SubElement(service, f"{{{CERIF}}}Owner")
            etree.SubElement(parent, f"{{{CERIF}}}{Kind.ORGANISATION}").set("id", owner)
        return service


def _write_formats(xml: Any) -> None:
    with xml.element(f"{{{OAI}}}ListMetadataFormats"):
        for prefix, (schema, namespace) in FORMATS.items():
            made = _make("metadataFormat")
            for tag, text in (
                ("metadataPrefix", prefix),
                ("schema", schema),
                ("metadataNamespace", namespace),
            ):
                made.append(_make(tag, text))
            xml.write(made)


def _write_sets(xml: Any) -> None:
    with xml.element(f"{{{OAI}}}ListSets"):
        for spec, (name, _) in SETS.items():
            made = _make("set")
            made.append(_make("setSpec", spec))
            made.append(_make("setName", name))
            xml.write(made)


def _describe(what: etree._Element) -> etree._Element:
    description = _make("description")
    description.append(what)
    return description


def _make(tag: str, text: str = "") -> etree._Element:
    made = etree.Element(f"{{{OAI}}}{tag}", nsmap=default(OAI))
    if text:
        made.text = clean(text)
    return made


def _say(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
