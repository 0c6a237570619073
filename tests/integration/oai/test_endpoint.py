"""The whole address, harvested and held to the guidelines' own checks."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree
from tests.agreements.cast import ALPHA, BETA, UNIT
from tests.integration.oai.conftest import LISTS, Checker, Harvester, Publish
from tests.integration.oai.records import (
    BIOBANK,
    LEA,
    MICROSCOPE,
    PAUL,
    make_instrument,
    make_records,
)

from cordee.directory.models import Organisation, Person
from cordee.web.house import mark_demonstration
from cordee.web.oai.vocabulary import CERIF, PREFIX, SETS
from cordee.web.publishing import HARVESTED


SPACES = {"c": CERIF}


def harvest(harvester: Harvester, **values: str) -> None:
    """Ask all that the guidelines' validator asks."""
    for verb in LISTS:
        harvester.ask(verb=verb)
    for spec in SETS:
        harvester.list(set=spec, **values)


class TestAnswers:
    def test_hold_to_the_guidelines(
        self, publish: Publish, harvester: Harvester, checker: Checker, tmp_path: Path
    ) -> None:
        make_records()
        publish()
        harvest(harvester)
        assert checker.check_answers(harvester.answers, tmp_path / "all") == []

    @pytest.mark.parametrize("left", HARVESTED)
    def test_hold_to_them_one_set_alone(
        self,
        left: str,
        publish: Publish,
        harvester: Harvester,
        checker: Checker,
        tmp_path: Path,
    ) -> None:
        make_records()
        publish(**{left: True})
        harvest(harvester)
        assert checker.check_answers(harvester.answers, tmp_path / "one") == []
        said = b"".join(harvester.answers)
        # A funder from elsewhere is an organisation by its name alone.
        assert (b"<OrgUnit id" in said) == (left == "organisations")

    def test_hold_to_them_where_much_is_gone(
        self, publish: Publish, harvester: Harvester, checker: Checker, tmp_path: Path
    ) -> None:
        make_records()
        Organisation.objects.filter(id__in=[ALPHA, UNIT]).update(end="2026-05-01")
        Person.objects.filter(id=PAUL).update(end="2026-05-01")
        make_instrument("first-step", stage="withdrawn")
        publish()
        harvest(harvester)
        assert checker.check_answers(harvester.answers, tmp_path / "gone") == []

    def test_hold_to_the_schema_when_they_are_faults(
        self, publish: Publish, harvester: Harvester, checker: Checker, tmp_path: Path
    ) -> None:
        publish(people=True)
        harvester.ask()
        harvester.ask(verb="Identify", set="x")
        harvester.ask(verb="ListRecords", metadataPrefix="oai_marc")
        harvester.ask(verb="ListRecords", metadataPrefix="é \x00")
        harvester.ask(verb="ListRecords", resumptionToken="a b\x00<")
        harvester.ask(verb="ListRecords", metadataPrefix=PREFIX, set="nothing:here")
        harvester.ask(verb="GetRecord", metadataPrefix=PREFIX, identifier="oai:x:y%zz")
        faults = checker.check_answers(harvester.answers, tmp_path / "faults")
        assert [one for one in faults if one.startswith("(0)")] == []

    def test_of_a_demonstration_say_so(
        self, publish: Publish, harvester: Harvester, checker: Checker, tmp_path: Path
    ) -> None:
        make_records()
        Organisation.objects.update(is_demonstration=True)
        mark_demonstration("Alpha")
        publish()
        harvest(harvester)
        assert checker.check_answers(harvester.answers, tmp_path / "shown") == []
        said = b"".join(harvester.answers)
        assert said.count(b"#Demonstration") == Organisation.objects.count()
        assert b"(demonstration: invented records)" in said


class TestChecker:
    """The checker finds what it should, or it would prove nothing of ours."""

    def test_accepts_every_official_sample(self, checker: Checker) -> None:
        samples = sorted((checker.folder / "samples").glob("*.xml"))
        assert len(samples) == 12
        assert checker.check(samples) == []

    def test_refuses_every_negative_one(self, checker: Checker) -> None:
        folders = sorted((checker.folder / "negative").iterdir())
        assert folders
        for folder in folders:
            letter = folder.name.split("_")[1][:2]
            found = checker.check(sorted(folder.glob("*.xml")))
            assert any(one.startswith(f"({letter})") for one in found), folder.name

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            (b"<RORID>https://ror.org/0", b"<RORID>https://ror.org/9"),
            (b'<OrgUnit id="OrgUnits/', b'<OrgUnit id="OrgUnits/0'),
            (b"OpenAIRE_CRIS_events", b"OpenAIRE_CRIS_Events"),
            (b"<Acronym>cris.alpha.example", b"<Acronym>cris.beta.example"),
            (b"<FamilyNames>Lea</FamilyNames>", b"<Lea/>"),
        ],
    )
    def test_refuses_ours_once_a_word_is_wrong(
        self,
        before: bytes,
        after: bytes,
        publish: Publish,
        harvester: Harvester,
        checker: Checker,
        tmp_path: Path,
    ) -> None:
        make_records()
        publish()
        harvest(harvester)
        assert any(before in one for one in harvester.answers)
        wrong = [one.replace(before, after) for one in harvester.answers]
        assert checker.check_answers(wrong, tmp_path / "wrong") != []


