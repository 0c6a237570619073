from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.observatory.sources.reading import get_faults, get_rows, get_texts, read

from cordee.kernel.errors import SourceError
from cordee.observatory.sources.sniff import Format, sniff_format


FOLDER = Path(__file__).parent / "exports"


def read_export(path: Path, name: str):
    parts = read(path / "export", (FOLDER / name).read_bytes(), 2000)
    assert get_faults(parts) == []
    return parts


@pytest.mark.parametrize(
    ("name", "kind"),
    [("scopus.csv", Format.SCOPUS), ("wos.txt", Format.WOS), ("wos-tabs.txt", Format.WOS_TABS)],
)
def test_an_export_is_known_by_its_contents(name, kind):
    assert sniff_format(FOLDER / name) == kind


def test_a_work_of_scopus(tmp_path):
    parts = read_export(tmp_path, "scopus.csv")
    work = get_rows(parts, "works")[0]
    told = {
        "source_id": "2-s2.0-85100000001",
        "doi": "10.1234/cordee.1",
        "pmid": "33812345",
        "title": 'Rare cancers, "roped" together',
        "year": 2021,
        "type": "article",
        "venue": "Journal of Invented Results",
        "issn": "1234-5678",
        "pages": "101-109",
        "language": "en",
        "keywords": ["rare cancer", "cohort"],
        "authors": 3,
        "citations": 14,
        "retracted": False,
    }
    assert {name: work[name] for name in told} == told
    grants = [(row["grant"], row["funder"]) for row in get_rows(parts, "grants")]
    assert grants == [
        ("ANR-11-LABX-0038", "Agence Nationale de la Recherche"),
        (None, "Fondation ARC"),
    ]


def test_authors_of_scopus_have_the_affiliations_that_are_theirs(tmp_path):
    parts = read_export(tmp_path, "scopus.csv")
    rows = get_rows(parts, "authorships")
    told = [
        (row["position"], row["name"], row["corresponding"], get_texts(parts, row)) for row in rows
    ]
    curie, inserm = "Institut Curie, Paris, France", "Inserm, Paris, France"
    assert told == [
        (1, "Marie Curie", True, [curie, inserm]),
        (2, "Frédéric Joliot", False, [inserm]),
        (3, "Ángela-María de Sá-Nogueira", False, ["Karolinska Institutet, Stockholm, Sweden"]),
        (1, "P. Durand", True, ["CNRS, Lyon, France"]),
        (2, "A. Martin", False, ["Unlisted Hospital, Nice, France"]),
        (1, "T. Nobody", None, []),
        (2, "U. Other", None, []),
        (0, None, None, [curie]),
    ]


def test_the_affiliations_of_a_sole_author_are_hers(tmp_path):
    header = "Authors,Title,Affiliations,Year,EID"
    row = '"Curie M.",Alone,"Institut Curie, Paris, France; Inserm, Paris, France",2020,2-s2.0-85000000009'
    parts = read(tmp_path / "scopus.csv", f"{header}\n{row}\n".encode(), 2000)
    [author] = get_rows(parts, "authorships")
    assert (author["position"], len(author["affiliations"])) == (1, 2)


def test_no_author_is_counted_for_untied_affiliations(tmp_path):
    work = get_rows(read_export(tmp_path, "scopus.csv"), "works")[2]
    assert work["authors"] == 2


def test_older_exports_of_scopus(tmp_path):
    _, old, retracted = get_rows(read_export(tmp_path, "scopus.csv"), "works")
    assert (old["authors"], old["type"], old["pages"]) == (2, "review", "115")
    assert (old["language"], old["abstract"], old["issn"]) == ("fr", None, "0008-543X")
    assert (retracted["type"], retracted["retracted"]) == ("article", True)


