"""What a person fills in to begin, to be invited, to invite."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import (
    password_validators_help_text_html,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cordee.ledger.models import Account
from cordee.ledger.states import DIGEST_NAMES, ROLE_NAMES, SCOPE_NAMES, Role, Scope


def list_scopes() -> list[tuple[str, str]]:
    """Return the scopes by what they let a program do, and by the word that programs know them by."""
    return [(scope.value, f"{SCOPE_NAMES[scope]} ({scope.value})") for scope in Scope]


class PersonForm(forms.Form):
    """A name and a password typed twice."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=password_validators_help_text_html,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The same password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def get_email(self) -> str:
        return ""

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        password = values.get("password", "")
        if password and values.get("again") and password != values["again"]:
            self.add_error("again", _("The two passwords differ. Type the same one twice."))
        if password:
            holder = Account(email=self.get_email(), name=values.get("name", ""))
            try:
                validate_password(password, holder)
            except ValidationError as error:
                self.add_error("password", error)
        return values


class FirstRunForm(PersonForm):
    """The first run: the house, and its first administrator."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("The eight digits the server printed when it started."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    organisation = forms.CharField(
        label=_("Your organisation"),
        max_length=200,
        help_text=_("Its name, its acronym or its ROR identifier."),
    )
    ror = forms.ChoiceField(label=_("Which one?"), required=False, widget=forms.RadioSelect)
    email = forms.EmailField(
        label=_("Your e-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    field_order = ("code", "organisation", "ror", "name", "email", "password", "again")

    def get_email(self) -> str:
        return str(self.cleaned_data.get("email", ""))

    def offer(self, choices: list[tuple[str, str]]) -> None:
        """Offer the organisations the typed name may mean."""
        field = self.fields["ror"]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices


class MineForm(forms.Form):
    """What a person may change of their own account."""

    name = forms.CharField(label=_("Name"), max_length=200)
    language = forms.ChoiceField(
        label=_("Language of letters"), choices=settings.LANGUAGES, required=True
    )
    digest = forms.ChoiceField(
        label=_("Letter about what waits for me"),
        choices=list(DIGEST_NAMES.items()),
        help_text=_("Nothing is sent while nothing waits."),
    )


class InviteForm(forms.Form):
    """Whom to invite, to which role, until when."""

    email = forms.EmailField(label=_("E-mail address"))
    # The weakest first: who does not choose gives the least.
    role = forms.ChoiceField(
        label=_("Role"), choices=list(ROLE_NAMES.items()), initial=Role.READER.value
    )
    end = forms.DateField(
        label=_("Last day"),
        required=False,
        help_text=_("Leave empty for a role without an end."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def get_role(self) -> Role:
        return Role(self.cleaned_data["role"])

    def get_end(self) -> date | None:
        end = self.cleaned_data["end"]
        return end if isinstance(end, date) else None


class TokenForm(forms.Form):
    """What a token is for, what it may do, until when."""

    name = forms.CharField(
        label=_("For which program"),
        max_length=100,
        help_text=_("So that you know later what stops when you revoke it."),
    )
    # Nothing is chosen to begin with: a token opens what its maker meant it to.
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=list_scopes,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Never more than you may do yourself on the day it is used."),
    )
    ends_on = forms.DateField(
        label=_("Last day"),
        help_text=_("A year from now at most."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def get_scopes(self) -> tuple[Scope, ...]:
        return tuple(Scope(one) for one in self.cleaned_data["scopes"])
