from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.kernel.errors import SourceError
from cordee.kernel.faults import Severity
from cordee.kernel.identifiers import hash_key
from cordee.observatory.sources.pubmed import parse_chunk
from cordee.observatory.sources.pubmed_split import split_records
from cordee.observatory.sources.records import Context, Parsed


CONTEXT = Context("some.xml", "0" * 64, datetime(2026, 1, 1, tzinfo=UTC))

HEAD = (
    b'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD" '
    b'"https://dtd.nlm.nih.gov/x.dtd">\n<PubmedArticleSet>\n'
)
TAIL = b"</PubmedArticleSet>\n"


def make_record(pmid: int, article: str = "", rest: str = "", version: int = 1) -> bytes:
    return (
        f'<PubmedArticle><MedlineCitation><PMID Version="{version}">{pmid}</PMID><Article>'
        f"<ArticleTitle>Title {pmid}</ArticleTitle>{article}</Article>{rest}</MedlineCitation>"
        "</PubmedArticle>\n"
    ).encode()


def read(data: bytes, *, size: int = 2**20, block: int = 1000) -> list[Parsed]:
    faults = Parsed(CONTEXT)
    blocks = (data[i : i + block] for i in range(0, len(data), block))
    parts = [parse_chunk(chunk, CONTEXT) for chunk in split_records(blocks, faults, size=size)]
    return [*parts, faults]


def collect(parts: list[Parsed], table: str) -> list[tuple[object, ...]]:
    return [row for part in parts for row in part.rows[table]]


def get_pmids(parts: list[Parsed]) -> list[object]:
    return [row[2] for row in collect(parts, "works")]


def get_faults(parts: list[Parsed]) -> list[str]:
    return [str(fault.sentence) for part in parts for fault in part.faults]


def read_work(article: str = "", rest: str = "") -> dict[str, object]:
    (part, _) = read(HEAD + make_record(7, article, rest) + TAIL)
    (row,) = part.to_tables()["works"].to_pylist()
    return row


def test_authors_keep_names_orcid_and_every_affiliation():
    article = """<AuthorList CompleteYN="Y">
      <Author ValidYN="Y"><LastName>Curie</LastName><ForeName>Marie</ForeName><Suffix>Jr</Suffix>
        <Identifier Source="ORCID">http://orcid.org/0000000218250097</Identifier>
        <AffiliationInfo><Affiliation>Institut  Curie,
          Paris; Inserm, Paris.</Affiliation>
          <Identifier Source="ROR">https://ror.org/04t0gwh46</Identifier></AffiliationInfo>
        <AffiliationInfo><Affiliation>Sorbonne <i>Université</i></Affiliation></AffiliationInfo>
      </Author>
      <Author ValidYN="N"><LastName>Cury</LastName></Author>
      <Author><CollectiveName>The Group</CollectiveName></Author></AuthorList>"""
    investigators = (
        "<InvestigatorList><Investigator><LastName>No</LastName></Investigator></InvestigatorList>"
    )
    parts = read(HEAD + make_record(7, article, investigators) + TAIL)
    first, group = collect(parts, "authorships")
    texts = dict(collect(parts, "affiliations"))
    assert first[1:4] == (1, "Marie Curie Jr", "0000-0002-1825-0097")
    assert [texts[key] for key in first[6]] == [
        "Institut Curie, Paris; Inserm, Paris.",
        "Sorbonne Université",
    ]
    assert first[6][1] == hash_key("Sorbonne Université")
    assert first[7] == ["04t0gwh46"]
    assert group[1:6] == (2, "The Group", None, None, True)
    assert collect(parts, "works")[0][20] == 2


@pytest.mark.parametrize(
    ("issue", "article_date", "year", "day"),
    [
        ("<Year>2020</Year><Month>Feb</Month><Day>29</Day>", "", 2020, date(2020, 2, 29)),
        ("<Year>2021</Year><Month>02</Month><Day>30</Day>", "", 2021, date(2021, 2, 1)),
        ("<MedlineDate>2000 Nov-Dec</MedlineDate>", "", 2000, date(2000, 11, 1)),
        ("<MedlineDate>1998 Dec-1999 Jan</MedlineDate>", "", 1998, date(1998, 12, 1)),
        ("<Year>2001</Year><Season>Summer</Season>", "", 2001, date(2001, 7, 1)),
        ("<Year>2021</Year>", "<Year>2021</Year><Month>6</Month>", 2021, date(2021, 6, 1)),
        ("<Year>2021</Year>", "<Year>2020</Year><Month>6</Month>", 2021, None),
        ("", "<Year>2020</Year><Month>6</Month><Day>3</Day>", 2020, date(2020, 6, 3)),
        ("<MedlineDate>Spring</MedlineDate>", "", None, None),
    ],
)
def test_the_date_is_the_issues_else_the_electronic_one(issue, article_date, year, day):
    work = read_work(
        f"<Journal><JournalIssue><PubDate>{issue}</PubDate></JournalIssue></Journal>"
        f"<ArticleDate>{article_date}</ArticleDate>"
    )
    assert (work["year"], work["date"]) == (year, day)


