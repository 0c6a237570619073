"""What is filled in of an organisation and its links."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from cordee.directory.operations.organisations import OrganisationValues
from cordee.directory.operations.registered import Wish
from cordee.directory.queries.lines import Named
from cordee.directory.states import (
    KIND_NAMES,
    STANDING_NAMES,
    STANDINGS_FOUND_BACKWARDS,
    Kind,
    Standing,
)
from cordee.web.forms import Choices, make_day, offer
from cordee.web.picking import AN_ORGANISATION, Offer, PickingForm, list_countries
from cordee.web.wording import get_reader_language


def make_text(label: Any, help_text: Any = "") -> forms.CharField:
    """Return a field for a few sentences."""
    return forms.CharField(
        label=label,
        max_length=5000,
        required=False,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def make_pick(label: Any, help_text: Any, *, required: bool = True) -> forms.CharField:
    """Return a field that names a thing of the directory; the form says in `picks` what may be meant."""
    return forms.CharField(label=label, max_length=300, required=required, help_text=help_text)


class VersionedForm(PickingForm):
    """A form of an entry, which knows which version of it it was opened with.

    A subclass says in `values` what is written of such an entry, and has a field for each part of it.
    """

    values: ClassVar[type[Any]]

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def get_version(self) -> int:
        return int(self.cleaned_data.get("version") or 0)

    def get_values(self) -> Any:
        """Return what was filled in, other entries by their identifiers."""
        return self.values(
            **{
                one.name: self.get_picked(one.name)
                if one.name in self.picks
                else self.cleaned_data[one.name]
                for one in fields(self.values)
            }
        )


class KeeperForm(forms.Form):
    """A form of something that is kept; who may keep it is asked of new entries alone."""

    keeper = forms.ChoiceField(
        label=_("Kept by"), help_text=_("Whose editors keep this entry true and confirm it.")
    )

    def __init__(self, *args: Any, homes: tuple[Named, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if homes:
            offer_homes(self.fields["keeper"], homes)
        else:
            del self.fields["keeper"]

    def get_keeper(self) -> UUID:
        return UUID(self.cleaned_data["keeper"])


class OrganisationForm(VersionedForm):
    """All that is written of an organisation."""

    values = OrganisationValues

    kind = forms.TypedChoiceField(label=_("Kind"), choices=list(KIND_NAMES.items()), coerce=Kind)
    name_fr = forms.CharField(label=_("Name in French"), max_length=300, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=300, required=False)
    acronym = forms.CharField(label=_("Acronym"), max_length=60, required=False)
    other_names = forms.CharField(
        label=_("Other names"),
        max_length=3000,
        required=False,
        help_text=_("One a line. The search finds it by them too."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    ror = forms.CharField(label=_("ROR identifier"), max_length=60, required=False)
    country = forms.ChoiceField(label=_("Country"), choices=list_countries, required=False)
    city = forms.CharField(label=_("Town"), max_length=120, required=False)
    latitude = forms.FloatField(
        label=_("Latitude"), required=False, min_value=-90, max_value=90, help_text=_("In degrees.")
    )
    longitude = forms.FloatField(
        label=_("Longitude"),
        required=False,
        min_value=-180,
        max_value=180,
        help_text=_("In degrees."),
    )
    website = forms.URLField(
        label=_("Website"), max_length=300, required=False, assume_scheme="https"
    )
    description_fr = make_text(_("Description in French"))
    description_en = make_text(_("Description in English"))
    start = make_day(_("First day"))
    end = make_day(_("Last day"), _("Leave empty while it exists."))


class NewOrganisationForm(KeeperForm, OrganisationForm):
    """An organisation entered by hand, with who keeps its entry and what it is part of."""

    part_of = make_pick(
        _("Part of"),
        _("An organisation of the directory, by name, acronym or ROR identifier."),
        required=False,
    )
    picks = {"part_of": AN_ORGANISATION}  # noqa: RUF012 -- read, never written


class RegistryForm(KeeperForm):
    """Organisations of the registry, by name or identifier."""

    field_order = ("text", "ror", "with_parts", "with_parents", "keeper")
    text = forms.CharField(
        label=_("Organisation"),
        max_length=200,
        help_text=_("Its name, its acronym or its ROR identifier."),
    )
    ror = Offer(label=_("Which one?"), required=False, widget=forms.RadioSelect)
    with_parts = forms.BooleanField(label=_("With all its parts"), required=False)
    with_parents = forms.BooleanField(
        label=_("With all it is part of"), required=False, initial=True
    )

    def offer(self, choices: Choices) -> None:
        """Offer the organisations the typed name may mean."""
        offer(self.fields["ror"], choices)

    def get_wish(self, ror: str) -> Wish:
        values = self.cleaned_data
        return Wish((ror,), with_parts=values["with_parts"], with_parents=values["with_parents"])


class LinkForm(PickingForm):
    """How this organisation stands to another, from when to when."""

    standing = forms.ChoiceField(label=_("This organisation…"))
    other = make_pick(
        _("Which organisation"),
        _("An organisation of the directory, by name, acronym or ROR identifier."),
    )
    start = make_day(_("First day"), _("Leave empty when it is not known."))
    end = make_day(_("Last day"), _("Leave empty while it holds."))
    share = forms.DecimalField(
        label=_("Share, in percent"), required=False, max_digits=5, decimal_places=2
    )
    picks = {"other": AN_ORGANISATION}  # noqa: RUF012 -- read, never written

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        forwards = [(f"{one.value}/forwards", str(name)) for one, name in STANDING_NAMES.items()]
        backwards = [
            (f"{one.value}/backwards", str(name)) for one, name in STANDINGS_FOUND_BACKWARDS.items()
        ]
        offer(self.fields["standing"], [*forwards, *backwards])

    def get_ends(self, here: UUID) -> tuple[UUID, Standing, UUID]:
        """Return the first end, the standing and the second end."""
        standing, _slash, direction = self.cleaned_data["standing"].partition("/")
        other = self.get_picked("other")
        assert other is not None
        first, second = (here, other) if direction == "forwards" else (other, here)
        return first, Standing(standing), second


class EndForm(forms.Form):
    """Since when something is no more."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    last_day = make_day(_("Last day"), required=True)

    def get_version(self) -> int:
        return int(self.cleaned_data.get("version") or 0)


def offer_homes(field: forms.Field, homes: tuple[Named, ...]) -> None:
    """Offer the organisations one may keep entries for; the first is chosen."""
    language = get_reader_language()
    offer(field, [(str(one.id), one.to_name(language)) for one in homes])
