"""The forms of the lists that belong to records of people on the move, one line of a list each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from cordee.programmes.moving.states import (
    ENROLMENT_STAGE_NAMES,
    EQUIPMENT_TERMS_NAMES,
    SIDE_NAMES,
    Sort,
)
from cordee.web.forms import make_day
from cordee.web.pages.programmes.forms.calls import make_time
from cordee.web.pages.programmes.forms.moves import (
    PATIENTS,
    PEOPLE,
    ColumnsForm,
    make_agreement,
    make_entry,
    make_line,
    make_text,
)


class PersonForm(ColumnsForm):
    """Somebody, by name and, where there is one, by their entry."""

    picks = {  # noqa: RUF012 -- read, never written
        "person_entry": PEOPLE
    }
    entries: ClassVar = {"person_entry": "person"}

    name = make_line(_("Name"), 200)
    person_entry = make_entry(_("Their entry in the directory"))


class MemberForm(PersonForm):
    function = make_line(_("Function"), 200, required=False)


class TrainingGivenForm(ColumnsForm):
    subject = make_line(_("Subject"), help_text=PATIENTS)
    hours = forms.DecimalField(
        label=_("Hours"), min_value=0, max_value=9999, max_digits=6, decimal_places=1
    )
    people = forms.IntegerField(
        label=_("People trained"),
        min_value=0,
        max_value=100_000,
        help_text=_("How many; no names."),
    )


class EquipmentForm(ColumnsForm):
    name = make_line(_("Equipment"))
    number = forms.IntegerField(label=_("How many"), min_value=1, max_value=100_000, initial=1)
    terms = forms.ChoiceField(
        label=_("Given or lent"), choices=[("", "–"), *EQUIPMENT_TERMS_NAMES.items()]
    )
    back_on = make_day(_("Comes back on"), _("Of what is lent."))


class FollowUpForm(ColumnsForm):
    months = forms.IntegerField(label=_("Months after the visit"), min_value=1, max_value=120)
    due_on = make_day(_("Due on"), required=True)
    done_on = make_day(_("Done on"))
    found = make_text(_("What was found"), help_text=PATIENTS)


class ItemForm(ColumnsForm):
    day = make_day(_("Day"), required=True)
    begins = make_time(_("From"))
    ends = make_time(_("Until"))
    title = make_line(_("What"))
    place = make_line(_("Place"), 200, required=False)
    who = make_line(_("With whom"), required=False)


class ParticipantForm(PersonForm):
    side = forms.ChoiceField(label=_("Side"), choices=[("", "–"), *SIDE_NAMES.items()])
    function = make_line(_("Function"), 200, required=False)
    organisation = make_line(_("Organisation"), required=False)


class ActionForm(ColumnsForm):
    text = make_line(_("What was promised"), 500)
    owner = make_line(_("By whom"), 200)
    due_on = make_day(_("Due on"), required=True)
    done_on = make_day(_("Done on"))
    outcome = make_text(_("What came of it"))


class CourseForm(ColumnsForm):
    title = make_line(_("Title"))
    hours = forms.DecimalField(
        label=_("Hours"), min_value=0, max_value=9999, max_digits=6, decimal_places=1
    )
    teachers = make_line(_("Teachers"), 500, required=False)
    starts_on = make_day(_("First day"))
    ends_on = make_day(_("Last day"))


class StudentForm(ColumnsForm):
    cohort = make_line(_("Cohort"), 60, help_text=_("For example 2026."))
    name = make_line(_("Name"), 200, help_text=_("Nothing else is kept of the person."))
    stage = forms.ChoiceField(label=_("Stage"), choices=[("", "–"), *ENROLMENT_STAGE_NAMES.items()])
    enrolled_on = make_day(_("Enrolled on"))
    university = make_line(_("University"), required=False)
    second_university = make_line(
        _("Second university"), required=False, help_text=_("Of a joint doctorate (cotutelle).")
    )
    agreement = make_agreement(_("Agreement of the joint doctorate"))
    keep_until = make_day(
        _("Keep until"), _("The line is then forgotten by itself."), required=True
    )


class LaureateForm(PersonForm):
    awarded_on = make_day(_("Awarded on"), required=True)
    organisation = make_line(_("Organisation"), required=False)
    note = make_line(_("Note"), required=False)


PART_FORMS: Mapping[Sort, Mapping[str, type[ColumnsForm]]] = {
    Sort.MISSION: {
        "members": MemberForm,
        "trainings": TrainingGivenForm,
        "equipment": EquipmentForm,
        "follow_ups": FollowUpForm,
    },
    Sort.DELEGATION: {
        "items": ItemForm,
        "participants": ParticipantForm,
        "actions": ActionForm,
    },
    Sort.TRAINING: {"courses": CourseForm, "students": StudentForm},
    Sort.PRIZE: {"laureates": LaureateForm},
}
ItemForm.base_fields["begins"].required = True
