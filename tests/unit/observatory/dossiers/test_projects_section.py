from __future__ import annotations

from tests.unit.observatory.figures.lakes import SmallRegistry
from tests.unit.observatory.figures.test_projects import PROJECTS, A, G, N, U, make_lake

from cordee.kernel.periods import Years
from cordee.observatory.dossiers.inquiry import Inquiry
from cordee.observatory.dossiers.model import KeyFigures, Table
from cordee.observatory.dossiers.sections.projects import describe_projects
from cordee.observatory.dossiers.subject import read_subject
from cordee.observatory.figures.compute import Observatory
from cordee.observatory.figures.question import ALL_WORKS, Question


def ask(
    kind: str = "country", key: str = "GB", language: str = "en", projects=PROJECTS, **settings
):
    observatory = Observatory(make_lake(projects), SmallRegistry())
    question = Question((A,), **settings)
    return describe_projects(
        Inquiry(observatory, read_subject(kind, key), question, ALL_WORKS, language)
    )


def test_a_country_has_the_projects_with_it():
    section = ask()
    assert section is not None
    figures, table = section.blocks
    assert isinstance(figures, KeyFigures)
    assert [one.value for one in figures.figures] == [3, 1, 2, 12, 21]
    assert {one.link for one in figures.figures} == {f"/projects?org={A}&country=GB"}
    assert isinstance(table, Table)
    assert [row[0] for row in table.rows] == ["P2", "P6", "P1"]
    assert table.rows[2] == ("P1", None, 2019, 2022, "coordinator", 1, 10)


def test_it_follows_the_period_and_the_parts():
    section = ask(years=Years(2019, 2020), with_parts=True)
    assert section is not None
    assert section.blocks[1].link == f"/projects?org={A}&from=2019&to=2020&parts=1&country=GB"
    assert len(section.blocks[1].rows) == 1


def test_nothing_is_said_where_there_is_nothing():
    assert ask(key="DE") is None
    assert ask(projects={}) is None
    assert ask("organisation", A) is None


def test_an_organisation_has_the_projects_with_it_and_so_has_a_pair():
    for kind, key in (("organisation", G), ("pair", f"{A}+{G}")):
        section = ask(kind, key)
        assert section is not None
        figures, table = section.blocks
        assert [one.value for one in figures.figures] == [3, 1, 1, 12, 21]
        assert {one.link for one in figures.figures} == {f"/projects?org={A}&partner={G}"}
        assert [row[0] for row in table.rows] == ["P2", "P6", "P1"]


def test_an_alliance_has_all_its_projects():
    section = ask("alliance", f"{A}+{G}")
    assert section is not None
    figures, table = section.blocks
    assert figures.figures[0].value == len(table.rows) == 5
    assert {one.link for one in figures.figures} == {f"/projects?org={A}"}


def ask_unit(*organisations: tuple[str, str]):
    rows = [
        {"unit": "U1", "organisation": one, "name": one, "role": role}
        for one, role in organisations
    ]
    lake = make_lake(PROJECTS, units=[{"unit": "U1", "codes": ["U1"]}], unit_organisations=rows)
    observatory = Observatory(lake, SmallRegistry())
    subject, question = read_subject("unit", "U1"), Question((A, G))
    return describe_projects(Inquiry(observatory, subject, question, ALL_WORKS, "en"))


def test_a_unit_has_the_projects_of_its_own_record_alone():
    section = ask_unit((A, "tutelle"), (G, "self"))
    assert section is not None
    told, figures, table = section.blocks
    assert f"Organisation {G} in the ROR registry" in told.text
    assert [one.label for one in figures.figures][1:3] == [
        "Coordinated by the unit",
        "Granted to the unit (€)",
    ]
    assert {one.link for one in figures.figures} == {f"/projects?org={G}"}
    assert [row[0] for row in table.rows] == ["P2", "P6", "P5", "P1"]
    assert figures.figures[0].value == 4


def test_nothing_is_said_of_a_unit_that_no_record_is_of():
    assert ask_unit((A, "tutelle"), (G, "beside")) is None
    assert ask_unit((U, "tutelle"), (N, "self")) is None


def test_projects_are_narrowed_by_one_partner():
    observatory = Observatory(make_lake(PROJECTS), SmallRegistry())
    question = Question((A,))
    assert observatory.get_projects(question, G).projects == 3
    assert [one.acronym for one in observatory.list_projects(question, U).rows] == ["P4"]
    assert observatory.get_projects(question, A).projects == 0
