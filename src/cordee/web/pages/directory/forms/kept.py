"""What is filled in of people, facilities, equipment, services and themes."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from cordee.directory.operations.people import PersonValues, SkillValues
from cordee.directory.operations.resources import ResourceValues
from cordee.directory.operations.themes import ThemeValues
from cordee.directory.states import (
    AUDIENCE_NAMES,
    EVIDENCE_NAMES,
    INVOLVEMENT_NAMES,
    RESOURCE_KIND_NAMES,
    THEME_KIND_NAMES,
    Audience,
    Evidence,
    InvolvementKind,
    ResourceKind,
    Sort,
    ThemeKind,
)
from cordee.web.forms import make_day
from cordee.web.pages.directory.forms.organisations import (
    KeeperForm,
    VersionedForm,
    make_pick,
    make_text,
)
from cordee.web.picking import AN_ORGANISATION, ORGANISATIONS, PickingForm, in_directory


class KeptForm(KeeperForm, VersionedForm):
    """A form of something an organisation keeps."""


class PersonForm(KeptForm):
    """Who somebody is."""

    values = PersonValues

    given_name = forms.CharField(label=_("Given name"), max_length=120, required=False)
    family_name = forms.CharField(label=_("Family name"), max_length=120)
    orcid = forms.CharField(label="ORCID", max_length=60, required=False)
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        help_text=_("Shown only to those whose role lets them see addresses of people."),
    )
    website = forms.URLField(
        label=_("Website"), max_length=300, required=False, assume_scheme="https"
    )
    description_fr = make_text(_("Description in French"))
    description_en = make_text(_("Description in English"))
    end = make_day(_("Last day"), _("Leave empty while the person is active."))


class NewPersonForm(PersonForm):
    """Somebody new, with what they are at the organisation that keeps their entry."""

    role = forms.ChoiceField(
        label=_("There, the person…"),
        required=False,
        choices=[("", "–"), *INVOLVEMENT_NAMES.items()],
        initial=InvolvementKind.WORKS_AT.value,
    )
    start = make_day(_("Since"), _("Leave empty when it is not known."))

    def get_role(self) -> InvolvementKind | None:
        text = self.cleaned_data["role"]
        return InvolvementKind(text) if text else None


class InvolvementForm(PickingForm):
    """What somebody is at an organisation."""

    role = forms.ChoiceField(label=_("This person…"), choices=list(INVOLVEMENT_NAMES.items()))
    organisation = make_pick(
        _("Which organisation"),
        _("An organisation of the directory, by name, acronym or ROR identifier."),
    )
    start = make_day(_("First day"), _("Leave empty when it is not known."))
    end = make_day(_("Last day"), _("Leave empty while it holds."))
    share = forms.DecimalField(
        label=_("Share, in percent"), required=False, max_digits=5, decimal_places=2
    )
    grade = forms.CharField(
        label=_("Grade"),
        max_length=40,
        required=False,
        help_text=_(
            "As the employer writes it: CRCN, DR2, MCF, PU-PH… Calls count years since recruitment from the first day with a grade."
        ),
    )
    picks = {"organisation": AN_ORGANISATION}  # noqa: RUF012 -- read, never written

    def get_role(self) -> InvolvementKind:
        return InvolvementKind(self.cleaned_data["role"])


class AwardForm(forms.Form):
    """What somebody was awarded."""

    code = forms.CharField(
        label=_("Award"),
        max_length=60,
        help_text=_("By its code, as rules ask for it: ATIP-Avenir, ERC-StG, ERC-CoG, MSCA-PF…"),
    )
    start = make_day(_("First day"), required=True)
    end = make_day(_("Last day"), _("Leave empty when it is not known."))
    reference = forms.CharField(
        label=_("Reference"),
        max_length=200,
        required=False,
        help_text=_("The grant's DOI or the funder's number."),
    )


class SkillForm(forms.Form):
    """What somebody can do, and what shows it."""

    name_fr = forms.CharField(label=_("Name in French"), max_length=200, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    evidence = forms.ChoiceField(label=_("Shown by"), choices=list(EVIDENCE_NAMES.items()))
    evidence_text = forms.CharField(
        label=_("Which one, or the sentence"),
        max_length=1000,
        help_text=_("A DOI, the number at the end of a work's address, or a sentence."),
    )

    def get_values(self) -> SkillValues:
        values = self.cleaned_data
        return SkillValues(
            name_fr=values["name_fr"],
            name_en=values["name_en"],
            evidence=Evidence(values["evidence"]),
            evidence_text=values["evidence_text"],
        )


class ResourceForm(KeptForm):
    """A facility, a machine or a service: what, for whom, on which conditions."""

    values = ResourceValues

    kind = forms.TypedChoiceField(
        label=_("Kind"), choices=list(RESOURCE_KIND_NAMES.items()), coerce=ResourceKind
    )
    name_fr = forms.CharField(label=_("Name in French"), max_length=300, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=300, required=False)
    parent = make_pick(
        _("Belongs to the facility"), _("By its name in the directory."), required=False
    )
    audience = forms.TypedChoiceField(
        label=_("Open to"), choices=list(AUDIENCE_NAMES.items()), coerce=Audience
    )
    conditions_fr = make_text(_("Conditions in French"))
    conditions_en = make_text(_("Conditions in English"))
    booking = forms.URLField(
        label=_("Where to book"), max_length=300, required=False, assume_scheme="https"
    )
    contact = make_pick(
        _("Contact"), _("Somebody of the directory, by name or ORCID."), required=False
    )
    description_fr = make_text(_("Description in French"))
    description_en = make_text(_("Description in English"))
    start = make_day(_("First day"))
    end = make_day(_("Last day"), _("Leave empty while it exists."))
    picks = {  # noqa: RUF012 -- read, never written
        "parent": in_directory(Sort.FACILITY),
        "contact": in_directory(Sort.PERSON),
    }


class ThemeForm(KeptForm):
    """A theme, an axis or a sector."""

    values = ThemeValues

    kind = forms.TypedChoiceField(
        label=_("Kind"), choices=list(THEME_KIND_NAMES.items()), coerce=ThemeKind
    )
    name_fr = forms.CharField(label=_("Name in French"), max_length=300, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=300, required=False)
    parent = make_pick(
        _("Belongs to"), _("A wider theme or axis, by its name in the directory."), required=False
    )
    mesh = forms.CharField(
        label=_("Branch of MeSH"),
        max_length=60,
        required=False,
        help_text=_("Where one fits, such as C04: its figures are one step away then."),
    )
    description_fr = make_text(_("Description in French"))
    description_en = make_text(_("Description in English"))
    start = make_day(_("First day"))
    end = make_day(_("Last day"), _("Leave empty while it exists."))
    picks = {  # noqa: RUF012 -- read, never written
        "parent": in_directory(Sort.THEME, Sort.AXIS, Sort.SECTOR)
    }


class TieForm(PickingForm):
    """What belongs to a theme, or who leads it."""

    what = make_pick(
        _("What belongs to it, or who leads it"),
        _("An organisation, a person or a facility of the directory, by its name."),
    )
    leads = forms.BooleanField(label=_("This person leads it"), required=False)
    start = make_day(_("First day"), _("Leave empty when it is not known."))
    end = make_day(_("Last day"), _("Leave empty while it holds."))
    picks = {  # noqa: RUF012 -- read, never written
        "what": in_directory(
            *ORGANISATIONS, Sort.PERSON, Sort.FACILITY, Sort.EQUIPMENT, Sort.SERVICE
        )
    }
