from __future__ import annotations

import io

import pytest
from docx import Document
from docx.oxml.ns import qn
from tests.dossiers.samples import make_dossier

from cordee.observatory.dossiers.documents import write_document
from cordee.observatory.dossiers.widths import BESIDE, count_lines, measure, weigh_columns


ORCID = "0000-0003-1340-9342"


def test_titles_take_what_almost_empty_columns_leave() -> None:
    title = "Long-term exposure to low-level air pollution and incidence of asthma in adults"
    journal = "Annals of oncology: official journal of the European Society"
    rows = [[title, "–", "2021"]] * 5 + [[title, journal, "2021"]]
    titles, journals, years = weigh_columns(
        ["Title", "Journal", "Year"], rows, [False, False, True], 90
    )
    assert titles > 2 * journals
    assert years >= measure("2021") + BESIDE - 0.01


def test_no_number_and_no_identifier_is_broken() -> None:
    rows = [
        ["Bernard Malissen", ORCID, "Aix-Marseille Université and many others besides", "1 202"]
    ]
    widths = weigh_columns(
        ["Name", "ORCID", "Organisation", "Works"], rows, [False] * 3 + [True], 70
    )
    assert widths[1] >= measure(ORCID) + BESIDE - 0.01
    assert widths[3] >= measure("1 202") + BESIDE - 0.01
    assert sum(widths) == pytest.approx(70, abs=0.1)
    assert count_lines(rows[0], widths) > 1


def test_each_cell_of_word_is_as_wide_as_its_header() -> None:
    document = Document(io.BytesIO(write_document(make_dossier(), "docx", "https://cordee.test")))
    for table in document.tables:
        widths = [
            [cell.find(f"{qn('w:tcPr')}/{qn('w:tcW')}").get(qn("w:w")) for cell in row._tr.tc_lst]
            for row in table.rows
        ]
        assert all(one == widths[0] for one in widths)
