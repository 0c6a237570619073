"""What is told as RDF: in CERIF 2's words, off until it is chosen, and without what is not told."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from rdflib import RDF, Graph, URIRef
from rdflib.compare import isomorphic
from tests.agreements.cast import ALPHA, BETA, make_id
from tests.integration.oai.conftest import Publish
from tests.integration.oai.records import (
    BIOBANK,
    LONG_AGO,
    MICROSCOPE,
    PAUL,
    make_call,
    make_instrument,
    make_records,
    make_resource,
)

from cordee.directory.models import Organisation, Person, Skill
from cordee.programmes.models import Prize
from cordee.web.linked import vocabulary as v
from cordee.web.publishing import LINKED, SETS


DOCUMENT = "https://cris.alpha.example/cerif2"
ALL = dict.fromkeys(SETS, True)
COUNTING = make_id("Counting for anyone")


@pytest.fixture(autouse=True)
def records() -> None:
    make_records()
    make_resource(
        COUNTING,
        "Counting for anyone",
        kind="service",
        conditions_en='Ask "before".\nPay after.',
        conditions_fr="Demander avant.",
    )
    make_resource(make_id("Own"), "Own counting", kind="service", audience="own")
    Skill.objects.create(
        person_id=PAUL, name_en="Ice", evidence="text", evidence_text="Ten years of it."
    )
    for name, is_public in (("Ice prize", True), ("Hidden prize", False)):
        Prize.objects.create(
            id=make_id(name),
            office=ALPHA,
            code=name,
            title=name,
            starts_on=date(2020, 1, 1),
            is_public=is_public,
            created_at=LONG_AGO,
            changed_at=LONG_AGO,
        )
    make_instrument("paper", kind="agreement", funding=None)
    version = make_instrument("direct", opening="direct")
    make_call(version, "Direct call")
    make_instrument("draft", stage="draft")


def ask(form: str = "ttl", **headers: str) -> Graph:
    answer = Client().get(f"/cerif2.{form}" if form else "/cerif2", headers=headers)
    assert answer.status_code == 200
    formats = {"text/turtle; charset=utf-8": "turtle", "application/ld+json": "json-ld"}
    read = formats[answer.headers["Content-Type"]]
    return Graph().parse(data=answer.content.decode(), format=read)


def list_of(graph: Graph, kind: str) -> set[str]:
    return {str(one).rpartition("#")[2] for one in graph.subjects(RDF.type, URIRef(kind))}


def find(graph: Graph, sort: str, identifier: object, predicate: str) -> list[str]:
    subject = URIRef(f"{DOCUMENT}#{sort}-{identifier}")
    return sorted(str(one) for one in graph.objects(subject, URIRef(predicate)))


class TestDocument:
    def test_does_not_exist_until_something_is_told_in_it(self, publish: Publish) -> None:
        assert Client().get("/cerif2.ttl").status_code == 404
        publish(organisations=True, people=True, projects=True)
        assert Client().get("/cerif2.ttl").status_code == 404
        publish(prizes=True)
        assert Client().get("/cerif2.ttl").status_code == 200
        assert Client().get("/cerif2.xml").status_code == 404
        # What is told as RDF alone gives harvesters nothing.
        assert Client().get("/oai?verb=Identify").status_code == 404

    def test_says_the_same_in_both_forms(self, publish: Publish) -> None:
        publish(**ALL)
        turtle = ask("ttl")
        assert isomorphic(turtle, ask("jsonld"))
        assert isomorphic(turtle, ask("", Accept="application/ld+json"))
        assert isomorphic(turtle, ask(""))
        said = StringIO()
        call_command("publish_cerif2", stdout=said)
        assert isomorphic(turtle, Graph().parse(data=said.getvalue(), format="turtle"))

    def test_is_not_asked_for_too_often(self, publish: Publish, settings: Any) -> None:
        settings.CORDEE_OAI_RATE = 12
        publish(**ALL)
        answers = [Client().get("/cerif2.ttl").status_code for _ in range(3)]
        assert answers == [200, 200, 503]

    @pytest.mark.parametrize("left", LINKED)
    def test_tells_one_sort_alone(self, left: str, publish: Publish) -> None:
        publish(**{left: True})
        graph = ask()
        assert list_of(graph, v.ORGANISATION) == list_of(graph, v.PERSON) == set()
        infrastructure = list_of(graph, v.INFRASTRUCTURE)
        assert bool(infrastructure) == (left in {"equipment", "services"})
        assert bool(list_of(graph, v.INSTRUMENT)) == (left == "programmes")
        assert bool(list_of(graph, v.PRIZE)) == (left == "prizes")
        # Whose skills they are is not told, so they are not.
        assert list_of(graph, v.SKILL) == set()


class TestTold:
    def test_of_infrastructure(self, publish: Publish) -> None:
        publish(**ALL)
        graph = ask()
        assert list_of(graph, v.INFRASTRUCTURE) == {
            f"Infrastructure-{one}" for one in (MICROSCOPE, BIOBANK, COUNTING)
        } | {f"Infrastructure-{make_id('Service of counting')}"}
        assert f"Infrastructure-{COUNTING}" in list_of(graph, f"{v.CERIF_MODEL}Service")
        assert f"Infrastructure-{BIOBANK}" in list_of(graph, f"{v.CERIF_MODEL}Facility")
        (condition,) = find(graph, "Offer", COUNTING, v.HAS_CONDITION)
        assert condition
        assert 'Ask "before".\nPay after.' in {str(one) for one in graph.objects()}

    def test_of_instruments_and_calls(self, publish: Publish) -> None:
        publish(**ALL)
        graph = ask()
        assert list_of(graph, v.INSTRUMENT) == {
            f"Instrument-{make_id(one)}" for one in ("first-step", "network", "paper")
        }
        assert f"Instrument-{make_id('paper')}" not in list_of(graph, v.FUNDING)
        call = make_id("Call of the year")
        assert list_of(graph, v.FUNDING_CALL) == {f"Call-{call}"}
        assert find(graph, "Call", call, v.OPENS) == [
            f"{DOCUMENT}#Instrument-{make_id('first-step')}"
        ]
        assert find(graph, "Call", call, v.INVITER) == [f"{DOCUMENT}#Organisation-{ALPHA}"]
        assert "90000.50" in {str(one) for one in graph.objects(None, URIRef(v.MONEY_AMOUNT))}

    def test_of_skills_and_prizes(self, publish: Publish) -> None:
        publish(**ALL)
        graph = ask()
        (skill,) = Skill.objects.all()
        assert find(graph, "Possession", skill.id, v.OF_AGENT) == [f"{DOCUMENT}#Person-{PAUL}"]
        assert "Ten years of it." not in {str(one) for one in graph.objects()}
        assert list_of(graph, v.PRIZE) == {f"Prize-{make_id('Ice prize')}"}

    def test_each_address_leads_to_something_told(self, publish: Publish) -> None:
        publish(**ALL)
        graph = ask()
        told = set(graph.subjects())
        ours = {one for one in graph.objects() if str(one).startswith(f"{DOCUMENT}#")}
        assert ours
        assert ours <= told


class TestHidden:
    def test_takes_each_reference_along(self, publish: Publish) -> None:
        publish(**ALL)
        assert str(BETA) in "".join(map(str, ask().objects()))
        Organisation.objects.filter(id=BETA).update(end=date(2026, 5, 1))
        Person.objects.filter(id=PAUL).update(end=date(2026, 5, 1))
        graph = ask()
        said = "".join(map(str, (*graph.objects(), *graph.subjects())))
        assert str(BETA) not in said
        assert str(PAUL) not in said
        assert list_of(graph, v.SKILL) == set()

    def test_demonstrations_stay_at_home(self, publish: Publish) -> None:
        publish(**ALL)
        Organisation.objects.filter(id=ALPHA).update(is_demonstration=True)
        Prize.objects.update(is_demonstration=True)
        graph = ask()
        assert list_of(graph, v.PRIZE) == set()
        assert str(ALPHA) not in "".join(map(str, graph.objects()))


def test_a_deadline_is_told_to_the_second(publish: Publish) -> None:
    publish(**ALL)
    version = make_instrument("later")
    closes = datetime(2026, 9, 1, 10, 30, tzinfo=UTC)
    call = make_call(version, "Closing", closes_at=closes)
    graph = ask()
    assert find(graph, "Call", call.id, v.VALID) == [closes.isoformat()]
    assert find(graph, "Call", call.id, v.DEADLINE) == ["2026-09-01"]
