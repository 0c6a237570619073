"""Parts of Word documents that python-docx has no words for: links, fields, headers of tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shape import InlineShape
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from cordee.observatory.dossiers import looks


PAGE_WIDTH, PAGE_HEIGHT, MARGIN = Mm(210), Mm(297), Mm(21)
TEXT_WIDTH = Emu(PAGE_WIDTH - 2 * MARGIN)
TABLE_STYLE = "Table Grid"
LANGUAGES = {"en": "en-GB", "fr": "fr-FR"}
TYPEFACE = "Arial"
"""On each machine with Word; a twin of the same measures comes with LibreOffice and each Linux."""
CELL, SMALL_CELL = "Cell", "Small cell"
CELL_SIZES = {CELL: 9.0, SMALL_CELL: 8.0}
"""Points of the type of tables, and of those of many columns."""


def colour(text: str) -> RGBColor:
    """Return a colour of `looks` as Word has it."""
    return RGBColor.from_string(text.removeprefix("#").upper())


def set_styles(document: Document, language: str) -> None:
    """Set page, type, colours and language of a document's styles."""
    section = document.sections[0]
    section.page_width, section.page_height = PAGE_WIDTH, PAGE_HEIGHT
    section.left_margin = section.right_margin = MARGIN
    looks_of: dict[str, tuple[float, str, bool]] = {
        "Normal": (10.5, looks.INK, False),
        "Title": (26, looks.INK, True),
        "Subtitle": (13, looks.INK_SOFT, False),
        "Heading 1": (16, looks.BRAND, True),
        "Heading 2": (12, looks.INK, True),
        "Caption": (10.5, looks.INK, True),
        "TOC Heading": (14, looks.BRAND, True),
    }
    styles = document.styles
    looks_of |= {"Note": (9, looks.INK_SOFT, False)}
    looks_of |= {name: (size, looks.INK, False) for name, size in CELL_SIZES.items()}
    for name in ("Note", *CELL_SIZES):
        styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
    for name, (size, ink, bold) in looks_of.items():
        style: Any = styles[name]
        style.font.name, style.font.size, style.font.bold = TYPEFACE, Pt(size), bold
        style.font.italic = False
        style.font.color.rgb = colour(ink)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        # The theme's typeface would otherwise go before the one named here.
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        for script in ("ascii", "hAnsi", "cs"):
            fonts.set(qn(f"w:{script}"), TYPEFACE)
    styles["Note"].paragraph_format.space_before = Pt(3)
    _set_language(document, language)


def _set_language(document: Document, language: str) -> None:
    """Name the language of all text, so that it is read aloud and spelt as what it is."""
    elements = [document.styles["Normal"].element.get_or_add_rPr()]
    defaults = document.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    if defaults is not None:
        elements.append(defaults)
    for element in elements:
        found = element.find(qn("w:lang"))
        if found is None:
            found = OxmlElement("w:lang")
            element.append(found)
        found.set(qn("w:val"), language)


def set_running_lines(section: Section, title: str, source: str) -> None:
    """Write the title above each page but the first, the source and the page's number below."""
    section.different_first_page_header_footer = True
    section.header.paragraphs[0].text = title
    for footer in (section.footer, section.first_page_footer):
        line = footer.paragraphs[0]
        line.add_run(f"{source}\n")
        _add_field(line, "PAGE", "1")
        line.add_run(" / ")
        _add_field(line, "NUMPAGES", "1")
    for line in (
        section.header.paragraphs[0],
        section.footer.paragraphs[0],
        section.first_page_footer.paragraphs[0],
    ):
        for run in line.runs:
            run.font.size, run.font.color.rgb = Pt(8), colour(looks.INK_MUTED)


def add_link(line: Paragraph, address: str, text: str, *, bold: bool = False) -> None:
    """Add a link to a page of the web at the end of `line`."""
    relation = line.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    _append_link(line, {qn("r:id"): relation}, text, bold=bold)


def add_inner_link(line: Paragraph, bookmark: str, text: str, *, raised: bool = False) -> None:
    """Add a link to a bookmark of the same document at the end of `line`."""
    _append_link(line, {qn("w:anchor"): bookmark}, text, raised=raised)


def _append_link(
    line: Paragraph,
    attributes: dict[str, str],
    text: str,
    *,
    bold: bool = False,
    raised: bool = False,
) -> None:
    link = OxmlElement("w:hyperlink")
    for name, value in attributes.items():
        link.set(name, value)
    run = line.add_run(text)
    run.font.color.rgb, run.font.bold = colour(looks.BRAND), bold or None
    run.font.superscript = raised or None
    run.font.underline = None if raised else True
    link.append(run._r)
    line._p.append(link)


