from __future__ import annotations

import pickle

import pytest

from cordee.kernel.errors import CordeeError, LakeBusyError, SourceError
from cordee.kernel.messages import Choices, Sentence, elide, translate


def test_a_sentence_speaks_the_readers_language() -> None:
    sentence = Sentence(
        "The period {first}-{last} ends before it begins. Give the earlier year first.",
        {"first": 2021, "last": 2019},
    )
    assert sentence.to_text("en").startswith("The period 2021-2019 ends")
    assert sentence.to_text("fr").startswith("La période 2021-2019 ")


def test_an_unknown_sentence_or_language_falls_back_to_english() -> None:
    assert translate("No such sentence.", "fr") == "No such sentence."
    assert translate("warning", "de") == "warning"
    assert translate("", "fr") == ""


@pytest.mark.parametrize("kind", [CordeeError, SourceError, LakeBusyError])
def test_an_error_keeps_its_values_across_processes(kind: type[CordeeError]) -> None:
    error = kind("{file} is empty.", file="a.xml")
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is kind
    assert again.sentence == error.sentence
    assert str(again) == "a.xml is empty."


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Inserm", "d’Inserm"),
        ("Université de Lille", "d’Université de Lille"),
        ("École polytechnique", "d’École polytechnique"),
        ("Hospices Civils de Lyon", "d’Hospices Civils de Lyon"),
        ("Harvard University", "de Harvard University"),
        ("CNRS", "de CNRS"),
        ("Yale University", "de Yale University"),
        ("University College London", "de University College London"),
        ("Universidade de Lisboa", "d’Universidade de Lisboa"),
        ("11 pays", "de 11 pays"),
    ],
)
def test_french_elides_before_a_vowel(name: str, said: str) -> None:
    assert elide("de {name}", {"name": name}).format(name=name) == said


def test_choices_are_named_in_the_readers_language() -> None:
    choices = Choices((("works", "Works"), ("eu", "Share with the European Union")))
    sentence = Sentence("{choices}", {"choices": choices})
    assert sentence.to_text("fr") == (
        "works (Publications)\u202f; eu (Part avec l’Union européenne)"
    )


@pytest.mark.parametrize(
    ("typed", "found"), [("wor", "works"), ("publication", "works"), ("europ", "eu")]
)
def test_what_is_most_like_a_text_is_found_by_code_or_name(typed: str, found: str) -> None:
    choices = Choices((("hyper", ""), ("works", "Works"), ("eu", "Share with the European Union")))
    near, others = choices.part_by_likeness(typed, 1)
    assert [code for code, _name in near.names] == [found]
    assert len(others.names) == 2
