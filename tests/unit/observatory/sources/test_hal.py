from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.observatory.sources.reading import get_faults, get_rows, get_texts, read

from cordee.kernel.errors import SourceError
from cordee.observatory.sources.hal import SINGLE, split_cell
from cordee.observatory.sources.sniff import Format, sniff_format


Json = dict[str, Any]

RECORD: Json = {
    "docid": "900001",
    "halId_s": "hal-00900001",
    "version_i": 2,
    "docType_s": "ART",
    "doiId_s": "10.5555/HAL.1",
    "pubmedId_s": "900",
    "pubmedcentralId_s": "PMC901",
    "title_s": ["Une étude, inventée", "An invented study"],
    "language_s": ["fr"],
    "journalTitle_s": "Lettres inventées",
    "journalIssn_s": "1234-5679",
    "volume_s": "4",
    "issue_s": ["2"],
    "page_s": "1-9",
    "keyword_s": ["Cancer, rein", "Cellules"],
    "domain_s": ["0.sdv", "1.sdv.can"],
    "primaryDomain_s": "sdv.can",
    "producedDate_s": "2019-12-31",
    "producedDateY_i": 2019,
    "publicationDate_s": "2020-03",
    "publicationDateY_i": 2020,
    "authFullName_s": ["Alice Martin", "Bob Petit", "Alice Martin"],
    "authIdFormPerson_s": ["11-1", "12-0", "13-0"],
    "authQuality_s": ["aut", "crp", "aut"],
    "authORCIDIdExt_s": ["0000-0002-1825-0097"],
    "authIdHasStructure_fs": [
        "11-1_FacetSep_Alice Martin_JoinSep_101_FacetSep_Laboratoire inventé",
        "11-1_FacetSep_Alice Martin_JoinSep_102_FacetSep_Institut Curie",
        "13-0_FacetSep_Alice Martin_JoinSep_103_FacetSep_University of Nowhere, Lab [Nowhere]",
    ],
    "structId_i": [101, 102, 103, 104],
    "structIdName_fs": [
        "101_FacetSep_Laboratoire inventé",
        "102_FacetSep_Institut Curie",
        "103_FacetSep_University of Nowhere, Lab [Nowhere]",
        "104_FacetSep_Structure de personne",
    ],
    "structCountry_s": ["fr", "fr", "gb", "be"],
    "structRorIdExt_s": ["https://ror.org/04t0gwh46", "https://ror.org/02vjkv261"],
    "instStructId_i": [102],
    "instStructRorIdExt_s": ["https://ror.org/04t0gwh46"],
}


def to_json(*records: Json) -> bytes:
    answer = {"response": {"numFound": len(records), "start": 0, "docs": records}}
    return json.dumps(answer, indent=1).encode()


def to_csv(*records: Json) -> bytes:
    """Return what Solr's CSV writer gives: values joined with commas, those inside escaped."""
    names = list(dict.fromkeys(name for record in records for name in record))
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(names)
    for record in records:
        cells = []
        for name in names:
            value = record.get(name, "")
            values = value if isinstance(value, list) else [value]
            plain = [str(item) for item in values]
            if name not in SINGLE:
                plain = [item.replace("\\", "\\\\").replace(",", "\\,") for item in plain]
            cells.append(",".join(plain))
        writer.writerow(cells)
    return target.getvalue().encode()


WRITERS = {"json": to_json, "csv": to_csv}


@pytest.mark.parametrize("form", WRITERS)
def test_the_fields_of_a_record(tmp_path, form):
    path = tmp_path / "hal"
    parts = read(path, WRITERS[form](RECORD))

    assert sniff_format(path) is {"json": Format.HAL, "csv": Format.HAL_CSV}[form]
    assert get_faults(parts) == []
    (work,) = get_rows(parts, "works")
    expected = {
        "source": "hal",
        "source_id": "hal-00900001",
        "version": 2,
        "doi": "10.5555/hal.1",
        "pmid": "900",
        "pmcid": "PMC901",
        "title": "Une étude, inventée",
        "year": 2020,
        "date": date(2020, 3, 1),
        "type": "article",
        "publication_types": ["ART"],
        "venue": "Lettres inventées",
        "issue": "2",
        "language": "fr",
        "keywords": ["Cancer, rein", "Cellules"],
        "authors": 3,
        "citations": None,
    }
    assert {name: work[name] for name in expected} == expected
    themes = [(row["vocabulary"], row["code"], row["major"]) for row in get_rows(parts, "themes")]
    assert themes == [("hal", "sdv", False), ("hal", "sdv.can", True)]


