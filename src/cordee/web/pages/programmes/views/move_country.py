"""All there is with one country, and the briefing book of a delegation made from it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

import cordee
from cordee.agreements.portfolio import Filter, get_portfolio
from cordee.kernel.messages import LANGUAGES
from cordee.kernel.progress import Progress
from cordee.observatory.dossiers.forms import get_form
from cordee.observatory.dossiers.phrases import check_base
from cordee.programmes.moving.states import Sort
from cordee.programmes.operations.moves import note_book
from cordee.programmes.queries.moves import (
    get_record,
    list_projects_with,
    list_with_country,
)
from cordee.programmes.queries.with_country import count_applied
from cordee.reference.countries import get_country
from cordee.web.actors import get_actor, signed_in
from cordee.web.jobs import Made
from cordee.web.lakes import get_ground
from cordee.web.pages.agreements.presenters.portfolio import present_lines
from cordee.web.pages.documents.views import answer_with_document, start_document
from cordee.web.pages.programmes.presenters.briefing import (
    find_dossier,
    find_house,
    gather_country,
    write_book,
)
from cordee.web.pages.programmes.presenters.country_sections import (
    gather_kept,
    list_open_calls,
    say_awarded,
)
from cordee.web.pages.programmes.presenters.moves import LISTS, present_move_lines
from cordee.web.pages.programmes.presenters.projects_abroad import present_projects
from cordee.web.pages.programmes.views.moves import list_tabs
from cordee.web.wording import format_country, get_reader_language


@signed_in
@require_safe
def with_country(request: HttpRequest, code: str) -> HttpResponse:
    """Show all there is with a country; by htmx what stands beside its dossier, else a page."""
    actor, now, language = get_actor(request), timezone.localtime(), get_reader_language()
    today = now.date()
    country = get_country(code[:40]).code
    found = list_with_country(country, by=actor, on=today)
    is_part = bool(getattr(request, "htmx", False))
    page = {
        "country": format_country(country),
        "code": country,
        "applied": [
            (one.instrument.to_text(language), one.submitted, one.awards, say_awarded(one))
            for one in count_applied(country, by=actor, on=today)
        ],
        "projects": present_projects(list_projects_with(country, by=actor, on=today)),
        "groups": [
            (str(title), sort.value, present_move_lines(found[sort]))
            for sort, title in LISTS.items()
            if sort in found
        ],
    }
    if not is_part:
        lines = get_portfolio(actor, on=today).narrow(Filter(country=country)).lines
        page |= {
            "tabs": list_tabs(None),
            "lines": present_lines(lines, language, on=today),
            "calls": list_open_calls(country, actor, now),
            "dossier": reverse("dossiers:dossier", args=["country", country]),
            "address": reverse("programmes:with_country", args=[country]),
        }
    template = "programmes/country_part.html" if is_part else "programmes/country.html"
    return render(request, template, page)


@signed_in
@require_POST
def country_documents(request: HttpRequest, code: str) -> HttpResponseBase:
    """Begin to make a document of a country's dossier, with what the ledger tells who asks."""
    actor, now = get_actor(request), timezone.localtime()
    country = get_country(code[:40]).code
    return start_document(
        request,
        "country",
        country,
        lambda language: gather_kept(country, language, by=actor, at=now),
    )


@signed_in
@require_POST
def book(request: HttpRequest, record: UUID) -> HttpResponseBase:
    """Begin to make the briefing book of a delegation, as PDF or Word, in a language."""
    actor, now = get_actor(request), timezone.localtime()
    told = get_record(Sort.DELEGATION, record, by=actor, on=now.date())
    form = get_form(request.POST.get("document", ""))
    wanted = request.POST.get("language", "")
    language = wanted if wanted in LANGUAGES else get_reader_language()
    base = check_base(request.build_absolute_uri("/"))
    # What the ledger says is read now, by the rights of who asks; the figures are made meanwhile.
    house = find_house(told, on=now.date())
    with override(language):
        kept = gather_country(told, by=actor, at=now)
    note_book(told.id, by=actor, at=now)
    observatory = get_ground().observatory

    def task(progress: Progress) -> Made:
        found = find_dossier(observatory, house, told.country, language, now.date(), progress)
        with override(language):
            made = write_book(told, kept, found, language, now.date())
        content = cordee.write_document(made, form.code, base, progress)
        return Made(form.name_file(made), form.media_type, content)

    back = reverse("programmes:move", args=[Sort.DELEGATION, told.id])
    return answer_with_document(request, told.title, back, task)
