"""Awards registered with Crossref: what is deposited, what stands in the way, who may take it.

The schema below is ours: what grant_id0.2.0.xsd of Crossref asks for, of the elements that we write, in its order
and with its patterns, written down from reading it. The schema itself is not ours to ship.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from lxml import etree
from tests.agreements.cast import ALICE, ALPHA, AT, AUDE, BOB, REA, TEAM, make_id
from tests.integration.agreements.conftest import SignIn
from tests.integration.oai.records import make_person
from tests.programmes.applying import PAUL
from tests.programmes.granting import make_grant, make_project

from cordee.directory.models import Organisation, Person
from cordee.kernel.messages import Sentence
from cordee.ledger.publishing import Sharing
from cordee.programmes.models import Decision, Project, ProjectPerson
from cordee.programmes.queries.deposits import Deposit, list_deposits
from cordee.programmes.states import InstrumentKind
from cordee.web.crossref import (
    GRANT,
    Depositor,
    find_missing,
    find_obstacles,
    write_deposit,
)
from cordee.web.publishing import Choices, change_publishing, get_publishing


pytestmark = pytest.mark.usefixtures("on_the_day")

WHO = Depositor("10.12345", "Alpha", "doi@alpha.example")
SCHEMA = """\
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="http://www.crossref.org/grant_id/0.2.0"
    targetNamespace="http://www.crossref.org/grant_id/0.2.0" elementFormDefault="qualified">
  <xs:simpleType name="ror"><xs:restriction base="xs:string"><xs:pattern value="https://ror.org/0[0-9a-z]{6}[0-9]{2}"/></xs:restriction></xs:simpleType>
  <xs:simpleType name="orcid"><xs:restriction base="xs:string"><xs:pattern value="https://orcid.org/[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[X0-9]"/></xs:restriction></xs:simpleType>
  <xs:simpleType name="batch"><xs:restriction base="xs:string"><xs:minLength value="4"/><xs:maxLength value="100"/></xs:restriction></xs:simpleType>
  <xs:simpleType name="stamp"><xs:restriction base="xs:nonNegativeInteger"><xs:maxInclusive value="9999999999999999999"/></xs:restriction></xs:simpleType>
  <xs:simpleType name="who"><xs:restriction base="xs:string"><xs:minLength value="1"/><xs:maxLength value="130"/></xs:restriction></xs:simpleType>
  <xs:simpleType name="mail"><xs:restriction base="xs:string"><xs:pattern value="[\\p{L}\\p{N}!/+\\-_]+(\\.[\\p{L}\\p{N}!/+\\-_]+)*@[\\p{L}\\p{N}!/+\\-_]+(\\.[\\p{L}_-]+)+"/></xs:restriction></xs:simpleType>
  <xs:simpleType name="kind"><xs:restriction base="xs:NMTOKEN"><xs:enumeration value="grant"/><xs:enumeration value="prize"/><xs:enumeration value="fellowship"/></xs:restriction></xs:simpleType>
  <xs:simpleType name="role"><xs:restriction base="xs:NMTOKEN"><xs:enumeration value="lead_investigator"/><xs:enumeration value="co-lead_investigator"/><xs:enumeration value="investigator"/></xs:restriction></xs:simpleType>
  <xs:simpleType name="doi"><xs:restriction base="xs:string"><xs:pattern value="10\\.[0-9]{4,9}/.{1,200}"/></xs:restriction></xs:simpleType>
  <xs:element name="doi_batch"><xs:complexType><xs:sequence>
    <xs:element name="head"><xs:complexType><xs:sequence>
      <xs:element name="doi_batch_id" type="batch"/>
      <xs:element name="timestamp" type="stamp"/>
      <xs:element name="depositor"><xs:complexType><xs:sequence>
        <xs:element name="depositor_name" type="who"/>
        <xs:element name="email_address" type="mail"/>
      </xs:sequence></xs:complexType></xs:element>
      <xs:element name="registrant" type="who"/>
    </xs:sequence></xs:complexType></xs:element>
    <xs:element name="body"><xs:complexType><xs:sequence>
      <xs:element name="grant" maxOccurs="unbounded"><xs:complexType><xs:sequence>
        <xs:element name="project"><xs:complexType><xs:sequence>
          <xs:element name="project-title" type="who"/>
          <xs:element name="investigators" minOccurs="0"><xs:complexType><xs:sequence>
            <xs:element name="person" maxOccurs="unbounded"><xs:complexType><xs:sequence>
              <xs:element name="givenName" type="xs:string" minOccurs="0"/>
              <xs:element name="familyName" type="xs:string" minOccurs="0"/>
              <xs:element name="affiliation" minOccurs="0" maxOccurs="unbounded"><xs:complexType><xs:sequence>
                <xs:element name="institution"><xs:complexType><xs:simpleContent><xs:extension base="xs:string"><xs:attribute name="country" type="xs:NMTOKEN"/></xs:extension></xs:simpleContent></xs:complexType></xs:element>
                <xs:element name="ROR" type="ror" minOccurs="0"/>
              </xs:sequence></xs:complexType></xs:element>
              <xs:element name="ORCID" type="orcid" minOccurs="0"/>
            </xs:sequence><xs:attribute name="role" type="role" use="required"/></xs:complexType></xs:element>
          </xs:sequence></xs:complexType></xs:element>
          <xs:element name="description" type="xs:string" minOccurs="0"/>
          <xs:element name="award_amount" minOccurs="0"><xs:complexType><xs:simpleContent><xs:extension base="xs:decimal"><xs:attribute name="currency" type="xs:NMTOKEN" use="required"/></xs:extension></xs:simpleContent></xs:complexType></xs:element>
          <xs:element name="funding"><xs:complexType><xs:sequence>
            <xs:element name="ROR" type="ror"/>
            <xs:element name="funding-scheme" type="xs:string" minOccurs="0"/>
          </xs:sequence><xs:attribute name="funding-type" type="kind" use="required"/></xs:complexType></xs:element>
          <xs:element name="award-dates" minOccurs="0"><xs:complexType><xs:attribute name="start-date" type="xs:date"/><xs:attribute name="end-date" type="xs:date"/></xs:complexType></xs:element>
        </xs:sequence></xs:complexType></xs:element>
        <xs:element name="award-number" type="who"/>
        <xs:element name="award-start-date" type="xs:date"/>
        <xs:element name="doi_data"><xs:complexType><xs:sequence>
          <xs:element name="doi" type="doi"/>
          <xs:element name="resource" type="xs:anyURI"/>
        </xs:sequence></xs:complexType></xs:element>
      </xs:sequence></xs:complexType></xs:element>
    </xs:sequence></xs:complexType></xs:element>
  </xs:sequence><xs:attribute name="version" fixed="0.2.0" use="required"/></xs:complexType></xs:element>
