from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from cordee.kernel.errors import NotFoundError, UsageError
from cordee.observatory.dossiers.build import make_dossier
from cordee.observatory.dossiers.model import Dossier, KeyFigures, Section, Table
from cordee.observatory.dossiers.subject import read_subject
from cordee.observatory.figures.compute import Observatory
from cordee.observatory.figures.peers import LEAST_CLOSE
from cordee.observatory.figures.question import Question
from cordee.observatory.figures.selection import Selection
from cordee.observatory.lake.store import open_lake
from cordee.reference.organisations import SHIPPED, load_registry


INSERM = "02vjkv261"
ROUSSY, BERARD = "0321g0743", "01cmnjq37"
MOST_OPENED = 4
MADE_ON = date(2026, 1, 5)

SUBJECTS = [
    ("country", "GB", INSERM),
    ("organisation", "041kmwe10", INSERM),
    ("theme", "mesh-C04", INSERM),
    ("pair", f"{INSERM}+041kmwe10", None),
    ("pair", f"{ROUSSY}+US", None),
    ("alliance", f"{ROUSSY}+{BERARD}", None),
    ("unit", "U1163", None),
]


@pytest.fixture(scope="module")
def observatory(demo_lake: Path) -> Observatory:
    return Observatory(open_lake(demo_lake), load_registry(SHIPPED))


@cache
def make(
    observatory: Observatory, kind: str, key: str, home: str | None, language: str = "en"
) -> Dossier:
    question = Question((home,)) if home else None
    return make_dossier(observatory, read_subject(kind, key), question, language, MADE_ON)


def list_tables(dossier: Dossier) -> list[Table]:
    return [block for part in dossier.sections for block in part.blocks if isinstance(block, Table)]


def find_section(dossier: Dossier, key: str) -> Section:
    return next(one for one in dossier.sections if one.key == key)


def count_works(observatory: Observatory, link: str) -> int:
    asked = parse_qs(urlsplit(link).query)
    question = Question.from_text(asked["org"])
    selection = Selection.from_text(asked.get("select", [""])[0])
    return observatory.get_works(question, selection, 1, 1).total


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "key", "home"), SUBJECTS)
def test_a_dossier_says_the_same_numbers_in_both_languages(
    observatory: Observatory, kind: str, key: str, home: str | None
):
    english, french = (make(observatory, kind, key, home, one) for one in ("en", "fr"))
    assert [one.key for one in english.sections] == [one.key for one in french.sections]
    for one, other in zip(list_tables(english), list_tables(french), strict=True):
        assert len(one.rows) == len(other.rows)
        for left, right in zip(one.rows, other.rows, strict=True):
            numbers = [cell for cell in left if not isinstance(cell, str)]
            assert numbers == [cell for cell in right if not isinstance(cell, str)]


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "key", "home"), SUBJECTS)
def test_a_dossier_is_whole(observatory: Observatory, kind: str, key: str, home: str | None):
    dossier = make(observatory, kind, key, home)
    tables = list_tables(dossier)
    assert len({one.key for one in dossier.sections}) == len(dossier.sections)
    assert len({one.name for one in tables}) == len(tables)
    for one in tables:
        assert all(len(row) == len(one.columns) for row in one.rows), one.name
        assert len(one.links) in (0, len(one.rows)), one.name
    assert {one.code for one in dossier.terms}
    assert all(one.blocks for one in dossier.sections)


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "key", "home"), SUBJECTS[:3] + SUBJECTS[5:])
def test_each_row_opens_as_many_works_as_it_says(
    observatory: Observatory, kind: str, key: str, home: str | None
):
    dossier = make(observatory, kind, key, home)
    looked_at = 0
    for table in list_tables(dossier):
        places = [
            n for n, one in enumerate(table.columns) if one.label in ("Works", "Works with it")
        ]
        opening = [
            (row, link)
            for row, link in zip(table.rows, table.links, strict=False)
            if places and link.startswith("/works?")
        ]
        # The rows of a table are made alike: the first and the last of them tell.
        for row, link in [*opening[:MOST_OPENED], *opening[MOST_OPENED:][-1:]]:
            assert count_works(observatory, link) == row[places[0]], (table.name, row)
            looked_at += 1
    assert looked_at > 15


@pytest.mark.parametrize(
    ("kind", "key", "home"),
    [("organisation", "041kmwe10", INSERM), ("pair", f"{INSERM}+041kmwe10", None)],
)
def test_people_of_the_other_side_are_of_the_organisation(
    observatory: Observatory, kind: str, key: str, home: str | None
):
    section = find_section(make(observatory, kind, key, home), "people")
    other = next(
        one for one in section.blocks if isinstance(one, Table) and one.name == "people-partner"
    )
    assert {row[2] for row in other.rows} == {"Imperial College London"}


