"""What is filled in of offers, and of the requests for them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from cordee.directory.operations.exchanges import OfferValues
from cordee.directory.queries.lines import Named
from cordee.directory.states import (
    AUDIENCE_NAMES,
    OFFER_KIND_NAMES,
    Audience,
    OfferKind,
    Sort,
)
from cordee.web.forms import Choices, make_day, offer
from cordee.web.pages.directory.forms.kept import KeptForm
from cordee.web.pages.directory.forms.organisations import make_pick, make_text, offer_homes
from cordee.web.picking import in_directory


class OfferForm(KeptForm):
    """What is offered, to whom, on which conditions."""

    values = OfferValues

    kind = forms.TypedChoiceField(
        label=_("What is offered"), choices=list(OFFER_KIND_NAMES.items()), coerce=OfferKind
    )
    name_fr = forms.CharField(label=_("Name in French"), max_length=300, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=300, required=False)
    description_fr = make_text(_("Description in French"))
    description_en = make_text(_("Description in English"))
    resource = make_pick(
        _("Facility, machine or service"), _("By its name in the directory."), required=False
    )
    audience = forms.TypedChoiceField(
        label=_("Open to"), choices=list(AUDIENCE_NAMES.items()), coerce=Audience
    )
    conditions_fr = make_text(_("Conditions in French"))
    conditions_en = make_text(_("Conditions in English"))
    agreement = forms.TypedChoiceField(
        label=_("Agreement whose conditions hold"), required=False, coerce=UUID, empty_value=None
    )
    start = make_day(_("First day"))
    end = make_day(_("Last day"), _("Leave empty while it is offered."))
    picks = {  # noqa: RUF012 -- read, never written
        "resource": in_directory(Sort.FACILITY, Sort.EQUIPMENT, Sort.SERVICE)
    }

    def __init__(self, *args: Any, agreements: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["agreement"], [("", "–"), *agreements])


class AskForm(forms.Form):
    """Who asks, what for, when."""

    organisation = forms.ChoiceField(label=_("On behalf of"))
    purpose = forms.CharField(
        label=_("What it is for"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("No names of patients, and nothing that tells who one is."),
    )
    wanted_from = make_day(_("Wanted from"))
    wanted_until = make_day(_("Wanted until"))

    def __init__(self, *args: Any, homes: tuple[Named, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_homes(self.fields["organisation"], homes)

    def get_organisation(self) -> UUID:
        return UUID(self.cleaned_data["organisation"])


class MoveForm(forms.Form):
    """What the other side is told with a move."""

    text = forms.CharField(
        label=_("What you write to the other side"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
