"""The protocol: verbs, arguments, spans of time, deletions, lists that go on."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.agreements.cast import ALPHA, AT, BETA, TEAM, UNIT, WARD
from tests.integration.oai.conftest import Harvester, Publish
from tests.integration.oai.records import (
    LONG_AGO,
    PAUL,
    make_call,
    make_instrument,
    make_person,
    make_records,
)

from cordee.directory.models import Involvement, Organisation, OrganisationLink, Person
from cordee.directory.operations.people import end_involvement
from cordee.ledger.rights import Actor, Grant
from cordee.ledger.states import Role
from cordee.programmes.models import Call, InstrumentVersion
from cordee.web.oai.asking import Asked, Verb
from cordee.web.oai.harvest import Repository
from cordee.web.oai.vocabulary import OAI, PREFIX
from cordee.web.publishing import FILE, get_publishing


KEEPER = Actor(name="Keeper", grants=(Grant(Role.OFFICER, ALPHA, date(2020, 1, 1)),),
               has_second_factor=True)  # fmt: skip
PEOPLE = "openaire_cris_persons"


class TestAddress:
    def test_does_not_exist_until_something_is_published(self, publish: Publish) -> None:
        assert Client().get("/oai?verb=Identify").status_code == 404
        publish(people=True)
        assert Client().get("/oai?verb=Identify").status_code == 200
        publish(people=False)
        assert Client().get("/oai?verb=Identify").status_code == 404

    def test_publishes_nothing_by_a_damaged_file(self, publish: Publish, own_state: Path) -> None:
        publish()
        (own_state / FILE).write_text('{"choices": {"people": "yes"}}')
        assert Client().get("/oai?verb=Identify").status_code == 404

    def test_takes_both_methods_alike_and_no_other(
        self, publish: Publish, harvester: Harvester
    ) -> None:
        publish()
        for method in ("get", "post"):
            root = harvester.ask(method, verb="Identify")
            assert root.find(f"{{{OAI}}}Identify") is not None
        assert harvester.answers[0] == harvester.answers[1]
        assert Client().put("/oai?verb=Identify").status_code == 405
        assert (
            Client(enforce_csrf_checks=True).post("/oai", {"verb": "Identify"}).status_code == 200
        )

    def test_gives_no_cookie(self, publish: Publish) -> None:
        publish()
        assert not Client().get("/oai?verb=ListSets").cookies

    def test_holds_back_who_asks_too_often(self, publish: Publish, settings: object) -> None:
        settings.CORDEE_OAI_RATE = 2  # type: ignore[attr-defined]
        publish()
        answers = [Client().get("/oai?verb=ListSets") for _ in range(3)]
        assert [one.status_code for one in answers] == [200, 200, 503]
        assert int(answers[2].headers["Retry-After"]) > 0
        other = Client().get("/oai?verb=ListSets", REMOTE_ADDR="192.0.2.7")
        assert other.status_code == 200


class TestFaults:
    @pytest.mark.parametrize(
        ("values", "code"),
        [
            ({}, "badVerb"),
            ({"verb": "listSets"}, "badVerb"),
            ({"verb": "Identify", "set": "x"}, "badArgument"),
            ({"verb": "ListRecords"}, "badArgument"),
            ({"verb": "GetRecord", "metadataPrefix": PREFIX}, "badArgument"),
            ({"verb": "ListRecords", "metadataPrefix": "oai_marc"}, "cannotDisseminateFormat"),
            ({"verb": "ListRecords", "metadataPrefix": PREFIX, "from_": "2026-13-01"}, "badArgument"),
            ({"verb": "ListRecords", "metadataPrefix": PREFIX, "from_": "2026"}, "badArgument"),
            ({"verb": "ListRecords", "metadataPrefix": PREFIX, "from_": "2026-01-02", "until": "2026-01-01"}, "badArgument"),
            ({"verb": "ListRecords", "metadataPrefix": PREFIX, "from_": "2026-01-01", "until": "2026-01-01T00:00:00Z"}, "badArgument"),
            ({"verb": "ListRecords", "metadataPrefix": PREFIX, "until": "1999-01-01"}, "noRecordsMatch"),
            ({"verb": "ListRecords", "metadataPrefix": PREFIX, "from_": "9999-12-31"}, "noRecordsMatch"),
            ({"verb": "ListRecords", "metadataPrefix": PREFIX, "until": "0001-01-01"}, "noRecordsMatch"),
            ({"verb": "ListRecords", "metadataPrefix": PREFIX, "set": "openaire_cris_patents"}, "noRecordsMatch"),
            ({"verb": "ListRecords", "metadataPrefix": PREFIX, "set": "none"}, "noRecordsMatch"),
            ({"verb": "ListRecords", "resumptionToken": "x", "set": "none"}, "badArgument"),
            ({"verb": "ListRecords", "resumptionToken": "none:of:ours"}, "badResumptionToken"),
            ({"verb": "ListRecords", "resumptionToken": ""}, "badResumptionToken"),
            ({"verb": "ListSets", "resumptionToken": "x"}, "badResumptionToken"),
            ({"verb": "GetRecord", "metadataPrefix": "x", "identifier": "oai:x:y"}, "idDoesNotExist"),
            ({"verb": "GetRecord", "metadataPrefix": "x", "identifier": f"oai:cris.alpha.example:OrgUnits/{ALPHA}"}, "cannotDisseminateFormat"),
            ({"verb": "GetRecord", "metadataPrefix": PREFIX, "identifier": f"oai:cris.alpha.example:Persons/{ALPHA}"}, "idDoesNotExist"),
            ({"verb": "ListMetadataFormats", "identifier": "oai:x:y"}, "idDoesNotExist"),
            ({"verb": "ListMetadataFormats", "identifier": f"oai:cris.alpha.example:OrgUnits/{ALPHA}"}, ""),
            ({"verb": "ListRecords", "metadataPrefix": PREFIX, "until": "9999-12-31T23:59:59Z"}, ""),
        ],
    )  # fmt: skip
    def test_are_those_of_the_protocol(
        self, values: dict[str, str], code: str, publish: Publish, harvester: Harvester
    ) -> None:
        publish()
        assert harvester.find_fault(**values) == code

    def test_of_an_argument_given_twice(self, publish: Publish) -> None:
        publish()
        assert (
            b"badArgument"
            in Client().get(f"/oai?verb=ListRecords&metadataPrefix={PREFIX}&set=a&set=b").content
        )
        assert b"badVerb" in Client().get("/oai?verb=ListSets&verb=Identify").content


class TestSpan:
    def names(self, harvester: Harvester, **values: str) -> set[str]:
        return {one.rpartition("/")[2] for one in harvester.list_names(**values)}

    def test_begins_when_it_was_chosen(self, publish: Publish, harvester: Harvester) -> None:
        make_records()
        publish()
        root = harvester.ask(verb="Identify")
        assert root.findtext(f".//{{{OAI}}}earliestDatestamp") == "2026-01-02T09:00:00Z"
        stamps = {one.findtext(f"{{{OAI}}}datestamp") for one in harvester.list("ListIdentifiers")}
        # The call was changed later, and with it what was given in it; all else is as old as the choice.
        assert stamps == {"2026-01-02T09:00:00Z", "2026-06-01T09:00:00Z"}
        assert len(self.names(harvester, from_="2026-01-03")) == 2
        everything = self.names(harvester)
        assert self.names(harvester, from_="2026-01-02T09:00:00Z") == everything
        assert self.names(harvester, until="2026-01-02T08:59:59Z") == set()
        assert len(self.names(harvester, until="2026-05-31")) == len(everything) - 2

    def test_tells_who_changed_to_the_second(self, publish: Publish, harvester: Harvester) -> None:
        publish()
        moment = datetime(2026, 3, 1, 12, 0, 5, 900_000, UTC)
        make_person(PAUL, "Paul", changed_at=moment)
        for span, is_there in (
            ({"from_": "2026-03-01T12:00:05Z"}, True),
            ({"from_": "2026-03-01T12:00:06Z"}, False),
            ({"until": "2026-03-01T12:00:05Z"}, True),
            ({"until": "2026-03-01T12:00:04Z"}, False),
            ({"from_": "2026-03-01", "until": "2026-03-01"}, True),
        ):
            assert bool(self.names(harvester, set=PEOPLE, **span)) == is_there, span

    def test_tells_who_is_gone_from_the_day_after(
        self, publish: Publish, harvester: Harvester
    ) -> None:
        publish()
        make_person(PAUL, "Paul", changed_at=LONG_AGO, end=date(2026, 5, 30))
        found = harvester.list(set=PEOPLE, from_="2026-05-30T22:00:00Z")
        assert [one.find(f"{{{OAI}}}header").get("status") for one in found] == ["deleted"]  # type: ignore[union-attr]
        assert found[0].find(f"{{{OAI}}}metadata") is None
        # Midnight in Paris.
        assert found[0].findtext(f".//{{{OAI}}}datestamp") == "2026-05-30T22:00:00Z"
        assert harvester.list(set=PEOPLE, from_="2026-05-30T22:00:01Z") == []
        assert harvester.list(set=PEOPLE, until="2026-05-30T21:59:59Z") == []
        with time_machine.travel(datetime(2026, 5, 30, 21, 59, tzinfo=UTC), tick=False):
            (still,) = harvester.list(set=PEOPLE)
            assert still.find(f"{{{OAI}}}metadata") is not None

    def test_tells_anew_whose_organisation_is_gone(
        self, publish: Publish, harvester: Harvester
    ) -> None:
        publish()
        Organisation.objects.update(changed_at=LONG_AGO)
        paul = make_person(PAUL, "Paul")
        Involvement.objects.create(person=paul, role="works_at", organisation_id=BETA)
        Organisation.objects.filter(id=BETA).update(end=date(2026, 5, 30))
        (found,) = harvester.list(set=PEOPLE, from_="2026-05-30T22:00:00Z")
        assert found.find(".//{*}Affiliation") is None
        assert {str(PAUL), str(BETA), str(WARD)} == self.names(harvester, from_="2026-05-01")
        assert harvester.list(set=PEOPLE, until="2026-05-30T21:59:59Z") == []

    def test_tells_anew_who_is_affiliated_no_more(
        self, publish: Publish, harvester: Harvester
    ) -> None:
        publish()
        Organisation.objects.update(changed_at=LONG_AGO)
        paul = make_person(PAUL, "Paul")
        tie = Involvement.objects.create(person=paul, role="works_at", organisation_id=TEAM)
        assert self.names(harvester, set=PEOPLE, from_="2026-05-01") == set()
        end_involvement(tie.id, last_day=date(2026, 5, 1), by=KEEPER, at=AT)
        assert self.names(harvester, set=PEOPLE, from_="2026-05-01") == {str(PAUL)}

    def test_tells_of_an_instrument_withdrawn_and_its_calls(
        self, publish: Publish, harvester: Harvester
    ) -> None:
        publish()
        version = make_instrument("first-step")
        make_call(version, "Call")
        InstrumentVersion.objects.update(stage="withdrawn", changed_at=AT)
        gone, call = sorted(
            harvester.list(set="openaire_cris_funding", from_="2026-05-01"),
            key=lambda one: one.find(f"{{{OAI}}}metadata") is not None,
        )
        assert gone.find(f"{{{OAI}}}header").get("status") == "deleted"  # type: ignore[union-attr]
        assert call.find(".//{*}PartOf") is None
        Call.objects.update(stage="cancelled")
        headers = harvester.list("ListIdentifiers", set="openaire_cris_funding")
        assert [one.get("status") for one in headers] == ["deleted", "deleted"]


def list_pages(size: int) -> list[list[str]]:
    publishing = get_publishing()
    repository = Repository(publishing, publishing.to_sharing(), AT, page_size=size)
    values = {"metadataPrefix": PREFIX}
    pages = []
    while True:
        page = repository.list_page(Asked(Verb.LIST_RECORDS, values))
        pages.append([repository.name(one) for one in page.records])
        assert page.told_before == sum(map(len, pages[:-1]))
        if not page.token:
            return pages
        values = {"resumptionToken": page.token}


@pytest.fixture
def filled() -> None:
    make_records()


@pytest.mark.usefixtures("filled")
class TestResumption:
    @settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(size=st.integers(1, 30))
    def test_tells_every_record_once(self, publish: Publish, size: int) -> None:
        if not get_publishing().choices.is_on:
            publish()
        pages = list_pages(size)
        names = [one for page in pages for one in page]
        assert len(names) == len(set(names)) == 6 + 2 + 2 + 3 + 2 + 2 + 1
        assert {len(page) for page in pages[:-1]} <= {size}
        assert 0 < len(pages[-1]) <= size

    def test_over_the_address(
        self, publish: Publish, harvester: Harvester, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("cordee.web.oai.views.RECORDS_ON_A_PAGE", 4)
        publish()
        assert len(harvester.list()) == 18
        tokens = [one for one in harvester.answers if b"<resumptionToken" in one]
        assert len(tokens) == len(harvester.answers) == 5
        # The last page ends the list by an empty token.
        assert b'cursor="16"/>' in tokens[-1]

    def test_ends_once_what_is_published_is_chosen_anew(
        self, publish: Publish, harvester: Harvester, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("cordee.web.oai.views.RECORDS_ON_A_PAGE", 4)
        publish()
        root = harvester.ask(verb="ListRecords", metadataPrefix=PREFIX)
        token = root.findtext(f".//{{{OAI}}}resumptionToken") or ""
        assert len(token) < 300
        publish(organisations=True, people=True)
        fault = harvester.find_fault(verb="ListRecords", resumptionToken=token)
        assert fault == "badResumptionToken"
        changed = f"{token[:5]}{'a' if token[5] != 'a' else 'b'}{token[6:]}"
        fault = harvester.find_fault(verb="ListRecords", resumptionToken=changed)
        assert fault == "badResumptionToken"

    def test_goes_on_from_a_record_that_went_meanwhile(self, publish: Publish) -> None:
        publish()
        repository = Repository(get_publishing(), get_publishing().to_sharing(), AT, page_size=7)
        first = repository.list_page(Asked(Verb.LIST_RECORDS, {"metadataPrefix": PREFIX}))
        Involvement.objects.all().delete()
        Person.objects.filter(id=first.records[-1].id).delete()
        rest = repository.list_page(Asked(Verb.LIST_RECORDS, {"resumptionToken": first.token}))
        assert len(rest.records) == 7


MOST_QUESTIONS = 34
"""Of a page of all sets in a span, and one of a set without: none where nothing is looked for by it."""


def test_a_page_asks_the_ledger_a_fixed_number_of_questions(
    publish: Publish, harvester: Harvester
) -> None:
    make_records()
    publish()
    assert count_questions(harvester) <= MOST_QUESTIONS
    version = InstrumentVersion.objects.get(definition__code="first-step")
    for number in range(40):
        part = Organisation.objects.create(kind="team", name_en=f"{number}", changed_at=AT)
        OrganisationLink.objects.create(first=part, standing="part_of", second_id=UNIT)
        person = Person.objects.create(family_name=f"{number}", keeper_id=ALPHA, changed_at=AT)
        Involvement.objects.create(person=person, role="works_at", organisation=part)
        make_call(version, f"Call {number}")
        make_instrument(f"instrument-{number}", office=part.id)
    assert count_questions(harvester) <= MOST_QUESTIONS


def count_questions(harvester: Harvester) -> int:
    with CaptureQueriesContext(connection) as asked:
        harvester.ask(
            verb="ListRecords", metadataPrefix=PREFIX, from_="2026-01-01", until="2026-05-01"
        )
        harvester.ask(verb="ListRecords", metadataPrefix=PREFIX, set="openaire_cris_funding")
    return len([one for one in asked.captured_queries if "SAVEPOINT" not in one["sql"]])
