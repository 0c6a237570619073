"""What every form of a record has."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cordee.agreements.values import Record


Choices = list[tuple[str, str]]


def make_day(label: object, *, required: bool = False, help_text: object = "") -> forms.DateField:
    """Return a field for one day, which browsers offer a calendar for."""
    return forms.DateField(
        label=label,  # type: ignore[arg-type]
        required=required,
        help_text=help_text,  # type: ignore[arg-type]
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


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


def offer(form: forms.Form, name: str, choices: Choices) -> None:
    """Offer these choices in a field of a form."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
