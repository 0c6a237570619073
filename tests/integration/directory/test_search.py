from __future__ import annotations

import pytest
from tests.integration.directory.conftest import make_organisation

from cordee.directory.models import SearchEntry
from cordee.directory.operations.search import rebuild_search, take_from_search
from cordee.directory.queries.search import Question, search
from cordee.directory.states import Kind, Sort


pytestmark = pytest.mark.django_db

NAMES = (
    ("Plateforme de cryostats de l'Université Lumière", "Cryostat Facility"),
    ("Institut des tumeurs", "Tumour Institute"),
    ("Hôpital Saint-Éloi", "Saint Eloi Hospital"),
    ("Réseau d’immunothérapie", "Immunotherapy Network"),
)


@pytest.fixture(autouse=True)
def entries() -> None:
    for french, english in NAMES:
        make_organisation(english, Kind.NETWORK, name_fr=french, country="FR")
    make_organisation("CNRS", Kind.INSTITUTION, acronym="CNRS", country="FR")
    make_organisation("Friends of the CNRS", Kind.COMPANY, country="BE")


def find(text: str, **narrowed: object) -> list[str]:
    return [hit.name_en for hit in search(Question(text, **narrowed)).hits]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("cryostat", "Cryostat Facility"),
        ("CRYOSTATS", "Cryostat Facility"),
        ("universites lumiere", "Cryostat Facility"),
        ("tumeur", "Tumour Institute"),
        ("tumours", "Tumour Institute"),
        ("saint-eloi", "Saint Eloi Hospital"),
        ("hopital de Saint Éloi", "Saint Eloi Hospital"),
        ("immunotherapies", "Immunotherapy Network"),
        ("immunothérapie", "Immunotherapy Network"),
        ("immuno", "Immunotherapy Network"),
        ("institut tum", "Tumour Institute"),
        ("imunotherapy", "Immunotherapy Network"),
        ("rcyostat", "Cryostat Facility"),
        ("tumuor institute", "Tumour Institute"),
    ],
)
def test_is_found(text: str, name: str) -> None:
    assert find(text)[:1] == [name]


def test_a_typing_error_is_said() -> None:
    found = search(Question("cryostta"))
    assert (found.corrected, found.total) == ("cryostat", 1)


def test_what_has_some_words_is_shown_and_said_so() -> None:
    found = search(Question("cryostat zebra"))
    assert (found.has_some, found.total) == (True, 1)


def test_what_is_typed_whole_comes_first() -> None:
    assert find("cnrs") == ["CNRS", "Friends of the CNRS"]


@pytest.mark.parametrize("text", ["zzzzzz", "qqq", "a' OR 1=1 --", "NOT x", "x" * 5000])
def test_what_nothing_has_finds_nothing(text: str) -> None:
    assert find(text) == []


@pytest.mark.parametrize("text", ['"', "(", "*", "AND"])
def test_signs_of_the_engines_are_no_question(text: str) -> None:
    assert len(find(text)) in {0, len(NAMES) + 2}


def test_counts_tell_what_choosing_would_find() -> None:
    found = search(Question("", countries=frozenset({"BE"})))
    assert found.total == 1
    assert found.by_sort == {Sort.COMPANY: 1}
    assert found.by_country == {"FR": 5, "BE": 1}


def test_what_is_taken_out_is_not_found() -> None:
    take_from_search([SearchEntry.objects.get(folded="cnrs").record])
    assert find("cnrs") == ["Friends of the CNRS"]


def test_what_is_put_in_again_is_there_once() -> None:
    make_organisation("Rope Makers", Kind.COMPANY)
    assert find("rope") == ["Rope Makers"]
    assert SearchEntry.objects.count() == len(NAMES) + 3


def test_pages_follow_on_without_gap() -> None:
    for number in range(45):
        make_organisation(f"Serial {number:02d}", Kind.COMPANY)
    seen = [hit.name_en for page in (1, 2, 3) for hit in search(Question("serial", page=page)).hits]
    assert len(seen) == len(set(seen)) == 45
    assert search(Question("serial", page=99)).page == 3


def test_the_search_is_made_again_from_the_entries() -> None:
    before = {hit.record for hit in search(Question("")).hits}
    SearchEntry.objects.all().delete()
    assert rebuild_search() == len(before)
    assert {hit.record for hit in search(Question("")).hits} == before
    assert find("cryostats") == ["Cryostat Facility"]


def test_a_whole_french_name_comes_first() -> None:
    # English names by which others would stand before it.
    for number in range(3):
        make_organisation(
            f"Aid {number}", Kind.COMPANY, name_fr=f"Ligue {number} contre le cancer", country="FR"
        )
    make_organisation(
        "French League against Malignant Diseases of all Sorts",
        Kind.NETWORK,
        name_fr="Ligue contre le cancer",
        country="FR",
    )
    assert find("ligue contre le cancer")[0].startswith("French League")
