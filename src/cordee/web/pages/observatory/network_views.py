"""Pages and files of networks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from cordee.kernel.errors import NotFoundError
from cordee.observatory.figures.network_files import make_node_table, to_graphml, to_vosviewer
from cordee.observatory.figures.network_parts import Network
from cordee.web.lakes import get_ground
from cordee.web.pages.observatory.forms import read_query
from cordee.web.pages.observatory.presenters.network import present_network
from cordee.web.pages.observatory.presenters.network_picture import draw_network
from cordee.web.pages.observatory.views import (
    get_addresses,
    make_chooser,
    name_homes,
    show,
    stream_csv,
)
from cordee.web.pictures import to_png
from cordee.web.query import Query
from cordee.web.wording import get_reader_language


@require_safe
def network(request: HttpRequest) -> HttpResponse:
    query, addresses, ground = read_query(request.GET), get_addresses(), get_ground()
    # The chooser is that of the figures, and leads here.
    chooser, organisations = make_chooser(query, replace(addresses, home=addresses.network))
    page = None
    if organisations:
        found = ground.observatory.get_network(query.question, query.network)
        page = present_network(found, query, addresses, name_homes(query))
    response = show(request, "observatory/network.html", {"chooser": chooser, "page": page})
    if request.headers.get("HX-Request"):
        response["HX-Push-Url"] = query.to_address(addresses.network)
    return response


def write_svg(found: Network, query: Query) -> str:
    picture = draw_network(found, get_reader_language(), query.moment)
    return render_to_string("observatory/network_svg.html", {"picture": picture, "alone": True})


NETWORK_FILES: dict[str, tuple[str, str, Callable[[Network, Query], str | bytes]]] = {
    "vosviewer": (
        "json",
        "application/json; charset=utf-8",
        lambda found, _query: to_vosviewer(found, get_reader_language()),
    ),
    "graphml": (
        "graphml",
        "application/xml; charset=utf-8",
        lambda found, _query: to_graphml(found, get_reader_language()),
    ),
    "svg": ("svg", "image/svg+xml; charset=utf-8", write_svg),
    "png": ("png", "image/png", lambda found, query: to_png(write_svg(found, query))),
}
"""Each form of a network with its suffix, its media type and what writes it."""


@require_safe
def network_file(request: HttpRequest, form: str) -> HttpResponse | StreamingHttpResponse:
    query = read_query(request.GET)
    found = get_ground().observatory.get_network(query.question, query.network)
    if form == "csv":
        table = make_node_table(found, get_reader_language())
        return stream_csv(iter((table.headers, *table.rows)), "network")
    if form not in NETWORK_FILES:
        raise NotFoundError(
            gettext_noop("There is no network as “{form}”. The forms are: {forms}."),
            form=form[:40],
            forms=", ".join([*NETWORK_FILES, "csv"]),
        )
    suffix, kind, write = NETWORK_FILES[form]
    response = HttpResponse(write(found, query), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="cordee-network.{suffix}"'
    return response
