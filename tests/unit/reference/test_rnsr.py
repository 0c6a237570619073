from __future__ import annotations

import json
from pathlib import Path

import pytest

from cordee.kernel.errors import ReferenceFileError
from cordee.kernel.faults import Severity
from cordee.reference.rnsr import (
    Structure,
    load_structures,
    read_structures,
    update_structures,
)


# The layout of the published table, with invented lines.
HEADER = (
    "numero_national_de_structure;libelle;sigle;annee_de_creation;type_de_structure;"
    "code_de_type_de_structure;site_web;code_postal;commune;label_numero;tutelles;"
    "sigles_des_tutelles;uai_des_tutelles;code_de_type_de_tutelle;domaine_scientifique"
)
LINES = (
    (
        '200012345A;INSTITUT DES ESSAIS;IDE;2005;Unité mixte;36;http://essais.example;75014;PARIS 14;"UMR_S 1016;UMR 8104";'
        '"Université des essais;Institut inventé, de la santé";"UE;IIS";"0750001A;0750002B";"TUTE;TUTE";5'
    ),
    (
        "200112346B;Laboratoire second;;2001;Unité propre;21;;86073;POITIERS CEDEX 9;UR 14145;"
        "Université seconde;US;0860856N;TUTE;7"
    ),
    (
        "200212347C;Centre tiers;CT;2012;Unité mixte;36;;94270;LE KREMLIN-BICETRE;CIC 1418;"
        '"Université tierce;Hôpital associé";"UT;HA";"0940001A;0940002B";"TUTE;PART";5'
    ),
)


def write(path: Path, *lines: str, header: str = HEADER) -> Path:
    file = path / "structures.csv"
    file.write_text("\n".join((header, *lines)) + "\n", encoding="utf-8-sig")
    return file


def test_reads_the_published_table(tmp_path: Path) -> None:
    structures, faults = read_structures(write(tmp_path, *LINES))

    assert faults == ()
    assert structures == (
        Structure(
            number="200012345A",
            name="INSTITUT DES ESSAIS",
            acronym="IDE",
            labels=("UMR_S 1016", "UMR 8104"),
            supervisors=("Université des essais", "Institut inventé, de la santé"),
            town="Paris",
            created=2005,
            site="http://essais.example",
            kind="Unité mixte",
        ),
        Structure(
            number="200112346B",
            name="Laboratoire second",
            labels=("UR 14145",),
            supervisors=("Université seconde",),
            town="Poitiers",
            created=2001,
            kind="Unité propre",
        ),
        Structure(
            number="200212347C",
            name="Centre tiers",
            acronym="CT",
            labels=("CIC 1418",),
            supervisors=("Université tierce",),  # a body that only takes part is none
            town="Le Kremlin-Bicetre",
            created=2012,
            kind="Unité mixte",
        ),
    )


def test_reads_headings_as_the_portal_labels_them(tmp_path: Path) -> None:
    header = "Numéro national de structure,Libellé,Label numéro,TUTELLES,Commune"
    file = write(tmp_path, "200012345A,Institut,U 830,Université,Paris", header=header)

    structures, _ = read_structures(file)

    assert structures == (
        Structure(
            "200012345A", "Institut", labels=("U 830",), supervisors=("Université",), town="Paris"
        ),
    )


def test_a_comma_between_bodies_is_told_by_their_codes(tmp_path: Path) -> None:
    line = '200012345A;I;;;;;;;;U 830;{names};;"{codes}";;'
    clear = line.format(names="Université une,Université deux", codes="0750001A;0750002B")
    mixed = line.replace("5A", "6B").format(names="Institut a, b,Université c", codes="07;08")

    structures, faults = read_structures(write(tmp_path, clear, mixed))

    assert [one.supervisors for one in structures] == [("Université une", "Université deux"), ()]
    assert [(fault.where, fault.severity) for fault in faults] == [("line 3", Severity.WARNING)]


