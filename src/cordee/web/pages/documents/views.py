from __future__ import annotations

import secrets
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

import cordee
from cordee.kernel.messages import LANGUAGES, translate
from cordee.kernel.progress import Progress
from cordee.observatory.dossiers.build import make_dossier
from cordee.observatory.dossiers.forms import get_form
from cordee.observatory.dossiers.openings import find_home, open_inquiry
from cordee.observatory.dossiers.phrases import check_base
from cordee.observatory.dossiers.steps import DRAWING, MAKING, WRITING
from cordee.observatory.dossiers.subject import LONGEST_KEY, read_subject
from cordee.web.actors import get_actor
from cordee.web.added_sections import Added
from cordee.web.jobs import Made, Plan, State, jobs
from cordee.web.lakes import get_ground
from cordee.web.pages.documents.presenters import present_job
from cordee.web.pages.observatory.forms import read_query
from cordee.web.wording import get_reader_language


READER = "cordee_reader"
"""The cookie that ties a document to who asked for it; it says nothing of the person."""
READER_SECONDS = 24 * 3600

PLAN: Plan = {
    MAKING: (0, 55),
    DRAWING: (55, 85),
    WRITING: (85, 99),
}
"""Figures take half the time of a document, drawing most of the rest."""


@require_POST
def start(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Begin to make a document of a dossier, after all that was asked has been checked."""
    return start_document(request, kind, key)


def start_document(
    request: HttpRequest, kind: str, key: str, add: Callable[[str], Added] | None = None
) -> HttpResponse:
    """Begin to make a document of a dossier; `add` says in a language what is put before its sections.

    What is added is gathered here, by the rights of who asks, and goes into this one document alone.
    """
    query, observatory = read_query(request.POST), get_ground().observatory
    form = get_form(request.POST.get("document", ""))
    wanted = request.POST.get("language", "")
    language = wanted if wanted in LANGUAGES else get_reader_language()
    subject = read_subject(kind, key[: LONGEST_KEY + 1])
    home = find_home(observatory, subject, query.organisations)
    question = query.with_changes(organisations=home).question if home else None
    # What the dossier would refuse is refused now, in the words of its page.
    open_inquiry(observatory, subject, question, language)
    added = add(language) if add else Added()
    base, today = check_base(request.build_absolute_uri("/")), timezone.localdate()

    def task(progress: Progress) -> Made:
        dossier = added.put_into(
            make_dossier(observatory, subject, question, language, today, progress=progress)
        )
        # By the library's face, which loads what writes documents now: it is large, and seldom asked for.
        content = cordee.write_document(dossier, form.code, base, progress)
        return Made(form.name_file(dossier), form.media_type, content)

    label = _("Dossier as %(form)s") % {"form": translate(form.label, get_reader_language())}
    asked = reverse("documents:start", args=[subject.kind, subject.to_key()])
    back = query.to_address(asked.removesuffix("/documents"))
    return answer_with_document(request, label, back, task)


def answer_with_document(
    request: HttpRequest, label: str, back: str, task: Callable[[Progress], Made]
) -> HttpResponse:
    """Begin to make a document for who asks, and answer with how far it is."""
    known = _read_cookie(request)
    word = known or secrets.token_urlsafe(24)
    newcomer = "" if known else request.META.get("REMOTE_ADDR", "")
    state = jobs.start(_name_owner(request, word), label, back, PLAN, task, newcomer)
    if request.headers.get("HX-Request"):
        answer = show_progress(request, state)
    else:
        answer = HttpResponseRedirect(reverse("documents:job", args=[state.word]), status=303)
    answer.set_signed_cookie(
        READER,
        word,
        max_age=READER_SECONDS,
        httponly=True,
        secure=settings.SERVED_OVER_HTTPS,
        samesite="Lax",
    )
    return answer


def get_reader(request: HttpRequest) -> str:
    """Return who asks, by the cookie given with the first document; "" for someone new.

    Who is signed in is another reader than who is not, or than another account at the same browser: a
    document may hold what one account alone may see.
    """
    word = _read_cookie(request)
    return _name_owner(request, word) if word else ""


def _read_cookie(request: HttpRequest) -> str:
    # It is signed, so that nobody can make up readers to take more than one's part of the queue.
    return request.get_signed_cookie(READER, default="", max_age=READER_SECONDS) or ""


def _name_owner(request: HttpRequest, word: str) -> str:
    account = get_actor(request).account
    return f"{word} {account}" if account else word


def show_progress(request: HttpRequest, state: State) -> HttpResponse:
    """Answer with the whole page, or with the part that htmx puts in the place of the last."""
    addresses = [
        reverse(f"documents:{name}", args=[state.word]) for name in ("job", "stop", "file")
    ]
    page = present_job(state, *addresses)
    partial = bool(request.headers.get("HX-Request"))
    template = "documents/progress.html" if partial else "documents/job.html"
    response = render(request, template, {"page": page})
    patch_vary_headers(response, ["HX-Request"])
    return response


@never_cache
@require_safe
def job(request: HttpRequest, word: str) -> HttpResponse:
    return show_progress(request, jobs.get(word, get_reader(request)))


@require_POST
def stop(request: HttpRequest, word: str) -> HttpResponse:
    state = jobs.stop(word, get_reader(request))
    if request.headers.get("HX-Request"):
        return show_progress(request, state)
    return HttpResponseRedirect(reverse("documents:job", args=[word]), status=303)


@never_cache
@require_safe
def file(request: HttpRequest, word: str) -> HttpResponse:
    made = jobs.read(word, get_reader(request))
    return HttpResponse(
        made.content,
        content_type=made.media_type,
        headers={"Content-Disposition": f'attachment; filename="{made.name}"'},
    )
