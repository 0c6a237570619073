"""The parts of an instrument as forms: what each shows, and how it is written back into the definition.

Fields check no more than a form must; a definition is read whole when it is saved, and its faults are
said in sentences at their places.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cordee.agreements.states import GATE_NAMES
from cordee.programmes.definition.parts import MOST_MEGABYTES
from cordee.programmes.states import (
    AIM_NAMES,
    BEFORE_NAMES,
    BLIND_NAMES,
    CONTINENT_NAMES,
    COST_CATEGORY_NAMES,
    FIELD_KIND_NAMES,
    INSTRUMENT_KIND_NAMES,
    MIXED_ZONES_NAMES,
    OPENING_NAMES,
    OUTCOME_NAMES,
    PER_NAMES,
    PHASE_NAMES,
    QUOTA_SCOPE_NAMES,
    REFERENCE_DAY_NAMES,
    REPORT_KIND_NAMES,
    WEIGHT_NAMES,
)
from cordee.web.forms import make_day
from cordee.web.pages.programmes.forms.fields import (
    amount,
    choices,
    choose,
    choose_several,
    count,
    line,
    list_zones,
    make_note,
    paragraph,
    widen,
)
from cordee.web.pages.programmes.forms.rows import RowForm


class PartForm(forms.Form):
    """A part of an instrument, saved on the version it was opened on."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    note = make_note()
    below: tuple[str, ...] = ("note",)
    """Fields shown under the rows, beside the button."""


class IdentityForm(PartForm):
    """What an instrument is called and what it is for."""

    label_fr = line(_("Name in French"))
    label_en = line(_("Name in English"))
    summary_fr = paragraph(_("Summary in French"))
    summary_en = paragraph(_("Summary in English"))
    aim = choose(_("Aim"), AIM_NAMES)
    kind = choose(_("What it gives"), INSTRUMENT_KIND_NAMES)
    opening = choose(_("How one applies"), OPENING_NAMES)
    outcome = choose(_("What an award becomes"), OUTCOME_NAMES)
    reference_day = choose(_("Facts are taken on"), REFERENCE_DAY_NAMES)
    fixed_day = make_day(_("Fixed day"), _("Only for facts taken on a fixed day."))
    source_title = line(_("Public source"), required=False)
    source_address = line(_("Its address"), required=False, help_text=_("Beginning with https://"))
    source_read_on = make_day(_("Read on"))


class NewForm(IdentityForm):
    """A new instrument: its code, its office, and what it is."""

    code = line(
        _("Code"),
        most=40,
        help_text=_("Small letters, figures and hyphens; it stays for good: first-step."),
    )
    office = forms.ChoiceField(label=_("Office"))

    def __init__(self, *args: Any, offices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].choices = offices  # type: ignore[attr-defined]
        del self.fields["version"], self.fields["note"]
        self.order_fields(["office", "code"])


class MoneyForm(PartForm):
    """Currency and how ceilings are counted."""

    currency = line(_("Currency"), required=False, most=3)
    per = choose(_("Ceilings are counted"), PER_NAMES)
    mixed_zones = choose(_("With partners in several zones"), MIXED_ZONES_NAMES)


