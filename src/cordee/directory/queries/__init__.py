"""All reads of the directory. Other rooms ask for names and lines, which stand here."""

from __future__ import annotations

from cordee.directory.queries.lines import (
    Named,
    get_cities,
    get_line,
    get_lines,
    get_names,
    get_organisation,
    get_parts,
    present_name,
)


__all__ = [
    "Named",
    "get_cities",
    "get_line",
    "get_lines",
    "get_names",
    "get_organisation",
    "get_parts",
    "present_name",
]
