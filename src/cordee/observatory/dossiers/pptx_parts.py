"""Slides in our look: cover, cards, tables, pictures, notes, each text in its language."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Sequence
from itertools import accumulate
from typing import Any, TypeAlias

from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.xmlchemy import OxmlElement
from pptx.presentation import Presentation
from pptx.slide import Slide
from pptx.text.text import TextFrame, _Paragraph
from pptx.util import Emu, Inches, Length, Pt

from cordee.observatory.dossiers import looks
from cordee.observatory.dossiers.model import Column, Kind
from cordee.observatory.dossiers.widths import BESIDE, count_lines, weigh_columns


WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
MARGIN = Inches(0.6)
INNER = Emu(WIDTH - 2 * MARGIN)
BODY_TOP, BODY_HEIGHT = Inches(1.85), Inches(4.75)
COVER, TITLE_ONLY = 0, 5  # the layouts of python-pptx's own template
BODY_FONT = "Arial"
"""On each machine with PowerPoint; a twin of the same measures comes with LibreOffice and each Linux."""
TABLE_TOP, TABLE_SIZE, LETTER = Inches(1.75), 12, 0.53
"""Where a table begins, points of its type, and the width of a letter beside its height."""
LINE, ROW_ROOM = Inches(0.2), Inches(0.14)
"""Height of a line of a table, and what a row has around its lines."""
MOST_LINES = 2
"""Lines of a row; what is longer is cut short."""
BELOW, NOTE_SIZE = Inches(6.95), 11
"""Where notes end, above the source, and the points of their type."""
NOTE_WIDTH = Inches(8)
CARD_COLUMNS = 3
CARD_HEIGHT, CARD_GAP = Inches(2.2), Inches(0.25)
Linked: TypeAlias = tuple[str, str]
"""A text with the address it leads to, empty when it leads nowhere."""


_LINK_COLOURS = re.compile(rb'(<a:(?:fol)?[hH]link>\s*<a:srgbClr val=")[0-9A-Fa-f]{6}(")')


def colour(text: str) -> RGBColor:
    """Return a colour of `looks` as PowerPoint has it."""
    return RGBColor.from_string(text.removeprefix("#").upper())


class Deck:
    """Adds slides to one presentation, all texts in one language."""

    def __init__(self, presentation: Presentation, language: str) -> None:
        self._presentation, self._language = presentation, language
        presentation.slide_width, presentation.slide_height = WIDTH, HEIGHT
        _colour_links(presentation)
        # The template is made for narrower slides; what this deck does not use is taken off.
        for layout in (presentation.slide_layouts[COVER], presentation.slide_layouts[TITLE_ONLY]):
            for shape in list(layout.placeholders):
                if shape.placeholder_format.idx >= 10:
                    shape._element.getparent().remove(shape._element)

    def add_cover(self, title: str, subtitle: str, made_on: str, opening: Linked) -> Slide:
        """Add the first slide: what the dossier is about, when it was made, where it stands."""
        slide = self._presentation.slides.add_slide(self._presentation.slide_layouts[COVER])
        band = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, 0, 0, Inches(0.28), HEIGHT)
        _paint(band, looks.BRAND)
        mark_decorative(band)
        head = slide.shapes.title
        assert head is not None
        _place(head, Inches(1.0), Inches(2.2), Inches(11.4), Inches(1.6))
        self.write(head.text_frame, title, 40, bold=True)
        head.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
        below = slide.placeholders[1]
        _place(below, Inches(1.0), Inches(3.95), Inches(11.4), Inches(1.6))
        self.write(below.text_frame, subtitle, 20, ink=looks.INK_SOFT)
        line = self._add_paragraph(below.text_frame)
        self._add_run(line, made_on, 14, ink=looks.INK_MUTED)
        if opening[0]:
            self._add_run(line, "  ·  ", 14, ink=looks.INK_MUTED)
            self._add_run(line, opening[1], 14, address=opening[0])
        return slide

    def add_slide(self, title: str, source: str) -> Slide:
        """Add a slide with its title, its source and its number."""
        slide = self._presentation.slides.add_slide(self._presentation.slide_layouts[TITLE_ONLY])
        head = slide.shapes.title
        assert head is not None
        _place(head, MARGIN, Inches(0.35), INNER, Inches(0.85))
        self.write(
            head.text_frame, title, 26 if len(title) < 70 else 20, ink=looks.BRAND, bold=True
        )
        head.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        head.text_frame.margin_left = 0
        foot = self._add_box(slide, MARGIN, Inches(6.98), Emu(INNER - Inches(1)), Inches(0.35))
        self.write(foot, source, 9, ink=looks.INK_MUTED)
        number = self._add_box(
            slide, Emu(WIDTH - Inches(1.5)), Inches(6.98), Inches(0.9), Inches(0.35)
        )
        number.paragraphs[0].alignment = PP_ALIGN.RIGHT
        _add_slide_number(number.paragraphs[0], self._language)
        return slide

    def add_lead(self, slide: Slide, text: str) -> None:
        """Add the text of a section above its first figure."""
        if text:
            frame = self._add_box(slide, MARGIN, Inches(1.2), INNER, Inches(0.6))
            self.write(frame, text, 14, ink=looks.INK_SOFT)

    def add_opening(self, slide: Slide, address: str, text: str) -> None:
        """Add the link that opens the page of a slide's figure."""
        if address:
            frame = self._add_box(
                slide, Emu(WIDTH - Inches(4.1)), Inches(6.62), Inches(3.5), Inches(0.35)
            )
            frame.paragraphs[0].alignment = PP_ALIGN.RIGHT
            self._add_run(frame.paragraphs[0], text, 12, address=address)

    def add_note(self, slide: Slide, text: str) -> None:
        """Add what to know of a table below it."""
        if text:
            height = measure_note(text)
            frame = self._add_box(slide, MARGIN, Emu(BELOW - height), NOTE_WIDTH, height)
            frame.margin_top = frame.margin_bottom = 0
            self.write(frame, text, NOTE_SIZE, ink=looks.INK_SOFT)

    def add_lines(self, slide: Slide, lines: Sequence[str]) -> None:
        """Add paragraphs that fill a slide."""
        frame = self._add_box(slide, MARGIN, BODY_TOP, INNER, BODY_HEIGHT)
        size = 18 if sum(map(len, lines)) < 900 else 14
        for place, text in enumerate(lines):
            line = frame.paragraphs[0] if place == 0 else self._add_paragraph(frame)
            line.space_after = Pt(10)
            self._add_run(line, text, size)

    def add_card(self, slide: Slide, place: int, label: str, value: Linked, details: str) -> None:
        """Add a key figure as the card number `place` of a slide, three a row."""
        width = Emu(int((INNER - (CARD_COLUMNS - 1) * CARD_GAP) / CARD_COLUMNS))
        row, column = divmod(place, CARD_COLUMNS)
        card = slide.shapes.add_shape(
            MSO_SHAPE.RECTANGLE,
            Emu(MARGIN + column * (width + CARD_GAP)),
            Emu(BODY_TOP + row * (CARD_HEIGHT + CARD_GAP)),
            width,
            CARD_HEIGHT,
        )
        _paint(card, looks.BRAND_SOFT)
        card.name = label
        frame = card.text_frame
        frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.MIDDLE
        self.write(frame, label, 14, ink=looks.INK_SOFT)
        self._add_run(self._add_paragraph(frame), value[0], 32, bold=True, address=value[1])
        if details:
            self._add_run(self._add_paragraph(frame), details, 12, ink=looks.INK_SOFT)
        for line in frame.paragraphs:
            line.alignment = PP_ALIGN.LEFT

    def add_picture(self, slide: Slide, picture: bytes, description: str) -> None:
        """Add a picture as large as the slide allows, with its alternative text."""
        shape = slide.shapes.add_picture(io.BytesIO(picture), MARGIN, BODY_TOP, height=BODY_HEIGHT)
        if shape.width > INNER:
            shape.height = Emu(int(shape.height * INNER / shape.width))
            shape.width = INNER
        shape.left = Emu(int((WIDTH - shape.width) / 2))
        describe(shape, description)

    def add_table(
        self,
        slide: Slide,
        columns: Sequence[Column],
        rows: Sequence[Sequence[Linked]],
        description: str,
        room: Length,
    ) -> int:
        """Add a table of PowerPoint's own, its header marked as one, at most `room` high.

        Returns how many of `rows` it shows.
        """
        numbers = [place > 0 and one.kind != Kind.TEXT for place, one in enumerate(columns)]
        heads: list[Linked] = [(one.label, "") for one in columns]
        texts = [[text for text, _ in row] for row in rows]
        labels = [one.label for one in columns]
        widths = weigh_columns(labels, texts, numbers, INNER.pt / (LETTER * TABLE_SIZE))
        lines = [min(MOST_LINES, count_lines(row, widths)) for row in (labels, *texts)]
        heights = [Emu(ROW_ROOM + LINE * one) for one in lines]
        shown = (
            sum(1 for height in accumulate(heights[1:], initial=heights[0]) if height <= room) - 1
        )
        frame = slide.shapes.add_table(
            shown + 1, len(columns), MARGIN, TABLE_TOP, INNER, Emu(sum(heights[: shown + 1]))
        )
        describe(frame, description)
        for place, width in enumerate(widths):
            frame.table.columns[place].width = Emu(int(INNER * width / sum(widths)))
        for number, cells in enumerate((heads, *rows[:shown])):
            frame.table.rows[number].height = heights[number]
            for place, (text, address) in enumerate(cells):
                cell = frame.table.cell(number, place)
                line = _dress_cell(cell, is_head=number == 0, is_number=numbers[place])
                most = int(MOST_LINES * (widths[place] - BESIDE))
                said = text if number == 0 else _shorten(text, most)
                self._add_run(line, said, TABLE_SIZE, bold=number == 0, address=address)
        return shown

    def write(
        self, frame: TextFrame, text: str, size: float, *, ink: str = looks.INK, bold: bool = False
    ) -> None:
        """Write one paragraph into a frame, in place of what it holds."""
        frame.clear()
        frame.word_wrap = True
        frame.paragraphs[0].alignment = PP_ALIGN.LEFT
        self._add_run(frame.paragraphs[0], text, size, ink=ink, bold=bold)

    def _add_box(
        self, slide: Slide, left: Length, top: Length, width: Length, height: Length
    ) -> TextFrame:
        frame = slide.shapes.add_textbox(left, top, width, height).text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = 0
        return frame

    def _add_paragraph(self, frame: TextFrame) -> _Paragraph:
        line = frame.add_paragraph()
        line.alignment = PP_ALIGN.LEFT
        return line

    def _add_run(
        self,
        line: _Paragraph,
        text: str,
        size: float,
        *,
        ink: str = looks.INK,
        bold: bool = False,
        address: str = "",
    ) -> None:
        run = line.add_run()
        run.text = text
        run.font.size, run.font.bold, run.font.name = Pt(size), bold, BODY_FONT
        run.font.color.rgb = colour(ink)
        run.font._element.set("lang", self._language)
        if address:
            run.hyperlink.address = address


