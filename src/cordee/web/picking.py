"""Choosing a thing by its name, without a script: type, and choose where several fit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cordee.directory.queries.search import Hit, Question, search
from cordee.directory.states import KIND_NAMES, Sort
from cordee.reference.countries import all_countries
from cordee.reference.folding import fold
from cordee.web.wording import format_country, get_reader_language


OFFERED = 8
"""A name that means more things than this is typed more fully sooner than read through."""


@dataclass(frozen=True)
class Option:
    """One thing that a text may mean; `is_same` says whether it is called exactly so."""

    id: UUID
    text: str
    is_same: bool


@dataclass(frozen=True)
class Offered:
    """What a text may mean; `is_certain` unless the text had to be put right first."""

    options: tuple[Option, ...]
    is_certain: bool = True


@dataclass(frozen=True)
class Finder:
    """Where what a field names is looked for, and what is said when nothing has such a name."""

    find: Callable[[str], Offered]
    nothing: str | Promise


class Offer(forms.ChoiceField):
    """Which of several things is meant; the form shows it only once there is something to choose."""

    waits_for_choices = True


class PickingForm(forms.Form):
    """A form some of whose fields name a thing that is there.

    A subclass says in `picks` which fields, and where what they name is looked for; `get_picked`
    returns the identifier of what was chosen.
    """

    picks: dict[str, Finder] = {}  # noqa: RUF012 -- read, never written

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
        for name, finder in self.picks.items():
            typed = str(values.get(name) or "").strip()
            if typed:
                self._pick(name, typed, finder)
        return values

    def _pick(self, name: str, typed: str, finder: Finder) -> None:
        found = finder.find(typed)
        options = {str(one.id): one for one in found.options}
        chosen = options.get(str(self.data.get(f"{name}_which", "")))
        same = [one for one in found.options if one.is_same]
        if chosen is None and len(same) == 1:
            chosen = same[0]
        if chosen is None and len(options) == 1 and found.is_certain:
            chosen = found.options[0]
        field = self.fields[f"{name}_which"]
        if chosen is not None:
            self._picked[name] = chosen.id
            self._errors_of(f"{name}_which")
        elif options and isinstance(field, forms.ChoiceField):
            field.choices = [(key, one.text) for key, one in options.items()]
            self._errors_of(f"{name}_which")
            self.add_error(f"{name}_which", _("Several fit. Choose the one you mean."))
        else:
            self.add_error(name, str(finder.nothing))

    def _errors_of(self, name: str) -> None:
        # A choice that was not offered when the form was read is none the less one of the hits.
        if name in self.errors:
            del self.errors[name]


def in_directory(*sorts: Sort) -> Finder:
    """Return where things of the directory are looked for, by name or identifier."""

    def find(typed: str) -> Offered:
        found = search(Question(text=typed, sorts=frozenset(sorts)))
        hits = () if found.has_some else found.hits[:OFFERED]
        options = (Option(one.record, _write_hit(one), _is_named(one, typed)) for one in hits)
        return Offered(tuple(options), is_certain=not found.corrected)

    return Finder(
        find,
        gettext_lazy("The directory has nothing by that name. Enter it first, or type less."),
    )


def _write_hit(hit: Hit) -> str:
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


ORGANISATIONS = tuple(Sort(kind.value) for kind in KIND_NAMES)
"""Every sort of organisation."""

AN_ORGANISATION = in_directory(*ORGANISATIONS)
"""Any organisation of the directory."""