@pytest.mark.parametrize("year", [9999, 1203, 2040, 10**12])
def test_an_impossible_year_is_left_empty_with_a_warning(year):
    article = (
        f"<Journal><JournalIssue><PubDate><Year>{year}</Year></PubDate></JournalIssue></Journal>"
    )
    parts = read(HEAD + make_record(7, article) + TAIL)
    assert collect(parts, "works")[0][8] is None
    (fault,) = parts[0].faults
    assert fault.severity is Severity.WARNING
    assert "PMID 7" in fault.where
    assert str(year) in str(fault.sentence)


def test_identifiers_title_venue_and_languages():
    work = read_work(
        '<ELocationID EIdType="doi" ValidYN="Y">10.1000/ABC</ELocationID><Language>fre</Language>'
        "<Pagination><StartPage>3</StartPage><EndPage>9</EndPage></Pagination>"
        "<Journal><ISSN>1111-1111</ISSN><Title>Journal</Title><JournalIssue><Volume>2</Volume>"
        "<Issue>1</Issue></JournalIssue></Journal>"
        "<PublicationTypeList><PublicationType>Journal Article</PublicationType>"
        "<PublicationType>Retracted Publication</PublicationType></PublicationTypeList>",
        "<MedlineJournalInfo><ISSNLinking>2222-2222</ISSNLinking></MedlineJournalInfo>"
        "<KeywordList><Keyword>Cancer</Keyword><Keyword>cancer</Keyword></KeywordList>",
    )
    assert work["doi"] == "10.1000/abc"
    assert (work["language"], work["pages"], work["issn"]) == ("fr", "3-9", "2222-2222")
    assert (work["venue"], work["volume"], work["issue"]) == ("Journal", "2", "1")
    assert (work["type"], work["retracted"], work["keywords"]) == ("article", True, ["Cancer"])


def test_cited_references_lend_their_identifiers_to_nobody():
    record = make_record(7).replace(
        b"</PubmedArticle>",
        b'<PubmedData><History><PubMedPubDate/></History><ArticleIdList><ArticleId IdType="doi">'
        b'10.1000/mine</ArticleId><ArticleId IdType="pmc">PMC12</ArticleId></ArticleIdList>'
        b'<ReferenceList><Reference><ArticleIdList><ArticleId IdType="doi">10.1000/theirs'
        b"</ArticleId></ArticleIdList></Reference><ReferenceList/></ReferenceList></PubmedData>"
        b"</PubmedArticle>",
    )
    (row,) = collect(read(HEAD + record + TAIL), "works")
    assert row[4:7] == ("10.1000/mine", "7", "PMC12")


def test_markup_in_titles_and_abstracts_is_flattened():
    work = read_work(
        '<Abstract><AbstractText Label="AIM">H<sub>2</sub>O</AbstractText><AbstractText>Two'
        "</AbstractText></Abstract>"
    )
    assert work["abstract"] == "AIM: H2O\nTwo"


def test_a_heading_is_major_when_a_qualifier_is():
    mesh = (
        '<MeshHeadingList><MeshHeading><DescriptorName UI="D001" MajorTopicYN="N">A'
        '</DescriptorName><QualifierName MajorTopicYN="Y">q</QualifierName></MeshHeading>'
        '<MeshHeading><DescriptorName UI="D002" MajorTopicYN="N">B</DescriptorName></MeshHeading>'
        "</MeshHeadingList>"
    )
    parts = read(HEAD + make_record(7, rest=mesh) + TAIL)
    assert [row[1:] for row in collect(parts, "themes")] == [
        ("mesh", "D001", "A", True),
        ("mesh", "D002", "B", False),
    ]


