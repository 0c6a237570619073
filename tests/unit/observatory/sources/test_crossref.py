from __future__ import annotations

import gzip
import io
import json
import tarfile
from copy import deepcopy
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.observatory.sources.reading import get_faults, get_rows, get_texts, read

from cordee.kernel.errors import SourceError
from cordee.observatory.sources.crossref import is_document
from cordee.observatory.sources.sniff import Format, sniff_format


WORK = {
    "DOI": "10.5555/ABC.1",
    "type": "journal-article",
    "title": ["R&amp;D of <i>cells</i>"],
    "subtitle": ["An invented trial"],
    "container-title": ["Invented Letters"],
    "ISSN": ["1234-5679", "2345-678X"],
    "volume": "12",
    "issue": "3",
    "page": "10-19",
    "language": "en",
    "issued": {"date-parts": [[2021, 2, 30]]},
    "is-referenced-by-count": 7,
    "abstract": "<jats:title>Aim</jats:title><jats:p>To invent.</jats:p>",
    "funder": [{"name": "Invented Fund", "award": ["F-1", "F-2"]}, {"name": "Another"}],
    "author": [
        {
            "given": "Alice",
            "family": "Martin",
            "suffix": "Jr",
            "sequence": "first",
            "ORCID": "http://orcid.org/0000-0002-1825-0097",
            "affiliation": [
                {
                    "name": "Institut  Curie, Paris",
                    "id": [
                        {"id": "https://ror.org/04t0gwh46", "id-type": "ROR"},
                        {"id": "https://www.isni.org/0000000000000000", "id-type": "ISNI"},
                    ],
                },
                {"name": "Inserm"},
            ],
        },
        {"name": "The Invented Consortium", "sequence": "additional", "affiliation": []},
    ],
}
OTHER = {"DOI": "10.5555/other", "title": ["Other"], "issued": {"date-parts": [[None]]}}


def write(*works: object) -> bytes:
    return "\n".join(json.dumps(work) for work in works).encode()


