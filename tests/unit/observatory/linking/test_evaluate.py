from __future__ import annotations

import pytest

from cordee.observatory.linking.evaluate import Judged, get_countries, score


def judge(labelled: str, found: str, considered: str = "", countries: str | None = None) -> Judged:
    return Judged(
        frozenset(labelled),
        frozenset(found),
        frozenset(considered),
        None if countries is None else frozenset(countries),
        frozenset("X"),
    )


def test_scores_are_micro_averages() -> None:
    scores = score([judge("a", "a", "a"), judge("bcd", "b", "bc"), judge("", "e")])

    assert scores.exact == pytest.approx(1 / 3)
    assert scores.precision == pytest.approx(2 / 3)
    assert scores.recall == pytest.approx(2 / 4)
    assert scores.f1 == pytest.approx(4 / 7)
    assert scores.candidate_recall == pytest.approx(3 / 4)


def test_countries_are_judged_where_known() -> None:
    scores = score([judge("a", "a", countries="X"), judge("a", "a", countries="Y"), judge("a", "")])

    assert (scores.country_texts, scores.country_accuracy) == (2, 0.5)


def test_countries_are_judged_where_anybody_is_found() -> None:
    scores = score([judge("a", "b", countries="X"), judge("a", "", countries="Y"), judge("a", "a")])

    assert (scores.country_found_texts, scores.country_where_found) == (1, 1.0)


def test_an_unknown_country_leaves_the_text_out() -> None:
    assert get_countries({"a", "b"}, {"a": "FR"}.get) is None
    assert get_countries({"a"}, {"a": "FR"}.get) == {"FR"}
    assert get_countries(set(), {}.get) is None


def test_nothing_scores_nothing() -> None:
    assert score([]).f1 == 0
