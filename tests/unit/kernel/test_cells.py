from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.kernel.cells import FORMULA_SIGNS, RISKY, guard, unguard


CELLS = st.text(st.sampled_from([*FORMULA_SIGNS, "'", " ", "1", ".", "e", "a"]), max_size=8)


@pytest.mark.parametrize("sign", FORMULA_SIGNS)
@pytest.mark.parametrize("blank", ["", "  "])
def test_no_cell_starts_a_formula(sign: str, blank: str) -> None:
    assert guard(f"{blank}{sign}cmd|' /C calc'!A0").startswith("'")


@pytest.mark.parametrize("number", ["-1", "-0.5", "-2,75", "-1.5e-7"])
def test_a_negative_number_stays_one(number: str) -> None:
    assert guard(number) == number


@pytest.mark.parametrize("sum_", ["-1+1", "-1-", "+33612345678", "-", "-1\n=1"])
def test_what_only_begins_like_a_number_is_guarded(sum_: str) -> None:
    assert guard(sum_) == f"'{sum_}"


@given(st.text(max_size=8) | CELLS)
def test_a_guarded_cell_comes_back(cell: str) -> None:
    assert unguard(guard(cell)) == cell


@given(st.text(st.characters(codec="utf-8"), max_size=8) | CELLS)
def test_whoever_looks_for_risky_cells_in_columns_misses_none(cell: str) -> None:
    [found] = pc.match_substring_regex(pa.array([cell]), RISKY).to_pylist()
    assert found or guard(cell) == cell
