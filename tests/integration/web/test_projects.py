from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from tests.integration.web.conftest import INSERM
from tests.integration.web.project_rows import HOSTILE, PROJECTS, make_projects

from cordee.observatory.lake.store import Lake
from cordee.web import lakes


@pytest.fixture(scope="module")
def lake_of_projects(made_lake: Lake, tmp_path_factory: pytest.TempPathFactory) -> Lake:
    return make_projects(made_lake, tmp_path_factory.mktemp("projects") / "lake")


@pytest.fixture
def projects(lake_of_projects: Lake, settings: Any) -> Iterator[Client]:
    """A reader of a lake with thirty projects of Inserm."""
    settings.CORDEE_LAKE = str(lake_of_projects.path)
    lakes.forget()
    yield Client()
    lakes.forget()


def read(client: Client, address: str, status: int = 200, **headers: str) -> str:
    answer = client.get(address, headers=headers)
    assert answer.status_code == status
    content = answer.getvalue() if answer.streaming else answer.content
    return content.decode()


def test_a_home_has_its_projects_partners_and_amounts(projects: Client) -> None:
    page = read(projects, f"/projects?org={INSERM}")
    assert f"{PROJECTS} projects" in page
    assert "€7,500,008" in page  # 30 × 250,000.25, to the euro
    assert f'href="/projects?org={INSERM}&amp;country=SE#list"' in page
    assert "Page 1 of 2" in page
    assert page.count("https://cordis.europa.eu/project/id/") == 25
    assert HOSTILE not in page


def test_settings_that_change_nothing_are_not_offered(projects: Client) -> None:
    page = read(projects, f"/projects?org={INSERM}&own=1&fold=HK")
    assert "More settings" not in page
    # They are kept for the pages on which they do.
    assert '<input type="hidden" name="own" value="1">' in page
    assert '<input type="hidden" name="fold" value="HK">' in page


def test_a_partner_s_projects_are_of_the_same_years(projects: Client) -> None:
    page = read(projects, f"/projects?org={INSERM}&from=2015&to=2030&area=EUROPE")
    assert re.search(
        r'href="/projects\?org=0[a-z0-9]{8}&amp;from=2015&amp;to=2030&amp;area=EUROPE"', page
    )


def test_a_partner_can_be_asked_for(projects: Client) -> None:
    everything = read(projects, f"/projects?org={INSERM}")
    own = re.search(r'href="/projects\?org=(0[a-z0-9]{8})"', everything)
    assert own
    page = read(projects, f"/projects?org={INSERM}&partner={own[1]}")
    assert "with the partner: " in page
    assert f"partner={own[1]}" in page.partition("CSV</a>")[0]
    assert "<h1" in read(projects, f"/projects?org={INSERM}&partner=moon", 400)


def test_the_reader_of_french_reads_french(projects: Client) -> None:
    page = read(projects, f"/projects?org={INSERM}&lang=fr")
    assert "Projets européens" in page
    assert re.search(r"7\s500\s008\s€", page)
    assert "coordinateur" in page


def test_a_country_and_years_narrow_the_list(projects: Client) -> None:
    page = read(projects, f"/projects?org={INSERM}&country=DE")
    assert "with a partner in: Germany" in page
    assert "12 projects" in page
    assert "No European project of this home" in read(
        projects, f"/projects?org={INSERM}&from=1999&to=2001"
    )


def test_the_home_leads_there(projects: Client) -> None:
    assert f'href="/projects?org={INSERM}&amp;from=2020"' in read(
        projects, f"/?org={INSERM}&from=2020"
    )


def test_a_lake_without_projects_says_what_to_do(reader: Client) -> None:
    assert "No European project is known here" in read(reader, f"/projects?org={INSERM}")
    assert "Choose an organisation" in read(reader, "/projects")


@pytest.mark.parametrize(
    ("name", "start", "lines"),
    [
        ("projects", "\ufeffNumber,Acronym", PROJECTS),
        ("countries", "\ufeffRank,Code", 4),
        ("organisations", "\ufeffRank,ROR", 4),
    ],
)
def test_tables_are_taken_away_with_cents(
    projects: Client, name: str, start: str, lines: int
) -> None:
    text = read(projects, f"/projects/{name}.csv?org={INSERM}")
    assert text.startswith(start)
    assert len(text.splitlines()) == lines + 1
    assert re.search(r",\d+\.\d5?0?,?", text)
    assert "\n=1" not in text
    assert ",=1" not in text


NONSENSE = [
    ("/projects?org=inserm", 400),
    ("/projects?org=0aaaaaa00", 404),
    (f"/projects?org={INSERM}&country=XX", 404),
    (f"/projects?org={INSERM}&page=3", 404),
    (f"/projects?org={INSERM}&from=20000", 400),
    (f"/projects/rubbish.csv?org={INSERM}", 404),
    ("/projects/projects.csv", 400),
]


@pytest.mark.parametrize(("address", "status"), NONSENSE)
def test_nonsense_gets_a_sentence(projects: Client, address: str, status: int) -> None:
    assert "<h1" in read(projects, address, status)


def test_a_part_is_sent_when_htmx_asks(projects: Client) -> None:
    address = f"/projects?org={INSERM}&counting=full"
    answer = projects.get(address, headers={"HX-Request": "true"})
    assert answer["HX-Push-Url"] == f"/projects?org={INSERM}"
    assert "<html" not in answer.content.decode()
