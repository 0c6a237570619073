"""Questions about a call, their answers, and news."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cordee.programmes.calling.rules import check_can_announce, check_can_ask, find_obstacle
from cordee.programmes.operations.questions import announce as give_news
from cordee.programmes.operations.questions import answer_question, ask_question
from cordee.programmes.queries.calls import get_call, get_question
from cordee.web.actors import get_actor, signed_in
from cordee.web.editing import Current, FormPage, answer_form
from cordee.web.pages.programmes.forms.calls import AnswerForm, NewsForm, QuestionForm
from cordee.web.pages.programmes.views.calls import make_page, open_call


@signed_in
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, call: UUID) -> HttpResponseBase:
    actor, now = get_actor(request), timezone.localtime()
    found = get_call(call, by=actor, at=now)
    why = find_obstacle(lambda: check_can_ask(found, now))
    page = make_page(found, _("Ask about the call"), _("Ask"), why=why)
    form = QuestionForm(request.POST or None)

    def act() -> str:
        ask_question(call, form.cleaned_data["question"], by=actor, at=timezone.localtime())
        return page.back.address

    done = _("Your question is with the officers of the call. The answer stands on this page.")
    return answer_form(request, page, form, act, done=done)


@signed_in
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, question: UUID) -> HttpResponseBase:
    actor = get_actor(request)
    found, asked = get_question(question, by=actor, at=timezone.localtime())
    around = make_page(found, _("Answer a question"), _("Save"))
    page = FormPage(around.title, around.back, around.button, lead=asked.question)
    form = AnswerForm(request.POST or None, question=asked)

    def act() -> str:
        answer_question(
            question,
            form.get_answer(),
            is_public=form.cleaned_data["is_public"],
            known=form.cleaned_data["version"],
            by=actor,
            at=timezone.localtime(),
        )
        return reverse("programmes:call", args=[found.id])

    def read_current() -> Current:
        _call, now = get_question(question, by=actor, at=timezone.localtime())
        return Current(AnswerForm(question=now), found.office, "call", found.id)

    return answer_form(
        request, page, form, act, done=_("The answer is saved."), read_current=read_current
    )


@signed_in
@require_http_methods(["GET", "POST"])
def announce(request: HttpRequest, call: UUID) -> HttpResponseBase:
    found = open_call(request, call)
    why = find_obstacle(lambda: check_can_announce(found))
    page = make_page(found, _("Announce news of the call"), _("Announce"), why=why)
    form = NewsForm(request.POST or None)

    def act() -> str:
        give_news(call, form.get_text(), by=get_actor(request), at=timezone.localtime())
        return page.back.address

    return answer_form(request, page, form, act, done=_("The news stand on the page of the call."))
