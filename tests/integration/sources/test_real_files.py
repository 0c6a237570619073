from __future__ import annotations

import gzip
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

from cordee.observatory.lake.ingest import ingest
from cordee.observatory.lake.store import Lake, create_lake
from cordee.observatory.lake.verify import verify_lake
from cordee.observatory.sources.columns import ColumnMap


AT = datetime(2026, 1, 1, tzinfo=UTC)

HAL = ColumnMap(
    organisation="=02kvxyf05",
    team="Equipe",
    partner="Organisme_copubliant",
    country="Pays",
    theme="Domaine(s)",
    first_year="Année",
    last_year="Année",
)


def make_lake(folder: Path, *files: Path, **more: object) -> Lake:
    lake = create_lake(folder, at=AT)
    report = ingest(lake, files, at=AT, **more)
    assert [str(fault.sentence) for fault in report.faults] == []
    assert verify_lake(lake) == []
    return lake


def read(lake: Lake, query: str) -> list[tuple[object, ...]]:
    return lake.connect().execute(query).fetchall()


@pytest.mark.slow
def test_the_demonstration_corpus_agrees_with_a_plain_reading(tmp_path, demo_corpus):
    lake = make_lake(tmp_path / "lake", demo_corpus)
    texts: dict[str, list[str]] = {}
    with gzip.open(demo_corpus) as stream:
        for _, article in etree.iterparse(stream, tag="PubmedArticle"):
            pmid = article.findtext("MedlineCitation/PMID")
            texts[pmid] = [
                " ".join("".join(text.itertext()).split())
                for author in article.iterfind("MedlineCitation/Article/AuthorList/Author")
                if author.get("ValidYN") != "N"
                for text in author.iterfind("AffiliationInfo/Affiliation")
            ]
            article.clear()
    assert read(lake, "SELECT count(*) FROM works") == [(20_783,)]
    rows = read(
        lake,
        """
        SELECT w.pmid, list(f.text ORDER BY a.position, a.place)
        FROM (SELECT work, position, unnest(affiliations) AS affiliation,
                     generate_subscripts(affiliations, 1) AS place FROM authorships) a
        JOIN affiliations f USING (affiliation) JOIN works w USING (work) GROUP BY w.pmid
        """,
    )
    found = dict(rows)
    for pmid, plain in texts.items():
        assert list(dict.fromkeys(found.get(pmid, []))) == list(dict.fromkeys(plain)), pmid


@pytest.mark.slow
def test_old_records_have_headings_and_hardly_any_affiliation(tmp_path, shared_data):
    path = shared_data / "data/publications/pubmed_nlm_samples/pubmed20n0014-first6000.xml.gz"
    lake = make_lake(tmp_path / "lake", path)
    assert read(lake, "SELECT count(*), min(year), max(year) FROM works") == [(6000, 1976, 1980)]
    assert read(lake, "SELECT count(*) > 50000 FROM themes") == [(True,)]
    assert read(lake, "SELECT count(DISTINCT theme) > 60 FROM work_themes") == [(True,)]
    assert read(lake, "SELECT count(*) FROM work_themes WHERE theme IN ('B01', 'M01', 'Z01')") == [
        (0,)
    ]


@pytest.mark.slow
def test_the_openalex_export_keeps_the_countries_it_states(tmp_path, shared_data):
    path = shared_data / "data/publications/openalex_small_sample/open alex dataset.csv"
    lake = make_lake(tmp_path / "lake", path)
    rows = read(
        lake,
        """
        SELECT w.source_id, list(DISTINCT c.country) FROM works w
        JOIN work_countries c USING (work) GROUP BY w.source_id
        """,
    )
    found = {source_id: set(countries) for source_id, countries in rows}
    assert read(lake, "SELECT count(*) FROM works") == [(613,)]
    stated = read(
        lake,
        f"""
        SELECT id, "authorships.countries" FROM read_csv('{path}', max_line_size = 20000000)
        WHERE replace("authorships.countries", '|', '') <> ''
        """,
    )
    assert len(stated) > 540
    for address, countries in stated:
        assert found[re.sub(".*/", "", address)] == set(countries.split("|")) - {""}


@pytest.mark.slow
def test_the_hal_workbook_becomes_declared_collaborations(tmp_path, shared_data):
    folder = shared_data / "data/publications/inria_copublications"
    lake = create_lake(tmp_path / "lake", at=AT)
    path = folder / "Copubliants_par_auteur_Inria_Bordeaux_Sophia.xlsx"
    report = ingest(lake, [path], at=AT, column_map=HAL)
    declared, countries, first, last = read(
        lake,
        "SELECT count(*), count(DISTINCT country), min(first_year), max(last_year) FROM declared",
    )[0]
    assert (declared, first, last) == (19_060 - report.files[0].skipped, 2018, 2024)
    assert countries > 85
    assert report.files[0].fault_count < 100