def write_notes(slide: Slide, text: str) -> None:
    """Write the notes of the one who speaks."""
    frame = slide.notes_slide.notes_text_frame
    assert frame is not None
    frame.text = text


def describe(shape: Any, description: str) -> None:
    """Give a shape its alternative text."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", description)


def mark_decorative(shape: Any) -> None:
    """Say that a shape says nothing: PowerPoint and screen readers then pass over it."""
    describe(shape, "")
    extension = (
        '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}">'
        '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" '
        'val="1"/></a:ext></a:extLst>'
    )
    shape._element.xpath(".//p:cNvPr")[0].append(parse_xml(extension))


def _colour_links(presentation: Presentation) -> None:
    """Give links our blue: PowerPoint takes their colour from the theme, whatever a text says."""
    theme = presentation.slide_masters[0].part.part_related_by(RELATIONSHIP_TYPE.THEME)
    ink = looks.BRAND.removeprefix("#").upper().encode()
    theme._blob = _LINK_COLOURS.sub(rb"\g<1>%s\g<2>" % ink, theme.blob)


def _paint(shape: Any, fill: str) -> None:
    shape.fill.solid()
    shape.fill.fore_color.rgb = colour(fill)
    shape.line.fill.background()
    shape.shadow.inherit = False


def _place(shape: Any, left: Length, top: Length, width: Length, height: Length) -> None:
    shape.left, shape.top, shape.width, shape.height = left, top, width, height


def _add_slide_number(line: _Paragraph, language: str) -> None:
    field = OxmlElement("a:fld")
    field.set("id", "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}")
    field.set("type", "slidenum")
    properties = OxmlElement("a:rPr")
    properties.set("lang", language)
    properties.set("sz", "900")
    text = OxmlElement("a:t")
    text.text = "‹#›"
    field.append(properties)
    field.append(text)
    line._p.append(field)


def find_room(note: str) -> Length:
    """Return the height that a table may have above its note, or above the link that opens it."""
    return Emu(BELOW - max(measure_note(note), Inches(0.35)) - Inches(0.05) - TABLE_TOP)


def measure_note(text: str) -> Length:
    """Return the height that a note below a table takes."""
    lines = math.ceil(len(text) * LETTER * NOTE_SIZE / NOTE_WIDTH.pt)
    return Emu(int(Pt(1.25 * NOTE_SIZE) * lines)) if text else Emu(0)


def _dress_cell(cell: Any, *, is_head: bool, is_number: bool) -> _Paragraph:
    """Give a cell its ground and its room; return the line to write on."""
    cell.margin_top = cell.margin_bottom = Inches(0.03)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.fill.solid()
    cell.fill.fore_color.rgb = colour(looks.BRAND_SOFT if is_head else "#ffffff")
    line: _Paragraph = cell.text_frame.paragraphs[0]
    line.alignment = PP_ALIGN.RIGHT if is_number else PP_ALIGN.LEFT
    return line


def _shorten(text: str, most: int) -> str:
    """Return a text that leaves a row of a slide as high as was reckoned."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
