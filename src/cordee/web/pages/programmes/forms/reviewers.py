"""The forms of asking reviewers, and of what they answer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from cordee.programmes.operations.reviewers import Proposed
from cordee.web.forms import make_day


LANGUAGES = [("fr", _("French")), ("en", _("English"))]


class ProposeForm(forms.Form):
    """Whom to ask: somebody of the directory, by what the page found or by ORCID, or a name."""

    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    orcid = forms.CharField(
        label=_("ORCID"),
        max_length=60,
        required=False,
        help_text=_("Of somebody of the directory: only then are their ties computed."),
    )
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    language = forms.ChoiceField(label=_("Language of the letters"), choices=LANGUAGES)
    despite = forms.CharField(
        label=_("Why a tie does not count"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only where they are tied to the application. It is kept with your name."),
    )

    def __init__(self, data: Any = None, *, person: UUID | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.person = person
        if person is not None:
            del self.fields["name"], self.fields["orcid"]

    def get_proposed(self, person: UUID | None) -> Proposed:
        said = self.cleaned_data
        return Proposed(said["email"], person, said.get("name", ""), said["language"])


class InviteForm(forms.Form):
    """By when a review is asked for."""

    due_on = make_day(_("The review is awaited by"), required=True)


class ReasonForm(forms.Form):
    """A reason in writing."""

    reason = forms.CharField(
        label=_("Why the tie does not count"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class AnswerForm(forms.Form):
    """What a reviewer answers."""

    answer = forms.ChoiceField(
        choices=[("accept", ""), ("decline", ""), ("tied", "")], widget=forms.HiddenInput
    )
    reason = forms.CharField(max_length=2000, required=False, widget=forms.Textarea)
