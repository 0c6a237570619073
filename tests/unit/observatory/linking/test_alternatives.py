from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pytest

from cordee.observatory.linking.alternatives import (
    MOST_REFUSED,
    SENTENCES,
    Change,
    find_alternatives,
    split_pieces,
)
from cordee.observatory.linking.explain import Considered, Explanation
from cordee.observatory.linking.links import Link, Linked
from cordee.observatory.linking.strength import STRENGTHS, get_level, get_strength
from cordee.reference.organisations import Name, Organisation


HERE, THERE = "01aaaaa11", "02bbbbb22"
REGISTRY = {
    HERE: Organisation(HERE, "Vale Institute", (Name("Vale Institute", ("label",)),), "FR", "Lyon"),
    THERE: Organisation(THERE, "Vale Centre", (Name("Vale Centre", ("label",)),), "PL", "Gdynia"),
}


def consider(
    text: str,
    written: str,
    id_: str = HERE,
    *,
    accepted: bool = False,
    score: float = 0.2,
    reason: str = "refused_acronym",
) -> Considered:
    start = text.index(written)
    span = (written, start, start + len(written))
    country = REGISTRY[id_].country if id_ in REGISTRY else None
    return Considered(id_, id_, country, accepted, score, reason, "", *span, ())


def explain(text: str, *candidates: Considered) -> Explanation:
    return Explanation(text, text, (), candidates, (), "")


@dataclass
class FakeLinker:
    """Names what stands in `answers` for a text, and remembers what it was asked."""

    answers: Mapping[str, Sequence[str]]
    asked: list[Sequence[str]] = field(default_factory=list)
    organisations: Mapping[str, Organisation] = field(default_factory=lambda: REGISTRY)

    def link_all(self, texts: Sequence[str]) -> list[Linked]:
        self.asked.append(texts)
        return [
            Linked(tuple(Link(id_, 1.0, "name", 0, 1) for id_ in self.answers.get(one, ())), (), "")
            for one in texts
        ]


CASES = [
    # what is printed, what turns the answer, the code of the change
    ("VI", "VI, France", Change.COUNTRY),
    ("VI", "VI, Lyon, France", Change.PLACE),
    ("VI", "Vale Institute", Change.NAME),
    ("Unit VI of Medicine", "Unit, VI, of Medicine", Change.APART),
    ("VI, Gdynia, Poland", "VI, Gdynia", Change.NO_COUNTRY),
    ("VI, Gdynia, Poland", "VI, Poland", Change.NO_PART),
    ("VI, Gdynia, Poland", "VI", Change.NO_PLACE),
    ("VI, Poland", "VI, France", Change.OWN_COUNTRY),
    ("VI, Gdynia, Poland", "VI, Lyon, France", Change.OWN_PLACE),
]


@pytest.mark.parametrize(("text", "changed", "change"), CASES)
def test_a_change_that_takes_a_refused_organisation(
    text: str, changed: str, change: Change
) -> None:
    linker = FakeLinker({changed: [HERE]})
    (found,) = find_alternatives(linker, explain(text, consider(text, "VI")))
    assert (found.organisation, found.change, found.text) == (HERE, change, changed)
    assert found.accepted
    assert found.sentence == SENTENCES[change, True]


@pytest.mark.parametrize(
    ("changed", "change"),
    [
        ("VI, Gdynia, France", None),
        ("VI, Lyon", Change.NO_COUNTRY),
        ("VI, France", Change.NO_TOWN),
        ("VI", Change.NO_PLACE),
    ],
)
def test_a_change_that_loses_a_doubtful_organisation(changed: str, change: Change | None) -> None:
    text = "VI, Lyon, France"
    every = ["VI, Lyon", "VI, France", "VI"]
    linker = FakeLinker({one: [HERE] for one in every if one != changed})
    taken = consider(text, "VI", accepted=True, score=0.7, reason="acronym_city")
    found = find_alternatives(linker, explain(text, taken))
    assert [(one.change, one.text, one.accepted) for one in found] == (
        [(change, changed, False)] if change else []
    )


def test_the_smallest_change_is_told_and_all_are_asked_at_once() -> None:
    linker = FakeLinker({"VI, France": [HERE], "VI, Lyon, France": [HERE]})
    (found,) = find_alternatives(linker, explain("VI", consider("VI", "VI")))
    assert found.change == Change.COUNTRY
    assert len(linker.asked) == 1
    assert len(set(linker.asked[0])) == len(linker.asked[0])


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        # sure, a place, a part of a longer name that was taken, a correction, an unknown record
        ("VI", [("VI", {"accepted": True, "score": 0.95, "reason": "name"})]),
        ("Lyon", [("Lyon", {"reason": "refused_place"})]),
        ("VI, USA", [("USA", {})]),
        ("VI Lyon", [("VI Lyon", {"id_": THERE, "accepted": True, "score": 0.99}), ("VI", {})]),
        ("VI", [("VI", {"id_": THERE, "accepted": True, "score": 1.0, "reason": "correction"}),
                ("VI", {})]),
        ("VI", [("VI", {"id_": "09zzzzz99"})]),
    ],
)  # fmt: skip
def test_what_is_not_asked_about(
    text: str, candidates: list[tuple[str, dict[str, object]]]
) -> None:
    linker = FakeLinker({})
    considered = [consider(text, written, **more) for written, more in candidates]  # type: ignore[arg-type]
    assert find_alternatives(linker, explain(text, *considered)) == ()
    assert linker.asked == []


def test_only_the_likeliest_are_asked_about() -> None:
    text = " ".join(f"V{n}" for n in range(MOST_REFUSED + 2))
    ids = [f"0{n}aaaaa11" for n in range(MOST_REFUSED + 2)]
    registry = {id_: Organisation(id_, "Vale", (), "FR", "Lyon") for id_ in ids}
    candidates = [consider(text, f"V{n}", id_) for n, id_ in enumerate(ids)]
    linker = FakeLinker({f"{text}, France": ids}, organisations=registry)
    found = find_alternatives(linker, explain(text, *candidates))
    assert [one.organisation for one in found] == ids[:MOST_REFUSED]


def test_every_change_has_a_sentence() -> None:
    assert {change for change, _ in SENTENCES} == set(Change)


def test_commas_count_as_words() -> None:
    assert split_pieces("a, b-c") == ["a", ",", "b", "-", "c"]


def test_strength_rises_with_the_score() -> None:
    words = [get_strength(number / 100) for number in range(101)]
    assert list(dict.fromkeys(words)) == [word for _, word in reversed(STRENGTHS)]
    assert [get_level(least) for least, _ in STRENGTHS] == [5, 4, 3, 2, 1]
