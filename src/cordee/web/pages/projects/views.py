from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from cordee.kernel.errors import NotFoundError
from cordee.observatory.figures.project_files import (
    make_countries_table,
    make_organisations_table,
    make_projects_table,
)
from cordee.observatory.figures.question import ALL_WORKS, Question, read_ror
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
from cordee.web.query import Query
from cordee.web.wording import get_reader_language


SIZE = 25
"""Projects on a page: as many as works."""

TABLES = ("projects", "countries", "organisations")


def read_narrowed(values: QueryDict) -> tuple[Query, str]:
    """Return the state of the page and the ROR id of the partner asked for, empty when none is.

    Raises `UsageError` or `NotFoundError` for what is no organisation. A partner stands before a country.
    """
    query, text = read_query(values), values.get("partner", "").strip()
    if not text:
        return query, ""
    partner = get_ground().registry.get(read_ror(text)).id
    return query.with_changes(kept=(("partner", partner),), country=""), partner


@require_safe
def projects(request: HttpRequest) -> HttpResponse:
    # A selection of works says nothing of projects.
    query, partner = read_narrowed(request.GET)
    query = query.with_changes(within=ALL_WORKS)
    places = Places(
        home=reverse("observatory:home"),
        projects=reverse("projects:projects"),
        table=reverse("projects:table", args=["NAME"]),
    )
    chooser, organisations = make_chooser(query, replace(get_addresses(), home=places.projects))
    page = None
    if organisations:
        observatory = get_ground().observatory
        figures = observatory.get_projects(query.question, partner or query.country)
        found = observatory.list_projects(
            query.question, partner or query.country, query.page, SIZE
        )
        check_page(query.page, found.pages)
        name = get_ground().registry.get(partner).name if partner else ""
        page = present_projects(figures, found, query, places, name_homes(query), name)
    # Projects are counted whole, by who takes part; a choice that changes nothing is not offered.
    chooser = replace(chooser, countings=(), has_settings=False, offers_own=False)
    context: dict[str, object] = {"chooser": chooser, "page": page}
    response = show(request, "projects/projects.html", context)
    if request.headers.get("HX-Request"):
        response["HX-Push-Url"] = query.to_address(places.projects)
    return response


@require_safe
def table(request: HttpRequest, name: str) -> StreamingHttpResponse:
    (query, partner), language = read_narrowed(request.GET), get_reader_language()
    narrowed = partner or query.country
    if name not in TABLES:
        raise NotFoundError(
            gettext_noop("There is no table “{name}”. The tables are: {tables}."),
            name=name[:40],
            tables=", ".join(TABLES),
        )
    if name == "projects":
        return stream_csv(list_rows(query.question, narrowed, language), "projects")
    figures = get_ground().observatory.get_projects(query.question, narrowed)
    make = make_countries_table if name == "countries" else make_organisations_table
    made = make(figures, language)
    return stream_csv(iter((made.headers, *made.rows)), f"project-{name}")


def list_rows(question: Question, partner: str, language: str) -> Rows:
    """Yield the header and every project of a list, fetching a thousand at a time."""
    observatory = get_ground().observatory
    for page in observatory.iterate_projects(question, partner, CSV_SIZE):
        part = make_projects_table(page.rows, language)
        if page.page == 1:
            yield part.headers
        yield from part.rows
