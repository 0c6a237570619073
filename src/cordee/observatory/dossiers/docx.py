"""A dossier as a Word document to go on writing in: styles, real tables, captions, links."""

from __future__ import annotations

import io
from datetime import UTC, datetime

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from cordee.kernel.messages import N_
from cordee.kernel.progress import SILENT, Progress
from cordee.observatory.dossiers import docx_parts as parts
from cordee.observatory.dossiers.archives import settle
from cordee.observatory.dossiers.drawing import paint_all, writing
from cordee.observatory.dossiers.letters import clean_dossier
from cordee.observatory.dossiers.model import (
    Block,
    Chart,
    Dossier,
    KeyFigures,
    Kind,
    Paragraph,
    Table,
    WorldMap,
)
from cordee.observatory.dossiers.phrases import (
    AUTHOR,
    MOST_ROWS,
    Phrases,
    describe_source,
    get_phrases,
    make_address,
    number_terms,
    say,
    say_rest,
)
from cordee.observatory.dossiers.widths import weigh_columns
from cordee.observatory.dossiers.wording import describe_basis, write_cell


MOST_LARGE = 6
"""Columns of a table above which its type is small."""
LETTER = 0.53
"""Width of a letter of the typeface beside its height, as names have them."""


def write_docx(dossier: Dossier, base: str, progress: Progress = SILENT) -> bytes:
    """Return `dossier` as a Word document whose links begin with `base`.

    Headings, captions and tables are Word's own, so a reader can restyle, renumber and edit all.
    """
    dossier = clean_dossier(dossier)
    paintings = paint_all(dossier, progress, maps_only=False)
    with writing(progress):
        document = Document()
        _Writer(document, dossier, base, paintings).write()
        made = io.BytesIO()
        document.save(made)
        return settle(made.getvalue(), dossier.made_on)


