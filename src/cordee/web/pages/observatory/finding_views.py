"""The pages that find people and partners."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from cordee.kernel.errors import NotFoundError, UsageError
from cordee.observatory.figures.people import MOST_PEOPLE
from cordee.observatory.figures.who_files import make_people_table, to_json
from cordee.web.lakes import get_ground
from cordee.web.pages.observatory.forms import read_query, read_whom
from cordee.web.pages.observatory.presenters.who import present_search, present_who
from cordee.web.pages.observatory.views import (
    get_addresses,
    make_chooser,
    name_homes,
    show,
    stream_csv,
)
from cordee.web.wording import get_reader_language


@require_safe
def who(request: HttpRequest) -> HttpResponse:
    query, addresses, ground = read_query(request.GET), get_addresses(), get_ground()
    subject, typed = read_whom(request.GET)
    kept = (("with", subject.to_text()),) if subject else ()
    asked = query.with_changes(kept=kept)
    chooser, organisations = make_chooser(asked, replace(addresses, home=addresses.who))
    context: dict[str, object] = {"chooser": chooser}
    if organisations:
        observatory = ground.observatory
        found = observatory.search_subjects(typed, get_reader_language()) if typed else ()
        figures = None if subject or typed else observatory.get_figures(query.question)
        context["search"] = present_search(query, addresses, typed, found, figures, ground.registry)
        context["home"], context["home_address"] = (
            name_homes(query),
            query.to_base().to_address(addresses.home),
        )
        if subject:
            answer = observatory.get_who(query.question, subject)
            context["answer"] = present_who(answer, query, addresses, ground.registry)
    response = show(request, "observatory/who.html", context)
    if request.headers.get("HX-Request"):
        response["HX-Push-Url"] = asked.to_address(addresses.who)
    return response


@require_safe
def who_file(request: HttpRequest, form: str) -> HttpResponse | StreamingHttpResponse:
    query, language = read_query(request.GET), get_reader_language()
    subject, _typed = read_whom(request.GET)
    if subject is None:
        raise UsageError(gettext_noop("Say with whom, such as with=country:GB."))
    if form not in {"csv", "json"}:
        raise NotFoundError(
            gettext_noop("There is no such list as “{form}”. The forms are: csv, json."),
            form=form[:40],
        )
    found = get_ground().observatory.get_who(query.question, subject, MOST_PEOPLE)
    if form == "csv":
        table = make_people_table((*found.here, *found.there), language)
        return stream_csv(iter((table.headers, *table.rows)), "people")
    response = HttpResponse(to_json(found), content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="cordee-people.json"'
    return response
