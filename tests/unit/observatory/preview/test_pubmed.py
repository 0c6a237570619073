from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.observatory.preview.pubmed import PubmedLook
from cordee.observatory.preview.reading import Reading
from cordee.observatory.sources.pubmed import parse_chunk
from cordee.observatory.sources.pubmed_split import split_records
from cordee.observatory.sources.records import Context, Parsed


CONTEXT = Context("some.xml", "", datetime(2026, 1, 1, tzinfo=UTC))
HEAD = b'<?xml version="1.0"?>\n<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD" "x">\n<PubmedArticleSet>\n'
TAIL = b"</PubmedArticleSet>\n"

PARTS = {
    "year": "<Journal><JournalIssue><PubDate><Year>2021</Year></PubDate></JournalIssue></Journal>",
    "free date": "<Journal><JournalIssue><PubDate><MedlineDate>1998 Dec-1999 Jan</MedlineDate></PubDate>"
    "</JournalIssue></Journal>",
    "season": "<Journal><JournalIssue><PubDate><Season>Spring</Season></PubDate></JournalIssue></Journal>"
    '<ArticleDate DateType="Electronic"><Year>2020</Year><Month>05</Month></ArticleDate>',
    "no such year": "<Journal><JournalIssue><PubDate><Year>3021</Year></PubDate></JournalIssue></Journal>",
    "two authors": """<AuthorList CompleteYN="Y">
        <Author ValidYN="Y"><LastName>A</LastName><AffiliationInfo><Affiliation>Institut  Curie,
        Paris, France.</Affiliation></AffiliationInfo><AffiliationInfo><Affiliation>UCL, London, UK.
        </Affiliation></AffiliationInfo></Author>
        <Author ValidYN="Y"><LastName>B</LastName><Identifier Source="ORCID">x</Identifier>
        <AffiliationInfo><Affiliation>UCL, London, UK.</Affiliation></AffiliationInfo></Author>
        <Author ValidYN="Y"><CollectiveName>The Group</CollectiveName></Author></AuthorList>""",
    "mark-up": "<AuthorList><Author><AffiliationInfo><Affiliation>R&amp;D, <i>K&#xf8;benhavn</i>, &lt;DK&gt;"
    "</Affiliation></AffiliationInfo></Author></AuthorList>",
    "identifiers": "<AuthorList><Author><AffiliationInfo><Affiliation>Inserm</Affiliation><Identifier "
    'Source="ROR">https://ror.org/02vjkv261</Identifier><Identifier Source="GRID">grid.1</Identifier>'
    "</AffiliationInfo></Author></AuthorList>",
    "a corrected name": '<AuthorList><Author ValidYN="N"><AffiliationInfo><Affiliation>Old'
    "</Affiliation></AffiliationInfo></Author><Author><AffiliationInfo><Affiliation>New</Affiliation>"
    "</AffiliationInfo></Author></AuthorList>",
    "editors": '<AuthorList Type="editors"><Author><AffiliationInfo><Affiliation>E</Affiliation>'
    "</AffiliationInfo></Author></AuthorList>",
    "nothing printed": "<AuthorList><Author><AffiliationInfo><Affiliation> </Affiliation>"
    "</AffiliationInfo></Author></AuthorList>",
    "types": '<PublicationTypeList><PublicationType UI="D1">Journal Article</PublicationType>'
    '<PublicationType UI="D2">Review</PublicationType></PublicationTypeList>',
    "a comment": "<!-- <AuthorList></Author> -->",
    "text as it stands": "<ArticleTitle><![CDATA[a < b </PubmedArticle> c]]></ArticleTitle>",
    "an instruction": "<?word?>",
    "an article's DOI": '<ELocationID EIdType="doi" ValidYN="Y">10.1000/ABC</ELocationID>',
    "a DOI not valid": '<ELocationID EIdType="doi" ValidYN="N">10.1000/abc</ELocationID>',
    "a sign that opens nothing": "<ArticleTitle>p < 0.05</ArticleTitle>",
    "an unknown entity": "<ArticleTitle>a &eacute; b</ArticleTitle>",
    "an author that does not end": "<AuthorList><Author><LastName>A</LastName></AuthorList>",
    "an affiliation that does not end": "<AuthorList><Author><AffiliationInfo><Affiliation>A"
    "</AffiliationInfo></Author></AuthorList>",
    "letters that are none": "<AuthorList><Author><AffiliationInfo><Affiliation>\udcff</Affiliation>"
    "</AffiliationInfo></Author></AuthorList>",
}  # fmt: skip
RESTS = {
    "": "",
    "a DOI": '<ArticleIdList><ArticleId IdType="pubmed">1</ArticleId><ArticleId IdType="doi">10.1/X'
    "</ArticleId></ArticleIdList>",
    "references": "<ReferenceList><Reference><ArticleIdList><ArticleId "
    'IdType="doi">10.1000/other</ArticleId></ArticleIdList></Reference></ReferenceList>',
}  # fmt: skip
BETWEEN = {
    "": "",
    "something else": "<Other/>",
    "no end": "<PubmedArticle><MedlineCitation>",
    "a deletion": "<DeleteCitation><PMID>3</PMID></DeleteCitation>",
}


