"""What must not be published is not: names are planted in it, and every address anybody may ask is asked."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from tests.agreements.cast import ALPHA, BETA, GAMMA
from tests.integration.ledger.routes import list_routes
from tests.integration.oai.conftest import LISTS, Harvester, Publish
from tests.integration.oai.planting import PLANT, plant, plant_all
from tests.integration.oai.records import (
    AWARDED,
    make_call,
    make_instrument,
    make_person,
    make_records,
    make_resource,
)

from cordee.directory.models import Involvement, Organisation, OrganisationLink
from cordee.web.oai.vocabulary import FORMATS, PREFIX, SETS
from cordee.web.publishing import SETS as CHOSEN


EVERY_SET = dict.fromkeys(CHOSEN, True)

ON_PAGES = {plant(one).encode() for one in ("direct", "paper", "call_cancelled")}
"""What is told on pages, though not to harvesters: instruments that were published, whatever they give and
however they open, and that a call was cancelled after it was published."""

AS_RDF = {plant("paper").encode()}
"""What is told as RDF, though not to harvesters: instruments that give no money."""

DOCUMENTS = ("/cerif2", "/cerif2.ttl", "/cerif2.jsonld")

KINDS = ("OrgUnit", "Person", "Equipment", "Funding", "Project", "Event")


@pytest.fixture
def planted() -> list[str]:
    """Names in all that is never published; returns the identifiers of their records."""
    return plant_all()


def list_addresses(identifiers: list[str]) -> Iterator[str]:
    """Yield every address there is, with each identifier where one is asked for."""
    for name, values in list_routes():
        if name.startswith(("oai:", "linked:", "observatory:", "world:", "projects:")):
            continue  # The first two are asked for by themselves; the others read publications, never the ledger.
        kinds = {type(value) for value in values.values()}
        chosen = identifiers if kinds else identifiers[:1]
        for identifier in chosen:
            filled = {
                key: identifier if type(value) in {type(uuid4()), str} else value
                for key, value in values.items()
            }
            try:
                yield reverse(name, kwargs=filled)
            except NoReverseMatch:
                continue


def harvest_all(harvester: Harvester) -> bytes:
    for verb in LISTS:
        harvester.ask(verb=verb)
    for spec in SETS:
        harvester.list(set=spec)
        harvester.list("ListIdentifiers", set=spec)
    for prefix in FORMATS:
        harvester.list(metadataPrefix=prefix)
    harvester.list(from_="2026-01-01", until="2026-12-31")
    return b"".join(harvester.answers)


class TestPlantedNames:
    def test_are_in_no_answer_to_harvesters(
        self, planted: list[str], publish: Publish, harvester: Harvester, settings: object
    ) -> None:
        settings.CORDEE_OAI_RATE = 10_000  # type: ignore[attr-defined]
        publish(**EVERY_SET)
        harvest_all(harvester)
        for identifier in planted:
            for kind in KINDS:
                name = f"oai:cris.alpha.example:{kind}s/{identifier}"
                root = harvester.ask(verb="GetRecord", metadataPrefix=PREFIX, identifier=name)
                assert root.find("{*}error").get("code") == "idDoesNotExist"  # type: ignore[union-attr]
        said = b"".join(harvester.answers[: -len(KINDS) * len(planted)])
        assert PLANT.findall(said) == []
        assert b"@alpha.example" not in said.replace(b"cris@alpha.example", b"")
        assert not [one for one in planted if one.encode() in said]
        # What may be seen is there, or the test would prove nothing.
        for seen in (b"Open call", b"Open day", b"Elsewhere", str(AWARDED).encode()):
            assert seen in said

    def test_are_in_no_document_of_rdf(self, planted: list[str], publish: Publish) -> None:
        publish(**EVERY_SET)
        for address in DOCUMENTS:
            said = Client().get(address).content
            assert set(PLANT.findall(said)) == AS_RDF
            assert not [one for one in planted if one.encode() in said]
            assert b"@alpha.example" not in said
            for seen in (b"Open call", b"Open prize", b"Seen skill", b"Partners' bench"):
                assert seen in said

    def test_are_at_no_other_address_for_anybody(
        self, planted: list[str], publish: Publish, settings: object
    ) -> None:
        publish(**EVERY_SET)
        settings.CORDEE_LAKE = "nowhere"  # type: ignore[attr-defined]
        client, addresses = Client(raise_request_exception=False), list(list_addresses(planted))
        assert len(addresses) > 200
        found = {}
        for address in addresses:
            answer = client.get(address)
            content = b"".join(answer) if answer.streaming else answer.content
            if words := set(PLANT.findall(content)) - ON_PAGES:
                found[address] = words
        assert found == {}


class TestReferences:
    """A set that is off takes every reference to it along."""

    def test_to_what_is_not_published_are_left_out(
        self, publish: Publish, harvester: Harvester
    ) -> None:
        make_records()
        publish(people=True, equipment=True, programmes=True)
        said = harvest_all(harvester)
        assert b"OrgUnits/" not in said.replace(
            b"<sampleIdentifier>oai:cris.alpha.example:OrgUnits/1", b""
        )
        assert b"<Affiliation" not in said
        assert b"<Owner" not in said
        assert b"<Funder" not in said

    def test_to_records_of_a_demonstration_are_left_out(
        self, publish: Publish, harvester: Harvester
    ) -> None:
        make_records()
        shown = make_person(uuid4(), "Shown")
        Organisation.objects.filter(id__in=[BETA, GAMMA]).update(is_demonstration=True)
        OrganisationLink.objects.create(first_id=ALPHA, standing="part_of", second_id=GAMMA)
        Involvement.objects.create(person=shown, role="works_at", organisation_id=BETA)
        make_person(uuid4(), plant("invented"), is_demonstration=True)
        make_resource(uuid4(), plant("machine"), is_demonstration=True)
        both = {"fr": plant("instrument"), "en": plant("instrument")}
        version = make_instrument("invented", label=both, is_demonstration=True)
        make_call(version, "Real call")
        make_call(version, plant("call"), is_demonstration=True)
        publish()
        said = harvest_all(harvester)
        assert PLANT.findall(said) == []
        for one in (BETA, GAMMA, version.instrument_id):
            assert str(one).encode() not in said
        assert b"Real call" in said
        assert b"Shown" in said
