"""How every form looks, whoever wrote it, and the fields that forms share."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms.renderers import TemplatesSetting

from cordee.ledger import cells


EARLIEST, LATEST = date(cells.EARLIEST, 1, 1), date(cells.LATEST, 12, 31)

Choices = list[tuple[str, str]]
"""What a field offers: the value sent, and what the reader sees of it."""


class Renderer(TemplatesSetting):
    """Draws forms by our templates; the rest by Django's."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"


class Combobox(forms.TextInput):
    """A text, below which a script offers what it may mean as one types; without it, a text.

    The page at `address` answers with the options. Choosing one sends its identifier as `field`: at once,
    or where it `fills` the text, with the rest of the form.
    """

    template_name = "forms/combobox.html"

    def __init__(
        self, *, address: Any, field: str, found: Any, fills: bool, placeholder: Any
    ) -> None:
        super().__init__({"placeholder": placeholder})
        self.address, self.field, self.found, self.fills = address, field, found, fills

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return super().get_context(name, value, attrs) | {
            "address": self.address,
            "field": self.field,
            "found": self.found,
            "fills": self.fills,
        }


def make_day(label: Any, help_text: Any = "", *, required: bool = False) -> forms.DateField:
    """Return a field for one day, which browsers offer a calendar for."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        validators=[MinValueValidator(EARLIEST), MaxValueValidator(LATEST)],
        widget=forms.DateInput(
            attrs={"type": "date", "min": EARLIEST.isoformat(), "max": LATEST.isoformat()},
            format="%Y-%m-%d",
        ),
    )


def offer(field: forms.Field, choices: Choices) -> None:
    """Offer these choices in a field that is made before they are known."""
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
