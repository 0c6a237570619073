"""How works are shared out: by number of countries, by leading side, by theme."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cordee.observatory.figures.answer import Figures, RoleFigures, ThemeFigures
from cordee.web.pages.observatory.presenters.partners import (
    Addresses,
    make_csv_address,
    make_works_address,
)
from cordee.web.pages.observatory.presenters.shapes import Piece, draw_bar, draw_pieces
from cordee.web.query import Query
from cordee.web.wording import (
    format_count,
    format_country,
    format_share,
    format_theme,
    format_with_zone,
)


MOST_THEMES = 12
"""The themes that fit beside the leadership panel; the CSV has them all."""

MOST_LEADERS = 5


@dataclass(frozen=True)
class MixRow:
    kind: str
    colour: str
    label: str
    works: str
    share: str
    bar: str
    address: str


@dataclass(frozen=True)
class KindsBar:
    pieces: tuple[Piece, ...]
    rows: tuple[MixRow, ...]


@dataclass(frozen=True)
class RoleRow:
    label: str
    pieces: tuple[Piece, ...]
    home: str
    national: str
    abroad: str
    known: str
    home_address: str
    national_address: str
    abroad_address: str


@dataclass(frozen=True)
class LeaderRow:
    country: str
    works: str
    single: str
    multiple: str
    share: str
    address: str


@dataclass(frozen=True)
class LeadershipPanel:
    roles: tuple[RoleRow, ...]
    leaders: tuple[LeaderRow, ...]
    csv_address: str


@dataclass(frozen=True)
class ThemeRow:
    label: str
    code: str
    works: str
    share: str
    international: str
    small: bool
    width: str
    inner: str
    address: str


@dataclass(frozen=True)
class ThemesPanel:
    rows: tuple[ThemeRow, ...]
    coverage: str
    themed: str
    csv_address: str


def present_kinds(figures: Figures, query: Query, addresses: Addresses) -> KindsBar:
    """Return the works by kind of cooperation as one bar with the charts' colours."""
    kinds = (
        ("domestic", "domestic", _("One country"), figures.domestic.works),
        ("zone", "zone", format_with_zone(query.zone), figures.zone.works),
        (
            "other",
            "other_international",
            _("Other international"),
            figures.other_international.works,
        ),
        ("unknown", "unknown", _("Country unknown"), figures.unknown_works),
    )
    return KindsBar(
        pieces=draw_pieces((colour, works) for colour, _kind, _label, works in kinds),
        rows=tuple(
            MixRow(
                kind=kind,
                colour=colour,
                label=label,
                works=format_count(works),
                share=format_share(works / figures.works if figures.works else None),
                bar="",
                address=make_works_address(query, addresses, kind),
            )
            for colour, kind, label, works in kinds
        ),
    )


def present_mix(figures: Figures, query: Query, addresses: Addresses) -> tuple[MixRow, ...]:
    count = figures.by_country_count
    kinds = (
        ("single_author", _("A single author"), figures.single_author.works),
        ("intramural", _("One organisation, several authors"), figures.intramural.works),
        ("national", _("Several organisations, one country"), figures.national.works),
        ("bilateral", _("Two countries"), count.bilateral),
        ("trilateral", _("Three countries"), count.trilateral),
        ("multilateral", _("Four countries or more"), count.multilateral),
    )
    most = max((works for _kind, _label, works in kinds), default=0)
    return tuple(
        MixRow(
            kind=kind,
            colour="domestic" if kind in {"single_author", "intramural", "national"} else "strong",
            label=label,
            works=format_count(works),
            share=format_share(works / figures.covered_works if figures.covered_works else None),
            bar=draw_bar(works, most),
            address=make_works_address(query, addresses, kind),
        )
        for kind, label, works in kinds
    )


def present_leadership(figures: Figures, query: Query, addresses: Addresses) -> LeadershipPanel:
    labels = {
        "first": _("First author"),
        "last": _("Last author"),
        "corresponding": _("Corresponding author"),
    }
    return LeadershipPanel(
        roles=tuple(
            _present_role(role, labels[role.role], query, addresses)
            for role in figures.leadership.international
            if role.known
        ),
        leaders=tuple(
            LeaderRow(
                country=format_country(one.code),
                works=format_count(one.works),
                single=format_count(one.single_country_works),
                multiple=format_count(one.multiple_country_works),
                share=format_share(one.multiple_country_share),
                address=make_works_address(query, addresses, "lead", one.code),
            )
            for one in figures.lead_countries[:MOST_LEADERS]
        ),
        csv_address=make_csv_address(query, addresses, "leadership"),
    )


def _present_role(role: RoleFigures, label: str, query: Query, addresses: Addresses) -> RoleRow:
    base = query.to_base()

    def locate(side: str) -> str:
        selection = base.selection.with_part("international").with_part(role.role, side)
        return base.to_address(addresses.works, selection=selection)

    return RoleRow(
        label=label,
        pieces=draw_pieces([("strong", role.home), ("pale", role.national), ("away", role.abroad)]),
        home=format_share(role.home_share),
        national=format_share(role.national_share),
        abroad=format_share(role.abroad_share),
        known=format_count(role.known),
        home_address=locate("home"),
        national_address=locate("national"),
        abroad_address=locate("abroad"),
    )


def present_themes(figures: Figures, query: Query, addresses: Addresses) -> ThemesPanel:
    most = max((theme.works for theme in figures.themes), default=0)
    return ThemesPanel(
        rows=tuple(
            _present_theme(theme, most, query, addresses) for theme in figures.themes[:MOST_THEMES]
        ),
        coverage=format_share(figures.theme_coverage),
        themed=format_count(figures.themed_works),
        csv_address=make_csv_address(query, addresses, "themes"),
    )


def _present_theme(theme: ThemeFigures, most: int, query: Query, addresses: Addresses) -> ThemeRow:
    international = theme.international_works
    return ThemeRow(
        label=format_theme(theme.code),
        code=theme.code,
        works=format_count(theme.works),
        share=format_share(theme.share),
        international=format_share(theme.international_share, 0),
        small=theme.small,
        width=draw_bar(theme.works, most),
        inner=draw_bar(international, most),
        address=make_works_address(query, addresses, "theme", theme.selection),
    )
