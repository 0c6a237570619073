from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from cordee.observatory.lake.store import Lake, create_lake
from cordee.observatory.lake.verify import verify_lake
from cordee.observatory.schemas import SNAPSHOT_TABLES
from cordee.observatory.units.build import build_units
from cordee.reference.rnsr import Structure, Structures


AT = datetime(2026, 1, 5, tzinfo=UTC)
INSERM, CNRS, PARIS, APHP, COCHIN, OXFORD = (
    "02vjkv261",
    "02feahw73",
    "05f82e368",
    "00pg5jh14",
    "051sk4035",
    "052gg0110",
)
ORGANISATIONS = {
    INSERM: ("Inserm", "FR", "Paris", ["funder", "government"], []),
    CNRS: (
        "Centre National de la Recherche Scientifique",
        "FR",
        "Paris",
        ["funder", "government"],
        [],
    ),
    PARIS: ("Université Paris Cité", "FR", "Paris", ["education", "funder"], []),
    APHP: (
        "Assistance Publique – Hôpitaux de Paris",
        "FR",
        "Paris",
        ["funder", "healthcare"],
        [],
    ),
    COCHIN: ("Institut Cochin", "FR", "Paris", ["facility"], [INSERM, PARIS, CNRS]),
    OXFORD: ("University of Oxford", "GB", "Oxford", ["education"], []),
}


def make_lake(path: Path, *texts: tuple[str, list[str]], countries: str = "FR") -> Lake:
    """Make a lake of one work a text; a text is given with the organisations it is linked to."""
    tables: dict[str, list[dict[str, Any]]] = {name: [] for name in SNAPSHOT_TABLES}
    for one, (name, country, city, types, parents) in ORGANISATIONS.items():
        tables["organisations"].append(
            {
                "organisation": one,
                "name": name,
                "country": country,
                "city": city,
                "types": types,
                "parents": parents,
            }
        )
    for key, (text, organisations) in enumerate(texts, start=1):
        tables["affiliations"].append({"affiliation": key, "text": text})
        tables["affiliation_countries"].append({"affiliation": key, "country": countries})
        tables["works"].append({"work": 100 + key, "year": 2020 + key % 2, "title": f"Work {key}"})
        tables["authorships"].append({"work": 100 + key, "position": 1, "affiliations": [key]})
        tables["links"] += [
            {"affiliation": key, "organisation": one, "start": 0, "end": 1} for one in organisations
        ]
    lake = create_lake(path / "lake", at=AT)
    with lake.write() as transaction:
        transaction.put_snapshot_tables(
            {
                name: pa.Table.from_pylist(rows, schema=SNAPSHOT_TABLES[name])
                for name, rows in tables.items()
                if not name.startswith("unit")
            },
            at=AT,
        )
    return lake


def build(lake: Lake, structures: Structures | None = None) -> Any:
    with lake.write() as transaction:
        return build_units(
            transaction, at=AT, structures=structures or Structures((), "none", "2026-01-01")
        )


def read(lake: Lake, query: str) -> list[tuple[Any, ...]]:
    with lake.connect() as connection:
        return connection.execute(query).fetchall()


def get_roles(lake: Lake, unit: str) -> dict[str, tuple[str, str]]:
    rows = read(
        lake,
        f"SELECT name, role, basis FROM unit_organisations WHERE unit = '{unit}'",
    )
    return {name: (role, basis) for name, role, basis in rows}


JOINT = (
    ("Institut Cochin, Inserm U1016, CNRS UMR 8104, 75014 Paris, France", [INSERM, CNRS, COCHIN]),
    ("Institut Cochin, Inserm U1016, CNRS UMR8104, Univ, Paris, France", [INSERM, CNRS, COCHIN]),
    ("Inserm U1016, Institut Cochin, Paris, France", [INSERM, COCHIN, APHP]),
)


