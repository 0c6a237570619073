"""The pages that find people and partners."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from cordee.kernel.errors import NotFoundError, UsageError
from cordee.observatory.figures.declared_files import TABLES, make_declared_table
from cordee.observatory.figures.finder_choice import MOST_SHOWN
from cordee.observatory.figures.finder_files import make_finder_table
from cordee.observatory.figures.finder_files import to_json as finder_to_json
from cordee.observatory.figures.people import MOST_PEOPLE
from cordee.observatory.figures.who_files import make_people_table, to_json
from cordee.web.lakes import get_ground
from cordee.web.pages.observatory.forms import read_choice, read_query, read_whom
from cordee.web.pages.observatory.presenters.declared import present_declared
from cordee.web.pages.observatory.presenters.finder import list_choice_pairs, present_finder
from cordee.web.pages.observatory.presenters.who import present_search, present_who
from cordee.web.pages.observatory.views import (
    get_addresses,
    make_chooser,
    name_homes,
    show,
    stream_csv,
)
from cordee.web.query import Query
from cordee.web.wording import get_reader_language


@require_safe
def who(request: HttpRequest) -> HttpResponse:
    query, addresses, ground = read_query(request.GET), get_addresses(), get_ground()
    subject, typed = read_whom(request.GET)
    kept = (("with", subject.to_text()),) if subject else ()
    asked = query.with_changes(kept=kept)
    chooser, organisations = make_chooser(asked, replace(addresses, home=addresses.who))
    # People are counted by whole works, and no own body is one of them.
    chooser = replace(chooser, countings=(), offers_own=False)
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
def finder(request: HttpRequest) -> HttpResponse:
    query, addresses, ground = read_query(request.GET), get_addresses(), get_ground()
    choice = read_choice(request.GET)
    asked = read_question(query).with_changes(kept=list_choice_pairs(choice))
    chooser, organisations = make_chooser(asked, replace(addresses, home=addresses.finder))
    # Partners are weighed by whole works.
    context: dict[str, object] = {"chooser": replace(chooser, countings=())}
    if organisations:
        found = ground.observatory.get_finder(asked.question, choice)
        countries = ground.observatory.list_countries()
        context["page"] = present_finder(found, asked, addresses, ground.registry, countries)
        context["home"] = name_homes(asked)
        context["home_address"] = asked.to_base().to_address(addresses.home)
    response = show(request, "observatory/finder.html", context)
    if request.headers.get("HX-Request"):
        response["HX-Push-Url"] = asked.to_address(addresses.finder)
    return response


def read_question(query: Query) -> Query:
    """Return the question alone: this page's own names, such as `least`, are others elsewhere."""
    return query.to_base().with_changes(typed=query.typed)


@require_safe
def finder_file(request: HttpRequest, form: str) -> HttpResponse | StreamingHttpResponse:
    query, language = read_query(request.GET), get_reader_language()
    check_form(form)
    choice = replace(read_choice(request.GET), most=MOST_SHOWN)
    found = get_ground().observatory.get_finder(query.question, choice)
    if form == "csv":
        table = make_finder_table(found, language)
        return stream_csv(iter((table.headers, *table.rows)), "possible-partners")
    return give_json(finder_to_json(found), "possible-partners")


@require_safe
def declared(request: HttpRequest) -> HttpResponse:
    query, addresses, ground = read_query(request.GET), get_addresses(), get_ground()
    chooser, organisations = make_chooser(query, replace(addresses, home=addresses.declared))
    # Declarations are set beside whole works.
    context: dict[str, object] = {"chooser": replace(chooser, countings=())}
    if organisations:
        found = ground.observatory.get_declared(query.question)
        context["page"] = present_declared(found, query, addresses, query.country, ground.registry)
        context["home"] = name_homes(query)
        context["home_address"] = query.to_base().to_address(addresses.home)
    response = show(request, "observatory/declared.html", context)
    if request.headers.get("HX-Request"):
        response["HX-Push-Url"] = query.to_address(addresses.declared)
    return response


@require_safe
def declared_file(request: HttpRequest, name: str) -> StreamingHttpResponse:
    query = read_query(request.GET)
    if name not in TABLES:
        raise NotFoundError(
            gettext_noop("There is no table “{name}”. The tables are: {tables}."),
            name=name[:40],
            tables=", ".join(TABLES),
        )
    found = get_ground().observatory.get_declared(query.question)
    table = make_declared_table(name, found, get_reader_language())
    return stream_csv(iter((table.headers, *table.rows)), f"declared-{name}")


def check_form(form: str) -> None:
    """Raise `NotFoundError` unless a list can be had in this form."""
    if form not in {"csv", "json"}:
        raise NotFoundError(
            gettext_noop("There is no such list as “{form}”. The forms are: csv, json."),
            form=form[:40],
        )


def give_json(text: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="cordee-{name}.json"'
    return response


@require_safe
def who_file(request: HttpRequest, form: str) -> HttpResponse | StreamingHttpResponse:
    query, language = read_query(request.GET), get_reader_language()
    subject, _typed = read_whom(request.GET)
    if subject is None:
        raise UsageError(gettext_noop("Say with whom, such as with=country:GB."))
    check_form(form)
    found = get_ground().observatory.get_who(query.question, subject, MOST_PEOPLE)
    if form == "csv":
        table = make_people_table((*found.here, *found.there), language)
        return stream_csv(iter((table.headers, *table.rows)), "people")
    return give_json(to_json(found), "people")
