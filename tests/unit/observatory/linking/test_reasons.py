from __future__ import annotations

from cordee.observatory.linking.engine import run
from cordee.observatory.linking.reasons import ACCEPTED, SENTENCES, Reason


def test_each_reason_has_a_sentence() -> None:
    assert set(SENTENCES) == set(Reason)
    assert len(set(SENTENCES.values())) == len(Reason)


def test_the_kernels_number_reasons_as_the_list_does() -> None:
    assert ACCEPTED[run.NAME] is Reason.NAME
    assert ACCEPTED[run.ACRONYM_RELATIVE] is Reason.ACRONYM_RELATIVE
    assert ACCEPTED[run.CNRS_UNIT] is Reason.CNRS_UNIT
    assert ACCEPTED[run.SPELLING] is Reason.SPELLING
    assert len(ACCEPTED) == run.SPELLING + 1
