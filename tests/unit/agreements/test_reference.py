from __future__ import annotations

from tools.make_agreement_states import is_stale


def test_page_of_the_tables_is_in_step() -> None:
    assert not is_stale(), "run: python tools/make_agreement_states.py"
