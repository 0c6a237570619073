"""The head of a country's dossier: how much, since when, in which place among our partners."""

from __future__ import annotations

from cordee.kernel.messages import N_
from cordee.observatory.dossiers.blocks import (
    drop_empty,
    join_notes,
    make_figure,
    make_trend_chart,
    say_small,
)
from cordee.observatory.dossiers.inquiry import Inquiry
from cordee.observatory.dossiers.model import (
    Column,
    KeyFigure,
    KeyFigures,
    Kind,
    Paragraph,
    Section,
    Table,
)
from cordee.observatory.dossiers.sections.tie_figures import make_tie_figures
from cordee.observatory.figures.answer import CountryFigures, Figures
from cordee.observatory.figures.statistics import SMALL_NUMBER, get_ranks, get_share


NEIGHBOURS = 3
"""Countries shown on each side in the ranking: enough to see who is within reach."""


def find_country(figures: Figures, code: str) -> CountryFigures | None:
    """Return a partner country's figures; None when there are no works with it."""
    return next((one for one in figures.partner_countries if one.code == code), None)


def describe_country(inquiry: Inquiry) -> Section | None:
    """Return the key figures of the home with the country."""
    home = inquiry.get_home()
    row = find_country(home, inquiry.country)
    if row is None:
        return None
    return Section(
        "overview",
        inquiry.say(N_("In short")),
        (Paragraph(_say_in_short(inquiry, home, row)), KeyFigures(_list_figures(inquiry, row))),
    )


def _say_in_short(inquiry: Inquiry, home: Figures, row: CountryFigures) -> str:
    return inquiry.say(
        N_(
            "{works} works of {home} are written with this country: {share} of its works with a known "
            "country. Among its {count} partner countries this one is number {rank} by full counting "
            "and number {fractional} by fractional counting."
        ),
        home=inquiry.name_home(),
        works=row.works,
        share=inquiry.write_share(row.share),
        rank=row.rank_full,
        count=home.country_count,
        fractional=row.rank_fractional,
    )


def _list_figures(inquiry: Inquiry, row: CountryFigures) -> tuple[KeyFigure, ...]:
    say, home = inquiry.say, inquiry.get_home()
    rank = make_figure(
        say(N_("Rank among our partner countries")),
        row.rank_full,
        Kind.COUNT,
        "partner_countries",
        inquiry.links.to_home(),
        say(N_("of {count}"), count=home.country_count),
    )
    declared = make_figure(inquiry.name_indicator("declared"), row.declared, Kind.COUNT, "declared")
    return (
        *make_tie_figures(inquiry, row, ("together", "ours", "theirs", "fractional")),
        rank,
        *make_tie_figures(inquiry, row, ("affinity", "growth")),
        *drop_empty([declared]),
    )


def describe_trend(inquiry: Inquiry) -> Section | None:
    """Return the works with the country year by year: number, share, rank among partner countries."""
    home = inquiry.get_home()
    row = find_country(home, inquiry.country)
    if row is None:
        return None
    ranks = rank_by_year(home.partner_countries, inquiry.country)
    return Section(
        "trend",
        inquiry.say(N_("Year by year")),
        (
            make_trend_chart(inquiry, row),
            _tabulate_trend(inquiry, home, row, ranks),
            _tabulate_neighbours(inquiry, home),
        ),
    )


def rank_by_year(countries: tuple[CountryFigures, ...], code: str) -> dict[int, int | None]:
    """Return the rank of `code` among partner countries in each year, by full counting.

    None in a year without works together. Equals share the better rank.
    """
    if not countries:
        return {}
    found: dict[int, int | None] = {}
    for place, year in enumerate(countries[0].yearly.years):
        works = {one.code: one.yearly.works[place] for one in countries}
        found[year] = get_ranks(works)[code] if works.get(code) else None
    return found


def _tabulate_trend(
    inquiry: Inquiry, home: Figures, row: CountryFigures, ranks: dict[int, int | None]
) -> Table:
    say = inquiry.say
    works = dict(zip(*row.yearly, strict=True))
    years = list(reversed(home.by_year))
    partial = [str(one.year) for one in years if one.partial]
    return Table(
        name="years",
        title=say(N_("Year by year")),
        columns=(
            Column(say(N_("Year")), Kind.YEAR),
            Column(say(N_("Works")), Kind.COUNT),
            Column(say(N_("Our works with a known country")), Kind.COUNT),
            Column(say(N_("Share of our works")), Kind.SHARE),
            Column(say(N_("Rank")), Kind.COUNT),
        ),
        rows=tuple(
            (
                one.year,
                works.get(one.year, 0),
                one.covered_works,
                get_share(works.get(one.year, 0), one.covered_works)
                if one.covered_works >= SMALL_NUMBER
                else None,
                ranks.get(one.year),
            )
            for one in years
        ),
        definition="yearly_rank",
        link=inquiry.links.to_works(),
        links=tuple(inquiry.links.to_works(("year", one.year)) for one in years),
        note=join_notes(
            say(
                N_("No share where fewer than {floor} of our works have a known country."),
                floor=SMALL_NUMBER,
            )
            if any(one.covered_works < SMALL_NUMBER for one in years)
            else "",
            say(N_("Not complete: {years}."), years=", ".join(partial)) if partial else "",
            say_small(inquiry, row.works),
        ),
    )


def _tabulate_neighbours(inquiry: Inquiry, home: Figures) -> Table:
    say = inquiry.say
    ranked = sorted(home.partner_countries, key=lambda one: (one.rank_full, one.code))
    place = next(n for n, one in enumerate(ranked) if one.code == inquiry.country)
    start = max(0, min(place - NEIGHBOURS, len(ranked) - 2 * NEIGHBOURS - 1))
    shown = ranked[start : start + 2 * NEIGHBOURS + 1]
    links = inquiry.links
    return Table(
        name="neighbours",
        title=say(N_("Before and after it among our partner countries")),
        columns=(
            Column(say(N_("Rank")), Kind.COUNT),
            Column(say(N_("Country")), Kind.TEXT),
            Column(say(N_("Works")), Kind.COUNT),
            Column(say(N_("Share of our works")), Kind.SHARE),
            Column(say(N_("Rank, fractional")), Kind.COUNT),
        ),
        rows=tuple(
            (
                one.rank_full,
                inquiry.name_country(one.code),
                one.works,
                one.share,
                one.rank_fractional,
            )
            for one in shown
        ),
        definition="partner_countries",
        link=links.to_home(),
        links=tuple(links.to_all_works(("country", one.code)) for one in shown),
    )
