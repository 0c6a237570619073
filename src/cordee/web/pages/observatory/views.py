from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from cordee.kernel.cells import guard
from cordee.kernel.errors import NotFoundError, UsageError
from cordee.observatory.figures.exports import make_works_table
from cordee.observatory.figures.question import Question
from cordee.observatory.linking.alternatives import find_alternatives
from cordee.reference.countries import get_country
from cordee.reference.organisations import Match, Organisation
from cordee.reference.provenance import all_sources
from cordee.web.lakes import expect_search, get_facts, get_ground, get_linker
from cordee.web.pages.observatory.forms import LONGEST_CODE, read_affiliation, read_query
from cordee.web.pages.observatory.presenters.about import present_about
from cordee.web.pages.observatory.presenters.chooser import (
    Chooser,
    present_chooser,
    present_options,
    present_zones,
)
from cordee.web.pages.observatory.presenters.country import present_country_panel
from cordee.web.pages.observatory.presenters.evidence import present_evidence
from cordee.web.pages.observatory.presenters.explain import (
    EXAMPLES,
    Example,
    present_explanation,
    present_question,
)
from cordee.web.pages.observatory.presenters.home import present_figures
from cordee.web.pages.observatory.presenters.partners import Addresses
from cordee.web.pages.observatory.presenters.tables import EXPORTS, Rows, list_rows
from cordee.web.pages.observatory.presenters.units import (
    HOMES,
    MOST_LISTED,
    SHOWN,
    present_unit,
    present_unit_list,
    present_units,
)
from cordee.web.pages.observatory.presenters.welcome import present_welcome
from cordee.web.pages.observatory.presenters.works import present_works
from cordee.web.query import Query
from cordee.web.wording import get_reader_language, join_names


DEMONSTRATION = ("02vjkv261", "04t0gwh46", "0321g0743", "01cmnjq37", "00pg5jh14")
"""Inserm, Institut Curie, Gustave Roussy, Centre Léon Bérard, AP-HP: the homes the demonstration
is about, offered first when the lake knows them."""

WORKS_SIZE = 25
CSV_SIZE = 1000
"""Works fetched at a time for a CSV: large enough that few queries are made, small enough that
memory stays flat whatever the length of the list."""

MOST_OPTIONS = 8


def show(
    request: HttpRequest, template: str, context: dict[str, object], status: int = 200
) -> HttpResponse:
    """Render a page, or only its part when htmx asks, and keep the two apart in caches."""
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def get_addresses() -> Addresses:
    return Addresses(
        home=reverse("observatory:home"),
        works=reverse("observatory:works"),
        work=reverse("observatory:work", args=["WORK"]),
        country=reverse("observatory:country", args=["CODE"]),
        units=reverse("observatory:units"),
        unit=reverse("observatory:unit", args=["CODE"]),
        tables=reverse("observatory:table", args=["NAME"]),
        explain=reverse("observatory:explain"),
        network=reverse("observatory:network"),
        network_file=reverse("observatory:network_file", args=["FORM"]),
        dossiers=reverse("dossiers:dossiers"),
        dossier=reverse("dossiers:dossier", args=["KIND", "KEY"]),
        compare=reverse("comparison:compare"),
        projects=reverse("projects:projects"),
        who=reverse("observatory:who"),
        who_file=reverse("observatory:who_file", args=["FORM"]),
        chord=reverse("observatory:chord"),
        chord_file=reverse("observatory:chord_file", args=["FORM"]),
        flows=reverse("observatory:flows"),
        flows_file=reverse("observatory:flows_file", args=["FORM"]),
        finder=reverse("observatory:finder"),
        finder_file=reverse("observatory:finder_file", args=["FORM"]),
        declared=reverse("observatory:declared"),
        declared_file=reverse("observatory:declared_file", args=["NAME"]),
    )


def make_chooser(query: Query, addresses: Addresses) -> tuple[Chooser, list[Organisation]]:
    registry, facts = get_ground().registry, get_facts()
    expect_search()
    organisations = [registry.get(one) for one in query.organisations]
    known = (facts.first_year, facts.last_year)
    years = None if known[0] is None or known[1] is None else (known[0], known[1])
    found: list[Match] = registry.search(query.typed, MOST_OPTIONS) if query.typed else []
    search = reverse("observatory:organisations")
    return present_chooser(
        query, addresses, search, organisations, registry, years, found
    ), organisations


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    query, addresses, ground = read_query(request.GET), get_addresses(), get_ground()
    chooser, organisations = make_chooser(query, addresses)
    chooser = replace(chooser, zones=present_zones(query.zone))
    context: dict[str, object] = {"chooser": chooser}
    if organisations:
        figures = ground.observatory.get_figures(query.question)
        context["page"] = present_figures(figures, query, addresses)
        units = ground.observatory.get_units(query.organisations, SHOWN, query.years)
        context["units"] = present_units(units, query, addresses)
        template = "observatory/home.html"
    else:
        facts = get_facts()
        homes = [one for one in DEMONSTRATION if one in facts.organisations] or facts.homes
        answers = [ground.observatory.get_key_figures(Question((one,))) for one in homes]
        context["page"] = present_welcome(facts, answers, addresses)
        template = "observatory/welcome.html"
    response = show(request, template, context)
    if request.headers.get("HX-Request"):
        # The form sends every field; the address that is kept has only what was chosen.
        response["HX-Push-Url"] = query.to_address(addresses.home)
    return response


