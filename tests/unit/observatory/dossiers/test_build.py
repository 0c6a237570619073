from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.unit.observatory.figures.lakes import (
    A,
    B,
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
    Chart,
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
from cordee.observatory.figures.selection import Selection
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


def look(
    lake: MemoryLake, subject: Subject = BRITAIN, question: Question = HOME, **options: object
) -> Dossier:
    observatory = Observatory(lake, SmallRegistry())  # type: ignore[arg-type]
    return make_dossier(observatory, subject, question, "en", date(2026, 1, 5), **options)  # type: ignore[arg-type]


@pytest.fixture
def small() -> MemoryLake:
    """Forty works of 2019 with the United States, three of 2020 with the United Kingdom."""
    return make_lake(
        [write(key, 2019, U) for key in range(40)] + [write(key, 2020, G) for key in (90, 91, 92)]
    )


def list_blocks(dossier: Dossier) -> Iterator[object]:
    for section in dossier.sections:
        yield from section.blocks


def find_figures(dossier: Dossier, key: str) -> KeyFigures:
    return next(one for one in find_section(dossier, key).blocks if isinstance(one, KeyFigures))


def find_section(dossier: Dossier, key: str) -> Section:
    return next(one for one in dossier.sections if one.key == key)


def count_works(lake: MemoryLake, link: str) -> int:
    asked = parse_qs(urlsplit(link).query)
    question = Question.from_text(
        asked["org"], with_parts="parts" in asked, within=asked.get("within", [""])[0]
    )
    selection = Selection.from_text(asked.get("select", [""])[0])
    observatory = Observatory(lake, SmallRegistry())  # type: ignore[arg-type]
    return observatory.get_works(question, selection, 1, 1).total


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


def test_what_is_new_is_judged_by_the_halves_that_are_named():
    # Of the home's seven years the halves are 2014–2016 and 2018–2020; with Britain there are three.
    works = [write(year, year, U) for year in range(2014, 2021)]
    works += [write(9000 + year, year, G) for year in (2018, 2019, 2020)]
    text, table = find_section(look(make_lake(works)), "new").blocks
    assert "from 2018 to 2020 and none from 2014 to 2016" in text.text
    assert [row[0] for row in table.rows] == [f"Organisation {G}"]


def test_a_year_of_a_pair_with_a_country_has_the_share_of_its_key_figure():
    works = [write(key, 2019, G) for key in range(20)]
    works += [write(key, 2019) for key in range(20, 40)]
    works += [Work(key, 2019, organisations={A: NOBODY}) for key in range(40, 80)]
    dossier = look(make_lake(works), Subject(SubjectKind.PAIR, (A, "GB")))
    assert find_figures(dossier, "overview").figures[1].value == 0.5
    assert find_table(dossier, "years").rows == ((2019, 20, 0.5),)


def test_both_sides_of_a_pair_lead_the_same_works():
    works = [
        Work(
            key,
            2020,
            organisations={A: frozenset({ours}), U: frozenset({theirs})},
            countries={"FR": frozenset({ours}), "US": frozenset({theirs})},
        )
        for key, (ours, theirs) in enumerate([("first", "last")] * 6 + [("last", "first")] * 4)
    ]
    asked = Question((A,), within=Selection.of("first", "home"))
    dossier = look(make_lake(works), Subject(SubjectKind.PAIR, (A, U)), asked)
    rows = find_table(dossier, "leading-sides").rows
    assert rows == (("First author", 6, 6, 0), ("Last author", 6, 0, 6))


@pytest.fixture
def alliance() -> MemoryLake:
    """Four works of the first's part alone, two of the first with a theme, three of the second."""
    themed = frozenset({("mesh", "C04", "heading")})
    return make_lake(
        [Work(key, 2020, {B: NOBODY}, {"FR": NOBODY}) for key in range(4)]
        + [Work(key, 2020, {A: NOBODY}, {"FR": NOBODY}, themed) for key in (10, 11)]
        + [Work(key, 2020, {G: NOBODY}, {"GB": NOBODY}) for key in (20, 21, 22)]
    )


ALLIED = Subject(SubjectKind.ALLIANCE, (A, G))


@pytest.mark.parametrize("parts", [False, True])
@pytest.mark.parametrize("within", ["", "theme:mesh/C04"])
def test_each_row_of_an_alliance_opens_as_many_works(
    alliance: MemoryLake, within: str, *, parts: bool
):
    asked = Question.from_text([A, G], with_parts=parts, within=within)
    dossier = look(alliance, ALLIED, asked)
    for name in ("groups", "peers-by-type"):
        table = find_table(dossier, name)
        assert [count_works(alliance, link) for link in table.links] == [
            row[1] for row in table.rows
        ]
    works = {row[0]: row[1] for row in find_table(dossier, "groups").rows}
    assert works[f"Organisation {A}"] == (6 if parts and not within else 2)


@pytest.mark.parametrize("parts", [False, True])
def test_an_alliance_narrowed_is_ranked_by_all_works_as_its_peers_are(
    alliance: MemoryLake, *, parts: bool
):
    plain = look(alliance, ALLIED)
    narrowed = look(
        alliance,
        ALLIED,
        Question((A, G), with_parts=parts, within=Selection.of("theme", "mesh/C04")),
    )
    rows = [find_table(one, "peers-by-type").rows for one in (plain, narrowed)]
    assert rows[0] == rows[1]
    assert rows[0][0] == ("The alliance", 5, None, 1)
    said = [find_section(one, "peers").blocks[0].text for one in (plain, narrowed)]
    assert [text.endswith("narrowed to.") for text in said] == [False, True]


def test_the_zone_asked_for_has_its_name_in_the_chart(small: MemoryLake):
    dossier = look(small, Subject(SubjectKind.ALLIANCE, (A, B)), Question((A,), zone="EEA"))
    chart = next(one for one in list_blocks(dossier) if isinstance(one, Chart))
    assert "With a country of the zone: European Economic Area" in [
        one.name for one in chart.series
    ]
    assert "With the EU" not in [one.name for one in chart.series]
    assert "Works are told apart by the zone: European Economic Area." in dossier.cautions
    assert "area=EEA" in dossier.address
    assert "area=EEA" in chart.link


def test_a_zone_that_changes_nothing_is_not_stated_and_goes_on(small: MemoryLake):
    asked = Question((A,), zone="EEA")
    dossier = look(small, Subject(SubjectKind.COUNTRY, ("GB",)), asked)
    assert not [one for one in dossier.cautions if "zone" in one]
    assert "area=EEA" in dossier.address
    narrowed = replace(asked, within=Selection.of("zone"))
    dossier = look(small, Subject(SubjectKind.COUNTRY, ("GB",)), narrowed)
    assert "Works are told apart by the zone: European Economic Area." in dossier.cautions


def test_each_key_figure_of_a_country_opens_as_many_works():
    led_there = Work(
        50,
        2020,
        organisations={A: NOBODY, G: frozenset({"first"})},
        countries={"FR": NOBODY, "GB": frozenset({"first"})},
    )
    lake = make_lake([write(key, 2020, G) for key in range(3)] + [led_there])
    figures = [*find_figures(dossier := look(lake), "overview").figures]
    figures += find_figures(dossier, "leadership").figures
    counted = [
        one for one in figures if one.works is not None and one.definition != "partner_share"
    ]
    assert [one.works for one in counted[-2:]] == [3, 1]
    assert [count_works(lake, one.link) for one in counted] == [one.works for one in counted]