def add_bookmark(line: Paragraph, name: str) -> None:
    """Give a heading the name that links of the document lead to."""
    number = str(sum(ord(letter) * (place + 1) for place, letter in enumerate(name)))
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for element in (start, end):
        element.set(qn("w:id"), number)
    start.set(qn("w:name"), name)
    line._p.insert(1, start)
    line._p.append(end)


def add_contents(document: Document, titles: Sequence[str]) -> None:
    """Add a table of contents: links that work at once, in a field that Word can update."""
    lines = [document.add_paragraph() for _ in titles]
    if not lines:
        return
    _add_mark(lines[0], "begin")
    _add_instruction(lines[0], 'TOC \\o "1-1" \\h \\z \\u')
    _add_mark(lines[0], "separate")
    for number, (line, title) in enumerate(zip(lines, titles, strict=True), start=1):
        line.paragraph_format.space_after = Pt(2)
        add_inner_link(line, f"section-{number}", f"{number}. {title}")
    _add_mark(lines[-1], "end")
    document.add_page_break()


def add_caption(document: Document, word: str, sequence: str, title: str) -> None:
    """Add a caption whose number Word counts."""
    line = document.add_paragraph(f"{word} ", style="Caption")
    line.paragraph_format.keep_with_next = True
    number = sum(
        1 for one in document.element.iter(qn("w:instrText")) if sequence in (one.text or "")
    )
    _add_field(line, f"SEQ {sequence} \\* ARABIC", str(number + 1))
    line.add_run(f". {title}")


def add_table(
    document: Document,
    headers: Sequence[str],
    weights: Sequence[float],
    numbers: Sequence[bool],
    style: str = CELL,
) -> Table:
    """Add a table as wide as the text, its header repeated on each page and read as one.

    Headers over `numbers` stand to the right, as the numbers do. Columns keep the widths they have:
    each cell says its own, as Word and LibreOffice take them from either.
    """
    table = document.add_table(rows=1, cols=len(headers), style=TABLE_STYLE)
    table.autofit = False
    total = sum(weights)
    _thin_borders(table)
    columns = zip(headers, weights, numbers, strict=True)
    for place, (header, weight, is_number) in enumerate(columns):
        table.columns[place].width = Emu(int(TEXT_WIDTH * weight / total))
        cell = table.rows[0].cells[place]
        cell.width = table.columns[place].width
        run = cell.paragraphs[0].add_run(header)
        run.font.bold = True
        cell.paragraphs[0].style = style
        if is_number:
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _shade(cell, looks.BRAND_SOFT)
    _close_up(table.rows[0].cells)
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(_make("w:tblHeader", val="true"))
    properties.append(_make("w:cantSplit", val="true"))
    return table


def add_row(table: Table) -> Sequence[_Cell]:
    """Add a row that stays on one page and return its cells."""
    row = table.add_row()
    row._tr.get_or_add_trPr().append(_make("w:cantSplit", val="true"))
    cells: Sequence[_Cell] = row.cells
    for cell, column in zip(cells, table.columns, strict=True):
        cell.width = column.width
        cell.paragraphs[0].style = table.rows[0].cells[0].paragraphs[0].style
    _close_up(cells)
    return cells


def describe_picture(picture: InlineShape, title: str, description: str) -> None:
    """Give a picture its alternative text."""
    properties = picture._inline.docPr
    properties.set("name", title)
    properties.set("descr", description)


def _close_up(cells: Sequence[_Cell]) -> None:
    for cell in cells:
        form = cell.paragraphs[0].paragraph_format
        form.space_after = form.space_before = Pt(1)


def _shade(cell: _Cell, fill: str) -> None:
    shade = _make("w:shd", val="clear", color="auto", fill=fill.removeprefix("#"))
    cell._tc.get_or_add_tcPr().append(shade)


def _thin_borders(table: Table) -> None:
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        thin = {"val": "single", "sz": "4", "space": "0", "color": looks.LINE.removeprefix("#")}
        borders.append(_make(f"w:{side}", **thin))
    for side in ("left", "right", "insideV"):
        borders.append(_make(f"w:{side}", val="nil"))
    table._tbl.tblPr.append(borders)


def _add_field(line: Paragraph, instruction: str, shown: str) -> None:
    _add_mark(line, "begin")
    _add_instruction(line, instruction)
    _add_mark(line, "separate")
    line.add_run(shown)
    _add_mark(line, "end")


def _add_mark(line: Paragraph, kind: str) -> None:
    line.add_run()._r.append(_make("w:fldChar", fldCharType=kind))


def _add_instruction(line: Paragraph, instruction: str) -> None:
    element = OxmlElement("w:instrText")
    element.set(qn("xml:space"), "preserve")
    element.text = f" {instruction} "
    line.add_run()._r.append(element)


def _make(tag: str, **attributes: str) -> Any:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element
