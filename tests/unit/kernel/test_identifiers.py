from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.kernel.identifiers import hash_key, parse_doi, parse_orcid, parse_ror


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("02vjkv261", "02vjkv261"),
        (" https://ror.org/02VJKV261/ ", "02vjkv261"),
        ("ror.org/02vjkv261", "02vjkv261"),
        ("12vjkv261", None),
        ("02vjkv26", None),
        ("02vjkil61", None),  # i, l, o and u are not letters of a ROR id
        ("", None),
    ],
)
def test_ror(text: str, expected: str | None) -> None:
    assert parse_ror(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10.1016/S0960-9822(00)00336-5", "10.1016/s0960-9822(00)00336-5"),
        ("doi: 10.1000/ABC", "10.1000/abc"),
        ("http://dx.doi.org/10.1000/abc", "10.1000/abc"),
        ("11.1000/abc", None),
        ("not a doi", None),
    ],
)
def test_doi(text: str, expected: str | None) -> None:
    assert parse_doi(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0000-0002-1825-009X", "0000-0002-1825-009X"),
        ("000000021825009x", "0000-0002-1825-009X"),
        ("http://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097"),
        ("0000-0002-1825", None),
    ],
)
def test_orcid(text: str, expected: str | None) -> None:
    assert parse_orcid(text) == expected


@given(st.text())
def test_key_is_stable_and_fits_in_64_bits(text: str) -> None:
    assert hash_key(text) == hash_key(text)
    assert -(2**63) <= hash_key(text) < 2**63


def test_key_never_changes() -> None:
    # Keys are stored in lakes; another value here would orphan every work ever ingested.
    assert hash_key("cordée") == 4172987100449768201
