"""Which applications are run through a draft."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class BenchForm(forms.Form):
    """Applications of past calls, or a table of facts as a file or a text."""

    source = forms.ChoiceField(
        label=_("Applications"),
        choices=[
            ("past", _("of past calls, with the facts they were judged by")),
            ("table", _("of the table below, real or invented")),
        ],
    )
    file = forms.FileField(label=_("Table (CSV)"), required=False)
    text = forms.CharField(
        label=_("Or its text"),
        required=False,
        max_length=4_000_000,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )
