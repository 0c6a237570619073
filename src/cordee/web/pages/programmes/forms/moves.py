"""The forms of records of people on the move: missions, stays, delegations, trainings, prizes, events."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cordee.agreements.queries import find_by_reference
from cordee.directory.queries import get_names
from cordee.directory.queries.evidence import show_people
from cordee.directory.states import Sort as Listed
from cordee.kernel.errors import CordeeError
from cordee.ledger.rights import Actor
from cordee.programmes.moving.life import KIND_NAMES, STAGE_NAMES
from cordee.programmes.moving.rules import NO_PATIENT_DATA
from cordee.programmes.moving.states import (
    DIRECTION_NAMES,
    EVENT_KIND_NAMES,
    MOBILITY_PURPOSE_NAMES,
    TRAINING_KIND_NAMES,
    Sort,
)
from cordee.programmes.moving.values import Sought
from cordee.programmes.queries.moves import find_project, name_agreements, name_projects
from cordee.web.errors import say_error
from cordee.web.forms import Choices, make_day, offer
from cordee.web.picking import AN_ORGANISATION, Finder, PickingForm, in_directory, list_countries
from cordee.web.wording import get_reader_language


PEOPLE = in_directory(Listed.PERSON)

PATIENTS = _(NO_PATIENT_DATA)

ALL = pgettext_lazy("countries, years, stages or kinds", "all")


def make_line(label: Any, most: int = 300, *, required: bool = True, help_text: Any = "") -> Any:
    """Return a field for one line of text."""
    return forms.CharField(label=label, max_length=most, required=required, help_text=help_text)


def make_text(label: Any, *, required: bool = False, help_text: Any = "") -> Any:
    """Return a field for a text of several lines."""
    return forms.CharField(
        label=label,
        max_length=10_000,
        required=required,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def make_entry(label: Any) -> Any:
    """Return a field for the name of an entry of the directory."""
    return make_line(label, required=False, help_text=_("Leave empty when it has none."))


def make_agreement(label: Any) -> Any:
    """Return a field for an agreement, by its reference."""
    return make_line(label, required=False, help_text=_("Its reference, or its identifier."))


def make_public(help_text: Any) -> Any:
    """Return a field for whether a record may be told to the world, where its kind is published."""
    return forms.BooleanField(label=_("Public"), required=False, help_text=help_text)


def make_country() -> Any:
    """Return a field for the country a record is with."""
    return forms.ChoiceField(label=_("Country"))


class ColumnsForm(PickingForm):
    """A form whose fields are the columns of a row, by the same names.

    `entries` says of a field that names an entry of the directory which column keeps the identifier. A
    field `agreement` takes a reference, a field `project` what a project is called.
    """

    entries: ClassVar[dict[str, str]] = {}

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        by: Actor,
        on: date,
        office: UUID | None = None,
        version: int = 0,
        values: Mapping[str, Any] | None = None,
    ) -> None:
        self.by, self.on, self.office = by, on, office
        initial = {"version": version, **self._show(values)} if values else {"version": version}
        super().__init__(data, initial=initial)
        if "country" in self.fields:
            offer(self.fields["country"], list_countries())
        self._found: dict[str, UUID | None] = {}

    def clean(self) -> dict[str, Any]:
        """Find the agreement and the project that are named."""
        values = super().clean()
        for name in ("agreement", "project"):
            typed = str(values.get(name) or "").strip()
            if name not in self.fields or not typed:
                continue
            try:
                self._found[name] = self._find(name, typed)
            except CordeeError as error:
                self.add_error(name, say_error(error))
        return values

    def get_values(self) -> dict[str, Any]:
        """Return what was filled in, by the names of columns."""
        values: dict[str, Any] = {}
        for name, value in self.cleaned_data.items():
            if name in self.entries:
                values[self.entries[name]] = self.get_picked(name)
            elif name == "agreement":
                values["agreement"] = self._found.get(name)
            elif name == "project":
                values["project_id"] = self._found.get(name)
            elif name not in {"version", "office"} and not name.endswith("_which"):
                values[name] = value
        return values

    def _find(self, name: str, typed: str) -> UUID:
        if name == "agreement":
            return find_by_reference(typed, by=self.by, on=self.on)
        office = self.office or UUID(str(self.data.get("office")))
        return find_project(typed, office)

    def _show(self, values: Mapping[str, Any]) -> dict[str, Any]:
        shown = dict(values)
        for name, column in self.entries.items():
            if shown.get(column):
                shown[name] = _name_entry(shown[column], self.picks[name])
        if shown.get("agreement"):
            named = name_agreements([shown["agreement"]], by=self.by, on=self.on)
            reference = named.get(shown["agreement"], ("", "", ""))[0]
            shown["agreement"] = reference or str(shown["agreement"])
        if shown.get("project_id"):
            shown["project"] = name_projects([shown["project_id"]]).get(shown["project_id"], "")
        return shown


class RecordForm(ColumnsForm):
    """A whole record; a new one says which organisation keeps it."""

    def __init__(self, data: Any = None, *, offices: Choices | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if offices is not None:
            self.fields["office"] = forms.ChoiceField(label=_("Kept by"), choices=offices)
            self.order_fields(["office"])

    def get_office(self) -> UUID:
        """Return the organisation that keeps the record."""
        return UUID(self.cleaned_data["office"])


class MissionForm(RecordForm):
    picks = {  # noqa: RUF012 -- read, never written
        "organisation_entry": AN_ORGANISATION
    }
    entries: ClassVar = {"organisation_entry": "organisation"}

    title = make_line(_("Title"))
    country = make_country()
    organisation_name = make_line(_("Organisation on the spot"))
    organisation_entry = make_entry(_("Its entry in the directory"))
    place = make_line(_("Place"), 200, required=False)
    need = make_text(_("What is needed"), required=True, help_text=PATIENTS)
    starts_on = make_day(_("First day"))
    ends_on = make_day(_("Last day"))
    agreement = make_agreement(_("Under the agreement"))
    project = make_line(
        _("Of the project"), required=False, help_text=_("Its reference or acronym.")
    )


class StayForm(RecordForm):
    picks = {  # noqa: RUF012 -- read, never written
        "person_entry": PEOPLE,
        "home_entry": AN_ORGANISATION,
        "host_entry": AN_ORGANISATION,
    }
    entries: ClassVar = {"person_entry": "person", "home_entry": "home", "host_entry": "host"}

    direction = forms.ChoiceField(
        label=_("Direction"), choices=[("", "–"), *DIRECTION_NAMES.items()]
    )
    name = make_line(_("Name"), 200)
    person_entry = make_entry(_("Their entry in the directory"))
    purpose = forms.ChoiceField(
        label=_("Purpose"), choices=[("", "–"), *MOBILITY_PURPOSE_NAMES.items()]
    )
    subject = make_line(_("Subject"), required=False)
    country = make_country()
    home_name = make_line(_("Home organisation"))
    home_entry = make_entry(_("Entry of the home organisation"))
    host_name = make_line(_("Host organisation"))
    host_entry = make_entry(_("Entry of the host organisation"))
    starts_on = make_day(_("First day"), required=True)
    ends_on = make_day(_("Last day"))
    funding = make_line(_("Paid from"), required=False)
    agreement = make_agreement(_("Hosting agreement"))
    project = make_line(
        _("Of the project"), required=False, help_text=_("Its reference or acronym.")
    )


class DelegationForm(RecordForm):
    title = make_line(_("Title"))
    direction = forms.ChoiceField(
        label=_("Direction"), choices=[("", "–"), *DIRECTION_NAMES.items()]
    )
    country = make_country()
    place = make_line(_("Place"), 200, required=False)
    purpose = make_text(_("Purpose"))
    starts_on = make_day(_("First day"))
    ends_on = make_day(_("Last day"))
    agreement = make_agreement(_("About the agreement"))


class TrainingForm(RecordForm):
    picks = {  # noqa: RUF012 -- read, never written
        "organisation_entry": AN_ORGANISATION
    }
    entries: ClassVar = {"organisation_entry": "organisation"}

    title = make_line(_("Title"))
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", "–"), *TRAINING_KIND_NAMES.items()])
    description = make_text(_("Description"))
    country = forms.ChoiceField(label=_("Country"), required=False)
    organisation_name = make_line(_("Partner organisation"), required=False)
    organisation_entry = make_entry(_("Its entry in the directory"))
    starts_on = make_day(_("First day"))
    ends_on = make_day(_("Last day"))
    agreement = make_agreement(_("Under the agreement"))


class PrizeForm(RecordForm):
    title = make_line(_("Title"))
    code = make_line(
        _("Code"),
        60,
        help_text=_(
            "Laureates have it as an award in the directory; rules of instruments ask by it."
        ),
    )
    description = make_text(_("Description"))
    country = forms.ChoiceField(label=_("Country"), required=False)
    starts_on = make_day(_("Given since"))
    ends_on = make_day(_("Given until"))
    is_public = make_public(_("Its title, description and days are told; never its laureates."))


class EventForm(RecordForm):
    title = make_line(_("Title"))
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", "–"), *EVENT_KIND_NAMES.items()])
    description = make_text(_("Description"))
    country = forms.ChoiceField(label=_("Country"), required=False)
    place = make_line(_("Place"), 200, required=False)
    starts_on = make_day(_("First day"), required=True)
    ends_on = make_day(_("Last day"))
    organisers = make_line(_("Organisers"), 500, required=False)
    people = forms.IntegerField(
        label=_("Number of participants"), required=False, min_value=0, max_value=1_000_000
    )
    website = forms.URLField(
        label=_("Website"), required=False, max_length=300, assume_scheme="https"
    )
    agreement = make_agreement(_("Under the agreement"))
    project = make_line(
        _("Of the project"), required=False, help_text=_("Its reference or acronym.")
    )
    is_public = make_public(
        _(
            "Its title, description, place and days are told; neither who organises it nor who comes."
        )
    )


RECORD_FORMS: Mapping[Sort, type[RecordForm]] = {
    Sort.MISSION: MissionForm,
    Sort.STAY: StayForm,
    Sort.DELEGATION: DelegationForm,
    Sort.TRAINING: TrainingForm,
    Sort.PRIZE: PrizeForm,
    Sort.EVENT: EventForm,
}


class SoughtForm(forms.Form):
    """What is looked for in a list. What cannot be read is left out, as an address may be old."""

    text = forms.CharField(label=_("Words"), required=False, max_length=120)
    country = forms.ChoiceField(label=_("Country"), required=False)
    year = forms.IntegerField(label=_("Year"), required=False, min_value=1990, max_value=2200)
    stage = forms.ChoiceField(label=_("Stage"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)

    def __init__(self, data: Any, *, sort: Sort, countries: Choices) -> None:
        super().__init__(data)
        offer(self.fields["country"], [("", str(ALL)), *countries])
        for name, names in (("stage", STAGE_NAMES.get(sort)), ("kind", KIND_NAMES.get(sort))):
            if names is None:
                del self.fields[name]
            else:
                offer(
                    self.fields[name],
                    [("", str(ALL)), *((str(code), str(said)) for code, said in names.items())],
                )

    def get_sought(self) -> Sought:
        """Return what is looked for."""
        self.is_valid()
        values = self.cleaned_data
        return Sought(
            text=values.get("text", ""),
            country=values.get("country", ""),
            year=values.get("year"),
            stage=values.get("stage", ""),
            kind=values.get("kind", ""),
        )


class StepForm(forms.Form):
    """Why a mission or a delegation goes to its next stage."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why"), max_length=500, required=False, help_text=_("Kept in the audit.")
    )


def _name_entry(identifier: UUID, finder: Finder) -> str:
    if finder is PEOPLE:
        shown = show_people([identifier]).get(identifier)
        return shown.name if shown else ""
    named = get_names([identifier]).get(identifier)
    return named.to_name(get_reader_language()) if named else ""
