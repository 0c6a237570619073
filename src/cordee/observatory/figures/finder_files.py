"""The possible partners of a home as a table for CSV, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict

from cordee.kernel.cells import Cell
from cordee.kernel.messages import N_, translate
from cordee.observatory.figures.document import name_country, name_theme_key
from cordee.observatory.figures.exports import Table
from cordee.observatory.figures.finder import WEIGHTS
from cordee.observatory.figures.finder_choice import TYPES
from cordee.observatory.figures.finder_parts import (
    Candidate,
    CloseUnit,
    Finder,
    HomeTheme,
)
from cordee.observatory.figures.people import NamedPerson
from cordee.reference.french_towns import name_town


DIGITS = 4

HEADERS = (
    N_("Rank"),
    N_("ROR id"),
    N_("Organisation"),
    N_("Country"),
    N_("City"),
    N_("Types"),
    N_("Score"),
    N_("Closeness in theme"),
    N_("Common partners, weighted"),
    N_("Common partners"),
    N_("Works on our themes"),
    N_("All works"),
    N_("Works on our themes, first half"),
    N_("Works on our themes, second half"),
    N_("Distance, km"),
    N_("Shared themes"),
    N_("Partners in common"),
    N_("Works with us"),
    N_("Last year with us"),
    N_("Few works"),
    N_("First people there"),
    N_("First units there"),
    N_("First people here"),
    N_("First units here"),
)


def name_kind(kind: str, language: str) -> str:
    """Return what to call a type of the registry."""
    return translate(TYPES[kind], language) if kind in TYPES else kind


def name_theme(theme: HomeTheme, language: str) -> str:
    """Return the name of a theme: MeSH's in `language`, else the source's own, else its code."""
    return name_theme_key(theme.key, theme.label, language)


def make_finder_table(found: Finder, language: str = "en") -> Table:
    """Return the candidates as a table, best score first."""
    headers = tuple(translate(header, language) for header in HEADERS)
    return Table("partners-to-find", headers, tuple(_list_rows(found, language)))


def to_document(found: Finder) -> dict[str, object]:
    """Return the answer as plain values for JSON: the same names as the dataclasses have."""
    return {
        "organisations": list(found.question.organisations),
        "works": found.works,
        "themes": [asdict(one) for one in found.themes],
        "selection": found.selection,
        "halves": found.halves,
        "weights": WEIGHTS,
        "choice": asdict(found.choice),
        "total": found.total,
        "looked_at": found.looked_at,
        "candidates": [asdict(one) for one in found.candidates],
        "snapshot": found.snapshot,
    }


def to_json(found: Finder) -> str:
    """Return `to_document` as text."""
    return json.dumps(to_document(found), ensure_ascii=False, indent=2)


def _list_rows(found: Finder, language: str) -> Iterator[tuple[Cell, ...]]:
    for rank, one in enumerate(found.candidates, start=1):
        yield (rank, *_list_cells(one, language))


def _list_cells(one: Candidate, language: str) -> tuple[Cell, ...]:
    closeness = one.parts["closeness"]
    return (
        one.organisation,
        one.name,
        name_country(one.country, language) if one.country else None,
        name_town(one.city, one.country, language) if one.city else None,
        "; ".join(name_kind(kind, language) for kind in one.types),
        round(one.score, DIGITS),
        None if closeness is None else round(closeness, DIGITS),
        round(one.common_weight, DIGITS),
        one.common_count,
        one.on_themes.works,
        one.works,
        one.first_half,
        one.second_half,
        None if one.distance is None else round(one.distance),
        "; ".join(
            f"{name_theme(theme.theme, language)} ({theme.works})" for theme in one.shared_themes
        ),
        "; ".join(f"{partner.name} ({partner.works})" for partner in one.common),
        one.together,
        one.last_together,
        translate(N_("yes") if one.is_small else N_("no"), language),
        _list_people(one.closest.people_there),
        _list_units(one.closest.units_there),
        _list_people(one.closest.people_here),
        _list_units(one.closest.units_here),
    )


def _list_people(people: Iterable[NamedPerson]) -> str | None:
    return "; ".join(f"{one.name} ({one.works}, {one.last_year})" for one in people) or None


def _list_units(units: Iterable[CloseUnit]) -> str | None:
    return "; ".join(f"{one.unit} ({one.works}, {one.last_year})" for one in units) or None
