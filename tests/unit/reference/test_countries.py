from __future__ import annotations

import pytest

from cordee.kernel.errors import NotFoundError
from cordee.reference.countries import (
    all_countries,
    all_names,
    find_code,
    get_country,
    get_state,
    make_key,
    name_of,
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("USA.", "US"),
        ("U.S.A.", "US"),
        ("United States of America", "US"),
        ("États-Unis", "US"),
        ("U.K.", "GB"),
        ("UK", "GB"),
        ("England", "GB"),
        ("Scotland", "GB"),
        ("Wales", "GB"),
        ("Northern Ireland", "GB"),
        ("Ireland", "IE"),
        ("P. R. China", "CN"),
        ("P.R. China", "CN"),
        ("PR China", "CN"),
        ("中国", "CN"),
        ("Republic of China", "TW"),
        ("Republic of Korea", "KR"),
        ("Korea, Republic of", "KR"),
        ("Democratic People's Republic of Korea", "KP"),
        ("Brasil", "BR"),
        ("Deutschland", "DE"),
        ("République tchèque", "CZ"),
        ("Czech Republic", "CZ"),
        ("Hong Kong", "HK"),
        ("Macau", "MO"),
        ("Taiwan", "TW"),
        ("Türkiye", "TR"),
        ("Turkey", "TR"),
        ("Iran (Islamic Republic of)", "IR"),
        ("Russian Federation", "RU"),
        ("Viet Nam", "VN"),
        ("Vietnam", "VN"),
        ("Côte d'Ivoire", "CI"),
        ("Cote d’Ivoire", "CI"),
        ("The Netherlands", "NL"),
        ("Democratic Republic of the Congo", "CD"),
        ("Congo", "CG"),
        ("Niger", "NE"),
        ("Nigeria", "NG"),
        ("Georgia", "GE"),
        ("Kosovo", "XK"),
        ("Kingdom of Belgium", "BE"),
        ("日本", "JP"),
        ("Россия", "RU"),
        ("fra", "FRA"[:2]),
        ("de", "DE"),
        ("AND", "AD"),
    ],
)
def test_find_code(text: str, code: str) -> None:
    assert find_code(text) == code


@pytest.mark.parametrize(
    "text", ["", "  ", "Paris", "Boston", "USSR", "Czechoslovakia", "University"]
)
def test_no_country(text: str) -> None:
    assert find_code(text) is None


@pytest.mark.parametrize("country", all_countries(), ids=lambda one: one.code)
def test_every_country_is_found_by_its_names_and_codes(country) -> None:
    written = (
        country.name_en,
        country.name_fr,
        country.code,
        country.iso3,
        country.name_fr.upper(),
    )
    assert {find_code(one) for one in written} == {country.code}


def test_names_lead_to_countries() -> None:
    codes = {one.code for one in all_countries()}
    assert set(all_names().values()) <= codes
    assert all(make_key(name) == name for name in list(all_names())[::50])


def test_iso_list_is_whole() -> None:
    assert len(all_countries()) == 250  # the 249 of ISO 3166-1, and Kosovo
    assert len({one.iso3 for one in all_countries()}) == 250
    assert [one.code for one in all_countries() if not one.numeric] == ["XK"]


def test_names_in_two_languages() -> None:
    assert name_of("CZ", "fr") == "Tchéquie"
    assert name_of("cz", "en") == "Czechia"
    assert name_of("DE", "fr-FR") == "Allemagne"


def test_territories_know_their_state() -> None:
    assert get_state("RE") == "FR"
    assert get_state("HK") == "HK"
    assert all(get_country(one.part_of).part_of is None for one in all_countries() if one.part_of)


def test_unknown_code_is_refused() -> None:
    with pytest.raises(NotFoundError, match="“ZZ” is not a country code"):
        get_country("ZZ")
