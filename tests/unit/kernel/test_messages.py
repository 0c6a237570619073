from __future__ import annotations

import pickle

import pytest

from cordee.kernel.errors import CordeeError, LakeBusyError, SourceError
from cordee.kernel.messages import Sentence, translate


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