def make_tar(members: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as archive:
        for name, content in members.items():
            item = tarfile.TarInfo(name)
            item.size = len(content)
            archive.addfile(item, io.BytesIO(content))
    return target.getvalue()


FORMS = {
    "lines": (write(WORK, OTHER), Format.CROSSREF_LINES),
    "dump": (write({"items": [WORK, OTHER]}), Format.CROSSREF),
    "list": (write([WORK, OTHER]), Format.CROSSREF),
    "answer": (
        write({"status": "ok", "message-type": "work-list", "message": {"items": [WORK, OTHER]}}),
        Format.CROSSREF,
    ),
    "indented": (json.dumps({"items": [WORK, OTHER]}, indent=2).encode(), Format.CROSSREF),
    "answers": (write({"message": {"items": [WORK]}}, {"message": OTHER}), Format.CROSSREF),
    "tar": (
        make_tar({"0.json": write({"items": [WORK]}), "1.jsonl": write(OTHER)}),
        Format.CROSSREF_ARCHIVE,
    ),
    "tar of gzip": (
        make_tar({"d/0.json.gz": gzip.compress(write({"items": [WORK, OTHER]}), mtime=0)}),
        Format.CROSSREF_ARCHIVE,
    ),
}


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_works(tmp_path, form, packed):
    content, kind = FORMS[form]
    path = tmp_path / "works"
    parts = read(path, gzip.compress(content) if packed else content)

    assert sniff_format(path) is kind
    assert get_faults(parts) == []
    assert [row["doi"] for row in get_rows(parts, "works")] == ["10.5555/abc.1", "10.5555/other"]


def test_the_fields_of_a_work(tmp_path):
    parts = read(tmp_path / "a", write(WORK))
    (work,) = get_rows(parts, "works")
    expected = {
        "source": "crossref",
        "source_id": "10.5555/abc.1",
        "title": "R&D of cells: An invented trial",
        "year": 2021,
        "date": date(2021, 2, 1),
        "type": "article",
        "publication_types": ["journal-article"],
        "venue": "Invented Letters",
        "issn": "1234-5679",
        "pages": "10-19",
        "language": "en",
        "abstract": "Aim To invent.",
        "authors": 2,
        "citations": 7,
        "retracted": False,
    }
    assert {name: work[name] for name in expected} == expected
    alice, group = get_rows(parts, "authorships")
    assert (alice["name"], alice["orcid"], alice["collective"], alice["position"]) == (
        "Alice Martin Jr",
        "0000-0002-1825-0097",
        False,
        1,
    )
    assert alice["stated_organisations"] == ["04t0gwh46"]
    assert get_texts(parts, alice) == ["Institut Curie, Paris", "Inserm"]
    assert (group["name"], group["collective"]) == ("The Invented Consortium", True)
    assert [(row["grant"], row["funder"]) for row in get_rows(parts, "grants")] == [
        ("F-1", "Invented Fund"),
        ("F-2", "Invented Fund"),
        (None, "Another"),
    ]


@pytest.mark.parametrize(
    ("change", "field", "value"),
    [
        ({"type": "posted-content", "subtype": "preprint"}, "type", "preprint"),
        ({"type": "posted-content", "subtype": "letter"}, "type", "other"),
        ({"type": "proceedings-article"}, "type", "article"),
        ({"type": "grant"}, "type", "other"),
        ({"issued": {"date-parts": [[2021]]}}, "date", None),
        ({"issued": None, "published": {"date-parts": [[2020, 5]]}}, "date", date(2020, 5, 1)),
        ({"issued": {"date-parts": [[3021]]}}, "year", None),
        ({"updated-by": [{"type": "retraction", "DOI": "10.5555/r"}]}, "retracted", True),
        ({"title": []}, "title", None),
        ({"page": None, "article-number": "e7"}, "pages", "e7"),
    ],
)
def test_one_field(tmp_path, change, field, value):
    (work,) = get_rows(read(tmp_path / "a", write({**WORK, **change})), "works")

    assert work[field] == value


@pytest.mark.parametrize(
    "broken",
    [
        b'{"DOI": "10.5555/x", "title": ["cut}',
        b'{"title": ["no DOI"]}',
        b'{"DOI": "10.5555/x", "author": "Alice"}',
        b'{"DOI": "10.5555/x", "author": [{"affiliation": [5]}]}',
        b"[1, 2]",
        b"null",
    ],
)
def test_a_broken_line_is_left_out_and_told(tmp_path, broken):
    parts = read(tmp_path / "a", b"\n".join([write(WORK), broken, write(OTHER)]))

    assert [row["doi"] for row in get_rows(parts, "works")] == ["10.5555/abc.1", "10.5555/other"]
    assert [where.split(" (")[0] for where, _ in get_faults(parts)] == ["line 2"]
    assert len(get_rows(parts, "authorships")) == 2


def test_a_broken_record_of_a_document_is_told_with_its_number(tmp_path):
    broken = b'{"items": [%s, {"DOI" 5}, {"a": 1}, %s]}' % (write(WORK), write(OTHER))
    parts = read(tmp_path / "a", broken)

    assert len(get_rows(parts, "works")) == 2
    assert [where for where, _ in get_faults(parts)] == ["record 2", "record 3"]


def test_a_damaged_file_of_an_archive_costs_itself_alone(tmp_path):
    good = gzip.compress(write({"items": [WORK]}), mtime=0)
    content = make_tar(
        {
            "0.json.gz": good,
            "1.json.gz": good[:-9],
            "2.json": write({"items": [OTHER]})[:-2],
            "README": b"About this file",
            "3.json": write({"items": [OTHER, {"no": "DOI"}]}),
        }
    )
    parts = read(tmp_path / "a.tar", content)

    assert [row["doi"] for row in get_rows(parts, "works")] == ["10.5555/abc.1", "10.5555/other"]
    assert [where for where, _ in get_faults(parts)] == [
        "3.json, record 2",
        "1.json.gz",
        "2.json",
        "README",
    ]


@pytest.mark.parametrize("cut", [None, 512, 700, 1100, 2000, -5, -2000])
def test_a_cut_archive_is_refused(tmp_path, cut):
    content = make_tar({f"{n}.json": write({"items": [WORK]}) for n in range(4)})
    unpadded = content.rstrip(b"\x00")  # two empty blocks end it, and more fill the last record

    with pytest.raises(SourceError):
        read(tmp_path / "a.tar", unpadded[:cut])


def test_an_archive_of_something_else_is_refused(tmp_path):
    with pytest.raises(SourceError, match="not Crossref's"):
        read(tmp_path / "a.tar", make_tar({"a.txt": b"words", "b.json": b'{"a": 1}'}))


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40
)
@given(st.sampled_from(sorted(FORMS)), st.data())
def test_a_cut_file_never_raises_and_never_gives_half_a_record(tmp_path: Path, form, data):
    content = FORMS[form][0]
    cut = content[: data.draw(st.integers(1, len(content)))]
    try:
        parts = read(tmp_path / "works", cut, size=data.draw(st.sampled_from([50, 10_000])))
    except SourceError:
        return
    whole = {"10.5555/abc.1": 2, "10.5555/other": 0}
    works = get_rows(parts, "works")
    assert {row["doi"]: row["authors"] for row in works}.items() <= whole.items()
    assert len(get_rows(parts, "authorships")) == sum(whole[str(row["doi"])] for row in works)


def test_long_and_broken_first_lines_are_still_lines():
    long = deepcopy(WORK)
    long["reference"] = [{"key": "x" * 80}] * 900

    assert not is_document(write(long)[:65_536])
    assert not is_document(b'{"DOI": "10.5555/x", broken\n{"DOI"')
    assert is_document(json.dumps(WORK, indent=1).encode())
