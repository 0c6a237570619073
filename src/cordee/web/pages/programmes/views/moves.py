"""People on the move and help abroad: the overview, the lists, the records, and all with one country."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from cordee.kernel.errors import NotFoundError
from cordee.ledger.rights import list_reached
from cordee.ledger.states import Action
from cordee.programmes.moving.states import Sort
from cordee.programmes.queries.moves import (
    get_record,
    list_countries,
    list_due,
    list_lines,
    list_offices,
)
from cordee.web.actors import get_actor, signed_in
from cordee.web.pages.programmes.forms.move_parts import PART_FORMS
from cordee.web.pages.programmes.forms.moves import PEOPLE, RECORD_FORMS, SoughtForm
from cordee.web.pages.programmes.presenters.moves import (
    LISTS,
    NEW,
    Sheet,
    present_due,
    present_move,
    present_move_lines,
)
from cordee.web.pages.programmes.presenters.stays import present_permission
from cordee.web.tabs import Tab
from cordee.web.wording import format_country


LINES_ON_A_PAGE = 50
"""As many lines as a person reads at a sitting; the next page is one step away."""

MOST_DUE = 30
"""Things to do that the overview lists; the earliest are first, so that what is late is among them."""


def read_sort(text: str) -> Sort:
    """Return a sort of record from an address; `NotFoundError` for a word that names none."""
    try:
        return Sort(text)
    except ValueError:
        raise NotFoundError(gettext_noop("No page has this address.")) from None


def list_tabs(current: Sort | None) -> tuple[Tab, ...]:
    """Return the lists of each sort, one beside the other."""
    return tuple(
        Tab(str(title), reverse("programmes:moves", args=[sort]), sort is current)
        for sort, title in LISTS.items()
    )


def make_sheets(sort: Sort) -> dict[str, Sheet]:
    """Return what the forms of a sort have, so that its pages show what is filled in there."""
    made = {sort.value: RECORD_FORMS[sort], **PART_FORMS.get(sort, {})}
    return {
        name: Sheet(
            form.base_fields,
            form.entries,
            frozenset(entry for entry in form.entries if form.picks[entry] is PEOPLE),
        )
        for name, form in made.items()
    }


@signed_in
@require_safe
def abroad(request: HttpRequest) -> HttpResponse:
    """Show what is late and what comes, and the countries there is something with."""
    actor, today = get_actor(request), timezone.localdate()
    due = list_due(by=actor, on=today)
    page = {
        "tabs": list_tabs(None),
        "has_role": bool(list_reached(actor, Action.SEE_AGREEMENTS, on=today)),
        "due": present_due(due[:MOST_DUE], on=today),
        "late": sum(one.is_late(today) for one in due),
        "more": len(due) > MOST_DUE,
        "countries": sorted(
            (format_country(code), reverse("programmes:with_country", args=[code]))
            for code in list_countries(by=actor, on=today)
        ),
    }
    return render(request, "programmes/abroad.html", page)


@signed_in
@require_safe
def moves(request: HttpRequest, sort: str) -> HttpResponse:
    """Show the records of a sort."""
    read, actor, today = read_sort(sort), get_actor(request), timezone.localdate()
    countries = sorted(
        ((code, format_country(code)) for code in list_countries(by=actor, on=today)),
        key=lambda one: one[1],
    )
    form = SoughtForm(request.GET, sort=read, countries=countries)
    lines = list_lines(read, form.get_sought(), by=actor, on=today)
    shown = Paginator(lines, LINES_ON_A_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    page = {
        "tabs": list_tabs(read),
        "title": LISTS[read],
        "sort": read.value,
        "form": form,
        "lines": present_move_lines(shown.object_list),
        "shown": shown,
        "query": query.urlencode(),
        "new": NEW[read] if list_offices(actor, on=today) else "",
    }
    return render(request, "programmes/moves.html", page)


@signed_in
@require_safe
def move(request: HttpRequest, sort: str, record: UUID) -> HttpResponse:
    """Show one record."""
    actor, today = get_actor(request), timezone.localdate()
    told = get_record(read_sort(sort), record, by=actor, on=today)
    page = {
        "page": present_move(told, make_sheets(told.sort), by=actor, on=today),
        "permission": present_permission(told, by=actor, on=today),
        "book": reverse("programmes:book", args=[told.id]) if told.sort is Sort.DELEGATION else "",
    }
    return render(request, "programmes/move.html", page)
