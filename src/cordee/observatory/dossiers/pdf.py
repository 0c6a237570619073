"""A dossier as PDF/UA-1: an accessible document to print, typeset by Typst.

Typst checks itself that what it writes follows PDF/UA-1 (tags, languages, alternative texts, headers
of tables), and refuses otherwise.
"""

from __future__ import annotations

import json
import re
from itertools import count, takewhile
from typing import Any

import typst

from cordee.kernel.messages import N_
from cordee.kernel.numbers import NARROW_SPACE
from cordee.kernel.progress import SILENT, Progress
from cordee.observatory.dossiers import looks
from cordee.observatory.dossiers.drawing import draw_all, writing
from cordee.observatory.dossiers.letters import clean_dossier
from cordee.observatory.dossiers.model import (
    Block,
    Chart,
    Dossier,
    KeyFigure,
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


REGIONS = {"en": "GB", "fr": "FR"}
ON_COVER = 9
"""Key figures on the cover: three rows of cards leave room for the contents. More stay in their section."""
TEXT_WIDTH, LYING_WIDTH = 476.0, 723.0
"""Points between the margins of the page, upright and lying."""
LARGE, SMALL, MOST_LARGE, MOST_UPRIGHT = 8.5, 7.5, 7, 9
"""Points of the type of tables; columns above which it is small, and the page lies."""
LETTER = 0.48
"""Width of a letter of the typeface beside its height, as names have them."""
MISSING_GLYPH = "▯"
"""Stands for a character that no font at hand has (Libertinus, which Typst brings, has this one)."""

_MISSING = re.compile(r'the text `"(.*?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


def write_pdf(dossier: Dossier, base: str, progress: Progress = SILENT) -> bytes:
    """Return `dossier` as a PDF/UA-1 document whose links begin with `base`.

    The same dossier gives the same bytes. Characters that neither the fonts of the package nor those
    of the machine have are printed as a hollow box.
    """
    dossier = clean_dossier(dossier)
    pictures = draw_all(dossier, progress)
    with writing(progress):
        return _compile(json.dumps(_present(dossier, base, pictures), ensure_ascii=False))


def _compile(text: str) -> bytes:
    # The fonts of the machine are looked into only when a name needs a letter that ours lack, so that
    # other dossiers are the same everywhere.
    try:
        return _typeset(text, own_fonts_only=True)
    except typst.TypstError as error:
        if not _MISSING.search(str(error)):
            raise
    try:
        return _typeset(text, own_fonts_only=False)
    except typst.TypstError as error:
        missing = _find_missing(error.diagnostic)
        if not missing:
            raise
    boxed = text.translate({ord(letter): MISSING_GLYPH for letter in missing})
    return _typeset(boxed, own_fonts_only=False)


def _find_missing(diagnostic: str) -> set[str]:
    """Return the letters that Typst found no font for; those without a form it writes by number."""
    found = "".join(_MISSING.findall(diagnostic))
    return set(_ESCAPED.sub(lambda one: chr(int(one[1], 16)), found))


def _typeset(text: str, *, own_fonts_only: bool) -> bytes:
    return typst.compile(
        str(looks.get_template()),
        format="pdf",
        font_paths=[str(looks.get_font_folder())],
        ignore_system_fonts=own_fonts_only,
        pdf_standards=["ua-1"],
        sys_inputs={"dossier": text},
    )


def _present(dossier: Dossier, base: str, pictures: dict[str, str]) -> dict[str, Any]:
    """Return everything the template prints, with numbers as texts."""
    language, marks = dossier.language, number_terms(dossier)
    words = get_phrases(language)
    cover = _find_cover(dossier)
    places = _place_pictures(dossier, cover)
    presenter = _Presenter(language, base, marks, words, pictures, places)
    return {
        "title": dossier.title,
        "subtitle": dossier.subtitle,
        "author": AUTHOR,
        "language": language,
        "region": REGIONS[language],
        "date": [dossier.made_on.year, dossier.made_on.month, dossier.made_on.day],
        "made_on": say(N_("Made on {date}"), language, date=dossier.made_on),
        "address": make_address(base, dossier.address),
        "source": describe_source(dossier),
        "colon": f"{NARROW_SPACE}: " if language == "fr" else ": ",
        "words": {
            **{name: getattr(words, name) for name in Phrases.__slots__},
            "page": say(N_("page {page} of {pages}"), language, page="{page}", pages="{pages}"),
        },
        "look": {
            "font": looks.FONT,
            "ink": looks.INK,
            "soft": looks.INK_SOFT,
            "muted": looks.INK_MUTED,
            "line": looks.LINE,
            "brand": looks.BRAND,
            "pale": looks.BRAND_SOFT,
            "accent": looks.ACCENT,
        },
        "cover": [presenter.present_block(block) for block in cover],
        "sections": [
            {
                "title": section.title,
                "blocks": [
                    presenter.present_block(block) for block in section.blocks if block not in cover
                ],
            }
            for section in dossier.sections
            if any(block not in cover for block in section.blocks)
        ],
        "cautions": list(dossier.cautions),
        "terms": [
            {
                "label": term.label,
                "definition": term.definition,
                "formula": term.formula,
                "source": term.source,
            }
            for term in dossier.terms
        ],
        "made_from": [list(pair) for pair in dossier.made_from],
    }


def _find_cover(dossier: Dossier) -> tuple[Block, ...]:
    """Return the blocks that stand on the cover: how the first section begins, when it is in figures."""
    first = dossier.sections[0].blocks if dossier.sections else ()
    found = tuple(takewhile(lambda block: isinstance(block, Paragraph | KeyFigures), first))
    figures = sum(len(block.figures) for block in found if isinstance(block, KeyFigures))
    return found if 0 < figures <= ON_COVER else ()


def _place_pictures(dossier: Dossier, cover: tuple[Block, ...]) -> dict[str, str]:
    """Return how the pictures stand that may go over to the next page alone: the first and a map.

    The first "floats": below a cover in figures it begins in the lower half of a page, and then Typst
    by itself puts it at the foot of that page or at the head of the next. A map "moves", judged by the
    room where it stands. That shifts all that follows, and Typst, which settles such questions in a
    few rounds, would leave contents with wrong pages if many did.
    """
    blocks = [block for section in dossier.sections for block in section.blocks]
    first = next((one.name for one in blocks if isinstance(one, Chart | WorldMap)), "")
    drawn = next((one.name for one in blocks if isinstance(one, WorldMap)), "")
    return {drawn: "moves"} | ({first: "floats"} if cover else {})


class _Presenter:
    """Blocks as the template prints them."""

    def __init__(
        self,
        language: str,
        base: str,
        marks: dict[str, int],
        words: Phrases,
        pictures: dict[str, str],
        places: dict[str, str],
    ) -> None:
        self._language, self._base, self._marks = language, base, marks
        self._words, self._pictures = words, pictures
        self._places = places
        # Counted here: pictures that move would make Typst count them in one round more.
        self._figure_numbers, self._table_numbers = count(1), count(1)

    def present_block(self, block: Block) -> dict[str, Any]:
        if isinstance(block, Paragraph):
            return {"block": "paragraph", "text": block.text}
        if isinstance(block, KeyFigures):
            figures = [self.present_figure(one) for one in block.figures]
            return {"block": "figures", "figures": figures}
        if isinstance(block, Table):
            return self._present_table(block)
        return self._present_picture(block)

    def present_figure(self, figure: KeyFigure) -> dict[str, Any]:
        details = [
            describe_basis(figure, self._language),
            self._words.few if figure.is_small else "",
            figure.note,
        ]
        return {
            "label": figure.label,
            "value": write_cell(figure.value, figure.kind, self._language),
            "definition": self._marks.get(figure.definition),
            "link": make_address(self._base, figure.link),
            "details": [one for one in details if one],
        }

    def _present_picture(self, block: Chart | WorldMap) -> dict[str, Any]:
        return {
            "block": "picture",
            "title": block.title,
            "svg": self._pictures[block.name],
            "description": block.description,
            "definition": self._marks.get(block.definition),
            "link": make_address(self._base, block.link),
            "note": block.note if isinstance(block, Chart) else "",
            "place": self._places.get(block.name, ""),
            "number": next(self._figure_numbers),
        }

    def _present_table(self, table: Table) -> dict[str, Any]:
        kinds = [column.kind for column in table.columns]
        rows = [
            [write_cell(cell, kind, self._language) for cell, kind in zip(row, kinds, strict=True)]
            for row in table.rows[:MOST_ROWS]
        ]
        headers = [column.label for column in table.columns]
        numbers = [place > 0 and kind != Kind.TEXT for place, kind in enumerate(kinds)]
        lies = len(headers) > MOST_UPRIGHT
        size = SMALL if len(headers) > MOST_LARGE else LARGE
        width = LYING_WIDTH if lies else TEXT_WIDTH
        widths = weigh_columns(headers, rows, numbers, width / (LETTER * size))
        return {
            "block": "table",
            "title": table.title,
            "number": next(self._table_numbers) if rows else None,
            "size": size,
            "lies": lies,
            "columns": [
                {
                    "label": column.label,
                    "number": column.kind != Kind.TEXT,
                    "weight": width,
                }
                for column, width in zip(table.columns, widths, strict=True)
            ],
            "rows": rows,
            "links": [make_address(self._base, one) for one in table.links[:MOST_ROWS]],
            "definition": self._marks.get(table.definition),
            "link": make_address(self._base, table.link),
            "note": " ".join(
                part for part in (table.note, say_rest(table, self._language)) if part
            ),
        }
