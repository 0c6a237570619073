from __future__ import annotations

from datetime import date
from pathlib import Path

import orjson
import pytest

from cordee.observatory.harvest.catalogues import (
    CATALOGUES,
    CROSSREF,
    EUROPEPMC,
    HAL,
    HAL_FIELDS,
    OPENALEX,
    Home,
    PageError,
    Wish,
)


CASSETTE = Path(__file__).parent / "cassettes/openalex.json"
HOMES = (Home("02vjkv261", ('Institut "National"', "Inserm SA")), Home("04t0gwh46"))
DAY = date(2024, 1, 31)


def test_a_recorded_answer_is_read_as_openalex_gives_it():
    pages = [
        OPENALEX.read(orjson.dumps(one["answer"])) for one in orjson.loads(CASSETTE.read_bytes())
    ]
    assert [(p.records, p.total, p.following) for p in pages] == [
        (2, 3, "IlsxNjA5MzcyODAwMDAwXSI="),
        (1, 3, "IlsxNzA5MzcyODAwMDAwXSI="),
        (0, 3, None),
    ]
    assert orjson.loads(pages[0].content.splitlines()[1])["title"] == "A second work"


ANSWERS = [
    ("hal", {"response": {"numFound": 7, "docs": [{}]}, "nextCursorMark": "AoE"}, (1, 7, "AoE")),
    (
        "crossref",
        {"status": "ok", "message": {"total-results": 9, "items": [{}, {}], "next-cursor": "D"}},
        (2, 9, "D"),
    ),
    ("europepmc", {"hitCount": 4, "resultList": {"result": [{}]}}, (1, 4, None)),
]


@pytest.mark.parametrize(("name", "answer", "read"), ANSWERS)
def test_each_answer_is_kept_as_it_is(name, answer, read):
    body = orjson.dumps(answer)
    page = CATALOGUES[name].read(body)
    assert (page.records, page.total, page.following) == read
    assert page.content == body + b"\n"


@pytest.mark.parametrize("catalogue", CATALOGUES.values(), ids=list(CATALOGUES))
@pytest.mark.parametrize("body", [b"", b"[]", b'{"results": 3}', b'{"response": [', b"<html>"])
def test_what_is_no_answer_is_told(catalogue, body):
    with pytest.raises(PageError):
        catalogue.read(body)


def test_openalex_is_asked_by_ror_and_day():
    assert OPENALEX.ask(Wish(HOMES, DAY))["filter"] == (
        "authorships.institutions.ror:https://ror.org/02vjkv261|https://ror.org/04t0gwh46,"
        "from_publication_date:2024-01-31"
    )
    assert "from_updated_date:2024" in OPENALEX.ask(Wish(HOMES, DAY, by_update=True))["filter"]


def test_hal_is_asked_by_both_spellings_and_for_the_fields_we_read():
    asked = HAL.ask(Wish(HOMES[1:], DAY))
    assert asked["q"] == 'structRorIdExt_s:("https://ror.org/04t0gwh46" OR "04t0gwh46")'
    assert asked["fq"] == "producedDate_tdate:[2024-01-31T00:00:00Z TO *]"
    assert (asked["sort"], asked["fl"]) == ("docid asc", HAL_FIELDS)
    assert "fq" not in HAL.ask(Wish(HOMES))


def test_the_how_to_page_names_the_fields_we_ask_for():
    page = (Path(__file__).parents[4] / "docs/how-to/ingest.md").read_text(encoding="utf-8")
    asked = page[page.index("fl=") + 3 :].split("```")[0]
    assert "".join(asked.split()) == HAL_FIELDS


def test_crossref_and_europe_pmc_are_asked():
    assert CROSSREF.ask(Wish(HOMES, DAY))["filter"] == (
        "ror-id:https://ror.org/02vjkv261,ror-id:https://ror.org/04t0gwh46,from-pub-date:2024-01-31"
    )
    assert EUROPEPMC.ask(Wish(HOMES, DAY))["query"] == (
        '(AFF:"Institut  National " OR AFF:"Inserm SA") AND FIRST_PDATE:[2024-01-31 TO 3000-12-31]'
    )
