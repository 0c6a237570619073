"""What is looked for among calls."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cordee.web.forms import Choices, offer
from cordee.web.picking import list_countries


class CallFilterForm(forms.Form):
    """Calls of an instrument, and those that take partners in a country. What cannot be read is left out."""

    instrument = forms.ChoiceField(label=_("Instrument"), required=False)
    country = forms.ChoiceField(label=_("Takes partners in"), required=False)

    def __init__(self, data: Any, *, instruments: Choices) -> None:
        super().__init__(data)
        offer(self.fields["instrument"], [("", str(_("all"))), *instruments])
        offer(self.fields["country"], [("", str(_("any country"))), *list_countries()[1:]])

    def get_instrument(self) -> str:
        self.is_valid()
        return str(self.cleaned_data.get("instrument", ""))

    def get_country(self) -> str:
        self.is_valid()
        return str(self.cleaned_data.get("country", ""))


class CountryForm(forms.Form):
    """The country whose years are looked for."""

    country = forms.ChoiceField(label=_("Country"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        offer(self.fields["country"], [("", str(_("all"))), *list_countries()[1:]])

    def get_country(self) -> str:
        self.is_valid()
        return str(self.cleaned_data.get("country", ""))
