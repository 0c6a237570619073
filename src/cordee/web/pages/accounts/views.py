from __future__ import annotations

from uuid import UUID

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cordee.directory.operations import add_registered_organisation
from cordee.directory.queries import get_line, get_names, get_organisation, get_parts, present_name
from cordee.kernel.errors import NotFoundError
from cordee.ledger.audit import read_events, select_events
from cordee.ledger.models import Account
from cordee.ledger.operations import (
    change_account,
    create_account,
    grant_role,
    invite,
    take_up_invitation,
    withdraw_invitation,
)
from cordee.ledger.operations import end_role as end
from cordee.ledger.queries import (
    find_invitation,
    get_account,
    has_accounts,
    list_holders,
    list_invited,
)
from cordee.ledger.rights import Actor, can, list_reached
from cordee.ledger.states import ROLE_NAMES, Action, Role
from cordee.reference.organisations import Organisation as Registered
from cordee.reference.organisations import Registry, load_registry
from cordee.web.actors import get_actor, signed_in
from cordee.web.pages.accounts.forms import FirstRunForm, InviteForm, MineForm, PersonForm
from cordee.web.pages.accounts.presenters import (
    list_rights,
    present_events,
    present_holders,
    present_invited,
    present_roles,
)
from cordee.web.role_letters import send_invitation, write_invitation
from cordee.web.state import forget_first_run_code, is_first_run_code, may_try_first_run
from cordee.web.wording import get_reader_language
from cordee.web.written import Preview, write_both


EVENTS_ON_A_PAGE = 50
"""As many lines as a person reads at a sitting; the next page is one step away."""

ORGANISATIONS_OFFERED = 8
"""A name that means more than this many organisations is typed more fully sooner than read through."""


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponseBase:
    """Ask, once, for the house and its first administrator."""
    if has_accounts():
        raise NotFoundError(gettext_noop("The first run is over. Sign in with your account."))
    form = FirstRunForm(request.POST or None)
    registered = _find_registered(form, load_registry()) if request.method == "POST" else None
    if request.method == "POST" and form.is_valid() and registered is not None:
        if not may_try_first_run(settings.CORDEE_STATE):
            form.add_error(
                "code", _("Five codes were wrong. Wait a quarter of an hour, then try again.")
            )
        elif is_first_run_code(settings.CORDEE_STATE, form.cleaned_data["code"]):
            account = _begin(form, registered, origin=request.META.get("REMOTE_ADDR", ""))
            forget_first_run_code(settings.CORDEE_STATE)
            return _sign_in(request, account, "mfa_index")
        else:
            form.add_error(
                "code", _("This is not the code the server printed. Read it again there.")
            )
    return render(request, "accounts/start.html", {"form": form})


@transaction.atomic
def _begin(form: FirstRunForm, registered: Registered, *, origin: str) -> Account:
    at, values = timezone.localtime(), form.cleaned_data
    actor = Actor(name=values["name"], origin=origin)
    organisation = add_registered_organisation(
        registered, by=actor, at=at, confirmed_on=timezone.localdate()
    )
    account = create_account(
        email=values["email"],
        name=values["name"],
        password=values["password"],
        language=get_reader_language(),
        organisation=organisation.id,
        by=actor,
        at=at,
    )
    grant_role(
        account=account.id,
        role=Role.ADMINISTRATOR,
        organisation=organisation.id,
        start=timezone.localdate(),
        end=None,
        by=Actor(account=account.id, name=account.name, origin=origin),
        at=at,
    )
    return account


def _find_registered(form: FirstRunForm, registry: Registry) -> Registered | None:
    """Return the organisation meant, or None after the form was made to ask which one."""
    typed, chosen = form.data.get("organisation", "").strip(), form.data.get("ror", "")
    matches = registry.search(typed, ORGANISATIONS_OFFERED) if typed else []
    found = {match.organisation.id: match.organisation for match in matches}
    form.offer([(one.id, ", ".join(filter(None, (one.name, one.city)))) for one in found.values()])
    if chosen in found:
        return found[chosen]
    if len(found) == 1:
        return next(iter(found.values()))
    if typed and form.is_valid():
        if found:
            form.add_error("ror", _("Several organisations bear such a name. Choose yours."))
        else:
            form.add_error("organisation", _("The registry knows no organisation by that name."))
    return None


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponseBase:
    at = timezone.localtime()
    found = find_invitation(secret, at=at)
    if found is None:
        raise NotFoundError(
            gettext_noop(
                "This invitation is not open: it was used, withdrawn or has lapsed. Ask for another."
            )
        )
    actor = get_actor(request)
    form = None if actor.is_signed_in else PersonForm(request.POST or None)
    if form is not None:
        form.get_email = lambda: found.email  # type: ignore[method-assign]
    if request.method == "POST" and (form is None or form.is_valid()):
        values = form.cleaned_data if form else {"name": "", "password": ""}
        account = take_up_invitation(
            secret=secret,
            name=values["name"],
            password=values["password"],
            language=get_reader_language(),
            signed_in=actor.account,
            origin=actor.origin,
            at=at,
        )
        messages.success(request, _("The invitation is taken up."))
        if actor.is_signed_in:
            return redirect("accounts:mine")
        return _sign_in(request, account, "accounts:mine")
    organisation = present_name(get_organisation(found.organisation))
    page = {
        "form": form,
        "email": found.email,
        "role": ROLE_NAMES[found.role],
        "organisation": organisation.to_name(get_reader_language()),
        "invited_by": found.invited_by,
        "rights": list_rights(found.role),
    }
    return render(request, "accounts/invitation.html", page)


