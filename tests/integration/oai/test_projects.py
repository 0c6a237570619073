"""Projects, what they were given, and events: told while they are public, and gone once they are not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from lxml import etree
from tests.agreements.cast import ALPHA, AT, BETA, TEAM, make_id
from tests.integration.oai.conftest import Harvester, Publish
from tests.integration.oai.records import (
    AWARDED,
    DAY_OF_SCIENCE,
    GRANT,
    LONG_AGO,
    PAUL,
    make_event,
    make_project,
    make_records,
)

from cordee.directory.models import Organisation, Person
from cordee.programmes.models import Call, Decision, Event, Project
from cordee.web.oai.vocabulary import CERIF, DC, DUBLIN_CORE, OAI, XML


PROJECTS, FUNDING = "openaire_cris_projects", "openaire_cris_funding"
LATER = "2026-03-01T12:00:00Z"
CHANGED = datetime.fromisoformat(LATER)


@pytest.fixture(autouse=True)
def records() -> None:
    make_records()
    Call.objects.update(changed_at=LONG_AGO)


def find(harvester: Harvester, kind: str, identifier: object) -> etree._Element:
    name = f"oai:cris.alpha.example:{kind}s/{identifier}"
    root = harvester.ask(verb="GetRecord", metadataPrefix="oai_cerif_openaire_1.2", identifier=name)
    found = root.find(f".//{{{CERIF}}}{kind}")
    assert found is not None
    return found


def list_references(record: etree._Element) -> set[str]:
    return {str(one.get("id")) for one in record.iterdescendants() if one.get("id") is not None}


def names(harvester: Harvester, **values: str) -> dict[str, str]:
    """Return the records of a list by their identifiers, each with its status."""
    return {
        str(one.findtext(f"{{{OAI}}}identifier")).rpartition("/")[2]: one.get("status", "")
        for one in harvester.list("ListIdentifiers", **values)
    }


class TestProjects:
    def test_say_who_takes_part_leads_and_funds(
        self, publish: Publish, harvester: Harvester
    ) -> None:
        publish()
        found = find(harvester, "Project", AWARDED)
        told = {etree.QName(one).localname: one for one in found}
        assert [one.text for one in found.iter(f"{{{CERIF}}}Identifier")] == [
            "2026-1",
            "https://alpha.example/award",
        ]
        assert [etree.QName(one).localname for one in told["Consortium"]] == [
            "Coordinator",
            "Partner",
        ]
        assert list_references(found) == {
            f"OrgUnits/{TEAM}",
            f"OrgUnits/{BETA}",
            f"OrgUnits/{ALPHA}",
            f"Persons/{PAUL}",
            f"Fundings/{AWARDED}",
        }

    def test_of_a_grant_from_elsewhere_name_its_funder_alone(
        self, publish: Publish, harvester: Harvester
    ) -> None:
        publish()
        found = find(harvester, "Funding", GRANT)
        assert found.findtext(f"{{{CERIF}}}Name") == "Elsewhere"
        assert found.findtext(f"{{{CERIF}}}Funder/*/*") == "European Commission"
        assert list_references(found) == set()

    def test_say_what_they_were_given_by_which_call(
        self, publish: Publish, harvester: Harvester
    ) -> None:
        publish()
        found = find(harvester, "Funding", AWARDED)
        amount = found.find(f"{{{CERIF}}}Amount")
        assert amount is not None
        assert (amount.text, amount.get("currency")) == ("9000.00", "EUR")
        call = make_id("Call of the year")
        assert list_references(found) == {f"OrgUnits/{ALPHA}", f"Fundings/{call}"}
        Call.objects.filter(id=call).update(stage="cancelled")
        found = find(harvester, "Funding", AWARDED)
        assert list_references(found) == {f"OrgUnits/{ALPHA}"}

    def test_name_no_one_where_people_and_organisations_are_not_published(
        self, publish: Publish, harvester: Harvester
    ) -> None:
        publish(projects=True)
        assert list_references(find(harvester, "Project", AWARDED)) == {f"Fundings/{AWARDED}"}
        assert list_references(find(harvester, "Funding", AWARDED)) == set()

    @pytest.mark.parametrize("kind", ["Project", "Funding"])
    @pytest.mark.parametrize(
        ("table", "hidden"), [(Organisation, BETA), (Organisation, ALPHA), (Person, PAUL)]
    )
    def test_drop_each_reference_to_what_is_hidden(
        self, kind: str, table: Any, hidden: object, publish: Publish, harvester: Harvester
    ) -> None:
        publish()
        before = list_references(find(harvester, kind, AWARDED))
        table.objects.filter(id=hidden).update(end="2026-05-01")
        after = list_references(find(harvester, kind, AWARDED))
        assert after == {one for one in before if not one.endswith(str(hidden))}
        # What changed by that is told anew.
        assert (str(AWARDED) in names(harvester, from_="2026-05-01")) or before == after


class TestGone:
    def test_never_public_is_never_told(self, publish: Publish, harvester: Harvester) -> None:
        publish()
        for columns in ({"is_public": False, "was_public": False},):
            make_project(make_id("Private"), **columns)
            make_event(make_id("Private event"), "Private", **columns)
        said = names(harvester)
        assert str(make_id("Private")) not in said
        assert str(make_id("Private event")) not in said

    def test_made_private_again_is_deleted(self, publish: Publish, harvester: Harvester) -> None:
        publish()
        Project.objects.filter(id=AWARDED).update(is_public=False, changed_at=CHANGED)
        Event.objects.update(is_public=False, changed_at=CHANGED)
        for spec, one in (
            (PROJECTS, AWARDED),
            (FUNDING, AWARDED),
            ("openaire_cris_events", DAY_OF_SCIENCE),
        ):
            assert names(harvester, set=spec, from_=LATER, until=LATER) == {str(one): "deleted"}

    def test_refused_after_all_is_deleted(self, publish: Publish, harvester: Harvester) -> None:
        publish()
        award = Decision.objects.get(project=AWARDED)
        # As a replacement is written: the old decision gives way before the new one stands.
        Decision.objects.filter(id=award.id).update(replaced_by=award)
        new = Decision.objects.create(
            application=award.application, kind="refuse", decided_at=CHANGED
        )
        Decision.objects.filter(id=award.id).update(replaced_by=new)
        assert names(harvester, set=PROJECTS, from_=LATER) == {str(AWARDED): "deleted"}
        assert names(harvester, set=FUNDING, from_=LATER)[str(AWARDED)] == "deleted"


class TestSpan:
    @pytest.mark.parametrize(
        ("table", "identifier"),
        [
            (Project, AWARDED),
            (Organisation, BETA),
            (Person, PAUL),
            (Call, make_id("Call of the year")),
        ],
    )
    def test_tells_anew_what_changed_around(
        self, table: Any, identifier: object, publish: Publish, harvester: Harvester
    ) -> None:
        publish()
        table.objects.filter(id=identifier).update(changed_at=CHANGED)
        for spec in (PROJECTS, FUNDING):
            assert str(AWARDED) in names(harvester, set=spec, from_=LATER, until=LATER)
            second = timedelta(seconds=1)
            after, before = (f"{CHANGED + one:%Y-%m-%dT%H:%M:%SZ}" for one in (second, -second))
            assert str(AWARDED) not in names(harvester, set=spec, from_=after)
            assert str(AWARDED) not in names(harvester, set=spec, until=before)

    def test_of_events_is_their_own_and_their_organisers(
        self, publish: Publish, harvester: Harvester
    ) -> None:
        publish()
        spec = "openaire_cris_events"
        Organisation.objects.filter(id=ALPHA).update(changed_at=CHANGED)
        assert set(names(harvester, set=spec, from_=LATER)) == {str(DAY_OF_SCIENCE)}
        assert names(harvester, set=spec, from_="2026-03-02") == {}
        assert names(harvester, set=spec, until="2026-02-28") == {}


ELEMENTS = {
    "title", "creator", "subject", "description", "publisher", "contributor", "date", "type",
    "format", "identifier", "source", "language", "relation", "coverage", "rights",
}  # fmt: skip
"""All that unqualified Dublin Core has; oai_dc.xsd takes them in any order, with a language at most."""


class TestDublinCore:
    def test_is_given_of_every_record(self, publish: Publish, harvester: Harvester) -> None:
        publish()
        rich, poor = harvester.list(), harvester.list(metadataPrefix=DUBLIN_CORE)
        assert len(rich) == len(poor)
        for one in poor:
            (made,) = one.find(f"{{{OAI}}}metadata")  # type: ignore[misc]  # each is there
            assert made.tag == "{http://www.openarchives.org/OAI/2.0/oai_dc/}dc"
            tags = [etree.QName(each) for each in made]
            assert {tag.namespace for tag in tags} == {DC}
            assert {tag.localname for tag in tags} <= ELEMENTS
            assert {"title", "identifier", "type"} <= {tag.localname for tag in tags}
            assert {name for each in made for name in each.attrib} <= {f"{{{XML}}}lang"}
            assert all(len(each) == 0 and each.text for each in made)

    def test_refers_to_nothing(self, publish: Publish, harvester: Harvester) -> None:
        publish()
        for one in harvester.list(metadataPrefix=DUBLIN_CORE):
            own = str(one.findtext(f"{{{OAI}}}header/{{{OAI}}}identifier"))
            said = "".join(one.find(f"{{{OAI}}}metadata").itertext())  # type: ignore[union-attr]
            for other in (ALPHA, BETA, TEAM, PAUL, AWARDED):
                assert str(other) not in said.replace(own, "")

    def test_goes_on_in_its_format(
        self, publish: Publish, harvester: Harvester, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("cordee.web.oai.views.RECORDS_ON_A_PAGE", 7)
        publish()
        found = harvester.list(metadataPrefix=DUBLIN_CORE)
        assert len(found) == 18
        assert all(one.find(f".//{{{DC}}}title") is not None for one in found)

    def test_stands_among_the_formats(self, publish: Publish, harvester: Harvester) -> None:
        publish(events=True)
        told = harvester.ask(verb="ListMetadataFormats")
        found = [one.text for one in told.iter(f"{{{OAI}}}metadataPrefix")]
        assert found == ["oai_cerif_openaire_1.2", "oai_dc"]


def test_what_was_written_before_is_as_old_as_the_choice(
    publish: Publish, harvester: Harvester
) -> None:
    publish(at=datetime(2026, 4, 1, tzinfo=UTC), projects=True)
    assert names(harvester, set=PROJECTS, until="2026-03-31") == {}
    assert len(names(harvester, set=PROJECTS, until=f"{AT:%Y-%m-%d}")) == 2
