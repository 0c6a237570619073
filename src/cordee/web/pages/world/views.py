from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from cordee.kernel.errors import NotFoundError
from cordee.kernel.periods import Years
from cordee.observatory.figures.exports import Table
from cordee.observatory.figures.world import (
    make_cell_table,
    make_country_table,
    make_year_table,
)
from cordee.web.lakes import get_facts, get_ground
from cordee.web.pages.observatory.forms import read_query
from cordee.web.pages.observatory.views import show, stream_csv
from cordee.web.pages.world.presenters.page import Places, present_world
from cordee.web.wording import get_reader_language


TABLES = ("countries", "years", "matrix")


def get_places() -> Places:
    return Places(
        world=reverse("world:world"),
        table=reverse("world:table", args=["NAME"]),
        about=reverse("observatory:about"),
    )


@require_safe
def world(request: HttpRequest) -> HttpResponse:
    years = read_query(request.GET).years
    found, facts = get_ground().observatory.get_world(years), get_facts()
    page = present_world(found, facts, get_places())
    return show(request, "world/world.html", {"page": page})


@require_safe
def table(request: HttpRequest, name: str) -> HttpResponseBase:
    years = read_query(request.GET).years
    if name not in TABLES:
        raise NotFoundError(
            gettext_noop("There is no table “{name}”. The tables are: {tables}."),
            name=name[:40],
            tables=", ".join(TABLES),
        )
    # Made before anything is sent: what cannot be answered is an error page, not half a table.
    found = make_table(name, years)
    return stream_csv(iter((found.headers, *found.rows)), f"world-{name}")


def make_table(name: str, years: Years) -> Table:
    observatory, language = get_ground().observatory, get_reader_language()
    if name == "matrix":
        return make_cell_table(observatory.get_world_cells(years), language)
    make = make_year_table if name == "years" else make_country_table
    return make(observatory.get_world(years), language)
