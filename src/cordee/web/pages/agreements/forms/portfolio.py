"""The filter of the portfolio."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cordee.agreements.life import STAGE_NAMES, Stage
from cordee.agreements.portfolio import Filter
from cordee.agreements.states import KIND_NAMES, Kind
from cordee.web.forms import Choices, Combobox, offer


ALL = pgettext_lazy("kinds, stages or parties", "all")


class FilterForm(forms.Form):
    """What is looked for in the portfolio. What cannot be read is left out, as an address may be old."""

    text = forms.CharField(label=_("Words"), required=False, max_length=120)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", ALL), *KIND_NAMES.items()]
    )
    stage = forms.ChoiceField(
        label=_("Stage"),
        required=False,
        choices=[("", ALL), ("live", _("in force")), *STAGE_NAMES.items()],
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    # Words of a name, or the party chosen among those that a script offers as one types.
    party = forms.CharField(
        label=_("Party"),
        required=False,
        max_length=120,
        widget=Combobox(
            address=reverse_lazy("agreements:parties"),
            field="organisation",
            found=_("Parties found"),
            fills=False,
            placeholder=_("Name or acronym"),
        ),
    )
    organisation = forms.UUIDField(required=False, widget=forms.HiddenInput)
    within = forms.ChoiceField(
        label=_("Ends or asks for notice"),
        required=False,
        choices=[
            ("", _("any time")),
            ("12", _("within 12 months")),
            ("6", _("within 6 months")),
            ("3", _("within 3 months")),
        ],
    )

    def __init__(self, data: Any, *, countries: Choices) -> None:
        super().__init__(data)
        offer(self.fields["country"], [("", str(_("all"))), *countries])

    def get_filter(self) -> Filter:
        self.is_valid()
        values = self.cleaned_data
        stage = values.get("stage", "")
        return Filter(
            kind=Kind(values["kind"]) if values.get("kind") else None,
            stage=Stage(stage) if stage and stage != "live" else None,
            is_live=stage == "live",
            country=values.get("country", ""),
            organisation=values.get("organisation"),
            within=int(values["within"]) if values.get("within") else 0,
            text=values.get("text", ""),
            party=values.get("party", ""),
        )
