from __future__ import annotations

import pytest
from django.utils.translation import override

from cordee.kernel.errors import CordeeError, LakeBusyError, LakeError, LedgerError, NotFoundError
from cordee.web.errors import get_error_title, get_status


@pytest.mark.parametrize(
    ("kind", "status", "title"),
    [
        (LedgerError, 503, "The ledger is not at hand"),
        (LakeError, 503, "The figures are not at hand"),
        (LakeBusyError, 503, "The figures are not at hand"),
        (NotFoundError, 404, "Nothing here by that name"),
        (CordeeError, 500, "Something went wrong on our side"),
    ],
)
def test_a_fault_is_headed_by_what_is_missing(
    kind: type[CordeeError], status: int, title: str
) -> None:
    error = kind("Something is wrong.")
    with override("en"):
        assert (get_status(error), get_error_title(error)) == (status, title)