def make_record(pmid: object, parts: list[str], rest: str = "", version: int = 1) -> bytes:
    inside = "".join(PARTS[name] for name in parts)
    return (
        f'<PubmedArticle><MedlineCitation><PMID Version="{version}">{pmid}</PMID>'
        f'<Article PubModel="Print">{inside}</Article></MedlineCitation><PubmedData>{RESTS[rest]}'
        "</PubmedData></PubmedArticle>\n"
    ).encode("utf-8", "surrogateescape")


def look(data: bytes, size: int = 2**20) -> Reading:
    """What the look reads."""
    reading, faults = Reading(), Parsed(CONTEXT)
    reader = PubmedLook(CONTEXT, reading)
    for chunk in split_records([data], faults, size=size):
        reader.read(chunk)
    reading.add_parsed(faults)
    reading.drop_deleted()
    return reading


def read(data: bytes, size: int = 2**20) -> Reading:
    """What an ingest reads of the same."""
    reading, faults = Reading(), Parsed(CONTEXT)
    for chunk in split_records([data], faults, size=size):
        reading.add_parsed(parse_chunk(chunk, CONTEXT))
    reading.add_parsed(faults)
    reading.drop_deleted()
    return reading


def describe(reading: Reading) -> tuple[object, ...]:
    """The works with their texts written out, whatever numbers these were given."""
    names = dict(zip(reading.texts.values(), reading.texts, strict=True))
    works = {
        key: work._replace(
            signatures={
                one._replace(texts=tuple(names[text] for text in one.texts)): count
                for one, count in work.signatures.items()
            }
        )
        for key, work in reading.works.items()
    }
    faults = sorted((one.where, str(one.sentence)) for one in reading.faults)
    return reading.records, reading.skipped, works, faults


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("rest", RESTS)
def test_a_look_reads_what_an_ingest_reads(part: str, rest: str) -> None:
    data = HEAD + make_record(1, [part], rest) + make_record(2, ["year", "two authors"]) + TAIL
    assert describe(look(data)) == describe(read(data))


@given(
    st.lists(
        st.tuples(
            st.lists(st.sampled_from(sorted(PARTS)), unique=True, max_size=3),
            st.sampled_from(sorted(RESTS)),
            st.sampled_from(sorted(BETWEEN)),
        ),
        max_size=6,
    ),
    st.integers(300, 3000),
)
def test_whatever_stands_in_a_file(records: list[tuple[list[str], str, str]], size: int) -> None:
    body = b"".join(
        make_record(pmid, parts, rest) + BETWEEN[between].encode()
        for pmid, (parts, rest, between) in enumerate(records, 1)
    )
    data = HEAD + body + TAIL
    # Where both have several dates, lists or DOIs in one record, an ingest has rules for which no
    # real record gives cause.
    if (
        all(len({"year", "free date", "season", "no such year"} & set(r[0])) < 2 for r in records)
        and all(sum("<AuthorList" in PARTS[name] for name in r[0]) < 2 for r in records)
        and all(sum("ELocationID" in PARTS[name] for name in r[0]) < 2 for r in records)
    ):
        assert describe(look(data, size)) == describe(read(data, size))


def test_of_a_record_met_again_the_highest_version_counts_then_the_last() -> None:
    def look_twice(first: int, second: int) -> int | None:
        records = make_record(1, ["year"], version=first) + make_record(
            1, ["season"], version=second
        )
        reading = look(HEAD + records + TAIL)
        assert (reading.records, len(reading.works)) == (2, 1)
        return reading.works["pubmed", "1"].year

    assert [look_twice(1, 2), look_twice(2, 1), look_twice(1, 1)] == [2020, 2021, 2020]


def test_a_record_without_a_number_is_told() -> None:
    data = HEAD + make_record("", ["year"]) + TAIL
    assert "has no PMID" in str(look(data).faults[0].sentence)
    assert describe(look(data)) == describe(read(data))
