"""Applying: a draft that saves itself, with what the rules say of it beside; then submitted or withdrawn."""

from __future__ import annotations

from uuid import UUID

from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cordee.directory.queries import get_names
from cordee.directory.queries.evidence import find_by_orcid, find_like, show_people
from cordee.kernel.errors import NotFoundError, RuleError, StaleError
from cordee.ledger.queries import get_account
from cordee.ledger.rights import Actor, list_reached
from cordee.ledger.states import Action
from cordee.programmes.admissibility import find_late, list_obstacles
from cordee.programmes.applied import ApplicationRecord
from cordee.programmes.operations import applications as write
from cordee.programmes.queries.applications import (
    NOTHING_HERE,
    get_application,
    get_open_call,
    list_own,
)
from cordee.programmes.queries.judgements import Judged, judge_one
from cordee.programmes.reviewing.blindness import is_double
from cordee.web.actors import get_actor, signed_in
from cordee.web.editing import Back, FormPage, answer_form
from cordee.web.errors import say_error, say_sentence
from cordee.web.forms import Choices
from cordee.web.joint_works import count_joint_works
from cordee.web.pages.programmes.forms.applications import (
    ApplyForm,
    PersonForm,
    SubmitForm,
    WithdrawForm,
    read_written,
)
from cordee.web.pages.programmes.presenters.applications import (
    is_being_written,
    present_application,
    present_lines,
    say_deadline,
)
from cordee.web.pages.programmes.presenters.budget import say_ceilings
from cordee.web.pages.programmes.presenters.naming import present_naming
from cordee.web.pages.programmes.presenters.verdicts import present_panel
from cordee.web.pages.programmes.views.verdicts import show_to_office
from cordee.web.wording import get_reader_language


@signed_in
@require_http_methods(["GET", "POST"])
def apply(request: HttpRequest, call: UUID) -> HttpResponseBase:
    actor, at = get_actor(request), timezone.localtime()
    told = get_open_call(call, by=actor, on=at.date())
    reached = list_reached(actor, Action.APPLY, on=at.date()) or frozenset()
    names = get_names(reached)
    organisations = sorted(
        ((str(one), named.to_name(get_reader_language())) for one, named in names.items()),
        key=lambda pair: pair[1].casefold(),
    )
    people = _list_people(actor)
    form = ApplyForm(
        request.POST if request.method == "POST" else None,
        organisations=organisations,
        people=people,
    )
    late = find_late(told, at)

    def act() -> str:
        person = _find_person(form.get_person(), form.cleaned_data["orcid"])
        made = write.start_application(
            told.id, organisation=form.get_organisation(), person=person, by=actor, at=at
        )
        return reverse("programmes:application", args=[made])

    why_not = say_sentence(late) if late else ""
    if not organisations:
        why_not = _("None of your roles lets you apply for an organisation. Ask its administrator.")
    page = FormPage(
        _("Apply: {call}").format(call=told.to_title(get_reader_language())),
        Back(_("My applications"), reverse("programmes:my_applications")),
        _("Begin"),
        lead=_("Until {deadline}.").format(deadline=say_deadline(told))
        if told.days.closes_at
        else "",
        why_not=why_not,
    )
    return answer_form(
        request, page, form, act, done=_("The application is begun. It saves itself as you write.")
    )


@signed_in
@require_safe
def my_applications(request: HttpRequest) -> HttpResponse:
    lines = present_lines(list_own(get_actor(request)))
    return render(request, "programmes/my_applications.html", {"lines": lines})


@signed_in
@require_safe
def application(request: HttpRequest, application: UUID) -> HttpResponseBase:
    actor, at = get_actor(request), timezone.localtime()
    record = get_application(application, by=actor, on=at.date())
    if record.account != actor.account:
        return show_to_office(request, record)
    if record.submitted_at is not None or not is_being_written(record):
        return show_to_office(request, record, is_own=True)
    return render(request, "programmes/application_form.html", _make_form_page(record))


@signed_in
@require_safe
def check(request: HttpRequest, application: UUID) -> HttpResponse:
    """Show the rules alone, to check oneself before going on."""
    record = open_own(request, application)
    page = _make_form_page(record)
    return render(request, "programmes/check.html", page)


@signed_in
@require_POST
def save(request: HttpRequest, application: UUID) -> HttpResponseBase:
    """Save what was sent; to a script the answer is what changed on the page, and nothing else."""
    actor, at = get_actor(request), timezone.localtime()
    record = open_own(request, application)
    written, faults = read_written(record, request.POST)
    status, trouble = 200, ""
    try:
        version = int(request.POST.get("version", "0")[:9] or 0)
        write.save_application(application, written, version=version, by=actor, at=at)
    except ValueError:
        status, trouble = 400, _("The form is not as it was sent. Load it anew.")
    except (StaleError, RuleError) as error:
        status, trouble = 409, say_error(error)
    page = _make_form_page(open_own(request, application))
    labels = _name_fields(page)
    page |= {
        "trouble": trouble,
        "faults": [(labels.get(name, name), said) for name, said in faults],
        "saved_at": timezone.localtime(),
    }
    if getattr(request, "htmx", False):
        return render(request, "programmes/saved.html", page, status=status)
    if trouble or faults:
        return render(request, "programmes/application_form.html", page, status=status or 422)
    messages.success(request, _("Saved."))
    return redirect("programmes:application", application)


