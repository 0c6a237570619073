from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from tests.unit.observatory.figures.lakes import (
    A,
    G,
    MemoryLake,
    SmallRegistry,
    U,
    Work,
    make_lake,
)

from cordee.kernel.errors import UsageError
from cordee.observatory.dossiers.build import list_codes, make_dossier
from cordee.observatory.dossiers.inquiry import Inquiry
from cordee.observatory.dossiers.kinds import SECTIONS, Slot
from cordee.observatory.dossiers.model import (
    Dossier,
    KeyFigures,
    Paragraph,
    Section,
    Table,
)
from cordee.observatory.dossiers.sections.country_head import rank_by_year
from cordee.observatory.dossiers.subject import Subject, SubjectKind
from cordee.observatory.figures.compute import Observatory
from cordee.observatory.figures.definitions import get_definition
from cordee.observatory.figures.question import Question
from cordee.observatory.figures.specialisation import get_specialisation


NOBODY: frozenset[str] = frozenset()
BRITAIN = Subject(SubjectKind.COUNTRY, ("GB",))
HOME = Question((A,))


def write(key: int, year: int, *others: str) -> Work:
    country = {G: "GB", U: "US"}
    return Work(
        key,
        year,
        organisations={A: frozenset({"first"}), **dict.fromkeys(others, NOBODY)},
        countries={"FR": frozenset({"first"}), **{country[one]: NOBODY for one in others}},
    )


def look(lake: MemoryLake, subject: Subject = BRITAIN, **options: object) -> Dossier:
    observatory = Observatory(lake, SmallRegistry())  # type: ignore[arg-type]
    return make_dossier(observatory, subject, HOME, "en", date(2026, 1, 5), **options)  # type: ignore[arg-type]


@pytest.fixture
def small() -> MemoryLake:
    """Forty works of 2019 with the United States, three of 2020 with the United Kingdom."""
    return make_lake(
        [write(key, 2019, U) for key in range(40)] + [write(key, 2020, G) for key in (90, 91, 92)]
    )


def list_blocks(dossier: Dossier) -> Iterator[object]:
    for section in dossier.sections:
        yield from section.blocks


def find_table(dossier: Dossier, name: str) -> Table:
    return next(one for one in list_blocks(dossier) if isinstance(one, Table) and one.name == name)


def test_a_year_of_three_works_has_no_share_and_a_mark(small: MemoryLake):
    dossier = look(small)
    years = find_table(dossier, "years")
    assert years.rows == ((2020, 3, 3, None, 1), (2019, 0, 40, 0.0, None))
    assert "fewer than 30" in years.note
    head = next(one for one in list_blocks(dossier) if isinstance(one, KeyFigures))
    assert head.figures[0].value == 3
    assert head.figures[0].is_small


def test_a_corpus_of_one_country_says_so_plainly():
    dossier = look(make_lake([write(key, 2020) for key in range(5)]))
    [section] = dossier.sections
    assert section.title == "No works in common"
    assert all(isinstance(one, Paragraph) for one in section.blocks)


def test_a_home_without_works_says_so_plainly():
    dossier = look(make_lake([]))
    [section] = dossier.sections
    assert "No work of this lake and this period" in section.blocks[0].text
    assert dossier.cautions


def test_the_countrys_own_organisation_is_no_rival_of_ours(small: MemoryLake):
    rivals = find_table(look(small), "rivals")
    assert rivals.rows == ((1, f"Organisation {A}", "the home", 3),)


def test_a_slot_is_filled_in_its_place_and_else_takes_no_room(small: MemoryLake):
    def describe_agreements(inquiry: Inquiry) -> Section:
        return Section("agreements", "Agreements", (Paragraph(inquiry.country),))

    keys = [one.key for one in look(small).sections]
    filled = [one.key for one in look(small, slots={Slot.AGREEMENTS: describe_agreements}).sections]
    assert [key for key in filled if key != "agreements"] == keys
    assert filled.index("agreements") < filled.index("works")


def test_a_lake_changed_meanwhile_is_looked_at_again(small: MemoryLake):
    def publish(_: Inquiry) -> None:
        # The first time, another process puts a new snapshot; then it stays.
        small.number = 2

    dossier = look(small, slots={Slot.MISSIONS: publish})
    assert ("Snapshot of the lake", "000002") in dossier.made_from


def test_progress_goes_on_to_its_end(small: MemoryLake):
    class Counter:
        total = done = 0

        def start(self, _label: str, total: int | None, _unit: str) -> None:
            self.total += total or 0

        def advance(self, amount: int) -> None:
            self.done += amount

        def finish(self) -> None:
            assert self.done == self.total

    counter = Counter()
    look(small, progress=counter)
    assert counter.done > 5


def test_each_indicator_of_a_dossier_is_defined(small: MemoryLake):
    dossier = look(small)
    codes = list_codes(dossier.sections)
    assert [one.code for one in dossier.terms] == codes
    assert all(get_definition(code).source for code in codes)


def test_every_kind_has_its_sections():
    assert set(SECTIONS) == set(SubjectKind)


def test_the_homes_own_country_is_refused_with_a_reason(small: MemoryLake):
    with pytest.raises(UsageError) as caught:
        look(small, Subject(SubjectKind.COUNTRY, ("FR",)))
    assert "own country" in caught.value.sentence.to_text("en")


def test_a_rank_is_of_its_year_alone(small: MemoryLake):
    figures = Observatory(small, SmallRegistry()).get_figures(HOME)  # type: ignore[arg-type]
    assert rank_by_year(figures.partner_countries, "GB") == {2019: None, 2020: 1}
    assert rank_by_year(figures.partner_countries, "US") == {2019: 1, 2020: None}


@pytest.mark.parametrize(
    ("together", "share", "whole", "index"),
    [(5, 0.5, 0.25, 2.0), (4, 0.5, 0.25, None), (9, None, 0.25, None), (9, 0.5, 0, None)],
)
def test_specialisation_needs_five_works(
    together: int, share: float | None, whole: float | None, index: float | None
):
    assert get_specialisation(together, share, whole) == index