</xs:schema>
"""
PEOPLE = Sharing(people=True)


@pytest.fixture(autouse=True)
def project() -> UUID:
    """The project of Paul's award, public, with all that is asked for."""
    made = make_project()
    Project.objects.filter(id=made).update(is_public=True, was_public=True)
    Organisation.objects.filter(id=ALPHA).update(ror="02vjkv261")
    paul = make_person(make_id("Paul's entry"), "Paul", orcid="0000-0002-1825-0097")
    ProjectPerson.objects.filter(project=made, role="leader").update(person=paul.id)
    return made


def list_all(sharing: Sharing = PEOPLE, by: Any = ALICE) -> tuple[Deposit, ...]:
    return list_deposits(sharing, by=by, at=AT)


def write(*deposits: Deposit) -> etree._Element:
    """Return the file, which holds to the schema."""
    written = write_deposit([(one, "https://a.example/x") for one in deposits], WHO, at=AT)
    root = etree.parse(BytesIO(written)).getroot()
    schema = etree.XMLSchema(etree.fromstring(SCHEMA))
    assert schema.validate(root), schema.error_log
    return root


def find(root: etree._Element, path: str) -> list[str]:
    return [str(one.text) for one in root.iterfind(re.sub("/(?=[a-zA-Z])", f"/{{{GRANT}}}", path))]


