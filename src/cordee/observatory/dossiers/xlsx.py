"""A dossier as an Excel workbook: tables to filter, numbers to reckon with, charts that follow them."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import datetime

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from cordee.kernel.messages import N_
from cordee.kernel.progress import SILENT, Progress
from cordee.observatory.dossiers.drawing import paint_all, writing
from cordee.observatory.dossiers.letters import clean_dossier
from cordee.observatory.dossiers.model import (
    Chart,
    Dossier,
    Kind,
    Table,
    WorldMap,
)
from cordee.observatory.dossiers.phrases import (
    AUTHOR,
    Phrases,
    get_phrases,
    make_address,
    say,
    walk_blocks,
)
from cordee.observatory.dossiers.rows import (
    head_key_figures,
    head_map,
    list_key_figures,
    list_map,
    list_map_kinds,
    list_points,
    list_rows,
)
from cordee.observatory.dossiers.xlsx_charts import add_chart
from cordee.observatory.dossiers.xlsx_sheets import HEAD, LONGEST_CELL, OPTIONS, Sheets


CHART_ROOM = 15
"""Rows that a chart covers, above its table."""


def write_xlsx(dossier: Dossier, base: str, progress: Progress = SILENT) -> bytes:
    """Return `dossier` as a workbook: a cover, key figures, a sheet a table or chart, definitions.

    Numbers are numbers with a format of their kind, texts are never formulas, every sheet has its
    source, its note and the address that opens it.
    """
    dossier = clean_dossier(dossier)
    paintings = paint_all(dossier, progress, maps_only=True)
    with writing(progress):
        made = io.BytesIO()
        workbook = xlsxwriter.Workbook(made, OPTIONS)
        day = datetime(*dossier.made_on.timetuple()[:3])  # noqa: DTZ001 -- a day, no hour
        workbook.set_properties(
            {
                "title": dossier.title,
                "subject": dossier.subtitle,
                "author": AUTHOR,
                "company": "",
                "created": day,
            }
        )
        _Writer(workbook, dossier, base, paintings).write()
        workbook.close()
        return made.getvalue()


class _Writer:
    """Writes one dossier into one workbook."""

    def __init__(
        self,
        workbook: xlsxwriter.Workbook,
        dossier: Dossier,
        base: str,
        paintings: dict[str, bytes],
    ) -> None:
        self._workbook, self._dossier, self._base = workbook, dossier, base
        self._paintings = paintings
        self._words: Phrases = get_phrases(dossier.language)
        self._sheets = Sheets(workbook, dossier, base, self._words)

    def write(self) -> None:
        cover = self._sheets.add_sheet(self._words.contents)
        entries = [self._write_key_figures()]
        for section, block in walk_blocks(self._dossier):
            if isinstance(block, Table):
                entries.append((section.title, block.title, self._write_table(block)))
            elif isinstance(block, Chart):
                entries.append((section.title, block.title, self._write_chart(block)))
            elif isinstance(block, WorldMap):
                entries.append((section.title, block.title, self._write_map(block)))
        entries.append(self._write_definitions())
        self._write_cover(cover, entries)

    def _write_cover(self, sheet: Worksheet, entries: Iterable[tuple[str, str, str]]) -> None:
        dossier = self._dossier
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 1, 70)
        sheet.write_string(0, 0, dossier.title[:LONGEST_CELL], self._sheets.title)
        sheet.write_string(1, 0, dossier.subtitle[:LONGEST_CELL])
        made_on = say(N_("Made on {date}"), dossier.language, date=dossier.made_on)
        sheet.write_string(2, 0, made_on)
        self._sheets.write_address(
            sheet, 3, 0, make_address(self._base, dossier.address), self._words.open_dossier
        )
        row = 5
        for section, title, name in entries:
            sheet.write_string(row, 0, section, self._sheets.wrapped)
            sheet.write_url(
                row,
                1,
                f"internal:'{name.replace(chr(39), chr(39) * 2)}'!A1",
                self._sheets.link,
                title,
            )
            row += 1
        for label, texts in (
            (self._words.cautions, [("", one) for one in dossier.cautions]),
            (self._words.made_from, list(dossier.made_from)),
        ):
            if not texts:
                continue
            row += 1
            sheet.write_string(row, 0, label, self._sheets.head)
            for name, text in texts:
                row += 1
                sheet.write_string(row, 0, name[:LONGEST_CELL], self._sheets.strong)
                sheet.write_string(row, 1, text[:LONGEST_CELL], self._sheets.wrapped)
            row += 1

    def _write_key_figures(self) -> tuple[str, str, str]:
        title = self._words.key_figures
        sheet = self._sheets.add_sheet(title)
        found = list(list_key_figures(self._dossier, self._base, self._words))
        parts = (Kind.COUNT, Kind.COUNT, Kind.SHARE, Kind.SHARE, Kind.TEXT, Kind.TEXT, Kind.TEXT)
        kinds = [(Kind.TEXT, Kind.TEXT, kind, *parts) for kind, _ in found]
        self._sheets.head_sheet(sheet, title, "", ("", ""))
        rows = [row for _, row in found]
        self._sheets.write_rows(sheet, HEAD, head_key_figures(self._words), rows, kinds)
        return "", title, sheet.get_name()

    def _write_table(self, table: Table) -> str:
        sheet = self._sheets.add_sheet(table.title)
        opening = (table.link, self._words.open_table)
        self._sheets.head_sheet(sheet, table.title, table.note, opening)
        self._sheets.say_definition(sheet, table.definition)
        headers = [*(column.label for column in table.columns), self._words.link]
        kinds = (*(column.kind for column in table.columns), Kind.TEXT)
        rows = list(list_rows(table, self._base))
        self._sheets.write_rows(sheet, HEAD, headers, rows, [kinds] * len(rows))
        return str(sheet.get_name())

    def _write_chart(self, chart: Chart) -> str:
        sheet = self._sheets.add_sheet(chart.title)
        opening = (chart.link, self._words.open_figure)
        self._sheets.head_sheet(sheet, chart.title, chart.note, opening)
        self._sheets.say_definition(sheet, chart.definition)
        first = HEAD + CHART_ROOM + 2
        headers = [self._words.category, *(series.name for series in chart.series)]
        kinds = (Kind.TEXT, *(chart.kind for _ in chart.series))
        rows = list(list_points(chart))
        self._sheets.write_rows(sheet, first, headers, rows, [kinds] * len(rows), frozen=False)
        if rows and chart.series:
            sheet.insert_chart(
                HEAD,
                0,
                add_chart(self._workbook, chart, str(sheet.get_name()), first),
                {"description": chart.description, "object_position": 2},
            )
        return str(sheet.get_name())

    def _write_map(self, world_map: WorldMap) -> str:
        sheet = self._sheets.add_sheet(world_map.title)
        opening = (world_map.link, self._words.open_figure)
        self._sheets.head_sheet(sheet, world_map.title, "", opening)
        self._sheets.say_definition(sheet, world_map.definition)
        headers = head_map(world_map, self._words, self._words.value)
        rows, kinds = list(list_map(world_map, self._base)), list_map_kinds(world_map)
        self._sheets.write_rows(sheet, HEAD, headers, rows, [kinds] * len(rows))
        sheet.insert_image(
            HEAD,
            len(headers) + 1,
            f"{world_map.name}.png",
            {
                "image_data": io.BytesIO(self._paintings[world_map.name]),
                "description": world_map.description,
                "x_scale": 0.4,
                "y_scale": 0.4,
            },
        )
        return str(sheet.get_name())

    def _write_definitions(self) -> tuple[str, str, str]:
        words = self._words
        sheet = self._sheets.add_sheet(words.definitions)
        self._sheets.head_sheet(sheet, words.definitions, "", ("", ""))
        headers = (words.code, words.indicator, words.definition, words.formula, words.source)
        rows = [
            (one.code, one.label, one.definition, one.formula, one.source)
            for one in self._dossier.terms
        ]
        self._sheets.write_rows(
            sheet, HEAD, headers, rows, [(Kind.TEXT,) * len(headers)] * len(rows)
        )
        return "", words.definitions, str(sheet.get_name())
