"""Who works close to a subject, of the shipped lake."""

from __future__ import annotations

from pathlib import Path

import pytest

from cordee.observatory.figures.closeness import find_close
from cordee.observatory.lake.store import Lake, open_lake


NOBODY = "0000-0000-0000-0000"


@pytest.fixture(scope="module")
def lake(demo_lake: Path) -> Lake:
    return open_lake(demo_lake)


@pytest.fixture(scope="module")
def authors(lake: Lake) -> list[str]:
    """Return people with an ORCID whose titles tell of glioblastoma."""
    connection = lake.connect()
    rows = connection.execute(
        "SELECT DISTINCT upper(a.orcid) FROM authorships a JOIN works w USING (work) "
        "WHERE a.orcid IS NOT NULL AND lower(w.title) LIKE '%glioblastoma%' ORDER BY 1 LIMIT 20"
    ).fetchall()
    connection.close()
    return [orcid for (orcid,) in rows]


def test_who_works_on_what_the_text_tells_of_is_close(lake: Lake, authors: list[str]) -> None:
    found = find_close(lake, [*authors, NOBODY], own=(), text="Glioblastomas in children.")
    assert found.terms[0] == "glioblastoma"
    assert set(found.close) == set(authors) == found.known
    for told in found.close.values():
        assert 0 < told.closeness <= 1
        shared = {one.term: one for one in told.shared}
        assert shared["glioblastoma"].works >= 1
        assert shared["glioblastoma"].last_year is not None


def test_who_has_the_same_works_is_as_close_as_can_be(lake: Lake, authors: list[str]) -> None:
    found = find_close(lake, authors[:1], own=authors[:1], text="")
    assert found.close[authors[0]].closeness == pytest.approx(1.0)


def test_common_words_tell_nothing(lake: Lake, authors: list[str]) -> None:
    found = find_close(lake, authors, own=(), text="A study of patients: zzzzz.")
    assert found.close == {}
    assert found.known == set(authors)
