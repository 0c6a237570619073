"""What a reader asks of the public pages of instruments."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from cordee.web.picking import list_countries


class CountryForm(forms.Form):
    """For which country the calendar of zones is read."""

    country = forms.ChoiceField(label=_("Country"), required=False, choices=list_countries)


class CompareForm(forms.Form):
    """Which two versions are compared, by their numbers."""

    before = forms.TypedChoiceField(label=_("Before"), coerce=int)
    after = forms.TypedChoiceField(label=_("After"), coerce=int)

    def __init__(self, data: object, numbers: list[int]) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a request's values
        choices = [(str(one), str(one)) for one in numbers]
        self.fields["before"].choices = choices  # type: ignore[attr-defined]
        self.fields["after"].choices = choices  # type: ignore[attr-defined]
