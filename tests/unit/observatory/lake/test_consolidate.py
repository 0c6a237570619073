from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cordee.kernel.faults import Severity
from cordee.observatory.lake.duplicates import join_pairs
from cordee.observatory.lake.ingest import Outcome, ingest
from cordee.observatory.lake.store import Lake, create_lake
from cordee.observatory.lake.verify import verify_lake


AT = datetime(2026, 1, 1, tzinfo=UTC)

LONG = "A title of more than five words that nobody else has given"


def make_pubmed(
    pmid: int,
    *,
    title: str = "",
    doi: str = "",
    version: int = 1,
    year: int = 2020,
    affiliations: tuple[str, ...] = (),
) -> str:
    info = "".join(
        f"<AffiliationInfo><Affiliation>{text}</Affiliation></AffiliationInfo>"
        for text in affiliations
    )
    return (
        f'<PubmedArticle><MedlineCitation><PMID Version="{version}">{pmid}</PMID><Article><Journal>'
        f"<JournalIssue><PubDate><Year>{year}</Year></PubDate></JournalIssue></Journal>"
        f"<ArticleTitle>{title or f'Title {pmid}'}</ArticleTitle><AuthorList><Author><LastName>Curie"
        f"</LastName><ForeName>Marie</ForeName>{info}</Author></AuthorList></Article>"
        "</MedlineCitation><PubmedData><ArticleIdList>"
        f'<ArticleId IdType="doi">{doi}</ArticleId></ArticleIdList></PubmedData></PubmedArticle>'
    )


def make_file(path: Path, *records: str, deleted: tuple[int, ...] = ()) -> Path:
    gone = "".join(f"<PMID>{pmid}</PMID>" for pmid in deleted)
    text = (
        f"<PubmedArticleSet>{''.join(records)}<DeleteCitation>{gone}</DeleteCitation>"
        "</PubmedArticleSet>"
    )
    path.write_bytes(gzip.compress(text.encode()))
    return path


def make_openalex(path: Path, *works: dict[str, object]) -> Path:
    author = {
        "raw_author_name": "M. Curie",
        "is_corresponding": True,
        "countries": ["FR"],
        "institutions": [{"ror": "https://ror.org/04t0gwh46", "country_code": "FR"}],
    }
    lines = [
        {"publication_year": 2020, "type": "article", "authorships": [author], **w} for w in works
    ]
    path.write_bytes(b"\n".join(orjson.dumps(line) for line in lines))
    return path


def make_lake(folder: Path, *files: Path) -> Lake:
    lake = create_lake(folder, at=AT)
    for file in files:
        ingest(lake, [file], at=AT)
    assert verify_lake(lake) == []
    return lake


def read(lake: Lake, query: str) -> list[tuple[object, ...]]:
    return lake.connect().execute(query).fetchall()


def test_the_highest_version_then_the_latest_batch_counts(tmp_path):
    one = make_file(
        tmp_path / "1", make_pubmed(1, title="v2", version=2), make_pubmed(2, title="a")
    )
    two = make_file(tmp_path / "2", make_pubmed(1, title="v1"), make_pubmed(2, title="b"))
    lake = make_lake(tmp_path / "lake", one, two)
    assert read(lake, "SELECT title FROM works ORDER BY pmid") == [("v2",), ("b",)]


def test_a_deletion_removes_what_was_known_and_not_what_comes_later(tmp_path):
    one = make_file(tmp_path / "1", make_pubmed(1), make_pubmed(2), make_pubmed(3))
    two = make_file(tmp_path / "2", make_pubmed(3), deleted=(1, 3))
    three = make_file(tmp_path / "3", make_pubmed(1, title="back"))
    lake = make_lake(tmp_path / "lake", one, two)
    assert read(lake, "SELECT pmid FROM works ORDER BY pmid") == [("2",)]
    ingest(lake, [three], at=AT)
    assert read(lake, "SELECT pmid FROM works ORDER BY pmid") == [("1",), ("2",)]


@pytest.mark.parametrize(
    ("pubmed", "openalex"),
    [
        ({"doi": "10.1000/x"}, {"doi": "https://doi.org/10.1000/X"}),
        ({}, {"ids": {"pmid": "https://pubmed.ncbi.nlm.nih.gov/1"}}),
        ({"title": LONG}, {"title": LONG.upper() + "!"}),
        ({"title": LONG, "doi": "10.1000/x"}, {"title": LONG}),
    ],
)
def test_one_work_of_two_sources_is_one(tmp_path, pubmed, openalex):
    one = make_file(tmp_path / "1", make_pubmed(1, **pubmed, affiliations=("Institut Curie",)))
    two = make_openalex(tmp_path / "2", {"id": "W1", "cited_by_count": 7, **openalex})
    lake = make_lake(tmp_path / "lake", two, one)
    rows = read(lake, "SELECT source, sources, citations FROM works")
    assert rows == [("pubmed", ["pubmed:1", "openalex:W1"], 7)]
    rows = read(
        lake, "SELECT name, corresponding, len(affiliations), stated_countries FROM authorships"
    )
    assert rows == [("Marie Curie", True, 1, ["FR"])]


