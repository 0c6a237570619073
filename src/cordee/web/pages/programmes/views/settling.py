"""An instrument begun, brought in from a file, published, withdrawn; its draft thrown away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods

from cordee.kernel.errors import RuleError, SourceError
from cordee.programmes.definition.reading import read_json
from cordee.programmes.faults import FaultyDefinitionError
from cordee.programmes.operations.instruments import (
    create_instrument,
    discard_draft,
    install_catalogue,
    publish_version,
    save_draft,
    withdraw_instrument,
)
from cordee.programmes.queries.instruments import InstrumentTold, list_instruments
from cordee.web.actors import get_actor, signed_in
from cordee.web.editing import Back, Current, FormPage, answer_form
from cordee.web.errors import say_error
from cordee.web.pages.programmes.forms.parts import write_identity
from cordee.web.pages.programmes.forms.studio import (
    BringInForm,
    InstallForm,
    NewForm,
    PublishForm,
    StepForm,
    WithdrawForm,
)
from cordee.web.pages.programmes.views.opening import list_offices, open_instrument, say_fault
from cordee.web.wording import get_reader_language


MOST_BYTES = 400_000
"""Of a file that is brought in: ten times the largest of those that ship."""


@signed_in
@require_http_methods(["GET", "POST"])
def instrument_new(request: HttpRequest) -> HttpResponseBase:
    actor, offices = get_actor(request), list_offices(request)
    form = NewForm(request.POST or None, offices=offices)

    def act() -> str:
        said = form.cleaned_data
        values = write_identity({"code": said["code"]}, said, {})
        made = create_instrument(
            values, office=UUID(said["office"]), by=actor, at=timezone.localtime()
        )
        return reverse("programmes:studio", args=[made])

    page = FormPage(
        title=_("A new instrument"),
        back=Back(_("Instruments"), reverse("programmes:instruments")),
        button=_("Begin"),
        lead=_("It begins as a draft; money, partners, zones, rules and the form follow."),
    )
    return answer_form(request, page, form, act, done=_("The instrument is begun."))


@signed_in
@require_http_methods(["GET", "POST"])
def instrument_install(request: HttpRequest) -> HttpResponseBase:
    form = InstallForm(request.POST or None, offices=list_offices(request))

    def act() -> str:
        office = UUID(form.cleaned_data["office"])
        install_catalogue(office, by=get_actor(request), at=timezone.localtime())
        return reverse("programmes:instruments")

    page = FormPage(
        title=_("Add the instruments that ship"),
        back=Back(_("Instruments"), reverse("programmes:instruments")),
        button=_("Add"),
        lead=_(
            "Those your organisation has already, by their codes, stay as they are. Each names its public source; change what is yours in the studio."
        ),
    )
    return answer_form(request, page, form, act, done=_("The instruments are there, published."))


@signed_in
@require_http_methods(["GET", "POST"])
def instrument_bring_in(request: HttpRequest) -> HttpResponseBase:
    """Bring an instrument in from a file: a new one, or a draft of the one with its code."""
    offices = list_offices(request)
    form = BringInForm(request.POST or None, request.FILES or None, offices=offices)
    wrong: tuple[str, ...] = ()
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                values = _read_file(form.cleaned_data)
                made = _bring_in(values, UUID(form.cleaned_data["office"]), request)
            except FaultyDefinitionError as error:
                wrong = tuple(map(say_fault, error.faults))
            except (RuleError, SourceError) as error:
                form.add_error(None, say_error(error))
            else:
                messages.success(request, _("The instrument was read; it is a draft."))
                return redirect("programmes:studio", made)
    shown = {"form": form, "wrong": wrong}
    return render(request, "programmes/bring_in.html", shown, status=status)


@signed_in
@require_http_methods(["GET", "POST"])
def instrument_publish(request: HttpRequest, instrument: UUID) -> HttpResponseBase:
    return _settle(
        request,
        open_instrument(request, instrument),
        PublishForm,
        publish_version,
        title=_("Publish"),
        done=_("The instrument is published."),
        lead=_("What is published never changes: the next change begins a draft."),
    )


@signed_in
@require_http_methods(["GET", "POST"])
def instrument_withdraw(request: HttpRequest, instrument: UUID) -> HttpResponseBase:
    return _settle(
        request,
        open_instrument(request, instrument),
        WithdrawForm,
        withdraw_instrument,
        title=_("Withdraw the instrument"),
        done=_("The instrument is withdrawn."),
        lead=_("Nobody is offered it any more; calls go on as they are."),
    )


@signed_in
@require_http_methods(["GET", "POST"])
def instrument_discard(request: HttpRequest, instrument: UUID) -> HttpResponseBase:
    return _settle(
        request,
        open_instrument(request, instrument),
        StepForm,
        discard_draft,
        title=_("Throw the draft away"),
        done=_("The draft is thrown away."),
        lead=_("The versions before stay; without any, the instrument goes too."),
        back=reverse("programmes:instruments"),
    )


def _settle(
    request: HttpRequest,
    told: InstrumentTold,
    kind: type[StepForm],
    do: Callable[..., object],
    *,
    title: str,
    done: str,
    lead: str,
    back: str = "",
) -> HttpResponseBase:
    """Show the form of a step of an instrument, or take it with what the form says."""
    form = kind(request.POST or None, initial={"version": told.versions[0].version})
    where = reverse("programmes:studio", args=[told.id])

    def act() -> str:
        do(told.id, **form.cleaned_data, by=get_actor(request), at=timezone.localtime())
        return back or where

    name = told.versions[0].definition.label.to_text(get_reader_language())
    page = FormPage(title=title, back=Back(name, where), button=title, lead=lead)

    def read_current() -> Current:
        now = open_instrument(request, told.id)
        fresh = kind(initial={"version": now.versions[0].version})
        return Current(fresh, now.office, "instrument", now.id)

    return answer_form(request, page, form, act, done=done, read_current=read_current)


def _bring_in(values: Mapping[str, Any], office: UUID, request: HttpRequest) -> UUID:
    actor, at = get_actor(request), timezone.localtime()
    there = next(
        (
            one
            for one in list_instruments(by=actor, on=timezone.localdate(), offices=[office])
            if one.code == values.get("code")
        ),
        None,
    )
    if there is None:
        return create_instrument(values, office=office, by=actor, at=at)
    version = there.versions[0].version
    save_draft(there.id, values, version=version, by=actor, at=at)
    return there.id


def _read_file(said: Mapping[str, Any]) -> Mapping[str, Any]:
    file = said["file"]
    if file is None:
        return read_json(said["text"])
    if file.size > MOST_BYTES:
        raise SourceError(gettext_noop("The file is larger than an instrument can be."))
    try:
        return read_json(file.read().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise SourceError(
            gettext_noop("The file is no JSON: {reason}."), reason=str(error)[:120]
        ) from error
