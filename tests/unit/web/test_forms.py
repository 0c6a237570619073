from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from cordee.web.forms import make_day


@pytest.mark.parametrize("text", ["1199-12-31", "2201-01-01", "9999-12-31"])
def test_a_day_too_far_off_to_be_meant_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        make_day("Last day").clean(text)


def test_a_day_may_be_of_the_oldest_university() -> None:
    assert str(make_day("First day").clean("1200-01-15")) == "1200-01-15"
