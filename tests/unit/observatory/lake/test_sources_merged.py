from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cordee.observatory.lake.ingest import ingest
from cordee.observatory.lake.store import Lake, create_lake
from cordee.observatory.lake.verify import verify_lake


AT = datetime(2026, 1, 1, tzinfo=UTC)

PUBMED = """<?xml version="1.0"?><PubmedArticleSet><PubmedArticle><MedlineCitation>
<PMID Version="1">900</PMID><Article><Journal><JournalIssue><PubDate><Year>2021</Year></PubDate>
</JournalIssue></Journal><ArticleTitle>One invented work.</ArticleTitle><AuthorList>
<Author><LastName>Martin</LastName><ForeName>Alice</ForeName><AffiliationInfo>
<Affiliation>Institut Curie, Paris, France.</Affiliation></AffiliationInfo></Author>
<Author><LastName>Petit</LastName><ForeName>Bob</ForeName></Author></AuthorList></Article>
</MedlineCitation><PubmedData><ArticleIdList><ArticleId IdType="doi">10.5555/One</ArticleId>
</ArticleIdList></PubmedData></PubmedArticle></PubmedArticleSet>"""
CROSSREF = {
    "DOI": "10.5555/ONE",
    "title": ["Another title of it"],
    "is-referenced-by-count": 4,
    "author": [
        {"given": "Alice", "family": "Martin"},
        {
            "given": "Bob",
            "family": "Petit",
            "affiliation": [
                {"name": "Inserm", "id": [{"id": "https://ror.org/02vjkv261", "id-type": "ROR"}]}
            ],
        },
    ],
}
HAL = {
    "halId_s": "hal-01",
    "pubmedId_s": "900",
    "title_s": ["Un titre en français"],
    "domain_s": ["0.sdv"],
    "authFullName_s": ["Alice Martin", "Bob Petit"],
    "authIdHasStructure_fs": ["1-1_FacetSep_Alice Martin_JoinSep_7_FacetSep_Institut Curie"],
    "structId_i": [7],
    "structCountry_s": ["fr"],
    "structRorIdExt_s": ["https://ror.org/04t0gwh46"],
}
EUROPEPMC = {"source": "MED", "id": "900", "pmcid": "PMC901", "title": "One invented work."}

FILES = {
    "pubmed.xml": PUBMED,
    "crossref.jsonl": json.dumps(CROSSREF),
    "hal.json": json.dumps({"response": {"docs": [HAL]}}),
    "europepmc.json": json.dumps({"version": "6", "resultList": {"result": [EUROPEPMC]}}),
}
ORDERS = [(), (3, 2, 1, 0), (1, 2, 0, 3), (2, 3, 1, 0)]


def make_lake(folder: Path, names: list[str]) -> Lake:
    for name in names:
        (folder / name).write_text(FILES[name])
    lake = create_lake(folder / "lake", at=AT)
    report = ingest(lake, [folder / name for name in names], at=AT)
    assert report.faults == ()
    assert verify_lake(lake) == []
    return lake


def read(lake: Lake, query: str) -> list[tuple[object, ...]]:
    return lake.connect().execute(query).fetchall()


@pytest.mark.parametrize("order", ORDERS)
def test_one_work_of_four_sources_is_one(tmp_path, order):
    names = list(FILES)
    lake = make_lake(tmp_path, [names[place] for place in order] or names)

    ((sources, title, pmcid, citations),) = read(
        lake, "SELECT sources, title, pmcid, citations FROM works"
    )
    assert sources == ["pubmed:900", "europepmc:MED/900", "crossref:10.5555/one", "hal:hal-01"]
    assert (title, pmcid, citations) == ("One invented work.", "PMC901", 4)
    # PubMed prints as many affiliations as the others; ROR ids come from who gives them.
    assert read(
        lake,
        "SELECT name, stated_organisations, stated_countries FROM authorships ORDER BY position",
    ) == [("Alice Martin", ["04t0gwh46"], ["FR"]), ("Bob Petit", ["02vjkv261"], [])]
    assert read(lake, "SELECT vocabulary, code FROM themes") == [("hal", "sdv")]


def test_an_author_list_with_affiliations_is_better_than_one_without(tmp_path):
    bare = {"DOI": "10.5555/one", "author": [{"given": "Alice", "family": "Martin"}]}
    hal = {**HAL, "doiId_s": "10.5555/one", "structId_i": [7, 8], "pubmedId_s": "900"}
    (tmp_path / "a.jsonl").write_text(json.dumps(bare))
    (tmp_path / "b.json").write_text(json.dumps({"response": {"docs": [hal]}}))
    lake = create_lake(tmp_path / "lake", at=AT)
    ingest(lake, [tmp_path / "a.jsonl", tmp_path / "b.json"], at=AT)

    # HAL's ROR ids cannot be tied here, and Crossref prints nothing at all.
    assert read(
        lake, "SELECT position, len(affiliations), stated_organisations FROM authorships ORDER BY 1"
    ) == [(0, 0, ["04t0gwh46"]), (1, 1, []), (2, 0, [])]
