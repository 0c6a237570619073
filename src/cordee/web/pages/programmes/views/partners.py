"""Partners: named and invited by who applies; filled in and signed by themselves, over a link, without an account."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from cordee.directory.queries import get_names
from cordee.kernel.errors import NotFoundError, RuleError, StaleError, UsageError
from cordee.programmes.applied import ApplicationRecord, PartnerTold
from cordee.programmes.operations import partners as write
from cordee.programmes.queries.partners import find_invited
from cordee.web.actors import get_actor, signed_in
from cordee.web.editing import FormPage, answer_form
from cordee.web.errors import say_error
from cordee.web.pages.programmes.forms.partners import (
    InviteForm,
    PartFields,
    PartnerForm,
    ReopenForm,
    SignForm,
)
from cordee.web.pages.programmes.presenters.applications import say_deadline
from cordee.web.pages.programmes.views.applications import go_back, open_own
from cordee.web.partner_letters import (
    send_invitation,
    tell_reopened,
    write_invitation,
    write_reopened,
)
from cordee.web.wording import format_country, format_date, get_reader_language
from cordee.web.written import Preview


Parameters = ParamSpec("Parameters")
View = Callable[Concatenate[HttpRequest, Parameters], HttpResponseBase]


def by_link(view: View[Parameters]) -> View[Parameters]:
    """Keep the address of a page that holds a secret from other sites, from searches and from caches."""

    @wraps(view)
    def show(
        request: HttpRequest, /, *args: Parameters.args, **kwargs: Parameters.kwargs
    ) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        # No other site is told the address. Told to nobody at all, a browser would not say where a form
        # comes from either, and the form would be refused as forged.
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return never_cache(show)


@signed_in
@require_http_methods(["GET", "POST"])
def add_partner(request: HttpRequest, application: UUID) -> HttpResponseBase:
    record = open_own(request, application)
    form = PartnerForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        by, at = get_actor(request), timezone.localtime()
        write.add_partner(application, form.get_part(), by=by, at=at)
        return _get_place(application)

    page = FormPage(_("A partner"), go_back(record), _("Save"))
    return answer_form(request, page, form, act, done=_("The partner is named."))


@signed_in
@require_http_methods(["GET", "POST"])
def change_partner(request: HttpRequest, application: UUID, partner: UUID) -> HttpResponseBase:
    record = open_own(request, application)
    told = _find(record, partner)
    named = get_names([told.part.organisation] if told.part.organisation else [])
    entry = next((one.to_name(get_reader_language()) for one in named.values()), "")
    form = PartnerForm(
        request.POST if request.method == "POST" else None,
        part=told.part,
        mark=told.mark,
        entry=entry,
    )

    def act() -> str:
        write.change_partner(
            application,
            partner,
            form.get_part(),
            mark=form.cleaned_data["mark"],
            by=get_actor(request),
            at=timezone.localtime(),
        )
        return _get_place(application)

    page = FormPage(told.part.name, go_back(record), _("Save"))
    return answer_form(request, page, form, act, done=_("The partner is changed."))


@signed_in
@require_http_methods(["GET", "POST"])
def remove_partner(request: HttpRequest, application: UUID, partner: UUID) -> HttpResponseBase:
    """Ask first: what the partner wrote and signed goes with it."""
    record = open_own(request, application)
    told = _find(record, partner)
    form = Form(request.POST if request.method == "POST" else None)

    def act() -> str:
        write.remove_partner(application, partner, by=get_actor(request), at=timezone.localtime())
        return _get_place(application)

    page = FormPage(
        _("Take {name} out").format(name=told.part.name),
        go_back(record),
        _("Take the partner out"),
        note=_("Its part, its signature and what it brings go too. A link it was sent is closed."),
    )
    return answer_form(request, page, form, act, done=_("The partner is taken out."))


@signed_in
@require_http_methods(["GET", "POST"])
def invite_partner(request: HttpRequest, application: UUID, partner: UUID) -> HttpResponseBase:
    """Show the letter first; it goes out, with its link, when it is sent."""
    actor = get_actor(request)
    record = open_own(request, application)
    told = _find(record, partner)
    form = InviteForm(
        request.POST if request.method == "POST" else None,
        initial={"email": told.part.contact_email},
    )
    letter = write_invitation(record, told, by=actor.name, address="https://…")

    def act() -> str:
        link = write.invite_partner(application, partner, by=actor, at=timezone.localtime())
        address = settings.CORDEE_ADDRESS + reverse("programmes:partner", args=[link.secret])
        sent = send_invitation(
            record, told, by=actor.name, address=address, email=form.cleaned_data["email"]
        )
        if not sent:
            messages.warning(
                request,
                _("The letter could not be sent. Give the partner this link: {address}").format(
                    address=address
                ),
            )
        return _get_place(application)

    page = FormPage(
        _("Invite {name}").format(name=told.part.name),
        go_back(record),
        _("Send the letter"),
        lead=_("The link in the letter opens this partner’s part alone, without an account."),
        letters=(Preview(get_reader_language(), letter),),
    )
    return answer_form(request, page, form, act, done=_("The partner is invited."))


@signed_in
@require_POST
def take_back_partner(request: HttpRequest, application: UUID, partner: UUID) -> HttpResponseBase:
    write.take_back_link(application, partner, by=get_actor(request), at=timezone.localtime())
    messages.success(request, _("The link opens nothing any more."))
    return redirect(_get_place(application))


@signed_in
@require_http_methods(["GET", "POST"])
def reopen_partner(request: HttpRequest, application: UUID, partner: UUID) -> HttpResponseBase:
    actor = get_actor(request)
    record = open_own(request, application)
    told = _find(record, partner)
    form = ReopenForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        reason = form.cleaned_data["reason"]
        write.reopen_part(application, partner, reason=reason, by=actor, at=timezone.localtime())
        tell_reopened(record, told, by=actor.name, reason=reason)
        return _get_place(application)

    page = FormPage(
        _("Reopen the part of {name}").format(name=told.part.name),
        go_back(record),
        _("Reopen"),
        note=_("The signature is void; the partner is told, and signs again."),
        letters=(
            Preview(
                get_reader_language(),
                write_reopened(record, told, by=actor.name, reason=form["reason"].value() or "…"),
            ),
        )
        if told.part.contact_email
        else (),
    )
    return answer_form(request, page, form, act, done=_("The part is open again."))


@by_link
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def partner(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Show a partner its own part, to fill in and to sign; nothing else of the application."""
    at = timezone.localtime()
    told = find_invited(secret, at=at)
    part, mark = told.partner.part, told.partner.mark
    is_sent = request.method == "POST"
    signs = is_sent and "sign" in request.POST
    form = PartFields(request.POST if is_sent else None, part=part, mark=mark)
    signing = SignForm(request.POST if signs else None)
    status = 200
    if is_sent:
        status = 422
        if form.is_valid() and (not signs or signing.is_valid()):
            said = {
                "mark": form.cleaned_data["mark"],
                "origin": request.META.get("REMOTE_ADDR", ""),
            }
            try:
                if signs:
                    write.sign_part(
                        secret,
                        form.get_part(),
                        name=signing.cleaned_data["signed_name"],
                        function=signing.cleaned_data["signed_function"],
                        at=at,
                        **said,
                    )
                else:
                    write.fill_in_part(secret, form.get_part(), at=at, **said)
            except (RuleError, StaleError, UsageError) as error:
                form.add_error(None, say_error(error))
                status = 409
            else:
                done = _("Your part is signed.") if signs else _("Your part is saved.")
                messages.success(request, done)
                return redirect(request.path)
    language = get_reader_language()
    organisation = told.lead_organisation
    lead = (told.lead, organisation.to_name(language) if organisation else "")
    page = {
        "title": told.title,
        "call": told.call.to_title(language),
        "lead": ", ".join(filter(None, lead)),
        "deadline": say_deadline(told.call),
        "part": part,
        "country": format_country(part.country) if part.country else "",
        "partner": told.partner,
        "signed_on": format_date(told.partner.signed_at) if told.partner.signed_at else "",
        "form": form,
        "signing": signing,
    }
    return render(request, "programmes/partner.html", page, status=status)


def _find(record: ApplicationRecord, partner: UUID) -> PartnerTold:
    found = next((one for one in record.partners if one.id == partner), None)
    if found is None:
        raise NotFoundError(gettext_noop("There is no such partner."))
    return found


def _get_place(application: UUID) -> str:
    return f"{reverse('programmes:application', args=[application])}#partners"
