"""Two sides beside each other: the tie both ways, year by year, who leads, what each is about."""

from __future__ import annotations

from cordee.kernel.messages import N_
from cordee.observatory.dossiers.blocks import (
    ROLE_NAMES,
    join_notes,
    make_trend_chart,
    say_rows,
    say_small,
)
from cordee.observatory.dossiers.inquiry import Inquiry
from cordee.observatory.dossiers.model import (
    Block,
    Column,
    KeyFigure,
    KeyFigures,
    Kind,
    Section,
    Table,
)
from cordee.observatory.dossiers.sections.conduct import describe_leadership
from cordee.observatory.dossiers.sections.country_head import find_country
from cordee.observatory.dossiers.sections.heads import find_organisation, say_own_works
from cordee.observatory.dossiers.sections.places import describe_organisations
from cordee.observatory.dossiers.sections.themes import FIRST_THEMES, make_theme_table
from cordee.observatory.dossiers.sections.tie_figures import make_tie_figures
from cordee.observatory.figures.answer import CountryFigures, Figures, OrganisationFigures
from cordee.observatory.figures.statistics import SMALL_NUMBER, get_share


NO_SHARE = {
    False: N_("No share where a side has fewer than {floor} works."),
    True: N_("No share where fewer than {floor} of our works have a known country."),
}
"""Why a year has no share, by whether works with a known country are what it is of."""


def get_second(inquiry: Inquiry) -> Inquiry | None:
    """Return the inquiry from the second side, over all its works; None when that is a country."""
    return None if inquiry.country else inquiry.look_from(inquiry.subject.keys[1])


def name_sides(inquiry: Inquiry) -> tuple[str, str]:
    """Return the names of both sides."""
    second = inquiry.subject.keys[1]
    other = inquiry.name_country(second) if inquiry.country else inquiry.name_organisation(second)
    return inquiry.name_home(), other


def find_tie(inquiry: Inquiry) -> CountryFigures | OrganisationFigures | None:
    """Return the second side as a partner of the first; None without works together."""
    second = inquiry.subject.keys[1]
    home = inquiry.get_home()
    return find_country(home, second) if inquiry.country else find_organisation(home, second)


def describe_pair(inquiry: Inquiry) -> Section | None:
    """Return the tie of the two in figures, both ways."""
    row = find_tie(inquiry)
    if row is None:
        return None
    figures = KeyFigures(_list_figures(inquiry, row))
    blocks: tuple[Block, ...] = (figures, *say_own_works(inquiry))
    return Section("overview", inquiry.say(N_("In short")), blocks)


def _list_figures(
    inquiry: Inquiry, row: CountryFigures | OrganisationFigures
) -> tuple[KeyFigure, ...]:
    first, second = (
        inquiry.say(N_("Share of the works of: {name}"), name=name) for name in name_sides(inquiry)
    )
    shown = ("together", "ours", "theirs", "asymmetry", "affinity", "salton", "jaccard", "growth")
    return make_tie_figures(inquiry, row, shown, (first, second))


def describe_pair_years(inquiry: Inquiry) -> Section | None:
    """Return the works together by year, with their share in the works of each side."""
    row = find_tie(inquiry)
    if row is None:
        return None
    second = get_second(inquiry)
    title = inquiry.say(N_("Year by year"))
    return Section(
        "trend",
        title,
        (
            make_trend_chart(inquiry, row),
            _tabulate_years(inquiry, row, second.get_home() if second else None),
        ),
    )


def _tabulate_years(
    inquiry: Inquiry, row: CountryFigures | OrganisationFigures, second: Figures | None
) -> Table:
    say = inquiry.say
    names = name_sides(inquiry)
    works = dict(zip(*row.yearly, strict=True))
    sides = [inquiry.get_home(), *([second] if second else [])]
    # Only a work whose countries are known can be one with a country; see the key figures above.
    covered = bool(inquiry.country)
    totals = [
        {one.year: one.covered_works if covered else one.works for one in side.by_year}
        for side in sides
    ]
    years = tuple(reversed(row.yearly.years))

    def share(year: int, total: dict[int, int]) -> float | None:
        of = total.get(year, 0)
        return get_share(works[year], of) if of >= SMALL_NUMBER else None

    return Table(
        name="years",
        title=say(N_("Works together and their share on each side")),
        columns=(
            Column(say(N_("Year")), Kind.YEAR),
            Column(say(N_("Works together")), Kind.COUNT),
            *(
                Column(say(N_("Share of the works of: {name}"), name=name), Kind.SHARE)
                for name, _ in zip(names, sides, strict=False)
            ),
        ),
        rows=tuple(
            (year, works[year], *(share(year, total) for total in totals)) for year in years
        ),
        definition="partner_countries" if covered else "partner_share",
        link=inquiry.links.to_works(),
        links=tuple(inquiry.links.to_works(("year", year)) for year in years),
        note=join_notes(
            say(NO_SHARE[covered], floor=SMALL_NUMBER),
            say_small(inquiry, row.works),
        ),
    )


