"""Partners in common and partners of one side alone, as tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cordee.observatory.figures.comparison import Comparison
from cordee.observatory.figures.overlaps import Overlap, SharedPartner
from cordee.observatory.figures.question import Counting
from cordee.web.pages.comparison.presenters.figures import make_side_works_address
from cordee.web.pages.comparison.presenters.sides import Places
from cordee.web.query import ALL, FEW, MANY
from cordee.web.sides import SidesQuery
from cordee.web.wording import (
    NOTHING,
    format_count,
    format_country,
    format_decimal,
    format_share,
)


FEW_ALONE = 5
"""Partners of one side alone that stand beside those of five others without a long scroll."""


@dataclass(frozen=True)
class PartnerCell:
    text: str
    address: str


@dataclass(frozen=True)
class PartnerLine:
    name: str
    note: str
    address: str
    cells: tuple[PartnerCell, ...]


@dataclass(frozen=True)
class PairCell:
    text: str
    detail: str
    own: bool


@dataclass(frozen=True)
class PairLine:
    name: str
    cells: tuple[PairCell, ...]
    only: str


@dataclass(frozen=True)
class Alone:
    number: int
    name: str
    total: str
    lines: tuple[PartnerLine, ...]
    more: str


@dataclass(frozen=True)
class OverlapPanel:
    key: str
    title: str
    subtitle: str
    word: str
    common_title: str
    pairs: tuple[PairLine, ...]
    common: tuple[PartnerLine, ...]
    alone: tuple[Alone, ...]
    csv_address: str
    more_address: str
    more_text: str


def present_overlaps(
    comparison: Comparison, query: SidesQuery, places: Places, names: Sequence[str]
) -> tuple[OverlapPanel, ...]:
    """Return the panels of partner countries and of partner organisations."""
    return tuple(
        _present_overlap(one, query, places, names)
        for one in (comparison.countries, comparison.organisations)
    )


def _present_overlap(
    overlap: Overlap, query: SidesQuery, places: Places, names: Sequence[str]
) -> OverlapPanel:
    countries = overlap.of == "countries"
    common = overlap.list_common()
    key = f"partner-{overlap.of}"
    larger = {FEW: MANY, MANY: ALL}.get(query.shown)
    more = larger is not None and len(common) > query.shown
    table = f"partner_{overlap.of}"
    csv = query.to_address(places.file.replace("FORM", "csv"))
    return OverlapPanel(
        key=key,
        title=_("Partner countries") if countries else _("Partner organisations"),
        subtitle=_("Shares are of each side's own works with a known country.")
        if countries
        else _("Shares are of each side's own works. The organisations compared are left out."),
        word=_("Country") if countries else _("Organisation"),
        common_title=_("In common with all: %(count)s") % {"count": format_count(len(common))},
        pairs=_present_pairs(overlap, names),
        common=tuple(_present_line(one, overlap, query, places) for one in common[: query.shown]),
        alone=tuple(
            _present_alone(place, overlap, query, places, name) for place, name in enumerate(names)
        ),
        csv_address=f"{csv}&table={table}",
        more_address=query.to_address(places.compare, shown=larger) + f"#{key}" if more else "",
        more_text=_("Show %(count)s") % {"count": format_count(min(larger or 0, len(common)))},
    )


def _present_pairs(overlap: Overlap, names: Sequence[str]) -> tuple[PairLine, ...]:
    known = {(one.first, one.second): one for one in overlap.pairs}
    lines = []
    for row, total in enumerate(overlap.totals):
        cells = []
        for column in range(len(overlap.totals)):
            if row == column:
                cells.append(PairCell(format_count(total), "", own=True))
                continue
            pair = known[min(row, column), max(row, column)]
            cells.append(
                PairCell(
                    format_count(pair.common),
                    NOTHING if pair.jaccard is None else format_decimal(pair.jaccard, 2),
                    own=False,
                )
            )
        lines.append(PairLine(names[row], tuple(cells), format_count(overlap.only[row])))
    return tuple(lines)


def _present_line(
    one: SharedPartner, overlap: Overlap, query: SidesQuery, places: Places
) -> PartnerLine:
    countries = overlap.of == "countries"
    kind = "country" if countries else "organisation"
    return PartnerLine(
        name=format_country(one.id) if countries else one.name,
        note="" if countries or not one.country else format_country(one.country),
        # A country has no page of its own without a home.
        address=""
        if countries
        else query.get_query(query.sides[0]).look_from(one.id).to_address(places.home),
        cells=tuple(
            PartnerCell(
                _write(one, place, query),
                make_side_works_address(side, query, places, f"{kind}:{one.id}"),
            )
            for place, side in enumerate(query.sides)
        ),
    )


def _write(one: SharedPartner, place: int, query: SidesQuery) -> str:
    if not one.works[place]:
        return NOTHING
    if query.shows_shares:
        return format_share(one.shares[place])
    if query.counting is Counting.FRACTIONAL:
        return format_decimal(one.works_fractional[place])
    return format_count(one.works[place])


def _present_alone(
    place: int, overlap: Overlap, query: SidesQuery, places: Places, name: str
) -> Alone:
    found = sorted(overlap.list_only(place), key=lambda one: (-one.works[place], one.id))
    most = FEW_ALONE if query.shown == FEW else query.shown
    left = len(found) - most
    lines = (_present_line(one, overlap, query, places) for one in found[:most])
    return Alone(
        number=place + 1,
        name=name,
        total=format_count(len(found)),
        lines=tuple(
            PartnerLine(line.name, line.note, line.address, (line.cells[place],)) for line in lines
        ),
        more=_("and %(count)s others, in the CSV") % {"count": format_count(left)}
        if left > 0
        else "",
    )