class TestFile:
    def test_says_all_of_an_award(self, project: UUID) -> None:
        (one,) = list_all()
        assert find_obstacles(one) == ()
        root = write(one)
        assert find(root, ".//project-title") == ["Tests of cooperation"]
        assert find(root, ".//familyName") == ["Paul"]
        assert find(root, ".//ORCID") == ["https://orcid.org/0000-0002-1825-0097"]
        assert find(root, ".//institution")
        assert find(root, ".//award_amount") == ["8000.00"]
        assert find(root, ".//funding/ROR") == ["https://ror.org/02vjkv261"]
        assert find(root, ".//award-start-date") == ["2026-06-01"]
        assert find(root, ".//doi") == [f"10.12345/{project}"]
        (dates,) = root.iter(f"{{{GRANT}}}award-dates")
        assert dict(dates.attrib) == {"start-date": "2026-07-01", "end-date": "2027-06-30"}

    def test_names_nobody_where_people_are_not_published(self) -> None:
        (one,) = list_all(Sharing())
        assert one.investigators == ()
        assert find(write(one), ".//person") == []
        Person.objects.update(end=date(2026, 5, 1))
        assert list_all()[0].investigators == ()

    def test_leaves_out_what_the_schema_does_not_know(self) -> None:
        (one,) = list_all()
        odd = replace(one, currency="XTS", summary="\x00", starts_on=None, ends_on=None)
        root = write(odd, replace(one, kind=InstrumentKind.PRIZE, amount=Decimal("0.10")))
        assert find(root, ".//award_amount") == ["0.10"]
        assert [one.get("funding-type") for one in root.iter(f"{{{GRANT}}}funding")] == [
            "grant",
            "prize",
        ]

    def test_holds_only_what_is_public_and_stands(self, project: UUID) -> None:
        make_grant(is_public=True)
        assert [one.project for one in list_all()] == [project]
        award = Decision.objects.get(project=project)
        Decision.objects.filter(id=award.id).update(replaced_by=award)
        new = Decision.objects.create(application=award.application, kind="refuse", decided_at=AT)
        Decision.objects.filter(id=award.id).update(replaced_by=new)
        assert list_all() == ()

    def test_says_what_is_in_the_way(self) -> None:
        (one,) = list_all()
        bare = replace(one, title=" ", number="", funder=None)
        assert len(find_obstacles(bare)) == 3
        assert len(find_missing(Depositor("", "", ""))) == 3
        assert find_missing(replace(WHO, email="nobody"))[0] == Sentence(
            "The depositor's e-mail address is not set."
        )
        assert find_missing(WHO) == ()


def choose(**values: Any) -> None:
    choices = Choices(
        name="Alpha", domain="alpha.example", email="cris@alpha.example", people=True, **values
    )
    change_publishing(choices, version=get_publishing().version, by=ALICE, at=AT)


KNOWN = {"doi_prefix": WHO.doi_prefix, "depositor": WHO.name, "depositor_email": WHO.email}


@pytest.fixture
def own_folder(settings: Any, tmp_path: Any) -> None:
    settings.CORDEE_STATE = tmp_path
    settings.CORDEE_ADDRESS = "https://alpha.example"


@pytest.mark.usefixtures("own_folder")
class TestPages:
    def test_officer_is_told_what_is_missing(self, sign_in: SignIn) -> None:
        alice = sign_in(ALICE)
        page = alice.get(reverse("programmes:deposits")).content.decode()
        assert "The DOI prefix that Crossref gave is not set." in page
        assert "Download the deposit" not in page
        assert alice.get(reverse("programmes:deposit_file")).status_code == 409

    def test_officer_takes_the_file(self, project: UUID, sign_in: SignIn) -> None:
        choose(**KNOWN)
        alice = sign_in(ALICE)
        page = alice.get(reverse("programmes:deposits")).content.decode()
        assert f"10.12345/{project}" in page
        answer = alice.get(reverse("programmes:deposit_file"))
        assert answer.headers["Content-Disposition"].startswith('attachment; filename="crossref-')
        root = etree.fromstring(answer.content)
        assert find(root, ".//resource") == [f"https://alpha.example/grants/{project}"]
        assert find(root, ".//familyName") == ["Paul"]

    def test_an_award_in_the_way_is_left_out(self, sign_in: SignIn) -> None:
        choose(**KNOWN)
        Organisation.objects.filter(id=ALPHA).update(ror=None)
        alice = sign_in(ALICE)
        page = alice.get(reverse("programmes:deposits")).content.decode()
        assert "Its office has no ROR id in the directory." in page
        assert alice.get(reverse("programmes:deposit_file")).status_code == 409

    @pytest.mark.parametrize("by", [AUDE, REA, PAUL])
    def test_others_have_no_such_page(self, by: Any, sign_in: SignIn) -> None:
        choose(**KNOWN)
        client = sign_in(by)
        assert client.get(reverse("programmes:deposits")).status_code == 404
        assert client.get(reverse("programmes:deposit_file")).status_code == 404

    def test_officer_of_another_house_finds_none_of_it(
        self, project: UUID, sign_in: SignIn
    ) -> None:
        choose(**KNOWN)
        bob = sign_in(BOB)
        assert str(project) not in bob.get(reverse("programmes:deposits")).content.decode()
        assert bob.get(reverse("programmes:deposit_file")).status_code == 409
        assert Client().get(reverse("programmes:deposits")).status_code == 302


def test_a_team_is_where_its_leader_works() -> None:
    (one,) = list_all()
    (paul,) = one.investigators
    assert paul.affiliation is not None
    assert paul.affiliation.id == TEAM
