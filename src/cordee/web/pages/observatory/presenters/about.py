"""The page about the figures: definitions, sources, coverage, licences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from cordee.reference.provenance import Source
from cordee.web.lakes import Holdings
from cordee.web.pages.observatory.presenters.definitions import Definition, present_definitions
from cordee.web.pages.observatory.presenters.welcome import Fact, present_facts
from cordee.web.wording import format_date, get_reader_language


VENDORED = Path(__file__).parents[3] / "static" / "vendor" / "LICENCES.md"
"""The list `tools/vendor.py` writes; read here so that page and files cannot disagree."""


@dataclass(frozen=True)
class SourceBlock:
    name: str
    version: str
    date: str
    source: str
    licence: str
    attribution: str
    gaps: str


@dataclass(frozen=True)
class VendoredFile:
    name: str
    version: str
    licence: str
    home: str


@dataclass(frozen=True)
class AboutPage:
    definitions: tuple[Definition, ...]
    facts: tuple[Fact, ...]
    sources: tuple[SourceBlock, ...]
    vendored: tuple[VendoredFile, ...]


def present_about(sources: Sequence[Source], facts: Holdings) -> AboutPage:
    return AboutPage(
        definitions=present_definitions(),
        facts=present_facts(facts),
        sources=tuple(_present_source(one) for one in sources),
        vendored=list_vendored(),
    )


def _present_source(one: Source) -> SourceBlock:
    told = one.tell(get_reader_language())
    return SourceBlock(
        name=told.name,
        version=one.version,
        date=_write_day(one.date),
        source=told.source,
        licence=told.licence,
        attribution=told.attribution,
        gaps=told.gaps,
    )


def _write_day(day: str) -> str:
    # Some sources give the year alone.
    return format_date(date.fromisoformat(day)) if "-" in day else day


@cache
def list_vendored() -> tuple[VendoredFile, ...]:
    """Return the outside files the pages serve, as their licence list says."""
    lines = VENDORED.read_text(encoding="utf-8").splitlines()
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in lines if line[:1] == "|"
    ]
    return tuple(
        VendoredFile(name, version, re.sub(r"^\[|\]\(.*$", "", licence), home.strip("<>"))
        for name, version, licence, _why, home in rows[2:]
    )