@require_safe
def units(request: HttpRequest) -> HttpResponse:
    query, addresses = read_query(request.GET), get_addresses()
    found = get_ground().observatory.get_units(query.organisations, MOST_LISTED, query.years)
    page = present_unit_list(found, query, addresses, name_homes(query))
    return show(request, "observatory/units.html", {"page": page})


def name_homes(query: Query) -> str:
    registry = get_ground().registry
    return join_names([registry.get(one).name for one in query.organisations])


@require_safe
def unit(request: HttpRequest, code: str) -> HttpResponse:
    query, observatory = read_query(request.GET), get_ground().observatory
    found = observatory.get_unit(code[:LONGEST_CODE], query.years)
    works = observatory.get_unit_works(found.unit.unit, query.page, WORKS_SIZE, query.years)
    check_page(query.page, works.pages)
    page = present_unit(found, works, query, get_addresses(), name_homes(query))
    return show(request, "observatory/unit.html", {"page": page})


@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    query = read_query(request.GET)
    found = get_ground().registry.search(query.typed, MOST_OPTIONS) if query.typed else []
    options = present_options(found, query, get_addresses())
    return show(request, "observatory/options.html", {"options": options, "typed": query.typed})


@require_safe
def country(request: HttpRequest, code: str) -> HttpResponse:
    query = read_query(request.GET).with_changes(country=get_country(code[:40]).code)
    addresses = get_addresses()
    figures = get_ground().observatory.get_figures(query.question)
    panel = present_country_panel(figures, query, addresses)
    response = show(request, "observatory/country.html", {"country": panel})
    if request.headers.get("HX-Request"):
        response["HX-Push-Url"] = query.to_address(addresses.home)
    return response


def check_page(page: int, last: int) -> None:
    if page > last:
        raise NotFoundError(
            gettext_noop("This list ends at page {last}; page {page} is beyond it."),
            last=last,
            page=page,
        )


@require_safe
def works(request: HttpRequest) -> HttpResponse:
    query, addresses, ground = read_query(request.GET), get_addresses(), get_ground()
    question = query.question
    figures = ground.observatory.get_figures(question)
    found = ground.observatory.get_works(question, query.selection, query.page, WORKS_SIZE)
    check_page(query.page, found.pages)
    page = present_works(found, figures, query, addresses, ground.registry)
    return show(request, "observatory/works.html", {"page": page})


@require_safe
def work(request: HttpRequest, work: str) -> HttpResponse:
    query, ground = read_query(request.GET), get_ground()
    evidence = ground.observatory.get_work(read_work(work))
    homes = {ground.registry.get(one).country or "" for one in query.organisations}
    homes |= HOMES if query.unit else set()
    page = present_evidence(evidence, query, homes, get_addresses())
    return show(request, "observatory/work.html", {"page": page})


def read_work(text: str) -> int:
    """Return the key of a work in an address: a signed 64-bit number."""
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit()) or not -(2**63) <= int(text[:21]) < 2**63:
        raise NotFoundError(
            gettext_noop("No work has the key “{key}”. Open it from a list of works."),
            key=text[:40],
        )
    return int(text)


class Echo:
    """What `csv.writer` writes to when each line is sent at once."""

    def write(self, line: str) -> str:
        return line


def stream_csv(rows: Rows, name: str) -> StreamingHttpResponse:
    writer, waiting = csv.writer(Echo()), iter(rows)
    # Asked for before anything is sent: what cannot be answered is an error page, not half a table.
    headers = next(waiting)

    def write_lines() -> Iterator[str]:
        yield "\ufeff"  # Spreadsheets in French read UTF-8 only after this mark.
        for row in chain([headers], waiting):
            yield writer.writerow([guard(cell) for cell in row])

    response = StreamingHttpResponse(write_lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="cordee-{name}.csv"'
    return response


@require_safe
def table(request: HttpRequest, name: str) -> StreamingHttpResponse:
    query, observatory = read_query(request.GET), get_ground().observatory
    question = query.question
    if request.GET.get("format", "csv") != "csv":
        raise UsageError(
            gettext_noop("“{format}” is not a format of tables. Ask for csv."),
            format=request.GET["format"][:40],
        )
    if name == "works":
        return stream_csv(list_works(question, query), name)
    if name not in EXPORTS:
        raise NotFoundError(
            gettext_noop("There is no table “{name}”. The tables are: {tables}."),
            name=name[:40],
            tables=", ".join([*EXPORTS, "works"]),
        )
    return stream_csv(list_rows(name, observatory.get_figures(question)), name)


def list_works(question: Question, query: Query) -> Rows:
    """Yield the header and every work of a list, fetching a thousand at a time."""
    observatory, language = get_ground().observatory, get_reader_language()
    for page in observatory.iterate_works(question, query.selection, CSV_SIZE):
        part = make_works_table(page.rows, language)
        if page.page == 1:
            yield part.headers
        yield from part.rows


@require_safe
def explain(request: HttpRequest) -> HttpResponse:
    text, ground, addresses = read_affiliation(request.GET), get_ground(), get_addresses()
    action = addresses.explain
    examples = tuple(Example(one, f"{action}?{urlencode({'text': one})}") for one in EXAMPLES)
    page = present_question(action, examples)
    if text:
        linker = get_linker()
        explanation = linker.explain(text)
        page = present_explanation(
            explanation,
            find_alternatives(linker, explanation),
            linker.corrections.list_applied(text),
            linker.organisations,
            addresses,
            (linker.version, ground.registry.version),
        )
    return show(request, "observatory/explain.html", {"page": page})


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    page = present_about(all_sources(), get_facts())
    return show(request, "observatory/about.html", {"page": page})
