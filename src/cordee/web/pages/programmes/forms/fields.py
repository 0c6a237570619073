"""The fields of the studio: lines, texts, numbers and lists of words, made alike everywhere."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cordee.reference.zones import all_zones
from cordee.web.wording import format_zone


def choices(names: Any, *, empty: bool = False) -> list[tuple[str, Any]]:
    """Return what a list of words offers, an empty choice first where nothing need be chosen."""
    listed = [(getattr(code, "value", code), name) for code, name in names.items()]
    return [("", "–"), *listed] if empty else listed


def widen(field: Any) -> Any:
    """Return a field that takes twice the room of others: what it holds would be cut."""
    field.is_wide = True
    return field


def line(label: Any, *, required: bool = True, help_text: Any = "", most: int = 400) -> Any:
    """Return a field for a line of text."""
    return forms.CharField(label=label, required=required, help_text=help_text, max_length=most)


def paragraph(
    label: Any, *, required: bool = True, help_text: Any = "", rows: int = 3, most: int = 4000
) -> Any:
    """Return a field for a text."""
    widget = forms.Textarea(attrs={"rows": rows})
    return widen(
        forms.CharField(
            label=label, required=required, help_text=help_text, max_length=most, widget=widget
        )
    )


def choose_several(label: Any, names: Any = ()) -> Any:
    """Return a field that offers a list of words of which none, one or several hold."""
    return widen(
        forms.MultipleChoiceField(
            label=label, required=False, choices=names, widget=forms.CheckboxSelectMultiple
        )
    )


def count(label: Any, *, least: int = 0, most: int = 10_000, required: bool = False) -> Any:
    """Return a field for a whole number."""
    return forms.IntegerField(label=label, required=required, min_value=least, max_value=most)


def amount(label: Any, *, required: bool = False) -> Any:
    """Return a field for an amount of money or a share."""
    return forms.DecimalField(
        label=label, required=required, min_value=0, max_digits=14, decimal_places=2
    )


def choose(label: Any, names: Any, *, empty: bool = False) -> Any:
    """Return a field that offers a list of words."""
    return forms.ChoiceField(label=label, required=not empty, choices=choices(names, empty=empty))


def list_zones() -> list[tuple[str, str]]:
    """Return the dated zones of the reference data."""
    return [("", "–"), *((zone.code, format_zone(zone.code)) for zone in all_zones())]


def make_note() -> Any:
    """Return the field for what a version changes."""
    return widen(
        forms.CharField(
            label=_("What changes, and why"),
            required=False,
            max_length=500,
            help_text=_("Shown in the history of versions."),
        )
    )