@pytest.mark.parametrize("name", ["wos.txt", "wos-tabs.txt"])
def test_a_work_of_web_of_science(tmp_path, name):
    parts = read_export(tmp_path, name)
    work = get_rows(parts, "works")[0]
    told = {
        "source_id": "WOS:000600000000001",
        "doi": "10.1234/cordee.1",
        "pmid": "33812345",
        "title": 'Rare cancers, "roped" together',
        "year": 2021,
        "type": "article",
        "publication_types": ["Article", "Proceedings Paper"],
        "venue": "JOURNAL OF INVENTED RESULTS",
        "issn": "1234-5678",
        "pages": "101-109",
        "language": "en",
        "abstract": "An abstract of two lines.",
        "keywords": ["rare cancer", "cohort", "long keyword"],
        "authors": 4,
        "citations": 14,
    }
    assert {name: work[name] for name in told} == told
    assert str(work["date"]) == "2021-03-04"
    grants = [(row["grant"], row["funder"]) for row in get_rows(parts, "grants")]
    assert grants == [
        ("ANR-11-LABX-0038", "ANR"),
        ("ANR-10-IDEX", "ANR"),
        (None, "Fondation ARC"),
    ]


@pytest.mark.parametrize("name", ["wos.txt", "wos-tabs.txt"])
def test_authors_of_web_of_science(tmp_path, name):
    parts = read_export(tmp_path, name)
    told = [
        (row["position"], row["name"], row["orcid"], row["corresponding"], get_texts(parts, row))
        for row in get_rows(parts, "authorships")
    ]
    curie = "Inst Curie, Paris, France"
    assert told[:4] == [
        (1, "Marie Curie", "0000-0002-1825-0097", True, [curie, "INSERM, U830, Paris, France"]),
        (2, "Frederic Joliot", "0000-0001-5109-3700", True, [curie]),
        (3, "Angela-Maria Sa-Nogueira", None, False, ["Karolinska Inst, Stockholm, Sweden"]),
        (4, "Roped Consortium", None, None, []),
    ]
    # One author has all addresses; two without brackets have none that is surely theirs.
    assert told[4] == (1, "P DURAND", None, None, ["CNRS, LYON, FRANCE"])
    assert told[5:] == [
        (1, "T Nobody", None, None, []),
        (2, "U Other", None, None, []),
        (0, None, None, None, [curie, "INSERM, Paris, France"]),
    ]


def test_older_records_of_web_of_science(tmp_path):
    _, old, retracted = get_rows(read_export(tmp_path, "wos.txt"), "works")
    assert (old["type"], old["date"], old["pages"], old["year"]) == ("editorial", None, "115", 1995)
    assert (retracted["type"], retracted["retracted"]) == ("article", True)


def test_a_record_cut_in_two_refuses_the_file(tmp_path):
    content = (FOLDER / "wos.txt").read_bytes()
    with pytest.raises(SourceError, match="ends inside record 2: it was cut short"):
        read(tmp_path / "a", content[: content.index(b"UT WOS:A1995")])


def test_an_export_without_its_end_is_told(tmp_path):
    content = (FOLDER / "wos.txt").read_bytes().replace(b"EF\n", b"")
    faults = get_faults(read(tmp_path / "a", content))
    assert len(faults) == 1
    assert faults[0][0] == "record 3"
    assert "ends without EF" in faults[0][1]


def test_exports_set_one_after_another_are_one(tmp_path):
    content = (FOLDER / "wos.txt").read_bytes().removeprefix(b"\xef\xbb\xbf")
    parts = read(tmp_path / "a", content + content)
    assert get_faults(parts) == []
    assert len(get_rows(parts, "works")) >= 3


WRONG = [
    ("EID,Title,Authors\nx,T,Curie M.\n", "has no EID"),
    ("EID,Title,Authors,Year\n2-s2.0-1,T,Curie M.,20210\n", "the year 20210 cannot be true"),
    ("FN X\nVR 1.0\nPT J\nAU Curie, M\nER\n\nEF\n", "no number of Web of Science"),
    ("PT\tAU\tUT\nJ\tCurie, M\t\n", "no number of Web of Science"),
    ("PT\tAU\tUT\nJ\n", "too few columns"),
]


@pytest.mark.parametrize(("content", "said"), WRONG)
def test_what_is_wrong_is_named(tmp_path, content, said):
    faults = get_faults(read(tmp_path / "a", content.encode()))
    assert len(faults) == 1
    assert said in faults[0][1]
