from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.kernel.errors import UsageError
from cordee.observatory.figures.selection import Selection
from cordee.observatory.indicators.selections import KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_reads_back(kind: str):
    text = KINDS[kind] or kind
    assert Selection.from_text(text).to_text() == text


@pytest.mark.parametrize(
    "text",
    [
        "nonsense",
        "country",
        "country:",
        "country:USA",
        "country:U'",
        "year:20",
        "year:9999",
        "first:moon",
        "works:1",
        "organisation:inserm",
        "theme:../../x",
        "country:US'; DROP TABLE works",
        ":",
        "lead:\x00\x00",
        ",".join(f"year:{year}" for year in range(2000, 2010)),
    ],
)
def test_nonsense_gets_a_sentence(text: str):
    with pytest.raises(UsageError) as caught:
        Selection.from_text(text)
    for language in ("en", "fr"):
        assert caught.value.sentence.to_text(language)


@given(st.text(max_size=60))
def test_any_text_is_read_back_the_same_or_refused(text: str):
    try:
        selection = Selection.from_text(text)
    except UsageError:
        return
    assert Selection.from_text(selection.to_text()) == selection


def test_a_selection_is_narrowed():
    narrowed = Selection.of("year", 2020).with_part("international")
    assert narrowed.to_text() == "year:2020,international"


def test_a_home_page_address_of_an_organisation_is_tidied():
    assert Selection.of("organisation", "https://ror.org/02VJKV261").to_text() == (
        "organisation:02vjkv261"
    )
