from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.observatory.sources.reading import get_faults, get_rows, get_texts, read

from cordee.kernel.errors import SourceError
from cordee.observatory.sources.sniff import Format, sniff_format


Json = dict[str, Any]

RECORD: Json = {
    "id": "900001",
    "source": "MED",
    "pmid": "900001",
    "pmcid": "PMC900001",
    "doi": "10.5555/EPMC.1",
    "title": "Invented <i>cells</i> &amp; tissue.",
    "authorString": "Martin A, Petit B.",
    "authorList": {
        "author": [
            {
                "fullName": "Martin A",
                "firstName": "Alice",
                "lastName": "Martin",
                "initials": "A",
                "authorId": {"type": "ORCID", "value": "0000-0002-1825-0097"},
                "authorAffiliationDetailsList": {
                    "authorAffiliation": [
                        {
                            "affiliation": "Institut Curie, Paris, France.",
                            "affiliationOrgId": "https://ror.org/04t0gwh46",
                        },
                        {"affiliation": "Inserm, Paris, France."},
                    ]
                },
            },
            {"fullName": "Petit B"},
            {"collectiveName": "Invented Consortium"},
        ]
    },
    "journalInfo": {
        "issue": "3",
        "volume": "12",
        "dateOfPublication": "2021 Jun",
        "monthOfPublication": 6,
        "yearOfPublication": 2021,
        "printPublicationDate": "2021-06-01",
        "journal": {"title": "Invented Letters", "issn": "1234-5679", "essn": "2345-678X"},
    },
    "pubYear": "2021",
    "pageInfo": "1-9",
    "abstractText": "<h4>Aim</h4>To invent. <h4>Results</h4>Invented.",
    "language": "eng",
    "pubTypeList": {"pubType": ["Journal Article", "Review"]},
    "meshHeadingList": {
        "meshHeading": [
            {"majorTopic_YN": "Y", "descriptorName": "Neoplasms"},
            {
                "majorTopic_YN": "N",
                "descriptorName": "Humans",
                "meshQualifierList": {
                    "meshQualifier": [{"qualifierName": "genetics", "majorTopic_YN": "Y"}]
                },
            },
            {"majorTopic_YN": "N", "descriptorName": "Invented Heading"},
        ]
    },
    "keywordList": {"keyword": ["Cells", "Tissue"]},
    "grantsList": {"grant": [{"grantId": "G-1", "agency": "Invented Fund"}]},
    "citedByCount": 7,
    "firstPublicationDate": "2021-05-02",
}
OTHER: Json = {"id": "PPR9", "source": "PPR", "title": "Preprint", "pubYear": "2022"}
OTHER["firstPublicationDate"] = "2022-01-05"


def to_json(*records: Json) -> bytes:
    answer = {"version": "6.9", "hitCount": len(records), "resultList": {"result": records}}
    return json.dumps(answer).encode()


def to_element(name: str, value: Any) -> str:
    if isinstance(value, list):
        return "".join(to_element(name, item) for item in value)
    if not isinstance(value, dict):
        return f"<{name}>{escape(str(value))}</{name}>"
    if "type" in value:
        return f'<{name} type="{value["type"]}">{value["value"]}</{name}>'
    inner = "".join(to_element(key, item) for key, item in value.items())
    return f"<{name}>{inner}</{name}>"


def to_xml(*records: Json) -> bytes:
    body = "\n".join(to_element("result", record) for record in records)
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<responseWrapper xmlns:slx="http://www.scholix.org" '
        'xmlns:epmc="https://www.europepmc.org/data"><version>6.9</version>'
        f"<hitCount>{len(records)}</hitCount><resultList>{body}</resultList></responseWrapper>\n"
    ).encode()


WRITERS = {"json": to_json, "xml": to_xml}


