"""What is filled in of applications: the form an instrument asks for, and the short forms around it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from cordee.kernel.errors import UsageError
from cordee.programmes.answers import read_amount, read_answers
from cordee.programmes.applied import Answer, ApplicationRecord, Money, Written
from cordee.programmes.definition.parts import FormField
from cordee.programmes.states import CostCategory, FieldKind
from cordee.web.errors import say_error, say_sentence
from cordee.web.forms import Choices, offer


class ApplyForm(forms.Form):
    """For which organisation one applies, and which entry of the directory one is."""

    organisation = forms.ChoiceField(
        label=_("For which organisation"), help_text=_("Where a role of yours lets you apply.")
    )
    person = forms.ChoiceField(
        label=_("You, in the directory"),
        required=False,
        help_text=_(
            "Rules about people are read from this entry. Without one they stay unknown; you can choose it later."
        ),
        widget=forms.RadioSelect,
    )
    orcid = forms.CharField(
        label=_("Your ORCID, if none of these is you"), required=False, max_length=60
    )

    def __init__(self, data: Any = None, *, organisations: Choices, people: Choices) -> None:
        super().__init__(data)
        offer(self.fields["organisation"], organisations)
        offer(self.fields["person"], [*people, ("", now("none of these"))])
        self.initial["person"] = people[0][0] if people else ""

    def get_organisation(self) -> UUID:
        return UUID(self.cleaned_data["organisation"])

    def get_person(self) -> UUID | None:
        chosen = self.cleaned_data["person"]
        return UUID(chosen) if chosen else None


class PersonForm(forms.Form):
    """Which entry of the directory a draft is about."""

    person = forms.ChoiceField(
        label=_("You, in the directory"), required=False, widget=forms.RadioSelect
    )
    orcid = forms.CharField(
        label=_("Your ORCID, if none of these is you"), required=False, max_length=60
    )

    def __init__(self, data: Any = None, *, people: Choices, person: UUID | None) -> None:
        super().__init__(data, initial={"person": str(person or "")})
        offer(self.fields["person"], [*people, ("", now("none of these"))])

    def get_person(self) -> UUID | None:
        chosen = self.cleaned_data["person"]
        return UUID(chosen) if chosen else None


class SubmitForm(forms.Form):
    """The last word before an application is submitted."""

    is_read = forms.BooleanField(
        label=_("I have read what the rules say, and submit the application as it is.")
    )


class WithdrawForm(forms.Form):
    """Why an application is withdrawn."""

    reason = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=500,
        help_text=_("Kept in the audit, and read by the office that runs the call."),
    )


class OverrideForm(forms.Form):
    """Why a verdict is set aside."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "It stands beside the verdict for whoever reads the application, and in the audit."
        ),
    )


def read_written(
    record: ApplicationRecord, sent: QueryDict
) -> tuple[Written, tuple[tuple[str, str], ...]]:
    """Return what was sent as it can be saved, and what cannot: the name of a field with a sentence.

    What cannot be read stays as it was saved before, so that one slip does not hold up the rest.
    """
    faults: list[tuple[str, str]] = []
    answers = read_form_answers(record, sent, faults)
    budget = _read_budget(record, sent, faults)
    return (
        Written(
            title=_read_line(sent, "title", 300),
            acronym=_read_line(sent, "acronym", 40),
            months=_read_months(record, sent, faults),
            answers=answers,
            budget=budget,
        ),
        tuple(faults),
    )


def _read_line(sent: QueryDict, name: str, most: int) -> str:
    return " ".join(sent.get(name, "").replace("\x00", "").split())[:most]


def _read_months(
    record: ApplicationRecord, sent: QueryDict, faults: list[tuple[str, str]]
) -> int | None:
    text = sent.get("months", "").strip()
    if not text:
        return None
    if text.isascii() and text.isdecimal() and 0 < int(text[:6]) <= _MOST_MONTHS:
        return int(text)
    faults.append(("months", now("Give the duration as a whole number of months.")))
    return record.written.months


_MOST_MONTHS = 240
"""Twenty years: what the definition of an instrument takes at most."""


Faults = tuple[tuple[str, str], ...]
"""What cannot be saved: the name of a field with a sentence."""


def read_form_answers(
    record: ApplicationRecord, sent: QueryDict, faults: list[tuple[str, str]]
) -> Mapping[str, Answer]:
    """Return the answers of the form as they were sent; what cannot be read stays, and joins the faults."""
    fields = record.call.definition.list_fields()
    typed = {field.key: _get_typed(field, sent) for field in fields}
    kept, wrong = read_answers(record.call.definition, typed)
    for one in wrong:
        faults.append((f"answers.{one.key}", say_sentence(one.sentence)))
        before = record.written.answers.get(one.key)
        if before is not None:
            kept[one.key] = before
    return kept


def _get_typed(field: FormField, sent: QueryDict) -> str | bool | list[str] | None:
    name = f"answers.{field.key}"
    if field.kind is FieldKind.CHOICES:
        return sent.getlist(name)
    return sent.get(name)


def _read_budget(
    record: ApplicationRecord, sent: QueryDict, faults: list[tuple[str, str]]
) -> tuple[Money, ...]:
    before = {
        (one.category, one.partner, one.is_cofunding): one.amount for one in record.written.budget
    }
    found = []
    for category in CostCategory:
        amount = _read_money(sent, f"asked.{category.value}", faults)
        if amount is None:
            amount = before.get((category, None, False), Decimal(0))
        found.append(Money(category, amount, _read_line(sent, f"note.{category.value}", 300)))
    for partner in record.partners:
        amount = _read_money(sent, f"brought.{partner.id}", faults)
        if amount is None:
            amount = before.get((CostCategory.OTHER, partner.id, True), Decimal(0))
        note = _read_line(sent, f"note.{partner.id}", 300)
        found.append(Money(CostCategory.OTHER, amount, note, True, partner.id))
    return tuple(one for one in found if one.amount)


def _read_money(sent: QueryDict, name: str, faults: list[tuple[str, str]]) -> Decimal | None:
    """Return an amount, nought where nothing stands, None with its fault where it cannot be read."""
    text = sent.get(name, "").strip()
    if not text:
        return Decimal(0)
    try:
        return read_amount(text)
    except UsageError as error:
        faults.append((name, say_error(error)))
        return None
