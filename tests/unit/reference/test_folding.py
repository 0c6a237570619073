from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.reference.folding import fold, fold_array


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Université de Genève", "universite de geneve"),
        ("L’Hôpital Saint-Louis", "l hopital saint louis"),
        ("U.S.A.", "usa"),
        ("King's College", "kings college"),
        ("King’s College", "kings college"),
        ("Łódź, Øresund & Straße", "lodz oresund strasse"),
        ("東京大学", "東京大学"),
        ("AP-HP", "ap hp"),
        ("   ", ""),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold_array(pa.array([text])).to_pylist() == [folded]


@given(st.text(st.characters(max_codepoint=0x24F)))
def test_folding_twice_is_folding_once(text: str) -> None:
    once = fold(text)
    assert fold(once) == once


@given(st.text(st.characters(codec="latin-1", exclude_categories=("Cc", "Cn"))))
def test_both_forms_agree(text: str) -> None:
    assert fold_array(pa.array([text])).to_pylist() == [fold(text)]
