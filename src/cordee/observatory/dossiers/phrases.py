"""The words that documents add to a dossier, and what several of them print alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from urllib.parse import urlsplit

from cordee.kernel.errors import UsageError
from cordee.kernel.messages import N_, Sentence, translate
from cordee.kernel.numbers import NARROW_SPACE, write_count
from cordee.observatory.dossiers.model import Block, Dossier, Section, Table


AUTHOR = "Cordée"
"""The author of each document: no name of a person or a machine goes into one."""

MOST_ROWS = 100
"""Rows of a table on paper: three pages. The Excel file and the page have all of them."""

LONGEST_BASE = 200
"""An address of a server with its folder is far shorter."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """Words of a document, each in the dossier's language (`get_phrases`)."""

    contents: str = N_("Contents")
    key_figures: str = N_("Key figures")
    figure: str = N_("Figure")
    table: str = N_("Table")
    definition: str = N_("Definition")
    definitions: str = N_("Definitions")
    formula: str = N_("Formula")
    source: str = N_("Source")
    cautions: str = N_("To bear in mind")
    made_from: str = N_("What this was made from")
    open_figure: str = N_("Open this figure")
    open_table: str = N_("Open this table")
    open_dossier: str = N_("Open this dossier on line")
    few: str = N_("rests on few works")
    empty: str = N_("Nothing to list.")
    section: str = N_("Section")
    value: str = N_("Value")
    numerator: str = N_("Works")
    denominator: str = N_("Of")
    low: str = N_("Low (95%)")
    high: str = N_("High (95%)")
    note: str = N_("Note")
    link: str = N_("Link")
    open: str = N_("Open")
    country: str = N_("Country")
    code: str = N_("Code")
    place: str = N_("Place")
    latitude: str = N_("Latitude")
    longitude: str = N_("Longitude")
    category: str = N_("Category")
    indicator: str = N_("Indicator")


def get_phrases(language: str) -> Phrases:
    """Return the words of documents in `language`."""
    return Phrases(**{one.name: translate(str(one.default), language) for one in fields(Phrases)})


def say(text: str, language: str, **values: object) -> str:
    """Return a sentence marked for translation in `language` with its values."""
    return Sentence(text, values).to_text(language)


def say_rest(table: Table, language: str) -> str:
    """Return how many rows paper leaves to the Excel file; empty when it has them all."""
    if len(table.rows) <= MOST_ROWS:
        return ""
    return say(
        N_("The first {shown} of {count} rows; the Excel file has all of them."),
        language,
        shown=write_count(MOST_ROWS, language),
        count=write_count(len(table.rows), language),
    )


def check_base(base: str) -> str:
    """Return the address that links of a document begin with, without its last slash.

    Raises `UsageError` when it is not the address of a web server.
    """
    parts = urlsplit(base) if len(base) <= LONGEST_BASE else None
    if (
        parts is None
        or parts.scheme not in {"http", "https"}
        or not parts.hostname
        or parts.query
        or parts.fragment
        or any(character.isspace() or not character.isprintable() for character in base)
    ):
        raise UsageError(
            N_(
                "“{base}” is not an address that links can lead to. Give the address of the pages, such "
                "as https://cordee.example.org."
            ),
            base=base[:80],
        )
    return base.rstrip("/")


def make_address(base: str, path: str) -> str:
    """Return the whole address of `path`; empty when there is none."""
    return f"{base}{path}" if path else ""


def number_terms(dossier: Dossier) -> dict[str, int]:
    """Return the number of each definition, as marks beside figures give it."""
    return {term.code: number for number, term in enumerate(dossier.terms, start=1)}


def walk_blocks(dossier: Dossier) -> Iterator[tuple[Section, Block]]:
    """Yield each block with its section, in reading order."""
    for section in dossier.sections:
        for block in section.blocks:
            yield section, block


def describe_source(dossier: Dossier) -> str:
    """Return in one line what every figure of a dossier comes from, and when it was made."""
    colon = f"{NARROW_SPACE}: " if dossier.language == "fr" else ": "
    comma = f"{NARROW_SPACE}; " if dossier.language == "fr" else "; "
    made_from = comma.join(f"{name}{colon}{value}" for name, value in dossier.made_from)
    made_on = say(N_("made on {date}"), dossier.language, date=dossier.made_on)
    return comma.join(part for part in (made_from, made_on) if part)