@pytest.mark.parametrize(
    ("pubmed", "openalex"),
    [
        ({"title": "Editorial"}, {"title": "Editorial"}),
        ({"title": LONG}, {"title": LONG, "publication_year": 2019}),
        ({"title": LONG, "doi": "10.1000/x"}, {"title": LONG, "doi": "10.1000/y"}),
        ({"title": LONG}, {"title": LONG, "ids": {"pmid": "2"}}),
    ],
)
def test_two_works_stay_two(tmp_path, pubmed, openalex):
    one = make_file(tmp_path / "1", make_pubmed(1, **pubmed))
    two = make_openalex(tmp_path / "2", {"id": "W1", **openalex})
    lake = make_lake(tmp_path / "lake", one, two)
    assert read(lake, "SELECT count(*) FROM works") == [(2,)]


def test_a_source_that_holds_records_apart_is_believed(tmp_path):
    one = make_file(
        tmp_path / "1", make_pubmed(1, doi="10.1000/x"), make_pubmed(2, doi="10.1000/x")
    )
    two = make_openalex(tmp_path / "2", {"id": "W1", "doi": "10.1000/x", "ids": {"pmid": "2"}})
    lake = make_lake(tmp_path / "lake", one, two)
    assert len(read(lake, "FROM works")) == 2


Records = st.lists(
    st.tuples(
        st.integers(1, 8),
        st.tuples(
            st.sampled_from(["pubmed", "openalex"]),
            st.sampled_from([None, "10.1/a", "10.1/b"]),
            st.sampled_from([None, "1", "2"]),
        ),
    ),
    unique_by=lambda record: record[0],
    min_size=2,
)


@given(Records, st.data())
def test_joining_is_idempotent_and_holds_apart_what_a_source_does(records, data):
    chosen = st.lists(st.tuples(st.sampled_from(records), st.sampled_from(records)))
    pairs = [(*a, *b) for a, b in data.draw(chosen) if a[0] != b[0]]
    clusters = join_pairs(pairs)
    assert join_pairs([*pairs, *pairs]) == clusters
    identity = dict(records)
    for one, its in clusters.items():
        for other, others in clusters.items():
            a, b = identity[one], identity[other]
            if its == others and a[0] == b[0]:
                assert a[1] == b[1] or None in (a[1], b[1])
                assert a[2] == b[2] or None in (a[2], b[2])


def take_snapshot(lake: Lake) -> list[object]:
    names = ("works", "authorships", "affiliations", "themes", "grants", "work_countries")
    return [read(lake, f"FROM {name} ORDER BY ALL") for name in names]


@pytest.mark.slow
@settings(max_examples=5, deadline=None)
@given(order=st.permutations(range(3)), size=st.sampled_from([200, 700, 10_000]))
def test_order_of_files_and_chunk_size_change_nothing(tmp_path_factory, order, size):
    folder = tmp_path_factory.mktemp("files")
    files = [
        make_file(folder / "1", make_pubmed(1, doi="10.1000/x"), make_pubmed(2, title=LONG)),
        make_file(folder / "2", make_pubmed(3), make_pubmed(4, affiliations=("A", "B"))),
        make_openalex(
            folder / "3",
            {"id": "W1", "doi": "10.1000/x"},
            {"id": "W2", "title": LONG},
            {"id": "W3"},
        ),
    ]
    plain = make_lake(folder / "plain", *files)
    other = create_lake(folder / "other", at=AT)
    ingest(other, [files[i] for i in order], at=AT, chunk_size=size)
    assert take_snapshot(other) == take_snapshot(plain)


def test_reports_say_what_became_of_each_file(tmp_path):
    good = make_file(tmp_path / "1", make_pubmed(1))
    twin = tmp_path / "2"
    twin.write_bytes(good.read_bytes())
    cut = tmp_path / "3"
    cut.write_bytes(good.read_bytes()[:-12])
    broken = make_file(tmp_path / "4", make_pubmed(5).replace("</Article>", ""), make_pubmed(6))
    rubbish = make_file(tmp_path / "5", make_pubmed(7).replace("</Article>", ""))
    lake = create_lake(tmp_path / "lake", at=AT)
    report = ingest(lake, [good, twin, cut, broken, rubbish], at=AT)
    assert [file.outcome for file in report.files] == [
        Outcome.INGESTED,
        Outcome.DUPLICATE,
        Outcome.REFUSED,
        Outcome.INGESTED,
        Outcome.REFUSED,
    ]
    assert (report.worst, report.works) == (Severity.FILE, 2)
    assert report.files[3].records == 2
    assert report.files[3].skipped == 1
    batch = lake.manifest.batches[1]
    assert (batch.name, batch.counts["skipped"], len(batch.faults)) == ("4", 1, 1)
    again = ingest(lake, [good], at=AT)
    assert (again.files[0].outcome, again.worst) == (Outcome.DUPLICATE, None)
    assert verify_lake(lake) == []
