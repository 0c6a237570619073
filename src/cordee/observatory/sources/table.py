"""Plain tables of declared collaborations: one row, one collaboration a team declares."""

from __future__ import annotations

import re

import orjson

from cordee.kernel.errors import SourceError
from cordee.kernel.faults import Severity
from cordee.kernel.identifiers import hash_key, parse_ror
from cordee.kernel.messages import N_
from cordee.observatory.sources.records import Chunk, Context, Parsed, fold_blanks
from cordee.observatory.sources.rows import ROW
from cordee.reference.countries import find_code, name_of


SOURCE = "declared"

_BRACKETS = re.compile(r"[\[\]()]")
_YEAR = re.compile(r"(?<!\d)(\d{4,5})(?!\d)")


def parse_chunk(chunk: Chunk, context: Context) -> Parsed:
    """Return the declared collaborations of the rows in `chunk`."""
    if context.column_map is None:
        raise SourceError(
            N_(
                "{file} is a table, and nothing says which column holds the partner. Give a column "
                "map, for example partner=Organisme,country=Pays."
            ),
            file=context.file,
        )
    parsed = Parsed(context)
    columns = context.column_map.to_dict()
    for line in chunk.data.splitlines():
        row = orjson.loads(line)
        parsed.records += 1
        _keep_row(
            {name: _get_cell(row, column) for name, column in columns.items()}, row[ROW], parsed
        )
    return parsed


def _get_cell(row: dict[str, object], column: str) -> str:
    value = column[1:] if column.startswith("=") else row.get(column)
    return fold_blanks(str(value)) if value is not None else ""


def _keep_row(cells: dict[str, str], number: int, parsed: Parsed) -> None:
    where = f"row {number}"
    partner = cells.get("partner", "")
    if not partner:
        parsed.add_fault(
            where,
            Severity.RECORD,
            N_("{file}, {where}: no partner is named; the row was left out."),
        )
        return
    years = [_read_year(cells, name, where, parsed) for name in ("first_year", "last_year")]
    first, last = years
    if first is not None and last is not None and first > last:
        parsed.add_fault(
            where,
            Severity.WARNING,
            N_("{file}, {where}: the last year {last} is before the first year {first}."),
            first=first,
            last=last,
        )
        last = None
    country = _read_country(cells.get("country", ""), where, parsed)
    parsed.rows["declared"].append(
        (
            hash_key(f"{parsed.context.sha256}:{number}"),
            _read_organisation(cells.get("organisation", ""), where, parsed),
            cells.get("team") or None,
            partner,
            country,
            cells.get("theme") or None,
            first,
            last,
            parsed.add_affiliation(make_affiliation(partner, country)),
        )
    )


def make_affiliation(partner: str, country: str | None) -> str:
    """Return a declared partner as an affiliation prints one, for the linker to read.

    >>> make_affiliation("Clinique Maarif [Casablanca]", "MA")
    'Clinique Maarif, Casablanca, Morocco'
    """
    # What stands in brackets is most often a town or an acronym: a name of its own either way.
    parts = [part.strip(" ,;") for part in _BRACKETS.split(partner)]
    return ", ".join(part for part in (*parts, country and name_of(country, "en")) if part)


def _read_country(text: str, where: str, parsed: Parsed) -> str | None:
    code = find_code(text) if text else None
    if text and code is None:
        parsed.add_fault(
            where,
            Severity.WARNING,
            N_("{file}, {where}: “{value}” is not a country Cordée knows; it was left empty."),
            value=text,
        )
    return code


def _read_organisation(text: str, where: str, parsed: Parsed) -> str | None:
    ror = parse_ror(text) if text else None
    if text and ror is None:
        parsed.add_fault(
            where,
            Severity.WARNING,
            N_("{file}, {where}: “{value}” is not a ROR id; the organisation was left empty."),
            value=text,
        )
    return ror


def _read_year(cells: dict[str, str], name: str, where: str, parsed: Parsed) -> int | None:
    text = cells.get(name, "")
    if not text:
        return None
    found = _YEAR.search(text)
    if found is None:
        parsed.add_fault(
            where,
            Severity.WARNING,
            N_("{file}, {where}: “{value}” is not a year; it was left empty."),
            value=text,
        )
        return None
    return parsed.check_year(int(found[1]), where)