def test_two_numbers_used_together_are_one_unit(tmp_path: Path) -> None:
    lake = make_lake(tmp_path, *JOINT)

    report = build(lake)

    assert (report.units, report.joint, report.supervised, report.registered) == (1, 1, 1, 0)
    assert read(lake, "SELECT unit, codes, name, town, texts, works, source FROM units") == [
        ("UMR8104", ["UMR8104", "U1016"], "Institut Cochin", "Paris", 3, 3, "corpus")
    ]
    assert get_roles(lake, "UMR8104") == {
        "Inserm": ("tutelle", "number"),
        "Centre National de la Recherche Scientifique": ("tutelle", "number"),
        "Université Paris Cité": ("above", "registry"),  # no text names it
        "Institut Cochin": ("self", "texts"),
        "Assistance Publique – Hôpitaux de Paris": ("beside", "texts"),
    }
    assert verify_lake(lake) == []


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Research Unit", None),
        ("Unité Mixte de Recherche", None),
        ("and ICAN Institute of Cardiology", "ICAN Institute of Cardiology"),
        ("and the Ageing Brain", None),  # the end of a list
        ("Institute of Vision", "Institute of Vision"),
    ],
)
def test_what_any_unit_could_be_called_is_no_name(
    tmp_path: Path, printed: str, name: str | None
) -> None:
    texts = (f"Inserm U900, {printed}, Paris, France", f"Inserm, U900, {printed}, 75005 Paris")
    lake = make_lake(tmp_path, *((text, [INSERM]) for text in texts))
    build(lake)

    assert read(lake, "SELECT name FROM units") == [(name,)]


def test_each_place_of_a_code_is_kept(tmp_path: Path) -> None:
    lake = make_lake(tmp_path, *JOINT)
    build(lake)

    rows = read(
        lake,
        'SELECT text[start + 1:"end"], code FROM unit_affiliations JOIN affiliations '
        "USING (affiliation) ORDER BY affiliation, start",
    )

    assert rows == [
        ("U1016", "U1016"),
        ("UMR 8104", "UMR8104"),
        ("U1016", "U1016"),
        ("UMR8104", "UMR8104"),
        ("U1016", "U1016"),
    ]


def test_one_text_joins_no_numbers(tmp_path: Path) -> None:
    build(lake := make_lake(tmp_path, ("Inserm U1016, CNRS UMR 8104, Paris", [INSERM, CNRS])))

    assert read(lake, "SELECT unit, codes FROM units ORDER BY unit") == [
        ("U1016", ["U1016"]),
        ("UMR8104", ["UMR8104"]),
    ]


def test_two_numbers_of_one_body_stay_two_units(tmp_path: Path) -> None:
    text = "Inserm U1016, Inserm U1018, Paris, France"
    build(lake := make_lake(tmp_path, (text, [INSERM]), (text + ".", [INSERM])))

    assert read(lake, "SELECT unit FROM units ORDER BY unit") == [("U1016",), ("U1018",)]


def test_the_corpus_decides_whose_a_bare_number_is(tmp_path: Path) -> None:
    lake = make_lake(
        tmp_path, ("UMR 1163, Imagine, Paris", []), ("Inserm UMR 1163, Paris", [INSERM])
    )
    build(lake)

    assert read(lake, "SELECT unit, texts FROM units") == [("U1163", 2)]


def test_a_bare_number_nobody_decides_has_no_supervisor(tmp_path: Path) -> None:
    report = build(lake := make_lake(tmp_path, ("UMR 1163, Imagine, Paris", [])))

    assert report.supervised == 0
    assert read(lake, "SELECT unit FROM units") == [("UMR1163",)]


def test_renamed_kinds_are_one_unit(tmp_path: Path) -> None:
    lake = make_lake(tmp_path, ("EA 4340, Paris", [PARIS]), ("UR 4340, Paris", [PARIS]))
    build(lake)

    assert read(lake, "SELECT unit, codes FROM units") == [("UR4340", ["UR4340", "EA4340"])]
    assert get_roles(lake, "UR4340") == {"Université Paris Cité": ("tutelle", "number")}


def test_supervises_who_half_of_the_texts_name(tmp_path: Path) -> None:
    lake = make_lake(
        tmp_path,
        ("Inserm U830, Paris", [INSERM, PARIS, APHP]),
        ("Inserm U 830, Paris", [INSERM, PARIS, APHP]),
        ("Inserm U-830, Paris", [INSERM]),
    )
    build(lake)

    assert get_roles(lake, "U830") == {
        "Inserm": ("tutelle", "number"),
        "Université Paris Cité": ("tutelle", "texts"),
        "Assistance Publique – Hôpitaux de Paris": ("host", "texts"),
    }


