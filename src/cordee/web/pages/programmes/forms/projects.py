"""The forms of projects: what is looked for, what a project is, how it begins and is led through its life."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from cordee.agreements.portfolio import Portfolio, is_called
from cordee.programmes.granting.states import PROJECT_STAGE_NAMES, ProjectStage
from cordee.programmes.granting.values import ProjectDraft, ProjectRecord, Sought
from cordee.programmes.queries.project_lists import Choices as Found
from cordee.web.forms import Choices, make_day, offer
from cordee.web.picking import OFFERED, Finder, Offered, Option, PickingForm
from cordee.web.wording import format_country


ALL = [("", _("all"))]


class ProjectFilterForm(forms.Form):
    """What is looked for among projects. What cannot be read is left out, as an address may be old."""

    text = forms.CharField(label=_("Words"), required=False, max_length=120)
    stage = forms.ChoiceField(
        label=_("Stage"), required=False, choices=[*ALL, *PROJECT_STAGE_NAMES.items()]
    )
    instrument = forms.ChoiceField(label=_("Instrument"), required=False)
    funder = forms.ChoiceField(label=_("Funder or programme"), required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    year = forms.ChoiceField(label=_("Runs in"), required=False)
    late = forms.BooleanField(label=_("Something is late"), required=False)

    def __init__(self, data: Any, *, found: Found, instruments: Choices) -> None:
        super().__init__(data)
        countries = sorted(
            ((code, format_country(code)) for code in found.countries), key=lambda one: one[1]
        )
        for name, choices in (
            ("instrument", instruments),
            ("funder", [(one, one) for one in found.funders]),
            ("country", countries),
            ("year", [(str(one), str(one)) for one in found.years]),
        ):
            offer(self.fields[name], [("", str(_("all"))), *choices])

    def get_sought(self) -> Sought:
        self.is_valid()
        values = self.cleaned_data
        return Sought(
            text=values.get("text", ""),
            stage=ProjectStage(values["stage"]) if values.get("stage") else None,
            instrument=values.get("instrument", ""),
            funder=values.get("funder", ""),
            country=values.get("country", ""),
            year=int(values["year"]) if values.get("year") else None,
            is_late=bool(values.get("late")),
        )


class ProjectVersionForm(forms.Form):
    """A form of a project: it knows which version it was opened on."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, project: ProjectRecord, **kwargs: Any) -> None:
        initial = {"version": project.version, **kwargs.pop("initial", {})}
        super().__init__(data, initial=initial, **kwargs)
        self.project = project


class ReasonedForm(ProjectVersionForm):
    """A form that may say why: once an awarded project runs, it must."""

    reason = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=500,
        help_text=_("Kept with the change. Needed once an awarded project runs."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([name for name in self.fields if name != "reason"])


class ProjectForm(forms.Form):
    """A project itself. Office and version are asked for when it begins, and when it is changed."""

    title = forms.CharField(label=_("Title"), max_length=500)
    acronym = forms.CharField(label=_("Acronym"), max_length=60, required=False)
    reference = forms.CharField(label=_("Reference"), max_length=60, required=False)
    summary = forms.CharField(
        label=_("What it is about"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    funder = forms.CharField(
        label=_("Funder"),
        max_length=200,
        required=False,
        help_text=_("Who gives the grant: European Commission, ERC, NIH…"),
    )
    programme = forms.CharField(label=_("Programme"), max_length=200, required=False)
    grant_number = forms.CharField(
        label=_("Grant number"), max_length=60, required=False, help_text=_("The funder’s own.")
    )
    funder_call = forms.CharField(label=_("Funder’s call"), max_length=120, required=False)
    website = forms.URLField(
        label=_("Website"), max_length=300, required=False, assume_scheme="https"
    )
    starts_on = make_day(_("First day"))
    ends_on = make_day(_("Last day"))
    follows = forms.ChoiceField(label=_("Grew out of"), required=False)
    is_public = forms.BooleanField(
        label=_("Public"),
        required=False,
        help_text=_(
            "Anybody sees its title, summary, period, participants, funder and grant; never reports or changes. Who leads it is named to harvesters and in the deposit of its award, where people are published."
        ),
    )
    office = forms.ChoiceField(label=_("Kept by"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        offices: Sequence[tuple[str, str]] = (),
        followed: Sequence[tuple[str, str]] = (),
        project: ProjectRecord | None = None,
    ) -> None:
        super().__init__(data, initial=_read_initial(project) if project else {})
        offer(self.fields["follows"], [("", "–"), *followed])
        if project is not None:
            del self.fields["office"]
            if project.stage is not ProjectStage.PLANNED and project.draft.ends_on:
                del self.fields["starts_on"]
                del self.fields["ends_on"]
        else:
            offer(self.fields["office"], list(offices))

    def get_draft(self) -> ProjectDraft:
        values = self.cleaned_data
        return ProjectDraft(
            title=values["title"],
            acronym=values["acronym"],
            reference=values["reference"],
            summary=values["summary"],
            funder=values["funder"],
            programme=values["programme"],
            grant_number=values["grant_number"],
            funder_call=values["funder_call"],
            website=values["website"],
            starts_on=values.get("starts_on"),
            ends_on=values.get("ends_on"),
            follows=UUID(values["follows"]) if values["follows"] else None,
            is_public=values["is_public"],
        )


class AwardForm(forms.Form):
    """How the project of an award begins."""

    starts_on = make_day(_("First day"), required=True)
    months = forms.IntegerField(label=_("Months"), min_value=1, max_value=240)


class StepForm(ProjectVersionForm):
    """A step of a project's life: why, and the last day where the step asks for one."""

    day = make_day(_("Last day"))
    reason = forms.CharField(
        label=_("Why"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(
        self,
        data: Any = None,
        *,
        project: ProjectRecord,
        needs_day: bool,
        needs_reason: bool,
        day: date | None = None,
    ) -> None:
        super().__init__(data, project=project, initial={"day": day})
        if not needs_day:
            del self.fields["day"]
        else:
            self.fields["day"].required = True
        self.fields["reason"].required = needs_reason


class AgreementTieForm(ProjectVersionForm, PickingForm):
    """The agreement a project is tied to: drafted now, one that there is, or none."""

    drafts = forms.BooleanField(
        label=_("Draft one from this project"), required=False, initial=True
    )
    agreement = forms.CharField(
        label=_("Or one that there is"),
        required=False,
        max_length=400,
        help_text=_("Its reference or its title. Left empty, the project is tied to none."),
    )

    def __init__(
        self, data: Any = None, *, project: ProjectRecord, agreements: Finder, now: str
    ) -> None:
        self.picks = {"agreement": agreements}
        super().__init__(data, project=project, initial={"agreement": now})
        if project.agreement is not None:
            del self.fields["drafts"]


def make_agreement_finder(get_portfolio: Callable[[], Portfolio], language: str) -> Finder:
    """Return where an agreement is looked for that a project is tied to."""

    def find(typed: str) -> Offered:
        return Offered(
            tuple(
                Option(one.id, one.to_line(language), is_called(one, typed))
                for one in get_portfolio().find_titled(typed)[:OFFERED]
            )
        )

    return Finder(find, _("No agreement that you see has such a reference or title."))


def _read_initial(project: ProjectRecord) -> dict[str, Any]:
    return {
        **vars(project.draft),
        "follows": str(project.draft.follows or ""),
        "version": project.version,
    }
