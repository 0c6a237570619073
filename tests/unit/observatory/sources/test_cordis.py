from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.observatory.sources.reading import get_faults, get_rows, get_texts, read

from cordee.observatory.sources.amounts import parse_amount
from cordee.observatory.sources.sniff import Format, find_files, sniff_format


FOLDER = Path(__file__).parent / "cordis"

AMOUNTS = [
    ("1499998,75", "1499998.75"),
    ("1499998.75", "1499998.75"),
    ("1 499 998,7", "1499998.70"),
    ("1.499.998", "1499998.00"),
    ("1,499,998.755", "1499998.76"),
    ("0", "0.00"),
    ("€ 12", "12.00"),
    ("-3", None),
    ("1e6", None),
    ("", None),
    (",", None),
    ("9" * 50, None),
    ("1000000000000", None),
]


@pytest.mark.parametrize(("text", "amount"), AMOUNTS)
def test_an_amount_is_read_to_the_cent(text, amount):
    assert parse_amount(text) == (Decimal(amount) if amount else None)


@given(st.integers(0, 10**13))
def test_what_is_written_is_read_again(cents):
    amount = Decimal(cents) / 100
    assert parse_amount(f"{amount:.2f}") == amount
    assert parse_amount(f"{amount:.2f}".replace(".", ",")) == amount
    assert parse_amount(f"{amount:,.2f}") == amount


def test_projects_are_read_by_the_names_of_columns(tmp_path):
    parts = read(tmp_path / "a", (FOLDER / "project.csv").read_bytes())
    rows = get_rows(parts, "projects")
    assert get_faults(parts) == []
    assert [row["acronym"] for row in rows] == ["ROPE", "OLDIE", "SOLO"]
    assert rows[0]["total_cost"] == Decimal("7000000.10")
    assert rows[0]["version"] == 20230201
    assert str(rows[0]["end_date"]) == "2027-08-31"
    assert (rows[1]["programme"], rows[1]["scheme"]) == ("H2020", "RIA")


def test_participants_are_read_with_the_text_that_is_linked(tmp_path):
    parts = read(tmp_path / "a", (FOLDER / "organization.csv").read_bytes())
    rows = get_rows(parts, "project_organisations")
    assert get_faults(parts) == []
    assert [row["country"] for row in rows] == ["FR", "SE", "GR", "FR", "GB", "FR", "FR"]
    assert [row["ended"] for row in rows[:3]] == [False, False, True]
    assert rows[3]["ec_contribution"] is None
    text = get_texts(parts, {"affiliations": [rows[1]["affiliation"]]})
    assert text == ["KAROLINSKA INSTITUTET, STOCKHOLM, Sweden"]


def test_columns_may_come_in_any_order_with_others_between(tmp_path):
    table = "ecMaxContribution;note;title;acronym;id\n12,5;x;A title;AC;7\n"
    row = get_rows(read(tmp_path / "a", table.encode()), "projects")[0]
    assert (row["number"], row["acronym"], row["ec_contribution"]) == ("7", "AC", Decimal("12.50"))
    assert (row["start_date"], row["version"]) == (None, 1)


WRONG = [
    ("id;acronym;title;ecMaxContribution", ";A;T;1", "is not a project's number"),
    ("id;acronym;title;ecMaxContribution", "a b;A;T;1", "“a b” is not a project's number"),
    ("id;acronym;title;ecMaxContribution", "1;A;T;much", "column ecMaxContribution: “much” is not"),
    ("id;acronym;title;ecMaxContribution;startDate", "1;A;T;1;31.12.2020", "is not a date"),
    (
        "id;acronym;title;ecMaxContribution;startDate;endDate",
        "1;A;T;1;2020-01-01;2019-01-01",
        "ends before it begins",
    ),
    ("projectID;organisationID;name;role;country", "1;2;Acme;participant;Utopia", "“Utopia”"),
    ("projectID;organisationID;name;role", "1;2;;participant", "no organisation is named"),
    ("projectID;organisationID;name;role", ";2;Acme;participant", "is not a project's number"),
]


@pytest.mark.parametrize(("header", "row", "said"), WRONG)
def test_what_is_wrong_is_named(tmp_path, header, row, said):
    faults = get_faults(read(tmp_path / "a", f"{header}\n{row}\n".encode()))
    assert len(faults) == 1
    assert said in faults[0][1]
    assert faults[0][0].startswith("row 2")


def test_the_archive_unpacked_is_read_without_its_companions(tmp_path):
    names = ["project.csv", "organization.csv", "euroSciVoc.csv"]
    for name in [*names, "topics.csv", "webLink.csv"]:
        (tmp_path / name).write_text("a;b\n")
    assert [path.name for path in find_files([tmp_path])] == sorted(names)
    kinds = [sniff_format(FOLDER / name) for name in names]
    assert kinds == [Format.CORDIS_PROJECTS, Format.CORDIS_ORGANISATIONS, Format.CORDIS_SUBJECTS]
