from __future__ import annotations

import pytest

from cordee.observatory.linking.names import Kind, drop_town, is_acronym, write_names
from cordee.reference.organisations import Name, Organisation


def write(text: str, **facts: object) -> dict[str, Kind]:
    kinds = ("ror_display", "label")
    one = Organisation("012345678", text, (Name(text, kinds),), **facts)  # type: ignore[arg-type]
    return dict(write_names(one))


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Bayer (Germany)", "Bayer"),
        ("Novo Nordisk Ltd.", "Novo Nordisk"),
        ("Stryker GmbH & Co. KG", "Stryker"),
        ("Universität München", "Universitaet Muenchen"),
        ("Indian Institute of Science, Bangalore", "Indian Institute of Science"),
    ],
)
def test_forms_of_a_name(name: str, form: str) -> None:
    assert form in write(name)


def test_a_town_may_be_left_out() -> None:
    forms = write("Ludwig-Maximilians-Universität München", city="München")

    assert forms["Ludwig-Maximilians-Universität"] & Kind.TOWNLESS
    assert drop_town("University of Lyon", "Lyon") is None


def test_a_french_hospital_has_all_its_forms() -> None:
    forms = write("Centre Hospitalier Universitaire de Rennes", country="FR", types=("healthcare",))

    assert {"CHU Rennes", "CHRU Rennes", "Rennes University Hospital"} <= forms.keys()


@pytest.mark.parametrize(
    ("text", "is_one"), [("CNRS", True), ("Inserm", False), ("AP-HP", True), ("A", False)]
)
def test_is_acronym(text: str, is_one: bool) -> None:
    assert is_acronym(text) is is_one
