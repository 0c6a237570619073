"""The tie as the country sees it: who else publishes with it, and in which place the home is."""

from __future__ import annotations

from dataclasses import replace

from cordee.kernel.messages import N_
from cordee.observatory.dossiers.blocks import make_figure, say_all_works
from cordee.observatory.dossiers.inquiry import Inquiry
from cordee.observatory.dossiers.links import Links
from cordee.observatory.dossiers.model import (
    Column,
    KeyFigure,
    KeyFigures,
    Kind,
    Paragraph,
    Section,
    Table,
)
from cordee.observatory.figures.question import ALL_WORKS
from cordee.observatory.figures.surroundings import OtherSide, Rival


FIRST = 10
"""Those who publish most with the country; the home is added when it comes later."""


def describe_other_side(inquiry: Inquiry) -> Section | None:
    """Return our rank among the country's partners, as far as the corpus knows its works."""
    side = inquiry.observatory.get_other_side(inquiry.question, inquiry.country)
    if not side.organisations:
        return None
    return Section(
        "other-side",
        inquiry.say(N_("Seen from the other side")),
        (
            Paragraph(_say_rule(inquiry)),
            KeyFigures(_list_ranks(inquiry, side)),
            _tabulate_organisations(inquiry, side),
            _tabulate_countries(inquiry, side),
        ),
    )


def _say_rule(inquiry: Inquiry) -> str:
    text = inquiry.say(
        N_(
            "Places among all that publish with this country in this corpus. A corpus "
            "chosen around the home holds few works of others: the place is then too good."
        )
    )
    return f"{text} {say_all_works(inquiry)}" if inquiry.question.within.parts else text


def _list_ranks(inquiry: Inquiry, side: OtherSide) -> tuple[KeyFigure, ...]:
    say, found = inquiry.say, []
    home = side.find_home()
    if home is not None:
        found.append(
            make_figure(
                say(N_("Our rank among organisations of other countries")),
                home.rank,
                Kind.COUNT,
                "other_side",
                _open_works(inquiry),
                say(N_("of {count}"), count=len(side.organisations)),
            )
        )
    for code in inquiry.get_home().home_countries:
        row = next((one for one in side.countries if one.key == code), None)
        if row is not None:
            found.append(
                make_figure(
                    say(
                        N_("Rank among its partner countries: {country}"),
                        country=name(inquiry, row),
                    ),
                    row.rank,
                    Kind.COUNT,
                    "other_side",
                    "",
                    say(N_("of {count}"), count=len(side.countries)),
                )
            )
    return tuple(found)


def name(inquiry: Inquiry, row: Rival) -> str:
    """Return the name of one that publishes with the country: a country's own, or the home's."""
    return inquiry.name_country(row.key)


def pick_first(rows: tuple[Rival, ...], kept: frozenset[str]) -> list[Rival]:
    """Return the first ten rows, and those of the keys `kept` that come later."""
    return [row for place, row in enumerate(rows) if place < FIRST or row.key in kept]


def _tabulate_organisations(inquiry: Inquiry, side: OtherSide) -> Table:
    say = inquiry.say
    shown = pick_first(side.organisations, frozenset({""}))
    return Table(
        name="rivals",
        title=say(N_("Organisations that publish most with it")),
        columns=(
            Column(say(N_("Rank")), Kind.COUNT),
            Column(say(N_("Organisation")), Kind.TEXT),
            Column(say(N_("Country")), Kind.TEXT),
            Column(say(N_("Works with it")), Kind.COUNT),
        ),
        rows=tuple(
            (
                one.rank,
                one.name or inquiry.name_home(),
                inquiry.name_country(one.country) if one.key else say(N_("the home")),
                one.works,
            )
            for one in shown
        ),
        definition="other_side",
        link="",
        links=tuple(_open_organisation(inquiry, one) for one in shown),
        note=say(N_("Organisations of the country itself are left out.")),
    )


def _open_organisation(inquiry: Inquiry, one: Rival) -> str:
    return _open_works(inquiry.look_from(one.key) if one.key else inquiry)


def _open_works(inquiry: Inquiry) -> str:
    # Nobody's works are narrowed here, so neither are those of the home.
    asked = replace(inquiry.question, within=ALL_WORKS)
    return Links(asked).to_works(("country", inquiry.country))


def _tabulate_countries(inquiry: Inquiry, side: OtherSide) -> Table:
    say = inquiry.say
    homes = frozenset(inquiry.get_home().home_countries)
    shown = pick_first(side.countries, homes)
    return Table(
        name="rival-countries",
        title=say(N_("Its partner countries in this corpus")),
        columns=(
            Column(say(N_("Rank")), Kind.COUNT),
            Column(say(N_("Country")), Kind.TEXT),
            Column(say(N_("Works with it")), Kind.COUNT),
        ),
        rows=tuple((one.rank, name(inquiry, one), one.works) for one in shown),
        definition="other_side",
        link="",
    )
