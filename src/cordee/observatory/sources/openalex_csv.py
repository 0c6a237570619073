"""OpenAlex works as its site exports them to CSV: nested lists joined with ``|``.

The export joins what all authors have into one list a column and does not say where one author's
part ends. An author without any leaves one empty element, so each author has at least one; a list
with as many elements as authors is therefore one each, and is given to them. A longer list stays
with the work, in one authorship of position 0 without a name: countries and organisations of the
work are right, and nobody is said to be first, last or corresponding author there.
"""

from __future__ import annotations

import ast
import re
from typing import Any

from cordee.observatory.sources.openalex import keep_work
from cordee.observatory.sources.records import Chunk, Context, Parsed
from cordee.observatory.sources.rows import parse_rows
from cordee.observatory.sources.values import Json


_AFFILIATION = re.compile(
    r"\{'raw_affiliation_string': .*?, 'institution_ids': \[.*?\]\}", re.DOTALL
)
_INSTITUTION = re.compile(r"\{'id': .*?, 'lineage': \[.*?\]\}", re.DOTALL)
_NAN = re.compile(r"(?<=: )nan(?=[,}])")
_NOTHING = ("", "None", "nan")


def parse_chunk(chunk: Chunk, context: Context) -> Parsed:
    """Return the rows and faults of the works in `chunk`."""
    return parse_rows(
        chunk, context, lambda row, where, parsed: keep_work(to_work(row), where, parsed)
    )


def to_work(row: dict[str, str]) -> Json:
    """Return a row of the export as the JSON the API would give, where the row can say it."""
    return {
        **{
            name: _get(row, name)
            for name in ("id", "doi", "title", "display_name", "language", "updated_date")
        },
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
    institutions = _read_objects(row, "institutions", _INSTITUTION)
    known = {item["id"]: item for item in institutions if item}
    affiliations = [
        _add_institutions(item, known) for item in _read_objects(row, "affiliations", _AFFILIATION)
    ]
    lists: Json = {
        "affiliations": affiliations,
        "institutions": institutions,
        "countries": _split(row, "authorships.countries"),
    }
    untied: Json = {}
    for name, items in lists.items():
        if len(authors) == 1:
            authors[0][name] = _drop_empty(items)
        elif len(items) == len(authors):
            for author, item in zip(authors, items, strict=True):
                author[name] = _drop_empty([item])
        elif _drop_empty(items):
            untied[name] = _drop_empty(items)
    for author in authors:
        # What a tied affiliation says of its institutions is its author's.
        for affiliation in author.get("affiliations", ()):
            author["institutions"] = [
                *author.get("institutions", ()),
                *affiliation["institutions"],
            ]
    return [*authors, {"untied": True, **untied}] if untied else authors


def _add_institutions(item: Json | None, known: dict[str, Json]) -> Json | None:
    if item is None:
        return None
    found = [known[name] for name in item["institution_ids"] if name in known]
    return {"raw_affiliation_string": item["raw_affiliation_string"], "institutions": found}


def _drop_empty(items: list[Any]) -> list[Any]:
    return [item for item in items if item]


def _read_objects(row: dict[str, str], name: str, shape: re.Pattern[str]) -> list[Json | None]:
    """Return the elements of a cell whose objects the export writes as Python does.

    An element without an object is None. An object that cannot be read is left out with its place,
    so that the numbers do not agree and nothing is tied by it.
    """
    cell = _NAN.sub("None", row.get(f"authorships.{name}") or "")
    if not cell:
        return []
    objects = shape.findall(cell)
    found: list[Json | None] = []
    for element in shape.sub("\x00", cell).split("|"):
        if element != "\x00":
            found.append(None)
            continue
        try:
            found.append(ast.literal_eval(objects.pop(0)))
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
