from __future__ import annotations

import pytest

from cordee.kernel.errors import UsageError
from cordee.observatory.figures.lake_facts import Place
from cordee.observatory.figures.subjects import find_subject, search_subjects
from cordee.reference.organisations import SHIPPED, Registry, load_registry


HARVARD, CAMBRIDGE = "03vek6s52", "013meh722"
PLACES = {
    HARVARD: Place("Harvard University", "Cambridge", "US"),
    CAMBRIDGE: Place("University of Cambridge", "Cambridge", "GB"),
}


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry(SHIPPED)


def test_a_city_with_namesakes_in_its_country_bears_its_region(registry: Registry) -> None:
    found = search_subjects("cambridge", "en", registry, PLACES)
    cities = [one for one in found if one.part.kind == "city"]
    assert {(one.part.value, one.name, one.where) for one in cities} == {
        ("GB/Cambridge", "Cambridge", "United Kingdom"),
        ("US/Cambridge, Massachusetts", "Cambridge, Massachusetts", "United States"),
    }


def test_a_name_that_two_cities_bear_is_asked_about(registry: Registry) -> None:
    with pytest.raises(UsageError, match="Massachusetts"):
        find_subject("Cambridge", "en", registry, PLACES)


@pytest.mark.parametrize("typed", ["London", "Londres", "londr"])
@pytest.mark.parametrize(("language", "name"), [("fr", "Londres"), ("en", "London")])
def test_a_city_is_found_by_its_name_in_either_language(
    registry: Registry, typed: str, language: str, name: str
) -> None:
    places = {"041kmwe10": Place("Imperial College London", "London", "GB")}
    found = search_subjects(typed, language, registry, places)
    assert ("GB/London", name) in [(one.part.value, one.name) for one in found]


def test_a_french_name_is_enough_to_ask(registry: Registry) -> None:
    places = {"041kmwe10": Place("Imperial College London", "London", "GB")}
    assert find_subject("Londres", "fr", registry, places).to_text() == "city:GB/London"
