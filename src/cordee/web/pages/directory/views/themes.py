from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cordee.directory.operations import themes as write
from cordee.directory.queries.themes import ThemeRecord, get_theme_record
from cordee.ledger.states import Action
from cordee.web.actors import get_actor, signed_in
from cordee.web.editing import FormPage, answer_form
from cordee.web.pages.directory.forms.kept import ThemeForm, TieForm
from cordee.web.pages.directory.presenters.kept import present_theme
from cordee.web.pages.directory.views.editing import answer_end, find_part, get_homes, go_back
from cordee.web.pages.directory.views.entries import (
    Entry,
    change_entry,
    confirm_entry,
    get_keeper,
    list_values,
    say_title,
    show_entry,
)


THEMES = Entry[ThemeRecord](
    kind="theme",
    action=Action.EDIT_DIRECTORY,
    get_record=get_theme_record,
    change=write.change_theme,
    confirm=write.confirm_theme,
    say_title=say_title,
    get_owner=get_keeper,
)


@signed_in
@require_safe
def theme(request: HttpRequest, identifier: UUID) -> HttpResponse:
    actor, today = get_actor(request), timezone.localdate()
    record = get_theme_record(identifier, by=actor, on=today)
    return show_entry(request, THEMES, identifier, record, present_theme(record, on=today))


@signed_in
@require_http_methods(["GET", "POST"])
def new_theme(request: HttpRequest) -> HttpResponseBase:
    actor = get_actor(request)
    form = ThemeForm(request.POST or None, homes=get_homes(actor))

    def act() -> str:
        made = write.create_theme(
            form.get_values(), keeper=form.get_keeper(), by=actor, at=timezone.localtime()
        )
        return THEMES.get_address(made.id)

    page = FormPage(
        title=_("Enter a theme, an axis or a sector"), back=go_back(), button=_("Enter it")
    )
    return answer_form(request, page, form, act, done=_("It is entered."))


@signed_in
@require_http_methods(["GET", "POST"])
def change_theme(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    return change_entry(
        request,
        THEMES,
        identifier,
        THEMES.get_editable(request, identifier),
        lambda data, now: ThemeForm(data, initial=list_values(now, ThemeForm.values)),
    )


@signed_in
@require_POST
def confirm_theme(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    return confirm_entry(request, THEMES, identifier)


@signed_in
@require_http_methods(["GET", "POST"])
def new_tie(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    record = THEMES.get_editable(request, identifier)
    back = THEMES.go_to(identifier, record)
    form = TieForm(request.POST or None)

    def act() -> str:
        what = form.get_picked("what")
        assert what is not None
        write.tie_to_theme(
            identifier,
            what,
            leads=form.cleaned_data["leads"],
            start=form.cleaned_data["start"],
            end=form.cleaned_data["end"],
            by=get_actor(request),
            at=timezone.localtime(),
        )
        return back.address

    page = FormPage(_("Who leads it, what belongs to it"), back, _("Add"))
    return answer_form(request, page, form, act, done=_("It is written."))


@signed_in
@require_http_methods(["GET", "POST"])
def end_tie(request: HttpRequest, identifier: UUID, part: UUID) -> HttpResponseBase:
    record = THEMES.get_editable(request, identifier)
    subject = find_part(record.ties, part).subject
    back = THEMES.go_to(identifier, record)
    return answer_end(request, say_title(subject), back, part, write.end_tie)
