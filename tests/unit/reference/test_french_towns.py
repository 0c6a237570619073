from __future__ import annotations

import pytest

from cordee.reference.french_towns import all_french_names, name_town
from cordee.reference.places import load_places


@pytest.mark.parametrize(
    ("town", "country", "french"),
    [
        ("London", "GB", "Londres"),
        ("London", "CA", "London"),
        ("Frankfurt am Main", "DE", "Francfort-sur-le-Main"),
        ("Moscow, Idaho", "US", "Moscow, Idaho"),
        ("Leiden, South Holland", "NL", "Leyde, South Holland"),
        ("Lille", "FR", "Lille"),
        ("Nowhere", None, "Nowhere"),
    ],
)
def test_a_town_has_its_french_name(town: str, country: str | None, french: str) -> None:
    assert name_town(town, country, "fr") == french
    assert name_town(town, country, "en") == town


def test_every_french_name_is_one_geonames_has_in_that_country() -> None:
    places = load_places()
    unknown = [
        (country, french)
        for (country, _name), french in all_french_names().items()
        if country not in {one.country for one in places.find(french, 50)}
    ]
    assert not unknown
