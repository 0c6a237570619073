"""With whom, or on what: what a reader types, as a country, an organisation, a city or a theme."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cordee.kernel.errors import NotFoundError, UsageError
from cordee.kernel.messages import N_
from cordee.observatory.figures.lake_facts import Place
from cordee.observatory.figures.selection import Part, Selection
from cordee.observatory.lake.marts import NOT_SUBJECTS
from cordee.reference.countries import all_countries, find_code, get_state, name_of
from cordee.reference.folding import fold
from cordee.reference.french_towns import name_town
from cordee.reference.organisations import Registry
from cordee.reference.themes import all_labels, branch_of, find_descriptor


MOST_OF_KIND = 5
"""Of each kind a search shows no more: past it, one more letter helps better than one more line."""

KINDS = ("country", "organisation", "city", "theme")
"""What a subject is: a kind of `cordee.observatory.indicators.selections.KINDS`."""


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing a text may mean. `name` is in the reader's language, `where` tells namesakes apart."""

    part: Part
    name: str
    where: str = ""


def read_subject(text: str) -> Part:
    """Return the one condition ``country:GB``, ``organisation:…``, ``city:…`` or ``theme:…`` names.

    Raises `UsageError` for anything else.
    """
    parts = Selection.from_text(text).parts
    if len(parts) != 1 or parts[0].kind not in KINDS:
        raise UsageError(
            N_(
                "“{text}” is not a country, an organisation, a city or a theme. Write for example "
                "country:GB, organisation:052gg0110, city:GB/Oxford or theme:mesh/C04."
            ),
            text=text[:60],
        )
    return parts[0]


def search_subjects(
    text: str, language: str, registry: Registry, places: Mapping[str, Place]
) -> tuple[Subject, ...]:
    """Return what `text` may mean, those with exactly that name first; `places` are of the lake."""
    typed = fold(text)
    if not typed:
        return ()
    found = [
        *_search_countries(text, typed, language),
        *_search_organisations(text, registry, language),
        *_search_cities(typed, places, registry.town_names, language),
        *_search_themes(text, typed, language),
    ]
    return tuple(sorted(found, key=lambda one: not _is_named(one, typed)))


def find_subject(text: str, language: str, registry: Registry, places: Mapping[str, Place]) -> Part:
    """Return the one subject `text` names: as a condition, or by its exact name.

    Raises `UsageError` with the likely ones when several or none have exactly that name.
    """
    if ":" in text:
        return read_subject(text)
    found = search_subjects(text, language, registry, places)
    exact = [one for one in found if _is_named(one, fold(text))]
    if len(exact) == 1 or (exact and exact[0].part.kind == "country"):
        return exact[0].part
    if not found:
        raise NotFoundError(
            N_("No country, organisation, city or theme is called “{text}”. Try fewer words."),
            text=text[:60],
        )
    likely = "; ".join(f"{one.part.to_text()} ({one.name})" for one in (exact or found))
    raise UsageError(
        N_("“{text}” may mean several things. Write one of: {likely}."),
        text=text[:60],
        likely=likely,
    )


def _is_named(one: Subject, typed: str) -> bool:
    if one.part.kind == "country":
        return find_code(typed) == one.part.value or fold(one.name) == typed
    if one.part.kind == "city":
        country, _slash, city = one.part.value.partition("/")
        names = (city, name_town(city, country, "fr"))
        return any(_is_city(name, typed) for name in names)
    return fold(one.name) == typed


def _is_city(name: str, typed: str) -> bool:
    # Without its region too, so that Cambridge is asked about, not taken for the one in England.
    return typed in (fold(name), fold(name.partition(", ")[0]))


def _search_countries(text: str, typed: str, language: str) -> Iterator[Subject]:
    exact = find_code(text)
    names = {one.code: name_of(one.code, language) for one in all_countries() if not one.part_of}
    near = [code for code, name in names.items() if _begins(fold(name), typed)]
    # A code of two letters is a country, and the start of too many words to look further.
    codes = dict.fromkeys(([exact] if exact in names else []) + (near if len(typed) > 2 else []))
    for code in list(codes)[:MOST_OF_KIND]:
        yield Subject(Part("country", str(code)), names[str(code)])


def _search_organisations(text: str, registry: Registry, language: str) -> Iterator[Subject]:
    for match in registry.search(text, MOST_OF_KIND):
        one = match.organisation
        town = name_town(one.city, one.country, language) if one.city else ""
        where = [town, name_of(one.country, language) if one.country else ""]
        yield Subject(Part("organisation", one.id), one.name, ", ".join(p for p in where if p))


def _search_cities(
    typed: str, places: Mapping[str, Place], towns: Mapping[str, str], language: str
) -> Iterator[Subject]:
    counted: dict[tuple[str, str], int] = {}
    for organisation, place in places.items():
        if place.city and place.country:
            key = (get_state(place.country), towns.get(organisation, place.city))
            counted[key] = counted.get(key, 0) + 1
    # In French or as the registry writes it: readers of either language know both.
    names = {key: {key[1], name_town(key[1], key[0], "fr")} for key in counted}
    near = [key for key in counted if any(fold(name).startswith(typed) for name in names[key])]
    near.sort(
        key=lambda key: (not any(_is_city(name, typed) for name in names[key]), -counted[key], key)
    )
    for country, city in near[:MOST_OF_KIND]:
        name = name_town(city, country, language)
        yield Subject(Part("city", f"{country}/{city}"), name, name_of(country, language))


def _search_themes(text: str, typed: str, language: str) -> Iterator[Subject]:
    # Categories of one letter are too wide, and some branches say of whom or where, not on what.
    labels = {
        code: names
        for code, names in all_labels().items()
        if len(code) > 1 and code not in NOT_SUBJECTS
    }
    descriptor = find_descriptor(text)
    codes = [code for code in (branch_of(descriptor) if descriptor else ()) if code in labels]
    codes += [code for code, names in labels.items() if any(_begins(fold(n), typed) for n in names)]
    for code in list(dict.fromkeys(codes))[:MOST_OF_KIND]:
        name = labels[code][1 if language == "fr" else 0]
        yield Subject(Part("theme", f"mesh/{code}"), name)


def _begins(name: str, typed: str) -> bool:
    """Say whether a word of `name` begins what is typed."""
    return name.startswith(typed) or f" {typed}" in name
