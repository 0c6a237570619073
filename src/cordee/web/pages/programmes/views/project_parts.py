"""What belongs to a project: participants, people, money, instalments, milestones."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods

from cordee.kernel.errors import NotFoundError
from cordee.programmes.granting.rules import check_can_change, check_can_pay
from cordee.programmes.granting.values import ProjectRecord
from cordee.programmes.operations import project_parts as parts
from cordee.programmes.operations import project_people as people
from cordee.programmes.operations.project_writing import Who
from cordee.web.actors import signed_in
from cordee.web.pages.programmes.forms.project_parts import (
    InstalmentForm,
    MilestoneForm,
    MoneyForm,
    PaidForm,
    ParticipantForm,
    PersonForm,
    PlainForm,
    PlanForm,
    ReachedForm,
)
from cordee.web.pages.programmes.forms.projects import ProjectVersionForm
from cordee.web.pages.programmes.views.project_editing import edit, open_project
from cordee.web.project_wording import say_money


NO_PART = gettext_noop("The project has no such part.")


@signed_in
@require_http_methods(["GET", "POST"])
def participant_new(request: HttpRequest, project: UUID) -> HttpResponseBase:
    return edit(
        request,
        open_project(request, project),
        (_("Add a participant"), _("Add")),
        lambda data, now: ParticipantForm(data, project=now),
        lambda form, who: people.add_participant(
            project, form.get_draft(), who, reason=form.cleaned_data["reason"]
        ),
        done=_("The participant is added."),
        check=check_can_change,
    )


@signed_in
@require_http_methods(["GET", "POST"])
def participant(request: HttpRequest, project: UUID, participant: UUID) -> HttpResponseBase:
    found = open_project(request, project)
    line = found.find_participant(participant)
    if line is None:
        raise NotFoundError(NO_PART)

    def make_form(data: object, now: ProjectRecord) -> ParticipantForm:
        told = now.find_participant(participant) or line
        initial = {
            "organisation": told.name if told.organisation else "",
            "name": "" if told.organisation else told.name,
            "country": told.country,
            "role": told.role.value,
            "start": told.start,
            "end": told.end,
        }
        return ParticipantForm(data, project=now, initial=initial)

    return edit(
        request,
        found,
        (line.name, _("Save")),
        make_form,
        lambda form, who: people.change_participant(
            project, participant, form.get_draft(), who, reason=form.cleaned_data["reason"]
        ),
        done=_("The participant is changed."),
        check=check_can_change,
    )


@signed_in
@require_http_methods(["GET", "POST"])
def participant_remove(request: HttpRequest, project: UUID, participant: UUID) -> HttpResponseBase:
    return _take_out(
        request,
        project,
        _("Take the participant out"),
        lambda who, reason: people.remove_participant(project, participant, who, reason=reason),
        needs_reason=True,
    )


@signed_in
@require_http_methods(["GET", "POST"])
def person_new(request: HttpRequest, project: UUID) -> HttpResponseBase:
    return edit(
        request,
        open_project(request, project),
        (_("Add a person"), _("Add")),
        lambda data, now: PersonForm(data, project=now),
        lambda form, who: people.add_person(
            project,
            person=form.get_picked("person"),
            name=form.cleaned_data["name"],
            role=form.get_role(),
            participant=form.get_participant(),
            who=who,
        ),
        done=_("The person is added."),
        check=check_can_change,
    )


@signed_in
@require_http_methods(["GET", "POST"])
def person_remove(request: HttpRequest, project: UUID, person: UUID) -> HttpResponseBase:
    return _take_out(
        request,
        project,
        _("Take the person out"),
        lambda who, _reason: people.remove_person(project, person, who),
    )


@signed_in
@require_http_methods(["GET", "POST"])
def money_new(request: HttpRequest, project: UUID) -> HttpResponseBase:
    return edit(
        request,
        open_project(request, project),
        (_("Add money"), _("Add")),
        lambda data, now: MoneyForm(data, project=now),
        lambda form, who: parts.add_money(
            project, form.get_draft(), who, reason=form.cleaned_data["reason"]
        ),
        done=_("The money is written."),
        check=check_can_change,
    )


@signed_in
@require_http_methods(["GET", "POST"])
def money_remove(request: HttpRequest, project: UUID, money: UUID) -> HttpResponseBase:
    return _take_out(
        request,
        project,
        _("Take the money out"),
        lambda who, reason: parts.remove_money(project, money, who, reason=reason),
        needs_reason=True,
    )


@signed_in
@require_http_methods(["GET", "POST"])
def instalments_plan(request: HttpRequest, project: UUID) -> HttpResponseBase:
    return edit(
        request,
        open_project(request, project),
        (_("Plan instalments"), _("Plan")),
        lambda data, now: PlanForm(data, project=now),
        lambda form, who: parts.plan_equal_instalments(project, form.cleaned_data["count"], who),
        done=_("The instalments are planned."),
        note=_(
            "The grant in equal parts over the project. Each after the first waits for the last report due before it."
        ),
        check=check_can_change,
    )


@signed_in
@require_http_methods(["GET", "POST"])
def instalment_new(request: HttpRequest, project: UUID) -> HttpResponseBase:
    return edit(
        request,
        open_project(request, project),
        (_("Add an instalment"), _("Add")),
        lambda data, now: InstalmentForm(data, project=now),
        lambda form, who: parts.add_instalment(
            project,
            due_on=form.cleaned_data["due_on"],
            amount=form.cleaned_data["amount"],
            currency=form.cleaned_data["currency"],
            participant=form.get_participant(),
            waits_for=form.get_waits_for(),
            who=who,
        ),
        done=_("The instalment is planned."),
        check=check_can_change,
    )


@signed_in
@require_http_methods(["GET", "POST"])
def instalment_pay(request: HttpRequest, project: UUID, instalment: UUID) -> HttpResponseBase:
    found, today = open_project(request, project), timezone.localdate()
    line = next((one for one in found.instalments if one.id == instalment), None)
    if line is None:
        raise NotFoundError(NO_PART)
    return edit(
        request,
        found,
        (_("Note that an instalment was paid"), _("Paid")),
        lambda data, now: PaidForm(data, project=now, initial={"paid_on": today}),
        lambda form, who: parts.pay_instalment(
            project,
            instalment,
            paid_on=form.cleaned_data["paid_on"],
            reference=form.cleaned_data["reference"],
            who=who,
        ),
        done=_("The payment is noted."),
        note=say_money(line.amount, line.currency),
        check=lambda now: check_can_pay(line, now, paid_on=None, on=today),
    )


@signed_in
@require_http_methods(["GET", "POST"])
def instalment_remove(request: HttpRequest, project: UUID, instalment: UUID) -> HttpResponseBase:
    return _take_out(
        request,
        project,
        _("Take the instalment out"),
        lambda who, _reason: parts.remove_instalment(project, instalment, who),
    )


@signed_in
@require_http_methods(["GET", "POST"])
def milestone_new(request: HttpRequest, project: UUID) -> HttpResponseBase:
    return edit(
        request,
        open_project(request, project),
        (_("Add a milestone"), _("Add")),
        lambda data, now: MilestoneForm(data, project=now),
        lambda form, who: parts.add_milestone(
            project, title=form.cleaned_data["title"], due_on=form.cleaned_data["due_on"], who=who
        ),
        done=_("The milestone is planned."),
        check=check_can_change,
    )


@signed_in
@require_http_methods(["GET", "POST"])
def milestone_reach(request: HttpRequest, project: UUID, milestone: UUID) -> HttpResponseBase:
    found = open_project(request, project, leader_may=True)
    line = next((one for one in found.milestones if one.id == milestone), None)
    if line is None:
        raise NotFoundError(NO_PART)
    initial = {"reached_on": timezone.localdate(), "note": line.note}
    return edit(
        request,
        found,
        (line.title, _("Reached")),
        lambda data, now: ReachedForm(data, project=now, initial=initial),
        lambda form, who: parts.reach_milestone(
            project,
            milestone,
            reached_on=form.cleaned_data["reached_on"],
            note=form.cleaned_data["note"],
            who=who,
        ),
        done=_("The milestone is reached."),
        check=check_can_change,
    )


@signed_in
@require_http_methods(["GET", "POST"])
def milestone_remove(request: HttpRequest, project: UUID, milestone: UUID) -> HttpResponseBase:
    return _take_out(
        request,
        project,
        _("Take the milestone out"),
        lambda who, _reason: parts.remove_milestone(project, milestone, who),
    )


def _take_out(
    request: HttpRequest,
    project: UUID,
    title: str,
    remove: Callable[[Who, str], None],
    *,
    needs_reason: bool = False,
) -> HttpResponseBase:
    """Ask whether a part is taken out, with the reason where that is kept, and take it out."""
    make = PlainForm if needs_reason else ProjectVersionForm
    return edit(
        request,
        open_project(request, project),
        (title, _("Take out")),
        lambda data, now: make(data, project=now),
        lambda form, who: remove(who, form.cleaned_data.get("reason", "")),
        done=_("It is taken out."),
        check=check_can_change,
    )
