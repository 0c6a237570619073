"""One agreement: seen, begun, changed, moved through its life."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from cordee.agreements.life import MOVE_BY_STEP, Step
from cordee.agreements.operations.agreements import (
    change_agreement,
    create_agreement,
    move_agreement,
    note_view,
    record_notice,
)
from cordee.agreements.portfolio import get_portfolio
from cordee.agreements.queries import (
    get_facts,
    get_record_and_facts,
    is_kept_by,
    list_offices,
)
from cordee.agreements.rules import find_obstacle, find_obstacle_to_change
from cordee.agreements.states import DEED_NAMES, READS
from cordee.agreements.values import Record
from cordee.directory.queries import get_line, get_names
from cordee.kernel.errors import NotFoundError
from cordee.ledger.audit import Told, read_events, select_events
from cordee.ledger.rights import Actor, can
from cordee.ledger.states import Action
from cordee.web.actors import get_actor, signed_in
from cordee.web.editing import Back, FormPage, answer_form
from cordee.web.pages.agreements.forms.agreement import (
    AgreementForm,
    make_finder,
    read_initial,
)
from cordee.web.pages.agreements.forms.parts import MoveForm, NoticeForm
from cordee.web.pages.agreements.presenters.parts import Reader
from cordee.web.pages.agreements.presenters.record import present_record
from cordee.web.pages.agreements.views.editing import edit, make_page, open_record
from cordee.web.picking import Finder
from cordee.web.wording import get_reader_language


MOST_EVENTS = 100
"""Lines of the history a page shows, the latest first; the audit has the others."""


@signed_in
@require_safe
def record(request: HttpRequest, agreement: UUID) -> HttpResponse:
    actor, today = get_actor(request), timezone.localdate()
    found, facts = get_record_and_facts(agreement, by=actor, on=today)
    note_view(agreement, by=actor, at=timezone.localtime())
    places = {found.office, *(one.organisation for one in found.parties)}
    reader = Reader(
        may_edit=is_kept_by(found, Action.EDIT_AGREEMENTS, by=actor, on=today),
        may_move=is_kept_by(found, Action.MOVE_AGREEMENTS, by=actor, on=today),
        names=get_names(places),
        history=list_history(found, actor),
        deeds={name: str(said) for name, said in DEED_NAMES.items()},
        on=today,
    )
    page = present_record(found, facts, reader)
    return render(request, "agreements/record.html", {"page": page})


def list_history(found: Record, actor: Actor) -> tuple[Told, ...]:
    """Return what happened to the record: all for who audits its office, changes for who reads its files."""
    today = timezone.localdate()
    line = get_line(found.office, on=today)
    audits = can(actor, Action.SEE_AUDIT, line, on=today)
    if not audits and not can(actor, Action.SEE_AGREEMENT_DOCUMENTS, line, on=today):
        return ()
    events = select_events(frozenset({found.office}), kind="agreement", record=str(found.id))
    if not audits:
        events = events.exclude(action__in=READS)
    return read_events(events[:MOST_EVENTS])


def find_parents(actor: Actor, record: Record | None = None) -> Finder:
    """Return where the agreement is looked for that another one, or a new one, stands to."""
    today = timezone.localdate()
    return make_finder(lambda: get_portfolio(actor, on=today), get_reader_language(), record=record)


@signed_in
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponseBase:
    actor, language = get_actor(request), get_reader_language()
    offices = list_offices(actor, on=timezone.localdate())
    if not offices:
        raise NotFoundError(gettext_noop("No page has this address."))
    names = get_names(offices)
    form = AgreementForm(
        request.POST or None,
        parents=find_parents(actor),
        offices=[(str(one), names[one].to_name(language)) for one in offices if one in names],
    )

    def act() -> str:
        made = create_agreement(
            form.get_draft(),
            office=UUID(form.cleaned_data["office"]),
            by=actor,
            at=timezone.localtime(),
        )
        return reverse("agreements:record", args=[made])

    page = FormPage(
        title=_("A new agreement"),
        back=Back(_("Agreements"), reverse("agreements:portfolio")),
        button=_("Begin"),
        lead=_("It begins as a draft; parties, opinions and files are added on its page."),
    )
    done = _("The agreement is begun. Add its parties.")
    return answer_form(request, page, form, act, done=done)


@signed_in
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, agreement: UUID) -> HttpResponseBase:
    actor, found = get_actor(request), open_record(request, agreement)
    why = find_obstacle_to_change(found.stage)
    page = make_page(found, _("Change the agreement"), _("Save"), obstacle=why)
    return edit(
        request,
        found,
        page,
        lambda data, now: AgreementForm(
            data,
            record=now,
            parents=find_parents(actor, now),
            offices=[],
            initial=read_initial(now, get_reader_language()),
        ),
        lambda form, who: change_agreement(
            agreement, form.get_draft(), **who, reason=form.get_reason()
        ),
        done=_("The agreement is changed."),
    )


@signed_in
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, agreement: UUID, step: str) -> HttpResponseBase:
    actor, found = get_actor(request), open_record(request, agreement)
    if step not in set(Step):
        raise NotFoundError(gettext_noop("No page has this address."))
    chosen = MOVE_BY_STEP[Step(step)]
    today = timezone.localdate()
    why = find_obstacle(get_facts(agreement, by=actor, on=today), chosen.step, on=today)
    page = make_page(found, str(chosen.label), str(chosen.label), obstacle=why)
    return edit(
        request,
        found,
        page,
        lambda data, now: MoveForm(
            data,
            record=now,
            needs_reason=chosen.needs_reason,
            last_day=today if chosen.step is Step.TERMINATE else None,
        ),
        lambda form, who: move_agreement(
            agreement, chosen.step, **who, reason=form.get_reason(), closed_on=form.get_closed_on()
        ),
        done=_("The agreement is moved."),
    )


@signed_in
@require_http_methods(["GET", "POST"])
def notice(request: HttpRequest, agreement: UUID) -> HttpResponseBase:
    found = open_record(request, agreement)
    note = _(
        "Notice in time ends a tacit renewal with the period that runs; notice given later counts for the next one."
    )
    page = make_page(found, _("Record notice"), _("Save"), note=note)
    return edit(
        request,
        found,
        page,
        lambda data, now: NoticeForm(
            data, record=now, initial={"given_on": now.draft.terms.notice_given_on}
        ),
        lambda form, who: record_notice(
            agreement, form.cleaned_data["given_on"], **who, reason=form.get_reason()
        ),
        done=_("The notice is recorded."),
    )
