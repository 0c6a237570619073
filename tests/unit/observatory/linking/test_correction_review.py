from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.unit.observatory.linking.registries import (
    ABROAD,
    CLOSED,
    HOSPITAL,
    INSTITUTE,
    LOST,
    make_registry,
)

from cordee.kernel.errors import NotFoundError
from cordee.observatory.linking.correction_checks import check_corrections
from cordee.observatory.linking.correction_file import (
    COLUMNS,
    CorrectionsError,
    Kind,
    Status,
    changing,
    read_corrections,
    to_csv,
    write_corrections,
)
from cordee.observatory.linking.correction_review import (
    Proposal,
    decide_correction,
    propose_correction,
)


REGISTRY = make_registry()
DAY, LATER = date(2026, 3, 1), date(2026, 3, 5)
HEADER = ",".join(COLUMNS)
GOOD = f"C1,pattern,Pavillon Bleu,{HOSPITAL},Alice,2026-03-01,why,accepted,Bob,2026-03-02"


def write(folder: Path, *lines: str, header: str = HEADER) -> Path:
    path = folder / "corrections.csv"
    path.write_text("\n".join([header, *lines]) + "\n", "utf-8")
    return path


def check(path: Path) -> list[str]:
    faults = check_corrections(read_corrections(path), REGISTRY)
    return [f"{fault.where}: {fault.sentence.to_text()}" for fault in faults]


def propose(path: Path, text: str, *organisations: str, kind: str = "pattern") -> str:
    made = Proposal(Kind(kind), text, organisations, "Alice", "why")
    return propose_correction(path, made, REGISTRY, on=DAY).id


# --- proposing and deciding ----------------------------------------------------------------------


def test_a_correction_is_proposed_by_one_and_accepted_by_another(tmp_path: Path) -> None:
    path = tmp_path / "new" / "corrections.csv"
    first = propose(path, "  Pavillon   Bleu ", f"https://ror.org/{HOSPITAL}")
    second = propose(path, "Lac de Lyon", kind="text")
    decided = decide_correction(
        path, first.lower(), Status.ACCEPTED, REGISTRY, reviewer="Bob", on=LATER
    )
    kept = read_corrections(path)

    assert (first, second) == ("C001", "C002")
    assert (decided.text, decided.organisations) == ("Pavillon Bleu", (HOSPITAL,))
    assert (decided.status, decided.reviewer, decided.review_date) == ("accepted", "Bob", LATER)
    assert [one.status.value for one in kept.corrections] == ["accepted", "proposed"]
    assert kept.corrections[1].organisations == ()
    assert check(path) == []


def test_two_at_the_same_instant_do_not_wipe_out_each_other(tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    propose(path, "Pavillon Bleu", HOSPITAL)
    before = path.read_bytes()
    with changing(path):
        with pytest.raises(CorrectionsError, match="Somebody else is changing"):
            propose(path, "Pavillon Vert", HOSPITAL)
        with pytest.raises(CorrectionsError, match="Somebody else is changing"):
            decide_correction(path, "C001", Status.ACCEPTED, REGISTRY, reviewer="Bob", on=LATER)
        assert path.read_bytes() == before
    assert propose(path, "Pavillon Vert", HOSPITAL) == "C002"


@pytest.mark.parametrize("reviewer", ["Alice", " alice ", "ALICE", ""])
def test_four_eyes(tmp_path: Path, reviewer: str) -> None:
    path = tmp_path / "corrections.csv"
    id_ = propose(path, "Pavillon Bleu", HOSPITAL)
    before = path.read_bytes()

    for status in (Status.ACCEPTED, Status.REFUSED):
        with pytest.raises(CorrectionsError):
            decide_correction(path, id_, status, REGISTRY, reviewer=reviewer, on=LATER)
    assert path.read_bytes() == before


def test_an_unknown_correction_cannot_be_decided(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD)

    with pytest.raises(NotFoundError, match="C77"):
        decide_correction(path, "C77", Status.REFUSED, REGISTRY, reviewer="Bob", on=LATER)


def test_a_file_with_unreadable_lines_is_not_rewritten(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD, "C2,pattern,broken")
    before = path.read_bytes()

    with pytest.raises(CorrectionsError, match="line 3"):
        propose(path, "Pavillon Vert", HOSPITAL)
    assert path.read_bytes() == before


# --- what is refused, on propose and on check ------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "organisations", "said"),
    [
        ("Pavillon Vert", ("0zzzzzz99",), "No organisation has the ROR id 0zzzzzz99"),
        ("Pavillon Vert", (CLOSED,), f"Hôpital de la Vallée ({HOSPITAL})"),
        ("institut DUPONT", (HOSPITAL,), f"Institut Dupont ({INSTITUTE}) in FR"),
        ("I.D.U.P.", (HOSPITAL,), f"Institut Dupont ({INSTITUTE}) in FR"),
        ("pavillon bleu", (INSTITUTE,), "contradicts C1 on line 2"),
        ("pavillon bleu", (HOSPITAL,), "repeats C1 on line 2"),
        ("Bleu Nord", (INSTITUTE,), "“pavillon bleu nord”"),
        ("Faculté de Médecine 2", (HOSPITAL,), "words that many organisations share"),
        ("HLV", (HOSPITAL,), "one short word"),
        ("…", (HOSPITAL,), "no letter and no digit"),
    ],
)
def test_what_may_not_stand_is_refused_with_a_sentence(
    tmp_path: Path, text: str, organisations: tuple[str, ...], said: str
) -> None:
    path = write(tmp_path, GOOD)
    before = path.read_bytes()
    ids = " ".join(organisations)

    with pytest.raises(CorrectionsError) as raised:
        propose(path, text, *organisations)
    assert said in raised.value.faults[0].sentence.to_text()
    assert path.read_bytes() == before

    write(tmp_path, GOOD, f"C2,pattern,{text},{ids},Alice,2026-03-01,why,proposed,,")
    found = check(path)
    assert any(line.startswith("line 3: ") and said in line for line in found)


