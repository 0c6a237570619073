from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import count, pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.observatory.linking.registries import HOSPITAL, INSTITUTE, make_registry

from cordee.observatory.linking.correction_checks import check_corrections
from cordee.observatory.linking.correction_file import (
    Correction,
    CorrectionFile,
    CorrectionsError,
    Kind,
    Status,
    write_corrections,
)
from cordee.observatory.linking.corrections import Applied, Corrections, apply
from cordee.observatory.linking.links import Link, Linked


DAY = date(2026, 3, 1)
NUMBERS = count(1)


COUNTRIES = {"a": "FR", "b": "GB", "c": "US", "d": None}


def correct(linked: Linked, found: tuple[Applied, ...]) -> Linked:
    return apply(linked, found, country_of=COUNTRIES.get)


def accept(kind: str, text: str, *organisations: str) -> Correction:
    return Correction(
        f"C{next(NUMBERS)}",
        Kind(kind),
        text,
        organisations,
        "Alice",
        DAY,
        "why",
        Status.ACCEPTED,
        "Bob",
        DAY,
    )


def find(text: str, *corrections: Correction) -> list[tuple[str, str]]:
    """The words of the text that were corrected, and to what."""
    found = Corrections(corrections).find(text)
    return [(text[one.start : one.end], " ".join(one.organisations)) for one in found]


# --- what is found -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pavillon Sainte Eugénie, Lyon", [("Pavillon Sainte Eugénie", "a")]),
        ("au PAVILLON SAINTE-EUGENIE.", [("PAVILLON SAINTE-EUGENIE", "a")]),
        ("Pavillon, Sainte Eugénie", [("Pavillon, Sainte Eugénie", "a")]),
        ("Pavillon de Sainte Eugénie", []),
        ("Pavillon Sainte", []),
        ("Pavillon Sainte Eugéniel", []),
        ("", []),
        (
            "Pavillon Sainte Eugénie et pavillon sainte eugenie",
            [("Pavillon Sainte Eugénie", "a"), ("pavillon sainte eugenie", "a")],
        ),
    ],
)
def test_a_pattern_is_words_that_stand_together(text: str, expected: list[tuple[str, str]]) -> None:
    assert find(text, accept("pattern", "Pavillon Sainte Eugénie", "a")) == expected


def test_a_pattern_of_a_script_without_spaces_is_found_anywhere() -> None:
    assert find("中国北京大学医学部", accept("pattern", "北京大学", "a")) == [("北京大学", "a")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Lab X, Lyon", True),
        ("  lab\tx,  LYON ", True),
        ("Lab X, Lyon, France", False),
        ("Lab X Lyon", False),
        ("Lab Y, Lyon", False),
    ],
)
def test_a_whole_text_folds_white_space_and_case_alone(text: str, found: bool) -> None:
    expected = [(text, "a")] if found else []
    assert find(text, accept("text", "Lab X, Lyon", "a")) == expected


def test_a_whole_text_wins_over_patterns() -> None:
    corrections = accept("text", "Lab X, Lyon", "a"), accept("pattern", "Lab X", "b")

    assert find("Lab X, Lyon", *corrections) == [("Lab X, Lyon", "a")]
    assert find("Lab X, Paris", *corrections) == [("Lab X", "b")]


def test_the_longer_pattern_wins_where_two_overlap() -> None:
    corrections = accept("pattern", "Lab X", "a"), accept("pattern", "Lab X Nord", "b")

    assert find("Lab X Nord and Lab X", *corrections) == [("Lab X Nord", "b"), ("Lab X", "a")]


def test_only_accepted_corrections_are_found() -> None:
    one = accept("pattern", "Lab X", "a")
    proposed = replace(one, status=Status.PROPOSED), replace(one, status=Status.REFUSED)

    assert len(Corrections(proposed)) == 0
    assert Corrections(proposed).checksum == Corrections().checksum == ""


# --- laws ----------------------------------------------------------------------------------------

# Few words, so that texts hold patterns and patterns hold each other.
WORDS = st.lists(st.sampled_from(["alpha", "beta", "Gamma", "délta"]), min_size=1, max_size=4)
SAID = st.tuples(st.sampled_from(["text", "pattern"]), WORDS.map(" ".join), st.sampled_from("abc"))


@st.composite
def correction_sets(draw: st.DrawFn) -> list[Correction]:
    said = draw(st.lists(SAID, max_size=8, unique_by=lambda one: (one[0], one[1].casefold())))
    return [accept(*one) for one in said]


TEXTS = st.lists(st.sampled_from(["alpha", "BETA", "gamma", "delta", "other"]), max_size=8).map(
    ", ".join
)


@given(correction_sets(), TEXTS, st.randoms())
def test_the_order_of_corrections_does_not_matter(
    corrections: list[Correction], text: str, random: Random
) -> None:
    mixed = random.sample(corrections, len(corrections))

    assert Corrections(mixed).find(text) == Corrections(corrections).find(text)
    assert Corrections(mixed).checksum == Corrections(corrections).checksum


@given(correction_sets(), TEXTS)
def test_what_is_found_never_overlaps_and_no_longer_pattern_was_passed_over(
    corrections: list[Correction], text: str
) -> None:
    length = {one.id: len(one.text.split()) for one in corrections}
    found = Corrections(corrections).find(text)

    assert all(one.end <= other.start for one, other in pairwise(found))
    if found and not found[0].whole:
        alone = [hit for one in corrections for hit in Corrections([one]).find(text)]
        for hit in alone:
            rivals = [one for one in found if one.start < hit.end and hit.start < one.end]
            assert any(length[one.correction] >= length[hit.correction] for one in rivals)


