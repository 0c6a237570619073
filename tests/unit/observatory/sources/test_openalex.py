from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest

from cordee.kernel.errors import SourceError
from cordee.observatory.sources.openalex_csv import to_work
from cordee.observatory.sources.readers import READERS
from cordee.observatory.sources.records import Context, Parsed
from cordee.observatory.sources.sniff import sniff_format
from cordee.observatory.sources.transport import read_blocks


WORK = {
    "id": "https://openalex.org/W1",
    "doi": "https://doi.org/10.1000/ABC",
    "title": "On <i>cells</i>",
    "publication_year": 2020,
    "publication_date": "2020-03-04",
    "type": "article",
    "ids": {"pmid": "https://pubmed.ncbi.nlm.nih.gov/123", "pmcid": "4643120"},
    "cited_by_count": 12,
    "language": "fr",
    "abstract_inverted_index": {"Hello": [0], "world": [1]},
    "keywords": [{"display_name": "Cells"}],
    "primary_topic": {
        "id": "https://openalex.org/T5",
        "display_name": "Topic",
        "field": {"id": "https://openalex.org/fields/27", "display_name": "Medicine"},
    },
    "topics": [],
    "mesh": [{"descriptor_ui": "D001", "descriptor_name": "A", "is_major_topic": True}],
    "grants": [{"award_id": "1", "funder_display_name": "ANR"}],
    "authorships": [
        {
            "raw_author_name": "Marie Curie",
            "author": {"orcid": "https://orcid.org/0000-0002-1825-0097"},
            "is_corresponding": True,
            "countries": ["FR"],
            "raw_affiliation_strings": ["Institut  Curie", "Inserm"],
            "institutions": [{"ror": "https://ror.org/04t0gwh46", "country_code": "FR"}],
        }
    ],
}


def read(path: Path, content: bytes, size: int = 200) -> list[Parsed]:
    path.write_bytes(content)
    context = Context(str(path), "0" * 64, datetime(2026, 1, 1, tzinfo=UTC))
    faults = Parsed(context)
    reader = READERS[sniff_format(path)]
    chunks = reader.split(path, read_blocks(path), faults, size)
    return [*(reader.parse(chunk, context) for chunk in chunks), faults]


def collect(parts: list[Parsed], table: str) -> list[tuple[object, ...]]:
    return [row for part in parts for row in part.rows[table]]


@pytest.mark.parametrize(
    "content",
    [
        orjson.dumps(WORK),
        orjson.dumps(WORK) + b"\r\n\n",
        orjson.dumps({"meta": {"count": 1}, "results": [WORK]}),
        orjson.dumps({"meta": {}, "results": [WORK]}, option=orjson.OPT_INDENT_2),
        orjson.dumps([WORK]),
    ],
)
def test_lines_pages_and_lists_give_the_same(tmp_path, content):
    parts = read(tmp_path / "a", content)
    (work,) = collect(parts, "works")
    assert work[1:8] == ("openalex", "W1", 1, "10.1000/abc", "123", "PMC4643120", "On cells")
    assert work[18:] == ("Hello world", ["Cells"], 1, 12, False)
    (author,) = collect(parts, "authorships")
    assert author[1:6] == (1, "Marie Curie", "0000-0002-1825-0097", True, False)
    assert (len(author[6]), author[7], author[8]) == (2, ["04t0gwh46"], ["FR"])
    assert [row[1:] for row in collect(parts, "themes")] == [
        ("openalex", "T5", "Topic", True),
        ("openalex", "F27", "Medicine", True),
        ("mesh", "D001", "A", True),
    ]


def test_broken_lines_are_left_out_and_named(tmp_path):
    bad = [b"{broken", b'{"id": 5}', b'{"id":"https://openalex.org/W2","authorships":7}', b"\x00"]
    content = b"\n".join([orjson.dumps(WORK), *bad, orjson.dumps({**WORK, "id": "W9"})])
    parts = read(tmp_path / "a", content)
    assert [row[2] for row in collect(parts, "works")] == ["W1", "W9"]
    assert [f.where for part in parts for f in part.faults] == ["line 2", "line 3", "line 4"]


