from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.urls import reverse
from tests.agreements.cast import (
    ALICE,
    ALPHA,
    BETA,
    CHARLIE,
    GAMMA,
    bring_into_force,
    make_agreement,
)
from tests.integration.agreements.conftest import SignIn
from tests.integration.agreements.test_pages import page, read

from cordee.agreements.periods import Terms
from cordee.directory.models import Organisation
from cordee.directory.queries import Named
from cordee.directory.states import Kind
from cordee.observatory.figures.projects import ProjectRow, ProjectsPage
from cordee.observatory.figures.question import Question
from cordee.observatory.figures.selection import Part
from cordee.observatory.figures.who import Who
from cordee.web import lakes
from cordee.web.pages.agreements.presenters.together import Met, present_together


pytestmark = pytest.mark.django_db
INSERM, IMPERIAL, TROMSO = "02vjkv261", "041kmwe10", "00wge5k78"


@pytest.fixture
def real_names(demo_lake: Path, settings: object) -> None:
    """Let Alpha, Beta and Gamma be Inserm, Imperial College and Tromsø, over the demonstration's lake."""
    settings.CORDEE_LAKE = str(demo_lake)  # type: ignore[attr-defined]
    lakes.forget()
    rors = {ALPHA: (INSERM, "FR"), BETA: (IMPERIAL, "GB"), GAMMA: (TROMSO, "NO")}
    for identifier, (ror, country) in rors.items():
        Organisation.objects.filter(id=identifier).update(ror=ror, country=country)


@pytest.mark.usefixtures("real_names")
def test_works_of_the_parties_stand_beside_the_agreement(sign_in: SignIn) -> None:
    terms = Terms(date(2021, 1, 1), date(2027, 12, 31))
    made = make_agreement(terms=terms)
    client = sign_in(ALICE)
    shown = read(client.get(page("record", made)))
    assert f'hx-get="{page("evidence", made)}"' in shown
    shown = read(client.get(page("evidence", made)))
    assert "Before it: 0. During it: 11." in shown
    assert "2021: 11 works" in shown
    assert "<html" in shown
    assert "<html" not in read(client.get(page("evidence", made), headers={"HX-Request": "true"}))
    for link in ("works", "who"):
        assert (
            client.get(
                reverse(f"observatory:{link}"),
                {"org": INSERM, "with": f"organisation:{IMPERIAL}", "select": f"group:{IMPERIAL}"},
            ).status_code
            == 200
        )
    assert sign_in(CHARLIE).get(page("evidence", made)).status_code == 404


def test_parties_without_identifiers_cannot_be_told(sign_in: SignIn) -> None:
    made = make_agreement(parties=(ALPHA, GAMMA))
    shown = read(sign_in(ALICE).get(page("evidence", made)))
    assert "Fewer than two parties have a ROR identifier" in shown


def test_without_a_lake_the_record_still_opens(
    sign_in: SignIn, settings: object, tmp_path: Path
) -> None:
    settings.CORDEE_LAKE = str(tmp_path / "none")  # type: ignore[attr-defined]
    lakes.forget()
    made = make_agreement()
    client = sign_in(ALICE)
    read(client.get(page("record", made)))
    assert "none" in read(client.get(page("evidence", made)))
    lakes.forget()


@pytest.mark.usefixtures("real_names")
def test_agreements_and_activity_each_without_the_other(sign_in: SignIn) -> None:
    client = sign_in(ALICE)
    shown = read(client.get(page("activity")))
    assert "Imperial College London" in shown
    bring_into_force(make_agreement(terms=Terms(date(2021, 1, 1), None)))
    bring_into_force(
        make_agreement(
            terms=Terms(date(2021, 1, 1), None), title="Silent so far", parties=(ALPHA, GAMMA)
        )
    )
    shown = read(client.get(page("activity")))
    assert "Imperial College London" not in shown
    assert "Silent so far" in shown
    assert "Alpha and Beta together" not in shown
    assert "Imperial College London" not in read(sign_in(CHARLIE).get(page("activity")))


def test_agreements_of_a_country(sign_in: SignIn) -> None:
    make_agreement(title="With Germany")
    client = sign_in(ALICE)
    assert "With Germany" in read(client.get(page("with_country", "DE")))
    assert "No agreement with this country" in read(client.get(page("with_country", "IT")))
    assert "With Germany" not in read(sign_in(CHARLIE).get(page("with_country", "DE")))
    assert client.get(page("with_country", "nowhere")).status_code == 404