class ZonedRow(RowForm):
    """A row that may name a zone of the instrument."""

    zone = forms.ChoiceField(label=_("Zone"), required=False)
    presets = frozenset({"zone"})

    def __init__(self, *args: Any, zones: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["zone"].choices = [("", _("all others")), *zones]  # type: ignore[attr-defined]


class CeilingRow(ZonedRow):
    """The most that may be asked in a zone."""

    max = amount(_("At most"), required=True)


class CapRow(RowForm):
    """The greatest share for a category of cost."""

    category = choose(_("Category"), COST_CATEGORY_NAMES)
    percent = amount(_("Per cent at most (0: not paid)"), required=True)
    presets = frozenset({"category"})


class QuotaRow(RowForm):
    """How many awards and how much money, over what."""

    scope = choose(_("Over"), QUOTA_SCOPE_NAMES)
    max = count(_("Awards at most"))
    envelope = amount(_("Envelope"))
    plan = line(_("Years of the plan"), required=False, most=60)
    presets = frozenset({"scope"})


class LimitsForm(PartForm):
    """Duration and partners, from the least to the most."""

    months_min = count(_("Months at least"))
    months_max = count(_("Months at most"))
    foreign_min = count(_("Partners in other countries, at least"))
    foreign_max = count(_("Partners in other countries, at most"))
    total_min = count(_("Partners in all, at least"))
    total_max = count(_("Partners in all, at most"))
    countries_min = count(_("Foreign countries, at least"))
    countries_max = count(_("Foreign countries, at most"))
    companies_min = count(_("Companies, at least"))
    companies_max = count(_("Companies, at most"))


class ZoneRow(RowForm):
    """A zone of the instrument. Countries are codes, each with the days between which it belongs."""

    code = line(_("Code"), most=40)
    label_fr = line(_("Name in French"))
    label_en = line(_("Name in English"))
    reference = forms.ChoiceField(label=_("Dated zone"), required=False, choices=list_zones)
    continents = choose_several(_("Continents"), choices(CONTINENT_NAMES))
    members = paragraph(
        _("Countries by code"),
        required=False,
        help_text=_(
            "Such as JP, KR. A country that belongs for a time stands on a line of its own, with its first and last day: GB | 2021-01-01 | 2027-12-31."
        ),
        rows=2,
    )
    is_rest = forms.BooleanField(label=_("And all other countries"), required=False)


class RotationForm(PartForm):
    """From which year the cycle runs; without a year there is none."""

    anchor_year = count(_("First year of the cycle"), least=1900, most=2200)


class CycleRow(RowForm):
    """The zones open in one year of the cycle."""

    zones = choose_several(_("Open zones"))

    def __init__(self, *args: Any, zones: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["zones"].choices = zones  # type: ignore[attr-defined]


class ExceptionRow(CycleRow):
    """A year that leaves the cycle."""

    year = count(_("Year"), least=1900, most=2200, required=True)


class QuestionRow(RowForm):
    """A question of the application form, under the title of its section."""

    section_fr = line(_("Section in French"))
    section_en = line(_("Section in English"))
    key = line(_("Code"), most=40)
    kind = choose(_("Answer"), FIELD_KIND_NAMES)
    label_fr = widen(line(_("Question in French")))
    label_en = widen(line(_("Question in English")))
    help_fr = widen(line(_("Help in French"), required=False))
    help_en = widen(line(_("Help in English"), required=False))
    is_required = forms.BooleanField(label=_("Must be answered"), required=False)
    most_characters = count(_("Characters at most"), least=1, most=50_000)
    min = forms.DecimalField(label=_("Number at least"), required=False)
    max = forms.DecimalField(label=_("Number at most"), required=False)
    choices = paragraph(
        _("Choices"),
        required=False,
        help_text=_("One a line: code | French | English"),
        rows=2,
        most=20_000,
    )
    is_naming = forms.BooleanField(
        label=_("Tells who applies"),
        required=False,
        help_text=_("Kept from reviewers who may not know."),
    )
    presets = frozenset({"kind"})


class DocumentRow(RowForm):
    """A file that goes with an application."""

    code = line(_("Code"), most=40)
    label_fr = line(_("Name in French"))
    label_en = line(_("Name in English"))
    is_required = forms.BooleanField(label=_("Needed"), required=False, initial=True)
    most_megabytes = forms.IntegerField(
        label=_("Megabytes at most"), min_value=1, max_value=MOST_MEGABYTES, initial=10
    )
    is_naming = forms.BooleanField(
        label=_("Tells who applies"),
        required=False,
        help_text=_("Kept from reviewers who may not know."),
    )
    presets = frozenset({"is_required", "most_megabytes"})


class ReviewForm(PartForm):
    """How applications are reviewed; without a criterion there is no review."""

    rounds = forms.IntegerField(label=_("Rounds"), min_value=1, max_value=5, initial=1)
    reviewers = forms.IntegerField(
        label=_("Reviewers of each application"), min_value=1, max_value=10, initial=2
    )
    blind = choose(_("Who knows whom"), BLIND_NAMES)
    conflict_years = forms.IntegerField(
        label=_("Years back that conflicts are looked for"), min_value=0, max_value=20, initial=5
    )
    has_committee = forms.BooleanField(label=_("A committee sits"), required=False)


class CriterionRow(RowForm):
    """What reviewers score."""

    code = line(_("Code"), most=40)
    label_fr = line(_("Name in French"))
    label_en = line(_("Name in English"))
    most = forms.IntegerField(label=_("Highest score"), min_value=1, max_value=100, initial=5)
    weight = forms.DecimalField(label=_("Weight"), min_value=0, max_value=100, initial=1)
    presets = frozenset({"most", "weight"})


class GateRow(RowForm):
    """An opinion that is asked for."""

    kind = choose(_("Opinion"), GATE_NAMES, empty=True)
    before = choose(_("When"), BEFORE_NAMES)
    is_blocking = forms.BooleanField(
        label=_("Nothing goes on without it"), required=False, initial=True
    )
    presets = frozenset({"before", "is_blocking"})


class ReportRow(RowForm):
    """A report, by one of three clocks."""

    kind = choose(_("Report"), REPORT_KIND_NAMES, empty=True)
    every_months = count(_("Every so many months"), least=1, most=240)
    after_months = count(_("After so many months"), least=1, most=240)
    before_end_months = count(_("So many months before the end"), most=240)


class RuleForm(PartForm):
    """A rule: when it holds, what is said where it does not. Conditions are rows beside it."""

    id = line(_("Code"), most=40)
    phase = choose(_("What it is about"), PHASE_NAMES)
    weight = choose(_("Where it is not met, it"), WEIGHT_NAMES)
    label_fr = widen(line(_("Name in French")))
    label_en = widen(line(_("Name in English")))
    message_fr = paragraph(_("Said where it is not met, in French"))
    message_en = paragraph(_("Said where it is not met, in English"))
    evidence_fr = widen(line(_("What shows it, in French"), required=False))
    evidence_en = widen(line(_("What shows it, in English"), required=False))
    all_of = forms.ChoiceField(
        label=_("Of the conditions below"),
        choices=[("all", _("all must hold")), ("any", _("one is enough"))],
    )
    expression = paragraph(
        _("Or the expression by hand (CEL)"),
        required=False,
        help_text=_("Read only where no condition is built above."),
        rows=2,
        most=600,
    )
    is_removed = forms.BooleanField(label=_("Take this rule out"), required=False)
    below = ("expression", "note", "is_removed")


class ConditionRow(RowForm):
    """A comparison of a fact with a value; several values are parted by commas."""

    fact = widen(forms.ChoiceField(label=_("Fact")))
    comparison = forms.ChoiceField(label=_("Comparison"))
    value = line(_("Value"), most=300)
    presets = frozenset({"comparison"})

    def __init__(self, *args: Any, facts: Any, comparisons: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fact"].choices = facts  # type: ignore[attr-defined]
        self.fields["comparison"].choices = comparisons  # type: ignore[attr-defined]


class StepForm(forms.Form):
    """A step of an instrument, taken on the version that was seen."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class PublishForm(StepForm):
    """What the version about to be published changes."""

    note = make_note()


class WithdrawForm(StepForm):
    """Why an instrument is withdrawn."""

    reason = forms.CharField(label=_("Why"), max_length=500, help_text=_("Kept in the audit."))


class BringInForm(forms.Form):
    """An instrument as a file, for an office."""

    office = forms.ChoiceField(label=_("Office"))
    file = forms.FileField(label=_("File (JSON)"), required=False)
    text = forms.CharField(
        label=_("Or its text"), required=False, max_length=400_000, widget=forms.Textarea
    )

    def __init__(self, *args: Any, offices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].choices = offices  # type: ignore[attr-defined]


class InstallForm(forms.Form):
    """For which office the shipped instruments are brought in."""

    office = forms.ChoiceField(label=_("Office"))

    def __init__(self, *args: Any, offices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].choices = offices  # type: ignore[attr-defined]