def test_a_line_too_long_is_left_out(tmp_path, monkeypatch):
    monkeypatch.setattr("cordee.observatory.sources.lines.MAX_RECORD_SIZE", 3_000_000)
    long = orjson.dumps({**WORK, "title": "x" * 5_000_000})
    content = b"\n".join([orjson.dumps(WORK), long, orjson.dumps({**WORK, "id": "W9"})])
    parts = read(tmp_path / "a", content)
    assert [row[2] for row in collect(parts, "works")] == ["W1", "W9"]
    assert [f.where for part in parts for f in part.faults] == ["line 2"]


def test_a_cut_page_is_refused_whole(tmp_path):
    page = orjson.dumps({"meta": {}, "results": [WORK]}, option=orjson.OPT_INDENT_2)
    with pytest.raises(SourceError, match="not whole JSON"):
        read(tmp_path / "a", page[:-30])


def make_row(affiliations: list[tuple[str, str]], authors: int, countries: str) -> dict[str, str]:
    """A row of the site's export; each affiliation is a text and its institution's country."""
    return {
        "id": "https://openalex.org/W1",
        "authorships.raw_author_name": "|".join(f"Author {n}" for n in range(authors)),
        "authorships.author.display_name": "|".join(f"Author {n}" for n in range(authors)),
        "authorships.author.orcid": "|".join(["None"] * authors),
        "authorships.is_corresponding": "|".join(["True"] + ["False"] * (authors - 1)),
        "authorships.countries": countries,
        "authorships.institutions": "|".join(
            f"{{'id': 'I{n}', 'ror': None, 'country_code': '{country}', 'lineage': ['I{n}']}}"
            for n, (_, country) in enumerate(affiliations)
        ),
        "authorships.affiliations": "|".join(
            f"{{'raw_affiliation_string': '{text}', 'institution_ids': ['I{n}']}}"
            for n, (text, _) in enumerate(affiliations)
        ),
    }


def test_the_export_ties_affiliations_where_the_numbers_agree():
    work = to_work(make_row([("A | x", "FR"), ("B", "US")], 2, "FR|US"))
    assert [a["countries"] for a in work["authorships"]] == [["FR"], ["US"]]
    assert work["authorships"][0]["affiliations"][0]["raw_affiliation_string"] == "A | x"


def test_one_author_has_all_affiliations():
    (author,) = to_work(make_row([("A", "FR"), ("B", "US")], 1, "FR|US"))["authorships"]
    assert author["countries"] == ["FR", "US"]


def test_an_empty_element_is_an_author_without_any():
    row = make_row([("A", "FR"), ("B", "US")], 3, "FR||US")
    for name in ("authorships.affiliations", "authorships.institutions"):
        row[name] = row[name].replace("}|{", "}||{")
    work = to_work(row)
    assert [a["countries"] for a in work["authorships"]] == [["FR"], [], ["US"]]
    assert [len(a["affiliations"]) for a in work["authorships"]] == [1, 0, 1]


def test_what_is_longer_than_the_authors_stays_with_the_work():
    affiliations = [("A", "FR"), ("B", "US"), ("C", "FR")]
    *people, untied = to_work(make_row(affiliations, 2, "FR|US|FR"))["authorships"]
    assert not any(person.get("affiliations") for person in people)
    assert untied["untied"]
    assert set(untied["countries"]) == {"FR", "US"}
    assert len(untied["affiliations"]) == 3


def test_countries_are_tied_though_affiliations_are_not():
    affiliations = [("A", "FR"), ("B", "US"), ("C", "US")]
    *people, untied = to_work(make_row(affiliations, 2, "FR|US"))["authorships"]
    assert [person["countries"] for person in people] == [["FR"], ["US"]]
    assert "countries" not in untied


def test_the_export_says_when_a_work_was_last_changed(tmp_path):
    text = "id,authorships.author.id,updated_date\nhttps://openalex.org/W1,,2025-10-05T01:02:03\n"
    assert collect(read(tmp_path / "a.csv", text.encode()), "works")[0][3] == 20251005
