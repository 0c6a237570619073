"""For each format, how a file is cut into chunks and how a chunk is parsed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cordee.observatory.sources import (
    cordis,
    crossref,
    europepmc,
    europepmc_xml,
    hal,
    openalex,
    openalex_csv,
    openalex_snapshot,
    pubmed,
    scopus,
    table,
    wos,
    wos_split,
)
from cordee.observatory.sources.archive import split_archive
from cordee.observatory.sources.documents import Shape, split_document
from cordee.observatory.sources.lines import split_json, split_lines
from cordee.observatory.sources.pubmed_split import split_records
from cordee.observatory.sources.records import Chunk, Context, Parsed
from cordee.observatory.sources.rows import split_table, split_workbook
from cordee.observatory.sources.sniff import Format


Split = Callable[[Path, Iterable[bytes], Parsed, int], Iterator[Chunk]]
"""Path, plain contents, where faults go, bytes a chunk → chunks. A workbook ignores the contents,
because a zip's table of contents stands at its end."""

Parse = Callable[[Chunk, Context], Parsed]


@dataclass(frozen=True)
class Reader:
    """How one format is read; `source` is the word its works bear."""

    source: str
    split: Split
    parse: Parse


def _split_pubmed(
    path: Path,  # noqa: ARG001 -- every splitter is called alike
    blocks: Iterable[bytes],
    parsed: Parsed,
    size: int,
) -> Iterator[Chunk]:
    return split_records(blocks, parsed, size=size)


def _split_by(shape: Shape) -> Split:
    def split(path: Path, blocks: Iterable[bytes], parsed: Parsed, size: int) -> Iterator[Chunk]:
        return split_document(path, blocks, parsed, size, shape=shape)

    return split


READERS: dict[Format, Reader] = {
    Format.PUBMED: Reader("pubmed", _split_pubmed, pubmed.parse_chunk),
    Format.OPENALEX_LINES: Reader("openalex", split_json, openalex.parse_chunk),
    Format.OPENALEX_PAGE: Reader("openalex", split_json, openalex.parse_chunk),
    Format.OPENALEX_CSV: Reader("openalex", split_table, openalex_csv.parse_chunk),
    Format.OPENALEX_MANIFEST: Reader(
        "openalex", openalex_snapshot.split_manifest, openalex_snapshot.parse_nothing
    ),
    Format.OPENALEX_MERGES: Reader("openalex", split_table, openalex_snapshot.parse_merges),
    Format.HAL: Reader("hal", _split_by(hal.SHAPE), hal.parse_chunk),
    Format.HAL_CSV: Reader("hal", split_table, hal.parse_table_chunk),
    Format.CROSSREF: Reader("crossref", _split_by(crossref.SHAPE), crossref.parse_record_chunk),
    Format.CROSSREF_LINES: Reader("crossref", split_lines, crossref.parse_line_chunk),
    Format.CROSSREF_ARCHIVE: Reader("crossref", split_archive, crossref.parse_record_chunk),
    Format.EUROPEPMC: Reader("europepmc", _split_by(europepmc.SHAPE), europepmc.parse_chunk),
    Format.EUROPEPMC_XML: Reader(
        "europepmc", europepmc_xml.split_answer, europepmc_xml.parse_chunk
    ),
    Format.CORDIS_PROJECTS: Reader("cordis", split_table, cordis.parse_project_chunk),
    Format.CORDIS_ORGANISATIONS: Reader("cordis", split_table, cordis.parse_organisation_chunk),
    Format.CORDIS_SUBJECTS: Reader("cordis", split_table, cordis.parse_subject_chunk),
    Format.SCOPUS: Reader("scopus", split_table, scopus.parse_chunk),
    Format.WOS: Reader("wos", wos_split.split_records, wos.parse_chunk),
    Format.WOS_TABS: Reader("wos", wos_split.split_tabs, wos.parse_chunk),
    Format.TABLE: Reader("declared", split_table, table.parse_chunk),
    Format.WORKBOOK: Reader("declared", split_workbook, table.parse_chunk),
}
