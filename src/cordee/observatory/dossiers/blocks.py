"""Blocks that several sections are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cordee.kernel.messages import N_
from cordee.observatory.dossiers.inquiry import Inquiry
from cordee.observatory.dossiers.model import (
    Cell,
    Chart,
    Column,
    KeyFigure,
    Kind,
    Series,
    Shade,
    Shape,
    Table,
    WorldMap,
)
from cordee.observatory.figures.answer import (
    CountryFigures,
    Figures,
    Leadership,
    OrganisationFigures,
    Share,
)
from cordee.observatory.figures.statistics import SMALL_NUMBER


FIRST_ROWS = 15
"""Rows of a table: what a page of a document holds beside its heading. The CSV of the figures, to which
each table leads, has them all."""

ROLE_NAMES = {
    "first": N_("First author"),
    "last": N_("Last author"),
    "corresponding": N_("Corresponding author"),
}


def make_share_figure(
    label: str, share: Share, definition: str, link: str, note: str = ""
) -> KeyFigure:
    """Return a share with its parts and its interval."""
    return KeyFigure(
        label=label,
        value=share.value,
        kind=Kind.SHARE,
        definition=definition,
        link=link,
        works=share.works,
        of=share.of,
        low=share.low,
        high=share.high,
        is_small=share.small,
        note=note,
    )


def make_count_figure(
    label: str, value: int, definition: str, link: str, note: str = ""
) -> KeyFigure:
    """Return a number of works, marked when it is small."""
    return KeyFigure(
        label, value, Kind.COUNT, definition, link, is_small=value < SMALL_NUMBER, note=note
    )


def drop_empty(figures: Iterable[KeyFigure]) -> tuple[KeyFigure, ...]:
    """Return the figures that have a value: a card with a dash says nothing."""
    return tuple(one for one in figures if one.value is not None)


def make_figure(
    label: str, value: Cell, kind: Kind, definition: str, link: str = "", note: str = ""
) -> KeyFigure:
    """Return a figure that stands alone."""
    return KeyFigure(label, value, kind, definition, link, note=note)


def say_rows(inquiry: Inquiry, shown: int, total: int) -> str:
    """Return how many of the rows a table shows; empty when it shows all."""
    if shown >= total:
        return ""
    return inquiry.say(N_("The first {shown} of {total}."), shown=shown, total=total)


def say_small(inquiry: Inquiry, works: int) -> str:
    """Return the warning under a table that rests on few works; empty when there are enough."""
    if works >= SMALL_NUMBER:
        return ""
    return inquiry.say(
        N_(
            "It rests on {works} works. Under {floor}, shares and ranks move by chance: read the "
            "numbers, not their order."
        ),
        works=works,
        floor=SMALL_NUMBER,
    )


def join_notes(*notes: str) -> str:
    """Return notes as one, empty ones left out."""
    return " ".join(note for note in notes if note)


def make_organisation_table(
    inquiry: Inquiry,
    name: str,
    title: str,
    rows: Sequence[OrganisationFigures],
    *,
    with_country: bool,
) -> Table:
    """Return partner organisations with what they share of the works the dossier is about."""
    label = inquiry.say
    shown = rows[:FIRST_ROWS]
    place = [Column(label(N_("Country")), Kind.TEXT)] if with_country else []
    return Table(
        name=name,
        title=title,
        columns=(
            Column(label(N_("Organisation")), Kind.TEXT),
            Column(label(N_("City")), Kind.TEXT),
            *place,
            Column(label(N_("Works")), Kind.COUNT),
            Column(label(N_("Share")), Kind.SHARE),
            Column(label(N_("Since")), Kind.YEAR),
            Column(label(N_("Latest")), Kind.YEAR),
        ),
        rows=tuple(
            (
                one.name,
                inquiry.name_town(one.city, one.country) if one.city else None,
                *((inquiry.name_country(one.country),) if with_country else ()),
                one.works,
                one.share,
                *find_span(one),
            )
            for one in shown
        ),
        definition="partner_organisations",
        link=inquiry.links.to_works(),
        links=tuple(inquiry.links.to_works(("partner", one.id)) for one in shown),
        note=join_notes(
            say_rows(inquiry, len(shown), len(rows)), say_small(inquiry, inquiry.get_joint().works)
        ),
    )


def find_span(partner: OrganisationFigures | CountryFigures) -> tuple[int | None, int | None]:
    """Return the first and the last year with works, Nones when there are none."""
    years = [year for year, works in zip(*partner.yearly, strict=True) if works]
    return (years[0], years[-1]) if years else (None, None)


def make_country_table(
    inquiry: Inquiry, name: str, title: str, rows: Sequence[CountryFigures], note: str = ""
) -> Table:
    """Return partner countries on the works the dossier is about."""
    shown = rows[:FIRST_ROWS]
    return Table(
        name=name,
        title=title,
        columns=(
            Column(inquiry.say(N_("Country")), Kind.TEXT),
            Column(inquiry.say(N_("Works")), Kind.COUNT),
            Column(inquiry.say(N_("Share")), Kind.SHARE),
            Column(inquiry.say(N_("Fractional")), Kind.DECIMAL),
        ),
        rows=tuple(
            (inquiry.name_country(one.code), one.works, one.share, one.works_fractional)
            for one in shown
        ),
        definition="partner_countries",
        link=inquiry.links.to_works(),
        links=tuple(inquiry.links.to_works(("country", one.code)) for one in shown),
        note=join_notes(note, say_rows(inquiry, len(shown), len(rows))),
    )


def say_all_works(inquiry: Inquiry) -> str:
    """Return that figures of others are of all their works, in a dossier narrowed to a selection."""
    return inquiry.say(
        N_("All works count here, of the home too, not only those the dossier is narrowed to.")
    )


def make_country_map(inquiry: Inquiry, figures: Figures, title: str) -> WorldMap:
    """Return the partner countries of the works the dossier is about, as a world map."""
    first = ", ".join(
        f"{inquiry.name_country(one.code)} ({one.works})" for one in figures.partner_countries[:5]
    )
    return WorldMap(
        name="map",
        title=title,
        shades=tuple(
            Shade(one.code, inquiry.name_country(one.code), one.works)
            for one in figures.partner_countries
        ),
        homes=figures.home_countries,
        kind=Kind.COUNT,
        definition="partner_countries",
        link=inquiry.links.to_works(),
        description=inquiry.say(
            N_("World map of works by partner country. The first are: {first}."), first=first
        ),
    )


def make_trend_chart(inquiry: Inquiry, partner: CountryFigures | OrganisationFigures) -> Chart:
    """Return the works with a partner by year."""
    return Chart(
        name="trend-chart",
        title=inquiry.say(N_("Works together by year")),
        shape=Shape.BARS,
        categories=tuple(str(year) for year in partner.yearly.years),
        series=(Series(inquiry.say(N_("Works")), partner.yearly.works),),
        kind=Kind.COUNT,
        definition="full_counting",
        link=inquiry.links.to_works(),
        description=inquiry.say(
            N_("Bars: works together in each year. The table below says the same.")
        ),
    )


def make_leadership_table(inquiry: Inquiry, leadership: Leadership) -> Table:
    """Return who holds the leading positions on the works the dossier is about."""
    say = inquiry.say
    rows = [one for one in leadership.works if one.known]
    return Table(
        name="leadership",
        title=say(N_("Leading positions")),
        columns=(
            Column(say(N_("Position")), Kind.TEXT),
            Column(say(N_("Known")), Kind.COUNT),
            Column(say(N_("At the home")), Kind.COUNT),
            Column(say(N_("At the home, share")), Kind.SHARE),
            Column(say(N_("Elsewhere in its country")), Kind.COUNT),
            Column(say(N_("Abroad")), Kind.COUNT),
            Column(say(N_("Abroad, share")), Kind.SHARE),
        ),
        rows=tuple(
            (
                say(ROLE_NAMES[one.role]),
                one.known,
                one.home,
                one.home_share,
                one.national,
                one.abroad,
                one.abroad_share,
            )
            for one in rows
        ),
        definition="leadership",
        link=inquiry.links.to_works(),
        links=tuple(inquiry.links.to_works((one.role, "home")) for one in rows),
        note=say(N_("A row opens the works led from the home.")),
    )


def make_leadership_chart(inquiry: Inquiry, leadership: Leadership) -> Chart:
    """Return the same as parts of one bar a position."""
    say = inquiry.say
    rows = [one for one in leadership.works if one.known]
    sides = (
        ("home", N_("At the home")),
        ("national", N_("Elsewhere in its country")),
        ("abroad", N_("Abroad")),
    )
    return Chart(
        name="leadership-chart",
        title=say(N_("Who leads these works")),
        shape=Shape.STACKED,
        categories=tuple(say(ROLE_NAMES[one.role]) for one in rows),
        series=tuple(
            Series(say(label), tuple(getattr(one, side) for one in rows)) for side, label in sides
        ),
        kind=Kind.COUNT,
        definition="leadership",
        link=inquiry.links.to_works(),
        description=say(
            N_(
                "Works by where the first, last and corresponding author are. The table says the same."
            )
        ),
    )