@pytest.mark.parametrize("wrap", ["list", "results", "fields"])
def test_reads_json(tmp_path: Path, wrap: str) -> None:
    record: dict[str, object] = {
        "numero_national_de_structure": "200012345A",
        "libelle": "Institut",
        "label_numero": ["U 830", "UMR 3215"],
        "tutelles": ["Institut inventé, de la santé", "Université"],
        "code_de_type_de_tutelle": ["TUTE", "PART"],
        "sigle": None,
    }
    content: object = {
        "list": [record],
        "results": {"total_count": 1, "results": [record]},
        "fields": [{"recordid": "x", "fields": record}],
    }[wrap]
    file = tmp_path / "structures.json"
    file.write_text(json.dumps(content), encoding="utf-8")

    structures, faults = read_structures(file)

    assert faults == ()
    assert structures == (
        Structure(
            "200012345A",
            "Institut",
            labels=("U 830", "UMR 3215"),
            supervisors=("Institut inventé, de la santé",),
        ),
    )


def test_every_fault_is_told_with_its_line(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        LINES[0],
        "2000;No number;;;;;;;;;;;;;",
        "200312348D;;;;;;;;;;;;;;",
        LINES[1].replace(";2001;", ";soon;"),
        LINES[0].replace("INSTITUT", "NOUVEL INSTITUT"),
    )

    structures, faults = read_structures(file)

    assert [one.name for one in structures] == ["NOUVEL INSTITUT DES ESSAIS", "Laboratoire second"]
    assert [(fault.where, fault.severity) for fault in faults] == [
        ("line 3", Severity.RECORD),
        ("line 4", Severity.RECORD),
        ("line 5", Severity.WARNING),
        ("line 6", Severity.WARNING),
    ]
    assert "“2000” is not a national number" in faults[0].sentence.to_text()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            b"libelle;sigle\nA;B\n",
            "lacks the columns: numero_national_de_structure, label_numero, tutelles",
        ),
        (b"", "is empty"),
        (b"\xff\xfe\x00", "is not UTF-8"),
        (b'[{"libelle": ', "its JSON breaks off on line 1"),
        (b'{"error": "x"}', "is not a list of structures"),
        (HEADER.encode() + b"\n", "has no line with a national number"),
    ],
)
def test_what_is_no_such_table_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "structures.csv"
    file.write_bytes(content)

    with pytest.raises(ReferenceFileError) as caught:
        read_structures(file)

    assert said in str(caught.value)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(ReferenceFileError, match="cannot be read"):
        read_structures(tmp_path / "none.csv")


def test_the_copy_is_read_back(tmp_path: Path) -> None:
    target = tmp_path / "data" / "rnsr.parquet"
    file = write(tmp_path, *LINES)

    report = update_structures(file, date="2026-01-05", destination=target)
    found = load_structures(target)

    assert found is not None
    assert report.structures == len(found.structures) == 3
    assert (found.source, found.date) == ("structures.csv", "2026-01-05")
    assert found.structures == read_structures(file)[0]
    assert [one.name for one in target.parent.iterdir()] == ["rnsr.parquet"]


def test_a_refused_table_leaves_the_copy(tmp_path: Path) -> None:
    target = tmp_path / "rnsr.parquet"
    update_structures(write(tmp_path, *LINES), date="2026-01-05", destination=target)
    before = target.read_bytes()

    with pytest.raises(ReferenceFileError):
        update_structures(write(tmp_path, header="libelle"), date="2026-01-06", destination=target)

    assert target.read_bytes() == before


def test_no_copy_is_none_and_a_damaged_one_is_said(tmp_path: Path) -> None:
    assert load_structures(tmp_path / "rnsr.parquet") is None

    (tmp_path / "rnsr.parquet").write_bytes(b"nothing")
    with pytest.raises(ReferenceFileError, match="cordee rnsr update"):
        load_structures(tmp_path / "rnsr.parquet")
