from __future__ import annotations

from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from cordee.kernel.letters import drop_controls
from cordee.observatory.sources.records import fold_blanks
from cordee.observatory.sources.values import clean


@given(st.text())
def test_what_is_left_is_read_back_from_xml(text: str):
    element = ET.Element("text")
    element.text = drop_controls(text)
    read = ET.fromstring(ET.tostring(element, encoding="unicode")).text or ""
    # XML reads each end of line as a line feed.
    assert read == element.text.replace("\r\n", "\n").replace("\r", "\n")


@given(st.text())
def test_letters_and_blanks_stay(text: str):
    assert drop_controls(f"é\t{text}\n") == f"é\t{drop_controls(text)}\n"


@given(st.text())
def test_a_text_of_a_source_is_folded_once(text: str):
    folded = fold_blanks(text)
    assert fold_blanks(folded) == folded
    assert drop_controls(folded) == folded


def test_a_text_of_controls_alone_is_none():
    assert clean(" \x02\x9f ") is None
    assert clean("Cells\x02 \x02 and\x85tissues") == "Cells and tissues"