class TestRecord:
    def get(self, harvester: Harvester, name: str) -> etree._Element:
        identifier = f"oai:cris.alpha.example:{name}"
        root = harvester.ask(verb="GetRecord", metadataPrefix=PREFIX, identifier=identifier)
        metadata = root.find(".//{*}metadata")
        assert metadata is not None
        return metadata[0]

    def test_of_an_organisation(self, publish: Publish, harvester: Harvester) -> None:
        make_records()
        publish()
        found = self.get(harvester, f"OrgUnits/{UNIT}")
        assert found.get("id") == f"OrgUnits/{UNIT}"
        assert [one.get("id") for one in found.findall("c:PartOf/c:OrgUnit", SPACES)] == [
            f"OrgUnits/{ALPHA}"
        ]
        odd = self.get(harvester, f"OrgUnits/{BETA}")
        assert odd.findtext("c:RORID", namespaces=SPACES) == "https://ror.org/04cdgtt98"
        names = [one.text for one in odd.findall("c:Name", SPACES)]
        assert names == ["Bêta", 'Ł"é<b>&amp;\u2028 \U0001f9ec]]>']
        address = odd.findtext("c:ElectronicAddress", namespaces=SPACES)
        assert address == "https://beta.example/%C3%A9%20%C3%A0"

    def test_of_a_person(self, publish: Publish, harvester: Harvester) -> None:
        make_records()
        publish()
        found = self.get(harvester, f"Persons/{PAUL}")
        assert found.findtext("c:ORCID", namespaces=SPACES) == (
            "https://orcid.org/0000-0002-1825-0097"
        )
        # Leading and working there is one affiliation; representing somewhere is none.
        ties = [
            (one[0].get("id"), one.get("startDate"), one.get("endDate"))
            for one in found.findall("c:Affiliation", SPACES)
        ]
        assert len(ties) == 2
        assert (f"OrgUnits/{ALPHA}", "2020-01-01", None) in ties
        # An ORCID outside the ranges given out is left out rather than refused by a harvester.
        lea = self.get(harvester, f"Persons/{LEA}")
        assert lea.find("c:ORCID", SPACES) is None

    def test_of_equipment(self, publish: Publish, harvester: Harvester) -> None:
        make_records()
        publish()
        found = self.get(harvester, f"Equipments/{MICROSCOPE}")
        owner = found.find("c:Owner/c:OrgUnit", SPACES)
        assert owner is not None
        assert owner.get("id") == f"OrgUnits/{ALPHA}"
        names = harvester.list_names(set="openaire_cris_equipments")
        assert {one.rpartition("/")[2] for one in names} == {str(MICROSCOPE), str(BIOBANK)}

    def test_of_funding(self, publish: Publish, harvester: Harvester) -> None:
        make_records()
        publish()
        records = harvester.list(set="openaire_cris_funding")
        found = {
            str(one.findtext(".//c:Name[2]", namespaces=SPACES)): one.find(".//c:Funding", SPACES)
            for one in records
            if one.find(".//c:Name[2]", SPACES) is not None
        }
        assert {*found} == {
            "Instrument first-step",
            "Instrument network",
            "Call of the year",
        }
        call = found["Call of the year"]
        assert call is not None
        amount = call.find("c:Amount", SPACES)
        assert amount is not None
        assert (amount.text, amount.get("currency")) == ("90000.50", "EUR")
        assert call.find("c:Funder/c:OrgUnit", SPACES) is not None
        larger = call.find("c:PartOf/c:Funding", SPACES)
        programme = found["Instrument first-step"]
        assert larger is not None
        assert programme is not None
        assert larger.get("id") == programme.get("id")
        kinds = [str(one[0].text).partition("#")[2] for one in (programme, call)]
        assert kinds == ["FundingProgramme", "Call"]
