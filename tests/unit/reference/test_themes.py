from __future__ import annotations

import pytest

from cordee.kernel.errors import NotFoundError
from cordee.reference.themes import (
    all_descriptors,
    all_labels,
    branch_of,
    find_descriptor,
    get_descriptor,
    label,
)


@pytest.mark.parametrize(
    ("descriptor", "branches"),
    [
        ("D009369", ("C04",)),
        ("D001943", ("C04", "C17")),
        ("D000086382", ("C02", "C08")),
        ("D008297", ()),  # Male: a check tag, outside the tree
        ("D999999999", ()),
    ],
)
def test_branches(descriptor: str, branches: tuple[str, ...]) -> None:
    assert branch_of(descriptor) == branches


@pytest.mark.parametrize(
    ("keyword", "name"),
    [
        ("Breast Neoplasms", "Breast Neoplasms"),
        ("breast neoplasm", "Breast Neoplasms"),
        ("Breast cancer", "Breast Neoplasms"),
        ("lung cancers", "Lung Neoplasms"),
        ("Prostate cancer", "Prostatic Neoplasms"),
        ("Chronic kidney failure", "Kidney Failure, Chronic"),
        ("Kidney Failure, Chronic", "Kidney Failure, Chronic"),
        ("leukaemia", "Leukemia"),
        ("tumours", "Neoplasms"),
        ("stem cell", "Stem Cells"),
        ("Alzheimer’s disease", "Alzheimer Disease"),
        ("Type 2 diabetes", "Diabetes Mellitus, Type 2"),
        ("COVID-19", "COVID-19"),
        ("SARS-CoV-2", "SARS-CoV-2"),
        ("mice", "Mice"),
    ],
)
def test_keywords(keyword: str, name: str) -> None:
    found = find_descriptor(keyword)
    assert found is not None
    assert get_descriptor(found).name == name


@pytest.mark.parametrize("keyword", ["", "  ", "the", "xyzzy", "novel approach"])
def test_keywords_that_name_nothing(keyword: str) -> None:
    assert find_descriptor(keyword) is None


def test_every_descriptor_is_found_by_its_name() -> None:
    wrong = [one.name for one in all_descriptors().values() if find_descriptor(one.name) != one.id]
    # Folded, this one is "Cytochrome c Group"'s sister "Cytochromes c".
    assert wrong == ["Cytochromes c'"]


def test_every_branch_has_a_name_in_both_languages() -> None:
    branches = {branch for one in all_descriptors().values() for branch in one.branches}
    wanted = branches | {branch[0] for branch in branches}
    assert wanted == set(all_labels())
    assert len([code for code in wanted if len(code) == 1]) == 16
    assert all(english and french for english, french in all_labels().values())


def test_labels() -> None:
    assert label("C04", "fr") == "Tumeurs"
    assert label("C04", "en") == "Neoplasms"
    with pytest.raises(NotFoundError, match="C99"):
        label("C99", "fr")
    with pytest.raises(NotFoundError, match="MeSH 2015"):
        get_descriptor("D000000000")