@pytest.mark.usefixtures("real_names")
def test_the_dossier_of_a_country_leads_to_them(sign_in: SignIn) -> None:
    address = reverse("dossiers:dossier", args=["country", "GB"])
    client = sign_in(ALICE)
    shown = read(client.get(address, {"org": INSERM}))
    assert page("with_country", "GB") in shown
    client.logout()
    assert page("with_country", "GB") not in read(client.get(address, {"org": INSERM}))


@pytest.mark.usefixtures("real_names")
def test_people_and_projects_of_the_parties_stand_beside_the_agreement(sign_in: SignIn) -> None:
    made = make_agreement(terms=Terms(date(2021, 1, 1), date(2027, 12, 31)))
    client = sign_in(ALICE)
    assert f'hx-get="{page("together", made)}"' in read(client.get(page("record", made)))
    shown = read(client.get(page("together", made)))
    assert "<html" in shown
    assert "<html" not in read(client.get(page("together", made), headers={"HX-Request": "true"}))
    assert "People of Alpha" in shown
    assert "People of Beta" in shown
    assert "11 works together" in shown
    assert "during it" in shown
    people = re.findall(r'href="(/works\?[^"]+)">(\d+) work', shown)
    assert {"home", "partner"} == {_find_side(address) for address, _count in people}
    for address, count in (people[0], people[-1]):
        found = read(client.get(address.replace("&amp;", "&")))
        assert re.search(rf"\b{count} works?\b", found)
    assert "No European project" in shown or "cordis.europa.eu" in shown
    assert sign_in(CHARLIE).get(page("together", made)).status_code == 404


def _find_side(address: str) -> str:
    found = re.search(r"select=person%3A(\w+)", address)
    assert found is not None
    return found[1]


@pytest.mark.usefixtures("real_names")
def test_what_came_after_the_agreement_is_not_beside_it(sign_in: SignIn) -> None:
    made = make_agreement(terms=Terms(date(2018, 1, 1), date(2019, 12, 31)))
    shown = read(sign_in(ALICE).get(page("together", made)))
    assert "No work together is known." in shown
    assert "People of" not in shown


def test_of_parties_without_identifiers_nobody_is_told(
    sign_in: SignIn, settings: object, tmp_path: Path
) -> None:
    made = make_agreement(parties=(ALPHA, GAMMA))
    client = sign_in(ALICE)
    shown = read(client.get(page("together", made)))
    assert "Fewer than two parties have a ROR identifier" in shown
    settings.CORDEE_LAKE = str(tmp_path / "none")  # type: ignore[attr-defined]
    lakes.forget()
    shown = read(client.get(page("together", make_agreement(title="Both told"))))
    assert "none" in shown
    lakes.forget()


def test_projects_with_both_parties_are_named_and_lead_to_cordis() -> None:
    question = Question(organisations=(INSERM,), with_parts=True)
    first = Named(ALPHA, Kind.INSTITUTION, "", "Alpha", "", "FR", INSERM)
    other = Named(BETA, Kind.HOSPITAL, "", "Beta", "", "GB", IMPERIAL)
    row = ProjectRow(
        *("101", "ROPE", "Rope and ice", "SIGNED", date(2020, 1, 1), date(2024, 6, 30)),
        *("HORIZON", None, None, "participant", None, None, None, None, 1, ("Beta",), ("GB",), ()),
    )
    who = Who(question, Part("organisation", IMPERIAL), 0, None, None, (), 0, (), 0, (), 0, None)
    record = SimpleNamespace(draft=SimpleNamespace(terms=Terms(date(2021, 1, 1), None)))
    met = [
        Met(other, who, ProjectsPage((row,), 3, 1, 10), 9, ""),
        Met(other, who, None, 0, ""),
        Met(other, who, ProjectsPage((), 0, 1, 10), 9, ""),
        Met(other, None, None, 0, "It is of the home itself."),
    ]
    found = present_together(record, first, met, question, left_out=2)  # type: ignore[arg-type]
    told, without, none, not_told = found.pairs
    (project,) = told.projects
    assert (project.name, project.title, project.years) == ("ROPE", "Rope and ice", "2020–2024")
    assert project.address == "https://cordis.europa.eu/project/id/101"
    assert told.projects_text == "3 European projects with both in them"
    assert f"partner={IMPERIAL}" in told.projects_address
    assert "was brought into the lake" in without.projects_text
    assert none.projects_text.startswith("No European project has both")
    assert not_told.why_not == "It is of the home itself."
    assert found.left_out == "2 more parties are not looked at here."
