from __future__ import annotations

from cordee.observatory.linking.engine import run
from cordee.observatory.linking.reasons import ACCEPTED, SENTENCES, Reason


def test_each_reason_has_a_sentence() -> None:
    assert set(SENTENCES) == set(Reason)
    assert len(set(SENTENCES.values())) == len(Reason)


def test_the_kernels_know_each_reason_they_may_give() -> None:
    assert [getattr(run, reason.name) for reason in ACCEPTED] == list(range(len(ACCEPTED)))
