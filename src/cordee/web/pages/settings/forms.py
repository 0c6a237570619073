"""What an administrator fills in: the house's name and language, a backup's passphrase."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cordee.agreements.states import KIND_NAMES, LANGUAGE_NAMES, Kind
from cordee.agreements.word.fields import LANGUAGES
from cordee.agreements.word.templates import MOST_BYTES
from cordee.web.crossref import DOI_PREFIX, MOST_NAME
from cordee.web.crossref import EMAIL as DEPOSITOR_EMAIL
from cordee.web.forms import Choices as Offered
from cordee.web.publishing import DOMAIN, EMAIL, Choices


LEAST_PASSPHRASE = 12
"""As for passwords: OWASP ASVS 5, 6.2.1. What it guards is everything."""


class HouseForm(forms.Form):
    """What the installation is called, and how it greets."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("Name of the house"),
        max_length=80,
        required=False,
        help_text=_("It stands beside “Cordée” at the head of each page."),
    )
    language = forms.ChoiceField(
        label=_("Language of newcomers"),
        choices=[("", _("as the server was started")), *settings.LANGUAGES],
        required=False,
        help_text=_("For browsers that ask for neither English nor French."),
    )


class PublishingForm(forms.Form):
    """What anybody may harvest of the ledger, and who stands for it."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    organisations = forms.BooleanField(
        label=_("Organisations"),
        required=False,
        help_text=_("Names, ROR id, website, what they are part of."),
    )
    people = forms.BooleanField(
        label=_("People"),
        required=False,
        help_text=_(
            "Names, ORCID, website, affiliations with their dates; never an e-mail address. Publish them only if they were told and may object."
        ),
    )
    equipment = forms.BooleanField(
        label=_("Facilities and equipment"),
        required=False,
        help_text=_("Names, descriptions, the organisation; whomever they are open to."),
    )
    programmes = forms.BooleanField(
        label=_("Instruments and calls"),
        required=False,
        help_text=_(
            "Those that fund and were published; never drafts, nor what opens by invitation."
        ),
    )
    projects = forms.BooleanField(
        label=_("Projects and what they were given"),
        required=False,
        help_text=_(
            "Those that their office made public, while their award stands: title, summary, days, participants, grant, and who leads them where people are published."
        ),
    )
    events = forms.BooleanField(
        label=_("Events"),
        required=False,
        help_text=_("Those made public: title, description, place, days."),
    )
    services = forms.BooleanField(
        label=_("Services"),
        required=False,
        help_text=_("Those open to anyone, with their conditions. Told as RDF alone."),
    )
    skills = forms.BooleanField(
        label=_("Skills"),
        required=False,
        help_text=_(
            "Of people and organisations that are published; never what shows them. Told as RDF alone."
        ),
    )
    prizes = forms.BooleanField(
        label=_("Prizes"),
        required=False,
        help_text=_("Those made public, without laureates. Told as RDF alone."),
    )
    name = forms.CharField(
        label=_("Name of the repository"),
        max_length=200,
        required=False,
        help_text=_("Harvesters show it beside what they took."),
    )
    domain = forms.RegexField(
        rf"^{DOMAIN.pattern}$",
        label=_("Domain name"),
        max_length=100,
        required=False,
        help_text=_(
            "Such as cris.example.org. Every identifier begins with it: do not change it once harvesters came."
        ),
        error_messages={"invalid": _("Write a domain name with a dot, such as cris.example.org.")},
    )
    email = forms.RegexField(
        rf"^{EMAIL.pattern}$",
        label=_("E-mail address of who answers for it"),
        max_length=200,
        required=False,
        help_text=_("Anybody can read it. Take one of a team rather than of a person."),
        error_messages={"invalid": _("Write a whole e-mail address.")},
    )
    doi_prefix = forms.RegexField(
        rf"^{DOI_PREFIX.pattern}$",
        label=_("DOI prefix, where awards are registered with Crossref"),
        max_length=20,
        required=False,
        help_text=_("Such as 10.12345. Leave empty where you are no member of Crossref."),
        error_messages={"invalid": _("Write a prefix such as 10.12345, without what follows it.")},
    )
    depositor = forms.CharField(
        label=_("Depositor, as Crossref knows it"), max_length=MOST_NAME, required=False
    )
    depositor_email = forms.RegexField(
        rf"^{DEPOSITOR_EMAIL.pattern}$",
        label=_("E-mail address to which Crossref answers"),
        max_length=200,
        required=False,
        error_messages={"invalid": _("Write a whole e-mail address.")},
    )

    def read_choices(self) -> Choices:
        """Return what was chosen."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return Choices(**values)


class BackupForm(forms.Form):
    """A passphrase typed twice, or none."""

    passphrase = forms.CharField(
        label=_("Passphrase"),
        required=False,
        strip=False,
        min_length=LEAST_PASSPHRASE,
        help_text=_("Twelve letters at least. Without it nobody opens the file, not even you."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The same passphrase again"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if "passphrase" in values and values["passphrase"] != values.get("again", ""):
            self.add_error("again", _("The two differ. Type the same one twice."))
        return values


def list_kinds() -> Offered:
    """Return the kinds of agreements in the reader's language."""
    return [(kind.value, str(name).capitalize()) for kind, name in KIND_NAMES.items()]


def list_languages() -> Offered:
    """Return the languages that agreements are written in."""
    return [(one, str(LANGUAGE_NAMES[one]).capitalize()) for one in LANGUAGES]


class TemplateForm(forms.Form):
    """A Word template for one kind of agreement in one language."""

    kind = forms.ChoiceField(label=_("Kind of agreement"), choices=list_kinds)
    language = forms.ChoiceField(label=_("Language"), choices=list_languages)
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "A Word document (.docx) of a few megabytes, without macros. It is filled once to check it."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".docx"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                _("A template has %(most)s MB at most. Make its pictures smaller."),
                params={"most": MOST_BYTES // 1024**2},
            )
        return file

    def get_kind(self) -> Kind:
        return Kind(self.cleaned_data["kind"])
