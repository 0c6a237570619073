"""The facts rules may compare: what each is called, what sort of value it has, and where it is read.

A fact that is not known is left out: it is never false and never nought. Answers to the form's numbers,
dates, choices and yes-or-no questions are facts too, as ``answers.<key>``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cordee.programmes.definition.parts import Definition, FormField
from cordee.programmes.states import FactKind, FieldKind


FactValue = bool | int | float | str | tuple[str, ...]
Facts = Mapping[str, FactValue]
"""Values by the fact's name; who computed them says on which day."""


@dataclass(frozen=True)
class Fact:
    """A fact: its name in rules, the sort of its value, what people call it, and where it is found."""

    name: str
    kind: FactKind
    label: str | Promise
    found_in: str | Promise


_DIRECTORY = _("the applicant's entry in the directory")
_PARTNERS = _("the partners of the application")
_PROJECT = _("the application itself")
_CALL = _("the call")

CATALOGUE = (
    Fact(
        "applicant.years_since_recruitment",
        FactKind.NUMBER,
        _("years since the applicant was recruited as a researcher, on the reference day"),
        _DIRECTORY,
    ),
    Fact(
        "applicant.awards",
        FactKind.TEXTS,
        _("awards the applicant held on the reference day, by their codes"),
        _DIRECTORY,
    ),
    Fact(
        "applicant.works_here",
        FactKind.FLAG,
        _("the applicant works at the organisation that runs the call, or at a part of it"),
        _DIRECTORY,
    ),
    Fact(
        "applicant.leads_team",
        FactKind.FLAG,
        _("the applicant leads a team or a unit"),
        _DIRECTORY,
    ),
    Fact(
        "applicant.other_applications",
        FactKind.WHOLE,
        _("other applications the applicant has submitted to the same call"),
        _CALL,
    ),
    Fact(
        "partners.total",
        FactKind.WHOLE,
        _("partners, the applicant's own team not counted"),
        _PARTNERS,
    ),
    Fact("partners.foreign", FactKind.WHOLE, _("partners in other countries"), _PARTNERS),
    Fact("partners.companies", FactKind.WHOLE, _("partners that are companies"), _PARTNERS),
    Fact(
        "partners.countries",
        FactKind.TEXTS,
        _("foreign countries of the partners, by code"),
        _PARTNERS,
    ),
    Fact(
        "partners.zones",
        FactKind.TEXTS,
        _("zones of the instrument the partners lie in"),
        _PARTNERS,
    ),
    Fact(
        "partners.in_closed_zones",
        FactKind.WHOLE,
        _("foreign partners in a zone that is not open this year"),
        _PARTNERS,
    ),
    Fact(
        "partners.confirmed",
        FactKind.WHOLE,
        _("partners that filled in and signed their part"),
        _PARTNERS,
    ),
    Fact(
        "partners.without_agreement",
        FactKind.WHOLE,
        _("foreign partners with whom no agreement is in force"),
        _("the agreements"),
    ),
    Fact(
        "partners.joint_works",
        FactKind.WHOLE,
        _("publications with the partners in the five years before the reference day"),
        _("the publications"),
    ),
    Fact("project.months", FactKind.WHOLE, _("duration of the project, in months"), _PROJECT),
    Fact(
        "project.amount",
        FactKind.NUMBER,
        _("amount asked for, in the instrument's currency"),
        _PROJECT,
    ),
    Fact("project.cofunding", FactKind.NUMBER, _("money the partners bring"), _PROJECT),
    Fact("call.year", FactKind.WHOLE, _("year of the call"), _CALL),
    Fact("call.zones", FactKind.TEXTS, _("zones open in the call"), _CALL),
)

FACT_BY_NAME = {fact.name: fact for fact in CATALOGUE}

_ANSWERED = {
    FieldKind.NUMBER: FactKind.NUMBER,
    FieldKind.YES_NO: FactKind.FLAG,
    FieldKind.CHOICE: FactKind.TEXT,
    FieldKind.CHOICES: FactKind.TEXTS,
}
"""Questions whose answers can be compared; texts are read by people, and dates by none of ours yet."""


def list_facts(definition: Definition) -> tuple[Fact, ...]:
    """Return all facts a rule of this instrument may compare: the catalogue, and answers to its form."""
    return CATALOGUE + tuple(
        _make_fact(field) for field in definition.list_fields() if field.kind in _ANSWERED
    )


def count_years(since: date, until: date) -> float:
    """Return the years from one day to another, counted in birthdays and days.

    Whole years are exact, so that “strictly under five years” is not a matter of rounding.

    >>> (
    ...     count_years(date(2021, 3, 1), date(2026, 3, 1)),
    ...     count_years(date(2021, 3, 1), date(2026, 2, 28)) < 5,
    ... )
    (5.0, True)
    """
    whole = until.year - since.year - ((until.month, until.day) < (since.month, since.day))
    last, following = _move_years(since, whole), _move_years(since, whole + 1)
    return whole + (until - last).days / (following - last).days


def _make_fact(field: FormField) -> Fact:
    return Fact(
        f"answers.{field.key}",
        _ANSWERED[field.kind],
        field.label.en,
        _("the answers to the form"),
    )


def _move_years(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        # Who was recruited on 29 February has an anniversary on 1 March of other years.
        return date(day.year + years, 3, 1)
