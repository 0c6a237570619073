"""The tables of a page that are not those of the figures' own exports: key figures, leadership."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from cordee.kernel.cells import Cell
from cordee.observatory.figures.answer import Figures
from cordee.observatory.figures.exports import make_table
from cordee.web.wording import get_reader_language


Rows = Iterator[Sequence[Cell]]

SHARES = (
    "coverage",
    "international",
    "domestic",
    "national",
    "single_organisation",
    "single_author",
    "intramural",
    "zone",
    "eu",
    "eu27",
    "other_international",
    "industry",
)

EXPORTS = {
    "countries": "partner_countries",
    "organisations": "partner_organisations",
    "own_bodies": "own_bodies",
    "citations": "citations",
    "years": "by_year",
    "themes": "themes",
}
"""Our address of a table, and the name the figures' exports know it by."""


def list_rows(name: str, figures: Figures) -> Rows:
    """Yield the header and the rows of table `name`, which is one of `NAMES`."""
    if name in EXPORTS:
        table = make_table(EXPORTS[name], figures, get_reader_language())
        yield table.headers
        yield from table.rows
        return
    yield from OWN[name](figures)


def list_figures(figures: Figures) -> Rows:
    yield ("figure", "works", "of", "share", "low", "high")
    yield ("works", figures.works, None, None, None, None)
    for name in SHARES:
        share = getattr(figures, name)
        yield (name, share.works, share.of, share.value, share.low, share.high)
    for name in ("near", "far"):
        share = getattr(figures.distance, name)
        yield (name, share.works, share.of, share.value, share.low, share.high)
    yield ("hyper", figures.hyper_works, figures.works, None, None, None)
    for name in ("domestic", "bilateral", "trilateral", "multilateral"):
        works, of = getattr(figures.by_country_count, name), figures.covered_works
        yield (f"countries_{name}", works, of, works / of if of else None, None, None)


def list_leadership(figures: Figures) -> Rows:
    yield ("works", "role", "known", "home", "home_share", "national", "abroad", "abroad_share")
    for name, roles in (
        ("all", figures.leadership.works),
        ("international", figures.leadership.international),
    ):
        for row in roles:
            place = (row.home, row.home_share, row.national, row.abroad, row.abroad_share)
            yield (name, row.role, row.known, *place)


OWN: dict[str, Callable[[Figures], Rows]] = {
    "figures": list_figures,
    "leadership": list_leadership,
}

NAMES = (*EXPORTS, *OWN)