class _Writer:
    """Writes one dossier into one Word document."""

    def __init__(
        self, document: WordDocument, dossier: Dossier, base: str, paintings: dict[str, bytes]
    ) -> None:
        self._document, self._dossier, self._base = document, dossier, base
        self._paintings, self._language = paintings, dossier.language
        self._words: Phrases = get_phrases(dossier.language)
        self._marks = number_terms(dossier)

    def write(self) -> None:
        parts.set_styles(self._document, parts.LANGUAGES[self._language])
        self._describe()
        self._write_cover()
        for number, section in enumerate(self._dossier.sections, start=1):
            self._add_heading(section.title, f"section-{number}")
            for block in section.blocks:
                self._write_block(block)
        self._write_end()

    def _describe(self) -> None:
        dossier, properties = self._dossier, self._document.core_properties
        day = datetime(*dossier.made_on.timetuple()[:3], tzinfo=UTC)
        properties.title, properties.subject = dossier.title, dossier.subtitle
        properties.author = properties.last_modified_by = AUTHOR
        properties.language = parts.LANGUAGES[self._language]
        properties.comments, properties.keywords, properties.revision = "", "", 1
        properties.created = properties.modified = day

    def _write_cover(self) -> None:
        dossier, document = self._dossier, self._document
        parts.set_running_lines(document.sections[0], dossier.title, describe_source(dossier))
        document.add_paragraph(dossier.title, style="Title")
        document.add_paragraph(dossier.subtitle, style="Subtitle")
        line = document.add_paragraph(
            say(N_("Made on {date}"), self._language, date=dossier.made_on)
        )
        address = make_address(self._base, dossier.address)
        if address:
            line.add_run(" · ")
            parts.add_link(line, address, self._words.open_dossier)
        document.add_paragraph(self._words.contents, style="TOC Heading")
        titles = [*(section.title for section in dossier.sections), *self._list_end_titles()]
        parts.add_contents(document, titles)

    def _list_end_titles(self) -> list[str]:
        dossier, words = self._dossier, self._words
        ends = (
            (words.cautions, dossier.cautions),
            (words.made_from, dossier.made_from),
            (words.definitions, dossier.terms),
        )
        return [title for title, content in ends if content]

    def _write_block(self, block: Block) -> None:
        if isinstance(block, Paragraph):
            self._document.add_paragraph(block.text)
        elif isinstance(block, KeyFigures):
            self._write_figures(block)
        elif isinstance(block, Table):
            self._write_table(block)
        else:
            self._write_picture(block)

    def _write_figures(self, block: KeyFigures) -> None:
        table = parts.add_table(
            self._document,
            (self._words.indicator, self._words.value, self._words.note),
            (0.38, 0.2, 0.42),
            (False, True, False),
        )
        for one in block.figures:
            cells = parts.add_row(table)
            self._fill(cells[0], one.label, one.definition)
            value = write_cell(one.value, one.kind, self._language)
            line = self._fill(cells[1], "" if one.link else value, number=True)
            if one.link:
                parts.add_link(line, make_address(self._base, one.link), value, bold=True)
            notes = (
                describe_basis(one, self._language),
                self._words.few if one.is_small else "",
                one.note,
            )
            self._fill(cells[2], ". ".join(note for note in notes if note))
        self._document.add_paragraph()

    def _write_table(self, table: Table) -> None:
        parts.add_caption(self._document, self._words.table, "Table", table.title)
        if not table.rows:
            self._document.add_paragraph(self._words.empty)
            return
        kinds = [column.kind for column in table.columns]
        headers = [column.label for column in table.columns]
        rows = [
            [write_cell(cell, kind, self._language) for cell, kind in zip(row, kinds, strict=True)]
            for row in table.rows[:MOST_ROWS]
        ]
        numbers = [place > 0 and kind != Kind.TEXT for place, kind in enumerate(kinds)]
        style = parts.SMALL_CELL if len(headers) > MOST_LARGE else parts.CELL
        room = parts.TEXT_WIDTH.pt / (LETTER * parts.CELL_SIZES[style])
        widths = weigh_columns(headers, rows, numbers, room)
        made = parts.add_table(self._document, headers, widths, numbers, style)
        for number, row in enumerate(rows):
            link = table.links[number] if number < len(table.links) else ""
            cells = parts.add_row(made)
            for place, text in enumerate(row):
                if link and place == 0:
                    address = make_address(self._base, link)
                    parts.add_link(self._fill(cells[place], ""), address, text)
                else:
                    self._fill(cells[place], text, number=numbers[place])
        note = " ".join(part for part in (table.note, say_rest(table, self._language)) if part)
        self._write_below(note, table.definition, table.link, self._words.open_table)

    def _write_picture(self, block: Chart | WorldMap) -> None:
        parts.add_caption(self._document, self._words.figure, "Figure", block.title)
        picture = self._document.add_picture(
            io.BytesIO(self._paintings[block.name]), width=parts.TEXT_WIDTH
        )
        parts.describe_picture(picture, block.title, block.description)
        note = block.note if isinstance(block, Chart) else ""
        self._write_below(note, block.definition, block.link, self._words.open_figure)

    def _write_below(self, note: str, definition: str, path: str, opens: str) -> None:
        line = self._document.add_paragraph(note, style="Note")
        mark = self._marks.get(definition)
        if mark:
            line.add_run(" · " if note else "")
            parts.add_inner_link(line, f"definition-{mark}", f"{self._words.definition} {mark}")
        if path:
            line.add_run(" · " if note or mark else "")
            parts.add_link(line, make_address(self._base, path), opens)

    def _fill(
        self, cell: _Cell, text: str, definition: str = "", *, number: bool = False
    ) -> WordParagraph:
        """Write into a cell; numbers stand to the right, a definition has its mark."""
        line = cell.paragraphs[0]
        line.add_run(text)
        if number:
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        mark = self._marks.get(definition)
        if mark:
            parts.add_inner_link(line, f"definition-{mark}", str(mark), raised=True)
        return line

    def _add_heading(self, text: str, bookmark: str) -> None:
        parts.add_bookmark(self._document.add_heading(text, level=1), bookmark)

    def _write_end(self) -> None:
        dossier, words = self._dossier, self._words
        first = len(dossier.sections) + 1
        colon = "\u202f: " if self._language == "fr" else ": "
        for number, title in enumerate(self._list_end_titles(), start=first):
            self._add_heading(title, f"section-{number}")
            if title == words.cautions:
                for caution in dossier.cautions:
                    self._document.add_paragraph(caution, style="List Bullet")
            elif title == words.definitions:
                self._write_terms(colon)
            else:
                for name, value in dossier.made_from:
                    line = self._document.add_paragraph()
                    line.add_run(f"{name}{colon}").bold = True
                    line.add_run(value)

    def _write_terms(self, colon: str) -> None:
        words = self._words
        for number, term in enumerate(self._dossier.terms, start=1):
            heading = self._document.add_heading(f"{number}. {term.label}", level=2)
            parts.add_bookmark(heading, f"definition-{number}")
            self._document.add_paragraph(term.definition)
            below = f"{words.formula}{colon}{term.formula}\n{words.source}{colon}{term.source}"
            self._document.add_paragraph(below, style="Note")
