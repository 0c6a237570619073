from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from cordee.directory.queries.access import check_sees_directory
from cordee.directory.queries.organisations import list_homes
from cordee.directory.queries.places import find_places
from cordee.directory.queries.search import search as find
from cordee.directory.queries.themes import get_theme_names
from cordee.directory.queries.waiting import list_waiting
from cordee.ledger.rights import list_reached
from cordee.ledger.states import Action
from cordee.web.actors import get_actor, signed_in
from cordee.web.pages.directory.presenters.found import present_search, read_question
from cordee.web.pages.directory.presenters.places import present_places
from cordee.web.pages.directory.presenters.waiting import present_waiting
from cordee.web.wording import format_count


@signed_in
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    actor, today = get_actor(request), timezone.localdate()
    check_sees_directory(actor, on=today)
    question = read_question(request.GET)
    found = find(question)
    themes = get_theme_names(frozenset({*found.by_theme, *question.themes}))
    with_map = request.GET.get("view") == "map"
    page = {
        "page": present_search(question, found, themes, with_map=with_map, on=today),
        "map": present_places(find_places(question, found), question) if with_map else None,
        "may_enter": bool(list_homes(actor, Action.EDIT_DIRECTORY, on=today)),
        "may_enter_things": bool(list_reached(actor, Action.EDIT_OWN_TEAM, on=today)),
        "may_confirm": bool(list_reached(actor, Action.CONFIRM_ENTRIES, on=today)),
    }
    return render(request, "directory/search.html", page)


@signed_in
@require_safe
def to_confirm(request: HttpRequest) -> HttpResponse:
    actor, today = get_actor(request), timezone.localdate()
    check_sees_directory(actor, on=today)
    waiting, count = list_waiting(actor, on=today)
    total = ngettext("{count} entry waits", "{count} entries wait", count)
    page = {
        "lines": present_waiting(waiting),
        "total_text": total.format(count=format_count(count)),
    }
    return render(request, "directory/to_confirm.html", page)
