from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cordee.agreements.contents import WORD
from cordee.agreements.states import Kind
from cordee.agreements.word.fields import LANGUAGES, list_fields
from cordee.agreements.word.templates import name_template
from cordee.kernel.errors import NotFoundError
from cordee.ledger.jobs import JobKind, get_job
from cordee.ledger.queries import get_account
from cordee.ledger.rights import Actor
from cordee.web.actors import get_actor, signed_in
from cordee.web.background import start_backup
from cordee.web.condition import read_condition
from cordee.web.configuring import may_configure
from cordee.web.digests import write_digest
from cordee.web.editing import Back, FormPage, answer_form
from cordee.web.errors import say_error, say_sentence
from cordee.web.handing import hand_out
from cordee.web.house import change_house, get_house
from cordee.web.jobs import TooManyJobsError
from cordee.web.letter_samples import list_samples
from cordee.web.mail_check import send_test_letter
from cordee.web.own_templates import drop_template, get_template, list_templates, put_template
from cordee.web.pages.settings.forms import (
    BackupForm,
    HouseForm,
    PublishingForm,
    TemplateForm,
)
from cordee.web.pages.settings.presenters import (
    present_condition,
    present_template,
    say_what_is_published,
    say_where_harvesters_come,
    say_where_letters_go,
)
from cordee.web.publishing import change_publishing, get_publishing
from cordee.web.wording import get_reader_language
from cordee.web.written import Written


@signed_in
@require_http_methods(["GET", "POST"])
def settings_page(request: HttpRequest) -> HttpResponseBase:
    actor, house = _check_configures(request), get_house()
    initial = {"version": house.version, "name": house.name, "language": house.language}
    form = HouseForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        change_house(by=actor, at=timezone.localtime(), **form.cleaned_data)
        messages.success(request, _("The settings are saved."))
        return redirect("settings:settings")
    page = {
        "form": form,
        "email": _get_email(actor),
        "letters": say_where_letters_go(),
        "published": say_what_is_published(get_publishing().choices),
        "facts": present_condition(read_condition(settings.CORDEE_STATE)),
    }
    return render(request, "settings/settings.html", page)


@signed_in
@require_POST
def letter(request: HttpRequest) -> HttpResponseBase:
    actor = _check_configures(request)
    tried = send_test_letter(_get_email(actor))
    if not tried.went:
        messages.error(
            request, _("The letter did not go out: {answer}").format(answer=tried.answer)
        )
    elif settings.EMAIL_HOST:
        messages.success(
            request, _("The mail server took the letter: {answer}").format(answer=tried.answer)
        )
    else:
        messages.success(request, _("The letter is written into {file}").format(file=tried.answer))
    return redirect("settings:settings")


@signed_in
@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """Show every letter that goes out, with sample values, in both languages."""
    actor, at = _check_configures(request), timezone.localtime()
    assert actor.account is not None
    account = get_account(actor.account)

    def write() -> Written:
        found = write_digest(account, actor, get_reader_language(), at=at)
        return Written(found.subject, found.text)

    return render(request, "settings/letters.html", {"samples": list_samples(request, write)})


@signed_in
@require_http_methods(["GET", "POST"])
def publishing(request: HttpRequest) -> HttpResponseBase:
    """Choose what anybody may harvest of the ledger."""
    actor, now = _check_configures(request), get_publishing()
    initial = {"version": now.version, **asdict(now.choices)}
    form = PublishingForm(request.POST or None, initial=initial)

    def act() -> str:
        choices, version = form.read_choices(), form.cleaned_data["version"]
        change_publishing(choices, version=version, by=actor, at=timezone.localtime())
        return reverse("settings:publishing")

    page = FormPage(
        title=_("What is published"),
        back=Back(_("Settings"), reverse("settings:settings")),
        button=_("Save"),
        lead=_(
            "Nothing of the ledger is, until you choose it here. What you choose anybody may read and copy for good."
        ),
        note=say_where_harvesters_come(now.choices),
    )
    return answer_form(request, page, form, act, done=_("What is published is saved."))


@sensitive_post_parameters()
@signed_in
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth has no types
@require_http_methods(["GET", "POST"])
def backup(request: HttpRequest) -> HttpResponseBase:
    """Ask for a passphrase, then make the backup in the background."""
    actor, at = _check_configures(request), timezone.localtime()
    form = BackupForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "settings/backup.html", {"form": form})
    passphrase = form.cleaned_data["passphrase"]
    title = _("encrypted") if passphrase else _("not encrypted")
    try:
        start_backup(passphrase, title, reverse("settings:backup"), by=actor, at=at)
    except TooManyJobsError as error:
        messages.error(request, say_error(error))
    return redirect("jobs:jobs")


@signed_in
@require_safe
def backup_file(request: HttpRequest, job: UUID) -> HttpResponseBase:
    """Hand a backup out to who asked for it, while they configure, by their password."""
    get_job(job, _check_configures(request).account)
    # Asked after the rights are looked at: to others the page does not exist, whatever they type.
    answer: HttpResponseBase = _hand_out_backup(request, job)
    return answer


@reauthentication_required  # type: ignore[untyped-decorator]  # allauth has no types
def _hand_out_backup(request: HttpRequest, job: UUID) -> HttpResponseBase:
    return hand_out(job, JobKind.BACKUP, get_actor(request))


@signed_in
@require_http_methods(["GET", "POST"])
def word(request: HttpRequest) -> HttpResponseBase:
    """Show which template each agreement is written by, and take another after it was checked."""
    actor = _check_configures(request)
    form = TemplateForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        faults = put_template(
            form.get_kind(),
            form.cleaned_data["language"],
            form.cleaned_data["file"].read(),
            by=actor,
            at=timezone.localtime(),
        )
        if not faults:
            messages.success(request, _("The template is checked and in use."))
            return redirect("settings:word")
        for one in faults:
            form.add_error("file", say_sentence(one))
    page = {
        "form": form,
        "templates": [present_template(one) for one in list_templates()],
        "fields": list_fields(),
    }
    return render(request, "settings/word.html", page, status=422 if form.errors else 200)


@signed_in
@require_safe
def template(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    """Hand out the template that is in use."""
    _check_configures(request)
    chosen = _find_kind(kind, language)
    response = HttpResponse(get_template(chosen, language), content_type=WORD)
    name = name_template(chosen, language)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@signed_in
@require_POST
def drop(request: HttpRequest, kind: str, language: str) -> HttpResponseBase:
    actor = _check_configures(request)
    drop_template(_find_kind(kind, language), language, by=actor, at=timezone.localtime())
    messages.success(request, _("Agreements of that kind are written by Cordée's template again."))
    return redirect("settings:word")


def _find_kind(kind: str, language: str) -> Kind:
    if kind not in set(Kind) or language not in LANGUAGES:
        raise NotFoundError(gettext_noop("No page has this address."))
    return Kind(kind)


def _check_configures(request: HttpRequest) -> Actor:
    """Return who asks; to who may not configure, the page looks as if it did not exist."""
    actor = get_actor(request)
    if not may_configure(actor, on=timezone.localdate()):
        raise NotFoundError(gettext_noop("No page has this address."))
    return actor


def _get_email(actor: Actor) -> str:
    assert actor.account is not None
    return get_account(actor.account).email
