"""Choosing a thing of the directory by its name, without a script: type, and choose where several fit."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cordee.directory.queries.search import Hit, Question, search
from cordee.directory.states import KIND_NAMES, Sort
from cordee.reference.countries import all_countries
from cordee.reference.folding import fold
from cordee.web.wording import format_country, get_reader_language


OFFERED = 8
"""A name that means more things than this is typed more fully sooner than read through."""

ORGANISATIONS = frozenset(Sort(kind.value) for kind in KIND_NAMES)
"""Everything that is an organisation."""


class Offer(forms.ChoiceField):
    """Which of several things is meant; the form shows it only once there is something to choose."""

    waits_for_choices = True


class PickingForm(forms.Form):
    """A form some of whose fields name a thing of the directory.

    A subclass says in `picks` which fields, and what may be meant; `get_picked` returns the
    identifier of what was chosen.
    """

    picks: dict[str, frozenset[Sort]] = {}  # noqa: RUF012 -- read, never written

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        placed: dict[str, forms.Field] = {}
        for name, field in self.fields.items():
            placed[name] = field
            if name in self.picks:
                placed[f"{name}_which"] = Offer(
                    label=gettext_lazy("Which one?"), required=False, widget=forms.RadioSelect
                )
        self.fields = placed
        self._picked: dict[str, UUID] = {}

    def get_picked(self, name: str) -> UUID | None:
        """Return the identifier of what the field names, None when it is empty."""
        return self._picked.get(name)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for name, sorts in self.picks.items():
            typed = str(values.get(name) or "").strip()
            if typed:
                self._pick(name, typed, sorts)
        return values

    def _pick(self, name: str, typed: str, sorts: frozenset[Sort]) -> None:
        found = search(Question(text=typed, sorts=sorts))
        offered = () if found.has_some else found.hits[:OFFERED]
        hits = {str(hit.record): hit for hit in offered}
        chosen = hits.get(str(self.data.get(f"{name}_which", "")))
        same = [hit for hit in offered if _is_named(hit, typed)]
        if chosen is None and len(same) == 1:
            chosen = same[0]
        if chosen is None and len(offered) == 1 and not found.corrected:
            chosen = offered[0]
        field = self.fields[f"{name}_which"]
        if chosen is not None:
            self._picked[name] = chosen.record
            self._errors_of(f"{name}_which")
        elif hits and isinstance(field, forms.ChoiceField):
            field.choices = [(key, write_hit(hit)) for key, hit in hits.items()]
            self._errors_of(f"{name}_which")
            self.add_error(f"{name}_which", _("Several fit. Choose the one you mean."))
        else:
            self.add_error(
                name, _("The directory has nothing by that name. Enter it first, or type less.")
            )

    def _errors_of(self, name: str) -> None:
        # A choice that was not offered when the form was read is none the less one of the hits.
        if name in self.errors:
            del self.errors[name]


def write_hit(hit: Hit) -> str:
    """Return a thing found on one line, with what tells it from its namesakes."""
    french = get_reader_language() == "fr"
    detail = hit.detail_fr if french else hit.detail_en
    country = format_country(hit.country) if hit.country else ""
    return ", ".join(filter(None, (hit.name_fr if french else hit.name_en, detail, country)))


def list_countries() -> list[tuple[str, str]]:
    """Return the countries to choose from, by name in the reader's language, none first."""
    named = sorted(
        ((one.code, format_country(one.code)) for one in all_countries()),
        key=lambda pair: fold(pair[1]),
    )
    return [("", "–"), *named]


def _is_named(hit: Hit, typed: str) -> bool:
    asked = fold(typed)
    return asked in {fold(hit.name_fr), fold(hit.name_en), fold(hit.detail_en.partition(" · ")[0])}
