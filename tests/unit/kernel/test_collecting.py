from __future__ import annotations

import gc

import pytest

from cordee.kernel.collecting import without_collector


def test_collector_comes_back_after_a_fault() -> None:
    def fail() -> None:
        with without_collector():
            assert not gc.isenabled()
            raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        fail()
    assert gc.isenabled()


def test_collector_that_was_off_stays_off() -> None:
    gc.disable()
    try:
        with without_collector():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
