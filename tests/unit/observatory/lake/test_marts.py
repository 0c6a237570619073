from __future__ import annotations

from datetime import UTC, datetime

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cordee.observatory.lake.marts import build_marts
from cordee.observatory.lake.store import Lake, create_lake
from cordee.observatory.schemas import SNAPSHOT_TABLES


AT = datetime(2026, 1, 1, tzinfo=UTC)


def make(name: str, rows: list[dict[str, object]]) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=SNAPSHOT_TABLES[name])


def make_author(position: int, *affiliations: int, **more: object) -> dict[str, object]:
    return {
        "work": 1,
        "position": position,
        "collective": False,
        "affiliations": list(affiliations),
        "stated_organisations": [],
        "stated_countries": [],
        **more,
    }


REGISTRY = make(
    "organisations",
    [{"organisation": name, "country": name[:2].upper()} for name in ("fr1", "fr2", "us1", "gb1")],
)


def build(
    lake: Lake,
    authors: list[dict[str, object]],
    countries: list[tuple[int, str]] = (),
    links: list[tuple[int, str]] = (),
    works: list[dict[str, object]] = ({"work": 1, "year": 2020, "keywords": []},),
    themes: list[dict[str, object]] = (),
) -> int:
    tables = {
        "works": make("works", list(works)),
        "authorships": make("authorships", authors),
        "themes": make("themes", list(themes)),
        "links": make("links", [{"affiliation": a, "organisation": o} for a, o in links]),
        "affiliation_countries": make(
            "affiliation_countries", [{"affiliation": a, "country": c} for a, c in countries]
        ),
    }
    with lake.write() as transaction:
        transaction.put_snapshot_tables(tables, at=AT)
        return build_marts(transaction, REGISTRY, at=AT).unknown_organisations


@pytest.fixture
def lake(tmp_path) -> Lake:
    return create_lake(tmp_path / "lake", at=AT)


def read(lake: Lake, query: str) -> list[tuple[object, ...]]:
    return lake.connect().execute(query).fetchall()


def test_weights_are_divided_over_authors_affiliations_countries(lake):
    authors = [
        make_author(1, 10, 11, corresponding=True),
        make_author(2, 12),
        make_author(3, 99),  # nobody knows where 99 is: its author takes no share
        make_author(4, collective=True, name="The Group"),
    ]
    build(lake, authors, [(10, "FR"), (10, "US"), (11, "FR"), (12, "GB")])
    rows = read(lake, "SELECT country, weight, first, last, corresponding FROM work_countries")
    assert rows == [
        ("FR", 0.375, True, False, True),
        ("GB", 0.5, False, False, False),
        ("US", 0.125, True, False, True),
    ]


def test_the_last_person_is_last_though_a_group_follows(lake):
    authors = [make_author(1, 10), make_author(2, 11), make_author(3, 12, collective=True)]
    build(lake, authors, [(10, "FR"), (11, "US"), (12, "GB")])
    rows = read(lake, "SELECT country, first, last FROM work_countries ORDER BY country")
    assert rows == [("FR", True, False), ("GB", False, False), ("US", False, True)]


def test_a_single_author_is_first_and_last_and_nobody_is_said_to_correspond(lake):
    build(lake, [make_author(1, 10)], [(10, "FR")])
    assert read(lake, "SELECT first, last, corresponding FROM work_countries") == [
        (True, True, None)
    ]


def test_what_a_source_states_counts_where_no_affiliation_is_known(lake):
    authors = [
        make_author(1, 10, stated_countries=["DE"], stated_organisations=["gb1"]),
        make_author(2, 99, stated_countries=["DE"], stated_organisations=["us1", "nowhere"]),
        make_author(3, stated_organisations=["fr2"]),
    ]
    unknown = build(lake, authors, [(10, "FR")], [(10, "fr1")])
    rows = read(lake, "SELECT country, weight FROM work_countries ORDER BY country")
    assert rows == [("DE", pytest.approx(1 / 3)), ("FR", pytest.approx(2 / 3))]
    rows = read(lake, "SELECT organisation, country FROM work_organisations ORDER BY ALL")
    assert rows == [("fr1", "FR"), ("fr2", "FR"), ("us1", "US")]
    assert unknown == 1


def test_affiliations_of_no_certain_author_lead_nothing(lake):
    authors = [make_author(0, 10, collective=True), make_author(1), make_author(2)]
    build(lake, authors, [(10, "FR")])
    assert read(lake, "SELECT country, weight, first, last FROM work_countries") == [
        ("FR", 1.0, False, False)
    ]


def test_themes_come_from_headings_else_from_keywords(lake):
    works = [
        {"work": 1, "year": 2020, "keywords": ["Stroke"]},
        {"work": 2, "year": 2021, "keywords": ["Breast neoplasms", "nothing known"]},
    ]
    themes = [
        {"work": 1, "vocabulary": "mesh", "code": "D001943"},
        {"work": 1, "vocabulary": "mesh", "code": "D006801"},  # Humans: no subject
        {"work": 2, "vocabulary": "openalex", "code": "T10102"},
        {"work": 2, "vocabulary": "openalex", "code": "F27"},
    ]
    build(lake, [], works=works, themes=themes)
    assert read(lake, "FROM work_themes") == [
        (1, 2020, "mesh", "C04", "heading"),
        (1, 2020, "mesh", "C17", "heading"),
        (2, 2021, "mesh", "C04", "keyword"),
        (2, 2021, "mesh", "C17", "keyword"),
        (2, 2021, "openalex", "F27", "heading"),
    ]


Countries = st.lists(
    st.tuples(st.integers(10, 15), st.sampled_from(["FR", "US", "GB"])), max_size=12
)
Links = st.lists(
    st.tuples(st.integers(10, 15), st.sampled_from(["fr1", "fr2", "us1"])), max_size=12
)
Authors = st.lists(
    st.tuples(
        st.lists(st.integers(10, 17), max_size=4, unique=True),
        st.lists(st.sampled_from(["FR", "DE"]), max_size=2, unique=True),
    ),
    max_size=6,
)


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(Authors, Countries, Links)
def test_weights_of_a_covered_work_sum_to_one(tmp_path_factory, authors, countries, links):
    lake = create_lake(tmp_path_factory.mktemp("lake"), at=AT)
    rows = [
        make_author(position, *affiliations, stated_countries=stated)
        for position, (affiliations, stated) in enumerate(authors, 1)
    ]
    build(lake, rows, countries, links)
    for table in ("work_countries", "work_organisations"):
        for (total,) in read(lake, f"SELECT sum(weight) FROM {table} GROUP BY work"):
            assert total == pytest.approx(1)
    known = {affiliation for affiliation, _ in countries}
    covered = any(stated or known.intersection(given) for given, stated in authors)
    assert bool(read(lake, "FROM work_countries")) == covered


def test_a_territory_counts_as_the_state_it_belongs_to(lake):
    # A work between Paris and Saint-Denis de la Réunion is domestic, whatever ISO's codes say.
    build(lake, [make_author(1, 10), make_author(2, 11)], [(10, "FR"), (11, "RE")])
    assert read(lake, "SELECT country, weight FROM work_countries") == [("FR", 1.0)]
