from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cordee.agreements.portfolio import list_lines
from cordee.agreements.queries import select_visible
from cordee.directory.operations import exchanges as write
from cordee.directory.queries.exchanges import (
    OfferRecord,
    get_offer_record,
    get_request_record,
    list_requests,
)
from cordee.directory.queries.lines import Named
from cordee.directory.queries.organisations import list_homes
from cordee.directory.states import MOVE_NAMES, Move
from cordee.kernel.errors import NotFoundError, RefusedError
from cordee.ledger.rights import Actor
from cordee.ledger.states import Action
from cordee.web.actors import get_actor, signed_in
from cordee.web.editing import Back, FormPage, answer_form
from cordee.web.forms import Choices
from cordee.web.pages.directory.forms.exchanges import AskForm, MoveForm, OfferForm
from cordee.web.pages.directory.presenters.exchanges import (
    present_offer,
    present_request,
    present_requests,
)
from cordee.web.pages.directory.presenters.records import choose_text
from cordee.web.pages.directory.views.editing import choose_home, get_homes, go_back
from cordee.web.pages.directory.views.entries import (
    Entry,
    change_entry,
    confirm_entry,
    get_keeper,
    list_values,
    say_title,
    show_entry,
)
from cordee.web.request_letters import preview_move, tell_of_request
from cordee.web.wording import get_reader_language


OFFERS = Entry[OfferRecord](
    kind="offer",
    action=Action.OFFER,
    get_record=get_offer_record,
    change=write.change_offer,
    confirm=write.confirm_offer,
    say_title=say_title,
    get_owner=get_keeper,
)


@signed_in
@require_safe
def offer(request: HttpRequest, identifier: UUID) -> HttpResponse:
    actor, today = get_actor(request), timezone.localdate()
    record = get_offer_record(identifier, by=actor, on=today)
    page = present_offer(record, _find_title(actor, record.agreement), on=today)
    return show_entry(request, OFFERS, identifier, record, page)


@signed_in
@require_http_methods(["GET", "POST"])
def new_offer(request: HttpRequest) -> HttpResponseBase:
    actor = get_actor(request)
    homes = choose_home(get_homes(actor, Action.OFFER), actor, request.GET.get("at", ""))
    form = OfferForm(request.POST or None, homes=homes, agreements=_list_agreements(actor, None))

    def act() -> str:
        made = write.create_offer(
            form.get_values(), keeper=form.get_keeper(), by=actor, at=timezone.localtime()
        )
        return OFFERS.get_address(made.id)

    page = FormPage(_("Offer something"), go_back(), _("Offer it"))
    return answer_form(request, page, form, act, done=_("It is offered."))


@signed_in
@require_http_methods(["GET", "POST"])
def change_offer(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    actor = get_actor(request)

    def make_form(data: QueryDict | None, now: OfferRecord) -> OfferForm:
        agreements = _list_agreements(actor, now.agreement)
        return OfferForm(data, initial=list_values(now, OfferForm.values), agreements=agreements)

    record = OFFERS.get_editable(request, identifier)
    return change_entry(request, OFFERS, identifier, record, make_form)


@signed_in
@require_POST
def confirm_offer(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    return confirm_entry(request, OFFERS, identifier)


@signed_in
@require_http_methods(["GET", "POST"])
def new_request(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    actor = get_actor(request)
    record = get_offer_record(identifier, by=actor, on=timezone.localdate())
    form = AskForm(request.POST or None, homes=_list_own_houses(actor))

    def act() -> str:
        made = write.ask_for(
            identifier,
            form.get_organisation(),
            purpose=form.cleaned_data["purpose"],
            wanted_from=form.cleaned_data["wanted_from"],
            wanted_until=form.cleaned_data["wanted_until"],
            by=actor,
            at=timezone.localtime(),
        )
        _tell(request, made.id, None)
        return reverse("directory:request", args=[made.id])

    page = FormPage(_("Ask for it"), OFFERS.go_to(identifier, record), _("Ask"))
    return answer_form(request, page, form, act, done=_("The request is sent."))


@signed_in
@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    actor, today = get_actor(request), timezone.localdate()
    lines = present_requests(list_requests(actor, on=today))
    return render(request, "directory/requests.html", {"lines": lines})


@signed_in
@require_safe
def one_request(request: HttpRequest, identifier: UUID) -> HttpResponse:
    record = get_request_record(identifier, by=get_actor(request), on=timezone.localdate())
    page = present_request(record)
    return render(request, "directory/record.html", {"page": page, "history": ()})


@signed_in
@require_http_methods(["GET", "POST"])
def move_request(request: HttpRequest, identifier: UUID, move: str) -> HttpResponseBase:
    actor = get_actor(request)
    record = get_request_record(identifier, by=actor, on=timezone.localdate())
    known = next((one for one in Move if one.value == move), None)
    if known is None:
        raise NotFoundError(gettext_noop("No page has this address."))
    form = MoveForm(request.POST or None)
    address = reverse("directory:request", args=[identifier])

    def act() -> str:
        write.move_request(
            identifier, known, form.cleaned_data["text"], by=actor, at=timezone.localtime()
        )
        _tell(request, identifier, known)
        return address

    said = str(MOVE_NAMES[known])
    page = FormPage(
        said,
        Back(say_title(record.offer), address),
        said,
        letters=preview_move(identifier, known),
    )
    return answer_form(request, page, form, act, done=_("It is written, and the others see it."))


def _tell(request: HttpRequest, identifier: UUID, move: Move | None) -> None:
    if not tell_of_request(identifier, move):
        messages.warning(
            request,
            _("The letter about it could not be sent. The others see it on their own page."),
        )


def _list_own_houses(actor: Actor) -> tuple[Named, ...]:
    today = timezone.localdate()
    houses = list_homes(actor, Action.ASK, on=today)
    if not houses:
        raise RefusedError(gettext_noop("You hold no role at an organisation to ask on behalf of."))
    return houses


def _list_agreements(actor: Actor, named: UUID | None) -> Choices:
    """Return the agreements the reader may name, by title; one that is named already stays so."""
    language, today = get_reader_language(), timezone.localdate()
    found = {str(line.id): line.to_title(language) for line in list_lines(actor, on=today)}
    if named is not None:
        found.setdefault(str(named), _("an agreement that you may not see"))
    return sorted(found.items(), key=lambda one: one[1].casefold())


def _find_title(actor: Actor, agreement: UUID | None) -> str:
    """Return what an agreement is called, nothing for who may not see it."""
    visible = select_visible(actor, on=timezone.localdate())
    row = visible.filter(id=agreement).first() if agreement else None
    return choose_text(row.title_fr, row.title_en) if row else ""