@signed_in
@require_http_methods(["GET", "POST"])
def choose_person(request: HttpRequest, application: UUID) -> HttpResponseBase:
    actor = get_actor(request)
    record = open_own(request, application)
    people = _list_people(actor)
    known = {one for one, _name in people}
    shown = show_people([record.person] if record.person else [])
    people += [(str(one.id), one.name) for one in shown.values() if str(one.id) not in known]
    form = PersonForm(
        request.POST if request.method == "POST" else None, people=people, person=record.person
    )

    def act() -> str:
        person = _find_person(form.get_person(), form.cleaned_data["orcid"])
        write.choose_person(application, person, by=actor, at=timezone.localtime())
        return reverse("programmes:application", args=[application])

    page = FormPage(_("You, in the directory"), go_back(record), _("Save"))
    return answer_form(request, page, form, act, done=_("The entry is chosen."))


@signed_in
@require_http_methods(["GET", "POST"])
def submit(request: HttpRequest, application: UUID) -> HttpResponseBase:
    actor, at = get_actor(request), timezone.localtime()
    record = open_own(request, application)
    if record.receipt:
        return redirect("programmes:receipt", application)
    form = SubmitForm(request.POST if request.method == "POST" else None)
    trouble = ""
    if request.method == "POST" and form.is_valid():
        try:
            works = count_joint_works(record, at=at)
            write.submit_application(application, by=actor, at=at, joint_works=works)
        except RuleError as error:
            trouble = say_error(error)
        else:
            return redirect("programmes:receipt", application)
    page = {
        **_make_form_page(record),
        "form": form,
        "trouble": trouble,
        "naming": present_naming(record),
    }
    status = 409 if trouble else 422 if form.errors else 200
    return render(request, "programmes/submit.html", page, status=status)


@signed_in
@require_safe
def receipt(request: HttpRequest, application: UUID) -> HttpResponse:
    record = get_application(application, by=get_actor(request), on=timezone.localdate())
    if not record.receipt:
        raise NotFoundError(gettext_noop("This application was not submitted."))
    page = present_application(record, {}, may_write=False)
    return render(request, "programmes/receipt.html", {"page": page})


@signed_in
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, application: UUID) -> HttpResponseBase:
    record = open_own(request, application)
    form = WithdrawForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        write.withdraw_application(
            application,
            reason=form.cleaned_data["reason"],
            by=get_actor(request),
            at=timezone.localtime(),
        )
        return reverse("programmes:my_applications")

    page = FormPage(
        _("Withdraw the application"),
        go_back(record),
        _("Withdraw"),
        note=_(
            "It stays as it is and counts no more. A withdrawn application cannot be taken up again."
        ),
    )
    return answer_form(request, page, form, act, done=_("The application is withdrawn."))


def open_own(request: HttpRequest, application: UUID) -> ApplicationRecord:
    """Return an application for who writes it; for anybody else there is none."""
    actor = get_actor(request)
    record = get_application(application, by=actor, on=timezone.localdate())
    if record.account != actor.account:
        raise NotFoundError(NOTHING_HERE)
    return record


def go_back(record: ApplicationRecord) -> Back:
    """Return the way back to an application."""
    title = record.written.title or _("The application")
    return Back(title, reverse("programmes:application", args=[record.id]))


def judge(record: ApplicationRecord) -> Judged:
    """Return what the rules say of an application now, the lake asked where a rule needs it."""
    at = timezone.localtime()
    return judge_one(record, at=at, joint_works=count_joint_works(record, at=at))


def _make_form_page(record: ApplicationRecord) -> dict[str, object]:
    judged, at = judge(record), timezone.localtime()
    late = find_late(record.call, at)
    obstacles = list_obstacles(record, judged.judgement, at)
    return {
        "page": present_application(record, judged.facts, may_write=late is None),
        "panel": present_panel(record, judged, obstacles),
        "late": say_sentence(late) if late else "",
        "ceilings": say_ceilings(record.call),
        "is_double": is_double(record.call),
    }


def _name_fields(page: dict[str, object]) -> dict[str, str]:
    shown = page["page"]
    labels = {"months": _("Duration in months")}
    for section in shown.sections:  # type: ignore[attr-defined]
        labels |= {one.name: one.label for one in section.fields}
    budget = shown.budget  # type: ignore[attr-defined]
    return labels | {one.name: one.label for one in (*budget.asked, *budget.brought)}


def _list_people(actor: Actor) -> Choices:
    """Return the entries of the directory that may be the reader: by address, by ORCID, by name."""
    assert actor.account is not None
    account = get_account(actor.account)
    orcids = SocialAccount.objects.filter(user=account, provider="orcid").values_list(
        "uid", flat=True
    )
    places = [one.organisation for one in actor.grants]
    found = find_like(emails=[account.email], orcids=orcids, name=account.name, near=places)
    shown = show_people(found)
    return [(str(one), _say_person(shown[one].name, shown[one].orcid)) for one in found]


def _say_person(name: str, orcid: str) -> str:
    return f"{name} ({orcid})" if orcid else name


def _find_person(chosen: UUID | None, orcid: str) -> UUID | None:
    if chosen is not None or not orcid.strip():
        return chosen
    found = find_by_orcid(orcid)
    if found is None:
        raise RuleError(
            gettext_noop("The directory has nobody with that ORCID. Have yourself entered first.")
        )
    return found
