"""Who leads the works together, what is new in them, what is declared beside them."""

from __future__ import annotations

from cordee.kernel.messages import N_
from cordee.observatory.dossiers.blocks import (
    make_figure,
    make_leadership_chart,
    make_leadership_table,
    make_organisation_table,
    make_share_figure,
)
from cordee.observatory.dossiers.inquiry import Inquiry
from cordee.observatory.dossiers.model import Block, KeyFigures, Kind, Paragraph, Section
from cordee.observatory.dossiers.sections.country_head import find_country
from cordee.observatory.figures.answer import OrganisationFigures
from cordee.observatory.figures.statistics import make_share
from cordee.observatory.figures.ties import get_change


def describe_leadership(inquiry: Inquiry) -> Section | None:
    """Return the balance of leadership on these works."""
    joint = inquiry.get_joint()
    if not any(one.known for one in joint.leadership.works):
        return None
    blocks: list[Block] = []
    if inquiry.country:
        blocks.append(_weigh_country(inquiry))
    blocks += [
        make_leadership_chart(inquiry, joint.leadership),
        make_leadership_table(inquiry, joint.leadership),
    ]
    return Section("leadership", inquiry.say(N_("Leadership")), tuple(blocks))


def _weigh_country(inquiry: Inquiry) -> KeyFigures:
    row = find_country(inquiry.get_joint(), inquiry.country)
    assert row is not None  # a section is asked for only when there are works together
    links = inquiry.links
    ours = make_share(row.lead_home, row.lead_known)
    theirs = make_share(row.lead_partner, row.lead_known)
    return KeyFigures(
        (
            make_share_figure(
                inquiry.say(N_("Led from our country")),
                ours,
                "lead_share",
                links.to_works(("lead", "home")),
            ),
            make_share_figure(
                inquiry.say(N_("Led from this country")),
                theirs,
                "lead_share",
                links.to_works(("lead", inquiry.country)),
            ),
        )
    )


def describe_change(inquiry: Inquiry) -> Section | None:
    """Return the partner organisations of the country that are new in the second half of the years."""
    # The halves are those of all the home's years: these works alone may have too few years, or others.
    basis = inquiry.get_home().ties_basis
    if basis.second_half is None or basis.first_half is None:
        return None
    abroad = inquiry.get_joint().partner_organisations.list_abroad()
    if inquiry.country:
        abroad = abroad.list_in(inquiry.country)
    kept = [
        one for one in abroad if _find_change(one, basis.first_half, basis.second_half) == "new"
    ]
    if not kept:
        return None
    first, last = basis.second_half
    title = inquiry.say(N_("New since {year}"), year=str(first))
    text = inquiry.say(
        N_(
            "Partner organisations with works from {first} to {last} and none from {before} to "
            "{until}."
        ),
        first=str(first),
        last=str(last),
        before=str(basis.first_half[0]),
        until=str(basis.first_half[1]),
    )
    table = make_organisation_table(
        inquiry,
        "new-organisations",
        inquiry.say(N_("New partner organisations")),
        kept,
        with_country=not inquiry.country,
    )
    return Section("new", title, (Paragraph(text), table))


def _find_change(
    partner: OrganisationFigures, first_half: tuple[int, int], second_half: tuple[int, int]
) -> str | None:
    """Return how the works with a partner change from one half of the years to the other."""
    before, after = (
        sum(
            works for year, works in zip(*partner.yearly, strict=True) if half[0] <= year <= half[1]
        )
        for half in (first_half, second_half)
    )
    return get_change(before, after)


def describe_declared(inquiry: Inquiry) -> Section | None:
    """Return what teams declare with the country, beside what works show; None without such tables."""
    home = inquiry.get_home()
    if home.declared_count is None:
        return None
    declared = {one.code: one.declared for one in home.declared_countries}
    row = find_country(home, inquiry.country)
    works = row.works if row else 0
    count = declared.get(inquiry.country, 0)
    return Section(
        "declared",
        inquiry.say(N_("Declared beside observed")),
        (
            KeyFigures(
                (
                    make_figure(inquiry.name_indicator("declared"), count, Kind.COUNT, "declared"),
                    make_figure(
                        inquiry.say(N_("Works together")),
                        works,
                        Kind.COUNT,
                        "full_counting",
                        inquiry.links.to_works(),
                    ),
                )
            ),
            Paragraph(_judge_declared(inquiry, count, works)),
        ),
    )


def _judge_declared(inquiry: Inquiry, declared: int, works: int) -> str:
    if declared and not works:
        return inquiry.say(N_("Declared by teams, without a work together in this corpus so far."))
    if works and not declared:
        return inquiry.say(N_("Works together, that no team has declared."))
    if works:
        return inquiry.say(N_("Both declared by teams and seen on works."))
    return inquiry.say(N_("Neither declared by teams nor seen on works."))
