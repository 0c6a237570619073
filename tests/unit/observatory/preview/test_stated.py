from __future__ import annotations

import pytest

from cordee.observatory.preview.stated import Statements


@pytest.fixture(scope="module")
def statements() -> Statements:
    return Statements()


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("Institut Curie, Paris, France.", ("FR",)),
        ("Mayo Clinic, Rochester, MN, USA", ("US",)),
        ("Mayo Clinic, Rochester, MN, U.S.A.", ("US",)),
        ("Beth Israel Deaconess Medical Center, Boston, MA, USA.", ("US",)),
        ("UCL, London, UK. Electronic address: a.b@ucl.ac.uk.", ("GB",)),
        ("UCL, London, U.K.; Institut Curie, Paris, France", ("GB", "FR")),
        ("NIMR, London, England", ("GB",)),
        ("Fudan University, Shanghai, P. R. China. x@fudan.cn", ("CN",)),
        ("Mead Johnson, Shanghai, China/Nijmegen, the Netherlands.", ("CN", "NL")),
        ("Universidad de Sevilla, Sevilla, España.", ("ES",)),
        ("Universit&eacute; de Lyon, Lyon, France", ("FR",)),
        ("GSK, Brentford, GB", ("GB",)),
    ],
)
def test_what_a_text_states(statements: Statements, text: str, countries: tuple[str, ...]) -> None:
    assert statements.read(text) == countries


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Harvard Medical School, Boston, MA 02115",
        "Emory University, Atlanta, Georgia",
        "Quest Diagnostics, Secaucus, New Jersey",
        "University of New Mexico, Albuquerque",
        "The University of Hong Kong, Hong Kong, China",
        "Université de La Réunion, Saint-Denis, La Réunion, France",
        "Hospital Virgen de las Nieves, Granada, Spain",
        "75005 Paris France",
        "CNR, Rome Italy; Temple University, Philadelphia, PA, USA",
        "china",
    ],
)
def test_what_is_left_to_the_linker(statements: Statements, text: str) -> None:
    assert statements.read(text) is None
