"""Pages and files of networks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from cordee.kernel.errors import NotFoundError
from cordee.observatory.figures.chord import Chord
from cordee.observatory.figures.exports import Table
from cordee.observatory.figures.network_files import (
    make_node_table,
    to_graphml,
    to_json,
    to_vosviewer,
)
from cordee.observatory.figures.network_parts import Network
from cordee.observatory.figures.network_tables import make_chord_table, make_flow_table
from cordee.observatory.pictures.drawings import (
    make_chord_drawing,
    make_flow_drawing,
    make_network_drawing,
)
from cordee.observatory.pictures.svg import Drawing
from cordee.web.lakes import get_ground
from cordee.web.pages.observatory.forms import read_query
from cordee.web.pages.observatory.presenters.network import NetworkPage, present_network
from cordee.web.pages.observatory.presenters.network_frame import present_tabs
from cordee.web.pages.observatory.presenters.network_pages import (
    ChordPage,
    FlowPage,
    present_chord,
    present_flows,
)
from cordee.web.pages.observatory.presenters.partners import Addresses
from cordee.web.pages.observatory.views import (
    get_addresses,
    make_chooser,
    name_homes,
    show,
    stream_csv,
)
from cordee.web.query import Query
from cordee.web.wording import get_reader_language


PICTURES = {"svg": "image/svg+xml; charset=utf-8", "png": "image/png"}
"""The forms of a drawing, with their media types."""


@require_safe
def network(request: HttpRequest) -> HttpResponse:
    def present(query: Query, addresses: Addresses) -> NetworkPage:
        found = get_ground().observatory.get_network(query.question, query.network)
        return present_network(found, query, addresses, name_homes(query))

    return show_page(request, "network", present)


@require_safe
def chord(request: HttpRequest) -> HttpResponse:
    def present(query: Query, addresses: Addresses) -> ChordPage:
        return present_chord(get_chord(query), query, addresses, name_homes(query))

    return show_page(request, "chord", present)


@require_safe
def flows(request: HttpRequest) -> HttpResponse:
    def present(query: Query, addresses: Addresses) -> FlowPage:
        found = get_ground().observatory.get_flows(query.question, query.flows)
        return present_flows(found, query, addresses, name_homes(query))

    return show_page(request, "flows", present)


def show_page(
    request: HttpRequest, name: str, present: Callable[[Query, Addresses], object]
) -> HttpResponse:
    """Show one of the pages of networks, or what to do first when no home is chosen."""
    query, addresses = read_query(request.GET), get_addresses()
    here = getattr(addresses, name)
    # The chooser is that of the figures, and leads here.
    chooser, organisations = make_chooser(query, replace(addresses, home=here))
    # Networks count works whole; own bodies are partners in the flows of the home's own country alone.
    offers_own = name == "flows" and not query.flows.abroad
    chooser = replace(chooser, countings=(), offers_own=offers_own)
    page = present(query, addresses) if organisations else None
    tabs = present_tabs(name, query, addresses)
    called = next(tab.text for tab in tabs if tab.current)
    context = {"chooser": chooser, "page": page, "tabs": tabs, "name": called}
    response = show(request, f"observatory/{name}.html", context)
    if request.headers.get("HX-Request"):
        response["HX-Push-Url"] = query.to_address(here)
    return response


def get_chord(query: Query) -> Chord:
    least_shared = query.network.least_shared
    return get_ground().observatory.get_chord(query.question, query.arcs, least_shared)


@require_safe
def network_file(request: HttpRequest, form: str) -> HttpResponse | StreamingHttpResponse:
    query = read_query(request.GET)
    check_form(form, [*NETWORK_FILES, *PICTURES, "csv"])
    found = get_ground().observatory.get_network(query.question, query.network)
    if form == "csv":
        return send_table(make_node_table(found, get_reader_language()))
    if form in PICTURES:
        drawing = make_network_drawing(found, get_reader_language(), query.moment)
        return send_picture("network", form, drawing)
    suffix, kind, write = NETWORK_FILES[form]
    response = HttpResponse(write(found, get_reader_language()), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="cordee-network.{suffix}"'
    return response


NETWORK_FILES: dict[str, tuple[str, str, Callable[[Network, str], str]]] = {
    "vosviewer": ("json", "application/json; charset=utf-8", to_vosviewer),
    "graphml": ("graphml", "application/xml; charset=utf-8", to_graphml),
    "json": ("json", "application/json; charset=utf-8", to_json),
}
"""Each form of a network for other programs, with its suffix, its media type and what writes it."""


@require_safe
def chord_file(request: HttpRequest, form: str) -> HttpResponse | StreamingHttpResponse:
    query = read_query(request.GET)
    check_form(form, [*PICTURES, "csv"])
    found = get_chord(query)
    if form == "csv":
        return send_table(make_chord_table(found, get_reader_language()))
    return send_picture("chord", form, make_chord_drawing(found, get_reader_language()))


@require_safe
def flows_file(request: HttpRequest, form: str) -> HttpResponse | StreamingHttpResponse:
    query = read_query(request.GET)
    check_form(form, [*PICTURES, "csv"])
    found = get_ground().observatory.get_flows(query.question, query.flows)
    if form == "csv":
        return send_table(make_flow_table(found, get_reader_language()))
    return send_picture("flows", form, make_flow_drawing(found, get_reader_language()))


def check_form(form: str, forms: list[str]) -> None:
    if form not in forms:
        raise NotFoundError(
            gettext_noop("There is no network as “{form}”. The forms are: {forms}."),
            form=form[:40],
            forms=", ".join(forms),
        )


def send_table(table: Table) -> StreamingHttpResponse:
    return stream_csv(iter((table.headers, *table.rows)), table.name)


def send_picture(name: str, form: str, drawing: Drawing) -> HttpResponse:
    """Send a drawing in a file of its own, as SVG or PNG."""
    content = drawing.to_png() if form == "png" else drawing.svg
    response = HttpResponse(content, content_type=PICTURES[form])
    response["Content-Disposition"] = f'attachment; filename="cordee-{name}.{form}"'
    return response
