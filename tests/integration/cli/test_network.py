from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import networkx as nx
import pyarrow as pa
import pytest

from cordee.cli.__main__ import run
from cordee.cli.network import ENDS, KINDS, network
from cordee.observatory.figures.chord import DEFAULT_ARCS
from cordee.observatory.figures.flows import FlowChoice, FlowEnds
from cordee.observatory.figures.network_parts import DEFAULT_NODES, NodeKind
from cordee.observatory.lake.store import create_lake
from cordee.observatory.schemas import SNAPSHOT_TABLES


AT = datetime(2026, 1, 5, tzinfo=UTC)
INSERM = "02vjkv261"
COUNTRIES = {1: ("FR", "GB"), 2: ("FR", "GB", "US"), 3: ("FR",)}


@pytest.fixture
def lake(tmp_path: Path) -> str:
    rows = {
        "works": [{"work": n, "year": 2020, "title": f"Work {n}"} for n in COUNTRIES],
        "work_organisations": [
            {"work": n, "organisation": INSERM, "country": "FR", "weight": 1.0} for n in COUNTRIES
        ],
        "work_countries": [
            {"work": n, "country": code, "weight": 1 / len(codes)}
            for n, codes in COUNTRIES.items()
            for code in codes
        ],
    }
    rows["organisations"] = [
        {"organisation": INSERM, "name": "Inserm", "country": "FR", "city": "Paris"}
        | {"latitude": 48.85, "longitude": 2.35}
    ]
    rows["unit_works"] = [
        {"unit": unit, "work": work} for unit, work in (("U1", 1), ("U1", 2), ("U2", 2))
    ]
    rows["units"] = [
        {"unit": "U1", "codes": ["U1"], "acronym": "ONE", "name": "Unit one"},
        {"unit": "U2", "codes": ["U2"], "name": "Unit two"},
    ]
    rows["unit_organisations"] = [{"unit": "U1", "organisation": INSERM, "role": "tutelle"}]
    rows["work_themes"] = [
        {"work": work, "vocabulary": "mesh", "theme": theme, "basis": "heading"}
        for work, theme in ((1, "C04"), (1, "C10"), (2, "C04"))
    ]
    made = create_lake(tmp_path / "lake", at=AT)
    with made.write() as transaction:
        transaction.put_snapshot_tables(
            {
                name: pa.Table.from_pylist(content, schema=SNAPSHOT_TABLES[name])
                for name, content in rows.items()
            },
            at=AT,
        )
    return str(made.path)


def test_shows_a_network_to_a_person(lake: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["network", "--org", INSERM, "--lake", lake]) == 0

    said = capsys.readouterr().out
    assert "United Kingdom" in said
    assert "3 of 3 countries on 3 works, 3 links" in said


def test_writes_files_for_other_programs(lake: str, tmp_path: Path) -> None:
    asked = ["network", "--org", INSERM, "--lake", lake]
    assert run([*asked, "--format", "graphml", "-o", str(tmp_path / "n.graphml")]) == 0
    assert run([*asked, "--format", "vosviewer", "-o", str(tmp_path / "n.json")]) == 0

    graph = nx.read_graphml(tmp_path / "n.graphml")
    assert graph.edges["FR", "GB"]["works"] == 2
    network = json.loads((tmp_path / "n.json").read_text())["network"]
    assert [item["id"] for item in network["items"]] == ["FR", "GB", "US"]


def test_one_organisation_alone_is_said(lake: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["network", "--org", INSERM, "--of", "organisations", "--lake", lake]) == 0
    assert "A single node" in capsys.readouterr().out
    assert run(["network", "--org", INSERM, "--most", "2", "--format", "json", "--lake", lake]) == 0
    assert json.loads(capsys.readouterr().out)["left_beyond"] == 1


def test_units_and_themes_have_networks_too(lake: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert set(KINDS) == set(NodeKind)
    asked = ["network", "--org", INSERM, "--lake", lake, "--format", "json", "--of"]
    assert run([*asked, "units"]) == 0
    units = json.loads(capsys.readouterr().out)
    assert [(one["name"], one["home"], one["works"]) for one in units["nodes"]] == [
        ("U1 ONE", True, 2),
        ("U2 Unit two", False, 1),
    ]
    assert units["links"][0]["years"] == {"2020": 1}
    assert units["years"] == [{"year": 2020, "works": 3, "nodes": 2, "links": 1}]
    assert run([*asked, "themes"]) == 0
    themes = json.loads(capsys.readouterr().out)
    assert [(one["id"], one["name"]) for one in themes["nodes"]] == [
        ("mesh/C04", "Neoplasms"),
        ("mesh/C10", "Nervous System Diseases"),
    ]


@pytest.mark.parametrize("chart", ["network", "chord", "flows"])
def test_pictures_of_the_pages_are_files_too(chart: str, lake: str, tmp_path: Path) -> None:
    asked = ["network", "--org", INSERM, "--lake", lake, "--chart", chart]
    assert run([*asked, "--format", "svg", "-o", str(tmp_path / "n.svg")]) == 0
    assert run([*asked, "--format", "png", "-o", str(tmp_path / "n.png")]) == 0
    assert run([*asked, "-o", str(tmp_path / "n.csv")]) == 0

    assert ET.parse(tmp_path / "n.svg").getroot().tag == "{http://www.w3.org/2000/svg}svg"
    assert (tmp_path / "n.png").read_bytes().startswith(b"\x89PNG")
    assert "," in (tmp_path / "n.csv").read_text()


def test_partner_countries_and_flows_are_tables(
    lake: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert set(ENDS) == set(FlowEnds)
    assert run(["network", "--org", INSERM, "--lake", lake, "--chart", "chord"]) == 0
    said = capsys.readouterr().out
    assert "2 of 2 partner countries, 1 pairs that share works." in said
    assert "United States" in said
    flows = ["network", "--org", INSERM, "--lake", lake, "--chart", "flows"]
    assert run([*flows, "--ends", "countries"]) == 0
    assert "2 of 2 flows, between 3 places." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--chart", "chord", "--of", "themes"], "“--of” says nothing about --chart chord"),
        (["--ends", "towns"], "“--ends” says nothing about --chart network"),
        (["--chart", "flows", "--format", "graphml"], "“graphml” is a form of networks alone"),
        (["--chart", "chord", "--most", "41"], "from 2 to 40 countries; 41 were asked for"),
        (["--format", "png"], "A PNG cannot be shown in a terminal"),
    ],
)
def test_what_has_no_effect_is_refused(
    asked: list[str], said: str, lake: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["network", "--org", INSERM, "--lake", lake, *asked]) == 2
    assert said in " ".join(capsys.readouterr().err.split())


def test_the_help_tells_what_is_kept_when_nothing_is_asked() -> None:
    [told] = [one.help for one in network.params if one.name == "most"]
    usual = f"{DEFAULT_NODES} nodes, {DEFAULT_ARCS} countries or {FlowChoice().most} flows"
    assert f"{usual} when left out" in str(told)
