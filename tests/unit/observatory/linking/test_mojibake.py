from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.observatory.linking.mojibake import repair


def misread(text: str, *, windows: bool) -> str:
    """Return `text` as a program shows its UTF-8 when it takes it for Windows-1252 or Latin-1."""
    return "".join(_show(byte, windows=windows) for byte in text.encode())


def _show(byte: int, *, windows: bool) -> str:
    free = byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
    return chr(byte) if free or not windows else bytes([byte]).decode("cp1252")


NAMES = [
    "Université de Lyon",
    "École Polytechnique",
    "À l’hôpital – Paris",
    "HÔPITAL D’ENFANTS",
    "KÖLN",
    "Universität zu Köln",
    "Università di Pisa",
    "São José",
    "Łódź",
    "Šibenik",
    "Timișoara",
    "İstanbul Üniversitesi",
    "Đại học Quốc gia Hà Nội",
    "E\u0301cole",
    "Московский государственный университет и Ко",
    "Εθνικό Πανεπιστήμιο",
    "جامعة القاهرة",
    "北京大学",
    "서울대학교",
    "มหาวิทยาลัย",
    "Lab 😀",
]


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("windows", [True, False], ids=["windows", "latin"])
@pytest.mark.parametrize("name", NAMES)
def test_what_was_misread_is_read(name: str, windows: bool, times: int) -> None:
    text = name
    for _ in range(times):
        text = misread(text, windows=windows)
    repaired, offsets = repair(text)

    assert repaired == name
    assert offsets is not None
    assert len(offsets) == len(repaired)
    assert offsets == sorted(offsets)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Department of Medicine",
        "Université de Lyon – École d’été, Île-de-France",
        "UNIVERSITÉ–CNRS",
        "UNIVERSITÉ\xa0DE LYON",
        "LULEÅ\xa0UNIVERSITY",
        "UMEÅ’S",
        "Umeå\xa0– Sweden",
        "IRMÃ\xa0DE",
        "FORLÌ–CESENA",
        "«\xa0à Paris\xa0»",
        "está»\xa0",
        "FUNDAÇÃO CRISTÃ",
        "SÃO PAULO",
        "Москва – Россия",
        "北京大学",
        "Ã",
        "\ud800Ã",
    ],
)
def test_good_text_is_left(text: str) -> None:
    assert repair(text) == (text, None)


def test_offsets_lead_back() -> None:
    text = "Ã‰cole dâ€™Ã©tÃ©"
    repaired, offsets = repair(text)

    assert repaired == "École d’été"
    assert offsets is not None
    assert [text[start] for start in offsets] == list("Ãcole dâÃtÃ")


def test_former_offsets_are_carried_on() -> None:
    # "&Atilde;" became one character before; what follows it moved by seven.
    offsets = [0, 1, 2, 10, 11, 12]

    assert repair("abÃ©cd", offsets) == ("abécd", [0, 1, 2, 11, 12])


def test_a_blank_that_was_half_a_letter_stays() -> None:
    text = "UniversitÃ di Pisa"

    assert repair(text) == ("Università di Pisa", list(range(len(text))))


@given(st.text(st.sampled_from("aZ ,.éÉÃÂÄÅâ€™–\xa0»Ð¸Ñ\x81\x90\ud800北"), max_size=30))
def test_any_text_is_read(text: str) -> None:
    repaired, offsets = repair(text)

    assert len(repaired) <= len(text)
    if offsets is None:
        assert repaired == text
    else:
        assert len(offsets) == len(repaired)
        assert offsets == sorted(offsets)
        assert all(0 <= start < len(text) for start in offsets)
        # A character that was not repaired is the one that stands at its offset.
        assert all(c == text[o] for c, o in zip(repaired, offsets, strict=True) if c.isascii())
