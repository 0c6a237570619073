from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from cordee.kernel.errors import NotFoundError
from cordee.observatory.figures.comparison_files import make_comparison_table, to_json
from cordee.observatory.figures.sides import Side
from cordee.observatory.figures.versions import compare_versions
from cordee.web.lakes import expect_search, get_facts, get_former, get_ground
from cordee.web.pages.comparison.forms import read_sides
from cordee.web.pages.comparison.presenters.page import present_comparison
from cordee.web.pages.comparison.presenters.sides import (
    Places,
    present_options,
    present_sides_chooser,
)
from cordee.web.pages.comparison.presenters.versions import present_versions
from cordee.web.pages.observatory.views import MOST_OPTIONS, show, stream_csv
from cordee.web.sides import SidesQuery
from cordee.web.wording import get_reader_language, join_names


MOST_COUNTRIES = 60
"""Partner countries offered in a list: past the first sixty a search by name would serve better."""

EXAMPLE = 3  # homes of the lake that the empty page offers to compare


def get_places() -> Places:
    return Places(
        compare=reverse("comparison:compare"),
        options=reverse("comparison:options"),
        file=reverse("comparison:file", args=["FORM"]),
        home=reverse("observatory:home"),
        works=reverse("observatory:works"),
        about=reverse("observatory:about"),
        work=reverse("observatory:work", args=["WORK"]),
        versions=reverse("comparison:versions"),
    )


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    query, places, ground = read_sides(request.GET), get_places(), get_ground()
    facts, registry = get_facts(), ground.registry
    expect_search()
    years = (facts.first_year, facts.last_year)
    context: dict[str, object] = {
        "chooser": present_sides_chooser(
            query,
            places,
            registry,
            None if years[0] is None or years[1] is None else (years[0], years[1]),
            list_countries(query),
            registry.search(query.typed, MOST_OPTIONS) if query.typed else [],
            has_citations=facts.has_citations,
        )
    }
    if query.sides:
        found = ground.observatory.get_comparison(query.question)
        context["page"] = present_comparison(found, query, places, registry)
    else:
        homes = [one for one in facts.homes if one in registry][:EXAMPLE]
        sides = tuple(Side((one,)) for one in homes)
        context["example"] = SidesQuery(sides).to_address(places.compare)
        context["example_names"] = join_names([registry.get(one).name for one in homes])
    response = show(request, "comparison/compare.html", context)
    if request.headers.get("HX-Request"):
        # The form sends acts and every field; the address that is kept has only the state.
        response["HX-Push-Url"] = query.to_address(places.compare)
    return response


def list_countries(query: SidesQuery) -> list[str]:
    """Return the partner countries of the first side's home that are not compared yet."""
    if not query.sides:
        return []
    home = query.question.get_home_question(query.sides[0])
    found = get_ground().observatory.get_figures(home).partner_countries
    compared = {part.value for side in query.sides for part in side.within.parts}
    return [one.code for one in found[:MOST_COUNTRIES] if one.code not in compared]


@require_safe
def options(request: HttpRequest) -> HttpResponse:
    query = read_sides(request.GET)
    found = get_ground().registry.search(query.typed, MOST_OPTIONS) if query.typed else []
    shown = present_options(found, query, get_places())
    return show(request, "observatory/options.html", {"options": shown, "typed": query.typed})


@require_safe
def versions(request: HttpRequest) -> HttpResponse:
    query, places, ground = read_sides(request.GET), get_places(), get_ground()
    homes = [one for one in get_facts().homes if one in ground.registry][:EXAMPLE]
    sides = query.sides or tuple(Side((one,)) for one in homes)
    found = compare_versions(get_former(), ground.observatory, sides)
    page = present_versions(found, query, places, ground.registry)
    return show(request, "comparison/versions.html", {"page": page})


@require_safe
def compare_file(request: HttpRequest, form: str) -> HttpResponseBase:
    query, language = read_sides(request.GET), get_reader_language()
    if form not in {"csv", "json"}:
        raise NotFoundError(
            gettext_noop("There is no comparison as “{form}”. The forms are: {forms}."),
            form=form[:40],
            forms="csv, json",
        )
    found = get_ground().observatory.get_comparison(query.question)
    if form == "csv":
        table = make_comparison_table(request.GET.get("table", "by_year"), found, language)
        return stream_csv(iter((table.headers, *table.rows)), f"compare-{table.name}")
    response = HttpResponse(
        to_json(found, language), content_type="application/json; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="cordee-compare.json"'
    return response
