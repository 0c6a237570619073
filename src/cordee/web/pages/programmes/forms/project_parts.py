"""The forms of what belongs to a project: participants, people, money, instalments, milestones, reports."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from cordee.directory.states import Sort
from cordee.programmes.granting.states import (
    MONEY_NAMES,
    PARTICIPANT_ROLE_NAMES,
    PROJECT_ROLE_NAMES,
    MoneyKind,
    ParticipantRole,
    ProjectRole,
)
from cordee.programmes.granting.values import ProjectRecord, ReportTold
from cordee.programmes.operations.project_parts import MOST_INSTALMENTS, MoneyDraft
from cordee.programmes.operations.project_people import ParticipantDraft
from cordee.programmes.states import (
    COST_CATEGORY_NAMES,
    REPORT_KIND_NAMES,
    CostCategory,
    ReportKind,
)
from cordee.web.forms import make_day, offer
from cordee.web.pages.programmes.forms.projects import ProjectVersionForm, ReasonedForm
from cordee.web.picking import AN_ORGANISATION, PickingForm, in_directory, list_countries
from cordee.web.project_wording import name_report


def make_amount(label: Any, *, required: bool = True, least: Decimal = Decimal("0.01")) -> Any:
    """Return a field for money."""
    return forms.DecimalField(
        label=label, required=required, min_value=least, max_digits=14, decimal_places=2
    )


def make_currency() -> forms.CharField:
    """Return a field for a currency."""
    return forms.CharField(
        label=_("Currency"), max_length=3, initial="EUR", help_text=_("Three letters: EUR.")
    )


class OfProjectForm(ProjectVersionForm):
    """A form that may name a participant of the project."""

    participant = forms.ChoiceField(label=_("Participant"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(one.id), one.name) for one in self.project.participants]
        offer(self.fields["participant"], [("", "–"), *named])

    def get_participant(self) -> UUID | None:
        chosen = self.cleaned_data["participant"]
        return UUID(chosen) if chosen else None


class ParticipantForm(ReasonedForm, PickingForm):
    """An organisation in the project: its entry of the directory, or only its name and country."""

    organisation = forms.CharField(
        label=_("Organisation of the directory"),
        max_length=200,
        required=False,
        help_text=_("Its name, its acronym or its ROR identifier, as the directory has it."),
    )
    name = forms.CharField(
        label=_("Or its name alone"),
        max_length=300,
        required=False,
        help_text=_("For an organisation that the directory does not have."),
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    role = forms.ChoiceField(
        label=_("Role"),
        choices=list(PARTICIPANT_ROLE_NAMES.items()),
        initial=ParticipantRole.PARTICIPANT.value,
    )
    start = make_day(_("From"))
    end = make_day(_("Until"))
    picks = {"organisation": AN_ORGANISATION}  # noqa: RUF012 -- read, never written

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["country"], list_countries())
        self.order_fields(["organisation", "organisation_which", "name", "country"])

    def get_draft(self) -> ParticipantDraft:
        values = self.cleaned_data
        return ParticipantDraft(
            organisation=self.get_picked("organisation"),
            name=values["name"],
            country=values["country"],
            role=ParticipantRole(values["role"]),
            start=values["start"],
            end=values["end"],
        )


class PersonForm(OfProjectForm, PickingForm):
    """A person of the project: the entry of the directory, or only a name."""

    person = forms.CharField(
        label=_("Person of the directory"),
        max_length=200,
        required=False,
        help_text=_("A leader reports here by the account with the address of this entry."),
    )
    name = forms.CharField(label=_("Or the name alone"), max_length=200, required=False)
    role = forms.ChoiceField(label=_("Role"), choices=list(PROJECT_ROLE_NAMES.items()))
    picks = {"person": in_directory(Sort.PERSON)}  # noqa: RUF012 -- read, never written

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["person", "person_which", "name", "role"])

    def get_role(self) -> ProjectRole:
        return ProjectRole(self.cleaned_data["role"])


class MoneyForm(ReasonedForm, OfProjectForm):
    """A line of money, in its own currency."""

    kind = forms.ChoiceField(label=_("Kind"), choices=list(MONEY_NAMES.items()))
    amount = make_amount(_("Amount"))
    currency = make_currency()
    category = forms.ChoiceField(
        label=_("Category"), required=False, choices=[("", "–"), *COST_CATEGORY_NAMES.items()]
    )
    rate = forms.DecimalField(
        label=_("Exchange rate"),
        required=False,
        min_value=Decimal("0.000001"),
        max_digits=14,
        decimal_places=6,
        help_text=_("How many euros one unit is worth; without it the sum in euros leaves it out."),
    )
    rate_on = make_day(_("Day of the rate"))
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["participant"].help_text = _(
            "Who brings it, or whose share of the grant it is."
        )
        names = ["kind", "amount", "currency", "category", "participant", "rate", "rate_on"]
        self.order_fields(names)

    def get_draft(self) -> MoneyDraft:
        values = self.cleaned_data
        return MoneyDraft(
            kind=MoneyKind(values["kind"]),
            amount=values["amount"],
            currency=values["currency"],
            category=CostCategory(values["category"]) if values["category"] else None,
            participant=self.get_participant(),
            rate=values["rate"],
            rate_on=values["rate_on"],
            note=values["note"],
        )


class PlanForm(ProjectVersionForm):
    """Equal instalments of the grant."""

    count = forms.IntegerField(
        label=_("How many instalments"), min_value=1, max_value=MOST_INSTALMENTS, initial=2
    )


class InstalmentForm(OfProjectForm):
    """One instalment."""

    due_on = make_day(_("Due on"), required=True)
    amount = make_amount(_("Amount"))
    currency = make_currency()
    waits_for = forms.ChoiceField(label=_("Waits for"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reports = [
            (str(one.id), name_report(one.kind, one.number, one.due_on))
            for one in self.project.reports
        ]
        offer(self.fields["waits_for"], [("", "–"), *reports])
        self.order_fields(["due_on", "amount", "currency", "participant", "waits_for"])

    def get_waits_for(self) -> UUID | None:
        chosen = self.cleaned_data["waits_for"]
        return UUID(chosen) if chosen else None


class PaidForm(ProjectVersionForm):
    """That an instalment was paid."""

    paid_on = make_day(_("Paid on"), required=True)
    reference = forms.CharField(label=_("Reference of the payment"), max_length=100)


class MilestoneForm(ProjectVersionForm):
    """Something the project means to reach."""

    title = forms.CharField(label=_("Milestone"), max_length=300)
    due_on = make_day(_("By"), required=True)


class ReachedForm(ProjectVersionForm):
    """That a milestone was reached."""

    reached_on = make_day(_("Reached on"), required=True)
    note = forms.CharField(
        label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class NewReportForm(ProjectVersionForm):
    """A report that is asked for by hand."""

    kind = forms.ChoiceField(label=_("Kind"), choices=list(REPORT_KIND_NAMES.items()))
    due_on = make_day(_("Due on"), required=True)

    def get_kind(self) -> ReportKind:
        return ReportKind(self.cleaned_data["kind"])


class ReportForm(ProjectVersionForm):
    """What is handed in: words, a file, and of a financial report what was spent by category."""

    text = forms.CharField(
        label=_("Report"),
        required=False,
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("PDF, Word (.docx), OpenDocument, text or picture, 25 MB at most."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        project: ProjectRecord,
        report: ReportTold,
        granted: Mapping[CostCategory, Decimal],
        files: Any = None,
    ) -> None:
        super().__init__(data, project=project, files=files, initial={"text": report.text})
        self.categories: tuple[CostCategory, ...] = ()
        if report.kind is not ReportKind.FINANCIAL:
            return
        self.categories = tuple(one for one in CostCategory if one in granted) or tuple(
            CostCategory
        )
        for one in self.categories:
            self.fields[f"spent_{one.value}"] = forms.DecimalField(
                label=str(COST_CATEGORY_NAMES[one]),
                required=False,
                min_value=0,
                max_digits=14,
                decimal_places=2,
                initial=report.spent.get(one),
            )
        self.order_fields([f"spent_{one.value}" for one in self.categories])

    def get_spent(self) -> dict[CostCategory, Decimal]:
        found = {one: self.cleaned_data.get(f"spent_{one.value}") for one in self.categories}
        return {one: amount for one, amount in found.items() if amount}


class SettleForm(ProjectVersionForm):
    """What is said when a report is accepted, or returned."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[("accept", _("Accept")), ("return", _("Return for changes"))],
        widget=forms.RadioSelect,
    )
    remark = forms.CharField(
        label=_("Remark"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class PlainForm(ReasonedForm):
    """A part that is taken out, with the reason where one is needed."""
