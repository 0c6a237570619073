"""A comparison as a document and as tables, in the reader's language."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any, TypeAlias

from cordee.kernel.cells import Cell
from cordee.kernel.errors import NotFoundError
from cordee.kernel.messages import N_, translate
from cordee.observatory.figures import document
from cordee.observatory.figures.comparables import COMPARABLES
from cordee.observatory.figures.comparison import Comparison, Measure, SideFigures
from cordee.observatory.figures.exports import Table
from cordee.observatory.figures.overlaps import Overlap, SharedPartner


def name_side(found: SideFigures, language: str) -> str:
    """Return what a side is called: its organisations, and what it is narrowed to.

    A country is named in `language`; other conditions stand as they are written in an address.
    """
    names = [" + ".join(one.name for one in found.organisations)]
    names += [
        document.name_country(part.value, language) if part.kind == "country" else part.to_text()
        for part in found.side.within.parts
    ]
    return ", ".join(names)


def to_dict(comparison: Comparison, language: str = "en") -> dict[str, Any]:
    """Return the comparison as JSON values, names in `language`; shares to a millionth.

    By the published schema, `comparison.schema.json` beside this module.
    """
    question, indicator = comparison.question, comparison.indicator
    return {
        "format": document.FORMAT,
        "indicator": {
            "code": indicator.code,
            "label": translate(indicator.label, language),
            "definition": indicator.definition,
            "is_share": indicator.is_share,
            "is_mean": bool(indicator.mean),
        },
        "period": {"first": question.years.first, "last": question.years.last},
        "counting": question.counting.value,
        "with_parts": question.with_parts,
        "own_as_partners": question.own_as_partners,
        "folded": list(question.folded),
        "years": list(comparison.years),
        "full_years": list(comparison.full_years),
        "sides": [_write_side(one, comparison, language) for one in comparison.sides],
        "partner_countries": _write_overlap(comparison.countries, language),
        "partner_organisations": _write_overlap(comparison.organisations, language),
        **document.write_provenance(comparison.provenance),
    }


def to_json(comparison: Comparison, language: str = "en") -> str:
    """Return `to_dict` as text."""
    return json.dumps(to_dict(comparison, language), ensure_ascii=False, indent=2)


def _write_side(one: SideFigures, comparison: Comparison, language: str) -> dict[str, Any]:
    return {
        "side": one.side.to_text(),
        "name": name_side(one, language),
        "organisations": document.write_home(one.organisations),
        "within": one.side.within.to_text(),
        "member_count": one.member_count,
        "works": one.works,
        "total": _write_measure(one.total),
        "by_year": [
            {"year": year, **_write_measure(measure)}
            for year, measure in zip(comparison.years, one.years, strict=True)
        ],
        **document.tidy({"growth": one.growth, "growth_method": one.growth_method}),
        "indicators": {
            indicator.code: _write_measure(measure)
            for indicator, measure in zip(COMPARABLES, one.totals, strict=True)
        },
        "warnings": [document.write_caution(each, language) for each in one.warnings],
    }


def _write_measure(measure: Measure) -> dict[str, Any]:
    return document.tidy(asdict(measure))


def _write_overlap(overlap: Overlap, language: str) -> dict[str, Any]:
    return {
        "totals": list(overlap.totals),
        "only": list(overlap.only),
        "common": overlap.common,
        "pairs": [document.tidy(asdict(one)) for one in overlap.pairs],
        "partners": [
            {
                "id": one.id,
                "name": _name_partner(overlap, one, language),
                "works": list(one.works),
                "works_fractional": [round(w, document.DIGITS) for w in one.works_fractional],
                "shares": [s if s is None else round(s, document.DIGITS) for s in one.shares],
            }
            for one in overlap.partners
        ],
    }


def _name_partner(overlap: Overlap, one: SharedPartner, language: str) -> str:
    return document.name_country(one.id, language) if overlap.of == "countries" else one.name


# --- tables -------------------------------------------------------------------------------------

_MEASURE_HEADERS = (
    N_("Counted"),
    N_("Of"),
    N_("Share"),
    N_("Share, low (95 %)"),
    N_("Share, high (95 %)"),
    N_("Too few works to compare"),
    N_("Mean"),
)
_SIDE_HEADERS = (N_("Side"), N_("Name"))
TOTAL = N_("total")


def make_comparison_table(name: str, comparison: Comparison, language: str = "en") -> Table:
    """Return a table of `comparison`; raise `NotFoundError` when there is none called `name`.

    ``by_year`` has a row a side a year and one for the total; ``indicators`` a row a side an
    indicator; ``partner_countries`` and ``partner_organisations`` a row a partner.
    """
    if name not in TABLES:
        raise NotFoundError(
            N_("There is no table “{name}”. The tables are: {names}."),
            name=name[:40],
            names=", ".join(TABLES),
        )
    headers, rows = TABLES[name](comparison, language)
    return Table(name, tuple(translate(one, language) for one in headers), tuple(rows))


Content: TypeAlias = tuple[tuple[str, ...], Iterable[tuple[Cell, ...]]]


def _list_measure(measure: Measure, language: str) -> tuple[Cell, ...]:
    small = translate(N_("yes") if measure.small else N_("no"), language)
    return (
        measure.amount,
        measure.of,
        measure.share,
        measure.low,
        measure.high,
        small,
        measure.mean,
    )


def _list_years(comparison: Comparison, language: str) -> Content:
    headers = (*_SIDE_HEADERS, N_("Indicator"), N_("Year"), N_("Year not complete"))
    label = translate(comparison.indicator.label, language)
    yes, no = translate(N_("yes"), language), translate(N_("no"), language)
    rows: list[tuple[Cell, ...]] = []
    for one in comparison.sides:
        head = (one.side.to_text(), name_side(one, language), label)
        for year, measure in zip(comparison.years, one.years, strict=True):
            partial = no if year in comparison.full_years else yes
            rows.append((*head, year, partial, *_list_measure(measure, language)))
        total = translate(TOTAL, language)
        rows.append((*head, total, None, *_list_measure(one.total, language)))
    return (*headers, *_MEASURE_HEADERS), rows


def _list_indicators(comparison: Comparison, language: str) -> Content:
    rows = [
        (
            one.side.to_text(),
            name_side(one, language),
            translate(indicator.label, language),
            *_list_measure(measure, language),
        )
        for one in comparison.sides
        for indicator, measure in zip(COMPARABLES, one.totals, strict=True)
    ]
    return (*_SIDE_HEADERS, N_("Indicator"), *_MEASURE_HEADERS), rows


def _list_partners(comparison: Comparison, language: str, overlap: Overlap) -> Content:
    names = [name_side(one, language) for one in comparison.sides]
    counting, part = translate(N_("fractional"), language), translate(N_("share"), language)
    fractional = [f"{name}, {counting}" for name in names]
    shares = [f"{name}, {part}" for name in names]
    rows = (
        (
            one.id,
            _name_partner(overlap, one, language),
            len(one.sides),
            *one.works,
            *one.works_fractional,
            *one.shares,
        )
        for one in overlap.partners
    )
    return (N_("Code"), N_("Name"), N_("Sides"), *names, *fractional, *shares), rows


TABLES: dict[str, Callable[[Comparison, str], Content]] = {
    "by_year": _list_years,
    "indicators": _list_indicators,
    "partner_countries": lambda found, language: _list_partners(found, language, found.countries),
    "partner_organisations": lambda found, language: _list_partners(
        found, language, found.organisations
    ),
}
"""Every table of a comparison and what it is made of."""
