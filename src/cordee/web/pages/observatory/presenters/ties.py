"""Strength and change of the ties with partners: the columns of their tables, and one country's."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.observatory.figures.answer import Figures, Ties, TiesBasis
from cordee.web.pages.observatory.presenters.definitions import Definition, present_definition
from cordee.web.query import COLUMNS, Query
from cordee.web.wording import (
    NOTHING,
    format_count,
    format_decimal,
    format_share,
    format_years,
)


@dataclass(frozen=True)
class View:
    """One choice of columns."""

    text: str
    address: str
    chosen: bool


@dataclass(frozen=True)
class Column:
    heading: str
    code: str  # of its definition, or empty
    hint: str  # what it means, for a pointer that rests on it
    narrow: bool  # shown on narrow screens too


@dataclass(frozen=True)
class Cell:
    text: str
    detail: str
    narrow: bool


@dataclass(frozen=True)
class TieColumns:
    """What a table shows beyond rank, name and works; no columns when it shows volume."""

    columns: tuple[Column, ...]
    notes: tuple[str, ...]
    definitions: tuple[Definition, ...]


@dataclass(frozen=True)
class TieFacts:
    """The tie with one country, for its panel."""

    partner_share: str
    partner_detail: str
    affinity: str
    indices: str
    change: str
    halves: str


NO_COLUMNS = TieColumns((), (), ())


def present_views(query: Query, home: str, place: str) -> tuple[View, ...]:
    """Return the choices of columns; `place` is the id of the panel a reader comes back to."""
    texts = {"volume": _("Volume"), "strength": _("Strength"), "change": _("Change")}
    return tuple(
        View(
            texts[name],
            f"{query.to_address(home, columns=name)}#{place}",
            query.columns == name,
        )
        for name in COLUMNS
    )


def present_columns(figures: Figures, query: Query, *, countries: bool) -> TieColumns:
    """Return the headings of the columns chosen, with what must be known to read them."""
    basis = figures.ties_basis
    if query.columns == "strength":
        notes = _note_strength(basis, countries=countries)
        headings: tuple[tuple[str, str, bool], ...] = (
            (_("Of ours"), "partner_countries" if countries else "partner_organisations", False),
            (_("Of theirs"), "partner_share", True),
            (_("Affinity"), "affinity", True),
            (_("Salton"), "salton", False),
            (_("Jaccard"), "jaccard", False),
        )
    elif query.columns == "change":
        notes = _note_change(basis)
        headings = _list_change_headings(basis)
    else:
        return NO_COLUMNS
    definitions = {code: present_definition(code) for _heading, code, _narrow in headings}
    return TieColumns(
        tuple(
            Column(heading, code, definitions[code].text, narrow)
            for heading, code, narrow in headings
        ),
        notes,
        tuple(definitions.values()),
    )


def present_cells(
    ties: Ties, share: float | None, basis: TiesBasis, query: Query
) -> tuple[Cell, ...]:
    """Return the cells of one partner under those headings; `share` is its share of the home's works."""
    if query.columns == "strength":
        theirs = _("of %(count)s") % {"count": format_count(ties.partner_works)}
        return (
            Cell(format_share(share), "", False),
            Cell(format_share(ties.partner_share), theirs, True),
            Cell(format_index(ties.affinity, 2), "", True),
            Cell(format_index(ties.salton), "", False),
            Cell(format_index(ties.jaccard), "", False),
        )
    if query.columns == "change":
        cells = [Cell(name_change(ties.change), "", True)]
        if basis.first_half:
            halves = (ties.works_before, ties.works_after)
            cells[:0] = [Cell(_format_half(works), "", True) for works in halves]
        if basis.has_smoothed_growth:
            cells.append(Cell(format_growth(ties.smoothed_growth), "", False))
        return tuple(cells)
    return ()


def present_tie(ties: Ties, basis: TiesBasis) -> TieFacts:
    """Return the tie with one country in words and numbers."""
    halves = ""
    if basis.first_half and basis.second_half:
        halves = _("%(before)s in %(first)s, %(after)s in %(second)s") % {
            "before": _format_half(ties.works_before),
            "first": format_years(*basis.first_half),
            "after": _format_half(ties.works_after),
            "second": format_years(*basis.second_half),
        }
    if ties.affinity is not None:
        indices = _("Salton %(salton)s · Jaccard %(jaccard)s") % {
            "salton": format_index(ties.salton),
            "jaccard": format_index(ties.jaccard),
        }
    else:
        indices = _("not given under %(count)s works") % {"count": basis.least_works}
    return TieFacts(
        partner_share=format_share(ties.partner_share),
        partner_detail=ngettext(
            "of its %(count)s work in this corpus",
            "of its %(count)s works in this corpus",
            ties.partner_works,
        )
        % {"count": format_count(ties.partner_works)},
        affinity=format_index(ties.affinity, 2),
        indices=indices,
        change="" if basis.first_half is None else name_change(ties.change),
        halves=halves,
    )


def name_change(change: str | None) -> str:
    names = {"new": _("new"), "lost": _("lost"), "sustained": _("sustained")}
    return names[change] if change else NOTHING


def format_index(value: float | None, digits: int = 3) -> str:
    return NOTHING if value is None else format_decimal(value, digits)


def format_growth(growth: float | None) -> str:
    if growth is None:
        return NOTHING
    return ("+" if growth > 0 else "") + format_share(growth)


def _format_half(works: int | None) -> str:
    return NOTHING if works is None else format_count(works)


def _list_change_headings(basis: TiesBasis) -> tuple[tuple[str, str, bool], ...]:
    headings = [(_("Change"), "change", True)]
    if basis.first_half and basis.second_half:
        halves = (basis.first_half, basis.second_half)
        headings[:0] = [(format_years(*half), "change", True) for half in halves]
    if basis.has_smoothed_growth:
        headings.append((_("Growth a year"), "smoothed_growth", False))
    return tuple(headings)


def _note_strength(basis: TiesBasis, *, countries: bool) -> tuple[str, ...]:
    if countries:
        corpus = _(
            "Of theirs: of the country's works in this corpus in the same years, not in the world. "
            "This corpus has %(count)s works with a known country, those of a single country included."
        ) % {"count": format_count(basis.corpus_covered_works)}
    else:
        corpus = _(
            "Of theirs: of the organisation's works in this corpus in the same years, not in the world. "
            "This corpus has %(count)s works with a known organisation."
        ) % {"count": format_count(basis.corpus_linked_works)}
    least = _("Affinity, Salton and Jaccard are given from %(count)s works together.") % {
        "count": format_count(basis.least_works)
    }
    return corpus, least


def _note_change(basis: TiesBasis) -> tuple[str, ...]:
    notes = []
    if basis.first_half and basis.second_half:
        notes.append(
            _("Works in %(first)s against %(second)s: the full years in two equal halves.")
            % {
                "first": format_years(*basis.first_half),
                "second": format_years(*basis.second_half),
            }
        )
    else:
        notes.append(_("Change needs two full years with works; this period has fewer."))
    if not basis.has_smoothed_growth:
        notes.append(_("Growth a year is given from five full years."))
    return tuple(notes)
