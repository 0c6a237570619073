"""What every form of a record has."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cordee.agreements.values import Record


class VersionedForm(forms.Form):
    """A form of a record: it knows which version it was opened on, and may say why."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=500,
        help_text=_("Kept in the audit. Needed once the agreement is in force."),
    )

    def __init__(self, data: Any = None, *, record: Record | None = None, **kwargs: Any) -> None:
        initial = {"version": record.version if record else 0, **kwargs.pop("initial", {})}
        super().__init__(data, initial=initial, **kwargs)
        self.order_fields([name for name in self.fields if name not in {"reason", "version"}])

    def get_reason(self) -> str:
        return str(self.cleaned_data.get("reason", ""))
