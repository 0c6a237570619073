from __future__ import annotations

import gzip
from pathlib import Path

import orjson
import pytest

from cordee.observatory.sources.orcid import Claim, read_claims


FOLDER = Path(__file__).parent / "orcid"
CARBERRY = "0000-0002-1825-0097"
OTHER = "0000-0001-5109-3700"


def read_text(path: Path, text: str):
    path.write_text(text)
    return read_claims([path])


def test_a_record_as_json_gives_the_works_own_identifiers():
    read = read_claims([FOLDER / f"{CARBERRY}.json"])
    assert read.faults == ()
    assert read.persons == (CARBERRY,)
    assert read.claims == (
        Claim(CARBERRY, ("10.1234/one",), ("101",), "Work one", 2020),
        Claim(CARBERRY, ("10.1234/two",), (), "Work two", None),
        Claim(CARBERRY, ("10.1234/three",), (), "Work three", 2022),
        Claim(CARBERRY, (), (), "A book", 2001),
    )


def test_a_record_as_xml_is_the_same():
    read = read_claims([FOLDER / f"{OTHER}.xml"])
    assert read.claims == (Claim(OTHER, ("10.1234/one",), (), "Work one", 2020),)


def test_a_list_of_works_alone_and_gzipped(tmp_path):
    works = orjson.loads((FOLDER / f"{CARBERRY}.json").read_bytes())["activities-summary"]["works"]
    path = tmp_path / "works.json.gz"
    path.write_bytes(gzip.compress(orjson.dumps({**works, "path": f"/{CARBERRY}/works"})))
    assert len(read_claims([path]).claims) == 4


def test_a_table_has_its_columns_in_any_order(tmp_path):
    text = f"pmid;note;orcid;DOI\n101;x;https://orcid.org/{CARBERRY};10.1234/ONE\n;;{OTHER};\n"
    assert read_text(tmp_path / "a.csv", text).claims == (
        Claim(CARBERRY, ("10.1234/one",), ("101",)),
        Claim(OTHER),
    )


def test_a_row_without_orcid_is_named_and_the_others_are_read(tmp_path):
    read = read_text(tmp_path / "a.csv", f"orcid,doi\n\nnobody,10.1/x\n{OTHER},10.1234/x\n")
    assert len(read.claims) == 1
    assert [fault.where for fault in read.faults] == ["line 3"]


WRONG = [
    ("a.json", '{"activities-summary": {"works": {"group": []}}}', "does not say whose record"),
    ("a.json", '{"activities-summary": ', "is not a public ORCID record"),
    ("a.json", '{"group": [3], "path": "/0000-0002-1825-0097/works"}', "is not a public ORCID"),
    ("a.json", '{"person": {}}', "is not a public ORCID record"),
    ("a.xml", "<record><a></record>", "is not a public ORCID record"),
    ("a.xml", '<!DOCTYPE r [<!ENTITY e "x">]><r>&e;</r>', "it defines a document type"),
    ("a.csv", "name,doi\nx,10.1/x\n", "columns are: name, doi"),
    ("a.csv", "", "columns"),
    ("a.csv", f'orcid,doi\n{OTHER},10.1/x\n{OTHER},"10.1/y\n', "is not closed"),
]


@pytest.mark.parametrize(("name", "text", "said"), WRONG)
def test_what_is_no_list_is_said(tmp_path, name, text, said):
    read = read_text(tmp_path / name, text)
    assert read.claims == ()
    assert len(read.faults) == 1
    assert said in read.faults[0].sentence.to_text()


def test_a_record_given_twice_lists_its_works_once(tmp_path):
    twice = tmp_path / "again.json"
    twice.write_bytes((FOLDER / f"{CARBERRY}.json").read_bytes())
    table = tmp_path / "table.csv"
    table.write_text(f"orcid,doi,pmid\n{CARBERRY},10.1234/one,101\n")
    read = read_claims([FOLDER / f"{CARBERRY}.json", twice, table])
    assert read.persons == (CARBERRY,)
    assert len(read.claims) == 4


def test_a_file_that_is_wrong_leaves_the_others(tmp_path):
    (tmp_path / "bad.json").write_text("{")
    read = read_claims([tmp_path / "bad.json", FOLDER / f"{OTHER}.xml"])
    assert (len(read.claims), len(read.faults)) == (1, 1)