def test_deletions_and_books_are_read():
    book = (
        b"<PubmedBookArticle><BookDocument><PMID>9</PMID><Book><BookTitle>Book</BookTitle>"
        b'<PubDate><Year>2019</Year></PubDate><AuthorList Type="editors"><Author><LastName>E'
        b"</LastName></Author></AuthorList></Book><ArticleTitle>Chapter</ArticleTitle>"
        b"</BookDocument></PubmedBookArticle>"
    )
    gone = b'<DeleteCitation>\n<PMID Version="1">5</PMID><PMID>6</PMID></DeleteCitation>'
    parts = read(HEAD + make_record(7) + book + gone + TAIL)
    assert get_pmids(parts) == ["7", "9"]
    assert collect(parts, "deletions") == [("pubmed", "5"), ("pubmed", "6")]
    assert collect(parts, "works")[1][10:13:2] == ("book-chapter", "Book")
    assert get_faults(parts) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda r: r.replace(b"<PubmedArticle>", b'<PubmedArticle Status="x"\n a="b">'),
        lambda r: r.replace(b"</PubmedArticle>", b"</PubmedArticle \n>"),
        lambda r: b"<!-- </PubmedArticle> -->" + r,
        lambda r: r.replace(b"Title 7", b"<![CDATA[</PubmedArticle> & <b>]]>"),
        lambda r: r.replace(b">", b">\r\n"),
        lambda r: r.replace(b"\n", b""),
    ],
)
def test_any_way_of_writing_the_same_xml_is_read(change):
    data = b"".join(change(make_record(n)) for n in (7, 8))
    parts = read(HEAD + data + TAIL)
    assert get_pmids(parts) == ["7", "8"]
    assert get_faults(parts) == []


@pytest.mark.parametrize(
    "broken",
    [
        make_record(8).replace(b"</Article>", b""),
        make_record(8).replace(b"</PubmedArticle>", b""),
        make_record(8).replace(b"<PubmedArticle>", b""),
        make_record(8).replace(b"Title", b"Ti\x00tle"),
        make_record(8).replace(b"Title", b"&undefined;"),
        make_record(8).replace(b"Title", b"\xff\xfe"),
        make_record(8)[:60],
    ],
)
def test_a_broken_record_is_left_out_and_its_neighbours_are_kept(broken):
    parts = read(HEAD + make_record(7) + broken + make_record(9) + make_record(10) + TAIL)
    assert [p for p in get_pmids(parts) if p != "8"] == ["7", "9", "10"]
    assert "8" not in get_pmids(parts)
    assert any(f.severity is Severity.RECORD for part in parts for f in part.faults)
    assert all("some.xml, record 2" in text for text in get_faults(parts))


def test_a_record_without_pmid_is_left_out():
    parts = read(HEAD + b"<PubmedArticle><MedlineCitation/></PubmedArticle>" + TAIL)
    assert "no PMID" in get_faults(parts)[0]


def test_a_file_that_ends_early_is_refused():
    with pytest.raises(SourceError, match="was cut off"):
        read(HEAD + make_record(7))


@pytest.mark.parametrize("place", ["before", "between"])
def test_entities_are_refused(place):
    bomb = b'<!DOCTYPE a [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]>'
    head = HEAD.replace(b"<PubmedArticleSet>", bomb + b"<PubmedArticleSet>")
    data = head if place == "before" else HEAD + make_record(7) + bomb
    with pytest.raises(SourceError, match="entities"):
        read(data + make_record(8) + TAIL)


def test_other_xml_is_refused():
    with pytest.raises(SourceError, match="no PubmedArticleSet"):
        read(b"<?xml version='1.0'?><html><body/></html>")


def test_other_encodings_are_read():
    text = (HEAD + make_record(7).replace(b">Title", ">Été".encode()) + TAIL).decode()
    latin = text.replace("utf-8", "iso-8859-1").encode("iso-8859-1")
    for data in (latin, text.encode("utf-16"), b"\xef\xbb\xbf" + text.encode()):
        assert collect(read(data), "works")[0][7] == "Été 7"


def test_of_a_repeated_record_the_highest_version_then_the_last_counts():
    data = make_record(7, version=2) + make_record(7, version=1) + make_record(8) + make_record(8)
    parts = read(HEAD + data + TAIL)
    assert [(row[2], row[3]) for row in collect(parts, "works")] == [("7", 2), ("8", 1)]


@given(st.integers(1, 3000), st.integers(1, 700), st.integers(0, 20))
def test_chunk_and_block_size_change_nothing(size, block, count):
    data = HEAD + b"".join(make_record(n) for n in range(1, count + 1)) + TAIL
    parts = read(data, size=size, block=block)
    assert get_pmids(parts) == [str(n) for n in range(1, count + 1)]
    assert get_faults(parts) == []


def test_a_record_too_large_to_hold_is_left_out(monkeypatch):
    monkeypatch.setattr("cordee.observatory.sources.pubmed_split.MAX_RECORD_SIZE", 5000)
    huge = make_record(8, f"<x>{'y' * 20_000}</x>")
    parts = read(HEAD + make_record(7) + huge + make_record(9) + TAIL, size=2000, block=500)
    assert get_pmids(parts) == ["7", "9"]
    assert ["more than" in text for text in get_faults(parts)] == [True]