@pytest.mark.parametrize(
    ("text", "organisations", "units"),
    [
        ("UR 4340, Oxford; Inserm U830, Paris", [OXFORD], ["U830"]),
        ("UR 4340, Oxford, UK", [OXFORD], []),
        ("UR 4340, Oxford and Paris", [OXFORD, PARIS], ["UR4340"]),
    ],
)
def test_letters_that_mean_something_else_abroad(
    tmp_path: Path, text: str, organisations: list[str], units: list[str]
) -> None:
    build(lake := make_lake(tmp_path, (text, organisations)))

    assert [unit for (unit,) in read(lake, "SELECT unit FROM units ORDER BY unit")] == units


def test_texts_without_french_evidence_are_not_read(tmp_path: Path) -> None:
    build(lake := make_lake(tmp_path, ("EA 4340, Oxford", []), countries="GB"))

    assert read(lake, "SELECT unit FROM units") == []


def test_units_of_a_territory_are_french(tmp_path: Path) -> None:
    build(lake := make_lake(tmp_path, ("Inserm U1188, Saint-Denis", []), countries="RE"))

    assert read(lake, "SELECT unit FROM units") == [("U1188",)]


def test_a_name_the_texts_agree_on(tmp_path: Path) -> None:
    lake = make_lake(
        tmp_path,
        ("Laboratoire des Essais, LABES, Inserm U830, Paris", [INSERM]),
        ("Inserm U830, Laboratoire des essais, LABES, Université, Paris", [INSERM]),
        ("Department of Surgery, Inserm U830, Paris", [INSERM]),
    )
    build(lake)

    assert read(lake, "SELECT lower(name), acronym FROM units") == [
        ("laboratoire des essais", "LABES")
    ]


def test_rnsr_gives_name_town_and_supervisors(tmp_path: Path) -> None:
    lake = make_lake(
        tmp_path,
        ("Inserm U830, Paris", [INSERM, PARIS]),
        ("CNRS UMR 9999, Paris", [CNRS, PARIS]),
        ("Inserm U830, Paris.", [INSERM, PARIS]),
    )
    structure = Structure(
        "200012345A",
        "Institut des essais",
        "IE",
        labels=("UMR_S 830", "UMR 9999"),
        supervisors=(
            "Institut national de la santé et de la recherche médicale",
            "École inventée pour cet essai",
        ),
        town="Orsay",
    )

    report = build(lake, Structures((structure,), "table.csv", "2026-01-01"))

    assert report.registered == 1
    assert read(lake, "SELECT unit, codes, name, acronym, town, source, structure FROM units") == [
        ("UMR9999", ["UMR9999", "U830"], "Institut des essais", "IE", "Orsay", "RNSR", "200012345A")
    ]
    assert read(
        lake,
        "SELECT organisation, name, role, basis FROM unit_organisations "
        "ORDER BY basis, role DESC, name",
    ) == [
        (INSERM, "Inserm", "tutelle", "RNSR"),
        (None, "École inventée pour cet essai", "tutelle", "RNSR"),
        (CNRS, "Centre National de la Recherche Scientifique", "beside", "number"),
        (PARIS, "Université Paris Cité", "beside", "texts"),
    ]


def test_two_structures_are_never_one_unit(tmp_path: Path) -> None:
    lake = make_lake(tmp_path, *JOINT)
    structures = (
        Structure("200012345A", "Un", labels=("U1016",)),
        Structure("200012346B", "Deux", labels=("UMR 8104",)),
    )

    build(lake, Structures(structures, "table.csv", "2026-01-01"))

    assert read(lake, "SELECT unit, name FROM units ORDER BY unit") == [
        ("U1016", "Un"),
        ("UMR8104", "Deux"),
    ]


def test_a_lake_without_texts_has_no_units(tmp_path: Path) -> None:
    report = build(lake := make_lake(tmp_path))

    assert (report.units, read(lake, "SELECT count(*) FROM unit_works")) == (0, [(0,)])
