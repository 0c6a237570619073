"""The heads of dossiers that are no country's: the tie in figures, year by year, beside the whole."""

from __future__ import annotations

from cordee.kernel.messages import N_
from cordee.observatory.dossiers.blocks import (
    make_count_figure,
    make_figure,
    make_share_figure,
    say_small,
)
from cordee.observatory.dossiers.inquiry import Inquiry
from cordee.observatory.dossiers.model import (
    Block,
    Chart,
    Column,
    KeyFigure,
    KeyFigures,
    Kind,
    Paragraph,
    Section,
    Series,
    Shape,
    Table,
)
from cordee.observatory.dossiers.sections.tie_figures import make_tie_figures
from cordee.observatory.figures.answer import Figures, OrganisationFigures, Share
from cordee.observatory.figures.document import name_with_zone


TIE = ("together", "ours", "theirs", "asymmetry", "fractional", "affinity", "salton", "growth")
"""What is said of the tie with an organisation."""


def describe_organisation(inquiry: Inquiry) -> Section | None:
    """Return the key figures of the home with an outside organisation."""
    row = find_organisation(inquiry.get_home(), inquiry.subject.keys[-1])
    if row is None:
        return None
    text = inquiry.say(
        N_(
            "{works} works of {home} are written with this organisation: {share} of its works. It is "
            "number {rank} of its {count} partner organisations."
        ),
        works=row.works,
        home=inquiry.name_home(),
        share=inquiry.write_share(row.share),
        rank=row.rank_full,
        count=inquiry.get_home().organisation_count,
    )
    texts = (text, _say_rank_abroad(inquiry, row))
    figures = KeyFigures(make_tie_figures(inquiry, row, TIE))
    blocks: tuple[Block, ...] = (
        Paragraph(" ".join(filter(None, texts))),
        figures,
        *say_own_works(inquiry),
    )
    return Section("overview", inquiry.say(N_("In short")), blocks)


def _say_rank_abroad(inquiry: Inquiry, row: OrganisationFigures) -> str:
    """Return the rank among partners abroad, which lists of partners open with; empty at home."""
    if row.rank_abroad is None:
        return ""
    home = inquiry.get_home()
    return inquiry.say(
        N_("Among the {count} abroad, it is number {rank}."),
        count=home.foreign_organisation_count,
        rank=row.rank_abroad[0],
    )


def say_own_works(inquiry: Inquiry) -> tuple[Paragraph, ...]:
    """Return that the organisation is an own body of the home on some works; nothing when on none."""
    key = inquiry.subject.keys[-1]
    own = next((one for one in inquiry.get_home().own_bodies if one.id == key), None)
    if own is None or not own.works:
        return ()
    text = inquiry.say(
        N_(
            "On {works} other works it is an own body: kin of the home in the registry, or a supervising "
            "body of the laboratory that signs. There it is no partner, unless own bodies are counted "
            "as partners."
        ),
        works=own.works,
    )
    return (Paragraph(text),)


def find_organisation(figures: Figures, organisation: str) -> OrganisationFigures | None:
    """Return a partner organisation's figures; None when there are no works with it."""
    return figures.partner_organisations.find(organisation)


def describe_theme(inquiry: Inquiry) -> Section | None:
    """Return the key figures of the home on a theme."""
    say, joint, home = inquiry.say, inquiry.get_joint(), inquiry.get_home()
    vocabulary = inquiry.subject.keys[0].partition("/")[0]
    themed = sum(1 for one in home.themes if one.vocabulary == vocabulary)
    row = next((one for one in home.themes if one.selection == inquiry.subject.keys[0]), None)
    if row is None:
        return None
    link = inquiry.links.to_works()
    return Section(
        "overview",
        say(N_("In short")),
        (
            KeyFigures(
                (
                    make_count_figure(say(N_("Works on the theme")), joint.works, "themes", link),
                    make_figure(
                        say(N_("Share of our works with a theme")),
                        row.share,
                        Kind.SHARE,
                        "themes",
                        link,
                    ),
                    make_figure(
                        say(N_("Rank among our themes")),
                        row.rank,
                        Kind.COUNT,
                        "themes",
                        inquiry.links.to_home(),
                        say(N_("of {count}"), count=themed),
                    ),
                    _make_international(inquiry, joint),
                )
            ),
            compare_with_whole(inquiry),
        ),
    )


