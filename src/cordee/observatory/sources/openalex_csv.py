"""OpenAlex works as its site exports them to CSV: nested lists joined with ``|``.

The export joins the affiliations of all authors into one list and does not say where one author's
end. They are given to authors only where that is certain (one author) or told by the numbers (as
many affiliations as authors, and the countries agree one by one). Otherwise they stay with the work,
in one authorship of position 0 without a name: countries and organisations of the work are right,
and nobody is said to be first, last or corresponding author there.
"""

from __future__ import annotations

import ast
import re
from typing import Any

import orjson

from cordee.kernel.faults import Severity
from cordee.observatory.sources.openalex import Json, keep_work
from cordee.observatory.sources.records import BROKEN_RECORD, Chunk, Context, Parsed
from cordee.observatory.sources.rows import ROW


_AFFILIATION = re.compile(
    r"\{'raw_affiliation_string': .*?, 'institution_ids': \[.*?\]\}", re.DOTALL
)
_INSTITUTION = re.compile(r"\{'id': .*?, 'lineage': \[.*?\]\}", re.DOTALL)
_NAN = re.compile(r"(?<=: )nan(?=[,}])")
_NOTHING = ("", "None", "nan")


def parse_chunk(chunk: Chunk, context: Context) -> Parsed:
    """Return the rows and faults of the works in `chunk`."""
    parsed = Parsed(context)
    for line in chunk.data.splitlines():
        row = orjson.loads(line)
        where = f"row {row.pop(ROW)}"
        parsed.records += 1
        try:
            keep_work(to_work(row), where, parsed)
        except (TypeError, AttributeError, ValueError, KeyError, IndexError):
            parsed.add_fault(
                where, Severity.RECORD, BROKEN_RECORD, reason="a cell is not of its kind"
            )
    return parsed


def to_work(row: dict[str, str]) -> Json:
    """Return a row of the export as the JSON the API would give, where the row can say it."""
    return {
        **{name: _get(row, name) for name in ("id", "doi", "title", "display_name", "language")},
        **{name: _get(row, name) for name in ("publication_year", "publication_date", "type")},
        "abstract": _get(row, "abstract"),
        "ids": {name: _get(row, f"ids.{name}") for name in ("doi", "pmid", "pmcid")},
        "cited_by_count": _get(row, "cited_by_count"),
        "is_retracted": _get(row, "is_retracted") == "True",
        "biblio": {
            name: _get(row, f"biblio.{name}")
            for name in ("volume", "issue", "first_page", "last_page")
        },
        "primary_location": {
            "source": {
                name: _get(row, f"primary_location.source.{name}")
                for name in ("display_name", "issn_l")
            }
        },
        "primary_topic": _read_topics(row, "primary_topic")[0],
        "topics": _read_topics(row, "topics"),
        "keywords": [{"display_name": name} for name in _split(row, "keywords.display_name")],
        "mesh": _zip(
            row,
            "mesh",
            {"descriptor_ui": str, "descriptor_name": str, "is_major_topic": "True".__eq__},
        ),
        "grants": _zip(row, "grants", {"award_id": str, "funder_display_name": str}),
        "authorships": _read_authorships(row),
    }


def _read_topics(row: dict[str, str], prefix: str) -> list[Json]:
    columns = [
        _split(row, f"{prefix}.{name}")
        for name in ("id", "display_name", "field.id", "field.display_name")
    ]
    same = columns if len({len(column) for column in columns}) == 1 else [c[:0] for c in columns]
    return [
        {"id": i, "display_name": name, "field": {"id": field, "display_name": label}}
        for i, name, field, label in zip(*same, strict=True)
    ] or [{}]


def _zip(row: dict[str, str], prefix: str, kinds: dict[str, Any]) -> list[Json]:
    """Return one object an element of the joined lists, none when their lengths differ."""
    columns = {name: _split(row, f"{prefix}.{name}") for name in kinds}
    if len({len(values) for values in columns.values()}) != 1:
        return []
    return [
        {n: kinds[n](v) if v is not None else None for n, v in zip(columns, values, strict=True)}
        for values in zip(*columns.values(), strict=True)
    ]


def _read_authorships(row: dict[str, str]) -> list[Json]:
    names = _split(row, "authorships.raw_author_name")
    orcids = _split(row, "authorships.author.orcid")
    flags = _split(row, "authorships.is_corresponding")
    display = _split(row, "authorships.author.display_name")
    if not len(names) == len(orcids) == len(flags) == len(display):
        names = display or names  # a name with a bar in it: what goes with it is not certain
        orcids, flags = [None] * len(names), [None] * len(names)
    authors: list[Json] = [
        {"raw_author_name": n, "author": {"orcid": o}, "is_corresponding": _to_bool(f)}
        for n, o, f in zip(names, orcids, flags, strict=True)
    ]
    institutions = {
        item["id"]: item for item in _read_dictionaries(row, "institutions", _INSTITUTION)
    }
    affiliations = [
        _make_affiliation(item, institutions)
        for item in _read_dictionaries(row, "affiliations", _AFFILIATION)
    ]
    countries = [country for country in _split(row, "authorships.countries") if country]
    if len(authors) == 1 or _is_one_each(len(authors), affiliations, countries):
        for index, author in enumerate(authors):
            part = slice(None) if len(authors) == 1 else slice(index, index + 1)
            author.update(_join(affiliations[part], countries[part]))
    elif affiliations or countries:
        untied = _join(affiliations, countries)
        untied["institutions"] = list(institutions.values())
        authors.append({"untied": True, **untied})
    return authors


def _is_one_each(authors: int, affiliations: list[Json], countries: list[str]) -> bool:
    """Say whether the numbers tell that each author has one affiliation: the i-th the i-th.

    Equal numbers could hide an author with two and one with none; then the country of some
    affiliation's institution would differ from the country at its place.
    """
    return len(affiliations) == len(countries) == authors and all(
        not item["institutions"] or country in {i["country_code"] for i in item["institutions"]}
        for item, country in zip(affiliations, countries, strict=True)
    )


def _make_affiliation(item: Json, institutions: dict[str, Json]) -> Json:
    known = [institutions[i] for i in item["institution_ids"] if i in institutions]
    return {"raw_affiliation_string": item["raw_affiliation_string"], "institutions": known}


def _join(affiliations: list[Json], countries: list[str]) -> Json:
    return {
        "affiliations": affiliations,
        "institutions": [i for item in affiliations for i in item["institutions"]],
        "countries": countries,
    }


def _read_dictionaries(row: dict[str, str], name: str, shape: re.Pattern[str]) -> list[Json]:
    """Return the objects of a cell, which the export writes as Python does."""
    cell = _NAN.sub("None", _get(row, f"authorships.{name}") or "")
    found = []
    for text in shape.findall(cell):
        try:
            found.append(ast.literal_eval(text))
        except (ValueError, SyntaxError):
            continue
    return found


def _get(row: dict[str, str], name: str) -> str | None:
    value = row.get(name)
    return None if value is None or value in _NOTHING else value


def _split(row: dict[str, str], name: str) -> list[str | None]:
    value = row.get(name) or ""
    return [None if item in _NOTHING else item for item in value.split("|")] if value else []


def _to_bool(text: str | None) -> bool | None:
    return None if text is None else text == "True"
