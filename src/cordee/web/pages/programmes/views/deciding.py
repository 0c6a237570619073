"""Decisions on one application: taken, told by letter, appealed against; and the opinions they need."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from cordee.agreements.states import GATE_NAMES, GateKind
from cordee.directory.queries import get_names
from cordee.kernel.errors import NotFoundError
from cordee.programmes.applied import ApplicationRecord
from cordee.programmes.calling.values import InBoth
from cordee.programmes.models import Decision
from cordee.programmes.operations import decisions as write
from cordee.programmes.operations import letters
from cordee.programmes.queries.applications import (
    NOTHING_HERE,
    find_application,
    get_application,
    runs_programmes,
    writes,
)
from cordee.programmes.queries.calls import read_call
from cordee.programmes.queries.committee import get_item
from cordee.programmes.queries.decisions import (
    find_decision,
    get_currency,
    list_opinions,
    read_letter,
)
from cordee.programmes.queries.instruments import runs
from cordee.programmes.selecting.letters import draft_letter
from cordee.programmes.selecting.states import DecisionKind
from cordee.programmes.selecting.values import LetterTold
from cordee.web.actors import get_actor, signed_in
from cordee.web.decision_papers import mail_letter, make_letter
from cordee.web.editing import Back, FormPage, answer_form
from cordee.web.pages.programmes.forms.committee import (
    AppealForm,
    DecideForm,
    LetterForm,
    OpinionForm,
    SettleForm,
)
from cordee.web.pages.programmes.presenters.committee import say_decision
from cordee.web.pages.programmes.views.committee import check_paper, hand_out


@signed_in
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, application: UUID) -> HttpResponseBase:
    """Decide on an application; `item` in the address says that a session does."""
    actor, at = get_actor(request), timezone.localtime()
    record = _open(request, application)
    row = find_application(application, by=actor, on=at.date())
    item = _find_item(request, application)
    currency = get_currency(read_call(row.call, at=at))
    now = write.find_in_force(row)
    asked = write.sum_asked(row)
    kind = request.GET.get("kind", "")
    form = DecideForm(
        request.POST or None,
        now=now,
        asked=asked,
        currency=currency,
        kind=kind if kind in set(DecisionKind) else "",
    )
    back = _go_back(record)
    if item is not None:
        back = Back(back.text, reverse("programmes:item", args=[item]))

    def act() -> str:
        write.decide(
            application,
            form.get_ruling(),
            known=form.get_known(),
            item=item,
            by=actor,
            at=timezone.localtime(),
        )
        return back.address

    note = _("The applicant sees the decision once its letter is sent.")
    if now is not None:
        said = _("Now: {decision}. It stays in the record, replaced.").format(
            decision=say_decision(now)
        )
        note = f"{said}\n{note}"
    page = FormPage(
        _("Decide on no. {number}").format(number=record.number), back, _("Decide"), note=note
    )
    return answer_form(request, page, form, act, done=_("It is decided."))


@signed_in
@require_http_methods(["GET", "POST"])
def opinion(request: HttpRequest, application: UUID, gate: str) -> HttpResponseBase:
    actor, today = get_actor(request), timezone.localdate()
    record = _open(request, application)
    row = find_application(application, by=actor, on=today)
    told = next((one for one in list_opinions(row) if one.kind.value == gate), None)
    if told is None:
        raise NotFoundError(gettext_noop("The instrument asks for no such opinion."))
    form = OpinionForm(
        request.POST or None,
        initial={
            "answer": told.answer.value if told.answer else "",
            "authority": told.authority,
            "answered_on": told.answered_on,
            "remarks": told.remarks,
        },
    )

    def act() -> str:
        said = form.cleaned_data
        write.note_opinion(
            application,
            GateKind(gate),
            form.get_answer(),
            authority=said["authority"],
            answered_on=said["answered_on"],
            remarks=said["remarks"],
            by=actor,
            at=timezone.localtime(),
        )
        return _go_back(record).address

    title = str(GATE_NAMES[told.kind]).capitalize()
    page = FormPage(title, _go_back(record), _("Save"))
    return answer_form(request, page, form, act, done=_("The opinion is noted."))


@signed_in
@require_http_methods(["GET", "POST"])
def letter(request: HttpRequest, decision: UUID) -> HttpResponseBase:
    """Show the letter as it would go out, let it be edited, and send it."""
    row = _open_decision(request, decision)
    told = read_letter(row.id)
    draft = _draft(told)
    form = LetterForm(request.POST or None, initial={"letter_fr": draft.fr, "letter_en": draft.en})
    back = Back(told.title or _("The application"), _find_place(told.application))

    def act() -> str:
        at = timezone.localtime()
        days = form.cleaned_data["appeal_days"]
        letters.send_letter(
            decision, form.get_letter(), appeal_days=days, by=get_actor(request), at=at
        )
        if not mail_letter(decision, at=at):
            messages.warning(
                request,
                _("The mail server did not take the letter; it is tried again every day."),
            )
        return back.address

    page = FormPage(
        _("The letter of the decision on no. {number}").format(number=told.number),
        back,
        _("Send the letter"),
        lead=_("Decision: {decision}").format(decision=say_decision(told.decision)),
        note=_(
            "It goes by mail to who wrote the application, in both languages and as PDF; from then on they see the decision on their page."
        ),
    )
    return answer_form(request, page, form, act, done=_("The applicant is told."))


@signed_in
@require_safe
def letter_paper(request: HttpRequest, decision: UUID, language: str, form: str) -> HttpResponse:
    """Hand a letter out: to its applicant as it was sent, to the office as it would be, too."""
    row = find_decision(decision, by=get_actor(request), on=timezone.localdate())
    check_paper(language, form)
    told = read_letter(row.id)
    text = told.letter if told.sent_at else _draft(told)
    chosen = text.fr if language == "fr" else text.en
    return hand_out(make_letter(told, chosen, language, timezone.localtime()), form)


@signed_in
@require_http_methods(["GET", "POST"])
def appeal(request: HttpRequest, decision: UUID) -> HttpResponseBase:
    actor = get_actor(request)
    row = find_decision(decision, by=actor, on=timezone.localdate())
    if not writes(row.application, actor):
        raise NotFoundError(gettext_noop("There is no such decision."))
    form = AppealForm(request.POST or None)
    back = Back(row.application.title or _("The application"), _find_place(row.application_id))

    def act() -> str:
        letters.appeal(decision, form.cleaned_data["text"], by=actor, at=timezone.localtime())
        return back.address

    page = FormPage(_("Appeal against the decision"), back, _("Appeal"))
    return answer_form(request, page, form, act, done=_("The office has your appeal."))


@signed_in
@require_http_methods(["GET", "POST"])
def settle_appeal(request: HttpRequest, decision: UUID) -> HttpResponseBase:
    row = _open_decision(request, decision)
    told = read_letter(row.id)
    form = SettleForm(request.POST or None)
    back = Back(told.title or _("The application"), _find_place(told.application))

    def act() -> str:
        letters.settle_appeal(
            decision,
            form.get_outcome(),
            form.cleaned_data["answer"],
            by=get_actor(request),
            at=timezone.localtime(),
        )
        return back.address

    received = told.decision.appeal
    page = FormPage(
        _("Answer the appeal"), back, _("Answer"), note=received.text if received else ""
    )
    return answer_form(request, page, form, act, done=_("The appeal is answered."))


def _open(request: HttpRequest, application: UUID) -> ApplicationRecord:
    """Return a submitted application for who runs its call; for anybody else there is none."""
    actor, on = get_actor(request), timezone.localdate()
    record = get_application(application, by=actor, on=on)
    if record.submitted_at is None or not runs_programmes(record.call, by=actor, on=on):
        raise NotFoundError(NOTHING_HERE)
    return record


def _open_decision(request: HttpRequest, decision: UUID) -> Decision:
    actor, on = get_actor(request), timezone.localdate()
    row = find_decision(decision, by=actor, on=on)
    if not runs(row.application.call.office, by=actor, on=on):
        raise NotFoundError(gettext_noop("There is no such decision."))
    return row


def _find_item(request: HttpRequest, application: UUID) -> UUID | None:
    """Return the place on an agenda that the address names, if it is this application's."""
    try:
        identifier = UUID(request.GET.get("item", ""))
    except ValueError:
        return None
    _session, item = get_item(identifier, by=get_actor(request), on=timezone.localdate())
    return item.id if item.application == application else None


def _draft(told: LetterTold) -> InBoth:
    named = get_names([told.call.office])[told.call.office]

    def write_in(language: str) -> str:
        return draft_letter(
            told.decision,
            told.call.to_title(language),
            number=told.number,
            title=told.title,
            office=named.to_name(language),
            language=language,
        )

    return InBoth(write_in("fr"), write_in("en"))


def _go_back(record: ApplicationRecord) -> Back:
    return Back(record.written.title or _("The application"), _find_place(record.id))


def _find_place(application: UUID) -> str:
    return reverse("programmes:application", args=[application])
