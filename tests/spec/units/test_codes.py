"""Which unit codes a text with French evidence names: one line a case."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.observatory.units.codes import read_code, read_units


CASES = [
    # the bodies' own ways of writing
    ("UMR 8104", ["UMR8104"]),
    ("UMR8104 CNRS", ["UMR8104"]),
    ("UMR CNRS 6226, Rennes", ["UMR6226"]),
    ("UMR-CNRS 5510 Matéis", ["UMR5510"]),
    ("CNRS - UMR n° 7104", ["UMR7104"]),
    ("CNRS (UMR_8104)", ["UMR8104"]),
    ("U 830", ["U830"]),
    ("Inserm U1016", ["U1016"]),
    ("InsermU955, Créteil", ["U955"]),
    ("INSERM-U1246 SPHERE", ["U1246"]),
    ("U-1172, Lille", ["U1172"]),
    ("UMR-S 1138", ["U1138"]),
    ("UMR_S 938", ["U938"]),
    ("UMRS1131", ["U1131"]),
    ("UMRs 938", ["U938"]),
    ("UMRS-ICAN 1166", ["U1166"]),
    ("INSERM UMR1069", ["U1069"]),
    ("UMR INSERM 1066", ["U1066"]),
    ("UMR-S U1297", ["U1297"]),
    ("UMR 1253 INSERM, Tours", ["U1253"]),
    ("Inserm Unit 955", ["U955"]),
    ("INSERM unité 1018", ["U1018"]),
    ("INSERM1030", ["U1030"]),
    ("Institut National de la Santé et de la Recherche Médicale U1029", ["U1029"]),
    ("National Institute of Health and Medical Research 1073", ["U1073"]),
    ("EA 4340", ["EA4340"]),
    ("UPRES EA2415", ["EA2415"]),
    ("EA n° 4340", ["EA4340"]),
    ("UR 14145, Poitiers", ["UR14145"]),
    ("ULR 2694 - METRICS", ["UR2694"]),
    ("UR-UPJV 4294", ["UR4294"]),
    ("CIC 1418", ["CIC1418"]),
    ("CIC-P 1435", ["CIC1435"]),
    ("CIC-EC1433", ["CIC1433"]),
    ("CIC INSERM 1424", ["CIC1424"]),
    ("Clinical Investigation Center 1436", ["CIC1436"]),
    ("Centre d'Investigation Clinique (CIC) 1417", ["CIC1417"]),
    ("IFR 128", ["IFR128"]),
    ("SFR FED 4226", ["SFR4226"]),
    ("UAR 3456", ["UAR3456"]),
    ("UPR 9002", ["UPR9002"]),
    ("USR 3010", ["USR3010"]),
    ("ERL 9002 CNRS", ["ERL9002"]),
    ("FRE 3377", ["FRE3377"]),
    ("IRL 3189", ["IRL3189"]),
    ("UMI 233 IRD", ["UMI233"]),
    ("CNRS UPS 3044", ["UPS3044"]),
    ("UMS 2008 IBSLor", ["UMS2008"]),
    ("Inserm US 12, Marseille", ["US12"]),
    ("ERL1157, Inserm", ["ERL1157"]),
    ("INRAE USC 1233", ["USC1233"]),
    # two numbers of one laboratory
    ("UMR 8104 CNRS, Inserm U1016", ["UMR8104", "U1016"]),
    ("INSERM UMR 1087 / CNRS UMR 6291", ["U1087", "UMR6291"]),
    ("Inserm 1052, CNRS 5286", ["U1052", "UMR5286"]),
    ("UMR 5286/1052", ["UMR5286", "UMR1052"]),  # whose 1052 is, the corpus decides
    ("UMR9020-U1277", ["UMR9020", "U1277"]),
    ("U1016/UMR8104", ["U1016", "UMR8104"]),
    # whose number a low UMR is: the body beside it
    ("IVPC, UMR 754, INRA, Lyon", ["UMR754"]),
    ("INSERM 1263, INRAE 1260, C2VN", ["U1263", "UMR1260"]),
    ("Institut Curie, CNRS, UMR144", ["UMR144"]),
    ("UMR 190 IRD, Inserm 1207", ["UMR190", "U1207"]),
    # characters that only look alike
    ("UMR\u00a08104", ["UMR8104"]),
    ("Inserm UMR\u2011S\u20111138", ["U1138"]),
    ("Institut de Mathématiques; UMR5219. Université de Toulouse", ["UMR5219"]),
    # not codes: street, room, postbox, post code, telephone, grant, address of a person or a page
    ("U 830 rue de Paris, Lille", []),
    ("EA 123 avenue Foch", []),
    ("Bâtiment U 830, Lyon", []),
    ("Room U1016, Lyon", []),
    ("CS UR 1234", []),
    ("F-75014 Paris", []),
    ("UR 35042 Rennes", []),
    ("UR 14033 Caen Cedex 9", []),
    ("BP U123", []),
    ("U 1016 45 78 12 34", []),
    ("grant U1016", []),
    ("ANR EA1234", []),
    ("u1016@inserm.fr", []),
    ("contact.UMR8104@cnrs.fr", []),
    ("http://www.umr8104.cnrs.fr", []),
    # words that hold the letters
    ("EUR 1234, SUR 5678", []),
    ("U12, U5", []),
    ("U2000", []),
    ("US 45, Washington", []),
    ("ER 12, Hôpital Nord", []),
    ("FR 3425", []),
    ("UMR", []),
    ("Université de Lille, 59000 Lille", []),
    ("", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "codes"), CASES)
def test_reads_codes(text: str, codes: list[str]) -> None:
    assert [one.code for one in read_units(text)] == codes


def test_says_where_and_by_whom() -> None:
    text = "Paris, France; Institut Cochin, Inserm U1016, CNRS"

    (found,) = read_units(text)

    assert text[found.start : found.end] == "U1016"
    assert found.label == "U 1016"
    assert found.sponsors == ("Inserm", "CNRS")
    assert text[found.part[0] : found.part[1]] == " Institut Cochin, Inserm U1016, CNRS"


def test_a_body_of_another_part_decides_nothing() -> None:
    (found,) = read_units("Inserm, Lyon; UMR 1163, Imagine, Paris")

    assert (found.code, found.certain, found.sponsors) == ("UMR1163", False, ())


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("UMR8104", "UMR8104"),
        ("umr 8104", "UMR8104"),
        ("U1016", "U1016"),
        ("inserm u 1016", "U1016"),
        ("UMR_S 1016", "U1016"),
        ("us12", "US12"),
        ("ea 4340", "EA4340"),
        ("cic-p 1435", "CIC1435"),
        ("nothing at all", "NOTHINGATALL"),
    ],
)
def test_reads_what_a_person_types(typed: str, code: str) -> None:
    assert read_code(typed) == code


@given(st.text(alphabet="UMRSEACIN INSERM-_/,;.:°0123456789 ", max_size=60))
def test_places_are_in_order_and_inside(text: str) -> None:
    found = read_units(text)

    ends = [0]
    for one in found:
        assert ends[-1] <= one.start < one.end <= len(text)
        assert str(one.number) in text[one.start : one.end].replace(" ", "")
        ends.append(one.end)
