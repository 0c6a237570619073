from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest

from cordee.kernel.errors import SourceError, UsageError
from cordee.kernel.faults import Severity
from cordee.observatory.sources.columns import ColumnMap
from cordee.observatory.sources.readers import READERS
from cordee.observatory.sources.records import Context, Parsed
from cordee.observatory.sources.sniff import sniff_format
from cordee.observatory.sources.transport import read_blocks


MAP = ColumnMap(
    partner="Partenaire",
    organisation="=https://ror.org/02vjkv261",
    team="Équipe",
    country="Pays",
    first_year="Début",
    last_year="Fin",
)

TEXT = """Équipe;Partenaire;Pays;Début;Fin
U830;Karolinska;Suède;2019;2021
U830;"Two
lines";Royaume-Uni;2020;

U1;;France;2020;2020
U1;Nowhere;Atlantide;MMXX;9999
U1;Backwards;USA;2021;2019
"""


def read(path: Path, column_map: ColumnMap | None = MAP, size: int = 50) -> list[Parsed]:
    context = Context(str(path), "0" * 64, datetime(2026, 1, 1, tzinfo=UTC), column_map)
    faults = Parsed(context)
    reader = READERS[sniff_format(path)]
    chunks = reader.split(path, read_blocks(path), faults, size)
    return [*(reader.parse(chunk, context) for chunk in chunks), faults]


def collect(parts: list[Parsed]) -> list[tuple[object, ...]]:
    # Neither key: of the row and of its partner as a text.
    return [row[1:-1] for part in parts for row in part.rows["declared"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_delimiter_and_encoding_are_found(tmp_path, encoding, delimiter):
    path = tmp_path / "declared.txt"
    path.write_bytes(TEXT.replace(";", delimiter).encode(encoding))
    parts = read(path)
    assert collect(parts)[0] == ("02vjkv261", "U830", "Karolinska", "SE", None, 2019, 2021)
    assert collect(parts)[1] == ("02vjkv261", "U830", "Two lines", "GB", None, 2020, None)


def test_faults_name_the_row_and_what_is_wrong(tmp_path):
    path = tmp_path / "declared.csv"
    path.write_text(TEXT, encoding="utf-8")
    parts = read(path)
    faults = [fault for part in parts for fault in part.faults]
    assert [(f.where, f.severity) for f in faults] == [
        ("row 5", Severity.RECORD),
        ("row 6", Severity.WARNING),
        ("row 6", Severity.WARNING),
        ("row 6", Severity.WARNING),
        ("row 7", Severity.WARNING),
    ]
    told = " ".join(str(f.sentence) for f in faults)
    assert all(word in told for word in ("no partner", "Atlantide", "MMXX", "9999", "before"))
    assert collect(parts)[2] == ("02vjkv261", "U1", "Nowhere", None, None, None, None)


def test_a_missing_column_names_it_and_those_there_are(tmp_path):
    path = tmp_path / "declared.csv"
    path.write_text("Team,Country\nU1,France\n", encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        read(path)
    assert "“Partenaire”" in str(caught.value)
    assert "Team, Country" in str(caught.value)
    assert str(path) in str(caught.value)


def test_a_table_without_a_map_is_refused(tmp_path):
    path = tmp_path / "declared.csv"
    path.write_text("Team,Country\nU1,France\n", encoding="utf-8")
    with pytest.raises(SourceError, match="column map"):
        read(path, None)


def test_a_workbook_gives_the_same_as_text(tmp_path):
    path = tmp_path / "declared.data"
    book = openpyxl.Workbook()
    book.active.append(["Équipe", "Partenaire", "Pays", "Début", "Fin"])
    book.active.append(["U830", "Karolinska", "Suède", 2019.0, date(2021, 5, 1)])
    book.save(path)
    assert collect(read(path)) == [("02vjkv261", "U830", "Karolinska", "SE", None, 2019, 2021)]


def test_nul_bytes_and_an_open_quote_do_no_harm(tmp_path):
    path = tmp_path / "declared.csv"
    path.write_bytes(b'Partenaire,Pays\nA\x00B,France\n"open,France\n')
    parts = read(path, ColumnMap(partner="Partenaire", country="Pays"))
    assert collect(parts)[0][2] == "AB"


def test_a_map_is_read_from_text():
    assert ColumnMap.from_text("partner=A, first_year==2020") == ColumnMap("A", first_year="=2020")
    with pytest.raises(UsageError, match="colour"):
        ColumnMap.from_text("colour=A")
    with pytest.raises(UsageError, match="no column for the partner"):
        ColumnMap.from_text("team=A")
