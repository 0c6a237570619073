from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from cordee.agreements.evidence import Busy, find_groups, list_busy, list_silent, split_years
from cordee.agreements.life import Stage
from cordee.agreements.periods import Days
from cordee.agreements.states import Kind
from cordee.agreements.values import AgreementTold
from cordee.directory.queries import Named
from cordee.directory.states import Kind as OrganisationKind


def make_line(number: int, start: date | None, stage: Stage = Stage.IN_FORCE) -> AgreementTold:
    return AgreementTold(
        id=UUID(int=number),
        reference="",
        kind=Kind.FRAMEWORK,
        title_fr="",
        title_en=str(number),
        stage=stage,
        start=start,
        days=Days(None),
        office=UUID(int=99),
        parties=(),
        countries=(),
        is_demonstration=False,
    )


@pytest.mark.parametrize(
    ("line", "years", "since"),
    [
        (make_line(1, date(2024, 3, 1)), {2023: 9}, 2024),
        (make_line(1, date(2024, 3, 1)), {2023: 9, 2024: 1}, None),
        # The last five years known of are 2022 to 2026.
        (make_line(1, date(2010, 3, 1)), {2021: 9}, 2022),
        (make_line(1, date(2010, 3, 1)), {2019: 9, 2022: 1}, None),
        (make_line(1, date(2027, 1, 1)), {}, None),
        (make_line(1, date(2026, 12, 1)), {}, 2026),
        (make_line(1, None), {}, None),
        (make_line(1, date(2024, 3, 1), Stage.DRAFT), {}, None),
    ],
)
def test_which_agreements_are_silent(
    line: AgreementTold, years: dict[int, int], since: int | None
) -> None:
    found = list_silent([line], {line.id: years}, known_until=2026)
    assert [one.since for one in found] == ([] if since is None else [since])


def test_what_publications_cannot_tell_is_not_judged() -> None:
    assert list_silent([make_line(1, date(2024, 1, 1))], {}, known_until=2026) == ()


def test_busy_partners_without_agreement_the_most_works_first() -> None:
    partners = [Busy("a", "A", "DE", 3), Busy("b", "B", "IT", 9), Busy("c", "C", "ES", 5)]
    assert [one.id for one in list_busy(partners, {"b"}, 5)] == ["c", "a"]
    assert [one.id for one in list_busy(partners, (), 1)] == ["b"]


def test_a_party_without_identifier_is_left_out() -> None:
    first, second = UUID(int=1), UUID(int=2)
    known = Named(first, OrganisationKind.UNIT, "", "A", "", "FR", "04t0gwh46")
    unknown = Named(second, OrganisationKind.UNIT, "", "B", "", "FR", None)
    parts = {first: [known, unknown], second: [unknown]}
    assert find_groups([first, second], parts) == (frozenset({"04t0gwh46"}),)


@pytest.mark.parametrize(
    ("start", "end", "split"),
    [
        (None, None, (15, 0, 0)),
        (date(2020, 1, 1), None, (1, 14, 0)),
        (date(2020, 1, 1), date(2021, 1, 1), (1, 6, 8)),
        (date(2030, 1, 1), None, (15, 0, 0)),
    ],
)
def test_before_during_after(
    start: date | None, end: date | None, split: tuple[int, int, int]
) -> None:
    assert split_years({2019: 1, 2020: 2, 2021: 4, 2022: 8}, start, end) == split
