"""A dossier as a presentation: a slide a figure, charts and tables to edit, notes with definitions."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from pptx import Presentation
from pptx.slide import Slide

from cordee.kernel.messages import N_
from cordee.kernel.numbers import NARROW_SPACE, write_count
from cordee.kernel.progress import SILENT, Progress
from cordee.observatory.dossiers import pptx_parts as parts
from cordee.observatory.dossiers.archives import settle
from cordee.observatory.dossiers.drawing import paint_all, writing
from cordee.observatory.dossiers.letters import clean_dossier
from cordee.observatory.dossiers.model import (
    Block,
    Chart,
    Dossier,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Section,
    Table,
    WorldMap,
)
from cordee.observatory.dossiers.phrases import (
    AUTHOR,
    describe_source,
    get_phrases,
    make_address,
    say,
)
from cordee.observatory.dossiers.pptx_charts import add_chart
from cordee.observatory.dossiers.wording import describe_basis, write_cell


LANGUAGES = {"en": "en-GB", "fr": "fr-FR"}
MOST_ROWS = 12
MOST_COLUMNS = 7
"""What can be read from the back of a room; the Excel file has the rest."""
CARDS = 6
LONGEST_LEAD = 240
"""Two lines above a figure; a longer text has a slide of its own."""
TERMS = 4
CAUTIONS = 8


def write_pptx(dossier: Dossier, base: str, progress: Progress = SILENT) -> bytes:
    """Return `dossier` as a presentation whose links begin with `base`.

    Charts hold their figures and are edited in PowerPoint; the map, which PowerPoint cannot draw from
    figures everywhere, is a picture. The notes of a slide have its definition, source and address.
    """
    dossier = clean_dossier(dossier)
    paintings = paint_all(dossier, progress, maps_only=True)
    with writing(progress):
        presentation = Presentation()
        deck = parts.Deck(presentation, LANGUAGES[dossier.language])
        _Writer(deck, dossier, base, paintings).write()
        _describe(presentation, dossier)
        made = io.BytesIO()
        presentation.save(made)
        return settle(made.getvalue(), dossier.made_on)


def _describe(presentation: Any, dossier: Dossier) -> None:
    properties = presentation.core_properties
    properties.title, properties.subject = dossier.title, dossier.subtitle
    properties.author = properties.last_modified_by = AUTHOR
    properties.language = LANGUAGES[dossier.language]
    properties.comments, properties.keywords, properties.revision = "", "", 1
    day = datetime(*dossier.made_on.timetuple()[:3], tzinfo=UTC)
    properties.created = properties.modified = day


class _Writer:
    """Writes one dossier into one presentation."""

    def __init__(
        self, deck: parts.Deck, dossier: Dossier, base: str, paintings: dict[str, bytes]
    ) -> None:
        self._deck, self._dossier, self._base = deck, dossier, base
        self._paintings, self._language = paintings, dossier.language
        self._words = get_phrases(dossier.language)
        self._colon = f"{NARROW_SPACE}: " if dossier.language == "fr" else ": "
        self._terms = {term.code: term for term in dossier.terms}

    def write(self) -> None:
        dossier, words = self._dossier, self._words
        made_on = say(N_("Made on {date}"), self._language, date=dossier.made_on)
        address = make_address(self._base, dossier.address)
        slide = self._deck.add_cover(
            dossier.title, dossier.subtitle, made_on, (address, words.open_dossier)
        )
        parts.write_notes(slide, self._join_source(""))
        for section in dossier.sections:
            self._write_section(section)
        self._write_end()

    def _write_section(self, section: Section) -> None:
        texts = [block.text for block in section.blocks if isinstance(block, Paragraph)]
        figures = [block for block in section.blocks if not isinstance(block, Paragraph)]
        lead = " ".join(texts)
        if lead and (len(lead) > LONGEST_LEAD or not figures):
            slide = self._deck.add_slide(section.title, describe_source(self._dossier))
            self._deck.add_lines(slide, texts)
            lead = ""
        for block in figures:
            self._write_block(section.title, lead, block)
            lead = ""

    def _write_block(self, title: str, lead: str, block: Block) -> None:
        if isinstance(block, KeyFigures):
            cards = iter(block.figures)
            while group := list(islice(cards, CARDS)):
                self._write_cards(title, lead, group)
                lead = ""
        elif isinstance(block, Table | Chart | WorldMap):
            opens = self._words.open_table if isinstance(block, Table) else self._words.open_figure
            slide = self._start(title, block.title, lead, (block.link, opens))
            note = ""
            if isinstance(block, Table):
                note = self._write_table(slide, block)
            elif isinstance(block, Chart):
                note = block.note
                add_chart(slide, block)
            else:
                self._deck.add_picture(slide, self._paintings[block.name], block.description)
            self._write_notes(slide, [block.definition], note, block.link)

    def _start(self, title: str, subtitle: str, lead: str, opening: parts.Linked) -> Slide:
        whole = title if subtitle in {"", title} else f"{title}{self._colon}{subtitle}"
        slide = self._deck.add_slide(whole, describe_source(self._dossier))
        self._deck.add_lead(slide, lead)
        self._deck.add_opening(slide, make_address(self._base, opening[0]), opening[1])
        return slide

    def _write_cards(self, title: str, lead: str, figures: Sequence[KeyFigure]) -> None:
        slide = self._start(title, "", lead, ("", ""))
        for place, one in enumerate(figures):
            details = (
                describe_basis(one, self._language),
                self._words.few if one.is_small else "",
                one.note,
            )
            self._deck.add_card(
                slide,
                place,
                one.label,
                (
                    write_cell(one.value, one.kind, self._language),
                    make_address(self._base, one.link),
                ),
                "\n".join(detail for detail in details if detail),
            )
        self._write_notes(slide, [one.definition for one in figures], "", "")

    def _write_table(self, slide: Slide, table: Table) -> str:
        """Write the first rows and columns; return what to say of the table in the notes."""
        columns = table.columns[:MOST_COLUMNS]
        rows = [
            [
                (
                    write_cell(cell, column.kind, self._language),
                    self._find_link(table, number, place),
                )
                for place, (cell, column) in enumerate(zip(row, columns, strict=False))
            ]
            for number, row in enumerate(table.rows[:MOST_ROWS])
        ]
        shown = len(rows)
        if rows:
            # Room is left for the longest note there may be, so that no row stands on it.
            room = parts.find_room(self._say_note(table, len(table.rows) - 1))
            shown = self._deck.add_table(slide, columns, rows, table.title, room)
        else:
            self._deck.add_lines(slide, [self._words.empty])
        said = self._say_note(table, shown)
        self._deck.add_note(slide, said)
        return said

    def _say_note(self, table: Table, shown: int) -> str:
        """Return what to say below a table of which `shown` rows stand on the slide."""
        rest = ""
        if shown < len(table.rows) or len(table.columns) > MOST_COLUMNS:
            rest = say(
                N_(
                    "{shown} of the {count} rows that this dossier lists; its Excel file has all of these."
                ),
                self._language,
                shown=write_count(shown, self._language),
                count=write_count(len(table.rows), self._language),
            )
        return " ".join(part for part in (table.note, rest) if part)

    def _find_link(self, table: Table, number: int, place: int) -> str:
        if place or number >= len(table.links):
            return ""
        return make_address(self._base, table.links[number])

    def _write_notes(self, slide: Slide, codes: Sequence[str], note: str, path: str) -> None:
        lines = [note] if note else []
        for code in dict.fromkeys(codes):
            term = self._terms.get(code)
            if term:
                lines.append(f"{term.label}{self._colon}{term.definition}")
                lines.append(f"{self._words.formula}{self._colon}{term.formula}")
                lines.append(f"{self._words.source}{self._colon}{term.source}")
        lines.append(self._join_source(path))
        parts.write_notes(slide, "\n".join(lines))

    def _join_source(self, path: str) -> str:
        address = make_address(self._base, path or self._dossier.address)
        return f"{describe_source(self._dossier)}\n{address}".strip()

    def _write_end(self) -> None:
        dossier, words = self._dossier, self._words
        definitions = [
            f"{number}. {term.label}{self._colon}{term.definition}"
            for number, term in enumerate(dossier.terms, start=1)
        ]
        made_from = [f"{name}{self._colon}{value}" for name, value in dossier.made_from]
        for title, lines, most in (
            (words.cautions, dossier.cautions, CAUTIONS),
            (words.definitions, definitions, TERMS),
            (words.made_from, made_from, CAUTIONS),
        ):
            for group in _part(lines, most):
                slide = self._deck.add_slide(title, describe_source(dossier))
                self._deck.add_lines(slide, group)


def _part(lines: Sequence[str], most: int) -> Iterator[Sequence[str]]:
    for first in range(0, len(lines), most):
        yield lines[first : first + most]