LINKS = st.builds(
    Link,
    organisation=st.sampled_from("abcd"),
    score=st.just(0.5),
    reason=st.sampled_from(["name", "identifier"]),
    start=st.integers(0, 10),
    end=st.integers(11, 20),
)
LINKED = st.builds(
    Linked,
    st.lists(LINKS, max_size=3, unique_by=lambda one: one.organisation).map(tuple),
    st.lists(st.sampled_from(["FR", "GB", "US"]), max_size=2, unique=True).map(tuple),
    st.sampled_from(["organisation", "text"]),
)


@given(LINKED)
def test_applying_nothing_changes_nothing(linked: Linked) -> None:
    assert correct(linked, ()) is linked


@given(LINKED, st.lists(st.sampled_from("abc"), max_size=2, unique=True).map(tuple))
def test_a_whole_text_correction_replaces_all(linked: Linked, named: tuple[str, ...]) -> None:
    found = (Applied("C1", named, True, 0, 20),)
    corrected = correct(linked, found)

    assert [one.organisation for one in corrected.organisations] == list(named)
    assert correct(corrected, found).organisations == corrected.organisations


# --- what is applied -----------------------------------------------------------------------------

TEXT = "Alpha Lab, Beta Clinic, London"
FOUND = Linked(
    (Link("a", 0.9, "name", 0, 9), Link("b", 0.8, "name", 11, 22)), ("FR", "GB"), "organisation"
)


def test_a_pattern_replaces_what_overlaps_it_and_nothing_else() -> None:
    corrected = correct(FOUND, (Applied("C1", ("c",), False, 6, 9),))

    assert corrected.organisations == (
        Link("c", 1.0, "correction", 6, 9),
        Link("b", 0.8, "name", 11, 22),
    )
    assert corrected.countries == ("US", "GB")
    assert corrected.country_basis == "organisation"


def test_a_pattern_that_names_nobody_takes_away() -> None:
    corrected = correct(FOUND, (Applied("C1", (), False, 0, 5),))

    assert [one.organisation for one in corrected.organisations] == ["b"]
    assert corrected.countries == ("GB",)


def test_an_organisation_that_is_corrected_to_stands_once() -> None:
    corrected = correct(FOUND, (Applied("C1", ("b", "c"), False, 0, 9),))

    assert [(one.organisation, one.reason) for one in corrected.organisations] == [
        ("b", "correction"),
        ("c", "correction"),
    ]


def test_a_pattern_leaves_what_the_text_gives_by_identifier() -> None:
    linked = Linked((Link("a", 1.0, "identifier", 0, len(TEXT)),), ("FR",), "organisation")
    corrected = correct(linked, (Applied("C1", ("b",), False, 0, 9),))

    assert {one.organisation for one in corrected.organisations} == {"a", "b"}


def test_countries_the_text_speaks_of_stand_where_nobody_is_left() -> None:
    nobody = (Applied("C1", (), True, 0, len(TEXT)),)
    beside = replace(FOUND, countries=("FR", "GB", "DE"))
    stated = Linked((Link("d", 0.9, "name", 0, 9),), ("GB",), "text")

    assert (correct(FOUND, nobody).countries, correct(FOUND, nobody).country_basis) == ((), "")
    assert correct(beside, nobody).countries == ("DE",)
    assert correct(stated, nobody) == Linked((), ("GB",), "text")


# --- loading -------------------------------------------------------------------------------------


def test_load_reads_accepted_corrections_and_refuses_what_may_not_stand(tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    good = accept("pattern", "Pavillon Bleu", HOSPITAL)
    bad = replace(accept("pattern", "Pavillon Vert", "0zzzzzz99"), status=Status.PROPOSED)
    write_corrections(CorrectionFile(path, (good, bad)))
    loaded = Corrections.load(path, make_registry())

    assert [one.id for one in loaded.corrections] == [good.id]

    write_corrections(CorrectionFile(path, (good, replace(bad, status=Status.ACCEPTED))))
    with pytest.raises(CorrectionsError, match="0zzzzzz99"):
        Corrections.load(path, make_registry())


def test_a_user_without_a_file_has_no_corrections(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    loaded = Corrections.load(None, make_registry())

    assert (len(loaded), loaded.checksum, loaded.find("Pavillon Bleu")) == (0, "", ())


def test_the_checksum_follows_what_is_said_and_not_who_said_it() -> None:
    one = accept("pattern", "Pavillon Bleu", HOSPITAL, INSTITUTE)
    same = replace(one, id="C9", reason="other", text="pavillon-bleu", line=7)
    other = replace(one, organisations=(HOSPITAL,))

    assert Corrections([one]).checksum == Corrections([same]).checksum
    assert Corrections([one]).checksum != Corrections([other]).checksum


def test_a_sound_file_has_no_fault() -> None:
    file = CorrectionFile(
        Path("c.csv"),
        (
            replace(accept("pattern", "Pavillon Bleu", HOSPITAL), line=2),
            replace(accept("pattern", "Pavillon Bleu Nord", INSTITUTE), line=3),
            replace(accept("text", "Pavillon Bleu"), line=4),
        ),
    )
    assert check_corrections(file, make_registry()) == ()