@pytest.mark.parametrize("form", WRITERS)
def test_the_fields_of_a_record(tmp_path, form):
    path = tmp_path / "epmc"
    parts = read(path, WRITERS[form](RECORD, OTHER))

    assert sniff_format(path) is {"json": Format.EUROPEPMC, "xml": Format.EUROPEPMC_XML}[form]
    assert get_faults(parts) == []
    work, preprint = get_rows(parts, "works")
    expected = {
        "source": "europepmc",
        "source_id": "MED/900001",
        "doi": "10.5555/epmc.1",
        "pmid": "900001",
        "pmcid": "PMC900001",
        "title": "Invented cells & tissue.",
        "year": 2021,
        "date": date(2021, 6, 1),
        "type": "review",
        "publication_types": ["Journal Article", "Review"],
        "venue": "Invented Letters",
        "issn": "1234-5679",
        "language": "en",
        "abstract": "Aim: To invent.\nResults: Invented.",
        "keywords": ["Cells", "Tissue"],
        "authors": 3,
        "citations": 7,
        "retracted": False,
    }
    assert {name: work[name] for name in expected} == expected
    assert (preprint["source_id"], preprint["type"], preprint["date"], preprint["pmid"]) == (
        "PPR/PPR9",
        "preprint",
        date(2022, 1, 5),
        None,
    )
    alice, bob, group = get_rows(parts, "authorships")
    assert (alice["name"], alice["orcid"]) == ("Alice Martin", "0000-0002-1825-0097")
    assert alice["stated_organisations"] == ["04t0gwh46"]
    assert get_texts(parts, alice) == ["Institut Curie, Paris, France.", "Inserm, Paris, France."]
    assert (bob["name"], bob["affiliations"]) == ("Petit B", [])
    assert (group["name"], group["collective"]) == ("Invented Consortium", True)
    themes = [(row["code"], row["major"]) for row in get_rows(parts, "themes")]
    assert themes == [("D009369", True), ("D006801", True)]
    assert [row["grant"] for row in get_rows(parts, "grants")] == ["G-1"]


@pytest.mark.parametrize(
    ("types", "word"),
    [
        (["research-article", "Journal Article"], "article"),
        (["research-article"], "article"),
        (["review-article"], "review"),
        (["Retracted Publication", "Journal Article"], "article"),
        (["Clinical Trial"], "article"),
        ([], "other"),
    ],
)
def test_types(tmp_path, types, word):
    record = {**RECORD, "pubTypeList": {"pubType": types}}
    (work,) = get_rows(read(tmp_path / "a", to_json(record)), "works")

    assert work["type"] == word
    assert work["retracted"] is ("Retracted Publication" in types)


@pytest.mark.parametrize("form", WRITERS)
def test_a_broken_record_is_left_out_and_told(tmp_path, form):
    odd = {**RECORD, "id": "2", "authorList": "nobody"}
    parts = read(tmp_path / "a", WRITERS[form](RECORD, odd, {"title": "no id"}, OTHER))

    assert [row["source_id"] for row in get_rows(parts, "works")] == ["MED/900001", "PPR/PPR9"]
    assert [where for where, _ in get_faults(parts)] == ["record 2", "record 3"]
    assert len(get_rows(parts, "authorships")) == 3


@pytest.mark.parametrize(
    ("old", "new", "places"),
    [
        (b"<pubYear>2022", b"<pubYear>20&22", ["record 2"]),
        (b"</result>\n", b"\n", ["record 1"]),
        (b"<title>Preprint", b"<broken>Preprint", ["record 2"]),
    ],
)
def test_broken_xml_costs_its_record_alone(tmp_path, old, new, places):
    content = to_xml(RECORD, OTHER, {**OTHER, "id": "PPR10"})
    for size in (50, 100_000):
        parts = read(tmp_path / "a", content.replace(old, new, 1), size)

        assert len(get_rows(parts, "works")) == 2
        assert [where for where, _ in get_faults(parts)] == places


def test_an_answer_without_records_is_whole(tmp_path):
    for form in WRITERS.values():
        assert get_rows(read(tmp_path / "a", form()), "works") == []


def test_entities_are_refused(tmp_path):
    content = to_xml(RECORD).replace(
        b"<responseWrapper", b'<!DOCTYPE r [<!ENTITY a "b">]><responseWrapper', 1
    )
    with pytest.raises(SourceError, match="defines XML entities"):
        read(tmp_path / "a", content)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40
)
@given(st.sampled_from(sorted(WRITERS)), st.data())
def test_a_cut_file_is_refused(tmp_path: Path, form, data):
    content = WRITERS[form](RECORD, OTHER).strip()
    cut = content[: data.draw(st.integers(1, len(content) - 1))]

    with pytest.raises(SourceError):
        read(tmp_path / "a", cut, size=data.draw(st.sampled_from([50, 100_000])))
