"""What is filled in of a partner: by who applies, or by the partner over its link."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from cordee.programmes.applied import PartnerPart
from cordee.web.forms import offer
from cordee.web.picking import AN_ORGANISATION, PickingForm, list_countries


class PartFields(PickingForm):
    """What a partner's part says, whoever writes it."""

    name = forms.CharField(label=_("Organisation"), max_length=300)
    team = forms.CharField(label=_("Team"), max_length=300, required=False)
    country = forms.ChoiceField(
        label=_("Country"), required=False, help_text=_("Needed before the part is signed.")
    )
    is_company = forms.BooleanField(label=_("It is a company"), required=False)
    contact_name = forms.CharField(label=_("Contact person"), max_length=200, required=False)
    contact_email = forms.EmailField(label=_("Their e-mail address"), required=False)
    contribution = forms.CharField(
        label=_("What the partner contributes"),
        max_length=20_000,
        required=False,
        help_text=_("Needed before the part is signed."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    mark = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Any = None, *, part: PartnerPart | None = None, mark: str = ""
    ) -> None:
        initial = {**vars(part), "mark": mark} if part else {}
        super().__init__(data, initial=initial)
        offer(self.fields["country"], list_countries())
        self.part = part

    def get_part(self) -> PartnerPart:
        """Return the part as it was filled in; the organisation of the directory as it was."""
        values = self.cleaned_data
        return PartnerPart(
            name=values["name"],
            team=values["team"],
            country=values["country"],
            organisation=self.part.organisation if self.part else None,
            is_company=values["is_company"],
            contact_name=values["contact_name"],
            contact_email=values["contact_email"],
            contribution=values["contribution"],
        )


class PartnerForm(PartFields):
    """A partner as who applies names it, with its entry in the directory where it has one."""

    entry = forms.CharField(
        label=_("Its entry in the directory"),
        max_length=300,
        required=False,
        help_text=_(
            "By name, acronym or ROR identifier. By it, agreements and publications with the partner are found."
        ),
    )
    picks = {"entry": AN_ORGANISATION}  # noqa: RUF012 -- read, never written

    def __init__(
        self,
        data: Any = None,
        *,
        part: PartnerPart | None = None,
        mark: str = "",
        entry: str = "",
    ) -> None:
        super().__init__(data, part=part, mark=mark)
        self.initial["entry"] = entry

    def get_part(self) -> PartnerPart:
        picked: UUID | None = self.get_picked("entry")
        return PartnerPart(**{**vars(super().get_part()), "organisation": picked})


class SignForm(forms.Form):
    """Who signs a part."""

    signed_name = forms.CharField(label=_("Your name"), max_length=200)
    signed_function = forms.CharField(label=_("Your function"), max_length=200, required=False)
    is_agreed = forms.BooleanField(
        label=_("I sign this part for the organisation named above, and may do so.")
    )


class InviteForm(forms.Form):
    """Where the letter of invitation goes."""

    email = forms.EmailField(label=_("Their e-mail address"))


class ReopenForm(forms.Form):
    """Why a signed part is reopened."""

    reason = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=500,
        help_text=_("The partner is told, and signs again."),
    )