@pytest.mark.parametrize("form", WRITERS)
def test_structures_are_their_authors_and_what_is_nobodys_stays_with_the_work(tmp_path, form):
    parts = read(tmp_path / "hal", WRITERS[form](RECORD))
    first, bob, third, rest = get_rows(parts, "authorships")

    assert get_texts(parts, first) == ["Laboratoire inventé", "Institut Curie"]
    # The list of all structures has two ROR ids for four, so it ties none; that of institutions does.
    assert first["stated_organisations"] == ["04t0gwh46"]
    assert first["stated_countries"] == ["FR"]
    assert (bob["affiliations"], bob["stated_countries"], bob["corresponding"]) == ([], [], True)
    assert get_texts(parts, third) == ["University of Nowhere, Lab [Nowhere]"]
    assert third["stated_countries"] == ["GB"]
    assert (rest["position"], rest["name"]) == (0, None)
    assert get_texts(parts, rest) == ["Structure de personne"]
    assert rest["stated_organisations"] == ["02vjkv261"]
    assert rest["stated_countries"] == ["BE"]
    # Two ORCIDs are missing, so whose the one is cannot be known.
    assert [row["orcid"] for row in (first, bob, third)] == [None, None, None]


def test_without_ties_structures_are_those_of_the_work(tmp_path):
    bare = {k: v for k, v in RECORD.items() if not k.startswith("authId")}
    parts = read(tmp_path / "hal", to_json(bare))
    *authors, rest = get_rows(parts, "authorships")

    assert [row["affiliations"] for row in authors] == [[], [], []]
    assert len(get_texts(parts, rest)) == 4
    assert rest["stated_countries"] == ["FR", "GB", "BE"]


def test_a_name_two_authors_bear_ties_nothing(tmp_path):
    record = {k: v for k, v in RECORD.items() if k != "authIdFormPerson_s"}
    parts = read(tmp_path / "hal", to_json(record))

    assert [len(get_texts(parts, row)) for row in get_rows(parts, "authorships")] == [0, 0, 0, 4]


def test_every_structure_with_a_ror_id_gives_it_to_its_authors(tmp_path):
    ids = ["04t0gwh46", "02vjkv261", "0321g0743", "029brtt94"]
    record = {name: value for name, value in RECORD.items() if not name.startswith("inst")}
    record["structRorIdExt_s"] = [f"https://ror.org/{ror}" for ror in ids]
    rows = get_rows(read(tmp_path / "hal", to_json(record)), "authorships")

    assert [row["stated_organisations"] for row in rows] == [ids[:2], [], [ids[2]], [ids[3]]]


@pytest.mark.parametrize(
    ("change", "field", "value"),
    [
        ({"docType_s": "COUV"}, "type", "book-chapter"),
        ({"docType_s": "UNDEFINED"}, "type", "preprint"),
        ({"docType_s": "PATENT"}, "type", "other"),
        ({"publicationDateY_i": None, "publicationDate_s": None}, "year", 2019),
        ({"publicationDateY_i": 3020, "publicationDate_s": None}, "year", None),
        (
            {"halId_s": None, "uri_s": "https://hal.science/hal-00900001v3"},
            "source_id",
            "hal-00900001",
        ),
        ({"title_s": "Un seul"}, "title", "Un seul"),
        ({"journalTitle_s": None, "conferenceTitle_s": "Colloque"}, "venue", "Colloque"),
    ],
)
def test_one_field(tmp_path, change, field, value):
    (work,) = get_rows(read(tmp_path / "hal", to_json({**RECORD, **change})), "works")

    assert work[field] == value


def test_only_the_fields_hal_gives_unasked_are_enough(tmp_path):
    record = {"docid": "1", "label_s": "A. B.", "uri_s": "https://hal.science/hal-01v1"}

    assert len(get_rows(read(tmp_path / "hal", to_json(record)), "works")) == 1


@pytest.mark.parametrize("form", WRITERS)
def test_a_record_without_id_is_left_out_and_told(tmp_path, form):
    second = {**RECORD, "halId_s": "hal-2", "authIdHasStructure_fs": ["odd", "_JoinSep_", ""]}
    parts = read(tmp_path / "hal", WRITERS[form](RECORD, {**RECORD, "halId_s": ""}, second))

    assert [row["source_id"] for row in get_rows(parts, "works")] == ["hal-00900001", "hal-2"]
    ((where, sentence),) = get_faults(parts)
    assert where == {"json": "record 2", "csv": "row 3"}[form]
    assert "halId_s" in sentence


@given(st.lists(st.text(alphabet="a,\\b é", min_size=1, max_size=6), min_size=1, max_size=5))
def test_cells_are_split_where_solr_joined_them(values):
    cell = ",".join(value.replace("\\", "\\\\").replace(",", "\\,") for value in values)

    assert split_cell(cell) == values


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40
)
@given(st.data())
def test_a_cut_answer_is_refused(tmp_path: Path, data):
    content = to_json(RECORD, {**RECORD, "halId_s": "hal-2"})
    cut = content[: data.draw(st.integers(1, len(content) - 1))]

    with pytest.raises(SourceError):
        read(tmp_path / "hal", cut, size=data.draw(st.sampled_from([50, 100_000])))


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40
)
@given(st.data())
def test_a_cut_table_never_raises_and_keeps_the_rows_before(tmp_path: Path, data):
    content = to_csv(RECORD, {**RECORD, "halId_s": "hal-2"})
    head = content.index(b"\n") + 1
    second = content.index(b"\n", head) + 1
    cut = content[: data.draw(st.integers(second, len(content)))]
    works = get_rows(read(tmp_path / "hal", cut), "works")

    assert works[0]["source_id"] == "hal-00900001"
    assert len(works) <= 2
