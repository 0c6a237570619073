from __future__ import annotations

from cordee.observatory.linking.candidates import SCORES
from cordee.observatory.linking.reasons import SENTENCES, Reason


def test_every_reason_has_a_sentence() -> None:
    assert set(SENTENCES) == set(Reason)


def test_every_acceptance_has_a_score() -> None:
    assert set(SCORES) == {reason for reason in Reason if not reason.startswith("refused")}
    assert all(0 < score <= 1 for score in SCORES.values())