def test_no_side_is_a_third_country_of_a_pair(observatory: Observatory):
    dossier = make(observatory, "pair", f"{INSERM}+041kmwe10", None)
    tables = {one.name: one for one in list_tables(dossier)}
    third = {row[0] for row in tables["third-countries"].rows}
    only = ", ".join(str(row[3]) for row in tables["reach"].rows)
    assert third
    assert not third & {"France", "United Kingdom"}
    assert "France" not in only
    assert "United Kingdom" not in only


def test_an_organisation_is_ranked_among_all_and_among_those_abroad(observatory: Observatory):
    dossier = make(observatory, "organisation", "041kmwe10", INSERM)
    text = find_section(dossier, "overview").blocks[0].text
    assert "number 16 of its" in text
    assert "abroad, it is number 1." in text


def test_a_unit_is_of_the_years_of_its_own_works(observatory: Observatory):
    dossier = make(observatory, "unit", "U1163", None)
    years = next(one for one in list_tables(dossier) if one.name == "years")
    assert dossier.subtitle == str(years.rows[0][0])


def test_towns_say_how_many_organisations_have_none(observatory: Observatory):
    dossier = make(observatory, "country", "GB", INSERM)
    cities = next(one for one in list_tables(dossier) if one.name == "cities")
    assert "The registry gives no town for" in cities.note


def test_few_themes_are_said_over_their_bars(observatory: Observatory):
    dossier = make(observatory, "organisation", "041kmwe10", INSERM)
    chart = find_section(dossier, "themes").blocks[0]
    assert "(only" in chart.title


def test_the_country_sees_us_in_the_place_it_says(observatory: Observatory):
    figures = find_section(make(observatory, "country", "GB", INSERM), "other-side").blocks[1]
    assert isinstance(figures, KeyFigures)
    ours, theirs = figures.figures
    assert (ours.value, theirs.value) == (1, 4)


def test_an_alliance_counts_shared_works_once(observatory: Observatory):
    dossier = make(observatory, "alliance", f"{ROUSSY}+{BERARD}", None)
    table = next(one for one in list_tables(dossier) if one.name == "groups")
    head = find_section(dossier, "overview").blocks[0]
    assert isinstance(head, KeyFigures)
    alone = sum(row[2] for row in table.rows)
    shared = table.rows[0][1] - table.rows[0][2]
    assert head.figures[0].value == alone + shared


def test_an_alliance_is_ranked_before_and_after(observatory: Observatory):
    dossier = make(observatory, "alliance", f"{ROUSSY}+{BERARD}", None)
    peers = next(one for one in list_tables(dossier) if one.name == "peers")
    united, roussy, *_ = peers.rows
    assert (united[2], united[3]) == (None, 1)
    assert (roussy[2], roussy[3]) == (1, None)
    berard = next(row for row in peers.rows if row[0] == "Centre Léon Bérard")
    assert berard[2] == 3
    names = [row[0] for row in peers.rows]
    assert {"Institut Curie", "Centre Oscar Lambret", "Institut Bergonié"} < set(names)
    assert min(row[4] for row in peers.rows if row[4] is not None) >= LEAST_CLOSE
    large = next(one for one in list_tables(dossier) if one.name == "peers-by-type")
    assert len(large.columns) == len(peers.columns) - 1


def test_no_works_in_common_is_said_with_what_can_be_done(observatory: Observatory):
    dossier = make(observatory, "country", "KP", INSERM)
    [section] = dossier.sections
    assert section.title == "No works in common"
    assert len(section.blocks) >= 2


@pytest.mark.parametrize(
    ("kind", "key", "home", "error"),
    [
        ("country", "FR", INSERM, UsageError),  # its own country
        ("organisation", INSERM, INSERM, UsageError),  # itself
        ("organisation", "000000000", INSERM, NotFoundError),
        ("theme", "openalex-F99", INSERM, NotFoundError),
        ("pair", f"{INSERM}+FR", None, UsageError),
        ("unit", "UMR99999", None, NotFoundError),
        ("country", "GB", None, UsageError),  # nobody looks
    ],
)
def test_what_cannot_be_seen_gets_a_sentence(
    observatory: Observatory, kind: str, key: str, home: str | None, error: type[Exception]
):
    with pytest.raises(error):
        make(observatory, kind, key, home)
