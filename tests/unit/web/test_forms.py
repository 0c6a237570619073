from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from cordee.web.forms import make_day
from cordee.web.pages.agreements.forms.parts import PermitForm


@pytest.mark.parametrize("text", ["1199-12-31", "2201-01-01", "9999-12-31"])
def test_a_day_too_far_off_to_be_meant_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        make_day("Last day").clean(text)


def test_a_day_may_be_of_the_oldest_university() -> None:
    assert str(make_day("First day").clean("1200-01-15")) == "1200-01-15"


@pytest.mark.parametrize("names", [["Alpha"], ["Alpha", "Beta"], ["Alpha", "Beta", "Gamma"]])
def test_what_is_permitted_is_offered_to_another_party(names: list[str]) -> None:
    form = PermitForm(parties=[(one.lower(), one) for one in names])
    assert form["giver"].value() is None  # a browser shows the first
    assert form["receiver"].value() == ("beta" if len(names) > 1 else None)