@pytest.mark.parametrize(
    ("text", "organisations"),
    [
        ("Institut Dupont", (INSTITUTE,)),  # its own name
        ("Institut Dupont", (HOSPITAL, INSTITUTE)),  # among others
        ("Institut Dupont", (ABROAD,)),  # nobody's name in that country
        ("Institut Dupont", ()),  # nobody has no country
        ("Clinique du Lac", (HOSPITAL,)),  # the name of what it continues
        ("Ancienne Clinique du Bois", (LOST,)),  # closed, and nothing continues it
        ("Pavillon Bleu Nord", (INSTITUTE,)),  # longer than another
        ("Bleu", (INSTITUTE,)),  # within another, which wins there
    ],
)
def test_what_may_stand(tmp_path: Path, text: str, organisations: tuple[str, ...]) -> None:
    path = write(tmp_path, GOOD)

    assert propose(path, text, *organisations) == "C002"
    assert check(path) == []


def test_a_pattern_that_holds_both_decides_between_two_that_overlap(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD)
    propose(path, "Pavillon Bleu Nord", HOSPITAL)

    propose(path, "Bleu Nord", INSTITUTE)

    assert check(path) == []


def test_a_refused_correction_contradicts_nobody(tmp_path: Path) -> None:
    refused = f"C2,pattern,Pavillon bleu,{INSTITUTE},Alice,2026-03-01,why,refused,Bob,2026-03-02"

    assert check(write(tmp_path, GOOD, refused)) == []


# --- the file --------------------------------------------------------------------------------------


def test_all_faults_are_told_with_their_lines(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        GOOD,
        "C2,word,Pavillon Vert,,Alice,03/01/2026,why,maybe,,",
        "C3,pattern,Pavillon Gris,nobody,,2026-03-01,,proposed,,",
        '"C4",text,"a cell\nof two lines",Inserm,Alice,2026-03-01,why,proposed,,',
        "C1,pattern,Pavillon Rose,nobody,Alice,2026-03-01,why,accepted,Alice,2026-02-01",
        "C5,pattern,too short",
        "C6,pattern,Pavillon Noir,nobody,Alice,2026-03-01,why,accepted,,",
    )
    found = check(path)

    assert [line.split(":")[0] for line in found] == [
        *["line 3"] * 4,
        *["line 4"] * 2,
        "line 5",
        *["line 7"] * 3,
        "line 8",
        "line 9",
    ]
    assert "“word” in the column kind is none of: text, pattern." in found[1]
    assert "“Inserm” is not a ROR id" in found[6]


def test_a_spreadsheet_may_write_semicolons_and_another_order(tmp_path: Path) -> None:
    columns = [*COLUMNS[1:], COLUMNS[0]]
    cells = [*GOOD.split(",")[1:], "C1"]
    path = write(tmp_path, "", ";".join(cells), ";" * 9, header="\ufeff" + ";".join(columns))
    propose(path, "Pavillon Vert", INSTITUTE)
    kept = read_corrections(path)

    assert [one.text for one in kept.corrections] == ["Pavillon Bleu", "Pavillon Vert"]
    assert kept.delimiter == ";"


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    path = write(
        tmp_path, GOOD, 'C2,text,"a ""quoted"", text",nobody,Ève,2026-03-01,oui,proposed,,'
    )
    once = read_corrections(path)
    write_corrections(once)

    assert read_corrections(path) == once
    assert [one.text for one in once.corrections][1] == 'a "quoted", text'


@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
def test_no_spreadsheet_runs_what_somebody_proposed(tmp_path: Path, sign: str) -> None:
    path = tmp_path / "corrections.csv"
    text = f"{sign}HYPERLINK(1) Pavillon Bleu"
    made = Proposal(Kind.TEXT, text, (HOSPITAL,), f"{sign}Alice", f"'{sign}why")
    propose_correction(path, made, REGISTRY, on=DAY)

    assert f",'{text}," in path.read_text("utf-8-sig")
    assert f",''{sign}why," in to_csv(read_corrections(path).corrections)
    [kept] = read_corrections(path).corrections
    assert (kept.text, kept.author, kept.reason) == (text, made.author, made.reason)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "must name the columns"),
        (b"id,kind\n", "must name the columns"),
        ("id,kind,tèxt".encode("cp1252"), "UTF-8"),
    ],
)
def test_what_is_no_table_of_corrections_is_refused(
    tmp_path: Path, content: bytes, said: str
) -> None:
    path = tmp_path / "corrections.csv"
    path.write_bytes(content)

    with pytest.raises(CorrectionsError, match=said):
        read_corrections(path)


def test_a_file_that_was_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match=r"none\.csv"):
        read_corrections(tmp_path / "none.csv")
