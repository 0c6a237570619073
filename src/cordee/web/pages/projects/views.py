from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from cordee.kernel.errors import NotFoundError
from cordee.observatory.figures.project_files import (
    make_countries_table,
    make_organisations_table,
    make_projects_table,
)
from cordee.observatory.figures.question import ALL_WORKS, Question
from cordee.web.lakes import get_ground
from cordee.web.pages.observatory.forms import read_query
from cordee.web.pages.observatory.presenters.tables import Rows
from cordee.web.pages.observatory.views import (
    CSV_SIZE,
    check_page,
    get_addresses,
    make_chooser,
    name_homes,
    show,
    stream_csv,
)
from cordee.web.pages.projects.presenters import Places, present_projects
from cordee.web.wording import get_reader_language


SIZE = 25
"""Projects on a page: as many as works."""

TABLES = ("projects", "countries", "organisations")


@require_safe
def projects(request: HttpRequest) -> HttpResponse:
    # A selection of works says nothing of projects.
    query = read_query(request.GET).with_changes(within=ALL_WORKS)
    places = Places(
        home=reverse("observatory:home"),
        projects=reverse("projects:projects"),
        table=reverse("projects:table", args=["NAME"]),
    )
    chooser, organisations = make_chooser(query, replace(get_addresses(), home=places.projects))
    page = None
    if organisations:
        observatory = get_ground().observatory
        figures = observatory.get_projects(query.question, query.country)
        found = observatory.list_projects(query.question, query.country, query.page, SIZE)
        check_page(query.page, found.pages)
        page = present_projects(figures, found, query, places, name_homes(query))
    # Projects are counted whole, by who takes part; a choice that changes nothing is not offered.
    chooser = replace(chooser, countings=(), has_settings=False)
    context: dict[str, object] = {"chooser": chooser, "page": page}
    response = show(request, "projects/projects.html", context)
    if request.headers.get("HX-Request"):
        response["HX-Push-Url"] = query.to_address(places.projects)
    return response


@require_safe
def table(request: HttpRequest, name: str) -> StreamingHttpResponse:
    query, language = read_query(request.GET), get_reader_language()
    if name not in TABLES:
        raise NotFoundError(
            gettext_noop("There is no table “{name}”. The tables are: {tables}."),
            name=name[:40],
            tables=", ".join(TABLES),
        )
    # Asked before anything is sent: what cannot be answered is an error page, not half a table.
    question = query.question
    figures = get_ground().observatory.get_projects(question, query.country)
    if name == "projects":
        return stream_csv(list_rows(question, query.country, language), "projects")
    make = make_countries_table if name == "countries" else make_organisations_table
    made = make(figures, language)
    return stream_csv(iter((made.headers, *made.rows)), f"project-{name}")


def list_rows(question: Question, country: str, language: str) -> Rows:
    """Yield the header and every project of a list, fetching a thousand at a time."""
    observatory = get_ground().observatory
    number, pages = 0, 1
    while number < pages:
        number += 1
        found = observatory.list_projects(question, country, number, CSV_SIZE)
        pages, part = found.pages, make_projects_table(found.rows, language)
        if number == 1:
            yield part.headers
        yield from part.rows
