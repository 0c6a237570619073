"""Every table that is exported, in French: no header stays English, and none is left out here."""

from __future__ import annotations

import ast
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from tests.unit.observatory.figures.lakes import A, G, SmallRegistry, U, Work, make_lake

import cordee.observatory.figures
from cordee.cli import units, who
from cordee.kernel.messages import translate
from cordee.observatory.figures.comparison import ComparisonQuestion
from cordee.observatory.figures.comparison_files import TABLES as COMPARED
from cordee.observatory.figures.comparison_files import make_comparison_table
from cordee.observatory.figures.compute import Observatory
from cordee.observatory.figures.declared_files import TABLES as DECLARED
from cordee.observatory.figures.declared_files import make_declared_table
from cordee.observatory.figures.exports import TABLES, Table, make_table, make_works_table
from cordee.observatory.figures.finder_choice import FinderChoice
from cordee.observatory.figures.finder_files import make_finder_table
from cordee.observatory.figures.flows import FlowChoice
from cordee.observatory.figures.network_files import make_node_table
from cordee.observatory.figures.network_parts import NetworkChoice
from cordee.observatory.figures.network_tables import make_chord_table, make_flow_table
from cordee.observatory.figures.orcid import Check
from cordee.observatory.figures.orcid import make_persons_table as make_orcid_persons
from cordee.observatory.figures.orcid import make_works_table as make_orcid_works
from cordee.observatory.figures.outcome_files import make_balance_table, make_pairs_table
from cordee.observatory.figures.outcome_parts import OutcomeChoice, Outcomes
from cordee.observatory.figures.project_files import (
    make_countries_table,
    make_organisations_table,
    make_projects_table,
)
from cordee.observatory.figures.question import Question
from cordee.observatory.figures.sides import Side
from cordee.observatory.figures.who_files import make_people_table
from cordee.observatory.figures.world import (
    make_cell_table,
    make_country_table,
    make_year_table,
)
from cordee.reference.organisations import load_registry


ALIKE = {
    *("Citations", "Code", "DOI", "Distance, km", "ORCID", "Organisation", "Organisations", "PMID"),
    *("Programme", "Score", "Source", "Type", "Types", "code", "codes", "source", "x", "y"),
    *(f"Organisation {key}" for key in (A, G)),
}
"""Headers that are the same word in both languages."""

NO = frozenset[str]()
HOME = Question((A,))
CELLS = pa.table({name: [1] for name in ("year", "source", "target", "works")})


@pytest.fixture(scope="module")
def observatory() -> Observatory:
    works = [
        Work(1, 2020, {A: NO, G: NO}, {"FR": NO, "GB": NO}),
        Work(2, 2021, {A: NO, U: NO}, {"FR": NO, "US": NO}),
    ]
    return Observatory(make_lake(works), SmallRegistry())


def compare(observatory: Observatory) -> Any:
    sides = tuple(Side.from_text(one) for one in (A, G))
    return observatory.get_comparison(ComparisonQuestion(sides))


Maker = Callable[[Observatory, str], list[Table]]

NO_OUTCOMES = Outcomes(OutcomeChoice(), (), None, None, "", (), 0)

MAKERS: dict[str, Maker] = {
    "exports.make_table": lambda seen, language: [
        make_table(name, seen.get_figures(HOME), language) for name in TABLES
    ],
    "exports.make_works_table": lambda _, language: [make_works_table([], language)],
    "comparison_files.make_comparison_table": lambda seen, language: [
        make_comparison_table(name, compare(seen), language) for name in COMPARED
    ],
    "declared_files.make_declared_table": lambda seen, language: [
        make_declared_table(name, seen.get_declared(HOME), language) for name in DECLARED
    ],
    "declared_files._make_rows": lambda seen, language: [
        make_declared_table("declarations", seen.get_declared(HOME), language)
    ],
    "finder_files.make_finder_table": lambda seen, language: [
        make_finder_table(seen.get_finder(HOME, FinderChoice()), language)
    ],
    "network_files.make_node_table": lambda seen, language: [
        make_node_table(seen.get_network(HOME, NetworkChoice()), language)
    ],
    "network_tables.make_chord_table": lambda seen, language: [
        make_chord_table(seen.get_chord(HOME, 5, 1), language)
    ],
    "network_tables.make_flow_table": lambda seen, language: [
        make_flow_table(seen.get_flows(HOME, FlowChoice()), language)
    ],
    "orcid.make_persons_table": lambda _, language: [make_orcid_persons(Check((), ()), language)],
    "orcid.make_works_table": lambda _, language: [make_orcid_works(Check((), ()), language)],
    "outcome_files.make_pairs_table": lambda _, language: [
        make_pairs_table(NO_OUTCOMES, load_registry(), language)
    ],
    "outcome_files.make_balance_table": lambda _, language: [
        make_balance_table(NO_OUTCOMES, language)
    ],
    "project_files.make_projects_table": lambda _, language: [make_projects_table([], language)],
    "project_files.make_countries_table": lambda seen, language: [
        make_countries_table(seen.get_projects(HOME), language)
    ],
    "project_files.make_organisations_table": lambda seen, language: [
        make_organisations_table(seen.get_projects(HOME), language)
    ],
    "who_files.make_people_table": lambda _, language: [make_people_table([], language)],
    "world.make_year_table": lambda seen, language: [make_year_table(seen.get_world(), language)],
    "world.make_country_table": lambda seen, language: [
        make_country_table(seen.get_world(), language)
    ],
    "world.make_cell_table": lambda _, language: [make_cell_table(CELLS, language)],
    "units.units": lambda _, language: [make_plain(units.HEADERS, language)],
    "who": lambda _, language: [make_plain(who.UNIT_HEADERS, language)],
}
"""What makes tables, by module and function; the last are shown in the terminal alone."""


def make_plain(headers: tuple[str, ...], language: str) -> Table:
    return Table("plain", tuple(translate(one, language) for one in headers), ())


def find_makers() -> set[str]:
    """Return each function of the figures and of the commands that makes a table to export."""
    package = Path(str(files(cordee.observatory.figures))).parents[1]
    found = set()
    for path in [*package.glob("observatory/figures/*.py"), *package.glob("cli/*.py")]:
        tree = ast.parse(path.read_text("utf-8"))
        for function in (one for one in tree.body if isinstance(one, ast.FunctionDef)):
            calls = (one.func for one in ast.walk(function) if isinstance(one, ast.Call))
            if any(isinstance(one, ast.Name) and one.id == "Table" for one in calls):
                found.add(f"{path.stem}.{function.name}")
    return found


def test_every_maker_of_tables_is_looked_at():
    assert find_makers() - set(MAKERS) == set()
    assert {one for one in MAKERS if "." in one} - find_makers() == set()


@pytest.mark.parametrize("maker", MAKERS)
def test_no_header_is_left_in_english(observatory: Observatory, maker: str):
    english, french = (MAKERS[maker](observatory, language) for language in ("en", "fr"))
    for one, other in zip(english, french, strict=True):
        assert one.headers
        assert {word for word in other.headers if word in one.headers} <= ALIKE, one.name