@signed_in
@require_http_methods(["GET", "POST"])
def mine(request: HttpRequest) -> HttpResponseBase:
    actor, language = get_actor(request), get_reader_language()
    assert actor.account is not None
    account = get_account(actor.account)
    initial = {
        "name": account.name,
        "language": account.language or language,
        "digest": account.digest,
    }
    form = MineForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        change_account(account=account.id, by=actor, at=timezone.localtime(), **form.cleaned_data)
        messages.success(request, _("Your account is changed."))
        return redirect("accounts:mine")
    names = get_names(grant.organisation for grant in actor.grants)
    page = {
        "form": form,
        "email": account.email,
        "roles": present_roles(actor, names, language, on=timezone.localdate()),
    }
    return render(request, "accounts/mine.html", page)


@signed_in
@require_http_methods(["GET", "POST"])
def roles(request: HttpRequest, organisation: UUID) -> HttpResponseBase:
    actor, at, today = get_actor(request), timezone.localtime(), timezone.localdate()
    line = _check_sees_roles(actor, organisation)
    may_give = can(actor, Action.GIVE_ROLES, line, on=today)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = invite(
            email=form.cleaned_data["email"],
            role=form.get_role(),
            organisation=organisation,
            line=line,
            end=form.get_end(),
            by=actor,
            at=at,
        )
        address = request.build_absolute_uri(reverse("accounts:invitation", args=[made.secret]))
        named = get_names([organisation])[organisation].to_name(get_reader_language())
        send_invitation(form.cleaned_data["email"], named, by=actor.name, address=address)
        messages.success(
            request,
            _(
                "The invitation is written. If the letter does not arrive, give this address: {address}"
            ).format(address=address),
        )
        return redirect("accounts:roles", organisation)
    page = {
        "organisation": get_names([organisation])[organisation].to_name(get_reader_language()),
        "may_give": may_give,
        "letters": _preview_invitation(organisation, actor.name) if may_give else (),
        "form": form,
        "holders": present_holders(organisation, list_holders(organisation, on=today)),
        "invited": present_invited(organisation, list_invited(organisation, at=at)),
    }
    return render(request, "accounts/roles.html", page)


@signed_in
@require_POST
def end_role(request: HttpRequest, organisation: UUID, held: UUID) -> HttpResponseBase:
    actor = get_actor(request)
    line = _check_sees_roles(actor, organisation)
    end(held=held, organisation=organisation, line=line, by=actor, at=timezone.localtime())
    messages.success(request, _("The role is ended; it counts no more from now on."))
    return redirect("accounts:roles", organisation)


@signed_in
@require_POST
def withdraw(request: HttpRequest, organisation: UUID, invited: UUID) -> HttpResponseBase:
    actor = get_actor(request)
    line = _check_sees_roles(actor, organisation)
    withdraw_invitation(
        invitation=invited, organisation=organisation, line=line, by=actor, at=timezone.localtime()
    )
    messages.success(request, _("The invitation is withdrawn."))
    return redirect("accounts:roles", organisation)


@signed_in
@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    actor, today = get_actor(request), timezone.localdate()
    reached = list_reached(actor, Action.SEE_AUDIT, on=today)
    if not reached:
        # Who may not read the audit learns nothing of it, not even that there is one.
        raise NotFoundError(gettext_noop("No page has this address."))
    events = select_events(
        get_parts(reached, on=today),
        kind=request.GET.get("kind", "")[:40],
        record=request.GET.get("record", "")[:60],
        action=request.GET.get("action", "")[:60],
    )
    shown = Paginator(events, EVENTS_ON_A_PAGE).get_page(request.GET.get("page"))
    told = read_events(shown.object_list)
    names = get_names(one.organisation for one in told if one.organisation)
    page = {
        "lines": present_events(told, names, get_reader_language()),
        "shown": shown,
    }
    return render(request, "accounts/audit.html", page)


def _sign_in(request: HttpRequest, account: Account, place: str) -> HttpResponseBase:
    answer: HttpResponseBase = perform_login(request, account, redirect_url=reverse(place))
    return answer


def _check_sees_roles(actor: Actor, organisation: UUID) -> frozenset[UUID]:
    """Return the organisation's line; to who may not see its roles it looks as if it did not exist."""
    today = timezone.localdate()
    line = get_line(get_organisation(organisation).id, on=today)
    if not can(actor, Action.SEE_PEOPLE_WITH_ROLES, line, on=today):
        raise NotFoundError(gettext_noop("The directory has no such organisation."))
    return line


def _preview_invitation(organisation: UUID, by: str) -> tuple[Preview, ...]:
    named = get_names([organisation])[organisation]
    return write_both(
        lambda: write_invitation(named.to_name(get_reader_language()), by=by, address="https://…")
    )