def describe_output(inquiry: Inquiry) -> Section | None:
    """Return the key figures of works looked at by themselves: an alliance's, a unit's."""
    say, joint = inquiry.say, inquiry.get_joint()
    links = inquiry.links
    return Section(
        "overview",
        say(N_("In short")),
        (
            KeyFigures(
                (
                    make_count_figure(
                        inquiry.name_indicator("works"), joint.works, "works", links.to_works()
                    ),
                    make_share_figure(
                        inquiry.name_indicator("coverage"),
                        joint.coverage,
                        "coverage",
                        links.to_works(("covered", "")),
                    ),
                    _make_international(inquiry, joint),
                    make_share_figure(
                        inquiry.name_indicator("eu"), joint.eu, "eu", links.to_works(("eu", ""))
                    ),
                    make_figure(
                        inquiry.name_indicator("partner_countries"),
                        joint.country_count,
                        Kind.COUNT,
                        "partner_countries",
                        links.to_works(("international", "")),
                    ),
                    make_figure(
                        say(N_("Partner organisations abroad")),
                        joint.foreign_organisation_count,
                        Kind.COUNT,
                        "partner_organisations",
                        links.to_works(("international", "")),
                    ),
                )
            ),
        ),
    )


def _make_international(inquiry: Inquiry, joint: Figures) -> KeyFigure:
    return make_share_figure(
        inquiry.name_indicator("international"),
        joint.international,
        "international",
        inquiry.links.to_works(("international", "")),
    )


COMPARED = ("coverage", "international", "eu", "national", "single_organisation")
"""Shares set beside those of all the home's works."""


def compare_with_whole(inquiry: Inquiry) -> Table:
    """Return shares of these works beside those of all the home's works."""
    say, joint, home = inquiry.say, inquiry.get_joint(), inquiry.get_home()
    kinds = {"coverage": "covered"}

    def pick(figures: Figures, name: str) -> Share:
        share: Share = getattr(figures, name)
        return share

    return Table(
        name="compared",
        title=say(N_("Beside all the home's works")),
        columns=(
            Column(say(N_("Indicator")), Kind.TEXT),
            Column(say(N_("These works")), Kind.COUNT),
            Column(say(N_("Share")), Kind.SHARE),
            Column(say(N_("Interval from")), Kind.SHARE),
            Column(say(N_("to")), Kind.SHARE),
            Column(say(N_("All our works, share")), Kind.SHARE),
        ),
        rows=tuple(
            (
                inquiry.name_indicator(name),
                pick(joint, name).works,
                pick(joint, name).value,
                pick(joint, name).low,
                pick(joint, name).high,
                pick(home, name).value,
            )
            for name in COMPARED
        ),
        definition="interval",
        link=inquiry.links.to_works(),
        links=tuple(inquiry.links.to_works((kinds.get(name, name), "")) for name in COMPARED),
        note=say_small(inquiry, joint.covered_works),
    )


def describe_years(inquiry: Inquiry) -> Section | None:
    """Return these works year by year, as a chart by kind of cooperation and as a table."""
    joint, say = inquiry.get_joint(), inquiry.say
    if not joint.by_year:
        return None
    return Section(
        "trend",
        say(N_("Year by year")),
        (_draw_years(inquiry, joint), _tabulate_years(inquiry, joint)),
    )


def _draw_years(inquiry: Inquiry, joint: Figures) -> Chart:
    say, years = inquiry.say, joint.by_year
    kinds = (
        (say(N_("One country")), tuple(one.domestic_works for one in years)),
        (
            name_with_zone(joint.question.zone, inquiry.language),
            tuple(one.zone_works for one in years),
        ),
        (say(N_("Other international")), tuple(one.other_international_works for one in years)),
        (say(N_("Country unknown")), tuple(one.unknown_works for one in years)),
    )
    return Chart(
        name="trend-chart",
        title=say(N_("Works by year and kind of cooperation")),
        shape=Shape.STACKED,
        categories=tuple(str(one.year) for one in years),
        series=tuple(Series(name, values) for name, values in kinds),
        kind=Kind.COUNT,
        definition="works",
        link=inquiry.links.to_works(),
        description=say(
            N_("Bars: works of each year, parted by kind of cooperation. The table says the same.")
        ),
    )


def _tabulate_years(inquiry: Inquiry, joint: Figures) -> Table:
    say = inquiry.say
    years = tuple(reversed(joint.by_year))
    partial = ", ".join(str(one.year) for one in years if one.partial)
    return Table(
        name="years",
        title=say(N_("Year by year")),
        columns=(
            Column(say(N_("Year")), Kind.YEAR),
            Column(say(N_("Works")), Kind.COUNT),
            Column(say(N_("International")), Kind.COUNT),
            Column(say(N_("One country")), Kind.COUNT),
            Column(say(N_("Country unknown")), Kind.COUNT),
        ),
        rows=tuple(
            (
                one.year,
                one.works,
                one.international_works,
                one.domestic_works,
                one.unknown_works,
            )
            for one in years
        ),
        definition="works",
        link=inquiry.links.to_works(),
        links=tuple(inquiry.links.to_works(("year", one.year)) for one in years),
        note=say(N_("Not complete: {years}."), years=partial) if partial else "",
    )
