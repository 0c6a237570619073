"""Funded pairs over a whole lake: counted by organisation with its parts, compared, or refused with its reason."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from cordee.kernel.errors import NotFoundError, UsageError
from cordee.observatory.figures.compute import Observatory
from cordee.observatory.figures.outcome_parts import FundedPair, OutcomeChoice
from cordee.observatory.figures.outcomes import answer_outcomes
from cordee.observatory.lake.store import create_lake
from cordee.observatory.schemas import SNAPSHOT_TABLES
from cordee.reference.organisations import Registry, load_registry


AT = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
INSERM = "02vjkv261"
YEARS = range(2010, 2021)
AWARD = 2015
GAIN = 2
CHOICE = OutcomeChoice(draws=200)


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


@pytest.fixture(scope="module")
def partners(registry: Registry) -> tuple[str, ...]:
    """Sixty organisations abroad that have nothing above or below them."""
    found = []
    for one in registry.iterate():
        if one.country in ("GB", "JP", "CA") and not one.parents and not one.children:
            found.append(one.id)
        if len(found) == 60:
            return tuple(found)
    raise AssertionError


def make_observatory(
    path: Path, registry: Registry, works: list[tuple[int, tuple[str, ...]]]
) -> Observatory:
    """Make a lake of works, each with its year and its organisations, all on one theme."""
    tables: dict[str, list[dict[str, Any]]] = {name: [] for name in SNAPSHOT_TABLES}
    for number, (year, organisations) in enumerate(works, start=1):
        tables["works"].append(
            {
                "work": number,
                "source": "pubmed",
                "year": year,
                "date": date(year, 12, 5),
                "authors": 2,
            }
        )
        for one in organisations:
            tables["work_organisations"].append(
                {"work": number, "year": year, "organisation": one, "weight": 1.0}
            )
        tables["work_themes"].append(
            {"work": number, "year": year, "vocabulary": "mesh", "theme": "C04", "basis": "heading"}
        )
    lake = create_lake(path, at=AT)
    with lake.write() as transaction:
        rows = {
            name: pa.Table.from_pylist(tables[name], schema=schema)
            for name, schema in SNAPSHOT_TABLES.items()
        }
        transaction.put_snapshot_tables(rows, at=AT, linker="test", registry=registry.version)
    return Observatory(lake, registry)


@pytest.fixture(scope="module")
def observatory(
    tmp_path_factory: pytest.TempPathFactory, registry: Registry, partners: tuple[str, ...]
) -> Observatory:
    """The first dozen partners gain two works a year after the award; everybody has one more each year."""
    works: list[tuple[int, tuple[str, ...]]] = []
    for place, partner in enumerate(partners):
        for year in YEARS:
            works += [(year, (partner,))] * (3 + place % 4)
            together = 1 + (year > AWARD) + (GAIN if place < 12 and year > AWARD else 0)
            works += [(year, (INSERM, partner))] * together
    return make_observatory(tmp_path_factory.mktemp("lake") / "lake", registry, works)


def pair_up(partners: tuple[str, ...], count: int, year: int = AWARD) -> list[FundedPair]:
    return [FundedPair(INSERM, one, year) for one in partners[:count]]


def test_the_planted_gain_is_what_is_told(
    observatory: Observatory, partners: tuple[str, ...]
) -> None:
    found = answer_outcomes(observatory, pair_up(partners, 12), CHOICE)
    assert (found.compared, found.is_refused) == (12, False)
    assert found.effect is not None
    assert found.drift is not None
    assert found.effect.value == pytest.approx(GAIN)
    assert (found.funded_before, found.funded_after) == (1, 2 + GAIN)
    assert (found.compared_before, found.compared_after) == (1, 2)
    assert found.drift.value == pytest.approx(0)
    assert found.unfunded == 48
    assert found.works[0] == (2012, 60 * 1 + 15 * (3 + 4 + 5 + 6))


def test_pairs_without_gain_have_an_interval_over_zero(
    observatory: Observatory, partners: tuple[str, ...]
) -> None:
    found = answer_outcomes(observatory, pair_up(partners[20:], 15), CHOICE)
    assert found.effect is not None
    # Those that gained, and are told to be without an award, are among the comparable ones.
    assert found.effect.low <= 0
    assert found.effect.value <= 0


def test_under_the_fewest_pairs_no_figure_is_given(
    observatory: Observatory, partners: tuple[str, ...]
) -> None:
    found = answer_outcomes(observatory, pair_up(partners, 9), CHOICE)
    assert (found.compared, found.is_refused) == (9, True)
    assert (found.effect, found.funded_before, found.balance) == (None, None, ())
    assert found.pairs[0].before is not None  # a count of works is a fact


def test_each_pair_has_its_fate(observatory: Observatory, partners: tuple[str, ...]) -> None:
    pairs = [
        *pair_up(partners, 1),
        FundedPair(INSERM, partners[1], 2018),
        FundedPair(INSERM, partners[2], 2012),
        FundedPair(INSERM, "052gg0110", AWARD),  # Oxford, of which this lake has nothing
    ]
    found = answer_outcomes(observatory, pairs, CHOICE)
    fates = {one.pair.partner: one.fate for one in found.pairs}
    assert fates == {
        partners[0]: "compared",
        partners[1]: "too_late",
        partners[2]: "too_early",
        "052gg0110": "unseen",
    }


def test_of_two_awards_the_first_stands(
    observatory: Observatory, partners: tuple[str, ...]
) -> None:
    twice = [FundedPair(INSERM, partners[0], year) for year in (2016, 2014)]
    found = answer_outcomes(observatory, twice, CHOICE)
    assert [one.pair.year for one in found.pairs] == [2014]


def test_the_same_question_has_the_same_answer(
    observatory: Observatory, partners: tuple[str, ...]
) -> None:
    pairs = pair_up(partners, 14)
    assert answer_outcomes(observatory, pairs, CHOICE) == answer_outcomes(
        observatory, reversed(pairs), CHOICE
    )


def test_no_pairs_is_an_answer(observatory: Observatory) -> None:
    found = answer_outcomes(observatory, [], CHOICE)
    assert (found.pairs, found.is_refused) == ((), True)


def test_organisations_must_exist_and_differ(observatory: Observatory) -> None:
    with pytest.raises(NotFoundError):
        answer_outcomes(observatory, [FundedPair(INSERM, "000000000", AWARD)], CHOICE)
    with pytest.raises(UsageError, match="not a ROR id"):
        FundedPair.from_text(INSERM, "Oxford", AWARD)
    with pytest.raises(UsageError, match="itself"):
        FundedPair.from_text(INSERM, f"https://ror.org/{INSERM}", AWARD)
