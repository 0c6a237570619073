from __future__ import annotations

from datetime import UTC, datetime

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cordee.kernel.identifiers import hash_key
from cordee.observatory.lake.marts import build_marts
from cordee.observatory.lake.store import Lake, create_lake
from cordee.observatory.preview.counts import CountryTexts, count, weigh
from cordee.observatory.preview.reading import Reading, Signature, Work
from cordee.observatory.schemas import SNAPSHOT_TABLES
from cordee.observatory.sources.records import Context, Parsed
from cordee.reference.countries import get_state


AT = datetime(2026, 1, 1, tzinfo=UTC)
TEXTS = {"a": ("FR",), "b": ("FR", "US"), "c": ("GB",), "d": ("US",), "e": ()}
ORGANISATIONS = {"gb1": "GB", "fr1": "FR"}

authors = st.lists(
    st.tuples(
        st.lists(st.sampled_from(sorted(TEXTS)), unique=True, max_size=3),
        st.lists(st.sampled_from(["gb1", "fr1", "none"]), unique=True, max_size=2),
        st.lists(st.sampled_from(["DE", "GB"]), unique=True, max_size=2),
    ),
    min_size=1,
    max_size=4,
)


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    return create_lake(tmp_path_factory.mktemp("lake") / "lake", at=AT)


def make_row(position: int, author: tuple[list[str], list[str], list[str]]) -> tuple[object, ...]:
    keys = [hash_key(text) for text in author[0]]
    return (1, position, None, None, None, False, keys, author[1], author[2])


def weigh_in_lake(lake: Lake, rows: list[tuple[object, ...]]) -> dict[str, float]:
    """The weights of the lake's marts."""

    def make(name: str, columns: list[dict[str, object]]) -> pa.Table:
        return pa.Table.from_pylist(columns, schema=SNAPSHOT_TABLES[name])

    countries = [(hash_key(text), code) for text, codes in TEXTS.items() for code in codes]
    tables = {
        "works": make("works", [{"work": 1, "year": 2020, "keywords": []}]),
        "authorships": make(
            "authorships",
            [dict(zip(SNAPSHOT_TABLES["authorships"].names, row, strict=True)) for row in rows],
        ),
        "affiliation_countries": make(
            "affiliation_countries", [{"affiliation": a, "country": c} for a, c in countries]
        ),
    }
    known = [{"organisation": name, "country": code} for name, code in ORGANISATIONS.items()]
    with lake.write() as transaction:
        transaction.put_snapshot_tables(tables, at=AT)
        build_marts(transaction, make("organisations", known), at=AT)
    return dict(lake.connect().execute("SELECT country, weight FROM work_countries").fetchall())


def weigh_here(rows: list[tuple[object, ...]]) -> dict[str, float]:
    parsed = Parsed(Context("f", "", AT))
    parsed.rows["affiliations"] = [(hash_key(text), text) for text in TEXTS]
    parsed.rows["authorships"] = rows
    parsed.rows["works"] = [(1, "hal", "x", 1, None, None, None, None, 2020, None, "article")]
    reading = Reading()
    reading.add_parsed(parsed)
    by_text = [tuple(get_state(code) for code in TEXTS[text]) for text in reading.texts]
    texts = CountryTexts(by_text, ORGANISATIONS.get, get_state)
    return weigh(reading.works["hal", "x"], texts, {})


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None
)
@given(first=st.integers(0, 1), people=authors)
def test_weights_are_those_of_the_marts(
    lake: Lake, first: int, people: list[tuple[list[str], list[str], list[str]]]
) -> None:
    rows = [make_row(first + place, author) for place, author in enumerate(people)]
    assert weigh_here(rows) == pytest.approx(weigh_in_lake(lake, rows))


def test_a_territory_counts_as_its_state() -> None:
    signature = Signature((), (), ("RE", "FR", "DE"))
    assert CountryTexts([], lambda _: None, get_state).read(signature) == (("FR", "DE"),)


def test_cells_are_by_full_and_by_fractional_counting() -> None:
    works = [
        Work(1, 2020, "article", None, None, {Signature((0,)): 3, Signature((1,)): 1}),
        Work(1, 2021, "review", None, None, {Signature((0,)): 1}),
        Work(1, None, "review", None, None, {Signature((2,)): 1}),
    ]
    texts = CountryTexts([("FR",), ("US",), ()], lambda _: None, get_state)
    counts = count(works, texts)
    cells = {(one.country, one.other): (one.works, one.weight) for one in counts.cells}
    assert cells == {
        ("FR", "FR"): (2, 1.75),
        ("FR", "US"): (1, 0.25),
        ("US", "FR"): (1, 0.75),
        ("US", "US"): (1, 0.25),
    }
    assert (counts.works, counts.covered_works, counts.international_works) == (3, 2, 1)
    assert counts.years == ((2020, 1), (2021, 1), (None, 1))
    assert counts.kinds == (("review", 2), ("article", 1))
