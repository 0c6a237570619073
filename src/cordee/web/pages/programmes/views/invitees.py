"""Who may apply to a call that opens by invitation: named, told by a letter, taken out again."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cordee.kernel.errors import NotFoundError, RuleError
from cordee.programmes.calling.rules import check_can_invite, find_obstacle
from cordee.programmes.operations import invitees as write
from cordee.web.actors import get_actor, signed_in
from cordee.web.editing import answer_form
from cordee.web.letters import tell_invited
from cordee.web.pages.programmes.forms.calls import NameForm
from cordee.web.pages.programmes.views.calls import make_page, open_call, preview_invited


@signed_in
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest, call: UUID) -> HttpResponseBase:
    found = open_call(request, call)
    why = find_obstacle(lambda: check_can_invite(found))
    note = _(
        "They see the call once it is published, and apply as anybody does. A letter tells them."
    )
    page = replace(
        make_page(found, _("Name somebody who may apply"), _("Name them"), note=note, why=why),
        letters=preview_invited(found, get_actor(request)),
    )
    form = NameForm(request.POST or None)

    def act() -> str:
        actor, email = get_actor(request), form.cleaned_data["email"]
        try:
            account = write.invite(call, email, by=actor, at=timezone.localtime())
        except NotFoundError as error:
            # The form is right where the ledger knows nobody: it is said above it, not on a page of its own.
            raise RuleError(error.sentence.text, **error.sentence.values) from error
        if found.is_frozen and not tell_invited(account, found, by=actor.name):
            messages.warning(request, _("The letter could not be sent: tell them yourself."))
        return page.back.address

    return answer_form(request, page, form, act, done=_("They may apply."))


@signed_in
@require_POST
def take_out(request: HttpRequest, call: UUID, invitee: UUID) -> HttpResponseBase:
    write.take_out(call, invitee, by=get_actor(request), at=timezone.localtime())
    messages.success(request, _("They can begin no application any more."))
    return redirect("programmes:call", call)