def describe_pair_leads(inquiry: Inquiry) -> Section | None:
    """Return which side leads the works together; None when the second is a country.

    Both are counted on the same works, those of the first on which the second is a partner: a second
    that looks at the first itself may see more of them, or fewer.
    """
    if inquiry.country:
        return None
    rows = [
        one
        for one in inquiry.observatory.get_side_leads(
            inquiry.joint_question, inquiry.subject.keys[1]
        )
        if one.known
    ]
    names = name_sides(inquiry)
    say = inquiry.say
    if not rows:
        return None
    title = say(N_("What each side brings"))
    table = Table(
        name="leading-sides",
        title=say(N_("Works together led by each side")),
        columns=(
            Column(say(N_("Position")), Kind.TEXT),
            Column(say(N_("Known")), Kind.COUNT),
            *(Column(name, Kind.COUNT) for name in names),
        ),
        rows=tuple((say(ROLE_NAMES[one.role]), one.known, one.home, one.other) for one in rows),
        definition="leadership",
        link=inquiry.links.to_works(),
        links=tuple(inquiry.links.to_works((one.role, "home")) for one in rows),
        note=say(
            N_(
                "An author who is on both sides counts for both; works led by neither are led by a "
                "third. A row opens the works led by the first."
            )
        ),
    )
    return Section("sides", title, (table,))


def describe_pair_themes(inquiry: Inquiry) -> Section | None:
    """Return the themes of the works together beside those of each side by itself."""
    second = get_second(inquiry)
    joint = inquiry.get_joint()
    if second is None or not joint.themes:
        return None
    say, names = inquiry.say, name_sides(inquiry)
    shares = [
        {one.selection: one.share for one in side.themes}
        for side in (inquiry.get_home(), second.get_home())
    ]
    shown = joint.themes[:FIRST_THEMES]
    title = say(N_("Themes of each and of both"))
    table = make_theme_table(
        inquiry,
        title,
        (
            Column(say(N_("Works together")), Kind.COUNT),
            Column(say(N_("Share together")), Kind.SHARE),
            *(Column(name, Kind.SHARE) for name in names),
        ),
        [
            (one, (one.works, one.share, *(side.get(one.selection) for side in shares)))
            for one in shown
        ],
        note=join_notes(
            say(N_("Shares of the works with a theme, on each side.")),
            say_rows(inquiry, len(shown), len(joint.themes)),
        ),
    )
    return Section("themes", title, (table,))


def describe_pair_reach(inquiry: Inquiry) -> Section | None:
    """Return the partner countries that each side has and the other has not."""
    second = get_second(inquiry)
    if second is None:
        return None
    say, names = inquiry.say, name_sides(inquiry)
    sides = [side.get_home() for side in (inquiry, second)]
    # A side's own country is no partner of it, and is not what the other brings.
    own = {code for side in sides for code in side.home_countries}
    codes = [{one.code for one in side.partner_countries} - own for side in sides]
    only = [_list_only(inquiry, sides[n], codes[1 - n] | own) for n in (0, 1)]
    title = say(N_("Countries of each side"))
    rows = tuple(
        (name, len(found), len(found - codes[1 - place]), only[place])
        for place, (name, found) in enumerate(zip(names, codes, strict=True))
    )
    table = Table(
        name="reach",
        title=title,
        columns=(
            Column(say(N_("Side")), Kind.TEXT),
            Column(say(N_("Partner countries")), Kind.COUNT),
            Column(say(N_("That the other has not")), Kind.COUNT),
            Column(say(N_("The first of these")), Kind.TEXT),
        ),
        rows=rows,
        definition="partner_countries",
        link="",
        links=(inquiry.links.to_home(), second.links.to_home()),
        note=say(N_("The countries of the two sides are left out.")),
    )
    return Section("reach", title, (table,))


def describe_pair_organisations(inquiry: Inquiry) -> Section | None:
    """Return the country's organisations on the works together; None when the second is no country."""
    return describe_organisations(inquiry) if inquiry.country else None


def describe_pair_balance(inquiry: Inquiry) -> Section | None:
    """Return who leads the works together with a country; None when the second is no country."""
    return describe_leadership(inquiry) if inquiry.country else None


def _list_only(inquiry: Inquiry, side: Figures, others: set[str]) -> str:
    found = [one.code for one in side.partner_countries if one.code not in others]
    return ", ".join(map(inquiry.name_country, found[:5]))
