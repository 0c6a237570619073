"""What must not be published is not: names are planted in it, and every address anybody may ask is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from tests.agreements.cast import ALPHA, AT, BETA, GAMMA, make_agreement
from tests.integration.agreements.conftest import open_account
from tests.integration.ledger.routes import list_routes
from tests.integration.oai.conftest import LISTS, Harvester, Publish
from tests.integration.oai.records import (
    make_call,
    make_instrument,
    make_person,
    make_records,
    make_resource,
)

from cordee.agreements.models import Gate, Party
from cordee.directory.models import Involvement, Offer, Organisation, OrganisationLink, Skill
from cordee.ledger.rights import Actor
from cordee.programmes.models import Application, BudgetLine, Judged, Partner, Question
from cordee.web.oai.vocabulary import PREFIX, SETS


PLANT = re.compile(rb"zaxbycw-\w+", re.IGNORECASE)
"""A word that stands nowhere else, before what it is planted in."""


def plant(where: str) -> str:
    return f"Zaxbycw-{where}"


ON_PAGES = {plant(one).encode() for one in ("direct", "paper", "call_cancelled")}
"""What is told on pages, though not to harvesters: instruments that were published, whatever they give and
however they open, and that a call was cancelled after it was published."""


@pytest.fixture
def planted() -> list[str]:
    """Names in all that is never published; returns the identifiers of their records."""
    make_records()
    both = {"fr": plant("draft"), "en": plant("draft")}
    draft = make_instrument("in-preparation", stage="draft", label=both)
    make_instrument("first-step", stage="draft", label=both)
    direct = make_instrument(
        "by-invitation", opening="direct", label={"fr": plant("direct"), "en": plant("direct")}
    )
    paper = make_instrument(
        "paper", kind="agreement", funding=None, label={"fr": plant("paper"), "en": plant("paper")}
    )
    open_one = make_instrument("first-step")
    calls = [
        make_call(draft, plant("call_draft"), stage="draft"),
        make_call(direct, plant("call_direct")),
        make_call(open_one, plant("call_cancelled"), stage="cancelled"),
    ]
    open_call = make_call(open_one, "Open call")
    applicant = Actor(account=uuid4(), name=plant("account"))
    open_account(applicant)
    application = Application.objects.create(
        call=open_call, number=1, account=applicant.account, title=plant("application"),
        acronym=plant("acronym"), answers={"aims": plant("answer")}, stage_since=AT,
        created_at=AT, changed_at=AT, changed_by=plant("writer"),
    )  # fmt: skip
    partner = Partner.objects.create(
        application=application, name=plant("partner"), contact_name=plant("contact"),
        contact_email="zaxbycw-mail@alpha.example",
    )  # fmt: skip
    BudgetLine.objects.create(
        application=application, partner=partner, category="travel", amount=Decimal(1),
        note=plant("budget"),
    )  # fmt: skip
    Judged.objects.create(
        application=application, at=AT, by=plant("judge"), reference_day=AT.date(),
        verdict="ineligible", admissibility="ineligible", facts={"of": plant("fact")}, results={},
    )  # fmt: skip
    Question.objects.create(call=open_call, asked_at=AT, question=plant("question"))
    agreement = make_agreement(title=plant("agreement"))
    Gate.objects.create(
        agreement_id=agreement, kind="ethics", authority=plant("authority"),
        answer="favourable", answered_on=date(2026, 5, 1), remarks=plant("opinion"),
    )  # fmt: skip
    Party.objects.filter(agreement=agreement).update(signatory_name=plant("signatory"))
    keeper = {"keeper_id": ALPHA, "changed_at": AT}
    Offer.objects.create(kind="machine", name_en=plant("offer"), audience="anyone", **keeper)
    make_resource(uuid4(), plant("service"), kind="service")
    hidden = make_person(uuid4(), "Seen", email="zaxbycw-person@alpha.example")
    Skill.objects.create(
        person=hidden, name_en=plant("skill"), evidence="text", evidence_text=plant("evidence")
    )
    return [
        *map(str, (draft.instrument_id, direct.instrument_id, paper.instrument_id)),
        *(str(one.id) for one in calls[:2]),
        str(application.id),
        str(agreement),
        str(applicant.account),
    ]


def list_addresses(identifiers: list[str]) -> Iterator[str]:
    """Yield every address there is, with each identifier where one is asked for."""
    for name, values in list_routes():
        if name.startswith(("oai:", "observatory:", "world:", "projects:")):
            continue  # The first is harvested; the others read publications, never the ledger.
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
    harvester.list()
    harvester.list(from_="2026-01-01", until="2026-12-31")
    return b"".join(harvester.answers)


class TestPlantedNames:
    def test_are_in_no_answer_to_harvesters(
        self, planted: list[str], publish: Publish, harvester: Harvester
    ) -> None:
        publish()
        harvest_all(harvester)
        for identifier in planted:
            for kind in ("OrgUnit", "Person", "Equipment", "Funding"):
                name = f"oai:cris.alpha.example:{kind}s/{identifier}"
                root = harvester.ask(verb="GetRecord", metadataPrefix=PREFIX, identifier=name)
                assert root.find("{*}error").get("code") == "idDoesNotExist"  # type: ignore[union-attr]
        said = b"".join(harvester.answers[: -4 * len(planted)])
        assert PLANT.findall(said) == []
        assert b"@alpha.example" not in said.replace(b"cris@alpha.example", b"")
        assert not [one for one in planted if one.encode() in said]
        # What may be seen is there, or the test would prove nothing.
        assert b"Open call" in said

    def test_are_at_no_other_address_for_anybody(
        self, planted: list[str], publish: Publish, settings: object
    ) -> None:
        publish()
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
